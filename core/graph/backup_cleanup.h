// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/graph/graph_history.h"
#include "core/journal/save_unit.h"

namespace stemma::graph {

struct CleanupRow {
    std::string folder;
    bool goes = false;
    std::string
        reason; ///< "older than 24 hours", "its time can't be told from the name", "newest of its graph" …
    std::uint64_t bytes = 0;
};

/// What a cleanup by age would remove of the old program's backups: right for ids with `_`, by UTC where
/// atomic.log tells it, else by the files' own time, so that a change of zone removes nothing early. The
/// newest backup of each graph stays. Folders that are no backups stay.
[[nodiscard]] Result<std::vector<CleanupRow>> planCleanup(io::Disk& disk, const std::string& userFolder,
                                                          const std::string& logFolder, double maxAgeHours,
                                                          Timestamp now);

struct Cleaned {
    std::vector<CleanupRow> rows; ///< as planned, `goes` only where it went
    std::vector<std::string> warnings;
};
/// Removes what was planned, under the user's lock; what has changed since the plan stays.
[[nodiscard]] Result<Cleaned> cleanUp(const journal::Environment& environment, const std::string& userFolder,
                                      const std::vector<CleanupRow>& plan, const io::LockOptions& lock);

} // namespace stemma::graph
