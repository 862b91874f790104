// SPDX-License-Identifier: MIT
// The window while a library of graphs is open.
#include <utility>

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/picture_page.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/history/diff_view.h"
#include "ui/session/graph_past.h"
#include "ui/session/library_session.h"
#include "ui/shell/command_state.h"
#include "ui/shell/graph_exchange.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// A name in a menu is no mnemonic.
QString menuText(QString text) {
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

void MainWindow::buildGraphs() {
    m_graphs =
        new GraphDesk(m_parts.environment, m_parts.runner, m_parts.places, m_parts.layoutProgram, m_stack);
    m_stack->addWidget(m_graphs);
    connect(m_graphs, &GraphDesk::failed, this, &MainWindow::showError);
    connect(m_graphs, &GraphDesk::message, this, &MainWindow::showMessage);
    connect(m_graphs, &GraphDesk::pollingChanged, this, &MainWindow::showPolling);
    connect(m_graphs, &GraphDesk::stateChanged, this, [this] {
        updateStatus();
        updateCommands();
    });
    connectGraphEditing();
    connectHealth(*m_graphs->health());
    auto* exchange = new GraphExchange(
        {m_parts.environment, m_parts.runner, m_parts.prompts, m_parts.state, this}, *m_graphs, m_graphs);
    connect(exchange, &GraphExchange::failed, this, &MainWindow::showError);
    connect(exchange, &GraphExchange::message, this, &MainWindow::showMessage);
    connect(m_actions.action(Command::exportGraph), &QAction::triggered, exchange,
            &GraphExchange::offerExport);
    connect(m_actions.action(Command::importGraph), &QAction::triggered, exchange,
            &GraphExchange::offerImport);
    connect(m_graphs, &GraphDesk::shown, this, [this] {
        m_parts.state.addRecentLibrary(m_graphs->session()->root(),
                                       m_parts.settings.get(setting::recentLibraries));
        Q_EMIT libraryShown();
    });
}

GraphDesk* MainWindow::graphs() const {
    return m_graphs;
}

bool MainWindow::graphsOpen() const {
    return m_graphs && m_graphs->session() != nullptr;
}

/// A folder that is no library of reports may be one of graphs.
void MainWindow::lookForGraphs() {
    const QString root = m_session->root();
    m_parts.runner.run(
        this,
        [&disk = m_parts.environment.disk, root] { return graph::looksLikeGraphLibrary(disk, toUtf8(root)); },
        [this, root](bool graphs) {
            if (m_session == nullptr || m_session->root() != root)
                return; // another was opened meanwhile
            if (graphs)
                openGraphs(root);
            else
                showNoLibrary();
        });
}

void MainWindow::openGraphs(const QString& root) {
    closeNow();
    m_stack->setCurrentWidget(m_graphs);
    m_graphs->open(root);
    m_graphs->tree()->setFocus(Qt::OtherFocusReason);
    updateStatus();
    updateCommands();
    tellWaitingImport();
}

void MainWindow::closeGraphs() {
    m_graphs->close();
    m_undoLibrary = nullptr;
    setWindowModified(false);
    m_messages->clear();
    m_polling->hide();
    showWelcome();
}

void MainWindow::showNoLibrary() {
    showMessage({Message::Kind::warning,
                 tr("This folder does not look like a library: it has neither a folder “by_id” nor an index "
                    "of reports, "
                    "and no users or registries of graphs."),
                 {{tr("Open Another…"), [this] { m_actions.action(Command::openLibrary)->trigger(); }}},
                 QStringLiteral("notes")});
    tellWaitingImport();
}

bool MainWindow::doOnGraphs(Command command) {
    if (!graphsOpen())
        return false;
    GraphPage* page = m_graphs->page();
    switch (command) {
    case Command::refresh:
        m_graphs->session()->refresh();
        if (m_graphs->healthShown())
            health()->lookAgain();
        break;
    case Command::undo:
        undoOnGraphs(true);
        break;
    case Command::redo:
        undoOnGraphs(false);
        break;
    case Command::find:
        if (m_graphs->healthShown())
            health()->list()->focusFilter();
        else
            page->findText();
        break;
    case Command::findNext:
        page->findNext(1);
        break;
    case Command::findPrevious:
        page->findNext(-1);
        break;
    case Command::showOutline:
        page->showPage(GraphPage::PictureTab);
        break;
    case Command::showRead:
        page->showPage(GraphPage::TableTab);
        break;
    case Command::showSource:
        page->showPage(GraphPage::TextTab);
        break;
    case Command::toggleSidebar:
        m_graphs->setTreeShown(m_graphs->tree()->isHidden());
        break;
    case Command::toggleHistory:
        m_graphs->toggleHistory();
        break;
    case Command::comparePrevious:
        m_graphs->compareWithPrevious();
        break;
    case Command::restore:
        m_graphs->history()->offerRestore();
        break;
    case Command::undoChange:
        m_graphs->history()->undoChange();
        break;
    case Command::previousChange:
        m_graphs->history()->previousChange();
        break;
    case Command::nextChange:
        m_graphs->history()->nextChange();
        break;
    case Command::nextPane: {
        const QList<QWidget*> panes = m_graphs->panes();
        panes.at((focusedOf(panes) + 1) % panes.size())->setFocus(Qt::TabFocusReason);
        break;
    }
    default:
        return m_graphs->editor()->run(command);
    }
    updateCommands();
    return true;
}

void MainWindow::undoOnGraphs(bool undo) {
    GraphEditing* editing = m_graphs->editor()->editing();
    m_messages->dismiss(QStringLiteral("done")); // its Undo would take something else back
    if (m_graphs->healthShown()) {
        if (const auto takeBack = std::exchange(m_undoLibrary, nullptr))
            takeBack();
        return;
    }
    if (editing && undo)
        editing->undo();
    else if (editing)
        editing->redo();
}

void MainWindow::updateGraphCommands() {
    CommandState state;
    state.graphsOpen = true;
    state.graphShown = m_graphs->page()->graphs() != nullptr;
    state.graphWritable = !m_graphs->session()->library() || m_graphs->session()->library()->writable;
    state.graph = m_graphs->editor()->ability();
    const GraphEditing* editing = m_graphs->editor()->editing();
    const QUndoCommand* undo = editing ? editing->nextUndo() : nullptr;
    const QUndoCommand* redo = editing ? editing->nextRedo() : nullptr;
    state.canUndo = undo != nullptr;
    state.canRedo = redo != nullptr;
    state.undoText = undo ? tr("&Undo %1").arg(menuText(undo->text())) : QString();
    state.redoText = redo ? tr("Re&do %1").arg(menuText(redo->text())) : QString();
    state.historyShown = m_graphs->historyShown();
    state.canRestore = m_graphs->history()->restoreButton()->isEnabled();
    state.undoChangeText = m_graphs->history()->undoChangeText();
    state.canCompare = true;
    state.diffShown = m_graphs->historyShown() && m_graphs->history()->diffView()->changeCount() > 0;
    if (m_graphs->historyShown())
        state.diff = diffAbility(*m_graphs->history()->diffView());
    state.health = m_graphs->health()->ability();
    const bool modified = state.graph.modified;
    if (m_graphs->healthShown()) { // the commands of a graph wait while it is hidden
        state.graphShown = state.canRedo = state.diffShown = false;
        state.graph = {};
        state.graph.modified = modified;
        state.graph.whyNot = tr("Go to a graph first.");
        state.canUndo = m_undoLibrary != nullptr;
        state.undoText.clear();
    }
    applyCommandState(m_actions, state);
    setWindowModified(modified);
    m_actions.action(Command::toggleHistory)->setChecked(state.historyShown);
    m_actions.action(Command::toggleSidebar)->setChecked(!m_graphs->tree()->isHidden());
}

} // namespace stemma::ui
