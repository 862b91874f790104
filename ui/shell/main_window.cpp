// SPDX-License-Identifier: MIT
#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include "ui/feed/feed_desk.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/health/health_desk.h"
#include "ui/history/history_pane.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/drag_opener.h"
#include "ui/library/library_listing.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/library/report_list_model.h"
#include "ui/library/sidebar_model.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"
#include "ui/report/blame_margin.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_copies.h"
#include "ui/report/part_editor.h"
#include "ui/report/report_page.h"
#include "ui/report/spelling.h"
#include "ui/session/library_session.h"
#include "ui/shell/command_state.h"
#include "ui/shell/edit_commands.h"
#include "ui/shell/job_list.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/window_menus.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String geometryKey("window/geometry");
constexpr QLatin1String barsKey("window/bars");
constexpr QLatin1String workspaceKey("window/workspace");
constexpr QLatin1String deskKey("window/desk");
constexpr QLatin1String historyKey("window/history");
constexpr QLatin1String sidebarKey("window/sidebar");
constexpr QLatin1String blameKey("window/blame");
constexpr QLatin1String orderKey("list/order");
constexpr QLatin1String descendingKey("list/descending");
constexpr QLatin1String libraryKey("library/root");
constexpr QLatin1String chosenKey("library/chosen");

constexpr QSize smallestFirstSize(1100, 720), largestFirstSize(1600, 960);

/// In a narrower window the history would leave too little of the page, until it is asked for.
constexpr int roomForHistory = 1300;

/// Most of the screen, in a shape that reads well.
QSize firstSize(const QScreen& screen) {
    return (screen.availableSize() * 0.85).boundedTo(largestFirstSize).expandedTo(smallestFirstSize);
}

} // namespace

MainWindow::MainWindow(const WindowParts& parts, QWidget* parent)
    : QMainWindow(parent)
    , m_parts(parts)
    , m_actions(parts.settings)
    , m_reports(std::make_unique<ReportListModel>(parts.environment.clock))
    , m_places(std::make_unique<SidebarModel>())
    , m_listing(new LibraryListing(parts.runner, *m_reports, *m_places, this)) {
    setWindowIcon(themeIcon(IconName::application));
    setObjectName(QStringLiteral("main_window"));
    buildWorkspace();
    buildPlaces();
    buildGraphs();
    buildSpelling();
    buildBars();
    connectParts();
    connectCommands();
    takeSettings();
    restoreLayout();
    showWelcome();
}

MainWindow::~MainWindow() {
    // The views go before the models that they show, and the desk's session before the library's.
    m_desk->closeAll();
    m_inbox->close();
    m_feed->close();
    m_health->close();
    m_past->leave();
    m_graphs->close();
    m_graphs->disconnect(this);
    delete takeCentralWidget();
}

void MainWindow::buildWorkspace() {
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(central);
    layout->addWidget(m_messages);
    m_stack = new QStackedWidget(central);
    layout->addWidget(m_stack, 1);

    m_welcome = new WelcomePage(m_stack);
    m_workspace = new QSplitter(m_stack);
    m_workspace->setChildrenCollapsible(false);
    m_workspace->setHandleWidth(1);
    m_sidebar = new LibrarySidebar(*m_places, m_workspace);
    m_lists = new QStackedWidget(m_workspace);
    m_pages = new QStackedWidget(m_workspace);
    m_list = new ReportList(*m_reports, m_parts.environment.clock, m_lists);
    m_desk = new ReportDesk(m_pages);
    m_lists->addWidget(m_list);
    m_pages->addWidget(m_desk);
    m_desk->setDrafts(m_parts.drafts);
    if (m_parts.marks != nullptr)
        m_desk->setMarks(*m_parts.marks, m_parts.environment.disk, m_parts.runner);
    if (m_parts.trust != nullptr)
        m_desk->setTrust(*m_parts.trust);
    m_sidebar->setMinimumWidth(fontMetrics().averageCharWidth() * 18);
    m_lists->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_workspace->setSizes({180, 310, 950});
    for (int part = 0; part < 3; ++part)
        m_workspace->setStretchFactor(part, part == 2 ? 1 : 0);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_workspace);
    buildPast();
    layout->insertWidget(1, m_past->bar());
    setCentralWidget(central);
}

void MainWindow::buildSpelling() {
    m_spelling = new Spelling(m_parts.environment.disk, m_parts.runner, m_parts.state,
                              m_parts.dictionaryFolders, m_parts.locale, this);
    m_desk->page()->outlinePage()->editor()->setSpelling(m_spelling);
    connect(m_spelling, &Spelling::failed, this, &MainWindow::showError);
}

