// SPDX-License-Identifier: MIT
// Restores as transactions, and what they would do.
#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "core/graph/compose.h"
#include "core/graph/merge_elements.h"
#include "core/graph/restore_edits.h"
#include "core/graph/restore_graph.h"
#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

using json::Value;

struct PlannedRestore {
    GraphChange change;
    std::vector<Finding> orphans;
};

/// What came or went with a whole node needs no edit any more.
std::vector<RestorePart> partsStillDiffering(const UserFiles& then, const UserFiles& after,
                                             const std::string& graph, std::vector<RestorePart> parts) {
    const diff::Changes changes = graphDifference(then, after, graph);
    std::erase_if(parts, [&](const RestorePart& part) {
        return std::none_of(changes.begin(), changes.end(), [&](const diff::Change& change) {
            return change.what == part.what && change.id == part.id;
        });
    });
    return parts;
}

/// Nodes that came or went by their files, all else by edits.
Result<UserFiles> restoredParts(const UserFiles& now, const UserFiles& then, const std::string& graph,
                                const std::vector<RestorePart>& parts, VersionDepth depth, Timestamp moment) {
    const GraphStore thenStore = readGraphStore(then);
    const GraphStore nowStore = readGraphStore(now);
    const RestoreScope whole{wholeNodesOf(nowStore, thenStore, graph, parts)};
    UserFiles after = now;
    std::vector<RestorePart> rest = parts;
    if (!whole.nodes.empty()) {
        if (auto known = editsBackTo(nowStore, thenStore, graph, parts);
            !known && depth == VersionDepth::whole)
            return fail(known.error());
        auto restored = restoredFiles(now, then, graph, whole, depth);
        if (!restored)
            return fail(restored.error());
        after = std::move(*restored);
        rest = partsStillDiffering(then, after, graph, parts);
    }
    if (depth == VersionDepth::registries) {
        if (whole.nodes.size() != parts.size())
            return fail(ErrorCode::usage, "restore parts of the graph", graph,
                        "the backup holds the registries alone: of it nodes alone can be restored");
        return after;
    }
    if (const auto elements = wholeElementsOf(readGraphStore(after), thenStore, rest); !elements.empty()) {
        decideElements(after, then, elements);
        rest = partsStillDiffering(then, after, graph, rest);
    }
    const auto edits = editsBackTo(readGraphStore(after), thenStore, graph, rest);
    if (!edits)
        return fail(edits.error());
    if (auto applied = applyEdits(after, graph, *edits, moment); !applied)
        return fail(applied.error());
    showNoMorph(after, thenStore, rest);
    takeOutBasic(after, thenStore, rest);
    return after;
}

struct RestoreRequest {
    const std::string& graph;
    const GraphVersion& version;
    const RestoreScope& scope;
    Timestamp moment;
};

/// What is wrong afterwards and wasn't before, with what mends it; stale composed files are made anew anyway.
std::vector<Finding> newFindings(const UserFiles& now, const GraphStore& nowStore, const UserFiles& after,
                                 const GraphStore& afterStore) {
    std::set<std::string> known;
    for (const Finding& finding : deepFindings(now, nowStore))
        known.insert(finding.id);
    std::vector<Finding> found;
    for (Finding& finding : deepFindings(after, afterStore))
        if (finding.kind != FindingKind::staleComposed && !known.contains(finding.id))
            found.push_back(std::move(finding));
    return found;
}

void repairChosen(UserFiles& files, const std::vector<Finding>& findings,
                  const std::vector<std::string>& wanted, Timestamp moment) {
    std::vector<Finding> chosen;
    for (const Finding& finding : findings)
        if (std::find(wanted.begin(), wanted.end(), finding.id) != wanted.end())
            chosen.push_back(finding);
    if (!chosen.empty())
        files = std::move(repairFindings(files, chosen, moment).files);
}

