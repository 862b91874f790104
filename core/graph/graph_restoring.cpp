// SPDX-License-Identifier: MIT
// Restores as transactions, and what they would do.
#include <set>
#include <utility>

#include "core/graph/compose.h"
#include "core/graph/restore_graph.h"
#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

using json::Value;

struct PlannedRestore {
    GraphChange change;
    std::vector<Finding> orphans;
};

struct RestoreRequest {
    const std::string& graph;
    const GraphVersion& version;
    const RestoreScope& scope;
};

Result<PlannedRestore> planRestore(io::Disk& disk, const std::string& userFolder, const UserFiles& now,
                                   const RestoreRequest& request) {
    const auto history = readUserHistory(disk, userFolder);
    if (!history)
        return fail(history.error());
    const auto then = filesOfVersion(disk, userFolder, *history, now, request.version);
    if (!then)
        return fail(then.error());
    const bool bare = request.version.at == GraphVersion::At::backup;
    auto after = restoredFiles(now, *then, request.graph, request.scope,
                               bare ? VersionDepth::registries : VersionDepth::whole);
    if (!after)
        return fail(after.error());
    const GraphStore nowStore = readGraphStore(now);
    const GraphStore afterStore = readGraphStore(*after);
    PlannedRestore planned;
    planned.orphans = newlyWrong(nowStore, afterStore);
    planned.change = changeTo(now, nowStore, std::move(*after), afterStore, *then, request.graph);
    return planned;
}

Result<GraphVersion> fixedGraphVersion(io::Disk& disk, const std::string& userFolder,
                                       const std::string& graph, const std::string& version) {
    const auto timeline = loadGraphTimeline(disk, userFolder, graph, oldLogFolder(disk, userFolder));
    if (!timeline)
        return fail(timeline.error());
    return findGraphVersion(*timeline, version);
}

GraphEventFacts restoreFacts(const std::string& graph, const GraphVersion& version,
                             const RestoreScope& scope) {
    GraphEventFacts facts{"revert", "restore_graph", graph, Value::object()};
    facts.stemma.set("version", Value::string(nameOf(version)));
    if (scope.wholeUser)
        facts.operation = "restore_user";
    if (!scope.nodes.empty()) {
        facts.operation = "restore_nodes";
        std::vector<Value> nodes;
        for (const std::string& node : scope.nodes)
            nodes.push_back(Value::string(node));
        facts.stemma.set("restored_nodes", Value::array(std::move(nodes)));
    }
    return facts;
}

} // namespace

Status readDifferingComposed(io::Disk& disk, const std::string& userFolder, UserFiles& before,
                             const UserFiles& after) {
    std::set<std::string> graphs;
    for (const FileDifference& each : differences(before, after))
        if (each.before && !each.before->read && isComposedPath(each.path))
            graphs.insert(graphOfPath(each.path));
    for (const std::string& graph : graphs)
        if (auto read = readComposedFiles(disk, userFolder, before, graph); !read)
            return read;
    return {};
}

Result<RestorePreview> previewRestore(io::Disk& disk, const std::string& userFolder, const std::string& graph,
                                      const std::string& version, const RestoreScope& scope) {
    const auto fixed = fixedGraphVersion(disk, userFolder, graph, version);
    if (!fixed)
        return fail(fixed.error());
    const auto now = readUserFiles(disk, userFolder, ReadComposed::yes);
    if (!now)
        return fail(now.error());
    auto planned = planRestore(disk, userFolder, *now, {graph, *fixed, scope});
    if (!planned)
        return fail(planned.error());
    RestorePreview preview;
    preview.files = std::move(planned->change.after);
    for (const std::string& each : planned->change.graphs)
        putComposed(preview.files, each);
    preview.differences = differences(*now, preview.files);
    preview.orphans = std::move(planned->orphans);
    return preview;
}

Result<SavedGraph> restoreGraph(const GraphWorkspace& workspace, const std::string& graph,
                                const std::string& version, const RestoreScope& scope) {
    io::Disk& disk = workspace.environment.disk;
    // Rows may come between now and the lock: they mustn't give the name another meaning.
    const auto fixed = fixedGraphVersion(disk, workspace.userFolder, graph, version);
    if (!fixed)
        return fail(fixed.error());
    std::size_t orphans = 0;
    auto saved = saveChange(
        workspace, restoreFacts(graph, *fixed, scope),
        [&](UserFiles& before, Timestamp) -> Result<std::optional<GraphChange>> {
            auto planned = planRestore(disk, workspace.userFolder, before, {graph, *fixed, scope});
            if (!planned)
                return fail(planned.error());
            if (auto read = readDifferingComposed(disk, workspace.userFolder, before, planned->change.after);
                !read)
                return fail(read.error());
            orphans = planned->orphans.size();
            return std::move(planned->change);
        });
    if (saved && !saved->unchanged && orphans > 0)
        saved->warnings.push_back(
            (orphans == 1 ? "One thing doesn't fit any more"
                          : std::to_string(orphans) + " things don't fit any more") +
            std::string(": files that no registry knows, or entries without what they name. `graph validate "
                        "--deep` tells them, with what mends them."));
    return saved;
}

} // namespace stemma::graph
