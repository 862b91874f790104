// SPDX-License-Identifier: MIT
// The window and the health of the open library, be it of reports or of graphs.
#include <QListView>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>

#include "ui/graph/graph_desk.h"
#include "ui/health/finding_page.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/sidebar_model.h"
#include "ui/session/library_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/window_menus.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// The titles of the reports that can be read.
HealthSession::Titles titlesOf(std::shared_ptr<const report::LibrarySnapshot> snapshot) {
    return [snapshot = std::move(snapshot)] {
        std::unordered_map<std::string, QString> titles;
        if (snapshot)
            for (const report::ReportSummary& summary : snapshot->reports)
                if (const QString title = oneLine(fromUtf8(summary.title)); !title.isEmpty())
                    titles.emplace(summary.id.text(), title);
        return titles;
    };
}

} // namespace

HealthDesk* MainWindow::health() const {
    return graphsOpen() ? m_graphs->health() : m_health;
}

void MainWindow::buildHealth() {
    m_health = new HealthDesk(m_parts.environment.clock, this);
    m_lists->addWidget(m_health->list());
    m_pages->addWidget(m_health->page());
    connect(m_health, &HealthDesk::countChanged, m_places.get(), &SidebarModel::setHealthCount);
    connectHealth(*m_health);
}

void MainWindow::connectHealth(HealthDesk& desk) {
    desk.findingPage()->setActions(m_actions.action(Command::fixFinding),
                                   m_actions.action(Command::findingSubject),
                                   m_actions.action(Command::findingHistory));
    desk.findingPage()->setPathActions(
        {m_actions.action(Command::findingPath), m_actions.action(Command::findingFolder)});
    desk.list()->lookButton()->setDefaultAction(m_actions.action(Command::lookAtHealth));
    desk.list()->fixAllButton()->setDefaultAction(m_actions.action(Command::fixAllFindings));
    desk.list()->setContextMenu(makeHealthMenu(desk.list(), m_actions));
    m_actions.bindKeys(KeyScope::health, desk.list()->view());
    connect(&desk, &HealthDesk::stateChanged, this, &MainWindow::updateCommands);
    connect(&desk, &HealthDesk::done, this, &MainWindow::tellDone);
    connect(&desk, &HealthDesk::message, this, &MainWindow::showMessage);
    connect(&desk, &HealthDesk::failed, this, &MainWindow::showError);
    connect(desk.list(), &HealthList::activated, this, [this] { showFindingSubject(false); });
}

void MainWindow::connectHealthCommands() {
    const auto onHealth = [this](Command command, std::function<void()> act) {
        connect(m_actions.action(command), &QAction::triggered, this, std::move(act));
    };
    onHealth(Command::showHealth, [this] { showHealth(); });
    onHealth(Command::lookAtHealth, [this] { health()->lookAgain(); });
    onHealth(Command::fixFinding, [this] { health()->fixCurrent(); });
    onHealth(Command::fixAllFindings, [this] { health()->offerFixAll(); });
    onHealth(Command::findingSubject, [this] { showFindingSubject(false); });
    onHealth(Command::findingHistory, [this] { showFindingSubject(true); });
    onHealth(Command::findingPath, [this] { health()->copyPath(); });
    onHealth(Command::findingFolder, [this] { showFindingFolder(); });
    for (const Command command : {Command::fixFinding, Command::fixAllFindings, Command::lookAtHealth})
        m_actions.action(command)->setAutoRepeat(false); // a held key would fix what nobody looked at
}

void MainWindow::openHealth() {
    LibrarySession* session = m_session.get();
    m_health->open({m_parts.environment, m_parts.runner, session->root(),
                    [session] { session->beginWriting(); },
                    [session](const std::vector<report::Saved>& saved) { session->endWriting(saved); }},
                   [session] { return titlesOf(session->snapshot()); });
    connect(session, &LibrarySession::snapshotChanged, m_health, &HealthDesk::onLibraryChanged);
}

void MainWindow::showHealth() {
    if (graphsOpen())
        m_graphs->setHealthShown(true);
    else
        m_sidebar->setScope({ListScope::Kind::health, {}});
    health()->list()->focusTarget()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::showFindingSubject(bool history) {
    const HealthRow* row = health()->current();
    if (row == nullptr || row->finding.subject.empty())
        return;
    const health::Finding finding = row->finding; // going there may let go of the row
    if (graphsOpen()) {
        m_graphs->showElement(finding.subject, finding.element);
        return;
    }
    goTo(fromUtf8(finding.subject));
    if (history)
        m_desk->setHistoryShown(true);
    m_desk->focusPage();
}

/// The folder that holds it, where it is a file.
void MainWindow::showFindingFolder() {
    const HealthRow* row = health()->current();
    if (row == nullptr)
        return;
    const QString path = fromUtf8(row->finding.path);
    const bool isFile = path.section(QLatin1Char('/'), -1).contains(QLatin1Char('.'));
    const QString folder = isFile ? path.section(QLatin1Char('/'), 0, -2) : path;
    if (!m_parts.prompts.openOutside(QUrl::fromLocalFile(folder)))
        showMessage({Message::Kind::warning,
                     tr("The desktop has no program to show the folder %1.").arg(isolated(folder)),
                     {},
                     {}});
}

} // namespace stemma::ui
