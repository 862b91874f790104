// SPDX-License-Identifier: MIT
// What the window does for the histories of reports and of graphs alike.
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/library/report_chooser.h"
#include "ui/session/library_session.h"
#include "ui/shell/diff_commands.h"
#include "ui/shell/main_window.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/window_menus.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void MainWindow::buildHistories() {
    const std::initializer_list<TimelinePane*> histories{m_desk->history(), m_graphs->history()};
    m_desk->history()->setContextMenu(makeReportHistoryMenu(m_desk->history(), m_actions));
    m_graphs->history()->setContextMenu(makeHistoryMenu(m_graphs->history(), m_actions));
    const auto layout = static_cast<DiffView::Layout>(m_parts.settings.get(setting::diffColumns));
    for (TimelinePane* history : histories) {
        DiffView* view = history->diffView();
        view->setMenu(makeDiffMenu(view, m_actions));
        view->setLayout(layout);
        for (TimelinePane* other : histories)
            connect(view, &DiffView::layoutChosen, other->diffView(), &DiffView::setLayout);
        connect(view, &DiffView::layoutChosen, this, [this](DiffView::Layout chosen) {
            m_parts.settings.set(setting::diffColumns, static_cast<int>(chosen));
        });
    }
    connectDiffCommands(m_actions, *this, [this]() -> DiffView* {
        if (graphsOpen())
            return m_graphs->historyShown() ? m_graphs->history()->diffView() : nullptr;
        return m_desk->historyShown() ? m_desk->history()->diffView() : nullptr;
    });
}

/// Of a report in the trash, into one that is chosen.
void MainWindow::choosePartsTarget(const PartsOrigin& origin, const QString& title) {
    const auto snapshot = m_session ? m_session->snapshot() : nullptr;
    if (!snapshot)
        return;
    auto* chooser = new ReportChooser(
        *snapshot, tr("Into which report should parts of “%1” come?").arg(isolated(oneLine(title, 60))),
        tr("Choose Parts…"), this);
    connect(chooser, &ReportChooser::chosen, this, [this, origin](const ReportId& report) {
        m_desk->restorePartsInto(fromUtf8(report.text()), origin);
    });
    chooser->open();
}

} // namespace stemma::ui
