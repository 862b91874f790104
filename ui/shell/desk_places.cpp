// SPDX-License-Identifier: MIT
// Where in a report the desk goes when somebody is led there.
#include <utility>

#include "ui/history/history_pane.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/shell/report_desk.h"

namespace stemma::ui {

void ReportDesk::goToPart(const std::string& part, AtPart how) {
    m_wantedPart = part;
    m_wantedHow = how;
    if (!m_waiting)
        goToWanted();
}

void ReportDesk::takeOut(const ActionId& action) {
    setHistoryShown(true);
    m_wantedTakeOut = action;
    if (!m_waiting)
        goToWanted();
}

void ReportDesk::goToChange(const std::string& key) {
    m_wantedChange = key;
    if (!m_waiting)
        goToWanted();
}

void ReportDesk::restoreVersion(const std::string& version) {
    setHistoryShown(true);
    m_wantedVersion = version;
    if (!m_waiting)
        goToWanted();
}

void ReportDesk::goToWanted() {
    if (const std::string version = std::exchange(m_wantedVersion, {}); !version.empty())
        m_history->offerRestoreOf(version);
    if (const std::string key = std::exchange(m_wantedChange, {}); !key.empty())
        m_history->showChange(key);
    if (const ActionId action = std::exchange(m_wantedTakeOut, {}); !action.empty())
        m_history->offerTakeOut(action);
    const std::string part = std::exchange(m_wantedPart, {});
    if (part.empty() || m_open.session == nullptr)
        return;
    m_page->showOutline();
    m_page->outlinePage()->selectWhenThere(
        {part}, m_wantedHow == AtPart::edit ? OutlinePage::Then::editFromStart : OutlinePage::Then::nothing);
}

} // namespace stemma::ui
