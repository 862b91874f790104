// SPDX-License-Identifier: MIT
// The places of the sidebar that are no list of reports.
#include <QKeyEvent>
#include <QListView>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/feed/feed_desk.h"
#include "ui/feed/feed_list.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/history/diff_view.h"
#include "ui/history/timeline_entries.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/change_page.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/library_listing.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/library/report_list_model.h"
#include "ui/library/sidebar_model.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"
#include "ui/past/past_page.h"
#include "ui/report/blame_margin.h"
#include "ui/report/report_page.h"
#include "ui/session/library_session.h"
#include "ui/shell/command_state.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/window_menus.h"

namespace stemma::ui {

void MainWindow::buildPlaces() {
    m_inbox = new InboxDesk(m_parts.runner, m_parts.environment.clock, this);
    m_lists->addWidget(m_inbox->list());
    m_pages->addWidget(m_inbox->page());
    m_inbox->page()->setActions({m_actions.action(Command::acceptCard), m_actions.action(Command::undoCard),
                                 m_actions.action(Command::undoCardParts),
                                 m_actions.action(Command::editCard), m_actions.action(Command::openCard)});
    m_inbox->list()->acceptAllButton()->setDefaultAction(m_actions.action(Command::acceptAllCards));
    m_feed = new FeedDesk(m_parts.runner, m_parts.environment.clock, this);
    m_lists->addWidget(m_feed->list());
    m_pages->addWidget(m_feed->page());
    m_feed->page()->setActions(
        {m_actions.action(Command::openEntry), m_actions.action(Command::onlyRequest)});
    connect(m_feed, &FeedDesk::stateChanged, this, &MainWindow::updateCommands);
    connect(m_feed, &FeedDesk::message, this, &MainWindow::showMessage);
    connect(m_feed, &FeedDesk::failed, this, &MainWindow::showError);
    connect(m_feed, &FeedDesk::versionWanted, this, &MainWindow::openVersion);
    for (DiffView* diff : {m_inbox->page()->diffView(), m_feed->page()->diffView()})
        connect(diff, &DiffView::shown, this, &MainWindow::updateCommands);
    connect(m_inbox, &InboxDesk::stateChanged, this, &MainWindow::updateCommands);
    connect(m_inbox, &InboxDesk::countChanged, m_places.get(), &SidebarModel::setInboxCount);
    connect(m_inbox, &InboxDesk::message, this, &MainWindow::showMessage);
    connect(m_inbox, &InboxDesk::failed, this, &MainWindow::showError);
    connect(m_inbox, &InboxDesk::reportWanted, this, &MainWindow::openAt);
    connect(m_inbox, &InboxDesk::takeOutWanted, this, [this](const QString& key, const ActionId& action) {
        goTo(key);
        m_desk->takeOut(action);
    });
    buildHealth();
}

void MainWindow::bindPlaceKeys() {
    m_actions.bindKeys(KeyScope::inbox, m_inbox->list()->view());
    m_actions.bindKeys(KeyScope::feed, m_feed->list()->view());
    m_inbox->list()->setContextMenu(makeInboxMenu(m_inbox->list(), m_actions));
    m_feed->list()->setContextMenu(makeFeedMenu(m_feed->list(), m_actions));
}

void MainWindow::connectPlaceCommands() {
    on(Command::showInbox, [this] { goToPlace(ListScope::Kind::inbox); });
    on(Command::nextCard, [this] { m_inbox->step(1); });
    on(Command::previousCard, [this] { m_inbox->step(-1); });
    on(Command::openCard, [this] { m_inbox->openReport(); });
    on(Command::editCard, [this] { m_inbox->editReport(); });
    on(Command::acceptCard, [this] { m_inbox->accept(); });
    on(Command::undoCard, [this] { m_inbox->undoCard(); });
    on(Command::undoCardParts, [this] { m_inbox->undoParts(); });
    on(Command::acceptAllCards, [this] { m_inbox->acceptAll(); });
    on(Command::lookAgain, [this] { m_inbox->lookAgain(); });
    on(Command::showAsItWas, [this] { setPastShown(!m_past->isOn()); });
    on(Command::earlierChange, [this] { m_past->step(-1); });
    on(Command::laterChange, [this] { m_past->step(1); });
    on(Command::showFeed, [this] { goToPlace(ListScope::Kind::feed); });
    on(Command::openEntry, [this] { m_feed->openReport(); });
    on(Command::onlyRequest, [this] { m_feed->onlyRequest(); });
    on(Command::wholeFeed, [this] { m_feed->showAll(); });
    connectHealthCommands();
    // A held key would go through cards that nobody looked at.
    for (const Command command : {Command::acceptCard, Command::undoCard, Command::acceptAllCards})
        m_actions.action(command)->setAutoRepeat(false);
}

void MainWindow::goToPlace(ListScope::Kind kind) {
    m_sidebar->setScope({kind, {}});
    placeList()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::showScope(const ListScope& scope) {
    showPlace(scope);
    if (scope.listsReports())
        m_list->setScope(m_reportScope = scope);
    updateStatus();
    updateCommands();
}

void MainWindow::showPlace(const ListScope& scope) {
    if (!scope.listsReports())
        setPastShown(false);
    const bool inbox = scope.kind == ListScope::Kind::inbox;
    const bool feed = scope.kind == ListScope::Kind::feed;
    const bool health = scope.kind == ListScope::Kind::health;
    m_lists->setCurrentWidget(inbox    ? static_cast<QWidget*>(m_inbox->list())
                              : feed   ? static_cast<QWidget*>(m_feed->list())
                              : health ? static_cast<QWidget*>(m_health->list())
                                       : m_list);
    m_pages->setCurrentWidget(inbox            ? static_cast<QWidget*>(m_inbox->page())
                              : feed           ? static_cast<QWidget*>(m_feed->page())
                              : health         ? static_cast<QWidget*>(m_health->page())
                              : m_past->isOn() ? static_cast<QWidget*>(m_past->page())
                                               : m_desk);
    m_inbox->setShown(inbox);
    m_feed->setShown(feed);
    m_health->setShown(health);
}

DiffView* MainWindow::placeDiff() const {
    switch (m_sidebar->scope().kind) {
    case ListScope::Kind::inbox:
        return m_inbox->page()->diffView();
    case ListScope::Kind::feed:
        return m_feed->page()->diffView();
    default:
        return nullptr;
    }
}

QWidget* MainWindow::placeList() const {
    switch (m_sidebar->scope().kind) {
    case ListScope::Kind::inbox:
        return m_inbox->list()->view();
    case ListScope::Kind::feed:
        return m_feed->list()->view();
    case ListScope::Kind::health:
        return m_health->list()->focusTarget();
    default:
        return m_list->view();
    }
}

/// The commands of a report wait while another place hides it.
CommandState MainWindow::stateHere() const {
    if (m_sidebar->scope().listsReports() && !m_past->isOn())
        return m_desk->commandState();
    CommandState state;
    state.past = m_past->isOn();
    state.canStepBack = m_past->canStep(-1);
    state.canStepOn = m_past->canStep(1);
    if (state.past)
        state.whyNoRestore = m_past->whyNoRestore();
    state.inbox = m_inbox->ability();
    state.feed = m_feed->ability();
    state.health = m_health->ability();
    state.otherDiffShown = placeDiff() != nullptr && placeDiff()->changeCount() > 0;
    state.canUndo = state.inbox.shown && m_inbox->canUndo();
    if (state.canUndo)
        state.undoText = m_inbox->session()->undoText();
    state.canRedo = state.inbox.shown && m_inbox->canRedo();
    if (state.canRedo)
        state.redoText = m_inbox->session()->redoText();
    return state;
}

void MainWindow::buildPast() {
    m_past = new PastDesk(m_parts.runner, m_parts.environment.clock, this);
    m_pages->addWidget(m_past->page());
    m_past->page()->setActions({m_actions.action(Command::restore)});
    connect(m_past, &PastDesk::stateChanged, this, &MainWindow::updateCommands);
    connect(m_past, &PastDesk::listMade, m_listing, &LibraryListing::show);
    connect(m_past, &PastDesk::backRequested, this, [this] { setPastShown(false); });
    connect(m_past, &PastDesk::failed, this, &MainWindow::showError);
    connect(m_past, &PastDesk::restoreWanted, this, [this](const QString& key, const std::string& version) {
        setPastShown(false);
        whenListed([this, key, version] {
            goTo(key);
            m_desk->restoreVersion(version);
        });
    });
}

void MainWindow::whenListed(std::function<void()> then) {
    if (m_nowAwaited)
        m_whenListed = std::move(then);
    else
        then();
}

/// The list and the page of then, or of now. What was open, and what is unsaved in it, waits.
void MainWindow::setPastShown(bool shown) {
    if (m_past->isOn() == shown || (shown && m_session == nullptr))
        return;
    m_nowAwaited = false;
    m_whenListed = {};
    if (shown) {
        if (!m_sidebar->scope().listsReports())
            m_sidebar->setScope(m_reportScope);
        m_past->page()->setBlameShown(m_desk->page()->blame()->isShown());
        m_past->enter(*m_session);
        m_past->setRow(m_list->current());
        m_past->bar()->slider()->setFocus(Qt::OtherFocusReason);
    } else {
        m_past->leave();
        if (m_session != nullptr && m_session->snapshot() != nullptr) {
            m_nowAwaited = true;
            m_listing->show(m_session->snapshot());
        }
        if (m_sidebar->scope().listsReports())
            m_list->focusList();
    }
    showPlace(m_sidebar->scope());
    if (!shown)
        showSelected();
    updateCommands();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_past->isOn())
        setPastShown(false);
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::goTo(const QString& key) {
    if (key.isEmpty())
        return;
    setPastShown(false);
    if (m_nowAwaited)
        return whenListed([this, key] { goTo(key); });
    if (!m_sidebar->scope().listsReports())
        m_sidebar->setScope(m_reportScope);
    const QModelIndex index = m_reports->indexOf(key);
    if (index.isValid() && !m_list->select(key)) {
        // The place it was seen in may not be on show now: the one that is sure to have it is.
        const ListRow& row = m_reports->rowAt(index.row());
        m_list->clearFilter();
        m_sidebar->setScope(row.place == ListRow::Place::trash ? ListScope{ListScope::Kind::trash, {}}
                            : row.archived()                   ? ListScope{ListScope::Kind::archived, {}}
                                                               : ListScope{});
        m_list->select(key);
    }
    updateCommands();
}

void MainWindow::openVersion(const QString& key, const std::string& action) {
    setPastShown(false);
    whenListed([this, key, action] {
        goTo(key);
        m_desk->setHistoryShown(true);
        m_desk->focusPage();
        if (!action.empty())
            m_desk->goToChange(changeKey(action));
    });
}

void MainWindow::openAt(const QString& key, const std::string& part, bool edit) {
    goTo(key);
    m_desk->focusPage();
    if (!part.empty())
        m_desk->goToPart(part, edit ? ReportDesk::AtPart::edit : ReportDesk::AtPart::choose);
}

} // namespace stemma::ui
