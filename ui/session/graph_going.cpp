// SPDX-License-Identifier: MIT
// Going back and forth in the undo list, past what others wrote since.
#include <utility>

#include "ui/session/graph_editing.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

struct Gone {
    CheckedState met;
    std::shared_ptr<const UserGraphs> shown; ///< null: it can't be shown
    std::optional<Error> error;              ///< why
};

std::shared_ptr<const UserGraphs> shownOn(const std::shared_ptr<const UserGraphs>& disk,
                                          const DraftState& state, Timestamp now,
                                          std::optional<Error>& error) {
    if (state.draft.origin.get() == &disk->files && state.draft.steps.empty())
        return disk;
    auto shown = shownState(state, *disk, now);
    if (shown)
        return std::move(*shown);
    error = shown.error();
    return nullptr;
}

} // namespace

void GraphEditing::goTo(int number, bool undoing) {
    if (m_pushing)
        return;
    m_going = true;
    m_session.runner().run(
        this,
        [&clock = m_session.environment().clock, state = m_states.all.at(number), disk = m_disk] {
            Gone gone{checkedState(state, clock.now()), nullptr, {}};
            const DraftState& mine = gone.met.state;
            const bool asMeant = gone.met.isClashing() && mine.checkedOn;
            gone.shown = shownOn(disk, asMeant ? DraftState{{mine.checkedOn, mine.checked}} : mine,
                                 clock.now(), gone.error);
            return gone;
        },
        [this, number, undoing](Gone gone) {
            m_going = false;
            if (gone.met.isClashing())
                return waitOnTheWay(number, undoing, std::move(gone.met), std::move(gone.shown));
            if (gone.shown)
                return arrive(number, std::move(gone.met.state), std::move(gone.shown));
            takeBack(undoing);
            Q_EMIT failed(*gone.error);
            finish();
        });
}

void GraphEditing::arrive(int number, DraftState state, std::shared_ptr<const UserGraphs> shown) {
    giveUpTheWay();
    m_states.all[number] = std::move(state);
    m_states.current = number;
    show(std::move(shown));
    if (isClashing())
        rebase(); // what is in the way may be gone
    else
        finish();
}

/// What can't be gone to leaves the list as it was.
void GraphEditing::takeBack(bool undoing) {
    m_pushing = true;
    if (undoing)
        m_stack.redo();
    else
        m_stack.undo();
    m_pushing = false;
}

void GraphEditing::waitOnTheWay(int number, bool undoing, CheckedState met,
                                std::shared_ptr<const UserGraphs> shown) {
    takeBack(undoing);
    if (isClashing() && !m_way) { // one decision after the other
        Q_EMIT clashed();
        return finish();
    }
    m_way = Way{number, undoing, std::move(shown)};
    m_clashes = std::move(met.clashes);
    m_impossible = std::move(met.impossible);
    m_why = std::move(met.why);
    m_theirs = m_disk;
    Q_EMIT clashed();
    Q_EMIT changed();
    finish();
}

void GraphEditing::giveUpTheWay() {
    if (!m_way)
        return;
    m_session.runner().discard(std::move(m_way->shown));
    m_way.reset();
    m_clashes.clear();
    m_impossible.reset();
    m_why.reset();
    m_theirs.reset();
    Q_EMIT clashSettled();
}

void GraphEditing::settleTheWay(Keep keep) {
    m_session.runner().run(
        this,
        [&clock = m_session.environment().clock, state = m_states.all.at(m_way->number), disk = m_disk,
         base = m_states.base, keep] {
            Gone gone{{decidedWay(state, base, keep, clock.now()), {}, {}, {}}, nullptr, {}};
            gone.shown = shownOn(disk, gone.met.state, clock.now(), gone.error);
            return gone;
        },
        [this](Gone gone) {
            const bool isNext = isNextStep(m_way->number, m_way->undoing);
            if (!isNext) // something was moved in the picture since
                giveUpTheWay();
            else if (!gone.shown)
                Q_EMIT failed(*gone.error);
            if (!isNext || !gone.shown)
                return finish();
            const Way way = *m_way;
            takeBack(!way.undoing); // the list goes there after all
            arrive(way.number, std::move(gone.met.state), std::move(gone.shown));
        });
}

} // namespace stemma::ui