void MainWindow::buildBars() {
    fillMenuBar(*this, m_actions, [this](QMenu& menu) { fillRecent(menu); });
    makeToolBar(*this, m_actions);
    new DragOpener(*m_list->view(), QString::fromLatin1(partsMimeType));
    m_list->setContextMenu(makeListMenu(m_list, m_actions));
    buildHistories();
    m_actions.bindKeys(KeyScope::list, m_list->view());
    bindPlaceKeys();
    OutlinePage* outline = m_desk->page()->outlinePage();
    outline->setContextMenu(makeOutlineMenu(outline, m_actions));
    for (QWidget* widget : outline->keyWidgets())
        m_actions.bindKeys(KeyScope::outline, widget);
    m_actions.bindKeys(KeyScope::history, m_desk->history()->timelineView());

    m_status = new QLabel(this);
    m_status->setContentsMargins(6, 0, 6, 0);
    m_status->setTextFormat(Qt::PlainText);
    statusBar()->addWidget(m_status, 1);
    m_polling = new QLabel(tr("Looking every 2 s"), this);
    m_polling->hide();
    statusBar()->addPermanentWidget(m_polling);
    statusBar()->addPermanentWidget(new JobList(m_parts.runner, this));
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectParts() {
    connect(m_listing, &LibraryListing::shown, this, &MainWindow::takeListing);
    connect(m_sidebar, &LibrarySidebar::scopeChanged, this, &MainWindow::showScope);
    connect(m_list, &ReportList::currentChanged, this, &MainWindow::showSelected);
    connect(m_list, &ReportList::activated, m_desk, &ReportDesk::focusPage);
    connect(m_desk, &ReportDesk::stateChanged, this, &MainWindow::updateCommands);
    connect(m_desk, &ReportDesk::message, this, &MainWindow::showMessage);
    connect(m_desk, &ReportDesk::messageSettled, m_messages, &MessageBar::dismiss);
    connect(m_desk, &ReportDesk::failed, this, &MainWindow::showError);
    connect(m_desk, &ReportDesk::untrashRequested, m_actions.action(Command::untrash), &QAction::trigger);
    connect(m_desk, &ReportDesk::reportWanted, this, &MainWindow::goTo);
    connect(m_desk, &ReportDesk::changeWanted, this, &MainWindow::openVersion);
    connect(m_desk, &ReportDesk::noted, this, &MainWindow::tellDone);
    connect(m_desk, &ReportDesk::partsWanted, this, &MainWindow::choosePartsTarget);
    connect(m_desk, &ReportDesk::changedReport, this, [this] { m_undoLibrary = nullptr; });
    connect(m_desk, &ReportDesk::modifiedChanged, this, &QWidget::setWindowModified);
    connect(m_welcome, &WelcomePage::openRequested, m_actions.action(Command::openLibrary),
            &QAction::trigger);
    connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::openSample);
    connect(m_welcome, &WelcomePage::libraryChosen, this, &MainWindow::openLibrary);
    connect(m_welcome, &WelcomePage::forgetRequested, this, [this](const QString& root) {
        m_parts.state.removeRecentLibrary(root);
        m_welcome->setRecent(m_parts.state.recentLibraries());
    });
}

void MainWindow::restoreLayout() {
    if (!restoreGeometry(m_parts.state.bytes(geometryKey)))
        resize(firstSize(*screen()));
    restoreState(m_parts.state.bytes(barsKey));
    m_workspace->restoreState(m_parts.state.bytes(workspaceKey));
    m_desk->restoreLayout(m_parts.state.bytes(deskKey));
    m_desk->setHistoryShown(m_parts.state.number(historyKey, width() >= roomForHistory ? 1 : 0) != 0);
    m_sidebar->setVisible(m_parts.state.number(sidebarKey, 1) != 0);
    m_desk->page()->blame()->setShown(m_parts.state.number(blameKey, 0) != 0);
    m_list->setOrder(m_parts.state.number(orderKey, 0), m_parts.state.number(descendingKey, 1) != 0);
}

void MainWindow::saveLayout() {
    m_parts.state.setBytes(geometryKey, saveGeometry());
    m_parts.state.setBytes(barsKey, saveState());
    m_parts.state.setBytes(workspaceKey, m_workspace->saveState());
    m_parts.state.setBytes(deskKey, m_desk->saveLayout());
    m_parts.state.setNumber(historyKey, m_desk->historyShown() ? 1 : 0);
    m_parts.state.setNumber(sidebarKey, m_sidebar->isHidden() ? 0 : 1);
    m_parts.state.setNumber(blameKey, m_desk->page()->blame()->isShown() ? 1 : 0);
    m_parts.state.setNumber(orderKey, m_list->order());
    m_parts.state.setNumber(descendingKey, m_list->descending() ? 1 : 0);
    m_parts.state.setText(libraryKey, graphsOpen()           ? m_graphs->session()->root()
                                      : m_session != nullptr ? m_session->root()
                                                             : QString());
    const auto row = m_list->current();
    m_parts.state.setText(chosenKey, row ? row->key : QString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_leaving && hasUnsaved()) {
        event->ignore();
        afterUnsaved([this] {
            m_leaving = true;
            close();
        });
        return;
    }
    saveLayout();
    event->accept();
}

