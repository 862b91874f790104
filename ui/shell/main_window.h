// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QMainWindow>
#include <QPointer>

#include "core/graph/picture_places.h"
#include "core/journal/draft_store.h"
#include "core/journal/recovery.h"
#include "core/journal/save_unit.h"
#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "core/marks/retention_store.h"
#include "core/marks/trust_store.h"
#include "core/report/report_library.h"
#include "ui/library/list_scope.h"
#include "ui/session/store_watcher.h"
#include "ui/shell/action_table.h"
#include "ui/shell/settings.h"
#include "ui/shell/visits.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace stemma::ui {

class BackupsWindow;
class DiffView;
class FeedDesk;
class GraphDesk;
class HealthDesk;
class InboxDesk;
class LibraryListing;
class LibrarySession;
class LibrarySidebar;
class MessageBar;
class PastDesk;
class Prompts;
class ReportDesk;
class ReportExchange;
class ReportList;
class ReportListModel;
class SidebarModel;
class Spelling;
class TaskRunner;
class WelcomePage;
struct CommandState;
struct ListRow;
struct Message;
struct PartsOrigin;

/// What the window is made of; all of it outlives the window.
struct WindowParts {
    const journal::Environment& environment;
    TaskRunner& runner;
    Settings& settings;
    WindowState& state;
    Prompts& prompts;
    /// Makes the sample library, if it is not there yet, and tells where it is. Runs on the pool.
    std::function<Result<std::string>()> makeSample;
    /// Where unsaved edits are kept; null: nowhere.
    journal::DraftStore* drafts = nullptr;
    /// Where dictionaries for the spelling are looked for.
    std::vector<std::string> dictionaryFolders{};
    /// The person's language, as in "de_AT".
    std::string locale{};
    /// Where the places of nodes in pictures are kept; null: nowhere.
    graph::PlaceStore* places = nullptr;
    /// The program that lays graphs out.
    std::string layoutProgram{};
    /// Where what the person has seen, and names, notes and pins of versions are kept; null: nowhere, there
    /// are none, and there is no inbox.
    marks::MarkStore* marks = nullptr;
    /// Where it is remembered what the histories of reports are; null: nowhere, and none is verified.
    marks::TrustStore* trust = nullptr;
    /// What may go of the backups of each library; null: no rule is kept.
    marks::RetentionStore* retention = nullptr;
    marks::BaselineStore* baselines = nullptr;
};

/// The window: the open library's places and list, the page of the chosen report, its history. It places the
/// parts and passes on what they ask for; the sessions decide.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const WindowParts& parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens a library, in place of the open one. `root` is an absolute path.
    void openLibrary(const QString& root);
    void openSample();
    /// What the program was called with: a library, or an exported report, which is imported into the library
    /// that was open last. An absolute path.
    void open(const QString& path);
    /// Shows what an exported report holds, to be imported into the open library, or the one opened next.
    void importReport(const QString& path);
    /// The library that was open when the window was closed, if settings say so; else the welcome page.
    void reopenLibrary();
    /// Asks what to do with unsaved edits first, if there are any.
    void closeLibrary();

    [[nodiscard]] LibrarySession* session() const { return m_session.get(); }
    [[nodiscard]] ReportDesk* desk() const { return m_desk; }
    [[nodiscard]] ReportList* list() const { return m_list; }
    [[nodiscard]] LibrarySidebar* sidebar() const { return m_sidebar; }
    [[nodiscard]] GraphDesk* graphs() const;
    [[nodiscard]] InboxDesk* inbox() const { return m_inbox; }
    [[nodiscard]] FeedDesk* feed() const { return m_feed; }
    /// Of the open library, be it of reports or of graphs.
    [[nodiscard]] HealthDesk* health() const;
    [[nodiscard]] PastDesk* past() const { return m_past; }
    [[nodiscard]] MessageBar* messages() const { return m_messages; }
    [[nodiscard]] const ActionTable& actions() const { return m_actions; }

