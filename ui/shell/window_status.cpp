// SPDX-License-Identifier: MIT
// What the window says of its own state: title, status bar, which commands make sense.
#include <QLabel>

#include "ui/graph/graph_desk.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/session/library_session.h"
#include "ui/shell/command_state.h"
#include "ui/shell/main_window.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void MainWindow::updateStatus() {
    if (graphsOpen()) {
        m_status->setText(m_graphs->status());
        setWindowTitle(tr("%1[*] – Stemma", "window title: library")
                           .arg(m_graphs->session()->root().section(QLatin1Char('/'), -2)));
        return;
    }
    if (m_session == nullptr) {
        m_status->clear();
        setWindowTitle(tr("Stemma"));
        return;
    }
    const QString root = m_session->root();
    setWindowTitle(tr("%1[*] – Stemma", "window title: library").arg(root.section(QLatin1Char('/'), -2)));
    const auto snapshot = m_session->snapshot();
    if (snapshot == nullptr)
        m_status->setText(tr("Reading %1").arg(isolated(root)));
    else if (!snapshot->writable)
        m_status->setText(tr("%1, read only", "path of a library").arg(isolated(root)));
    else
        m_status->setText(root);
}

void MainWindow::showPolling(StoreWatcher::Polling why) {
    m_polling->setToolTip(
        why == StoreWatcher::Polling::tooMany
            ? tr("More changes came at once than the system can tell. Until it is quieter, Stemma looks "
                 "every "
                 "two seconds, and misses nothing.")
            : tr("This folder's file system gives no notice of changes. Stemma looks every two seconds."));
    m_polling->setAccessibleDescription(m_polling->toolTip());
    m_polling->setVisible(why != StoreWatcher::Polling::no);
}

void MainWindow::updateCommands() {
    if (graphsOpen())
        return updateGraphCommands();
    CommandState state = stateHere();
    state.libraryOpen = m_session != nullptr;
    const auto snapshot = m_session != nullptr ? m_session->snapshot() : nullptr;
    state.libraryRead = snapshot != nullptr;
    if (snapshot != nullptr && !snapshot->writable) {
        state.writable = false;
        state.readOnlyReason =
            tr("This library can only be read: %1").arg(fromUtf8(snapshot->readOnlyReason));
    }
    const bool listed = m_sidebar->scope().listsReports();
    if (state.past) {
        state.writable = false;
        state.readOnlyReason = tr("This is the library as it was: go back to now first.");
    }
    state.row = m_session != nullptr && listed && !state.past ? m_list->current() : std::nullopt;
    if (m_undoLibrary && (listed || state.health.shown) && !state.past) {
        state.canUndo = true;
        state.undoText.clear();
    }
    state.canGoBack = m_visits.canGoBack();
    state.canGoForward = m_visits.canGoForward();
    applyCommandState(m_actions, state);
    m_actions.action(Command::toggleHistory)->setChecked(m_desk->historyShown());
    m_actions.action(Command::showAsItWas)->setChecked(state.past);
    m_actions.action(Command::toggleSidebar)->setChecked(!m_sidebar->isHidden());
}

} // namespace stemma::ui
