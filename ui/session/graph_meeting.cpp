// SPDX-License-Identifier: MIT
// What others write while graphs are edited.
#include <utility>

#include "ui/session/graph_editing.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {
constexpr int settledState = -1; // has no number yet
}

/// What is on the disk is taken in when nothing else is under way.
void GraphEditing::lookAtDisk() {
    if (m_session.user() != user()) {
        // No look shows what a save met; the person may still wait for that save.
        const auto error = std::exchange(m_saveConflict, std::nullopt);
        if (error && std::exchange(m_saveWanted, std::nullopt))
            Q_EMIT failed(*error);
        return;
    }
    const auto graphs = m_session.graphs();
    if (!graphs || graphs->user != user() || m_session.lookTaken() < m_freshLook)
        return;
    if (graphs == m_seen) {
        // A save met others' changes that this look doesn't show.
        if (!isIdle() || !m_saveConflict)
            return;
        const Error error = *std::exchange(m_saveConflict, std::nullopt);
        m_saveWanted.reset();
        if (!isClashing())
            Q_EMIT failed(error);
        return;
    }
    if (m_running || !m_requests.empty()) {
        m_rebaseDue = true;
        return;
    }
    m_seen = graphs;
    enqueue([this] { rebase(); });
}

struct GraphEditing::Rebased {
    DraftStates states;
    std::shared_ptr<const UserGraphs> shown;
    std::vector<graph::DraftClash> clashes;
    std::shared_ptr<const graph::DraftStep> impossible;
    std::optional<Error> why;
    bool same = false;
};

void GraphEditing::rebase() {
    m_session.runner().run(
        this,
        [&clock = m_session.environment().clock, states = m_states, theirs = m_seen]() mutable {
            const std::shared_ptr<const graph::UserFiles> files(theirs, &theirs->files);
            const graph::GraphDraft& draft = states.now().draft;
            Rebased rebased;
            rebased.same = graph::sameUserData(*states.base, *files);
            if (!rebased.same && draft.origin == states.base) {
                const graph::DraftMeeting meeting =
                    graph::meetOthers(*states.base, draft.steps, *files, clock.now());
                rebased.clashes = meeting.clashes;
                rebased.why = meeting.why;
                if (meeting.impossible)
                    rebased.impossible = draft.steps[*meeting.impossible];
            } else if (!rebased.same) {
                if (const auto ours = graph::applyDraft(*draft.origin, draft.steps, clock.now()))
                    rebased.clashes = graph::mergeUserFiles(*states.base, ours->files, *files).clashes;
            }
            if (rebased.why || !rebased.clashes.empty())
                return rebased;
            rebased.states = carriedOver(std::move(states), files);
            rebased.states.all.at(rebased.states.current).checkedOn.reset(); // just now
            rebased.shown = theirs;
            if (rebased.states.isModified()) {
                auto shown = shownState(rebased.states.now(), *theirs, clock.now());
                if (shown)
                    rebased.shown = std::move(*shown);
                else
                    rebased.why = shown.error();
            }
            if (rebased.why) {
                const graph::GraphDraft& mine = rebased.states.now().draft;
                std::size_t failed = mine.steps.size();
                if (!graph::applyDraft(*mine.origin, mine.steps, clock.now(), &failed) &&
                    failed < mine.steps.size())
                    rebased.impossible = mine.steps[failed];
            }
            return rebased;
        },
        [this, theirs = m_seen](Rebased rebased) { takeRebased(std::move(rebased), theirs); });
}

void GraphEditing::takeRebased(Rebased rebased, const std::shared_ptr<const UserGraphs>& theirs) {
    m_saveConflict.reset();
    giveUpTheWay();
    const bool wasClashing = isClashing();
    m_clashes = std::move(rebased.clashes);
    m_impossible = std::move(rebased.impossible);
    m_why = std::move(rebased.why);
    if (isClashing()) {
        m_theirs = theirs;
        Q_EMIT clashed();
        Q_EMIT changed();
        return finish();
    }
    m_theirs.reset();
    m_states = std::move(rebased.states);
    m_disk = theirs;
    const bool modified = m_states.isModified();
    show(std::move(rebased.shown));
    if (wasClashing)
        Q_EMIT clashSettled();
    if (modified && !rebased.same)
        Q_EMIT mergedFromOthers();
    saveIfWanted();
    finish();
}

