// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QSplitter>
#include <QTimer>

#include "core/base/result.h"
#include "core/journal/draft_store.h"
#include "core/marks/mark_store.h"
#include "core/marks/trust_store.h"
#include "core/report/outline_merge.h"
#include "ui/history/version_picker.h"
#include "ui/library/list_row.h"
#include "ui/session/joint_edit.h"
#include "ui/session/parts_returning.h"
#include "ui/shell/command_state.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace stemma::ui {

class AutoSave;
class DraftKeeper;
class EditSession;
class HistoryPane;
class LibrarySession;
class ReportPage;
class ReportSession;
class TaskRunner;
struct Dropped;
struct Message;

/// Where one report lies open: its page, and its history beside it. Owns the report's sessions; those of
/// reports that were left with unsaved edits too, until they are saved or given up.
class ReportDesk : public QSplitter {
    Q_OBJECT
public:
    explicit ReportDesk(QWidget* parent = nullptr);
    ~ReportDesk() override;

    /// Where unsaved edits are kept from now on; null: nowhere. It outlives the desk.
    void setDrafts(journal::DraftStore* drafts) { m_drafts = drafts; }
    /// Where what a person notes on versions is kept from now on. All of them outlive the desk.
    void setMarks(marks::MarkStore& store, io::Disk& disk, TaskRunner& runner);
    /// Where it is remembered what the histories are; outlives the desk.
    void setTrust(marks::TrustStore& store);
    /// Saves edits by themselves after such a pause from now on; zero: never.
    void setAutoSave(std::chrono::seconds pause);
    /// Opens the report of that row; of a row in the trash, a note on it. While rows are passed quickly only
    /// the last is opened.
    void open(LibrarySession& library, const ListRow& row);
    /// Leaves the report; unsaved edits are kept.
    void close();
    /// Leaves all reports of the library, whatever is unsaved.
    void closeAll();
    /// The sessions with unsaved edits, that of the open report first.
    [[nodiscard]] std::vector<EditSession*> unsaved() const;
    /// A session that is still busy with what the person asked for: whether something of it is unsaved shows
    /// when it tells EditSession::idle(). Null if there is none.
    [[nodiscard]] EditSession* underWay() const;
    /// The key of the row of its report; empty if it is none of the desk's.
    [[nodiscard]] QString keyOf(const EditSession* edit) const;
    /// The key of the row that is open; empty if none is.
    [[nodiscard]] const QString& key() const { return m_key; }
    [[nodiscard]] ReportSession* session() const { return m_open.session.get(); }
    [[nodiscard]] EditSession* edit() const { return m_open.edit.get(); }
    [[nodiscard]] ReportPage* page() const { return m_page; }
    [[nodiscard]] HistoryPane* history() const { return m_history; }

    void setHistoryShown(bool shown);
    /// As a person asks for it: it takes the focus, and gives it back to the page.
    void toggleHistory();
    [[nodiscard]] bool historyShown() const { return m_historyShown; }
    [[nodiscard]] QByteArray saveLayout() const { return saveState(); }
    void restoreLayout(const QByteArray& state) { restoreState(state); }

    /// What of the window's commands this part knows.
    [[nodiscard]] CommandState commandState() const;
    /// The parts that F6 goes through, in order.
    [[nodiscard]] QList<QWidget*> panes() const;

