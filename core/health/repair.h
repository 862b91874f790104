// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/health/finding.h"
#include "core/report/report_operations.h"

namespace stemma::health {

/// What a repair did.
struct Repaired {
    std::string done;                   ///< in words
    std::optional<report::Saved> saved; ///< the change of a report that it was
    ActionId change;                    ///< the change of a user's graphs that it was; empty: none
};

/// Does what a finding's `fix` says. A damaged outline is replaced only if it is still the one that was
/// looked at (ErrorCode::conflict), as a new change, its bytes kept as a backup. ErrorCode::usage for a
/// finding without a fix; notFound where it is gone meanwhile.
[[nodiscard]] Result<Repaired> repair(const report::Workspace& workspace, const Finding& finding,
                                      const Progress& progress = {});

/// Findings that are repaired by one act: one, or all that is wrong in a user's graphs, which is one change.
using RepairStep = std::vector<Finding>;
/// The steps that repair all that have a fix, in the order in which one helps the next: what was cut off,
/// locks, outlines, graphs, and the index last.
[[nodiscard]] std::vector<RepairStep> repairSteps(const std::vector<Finding>& findings);
/// As repair() of one finding does.
[[nodiscard]] Result<Repaired> repair(const report::Workspace& workspace, const RepairStep& step,
                                      const Progress& progress = {});

/// Whether takeBack() can take the repair of that finding back.
[[nodiscard]] bool canTakeBack(const Finding& finding);
/// Takes a repair back, as a new change: puts the damaged outline back, byte for byte, or takes the change of
/// the graphs out and keeps later ones. ErrorCode::conflict where something was written since that stands
/// against it; usage where canTakeBack() says no.
[[nodiscard]] Result<Repaired> takeBack(const report::Workspace& workspace, const Finding& finding,
                                        const Repaired& repaired);

} // namespace stemma::health
