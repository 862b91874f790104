// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QString>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace stemma::ui {

/// Asks what a report that is to be made is called, and what else its kind needs to know: a form that begins
/// with the title, what there is to choose or to see, a note, and the buttons. Doesn't block.
class MakingDialog : public QDialog {
    Q_OBJECT
public:
    [[nodiscard]] QLineEdit* titleEdit() const { return m_title; }
    [[nodiscard]] QPushButton* createButton() const { return m_create; }

protected:
    MakingDialog(const QString& heading, const QString& titleHint, QWidget* parent);

    /// Takes further rows until finish() is called.
    [[nodiscard]] QFormLayout* form() const { return m_form; }
    /// Puts `content` under the form, and the note and the buttons under that: last, as the focus moves in
    /// the order in which all were made.
    void finish(QWidget* content);
    /// Only after finish().
    [[nodiscard]] QLabel* note() const { return m_note; }
    /// What is missing, beside a title: it can't be made until that is empty.
    void setMissing(const QString& what);

    /// It can be made, and the person wants it.
    virtual void make() = 0;
    void accept() final;

private:
    void updateState();

    QString m_missing;
    QVBoxLayout* m_layout = nullptr;
    QFormLayout* m_form = nullptr;
    QLineEdit* m_title = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_create = nullptr;
};

} // namespace stemma::ui
