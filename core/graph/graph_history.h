// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/diff/tree_diff.h"
#include "core/graph/graph_store.h"
#include "core/history/timeline.h"

namespace stemma::graph {

/// A folder in `backups/` that the old program made just before an operation.
struct OldBackup {
    std::string folder;    ///< name
    std::string graph;     ///< what stands before the two last fields of the name, which may hold `_` itself
    std::string localTime; ///< `20250628_100117`, local time of the machine that made it
    std::string transaction;             ///< the last 8 digits of the name
    std::string operation;               ///< from atomic.log where it is there, else empty
    std::string utc;                     ///< ISO, from atomic.log; else the files' time; empty if unknown
    std::vector<std::string> registries; ///< files that are in it
    std::vector<Problem> problems;
};
/// What is no such folder is left out, and told in `strange`. By time.
[[nodiscard]] Result<std::vector<OldBackup>> readOldBackups(io::Disk& disk, const std::string& userFolder,
                                                            const std::string& logFolder,
                                                            std::vector<std::string>& strange);

enum class GraphRowKind {
    transaction, ///< one of ours, with full before-images
    oldBackup,   ///< the state of the three registries before an operation of the old program
    unrecorded,  ///< files differ from what the last transaction left, and nothing says who changed them
    unreadableLine,
};

/// One row of the history of a user's data, oldest first.
struct GraphRow {
    std::size_t n = 0; ///< 1 = oldest
    GraphRowKind kind = GraphRowKind::transaction;
    ActionId action;
    std::string operation;
    std::string actor;
    std::string ts; ///< ISO UTC
    std::optional<std::string> requestId, note;
    std::string graph;
    std::vector<std::string> paths; ///< files that it touched
    std::vector<std::string> nodes; ///< ids of nodes that it touched
    std::string backup;             ///< folder of the old program's form
    history::BackupState backupState = history::BackupState::none;
    std::optional<history::ChangeCounts> counts;
    std::vector<history::RowProblem> problems;
};

struct GraphTimeline {
    std::vector<GraphRow> rows;
    std::vector<history::RowProblem> problems;
};

/// The history of one graph, or with an empty `graph` of all of the user's. Writes nothing; what can't be
/// read is told in the rows.
[[nodiscard]] Result<GraphTimeline> loadGraphTimeline(io::Disk& disk, const std::string& userFolder,
                                                      const std::string& graph, const std::string& logFolder,
                                                      const Progress& progress = {});

/// A user's data as they were: `now`, `before:ACTION`, `after:ACTION`, `backup:FOLDER` (its registries over
/// the files of now), `@N`: after row N. Made from what is on disk by putting the before-images of later
/// transactions back. ErrorCode::usage, notFound, damaged with the reason.
[[nodiscard]] Result<UserFiles> filesAt(io::Disk& disk, const std::string& userFolder,
                                        const GraphTimeline& timeline, const std::string& version,
                                        const Progress& progress = {});

/// A graph's nodes, relations, attributes, morphs and transitions as a tree, for differences by id. An
/// attribute keeps its identity (source, name, adverb) while its value and so its id changes.
[[nodiscard]] diff::Tree graphTree(const GraphStore& store, const std::string& graph);
/// The semantic difference of a graph in two states.
[[nodiscard]] diff::Changes graphDifference(const UserFiles& before, const UserFiles& after,
                                            const std::string& graph);

} // namespace stemma::graph
