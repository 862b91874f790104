// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace stemma::ui {

/// What the person noted on the version that is chosen, above what it changed: its name, and a text of
/// several lines, which is edited in its place.
class VersionNote : public QFrame {
    Q_OBJECT
public:
    explicit VersionNote(QWidget* parent = nullptr);

    /// Shows what is noted; hidden if that is nothing. What is being typed stays.
    void showNote(const QString& name, const QString& note);
    /// Lets the person write; another version's name and note are not shown until that has ended.
    void edit();
    [[nodiscard]] bool isEditing() const;
    /// Ends it, and keeps what was written.
    void keep();
    /// Ends it, and keeps nothing.
    void cancel();
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }
    [[nodiscard]] QString nameText() const;

Q_SIGNALS:
    /// The person wrote that; empty: there is to be no note.
    void entered(const QString& note);
    /// Writing has ended, either way.
    void ended();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildButtons();
    void end();
    void update(const QString& name, const QString& note);
    void fitHeight();

    QLabel* m_name = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QWidget* m_buttons = nullptr;
    QToolButton* m_keepButton = nullptr;
    QToolButton* m_cancelButton = nullptr;
    QString m_shownName, m_shownNote;
};

} // namespace stemma::ui
