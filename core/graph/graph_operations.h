// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_edit.h"
#include "core/graph/graph_history.h"
#include "core/graph/graph_validation.h"
#include "core/history/audit_log.h"
#include "core/journal/file_transaction.h"

namespace stemma::graph {

/// Who does something, and to whose data. Every operation below is one transaction: all of it is on disk when
/// it returns, or nothing; with the before-images of all files that it touches, an audit event in
/// `.stemma/audit.jsonl`, and a backup of the three registries as the old program makes it, so that its
/// server lists it. The composed files of each graph that an operation touches are made anew with it. All
/// block on the disk.
struct GraphWorkspace {
    const journal::Environment& environment;
    std::string userFolder;
    history::Actor actor = history::Actor::human;
    std::optional<std::string> requestId;
    io::LockOptions lock;
    std::optional<std::string> note; ///< why, for the event
};

struct SavedGraph {
    bool unchanged = false; ///< nothing was to be done, nothing was written
    ActionId action;
    std::string backup;              ///< the old-style backup's folder
    std::vector<std::string> newIds; ///< in the order of the edits
    std::vector<std::string> paths;  ///< of files that were written or removed
    std::vector<std::string> warnings;
};

/// Edits in order, as one change, to what lies there. `operation` names it (`edit_node`, `stemmactl edit` …);
/// empty: made from the edits.
[[nodiscard]] Result<SavedGraph> editGraph(const GraphWorkspace& workspace, const std::string& graph,
                                           const std::vector<GraphEdit>& edits, const std::string& operation);

/// As the old program makes it: its folder, four template files, metadata with the title. ErrorCode::conflict
/// if a graph of that id is there. `id` empty: made from the title, as version 2 does.
[[nodiscard]] Result<SavedGraph> newGraph(const GraphWorkspace& workspace, const std::string& id,
                                          const std::string& title, const std::string& description);
/// The folder goes, memberships go, and nodes that were in no other graph with their relations and
/// attributes: all of it comes back with one undo.
[[nodiscard]] Result<SavedGraph> deleteGraph(const GraphWorkspace& workspace, const std::string& graph);
/// Rewrites the three composed files where their values are off.
[[nodiscard]] Result<SavedGraph> composeFiles(const GraphWorkspace& workspace, const std::string& graph);

/// A part of a graph as its difference names it: `what` and `id` of a diff::Change.
struct RestorePart {
    std::string what, id;
    friend bool operator==(const RestorePart&, const RestorePart&) = default;
};
/// What a restore takes back.
struct RestoreScope {
    std::vector<std::string> nodes{}; ///< only these, with their relations and attributes
    bool wholeUser = false; ///< all of the user's data; of an old backup: its three registries as they are
    /// Only these; a node that came or went goes with all that is its own. Without nodes and parts it is the
    /// whole graph. Of an old backup nodes alone can be parts.
    std::vector<RestorePart> parts{};
    /// Findings that the restore would make, and that are repaired with it.
    std::vector<std::string> repairs{};
    /// What the person saw: if the user's data aren't this any more, it is refused as a conflict. Null: what
    /// lies there is restored over, whatever it is.
    std::shared_ptr<const UserFiles> base{};
};
/// What would be written, without writing it.
struct RestorePreview {
    UserFiles files;
    std::vector<FileDifference> differences;
    std::vector<Finding> orphans;  ///< what a bare registry backup would leave behind, and could be repaired
    std::vector<Finding> findings; ///< of a bare backup: all that would be wrong and isn't now, and its repair
    std::shared_ptr<const UserFiles> base; ///< what lies there
};
[[nodiscard]] Result<RestorePreview> previewRestore(io::Disk& disk, const std::string& userFolder,
                                                    const std::string& graph, const std::string& version,
                                                    const RestoreScope& scope);
/// A graph's nodes (file, entry, relations, attributes), transitions, text and metadata as they were; what
/// else is registered of them, in other graphs, stays as it is. A node that is there once, in several graphs,
/// is restored for all of them. Nodes that the graph did not have leave it; those that came to be since and
/// are in no other graph go. Of an old backup, which has the registries alone, only the graph's membership is
/// restored. ErrorCode::notFound for a graph or node that wasn't there then, and as findGraphVersion() and
/// filesAt() say.
/// Makes an old version current, as a new change: what the preview tells.
[[nodiscard]] Result<SavedGraph> restoreGraph(const GraphWorkspace& workspace, const std::string& graph,
                                              const std::string& version, const RestoreScope& scope);
/// Takes one transaction out and keeps the later ones. What both touched is merged: registries and nodes by
/// their keys and members, texts by lines and words. ErrorCode::conflict with the paths in its detail where
/// later changes overlap, or use what it made.
/// `base`: as RestoreScope has it.
[[nodiscard]] Result<SavedGraph> undoTransaction(const GraphWorkspace& workspace, const ActionId& action,
                                                 const UserFiles* base = nullptr);

/// What undoing it would write, without writing it; fails as undoTransaction() would.
[[nodiscard]] Result<RestorePreview> previewUndo(io::Disk& disk, const std::string& userFolder,
                                                 const ActionId& action);

/// What a repair would do, without doing it; fails as repairUser() would.
struct RepairPreview {
    UserFiles files;
    std::vector<FileDifference> differences;
    std::vector<std::string> done; ///< a sentence each
    std::vector<Finding> left;
};
[[nodiscard]] Result<RepairPreview> previewRepair(io::Disk& disk, const std::string& userFolder,
                                                  const std::vector<std::string>& findings, Timestamp now,
                                                  const Progress& progress = {});
/// Repairs what the deep validation found (their ids; empty: all that can be; notFound if one isn't there).
[[nodiscard]] Result<SavedGraph> repairUser(const GraphWorkspace& workspace,
                                            const std::vector<std::string>& findings,
                                            std::vector<std::string>& done, std::vector<Finding>& left);

} // namespace stemma::graph
