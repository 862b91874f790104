// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QFrame>

#include "ui/graph/form_spec.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace stemma::ui {

/// A form beside the card: fields with what is off told under each, and what it does. Return applies it (in a
/// text of several lines Ctrl+Return), Esc closes it.
class EditForm : public QFrame {
    Q_OBJECT
public:
    explicit EditForm(QWidget* parent = nullptr);

    /// Shows another form in place of the one that is there, and gives it the focus.
    void open(FormSpec spec);
    /// It was applied, or is given up.
    void close();
    [[nodiscard]] bool isOpen() const { return m_open; }
    /// Each form that is opened has another: whether it is still the one that something was begun for.
    [[nodiscard]] unsigned number() const { return m_number; }
    /// Whether something was typed that isn't applied.
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] FormValues values() const;
    [[nodiscard]] const FormSpec& spec() const { return m_spec; }
    /// What blocks it first; empty: nothing.
    [[nodiscard]] QString problem() const;
    /// The field's widget; null for an unknown key.
    [[nodiscard]] QWidget* field(const QString& key) const;
    [[nodiscard]] QPushButton* submitButton() const { return m_submit; }
    [[nodiscard]] QPushButton* removeButton() const { return m_remove; }
    /// What is told beside a field; empty: nothing.
    [[nodiscard]] QString noteOf(const QString& key) const;
    /// Told in the form, which stays open.
    void showProblem(const QString& text);
    /// What it holds is being applied: nothing can be typed, and it isn't applied twice. The fields keep the
    /// focus. A form that is opened isn't busy.
    void setBusy(bool busy);
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Shows what is off; the first such field gets the focus.
    void showProblems();

Q_SIGNALS:
    /// The person wants it applied, and nothing blocks it.
    void submitted();
    void removalWanted();
    void changed();
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Row {
        FormField field;
        QWidget* widget = nullptr;
        QLabel* note = nullptr;
        bool touched = false;
    };
    void build();
    void addRow(const FormField& field);
    [[nodiscard]] QWidget* makeWidget(const FormField& field);
    [[nodiscard]] QWidget* makeLine(const FormField& field);
    [[nodiscard]] QWidget* makeText(const FormField& field);
    [[nodiscard]] QWidget* makeChoice(const FormField& field);
    [[nodiscard]] QWidget* makeMembers(const FormField& field);
    [[nodiscard]] QWidget* makeEnds(const FormField& field);
    void onEdited(QWidget* widget);
    void showNotes();
    void submit();

    FormSpec m_spec;
    FormValues m_initial;
    std::vector<Row> m_rows;
    QLabel* m_title = nullptr;
    QWidget* m_body = nullptr;
    QFormLayout* m_form = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_submit = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_cancel = nullptr;
    QString m_failure; ///< of the last try
    bool m_open = false;
    bool m_busy = false;
    unsigned m_number = 0;
};

} // namespace stemma::ui
