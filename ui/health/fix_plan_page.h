// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QWidget>

#include "ui/health/fix_plan_model.h"

class QLabel;
class QListView;
class QProgressBar;
class QPushButton;

namespace stemma::ui {

/// Fixing all that can be fixed: first what will be done to each, then how far it is, then what became of
/// each.
class FixPlanPage : public QWidget {
    Q_OBJECT
public:
    enum class Stage { offered, running, told };
    explicit FixPlanPage(QWidget* parent = nullptr);

    void offer(std::vector<FixPlanModel::Row> rows);
    void setRunning();
    void setPercent(int percent);
    void tell(const std::vector<FixOutcome>& outcomes);
    [[nodiscard]] Stage stage() const { return m_stage; }

    [[nodiscard]] FixPlanModel* model() const { return m_model; }
    [[nodiscard]] QListView* view() const { return m_view; }
    [[nodiscard]] QPushButton* fixButton() const { return m_fix; }
    /// "Cancel" while something is to be done, "Close" after it.
    [[nodiscard]] QPushButton* leaveButton() const { return m_leave; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void accepted();
    /// Cancel, Close or Esc.
    void leaveRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QWidget* makeFooter();
    void setStage(Stage stage);
    void showDetail();

    FixPlanModel* m_model = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_lead = nullptr;
    QListView* m_view = nullptr;
    QLabel* m_detail = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_fix = nullptr;
    QPushButton* m_leave = nullptr;
    Stage m_stage = Stage::offered;
};

} // namespace stemma::ui