Result<PlannedRestore> planRestore(io::Disk& disk, const std::string& userFolder, const UserFiles& now,
                                   const RestoreRequest& request) {
    const auto history = readUserHistory(disk, userFolder);
    if (!history)
        return fail(history.error());
    const auto then = filesOfVersion(disk, userFolder, *history, now, request.version);
    if (!then)
        return fail(then.error());
    const bool bare = request.version.at == GraphVersion::At::backup;
    const VersionDepth depth = bare ? VersionDepth::registries : VersionDepth::whole;
    const RestoreScope& scope = request.scope;
    auto after = scope.parts.empty()
                     ? restoredFiles(now, *then, request.graph, scope, depth)
                     : restoredParts(now, *then, request.graph, scope.parts, depth, request.moment);
    if (!after)
        return fail(after.error());
    const GraphStore nowStore = readGraphStore(now);
    GraphStore afterStore = readGraphStore(*after);
    PlannedRestore planned;
    if (!scope.repairs.empty()) {
        repairChosen(*after, newFindings(now, nowStore, *after, afterStore), scope.repairs, request.moment);
        afterStore = readGraphStore(*after);
    }
    planned.orphans = newlyWrong(nowStore, afterStore);
    planned.change = changeTo(now, nowStore, std::move(*after), afterStore, *then, request.graph);
    return planned;
}

Result<GraphVersion> fixedGraphVersion(io::Disk& disk, const std::string& userFolder,
                                       const std::string& graph, const std::string& version) {
    const std::string logFolder = oldLogFolder(disk, userFolder);
    const auto timeline = loadGraphTimeline(disk, userFolder, graph, logFolder);
    if (!timeline)
        return fail(timeline.error());
    auto found = findGraphVersion(*timeline, version);
    if (found || found.error().code != ErrorCode::notFound || version.starts_with("@"))
        return found;
    // A moment is one of every graph's, whichever graph was changed then.
    const auto all = loadGraphTimeline(disk, userFolder, {}, logFolder);
    auto ofAny = all ? findGraphVersion(*all, version) : fail(all.error());
    return ofAny ? ofAny : found;
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
    if (!scope.parts.empty()) {
        facts.operation = "restore_parts";
        std::vector<Value> parts;
        for (const RestorePart& part : scope.parts)
            parts.push_back(Value::string(part.what + ' ' + part.id));
        facts.stemma.set("restored_parts", Value::array(std::move(parts)));
    }
    if (!scope.repairs.empty()) {
        std::vector<Value> repairs;
        for (const std::string& repair : scope.repairs)
            repairs.push_back(Value::string(repair));
        facts.stemma.set("repaired", Value::array(std::move(repairs)));
    }
    return facts;
}

} // namespace

Status checkSeen(const UserFiles* seen, const UserFiles& now) {
    if (!seen)
        return {};
    for (const FileDifference& each : differences(*seen, now))
        if (!isComposedPath(each.path))
            return fail(ErrorCode::conflict, "write the change", each.path, "it was changed since you looked",
                        "Look at what it would do now, and decide again.");
    return {};
}

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
    auto now = readUserFiles(disk, userFolder, ReadComposed::yes);
    if (!now)
        return fail(now.error());
    const SystemClock clock;
    auto planned = planRestore(disk, userFolder, *now, {graph, *fixed, scope, clock.now()});
    if (!planned)
        return fail(planned.error());
    RestorePreview preview;
    preview.files = std::move(planned->change.after);
    for (const std::string& each : planned->change.graphs)
        putComposed(preview.files, each);
    preview.differences = differences(*now, preview.files);
    preview.orphans = std::move(planned->orphans);
    // What a whole version brings back is as it was, flaws and all.
    if (fixed->at == GraphVersion::At::backup)
        preview.findings =
            newFindings(*now, readGraphStore(*now), preview.files, readGraphStore(preview.files));
    preview.base = std::make_shared<const UserFiles>(std::move(*now));
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
        [&](UserFiles& before, Timestamp moment) -> Result<std::optional<GraphChange>> {
            if (auto seen = checkSeen(scope.base.get(), before); !seen)
                return fail(seen.error());
            auto planned = planRestore(disk, workspace.userFolder, before, {graph, *fixed, scope, moment});
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
