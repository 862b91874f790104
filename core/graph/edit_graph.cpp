// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/metadata_text.h"

namespace stemma::graph {

namespace {

using json::Value;

std::string folderOfGraph(const std::string& graph) {
    return "graphs/" + graph + '/';
}

bool anyGraphHas(const UserFiles& files, const char* name) {
    const auto& graphs = files.graphFolders();
    return std::any_of(graphs.begin(), graphs.end(), [&](const std::string& graph) {
        return files.find(folderOfGraph(graph) + name) != nullptr;
    });
}

} // namespace

bool isOfVersionOne(const UserFiles& files) {
    if (anyGraphHas(files, "CNL.md"))
        return false;
    return anyGraphHas(files, "cnl.md") || nodeIdRule(files) == NodeIdRule::caseKept;
}

std::string textPath(const UserFiles& files, const std::string& graph) {
    const std::string newer = folderOfGraph(graph) + "CNL.md";
    const std::string older = folderOfGraph(graph) + "cnl.md";
    if (files.find(newer) != nullptr)
        return newer;
    return files.find(older) != nullptr || isOfVersionOne(files) ? older : newer;
}

Status applyTo(EditDraft& draft, const SetGraph& edit) {
    for (const auto& [text, what] :
         {std::pair(&edit.title, "title"), std::pair(&edit.description, "description")})
        if (*text)
            if (auto checked = checkText(**text, what); !checked)
                return checked;
    if (edit.title && edit.title->find_first_not_of(" \t\r\n") == std::string::npos)
        return graphUsage("the title of a graph can't be empty");
    const std::string path = folderOfGraph(draft.graph()) + "metadata.yaml";
    const UserFilePtr file = draft.files().find(path);
    const std::string* present = draft.text(path);
    if (present == nullptr && file && !file->problem.empty())
        return graphDamaged(path, file->problem, "Restore an older version of it first.");
    auto changed =
        present == nullptr
            ? Result<std::string>(newMetadata(edit.title.value_or(draft.graph()),
                                              edit.description.value_or(""), draft.isoNow().text()))
            : changedMetadata(*present, path, edit.title, edit.description);
    if (!changed)
        return fail(changed.error());
    if (present != nullptr && *present == *changed)
        return {};
    draft.putText(path, std::move(*changed));
    draft.touchGraph(draft.graph());
    return {};
}

Status applyTo(EditDraft& draft, const SetText& edit) {
    if (auto checked = checkText(edit.text, "text"); !checked)
        return checked;
    const std::string path = textPath(draft.files(), draft.graph());
    const UserFilePtr file = draft.files().find(path);
    const std::string* present = draft.text(path);
    if (present == nullptr && file)
        return graphDamaged(path, file->problem, "Restore an older version of it first.");
    if (present != nullptr && *present == edit.text)
        return {};
    draft.putText(path, edit.text);
    draft.touchGraph(draft.graph());
    return {};
}

} // namespace stemma::graph
