// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_operations.h"

namespace stemma::graph {

/// What one operation makes of a user's files. Composed files are not its matter: those that it puts there
/// all the same stay if they are fresh.
struct GraphChange {
    UserFiles after;
    std::vector<std::string> graphs;      ///< whose composed files are to be made anew
    std::vector<std::string> alsoGraphs;  ///< others that it touched, for the event
    std::vector<std::string> nodes;       ///< that it touched, for the event
    std::vector<std::string> newIds;      ///< of what it made
    history::ChangeCounts counts;         ///< for the event
    std::vector<std::string> goneFolders; ///< relative to the user's folder, deepest first
};

/// What the event says of an operation.
struct GraphEventFacts {
    std::string type = "evolve"; ///< action_type, of the words that reports have
    std::string operation;
    std::string graph;                          ///< empty: the one that it touched, if it is one
    json::Value stemma = json::Value::object(); ///< more for `payload.stemma`
};

/// Makes the change of what lies there (`before` may be read further into: composed files, left-overs).
/// Nothing: there is nothing to do. Called under the lock, perhaps more than once.
using MakeGraphChange = std::function<Result<std::optional<GraphChange>>(UserFiles& before, Timestamp now)>;

/// Runs a change as one transaction: reads the user's files under the lock, makes the change, makes the
/// composed files of its graphs anew (those that exist afterwards), and writes all that differs with the
/// registries' backup and the event. A change without a difference writes nothing.
[[nodiscard]] Result<SavedGraph> saveChange(const GraphWorkspace& workspace, const GraphEventFacts& facts,
                                            const MakeGraphChange& make);

/// The composed files of a graph, read into `files` where only their stamps are known.
[[nodiscard]] Status readComposedFiles(io::Disk& disk, const std::string& userFolder, UserFiles& files,
                                       const std::string& graph);

/// `chemistry_basics_20250628_100117_6018366c`, in local time as the old program writes it; with no graph
/// `all-graphs_…`.
[[nodiscard]] std::string oldBackupName(const std::string& graph, Timestamp moment, const ActionId& action);

/// One line of a user's `.stemma/audit.jsonl`: an event as reports have it, whose `report_id` is the graph.
/// Its payload: `operation`, `graph` (empty: of several), `graphs` (that it touched), `files` (paths),
/// `nodes`, `counts`, `backup` (null if none was made), `stemma` (`note`, and the seal).
[[nodiscard]] std::string graphAuditLine(const GraphWorkspace& workspace, const GraphEventFacts& facts,
                                         const journal::TransactionInput& input, const GraphChange& change,
                                         const std::vector<std::string>& files, const std::string& backup);

} // namespace stemma::graph
