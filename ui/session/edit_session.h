// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "ui/session/edit_work.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

/// The editing of one open report: its working copy, the steps that can be undone, saving it, and taking in
/// what others save meanwhile. Everything that is asked for is done on the pool, in the order in which it was
/// asked for; the window is told by changed(). Lives in the window's thread.
class EditSession : public QObject {
    Q_OBJECT
public:
    /// `session` outlives it.
    explicit EditSession(ReportSession& session, QObject* parent = nullptr);
    ~EditSession() override;

    [[nodiscard]] ReportSession& session() const { return m_session; }
    /// Null until the report was read, and while nothing of it can be edited.
    [[nodiscard]] std::shared_ptr<const EditState> state() const { return m_state; }
    /// What is to be shown: the working text; of a report that can't be edited, what the session read. Null
    /// until there is something.
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> report() const;
    /// Empty if it may be edited; else one sentence why not.
    [[nodiscard]] QString whyNotEditable() const;
    [[nodiscard]] bool isEditable() const { return whyNotEditable().isEmpty(); }
    /// Whether it is still being found out if the report can be edited; changed() follows.
    [[nodiscard]] bool isOpening() const { return m_opening; }

    using Done = std::function<void(const Status&)>;
    /// Applies a plan as one step. `burst`: consecutive steps with the same one are one step. `done` is told
    /// when the new state is there; without it an error is told by failed().
    void apply(EditPlan plan, const QString& burst = {}, Done done = {});
    void apply(json::Value edits, const QString& burst = {});
    /// The next step is one of its own, whatever its burst.
    void endBurst();
    /// Replaces the whole text as one step (a draft that is taken up).
    void replace(std::string bytes, report::EditLabel label);

    /// Makes edits that were left unsaved (`working`, made of `base`) the unsaved ones, as one step; what
    /// others saved since `base` is merged, as always. ErrorCode::conflict while there are other unsaved
    /// edits.
    void takeUp(std::string base, std::string working, Done done);

    /// When its turn has come, hands over the working copy, and holds up all later steps until release():
    /// for edits of several reports as one (joint_edit.h). Not if `holder` is gone by then.
    void hold(QObject* holder, std::function<void(const std::shared_ptr<EditWork>&)> held);
    /// `state`: of the working copy now; null: it is as it was.
    void release(std::shared_ptr<const EditState> state);

    void undo();
    void redo();
    [[nodiscard]] bool canUndo() const { return m_state && m_state->canUndo; }
    [[nodiscard]] bool canRedo() const { return m_state && m_state->canRedo; }
    /// "Undo move insight “Churn rose 4 %” to Risks", for menus; empty if there is none.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;

    /// Whether something would be lost without a save, text that is being typed included.
    [[nodiscard]] bool isModified() const { return m_modified; }
    [[nodiscard]] bool isSaving() const { return m_saving; }
    /// Whether a save was asked for that did not come to its end: conflicts are in its way, say.
    [[nodiscard]] bool isSaveWanted() const { return m_saveWanted; }
    /// Whether all that was asked for is done.
    [[nodiscard]] bool isIdle() const { return !m_running && m_steps.empty() && !m_saving; }
    /// Whether edits were asked for that state() doesn't show yet.
    [[nodiscard]] bool isEditing() const { return m_edits > 0; }
    /// Whether a field holds text that was typed and isn't in the working text yet.
    [[nodiscard]] bool isTyping() const { return !m_pending.empty(); }
    /// Whether nothing that is known now would be in the way of a save.
    [[nodiscard]] bool canSave() const;
    /// Saves what there is now. The answer is saved(), refused(), conflictsFound() or failed().
    void save(const QString& note = {});
    /// As save(), but nobody asked for it: where others saved meanwhile it gives way, and isn't tried again
    /// when conflicts are resolved.
    void saveByItself();
    /// Gives unsaved work up, text that is being typed included: back to what is on disk, as one step that
    /// can be undone.
    void discard();
    /// The report is closed without its unsaved edits.
    void giveUp() { Q_EMIT givenUp(); }

    /// A field holds what can't be taken over at all (a value that is no JSON), so that a save doesn't pass
    /// over it: why not, and the part that it is of. Empty `why`: all is well again.
    void setInvalid(const QString& field, const QString& why, const QString& part = {});
    /// A field holds text that was not applied yet, or doesn't any more.
    void setPending(const QString& field, bool pending);

    /// The person decided on the conflicts: merges again with that. Conflicts that are left, or are new, come
    /// back by conflictsFound().
    void resolve(const std::vector<report::Resolution>& resolutions);
    /// Merges with what is on disk now; conflictsFound() tells what conflicts there are still.
    void mergeAgain();

Q_SIGNALS:
    /// state() or report() is another one.
    void changed();
    void modifiedChanged(bool modified);
    /// The text of the working copy is another one, or what it is based on: for whoever keeps drafts.
    void workingTextChanged(const std::shared_ptr<const stemma::ui::EditState>& state);
    /// The person gave the unsaved edits up: they need not be kept any more.
    void givenUp();
    /// Everything that there was at save() is on disk.
    void saved(bool mergedWithOthers);
    /// It can't be saved as it is: why, and the part that it is about (OutlineModel's key of its row; empty:
    /// the report itself).
    void refused(const QString& why, const QString& part);
    /// What others saved was merged with unsaved edits.
    void mergedFromOthers();
    /// What others saved and unsaved edits are in each other's way. Nothing is merged, and nothing can be
    /// saved, until resolve(). Comes again when they change, and at each save().
    void conflictsFound(const std::vector<stemma::report::MergeConflict>& conflicts);
    /// An undo or redo met what others changed since, and kept it.
    void keptFromOthers(const std::vector<stemma::report::MergeConflict>& kept);
    void failed(const stemma::Error& error);
    /// isIdle() became true.
    void idle();
    /// Whoever holds text that was typed applies it now, from within this signal.
    void flushRequested();

private:
    struct Step {
        std::function<Status(EditWork&)> act;
        Done done;
        std::function<bool()> hold = nullptr; ///< in place of `act`; false: it is not wanted any more
    };
    struct Snapshot;
    void enqueue(std::function<Status(EditWork&)> act, Done done);
    void enqueueEdit(std::function<Status(EditWork&)> act, Done done);
    void step(Result<Kept> (EditWork::*act)());
    void pump();
    void dropSettledConflicts();
    void tellIdle();
    void take(std::shared_ptr<const EditState> state);
    void lookAtDisk();
    void adopt(std::vector<report::Resolution> resolutions, std::optional<Error> because = {});
    void tellConflicts();
    void beginSave(const QString& note);
    void write(std::shared_ptr<Snapshot> snapshot, const QString& note);
    void onWritten(const std::shared_ptr<Snapshot>& snapshot, const Result<report::Saved>& saved);
    void endSave();
    void updateModified();

    ReportSession& m_session;
    std::shared_ptr<EditWork> m_work;
    std::shared_ptr<const EditState> m_state;
    std::deque<Step> m_steps;
    struct Invalid {
        QString why, part;
    };
    std::map<QString, Invalid> m_invalid;
    std::map<QString, bool> m_pending;
    int m_edits = 0;
    bool m_running = false;
    bool m_saving = false;
    bool m_saveWanted = false;
    bool m_byItself = false;           ///< nobody asked for the save that is on its way
    std::optional<QString> m_saveNext; ///< the note of a save that was asked for meanwhile
    bool m_lookAgain = false;
    bool m_modified = false;
    bool m_unreadable = false;
    bool m_opening = false;
};

} // namespace stemma::ui
