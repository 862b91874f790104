// SPDX-License-Identifier: MIT
// Graphs come and go.
#include <algorithm>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/graph_change.h"
#include "core/graph/metadata_text.h"
#include "core/json/utf8.h"

namespace stemma::graph {

namespace {

using json::Value;

/// What follows the graph's id in the name of a backup: `_20250628_100117_6018366c`.
constexpr std::size_t backupTail = 25;
constexpr std::size_t longestFolderName = 255;

std::string trimmed(const std::string& text) {
    constexpr const char* blanks = " \t\r\n\f\v";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string::npos ? std::string()
                                      : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

Status checkNewGraph(const UserFiles& files, const std::string& id) {
    if (auto form = checkNewId(id, "graph"); !form)
        return form;
    if (id.size() > longestFolderName - backupTail)
        return fail(ErrorCode::unsafe, "use the id of the graph", id,
                    "it is longer than the 230 bytes that the names of its backups have room for",
                    "Choose a shorter name.");
    const auto& graphs = files.graphFolders();
    if (std::find(graphs.begin(), graphs.end(), id) != graphs.end() || files.find("graphs/" + id))
        return fail(ErrorCode::conflict, "make the graph", id, "there is a graph of that name already",
                    "Choose another name.");
    return {};
}

/// The text that the library gives to new graphs, where it has its template.
Result<std::string> templateText(io::Disk& disk, const std::string& userFolder) {
    const auto folder =
        io::openDirectory(disk, io::joinPath(userFolder, "../../global/templates/defaultGraphFiles"));
    if (!folder && folder.error().code != ErrorCode::io)
        return std::string();
    if (!folder)
        return fail(folder.error());
    for (const char* name : {"CNL.md", "cnl.md"}) {
        auto content = io::readFile(disk, *folder, name);
        if (!content && content.error().code == ErrorCode::io)
            return fail(content.error());
        if (content && json::firstBadByte(content->bytes, json::Surrogates::refused) == std::string::npos)
            return std::move(content->bytes);
    }
    return std::string();
}

Result<GraphChange> withNewGraph(const GraphWorkspace& workspace, const UserFiles& before,
                                 const std::string& id, const SetGraph& facts, Timestamp now) {
    if (auto checked = checkNewGraph(before, id); !checked)
        return fail(checked.error());
    GraphChange change;
    change.after = before;
    change.after.addGraphFolder(id);
    const EditDraft draft(change.after, id, now);
    change.after.setBytes("graphs/" + id + "/metadata.yaml",
                          newMetadata(*facts.title, *facts.description, draft.isoNow().text()));
    auto text = templateText(workspace.environment.disk, workspace.userFolder);
    if (!text)
        return fail(text.error());
    change.after.setBytes(textPath(before, id), std::move(*text));
    change.graphs = {id};
    change.newIds = {id};
    change.counts.added = 1;
    return change;
}

/// Takes the graph out of the lists of a registry's entries; gives the ids of those that were in it alone.
IdSet leaveGraph(EditDraft& draft, Registry which) {
    IdSet alone;
    const Value* registered = draft.document(registryPath(which));
    if (registered == nullptr || !registered->isObject())
        return alone;
    std::vector<std::string> members;
    for (const json::Member& member : registered->members()) {
        const Value* graphs = member.value.find("graphs");
        if (graphs == nullptr)
            continue;
        const auto& items = graphs->items();
        const auto isThis = [&](const Value& item) {
            return item.isString() && item.text() == draft.graph();
        };
        if (std::any_of(items.begin(), items.end(), isThis))
            members.push_back(member.key);
        if (!items.empty() && std::all_of(items.begin(), items.end(), isThis))
            alone.insert(member.key);
    }
    for (const std::string& id : members) {
        Value* graphs = draft.editEntry(which, id)->edit("graphs");
        for (std::size_t i = graphs->size(); i-- > 0;)
            if (graphs->items()[i].isString() && graphs->items()[i].text() == draft.graph())
                graphs->removeItem(i);
        if (which == Registry::nodes)
            draft.touchNode(id);
    }
    return alone;
}

/// Folders below one, deepest first, itself last.
Status addFolders(io::Disk& disk, const std::string& root, const std::string& path, int depth,
                  std::vector<std::string>& folders) {
    constexpr int deepest = 64;
    const auto folder = io::openDirectory(disk, io::joinPath(root, path));
    if (!folder)
        return fail(folder.error());
    const auto entries = disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (entry.type == io::NodeType::directory && depth < deepest)
            if (auto added = addFolders(disk, root, path + '/' + entry.name, depth + 1, folders); !added)
                return added;
    folders.push_back(path);
    return {};
}

/// What other programs left in the graph's folder goes with it, and is kept as everything is.
Status readStrays(io::Disk& disk, const std::string& userFolder, const std::string& prefix,
                  UserFiles& files) {
    for (const std::string& path : files.strays()) {
        if (!path.starts_with(prefix))
            continue;
        const std::size_t slash = path.rfind('/');
        const auto folder = io::openDirectory(disk, io::joinPath(userFolder, path.substr(0, slash)));
        if (!folder)
            return fail(folder.error());
        auto content = io::readFile(disk, *folder, path.substr(slash + 1));
        if (content)
            files.put(path, UserFile::ofDisk(path, std::move(content->bytes), content->stamp, false));
        else if (content.error().code != ErrorCode::notFound)
            return fail(content.error());
    }
    return {};
}

Result<GraphChange> withoutGraph(const GraphWorkspace& workspace, const UserFiles& before,
                                 const std::string& graph, Timestamp now) {
    for (const Registry which : {Registry::nodes, Registry::relations, Registry::attributes})
        if (EditDraft draft(before, graph, now); !draft.registry(which))
            return fail(draft.registry(which).error());
    EditDraft draft(before, graph, now);
    const IdSet alone = leaveGraph(draft, Registry::nodes);
    for (const Registry which : {Registry::relations, Registry::attributes, Registry::transitions})
        leaveGraph(draft, which);
    if (auto deleted = deleteNodes(draft, alone); !deleted)
        return fail(deleted.error());
    GraphChange change;
    change.after = before;
    draft.apply(change.after);
    change.after.removeGraphFolder(graph);
    std::erase(draft.edited.graphs, graph);
    change.graphs = std::move(draft.edited.graphs);
    change.nodes = std::move(draft.edited.nodes);
    change.counts.removed = draft.edited.removedIds.size() + 1;
    if (auto added = addFolders(workspace.environment.disk, workspace.userFolder, "graphs/" + graph, 0,
                                change.goneFolders);
        !added)
        return fail(added.error());
    return change;
}

} // namespace

Result<SavedGraph> newGraph(const GraphWorkspace& workspace, const std::string& id, const std::string& title,
                            const std::string& description) {
    const std::string name = trimmed(title);
    const SetGraph facts{name, description};
    if (name.empty())
        return fail(ErrorCode::usage, "make the graph", {}, "its title is empty");
    for (const std::string& text : {title, description})
        if (auto checked = checkText(text, "title or description"); !checked)
            return fail(checked.error());
    const std::string folder = id.empty() ? name : id;
    return saveChange(workspace, {"create", "create_graph", folder, Value::object()},
                      [&](const UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
                          auto change = withNewGraph(workspace, before, folder, facts, now);
                          if (!change)
                              return fail(change.error());
                          return std::move(*change);
                      });
}

Result<SavedGraph> deleteGraph(const GraphWorkspace& workspace, const std::string& graph) {
    return saveChange(
        workspace, {"delete", "delete_graph", graph, Value::object()},
        [&](UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
            const auto& graphs = before.graphFolders();
            if (std::find(graphs.begin(), graphs.end(), graph) == graphs.end())
                return fail(ErrorCode::notFound, "delete the graph", graph, "there is no graph of that name");
            io::Disk& disk = workspace.environment.disk;
            if (auto read = readComposedFiles(disk, workspace.userFolder, before, graph); !read)
                return fail(read.error());
            if (auto read = readStrays(disk, workspace.userFolder, "graphs/" + graph + '/', before); !read)
                return fail(read.error());
            auto change = withoutGraph(workspace, before, graph, now);
            if (!change)
                return fail(change.error());
            return std::move(*change);
        });
}

} // namespace stemma::graph
