// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QString>

#include "core/history/timeline.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "core/report/undo_changes.h"
#include "ui/session/library_session.h"
#include "ui/session/parts_returning.h"
#include "ui/session/undo_steps.h"

namespace stemma::ui {

/// Two versions side by side, as the diff view shows them.
struct Comparison {
    history::Version before;
    history::Version after;
    QString beforeText; ///< "before “edited” by agent, 14:02", for the header
    QString afterText;
    std::string beforeBytes;
    std::string afterBytes;
};

/// What taking changes out would do, as it was when it was looked at. Where later changes overlap them and
/// nobody decided, what is there now stays: `preview.resolved` has all such places.
struct TakeOutOffer {
    report::UndoRequest request;
    QString changeText;    ///< "“edited” by agent, 14:02"; empty if there are several
    std::string liveBytes; ///< what is current, empty if it is missing or was replaced meanwhile
    report::UndoPreview preview;
};

/// Makes the preview of `offer.request`, in which all overlaps stay as they are now but for its resolutions.
/// Work for the pool.
[[nodiscard]] Status lookAtTakeOut(const report::Workspace& workspace, const ReportId& id,
                                   TakeOutOffer& offer);

/// What a restore would do, as it was when it was looked at.
struct RestoreOffer {
    std::size_t version = 0; ///< index into the timeline's versions at that time
    std::string versionName; ///< as findVersion() takes it: stays valid when the timeline grows
    QString versionText;     ///< "the version before “edited” by agent, 14:02"
    std::string liveBytes;   ///< what is current, empty if it is missing or was replaced meanwhile
    report::RestorePreview preview;
    /// The same but for what people changed since. Null: there is no such choice, as the restore would lose
    /// nothing of theirs, or nothing else.
    std::shared_ptr<const TakeOutOffer> keeping;
    /// The change that came after the version was a program's: people want that one back, not their own.
    bool byProgram = false;
};

/// One open report: its content, its history, and what can be taken back. Follows the file while other
/// programs write. A log that can't be read is told once; what was known of it stays. Lives in the window's
/// thread; every disk access runs on the task runner. Results of outdated requests are dropped.
class ReportSession : public QObject {
    Q_OBJECT
public:
    /// `library` outlives the session. Loads at once.
    ReportSession(LibrarySession& library, ReportId id, QObject* parent = nullptr);

    [[nodiscard]] const ReportId& id() const { return m_id; }
    [[nodiscard]] LibrarySession& library() const { return m_library; }
    /// Null until loaded.
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> report() const { return m_report; }
    /// Null until loaded, and while nobody wants it.
    [[nodiscard]] std::shared_ptr<const history::Timeline> timeline() const { return m_timeline; }
    /// Whether timeline() is only the end of a long history, and the rest of it is being read.
    [[nodiscard]] bool timelineIsPartial() const { return m_timeline && m_partial; }
    /// Whether the history is being read for the first time.
    [[nodiscard]] bool timelineLoading() const { return m_historyWanted && !m_timeline && m_loading; }

    /// Reads the report, and the history if it is wanted, and tells if they changed (or `force`).
    enum class Force { no, yes };
    void refresh(Force force = Force::no);
    /// The history is read only while somebody shows it.
    void setHistoryWanted(bool wanted);

    /// Compares two versions (indices into the timeline's), called in the header as the texts say; without
    /// texts, as versionText() has it. The answer is compared() or notCompared().
    void compare(std::size_t before, std::size_t after, const QString& beforeText = {},
                 const QString& afterText = {});
    /// The same of versions of whatever timeline of this report, called so.
    void compare(const history::Version& before, const history::Version& after, const QString& beforeText,
                 const QString& afterText);
    /// As history::findVersion() takes it: it stays valid when the timeline grows.
    [[nodiscard]] static std::string versionName(const history::Version& version);
    /// What to call a version: "now", "before “edited” by agent, 14:02".
    [[nodiscard]] QString versionText(std::size_t version) const;

    /// The answer is previewReady(). `versionText` names it in the question, as versionText() does if empty.
    void previewRestore(std::size_t version, const QString& versionText = {});
    /// The same of a version of whatever timeline of this report. `number`: its index there.
    void previewRestore(const history::Version& version, std::size_t number, const QString& versionText);
    /// The offer to take changes out and to keep all later ones; the answer is takeOutReady(). `changeText`
    /// is what to call a single one.
    void previewTakeOut(std::vector<std::string> actions, const QString& changeText);
    /// The same offers for the report as it is now. `resolutions` decide where later changes overlap.
    void previewAgain(const RestoreOffer& offer, std::vector<report::Resolution> resolutions);
    void previewAgain(const TakeOutOffer& offer, std::vector<report::Resolution> resolutions);
    /// The person doesn't want to know any more: an answer that is on its way is dropped.
    void cancelPreview() { ++m_previewGeneration; }
    /// Restores as previewed: refused as a conflict if somebody wrote since, and as locked while another
    /// write of ours is on its way, as all that writes is. The answer is restored(), or failed().
    void restore(const RestoreOffer& offer);
    /// Restores at once: a version of the timeline, if the live outline still hashes to `expectedBase`.
    void restore(std::size_t version, const std::string& expectedBase);
    /// Restores the version of the offer but for what people changed since.
    void restoreKeeping(const RestoreOffer& offer);
    /// Takes the changes out as previewed; answers and refusals as restore() has them.
    void takeOut(const TakeOutOffer& offer);