void MainWindow::showWelcome() {
    m_welcome->setRecent(m_parts.state.recentLibraries());
    m_stack->setCurrentWidget(m_welcome);
    findLibraries();
    updateStatus();
    updateCommands();
}

void MainWindow::findLibraries() {
    m_parts.runner.run(
        this, [&disk = m_parts.environment.disk] { return report::findLibraries(disk); },
        [this](const std::vector<report::LibraryPlace>& found) { m_welcome->setFound(&found); });
}

void MainWindow::reopenLibrary() {
    const QString root = m_parts.state.text(libraryKey);
    if (!root.isEmpty() && m_parts.settings.get(setting::reopenLibrary))
        openLibrary(root);
}

void MainWindow::openSample() {
    m_parts.runner.runJob(
        this, tr("Making the sample library"),
        [make = m_parts.makeSample](const Progress&) { return make(); },
        [this](const Result<std::string>& root) {
            if (root)
                openLibrary(fromUtf8(*root));
            else
                showError(root.error());
        });
}

void MainWindow::openLibrary(const QString& root) {
    afterUnsaved([this, root] { openNow(root); });
}

void MainWindow::closeLibrary() {
    afterUnsaved([this] { closeNow(); });
}

void MainWindow::openNow(const QString& root) {
    closeNow();
    m_session = std::make_unique<LibrarySession>(m_parts.environment, m_parts.runner, root);
    connectSession();
    if (m_parts.marks != nullptr && m_parts.baselines != nullptr)
        m_inbox->open(*m_session, *m_parts.marks, *m_parts.baselines);
    m_feed->open(*m_session);
    openHealth();
    m_list->setReading(true);
    m_stack->setCurrentWidget(m_workspace);
    m_list->focusList();
    updateStatus();
    updateCommands();
    m_session->open();
}

void MainWindow::closeNow() {
    if (graphsOpen())
        closeGraphs();
    if (m_session == nullptr)
        return;
    closeBackups();
    setPastShown(false);
    m_desk->closeAll();
    m_messages->clear();
    m_undoLibrary = nullptr;
    m_visits.clear();
    m_inbox->close();
    m_feed->close();
    m_health->close();
    m_session.reset();
    m_listing->clear();
    m_sidebar->setScope({});
    m_polling->hide();
    showWelcome();
}

void MainWindow::connectSession() {
    LibrarySession* session = m_session.get();
    connect(session, &LibrarySession::snapshotChanged, this,
            [this](const std::shared_ptr<const report::LibrarySnapshot>& snapshot) {
                if (!m_past->isOn())
                    m_listing->show(snapshot);
            });
    connect(session, &LibrarySession::failed, this, &MainWindow::showLibraryFailure);
    connect(session, &LibrarySession::operationFailed, this, &MainWindow::showError);
    connect(session, &LibrarySession::recovered, this, &MainWindow::showRecovery);
    connect(session, &LibrarySession::pollingChanged, this, &MainWindow::showPolling);
    connect(session, &LibrarySession::made, this, [this](const ReportId& id) {
        m_made = fromUtf8(id.text());
        showMade();
    });
    connect(session, &LibrarySession::done, this, &MainWindow::tellDone);
}

void MainWindow::tellDone(const QString& what, const std::function<void()>& undo) {
    m_undoLibrary = undo;
    Message message{Message::Kind::done, what, {}, QStringLiteral("done")};
    if (undo)
        message.actions.push_back({tr("Undo"), [this] { this->undo(); }});
    showMessage(std::move(message));
    updateCommands();
}

void MainWindow::takeListing() {
    const bool first = m_list->isReading();
    m_list->setReading(false);
    m_messages->dismiss(QStringLiteral("library"));
    if (first) {
        m_parts.state.addRecentLibrary(m_session->root(), m_parts.settings.get(setting::recentLibraries));
        if (!m_list->select(m_parts.state.text(chosenKey)))
            m_list->selectFirst();
        showLibraryNotes();
        m_health->lookWhenIdle();
    }
    if (!m_past->isOn() && !m_listing->isMaking() && std::exchange(m_nowAwaited, false)) {
        showSelected();
        if (const auto then = std::exchange(m_whenListed, {}))
            then();
    }
    showMade();
    updateStatus();
    updateCommands();
    if (first) {
        importWaiting();
        Q_EMIT libraryShown();
    }
}

void MainWindow::showSelected() {
    const auto row = m_list->current();
    if (m_past->isOn()) {
        m_past->setRow(row);
        return;
    }
    if (m_nowAwaited)
        return; // its rows are others now
    if (m_session == nullptr || !row) {
        // A row that left the list (it was trashed, or the filter hides it) leaves its page only if it is
        // gone.
        if (m_session == nullptr || !m_reports->indexOf(m_desk->key()).isValid())
            m_desk->close();
    } else {
        m_desk->open(*m_session, *row);
        m_visits.visit(row->key);
    }
    updateCommands();
}

} // namespace stemma::ui
