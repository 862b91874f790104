// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QUndoStack>

#include "ui/session/graph_drafts.h"

namespace stemma::ui {

/// The editing of one user's graphs: what isn't saved yet, the undo list, which goes back beyond saves,
/// saving it as one transaction, and taking in what others write meanwhile. Everything that is asked for is
/// done on the pool, in the order in which it was asked for. Lives in the window's thread.
class GraphEditing : public QObject {
    Q_OBJECT
public:
    /// `session` outlives it. `user` need not be the one who is open there: then only nothing of others is
    /// seen until a save.
    GraphEditing(GraphSession& session, std::shared_ptr<const UserGraphs> graphs, QObject* parent = nullptr);
    ~GraphEditing() override;

    [[nodiscard]] const std::string& user() const { return m_disk->user; }
    /// With the edits that aren't saved; what is on the disk, where there are none. Never null.
    [[nodiscard]] const std::shared_ptr<const UserGraphs>& graphs() const { return m_graphs; }
    /// The states that the undo list knows, for whoever keeps drafts.
    [[nodiscard]] const DraftStates& states() const { return m_states; }
    /// Edits, and whatever else a person does to the user's graphs: GraphCommands.
    [[nodiscard]] QUndoStack& undoStack() { return m_stack; }
    /// Empty if edits are possible; else one sentence why not.
    [[nodiscard]] QString whyNotEditable() const;

    using Done = std::function<void(const Status&)>;
    /// Does edits in a graph, as one step of the undo list; `label` goes on with "Undo …". Without `done` an
    /// error is told by failed(). Edits that change nothing are no step.
    void apply(const std::string& graph, std::vector<graph::GraphEdit> edits, const QString& label,
               Done done = {}) {
        apply(nullptr, graph, std::move(edits), label, std::move(done));
    }
    /// As above. `madeOn`: what the person saw when they began with it. What differs since is merged;
    /// ErrorCode::conflict where that would lose something. Null: what is shown when it is done.
    void apply(std::shared_ptr<const UserGraphs> madeOn, const std::string& graph,
               std::vector<graph::GraphEdit> edits, const QString& label, Done done);
    /// Makes edits that were left unsaved the unsaved ones, as one step; what others saved since `base` is
    /// merged, or clashes, as always. The undo list begins anew. ErrorCode::conflict while there are other
    /// unsaved edits.
    void takeUp(std::shared_ptr<const graph::UserFiles> base, graph::GraphDraft draft, Done done);
    void undo();
    void redo();
    /// What that would take back or do again: null if there is nothing.
    [[nodiscard]] const QUndoCommand* nextUndo() const;
    [[nodiscard]] const QUndoCommand* nextRedo() const;
    /// Gives unsaved edits up, as one step that can be undone.
    void discard();

    /// Whether something would be lost without a save, what is being typed included.
    [[nodiscard]] bool isModified() const { return m_states.isModified() || m_typing; }
    /// How many steps aren't saved; of a state from before a save none.
    [[nodiscard]] std::size_t unsavedSteps() const { return m_states.now().draft.steps.size(); }
    /// The graphs that have them.
    [[nodiscard]] std::set<std::string> unsavedGraphs() const;
    [[nodiscard]] bool isSaving() const { return m_saving; }
    [[nodiscard]] bool isIdle() const { return !m_running && m_requests.empty(); }
    /// A form holds what wasn't applied yet, or holds it no more.
    void setTyping(bool typing);
    [[nodiscard]] bool isTyping() const { return m_typing; }

    /// Saves all unsaved edits of the user's graphs as one transaction. The answer is saved(), refused(),
    /// clashed() or failed().
    void save(const QString& note = {});
    /// As save(), but nobody asked for it: what is being typed is left alone, and nothing is told of what is
    /// in the way.
    void saveByItself();
    /// The user is left without the unsaved edits.
    void giveUp() { Q_EMIT givenUp(); }