    /// What parts can be restored from a version; the answer is partsReady().
    void openParts(const PartsOrigin& origin);
    /// The answer is partsOffered() or partsRefused(). `partsText` and `originText` are what it will be
    /// called when it is done.
    void previewParts(report::RestorePartsRequest request, const QString& partsText,
                      const QString& originText);
    /// Answers and refusals as restore() has them.
    void restoreParts(const PartsOffer& offer);

    /// Takes the person's newest change back, if nothing came after it; false if there is none, or while that
    /// isn't known: from the beginning of a write until what it made was read.
    bool undoLast();
    [[nodiscard]] bool canUndo() const { return m_steps.undo.has_value() && m_stepsKnown; }
    /// Does again what undoLast() took back; false if there is nothing.
    bool redoLast();
    [[nodiscard]] bool canRedo() const { return m_steps.redo.has_value() && m_stepsKnown; }
    /// "Undo “restored”", for menus; empty if there is none.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;

    /// Makes edits again that others had undone (core/report/overwritten_edits.h).
    void putBackEdits(std::vector<ActionId> edits);
    /// Writes the event for a change that has none (R9).
    void recordUnrecordedChange();

    using Write = std::function<Result<report::Saved>(const report::Workspace&)>;
    /// Writes on the pool and reads the report again; `done` is told in between. False, and nothing is done,
    /// while another write of ours is on its way; undoChanged() tells its end.
    bool runWrite(Write work, std::function<void(const Result<report::Saved>&)> done);

Q_SIGNALS:
    void reportChanged();
    void timelineChanged();
    void compared(const std::shared_ptr<const stemma::ui::Comparison>& comparison);
    /// The versions that were asked for last can't be compared; failed() tells it too.
    void notCompared(const stemma::Error& error);
    void previewReady(const std::shared_ptr<const stemma::ui::RestoreOffer>& offer);
    void takeOutReady(const std::shared_ptr<const stemma::ui::TakeOutOffer>& offer);
    void partsReady(const std::shared_ptr<const stemma::ui::PartsBasis>& basis);
    void partsOffered(const std::shared_ptr<const stemma::ui::PartsOffer>& offer);
    /// Those parts can't be restored by themselves; nothing was written.
    void partsRefused(const stemma::Error& error);
    /// A step of undo or redo was to take this change out, and others changed the same since: nothing was
    /// written, and the person is to decide.
    void undoOverlaps(const stemma::ActionId& action);
    /// Something of ours was written; canUndo() tells whether it can be taken back.
    void restored(const QString& what);
    /// canUndo() or canRedo() may have changed.
    void undoChanged();
    /// Another program changed the report: who, what, and which one; `action` is the newest change's id, empty
    /// where the history doesn't tell it.
    void changedByOthers(const QString& text, const QString& action);
    void failed(const stemma::Error& error);

private:
    struct Reading;
    void start();
    void take(Reading reading);
    void takeTimeline(Reading& reading);
    void readWholeTimeline(const std::string& directory);
    void finishLoading();
    void takeLog(const Reading& reading);
    void announceOthers(const history::AuditLog& log, const report::LoadedReport& loaded);
    void onSnapshot(const std::shared_ptr<const report::LibrarySnapshot>& snapshot);
    void requestPreview(std::shared_ptr<RestoreOffer> offer, std::vector<report::Resolution> resolutions);
    void requestTakeOut(std::shared_ptr<TakeOutOffer> offer);
    void write(Write work, const QString& what);
    void takeOut(const TakeOutOffer& offer, const QString& what);
    void takeBack(const history::AuditEvent& event, const QString& what);
    void takeOutAgain(const ActionId& action, const QString& what);
    void tellWritten(const report::Saved& saved, const QString& what);
    void tellBusy();

    LibrarySession& m_library;
    ReportId m_id;
    std::shared_ptr<const report::LoadedReport> m_report;
    std::shared_ptr<const history::Timeline> m_timeline;
    bool m_partial = false; ///< m_timeline is only the end of it
    UndoSteps m_steps;
    std::unordered_set<std::string> m_knownEvents;
    std::string m_knownContent;                 ///< sha256 of the outline that m_knownEvents led to
    io::FileStamp m_outlineStamp, m_auditStamp; ///< as the library's snapshot had them when we last read
    io::FileStamp m_readAudit;                  ///< of the log that we read
    QString m_said;                             ///< what restored() will tell once the files were read again
    bool m_loadedOnce = false;
    bool m_tellLater = false; ///< others may have changed something while we wrote
    bool m_logFailed = false; ///< the log could not be read the last time, and that was told
    bool m_historyWanted = false;
    bool m_loading = false;
    bool m_loadAgain = false;
    bool m_force = false;
    bool m_writing = false;
    bool m_stepsKnown = false;  ///< m_steps were read when nothing of ours was being written
    quint64 m_writeMoments = 0; ///< beginnings and ends of our writes so far
    quint64 m_compareGeneration = 0;
    quint64 m_previewGeneration = 0;
};

} // namespace stemma::ui
