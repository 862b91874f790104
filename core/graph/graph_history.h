// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
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
    std::string transaction; ///< the last 8 digits of the name
    std::string operation;   ///< from atomic.log where it is there, else empty
    std::string
        utc; ///< ISO, from atomic.log; else the folder's time, where it fits the name; empty if unknown
    std::vector<std::string> registries; ///< files that are in it
    std::vector<Problem> problems;
};
/// What the name of such a folder says, and nothing else; none if it is not of that form.
[[nodiscard]] std::optional<OldBackup> oldBackupOfName(const std::string& folder);
/// When it was made: `utc`; where that isn't known, its local time in this machine's zone.
[[nodiscard]] Timestamp timeOf(const OldBackup& backup);
/// All of a user's, those of our own making too, by time. What is no such folder is left out, and told in
/// `strange`. The files in them are not read. No `backups/` is none; ErrorCode::io if it can't be listed.
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
    std::size_t n = 0;    ///< 1 = oldest, of those that are asked for
    std::size_t done = 0; ///< how many of the user's transactions were made when this had come to pass
    GraphRowKind kind = GraphRowKind::transaction;
    ActionId action;  ///< of an old backup: the 8 digits of its transaction
    std::string type; ///< action_type of ours
    std::string operation;
    std::string actor; ///< empty if unknown
    std::string ts;    ///< ISO UTC; empty if unknown
    std::optional<std::string> requestId, note;
    std::string graph;               ///< that it was done to
    std::vector<std::string> graphs; ///< all whose data it touched
    std::vector<std::string> paths; ///< files that it touched; of an old backup: what the old program changed
                                    ///< between two of our transactions, as far as those can tell
    std::vector<std::string> nodes; ///< ids of nodes that it touched; of an old backup: that the operation
                                    ///< after it did, as its registries tell, where that is asked for
    std::string backup;             ///< folder of the old program's form
    history::BackupState backupState = history::BackupState::none;
    std::optional<history::ChangeCounts> counts;
    std::vector<history::RowProblem> problems;
    ActionId undoes;                   ///< the transaction that it took out; empty if it is no undo
    std::vector<std::string> restored; ///< nodes that alone were restored; empty: all, or it is no restore
};

/// Rules of problems: "log-line-unreadable", "log-line-altered", "log-line-missing" (a transaction that the
/// log lacks), "images-missing", "images-damaged", "backup-empty"; of the whole: "log-torn",
/// "log-line-repeated", "log-unreadable", "backups-unreadable", "backup-strange".
struct GraphTimeline {
    std::vector<GraphRow> rows;
    std::vector<history::RowProblem> problems;
    std::size_t done = 0; ///< how many transactions of ours there are, of all graphs
};
[[nodiscard]] const char* graphRowKindWord(GraphRowKind kind);

/// The old program's logs, which it writes beside `graph_data`; empty if there are none.
[[nodiscard]] std::string oldLogFolder(io::Disk& disk, const std::string& userFolder);

/// The history of one graph, or with an empty `graph` of all of the user's. A transaction belongs to the
/// graphs that it touched, an old backup to the graph that it is named after. Ours come in the order of the
/// log, the others among them by their time. Writes nothing; what can't be read is told in the rows.
/// NodesOfBackups::named reads all registries that the old program backed up, but for those of `known`: an
/// earlier timeline of all of the user's, in which they are named.
enum class NodesOfBackups { unknown, named };
[[nodiscard]] Result<GraphTimeline> loadGraphTimeline(io::Disk& disk, const std::string& userFolder,
                                                      const std::string& graph, const std::string& logFolder,
                                                      const Progress& progress = {},
                                                      NodesOfBackups nodes = NodesOfBackups::unknown,
                                                      const GraphTimeline* known = nullptr);

/// Whether a row is of the history of a graph (empty: any), and with a node, of what is known to have touched
/// that. A line that can't be read may be anything's.
[[nodiscard]] bool rowConcerns(const GraphRow& row, const std::string& graph, const std::string& node = {});

/// A version that stays the same while the history goes on.
struct GraphVersion {
    enum class At {
        now,
        before, ///< a transaction of ours
        after,  ///< the same
        backup, ///< the three registries of a folder over the files of now
    };
    At at = At::now;
    ActionId action;
    std::string folder;
    friend bool operator==(const GraphVersion&, const GraphVersion&) = default;
};
/// A version as it is named: `now`, `before:ACTION`, `after:ACTION` (an action id or a unique prefix of 4
/// characters or more), `backup:FOLDER`, `@N`: after row N; of an old backup's row what it holds, as nothing
/// holds what its operation made. A backup of our own making is the whole state before its transaction.
/// ErrorCode::usage, notFound, unsafe, with the reason.
[[nodiscard]] Result<GraphVersion> findGraphVersion(const GraphTimeline& timeline,
                                                    const std::string& version);
/// The name of a version that findGraphVersion() takes.
[[nodiscard]] std::string nameOf(const GraphVersion& version);

/// A user's data as they were at a version of that timeline. Made from what is on disk by putting the
/// before-images of later transactions back: what others changed since the next transaction that touched a
/// file is seen as it is now. As findGraphVersion(); ErrorCode::notFound or damaged where before-images are
/// lost or not what they were.
[[nodiscard]] Result<UserFiles> filesAt(io::Disk& disk, const std::string& userFolder,
                                        const GraphTimeline& timeline, const std::string& version,
                                        const Progress& progress = {});

/// The same for a version that is known, over files that were read just now.
[[nodiscard]] Result<UserFiles> filesAt(io::Disk& disk, const std::string& userFolder,
                                        const GraphVersion& version, const UserFiles& now,
                                        const Progress& progress = {});

/// A graph's nodes, relations, attributes, morphs and transitions as a tree, for differences by id. An
/// attribute keeps its identity (source, name, adverb) while its value and so its id changes.
[[nodiscard]] diff::Tree graphTree(const GraphStore& store, const std::string& graph);
/// The identity that an attribute has there.
[[nodiscard]] std::string identityOf(const Attribute& attribute);
/// The ends of a transition as its file has them, and as a field of its part there.
[[nodiscard]] json::Value valueOfEnds(const std::vector<TransitionEnd>& ends);
/// The semantic difference of a graph in two states.
[[nodiscard]] diff::Changes graphDifference(const UserFiles& before, const UserFiles& after,
                                            const std::string& graph);

} // namespace stemma::graph