    /// What of the unsaved edits and of others is in each other's way. While there is something, nothing can
    /// be saved, and what others wrote isn't shown.
    [[nodiscard]] const std::vector<graph::DraftClash>& clashes() const { return m_clashes; }
    /// An edit that can't be done any more on what others wrote, and why; null if there is none.
    [[nodiscard]] const graph::DraftStep* impossibleStep() const { return m_impossible.get(); }
    [[nodiscard]] const std::optional<Error>& whyImpossible() const { return m_why; }
    [[nodiscard]] bool isClashing() const { return !m_clashes.empty() || m_why; }
    /// Whether it is an undo or redo that would replace what others wrote: it waits for the decision. Without
    /// one, whatever is done next gives it up.
    [[nodiscard]] bool isWayClashing() const { return m_way.has_value(); }
    /// What the person has, or would have, where others are in the way.
    [[nodiscard]] const std::shared_ptr<const UserGraphs>& mine() const {
        return m_way && m_way->shown ? m_way->shown : m_graphs;
    }
    /// What others wrote, while that isn't merged.
    [[nodiscard]] const std::shared_ptr<const UserGraphs>& theirs() const { return m_theirs; }
    /// The person's edits win; those that can't be done any more go. The others' text stays in the history.
    void keepMine();
    /// The edits that are in the way go, as one step that can be undone. Of an undo or redo only what isn't
    /// in the way of others is done.
    void takeTheirs();

Q_SIGNALS:
    /// graphs() is another one, or what can be done with it.
    void changed();
    void modifiedChanged(bool modified);
    void givenUp();
    void saved(const stemma::graph::SavedGraph& saved, bool mergedWithOthers);
    /// It can't be saved now: why.
    void refused(const QString& why);
    /// isClashing() became true, or is still so at a save.
    void clashed();
    void clashSettled();
    /// What others wrote was merged with unsaved edits.
    void mergedFromOthers();
    void failed(const stemma::Error& error);
    void idle();
    /// Whoever holds a form applies it now, from within this signal, or calls refuse().
    void flushRequested();

public:
    /// From within flushRequested(): what is typed can't be applied, so nothing is saved.
    void refuse(const QString& why) { m_refusal = why; }

private:
    friend class EditStep;
    struct Rebased;
    using Request = std::function<void()>;

    void enqueue(Request request);
    void pump();
    void finish();
    void lookAtDisk();
    void rebase();
    void takeRebased(Rebased rebased, const std::shared_ptr<const UserGraphs>& theirs);
    void beginApply(std::shared_ptr<const graph::DraftStep> step, const QString& label, const Done& done,
                    std::shared_ptr<const UserGraphs> madeOn);
    void push(DraftState state, std::shared_ptr<const UserGraphs> shown, const std::string& graph,
              const QString& label);
    void goTo(int state, bool undoing);
    void arrive(int number, DraftState state, std::shared_ptr<const UserGraphs> shown);
    void takeBack(bool undoing);
    void waitOnTheWay(int number, bool undoing, CheckedState met, std::shared_ptr<const UserGraphs> shown);
    void settleTheWay(Keep keep);
    void giveUpTheWay();
    [[nodiscard]] bool isNextStep(int number, bool undoing) const;
    void show(std::shared_ptr<const UserGraphs> graphs);
    void prune();
    void beginSave(const QString& note, bool byItself);
    void onSaveFailed(const Error& error);
    void settle(Keep keep);
    void takeSettled(Rebased rebased, Keep keep, const std::shared_ptr<const UserGraphs>& theirs);
    void saveIfWanted();
    void tellModified();

    GraphSession& m_session;
    std::shared_ptr<const UserGraphs> m_disk, m_graphs, m_theirs, m_seen;
    DraftStates m_states;
    int m_lastState = 0;
    std::deque<Request> m_requests;
    std::vector<graph::DraftClash> m_clashes;
    std::shared_ptr<const graph::DraftStep> m_impossible;
    std::optional<Error> m_why;
    std::optional<Error> m_saveConflict; ///< a save failed for it; the next look shows what it is
    std::optional<QString> m_saveWanted; ///< the note of a save that waits for a decision
    /// A state that waits to be gone to.
    struct Way {
        int number = 0;
        bool undoing = false;
        std::shared_ptr<const UserGraphs> shown; ///< as it would be; null: it can't be
    };
    std::optional<Way> m_way;
    QString m_refusal;
    quint64 m_freshLook = 0; ///< looks before that one may have missed what we saved
    bool m_running = false;
    bool m_saving = false;
    bool m_typing = false;
    bool m_wasModified = false;
    bool m_pushing = false; ///< a step is put on the list, or back on it: nothing is to be done for it
    bool m_rebaseDue = false;
    bool m_going = false; ///< a state is being gone to
    QUndoStack m_stack;   ///< goes first: its steps know this object
};

} // namespace stemma::ui
