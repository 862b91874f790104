// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "core/health/finding.h"
#include "core/report/report_operations.h"

namespace stemma::health {

struct Checkup {
    std::vector<Finding> findings; ///< of the library, then report by report, then user by user
    std::size_t reports = 0;       ///< that were looked at, damaged ones too
    std::size_t users = 0;         ///< of graphs
};

/// Looks for all that is wrong in a library of reports or of graphs: the index, interrupted saves, locks,
/// outlines, logs, every backup, registries and nodes. What can be fixed says how. Reads every file; writes
/// nothing. A report that can't be looked at is a finding; an error is a library that can't be, or
/// cancellation.
[[nodiscard]] Result<Checkup> examine(const report::Workspace& workspace, const Progress& progress = {});

} // namespace stemma::health