Q_SIGNALS:
    /// The first snapshot of the library is on show.
    void libraryShown();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildWorkspace();
    void buildBars();
    void connectParts();
    void connectCommands();
    void buildSpelling();
    void buildHistories();
    void choosePartsTarget(const PartsOrigin& origin, const QString& title);
    void on(Command command, std::function<void()> act);
    /// Does as the person's choices say from now on.
    void takeSettings();
    void restoreLayout();
    void saveLayout();

    void connectSession();
    void tellDone(const QString& what, const std::function<void()>& undo);
    void closeNow();
    void openNow(const QString& root);
    /// Does it at once if nothing is unsaved; else when the person decided and nothing is in the way.
    void afterUnsaved(std::function<void()> then);
    void saveAll(std::function<void()> then);
    void takeListing();
    void showLibraryFailure(const Error& error);
    void showLibraryNotes();
    void showIndexNote(const report::LibrarySnapshot& snapshot);
    void showRecovery(const journal::RecoveryReport& report);
    void showSelected();
    void showScope(const ListScope& scope);
    void goTo(const QString& key);
    void showWelcome();
    void findLibraries();
    void fillRecent(QMenu& menu);
    void showMessage(Message message);
    void showError(const Error& error);
    void updateCommands();
    void showPolling(StoreWatcher::Polling why);
    void updateStatus();
    void find();
    void undo();
    void redo();
    void focusNextPane();
    /// Which of them has the focus; -1 if none has.
    [[nodiscard]] static qsizetype focusedOf(const QList<QWidget*>& panes);
    void connectRowCommands();
    void connectMakingCommands();
    void connectExchange();
    void importWaiting();
    void tellWaitingImport();
    void connectBackupCommands();
    /// `row`: of that report alone.
    void showBackups(const ListRow* row);
    void closeBackups();
    void newReport();
    void synthesize();
    void showMade();
    void showFolder(const ListRow& row);
    void buildPlaces();
    void bindPlaceKeys();
    void connectPlaceCommands();
    void goToPlace(ListScope::Kind kind);
    void showPlace(const ListScope& scope);
    /// The difference that is on show beside another list than that of the reports; null: none is.
    [[nodiscard]] DiffView* placeDiff() const;
    [[nodiscard]] QWidget* placeList() const;
    void buildHealth();
    void connectHealth(HealthDesk& desk);
    void connectHealthCommands();
    void openHealth();
    void showHealth();
    void showFindingSubject(bool history);
    void showFindingFolder();
    void buildPast();
    void setPastShown(bool shown);
    /// Does it at once, or as soon as the list is that of now again.
    void whenListed(std::function<void()> then);
    void openVersion(const QString& key, const std::string& action);
    void openAt(const QString& key, const std::string& part, bool edit);
    [[nodiscard]] CommandState stateHere() const;
    void buildGraphs();
    [[nodiscard]] bool graphsOpen() const;
    void lookForGraphs();
    void openGraphs(const QString& root);
    void closeGraphs();
    void showNoLibrary();
    /// Whether it was one for the open graphs, and was done.
    bool doOnGraphs(Command command);
    void undoOnGraphs(bool undo);
    void connectGraphEditing();
    void saveGraphsWithNote();
    void afterUnsavedGraphs(unsigned attempt, std::function<void()> then);
    void saveAllGraphs(unsigned attempt, std::function<void()> then);
    /// Whether something isn't saved, or may turn out not to be.
    [[nodiscard]] bool hasUnsaved() const;
    void updateGraphCommands();

    WindowParts m_parts;
    ActionTable m_actions;
    std::unique_ptr<ReportListModel> m_reports;
    std::unique_ptr<SidebarModel> m_places;
    std::unique_ptr<LibrarySession> m_session;
    LibraryListing* m_listing = nullptr;
    Spelling* m_spelling = nullptr;
    unsigned m_leaveAttempts = 0;
    bool m_leaving = false; ///< unsaved edits were decided on, the window closes
    Visits m_visits;
    ReportExchange* m_exchange = nullptr;
    QString m_toImport;        ///< an exported report that waits for a library
    bool m_nowAwaited = false; ///< the list still is that of the past
    std::function<void()> m_whenListed;
    QString m_made; ///< the key of a report that was just made and isn't listed yet
    std::function<void()>
        m_undoLibrary; ///< takes back what was done to the library or noted last, if nothing came after

    QPointer<BackupsWindow> m_backups;
    MessageBar* m_messages = nullptr;
    QStackedWidget* m_stack = nullptr;
    WelcomePage* m_welcome = nullptr;
    QSplitter* m_workspace = nullptr;
    LibrarySidebar* m_sidebar = nullptr;
    ReportList* m_list = nullptr;
    ReportDesk* m_desk = nullptr;
    QStackedWidget* m_lists = nullptr; ///< one for each kind of place
    QStackedWidget* m_pages = nullptr;
    InboxDesk* m_inbox = nullptr;
    FeedDesk* m_feed = nullptr;
    HealthDesk* m_health = nullptr; ///< of reports; that of graphs is their desk's
    PastDesk* m_past = nullptr;
    ListScope m_reportScope;      ///< of the list of reports, also while another place is shown
    QPointer<GraphDesk> m_graphs; ///< parts that go with it still tell of their end
    QLabel* m_status = nullptr;
    QLabel* m_polling = nullptr;
};

} // namespace stemma::ui
