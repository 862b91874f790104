// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/graph/graph_history.h"
#include "core/graph/user_history.h"

// Only for the files that implement graph_history.h.

namespace stemma::graph {

/// Puts the nodes that an operation of the old program touched into the rows of its backups, as far as the
/// registries before and after it tell. `rows`: all of the user's. `known`: a timeline in which that was
/// done: what a backup holds doesn't change. What can't be read names none. ErrorCode::cancelled.
[[nodiscard]] Status addNodesOfBackups(io::Disk& disk, const std::string& userFolder,
                                       const UserHistory& history, std::vector<GraphRow>& rows,
                                       const GraphTimeline* known, const Progress& progress);

} // namespace stemma::graph