    void refresh();
    void save();
    void saveWithNote();
    /// Takes the last edit back; without one, the last saved change of the person's.
    void undo();
    void redo();
    void showOutline();
    void showRead();
    void showSource();
    /// Opens the page's own search; false if there is nothing to search.
    bool findText();
    void findNext();
    void findPrevious();
    void comparePrevious();
    /// Opens the search in the history beside the page.
    void findInHistory();
    /// Asks which two versions are to be compared, and compares them.
    void compareWith(const VersionPicker::AskFile& askFile);
    void compare(const VersionPlace& from, const VersionPlace& to);
    /// Opens the report of that row, and lets parts of that version be ticked to restore them there.
    void restorePartsInto(const QString& key, const PartsOrigin& origin);
    void restore();
    void undoChange();
    /// Tells the history of the part that is chosen in the outline alone.
    void showPartHistory();
    void previousChange();
    void nextChange();
    void focusPage();
    /// Goes to that part of the report that is open, or being opened, as soon as its outline has it; to its
    /// text, or only to its row.
    enum class AtPart { choose, edit };
    void goToPart(const std::string& part, AtPart how);
    /// The same of a row of its history, by its key there; empty: none.
    void goToChange(const std::string& key);
    /// Opens the preview of taking that change out.
    void takeOut(const ActionId& action);
    /// Opens the preview of restoring a version, as findVersion() takes it, of that report.
    void restoreVersion(const std::string& version);
    /// Gives the focus to one of panes(), or to any other widget.
    void focusPane(QWidget* pane);

Q_SIGNALS:
    /// commandState() may have changed.
    void stateChanged();
    void message(const stemma::ui::Message& message);
    /// What messages on that subject said is settled.
    void messageSettled(const QString& subject);
    void failed(const stemma::Error& error);
    /// Something was noted on a version, outside of the library; `undo` takes it back.
    void noted(const QString& what, const std::function<void()>& undo);
    /// The person wants the report, which is in the trash, back.
    void untrashRequested();
    /// The person wants parts of the report, which is in the trash, in one that is to be chosen.
    void partsWanted(const stemma::ui::PartsOrigin& origin, const QString& title);
    /// The report was changed by the person, saved or not.
    void changedReport();
    /// The open report has unsaved edits, or has them no more.
    void modifiedChanged(bool modified);
    /// The person wants to see the report of that row.
    void reportWanted(const QString& key);
    /// That change of the report of that row is to be shown in its history.
    void changeWanted(const QString& key, const std::string& action);

private:
    struct OpenReport {
        std::unique_ptr<ReportSession> session;
        std::unique_ptr<EditSession> edit;
        AutoSave* autoSave = nullptr; ///< a child of `edit`
        std::unique_ptr<DraftKeeper> drafts;
    };
    void openNow();
    void leave();
    [[nodiscard]] OpenReport take(LibrarySession& library, const ListRow& row);
    void connectSession(OpenReport& opened);
    void connectEdit(OpenReport& opened);
    void keepDrafts(OpenReport& opened);
    void offerDraft(DraftKeeper* keeper);
    void compareDraft(const DraftKeeper& keeper);
    void connectMerging();
    void connectParts();
    void tellChosenPart();
    void decideOverlaps(const ReportSession* session, const ActionId& action);
    [[nodiscard]] EditSession* editOf(const ReportId& id);
    void moveHere(const Dropped& drop);
    void tellNotMoved(const QString& why);
    void tellMoved(EditSession& source, EditSession& target, const JointGenerations& generations);
    void tellDeleted(const QString& what);
    void dropSettled();
    void connectOutcomes(EditSession* edit);
    [[nodiscard]] QString named(const EditSession* edit, const QString& text) const;
    void tellOthers(const EditSession* edit, const QString& text, const QString& action);
    void tellFailed(const EditSession* edit, const Error& error);
    void tellTypingLost(const QString& text);
    void tellElsewhere(const EditSession* edit, const QString& text);
    void tellConflictsElsewhere(const EditSession* edit);
    void tellKept(const EditSession* edit, const std::vector<report::MergeConflict>& kept);
    void tellRefused(const EditSession* edit, const QString& why, const QString& part);
    [[nodiscard]] QWidget* makeNotePage();
    void goToWanted();
    void showHistoryPane();
    void leaveHistory();
    void showTrashNote(const ListRow& row);

    journal::DraftStore* m_drafts = nullptr;
    LibrarySession* m_library = nullptr;
    OpenReport m_open;
    std::map<QString, OpenReport> m_kept; ///< left with unsaved edits, by their rows' keys
    std::optional<ListRow> m_waiting;
    QTimer m_wait;
    QElapsedTimer m_lastOpened;
    QString m_key;
    std::string m_wantedPart; ///< to be gone to when the report is open
    AtPart m_wantedHow = AtPart::choose;
    std::string m_wantedChange;
    ActionId m_wantedTakeOut;
    std::string m_wantedVersion;
    bool m_historyShown = true;
    std::chrono::seconds m_autoSave{0};
    QStackedWidget* m_stack = nullptr;
    ReportPage* m_page = nullptr;
    HistoryPane* m_history = nullptr;
    QWidget* m_notePage = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_untrash = nullptr;
    QString m_trashName, m_trashTitle; ///< of the report in the trash that is on show
    struct PendingParts {
        QString key;
        PartsOrigin origin;
    };
    std::optional<PendingParts> m_pendingParts; ///< to be offered when that report is open
};

} // namespace stemma::ui