void GraphEditing::keepMine() {
    settle(Keep::mine);
}

void GraphEditing::takeTheirs() {
    settle(Keep::theirs);
}

void GraphEditing::settle(Keep keep) {
    enqueue([this, keep] {
        if (!isClashing())
            return finish();
        if (m_way)
            return settleTheWay(keep);
        m_session.runner().run(
            this,
            [&clock = m_session.environment().clock, states = m_states, theirs = m_theirs,
             clashes = m_clashes, keep] {
                const std::shared_ptr<const graph::UserFiles> files(theirs, &theirs->files);
                const Timestamp now = clock.now();
                DraftState state = decidedState(states, files, keep, now);
                Rebased rebased;
                rebased.states = decidedStates(states, carriedOver(states, files), clashes, now);
                if (keep == Keep::theirs) // what can be gone back to
                    rebased.states.all[states.current] = decidedState(states, files, Keep::mine, now);
                rebased.shown = theirs;
                if (!state.draft.steps.empty() || state.draft.origin != files) {
                    auto shown = shownState(state, *theirs, now);
                    if (shown)
                        rebased.shown = std::move(*shown);
                    else
                        rebased.why = shown.error();
                }
                rebased.states.all[settledState] = std::move(state);
                return rebased;
            },
            [this, keep, theirs = m_theirs](Rebased rebased) {
                takeSettled(std::move(rebased), keep, theirs);
            });
    });
}

void GraphEditing::takeSettled(Rebased rebased, Keep keep, const std::shared_ptr<const UserGraphs>& theirs) {
    if (rebased.why) { // others go on: the next look tells
        Q_EMIT failed(*rebased.why);
        return finish();
    }
    const graph::DraftSteps before = m_states.now().draft.steps;
    DraftState state = std::move(rebased.states.all.at(settledState));
    rebased.states.all.erase(settledState);
    m_states = std::move(rebased.states);
    m_disk = theirs;
    m_clashes.clear();
    m_impossible.reset();
    m_why.reset();
    m_theirs.reset();
    Q_EMIT clashSettled();
    if (keep == Keep::mine && state.draft.steps.size() == before.size()) {
        m_states.all[m_states.current] = std::move(state);
        show(std::move(rebased.shown));
    } else {
        push(std::move(state), std::move(rebased.shown),
             before.empty() ? std::string() : before.back()->graph,
             keep == Keep::mine ? tr("keeping your edits") : tr("taking over what others changed"));
    }
    saveIfWanted();
    finish();
}

/// A save that met others' changes goes on once these are dealt with.
void GraphEditing::saveIfWanted() {
    if (const auto note = std::exchange(m_saveWanted, std::nullopt))
        m_requests.push_back([this, note] { beginSave(*note, false); });
}

// --- edits that were left

void GraphEditing::takeUp(std::shared_ptr<const graph::UserFiles> base, graph::GraphDraft draft, Done done) {
    enqueue([this, base = std::move(base), draft = std::move(draft), done = std::move(done)] {
        if (isModified()) {
            done(fail(ErrorCode::conflict, "take up the unsaved edits", m_disk->folder,
                      "there are other unsaved edits", "Save them or discard them first."));
            return finish();
        }
        giveUpTheWay();
        const DraftState state{draft, {}};
        m_session.runner().run(
            this,
            [&clock = m_session.environment().clock, disk = m_disk, state] {
                return shownState(state, *disk, clock.now());
            },
            [this, base, state, done](Result<std::shared_ptr<const UserGraphs>> shown) {
                if (!shown) // on what lies there now it can't be done: the next look tells
                    shown = m_disk;
                m_stack.clear();
                m_states = {base, {{0, {{base, {}}, {}}}}, 0};
                push(state, std::move(*shown),
                     state.draft.steps.empty() ? std::string() : state.draft.steps.back()->graph,
                     tr("taking up the unsaved edits"));
                done({});
                m_seen.reset(); // the disk is another one than these were made on
                finish();
                lookAtDisk();
            });
    });
}

} // namespace stemma::ui
