// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QTimer>
#include <QWidget>

#include "ui/inbox/change_delegate.h"
#include "ui/session/change_reading.h"

class QAction;
class QHBoxLayout;
class QLabel;

namespace stemma::ui {

class DiffView;
struct DiffSource;
class OverlapChooser;
class RestorePanel;
class TaskRunner;

/// One change as a page: what it is of, who did it, what it changed, and what can be done about it. What is
/// to be decided stands above the difference.
class ChangePage : public QWidget {
    Q_OBJECT
public:
    explicit ChangePage(QWidget* parent = nullptr);

    /// Outlives its use.
    void setRunner(TaskRunner* runner);
    /// The buttons below the facts, in this order.
    void setActions(const QList<QAction*>& actions);
    /// `exact`: a tool tip for the time.
    void showFacts(const ChangeLines& lines, const QString& exact);
    /// No change is chosen.
    void showNothing(const QString& text);
    void showChange(ReadChange change);
    /// Another change is being read: if that takes a moment, it says so in the place of the one before.
    void awaitChange();
    /// What an answer would make.
    void showDifference(std::shared_ptr<DiffSource> source);

    [[nodiscard]] DiffView* diffView() const { return m_diff; }
    [[nodiscard]] RestorePanel* panel() const { return m_panel; }
    [[nodiscard]] OverlapChooser* overlaps() const { return m_overlaps; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString facts() const;

Q_SIGNALS:
    /// Esc on the page.
    void leaveRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();

    QWidget* m_header = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_remarks = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    RestorePanel* m_panel = nullptr;
    OverlapChooser* m_overlaps = nullptr;
    DiffView* m_diff = nullptr;
    QTimer m_late;
};

} // namespace stemma::ui
