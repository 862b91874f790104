// SPDX-License-Identifier: MIT
#include "core/graph/graph_edit.h"

#include <algorithm>
#include <utility>

#include "core/graph/edit_draft.h"
#include "core/graph/edit_operations.h"

namespace stemma::graph {

namespace {

Status checkGraph(const UserFiles& files, const std::string& graph) {
    const auto& graphs = files.graphFolders();
    if (std::find(graphs.begin(), graphs.end(), graph) != graphs.end())
        return {};
    return fail(ErrorCode::notFound, "edit the graph", graph, "there is no graph of that name");
}

Status applyOne(EditDraft& draft, const GraphEdit& edit) {
    return std::visit([&](const auto& one) { return applyTo(draft, one); }, edit);
}

} // namespace

Result<Edited> applyEdits(UserFiles& files, const std::string& graph, const std::vector<GraphEdit>& edits,
                          Timestamp now) {
    if (auto checked = checkGraph(files, graph); !checked)
        return fail(checked.error());
    EditDraft draft(files, graph, now);
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (auto done = applyOne(draft, edits[i]); !done) {
            Error error = done.error();
            error.detail = "edit " + std::to_string(i) + ": " + error.detail;
            return fail(std::move(error));
        }
    }
    draft.apply(files);
    return std::move(draft.edited);
}

Result<Edited> applyEdit(UserFiles& files, const std::string& graph, const GraphEdit& edit, Timestamp now) {
    auto edited = applyEdits(files, graph, {edit}, now);
    if (!edited) {
        Error error = edited.error();
        const std::string_view prefix = "edit 0: ";
        if (error.detail.starts_with(prefix))
            error.detail.erase(0, prefix.size());
        return fail(std::move(error));
    }
    return edited;
}

} // namespace stemma::graph
