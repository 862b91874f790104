// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_draft.h"
#include "ui/session/graph_session.h"

namespace stemma::ui {

/// A state that the undo list knows.
struct DraftState {
    graph::GraphDraft draft;
    /// What others changed since and it would take back: it can't be gone to before that is decided.
    std::vector<graph::DraftClash> lost = {};
    /// The origin where others win in that; null if there is nothing.
    std::shared_ptr<const graph::UserFiles> yielding = {};
    /// Others changed something since it was last known to go together with what they write: the files on
    /// which that was so, and the steps as they were then. Null: it still is.
    std::shared_ptr<const graph::UserFiles> checkedOn = {};
    graph::DraftSteps checked = {};
};

/// All states of one user's data that can be gone to, by number, and what was seen on the disk. A plain
/// value.
struct DraftStates {
    std::shared_ptr<const graph::UserFiles> base;
    std::map<int, DraftState> all;
    int current = 0;

    [[nodiscard]] const DraftState& now() const { return all.at(current); }
    /// Whether the current one has something that the disk has not, as far as steps tell.
    [[nodiscard]] bool isModified() const;
};

// The following are pure; for the pool.

/// The states when the disk holds `theirs`: what others changed is in all of them.
[[nodiscard]] DraftStates carriedOver(DraftStates states, std::shared_ptr<const graph::UserFiles> theirs);

/// The steps without those that can't be done.
[[nodiscard]] graph::DraftSteps possibleSteps(const graph::UserFiles& origin, graph::DraftSteps steps,
                                              Timestamp now);

/// A state that is to be gone to, with texts that others changed too merged; and what of it would replace
/// what others wrote, or can't be done on that any more.
struct CheckedState {
    DraftState state;
    std::vector<graph::DraftClash> clashes;
    std::shared_ptr<const graph::DraftStep> impossible;
    std::optional<Error> why; ///< that it can't
    [[nodiscard]] bool isClashing() const { return !clashes.empty() || why; }
};
[[nodiscard]] CheckedState checkedState(DraftState state, Timestamp now);

/// Whose side stays where both are in each other's way.
enum class Keep { mine, theirs };
/// The state as it can be gone to after such a decision about what is in its way. `base`: as the disk was
/// seen.
[[nodiscard]] DraftState decidedWay(const DraftState& state,
                                    const std::shared_ptr<const graph::UserFiles>& base, Keep keep,
                                    Timestamp now);
/// What becomes of the current state on `theirs` by such a decision: what isn't in the way stays of both.
[[nodiscard]] DraftState decidedState(const DraftStates& states,
                                      const std::shared_ptr<const graph::UserFiles>& theirs, Keep keep,
                                      Timestamp now);
/// `carried`: what carriedOver() made of `before`. States that have nothing else in the way than what was
/// decided can be gone to again.
[[nodiscard]] DraftStates decidedStates(const DraftStates& before, DraftStates carried,
                                        const std::vector<graph::DraftClash>& decided, Timestamp now);

/// A step that was done on what is shown.
struct AppliedStep {
    std::shared_ptr<const graph::DraftStep> step; ///< texts that others changed too are merged
    std::shared_ptr<const UserGraphs> shown;      ///< null: it changes nothing
};
/// `shown`: what it is done on. `madeOn`: what the person saw when they began with it; null: the same.
/// ErrorCode::conflict where something that came between would be lost.
[[nodiscard]] Result<AppliedStep> appliedStep(const std::shared_ptr<const UserGraphs>& shown,
                                              const UserGraphs& disk,
                                              std::shared_ptr<const graph::DraftStep> step,
                                              const UserGraphs* madeOn, Timestamp now);

/// The state as the window shows it. `disk`: what was read; it is what is shown where nothing differs.
[[nodiscard]] Result<std::shared_ptr<const UserGraphs>> shownState(const DraftState& state,
                                                                   const UserGraphs& disk, Timestamp now);

} // namespace stemma::ui
