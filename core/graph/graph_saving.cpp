// SPDX-License-Identifier: MIT
// Edits and composing as transactions.
#include <algorithm>
#include <utility>

#include "core/graph/compose.h"
#include "core/graph/edit_operations.h"
#include "core/graph/graph_change.h"
#include "core/graph/restore_parts.h"

namespace stemma::graph {

std::string operationOf(const std::vector<GraphEdit>& edits) {
    const auto sameKind = [&](const GraphEdit& edit) { return edit.index() == edits.front().index(); };
    if (edits.empty() || !std::all_of(edits.begin(), edits.end(), sameKind))
        return "edit_graph";
    std::string name = graphEditNames()[edits.front().index()];
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

history::ChangeCounts countsOf(const std::vector<GraphEdit>& edits, const Edited& edited) {
    history::ChangeCounts counts;
    for (const GraphEdit& edit : edits) {
        const std::string name = graphEditNames()[edit.index()];
        if (!name.starts_with("add-") && !name.starts_with("delete-"))
            ++counts.edited;
        if (std::holds_alternative<AddToGraph>(edit))
            ++counts.edited;
    }
    const auto renamed =
        static_cast<std::size_t>(std::count_if(edits.begin(), edits.end(), [](const auto& edit) {
            return std::holds_alternative<EditRelation>(edit) || std::holds_alternative<EditAttribute>(edit);
        }));
    counts.added = edited.newIds.size() - std::min(renamed, edited.newIds.size());
    counts.removed = edited.removedIds.size();
    return counts;
}

Result<SavedGraph> editGraph(const GraphWorkspace& workspace, const std::string& graph,
                             const std::vector<GraphEdit>& edits, const std::string& operation) {
    const GraphEventFacts facts{"evolve", operation.empty() ? operationOf(edits) : operation, graph,
                                json::Value::object()};
    return saveChange(workspace, facts,
                      [&](const UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
                          GraphChange change;
                          change.after = before;
                          auto edited = applyEdits(change.after, graph, edits, now);
                          if (!edited)
                              return fail(edited.error());
                          if (differences(before, change.after).empty())
                              return std::nullopt;
                          change.counts = countsOf(edits, *edited);
                          change.graphs = std::move(edited->graphs);
                          change.nodes = std::move(edited->nodes);
                          change.newIds = std::move(edited->newIds);
                          change.goneFolders = emptiedFolders(before, change.after);
                          return change;
                      });
}

Result<SavedGraph> composeFiles(const GraphWorkspace& workspace, const std::string& graph) {
    const GraphEventFacts facts{"render", "compose", graph, json::Value::object()};
    return saveChange(workspace, facts,
                      [&](const UserFiles& before, Timestamp) -> Result<std::optional<GraphChange>> {
                          const auto& graphs = before.graphFolders();
                          if (std::find(graphs.begin(), graphs.end(), graph) == graphs.end())
                              return fail(ErrorCode::notFound, "compose the graph", graph,
                                          "there is no graph of that name");
                          GraphChange change;
                          change.after = before;
                          change.graphs = {graph};
                          return change;
                      });
}

} // namespace stemma::graph
