// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QWidget>

#include "ui/session/health_session.h"

class QAction;
class QHBoxLayout;
class QLabel;
class QTextEdit;
class QToolButton;

namespace stemma::ui {

/// One finding as a page: of what, what is wrong, what shows it, where it lies, what fixing it will do and
/// whether that can be taken back; above it what can be done.
class FindingPage : public QWidget {
    Q_OBJECT
public:
    explicit FindingPage(QWidget* parent = nullptr);

    /// The buttons below the title, each where it is of use. Before a finding is shown.
    void setActions(QAction* fix, QAction* subject, QAction* history);
    /// What can be done with its path: small buttons at the end of the title.
    void setPathActions(const QList<QAction*>& actions);
    void showFinding(const HealthRow& row);
    /// No finding is chosen.
    void showNothing(const QString& text);

    [[nodiscard]] QString title() const;
    /// All that the page says below the buttons.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QTextEdit* textView() const { return m_text; }

Q_SIGNALS:
    /// Esc on the page.
    void leaveRequested();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    void fill(const HealthRow& row);
    void showIcon();

    QWidget* m_header = nullptr;
    QLabel* m_icon = nullptr;
    Severity m_severity = Severity::info; ///< of the finding that is shown
    QLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QHBoxLayout* m_first = nullptr; ///< the line of the title
    QHBoxLayout* m_buttons = nullptr;
    QToolButton* m_fix = nullptr;
    QToolButton* m_subject = nullptr;
    QToolButton* m_history = nullptr;
    QTextEdit* m_text = nullptr;
    QLabel* m_nothing = nullptr;
    QString m_shown; ///< what it says, to tell whether that is new
};

} // namespace stemma::ui
