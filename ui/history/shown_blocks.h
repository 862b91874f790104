// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <set>
#include <vector>

#include "ui/history/diff_plan.h"

namespace stemma::ui {

/// What of a difference is to be seen.
struct DiffWish {
    QString text;                                      ///< only changes that hold it, whatever its case
    std::array<bool, 4> kinds{true, true, true, true}; ///< by diff::ChangeKind
    bool unchanged = false;                            ///< all folds are open
    std::set<int> open = {};                           ///< folds that are open
    std::set<int> unfolded = {}; ///< blocks whose text that is the same is shown in full
    [[nodiscard]] bool shows(diff::ChangeKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
    /// Whether some changes are not to be seen.
    [[nodiscard]] bool filters() const;
};

/// How many changes there are of each kind.
[[nodiscard]] std::array<int, 4> countKinds(const DiffPlan& plan);

/// The blocks to show, in order. Where changes are left out, so is all that belongs to none. Pure.
[[nodiscard]] std::vector<int> shownBlocks(const DiffPlan& plan, const DiffWish& wish);

/// The same as a difference of its own, with nothing in a fold any more. Pure.
[[nodiscard]] DiffPlan shownPlan(const DiffPlan& plan, const DiffWish& wish);

/// Whether a change begins with that block.
[[nodiscard]] bool beginsChange(const DiffBlock& block);

} // namespace stemma::ui
