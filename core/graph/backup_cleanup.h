// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/graph/graph_history.h"
#include "core/journal/save_unit.h"

namespace stemma::graph {

struct CleanupRow {
    std::string folder;
    bool goes = false;
    bool refused = false; ///< it was to go and stays; not where it was gone already
    std::string
        reason; ///< "older than 24 hours", "its name is not that of a backup", "newest of its graph" …
    std::uint64_t bytes = 0;
    std::string seen;   ///< what stood in it when it was planned; compared again before it goes
    std::string newest; ///< the folder that stays for its graph; empty of one that is no backup
};

/// What a cleanup by age would remove of the old program's backups: right for ids with `_`, by UTC where
/// atomic.log tells it, else by the files' own time, so that a change of zone removes nothing early. The
/// newest backup of each graph that can be restored stays, and so do those that can't be: a person may still
/// make something of them. Folders that are no backups, or hold more than one, stay. In the order of the
/// names; empty if there is no `backups/`. ErrorCode::usage for an age that is none.
[[nodiscard]] Result<std::vector<CleanupRow>> planCleanup(io::Disk& disk, const std::string& userFolder,
                                                          const std::string& logFolder, double maxAgeHours,
                                                          Timestamp now);

struct Cleaned {
    std::vector<CleanupRow> rows; ///< as planned, `goes` only where it went
    std::vector<std::string> warnings;
};
/// Removes what was planned, under the user's lock: all of it or nothing, through a power cut too
/// (core/journal/leaving_folders.h). What has changed since the plan stays, and what was to go while the
/// newest of its graph has changed or is gone. On an error nothing has gone, but where it says
/// Committed::unknown.
[[nodiscard]] Result<Cleaned> cleanUp(const journal::Environment& environment, const std::string& userFolder,
                                      const std::vector<CleanupRow>& plan, const io::LockOptions& lock);

} // namespace stemma::graph
