// SPDX-License-Identifier: MIT
#include "core/graph/edit_draft.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>
#include <utility>

namespace stemma::graph {

namespace {

using json::Value;

const Value noEntries = Value::object();
constexpr std::string_view documentSuffix = ".json";

bool isBelow(const std::string& path, const std::string& folder) {
    return path.size() > folder.size() + 1 && path.starts_with(folder) && path[folder.size()] == '/';
}

bool holdsDocument(const std::vector<std::string>& paths) {
    return std::any_of(paths.begin(), paths.end(),
                       [](const std::string& path) { return path.ends_with(documentSuffix); });
}

void addOnce(std::vector<std::string>& list, const std::string& text) {
    if (std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(text);
}

/// The entry of a list of transitions.
const Value* listedEntry(const Value& list, const std::string& id) {
    const auto found = std::find_if(list.items().begin(), list.items().end(),
                                    [&](const Value& item) { return item.stringAt("id") == id; });
    return found == list.items().end() ? nullptr : &*found;
}

} // namespace

std::string registryPath(Registry registry) {
    return wordOf(registry) + "_registry.json";
}

std::string folderOf(Registry registry) {
    switch (registry) {
    case Registry::nodes:
        return "nodes";
    case Registry::relations:
        return "relationNodes";
    case Registry::attributes:
        return "attributeNodes";
    case Registry::transitions:
        break;
    }
    return "transitions";
}

std::string wordOf(Registry registry) {
    switch (registry) {
    case Registry::nodes:
        return "node";
    case Registry::relations:
        return "relation";
    case Registry::attributes:
        return "attribute";
    case Registry::transitions:
        break;
    }
    return "transition";
}

EditDraft::EditDraft(const UserFiles& files, std::string graph, Timestamp now)
    : m_files(files)
    , m_graph(std::move(graph))
    , m_now(now) {}

bool EditDraft::exists(const std::string& path) const {
    if (const auto change = m_changes.find(path); change != m_changes.end())
        return change->second.document || change->second.text;
    return m_files.find(path) != nullptr;
}

const Value* EditDraft::document(const std::string& path) const {
    if (const auto change = m_changes.find(path); change != m_changes.end())
        return change->second.document ? &*change->second.document : nullptr;
    return m_files.document(path);
}

Result<const Value*> EditDraft::object(const std::string& path, const std::string& what) const {
    const Value* found = document(path);
    if (found != nullptr && found->isObject())
        return found;
    if (!exists(path))
        return graphDamaged(path, "the file of " + what + " is missing",
                            "The deep validation offers to repair it.");
    const UserFilePtr file = m_files.find(path);
    return graphDamaged(path, file && !file->problem.empty() ? file->problem : "it is no JSON object",
                        "Restore an older version of it first.");
}

Value* EditDraft::edit(const std::string& path) {
    const Value* present = document(path);
    if (present == nullptr)
        return nullptr;
    auto change = m_changes.find(path);
    if (change == m_changes.end())
        change = m_changes.emplace(path, Change{*present, {}}).first;
    return &*change->second.document;
}

const std::string* EditDraft::text(const std::string& path) const {
    if (const auto change = m_changes.find(path); change != m_changes.end())
        return change->second.text ? &*change->second.text : nullptr;
    const UserFilePtr file = m_files.find(path);
    return file && file->read && file->problem.empty() ? &file->bytes : nullptr;
}

void EditDraft::put(const std::string& path, Value document) {
    m_changes.insert_or_assign(path, Change{std::move(document), {}});
}

void EditDraft::putText(const std::string& path, std::string bytes) {
    m_changes.insert_or_assign(path, Change{{}, std::move(bytes)});
}

void EditDraft::remove(const std::string& path) {
    m_changes.insert_or_assign(path, Change{});
}

std::vector<std::string> EditDraft::below(const std::string& folder) const {
    std::vector<std::string> paths = m_files.below(folder);
    std::erase_if(paths, [this](const std::string& path) { return !exists(path); });
    for (const auto& [path, change] : m_changes)
        if (isBelow(path, folder) && exists(path) && m_files.find(path) == nullptr)
            paths.push_back(path);
    return paths;
}

Result<const Value*> EditDraft::registry(Registry which) const {
    const std::string path = registryPath(which);
    if (!exists(path)) {
        if (!holdsDocument(below(folderOf(which))))
            return &noEntries;
        return graphDamaged(path,
                            "the registry is missing, but " + folderOf(which) +
                                "/ holds files: written anew now, it would forget them",
                            "Restore it from a backup, or let the deep validation repair it.");
    }
    const Value* found = document(path);
    if (found != nullptr && (found->isObject() || (which == Registry::transitions && found->isArray())))
        return found;
    const UserFilePtr file = m_files.find(path);
    return graphDamaged(path, file && !file->problem.empty() ? file->problem : "it is no registry",
                        "Restore it from a backup first.");
}

Result<Value*> EditDraft::editRegistry(Registry which) {
    const auto present = registry(which);
    if (!present)
        return fail(present.error());
    const std::string path = registryPath(which);
    if (!exists(path))
        put(path, Value::object());
    return edit(path);
}

const Value* EditDraft::entry(Registry which, const std::string& id) const {
    const Value* registered = document(registryPath(which));
    if (registered == nullptr)
        return nullptr;
    return registered->isArray() ? listedEntry(*registered, id) : registered->find(id);
}

Value* EditDraft::editEntry(Registry which, const std::string& id) {
    const Value* present = entry(which, id);
    Value* registered = present == nullptr ? nullptr : edit(registryPath(which));
    if (registered == nullptr)
        return nullptr;
    if (registered->isObject())
        return registered->edit(id);
    const Value* found = listedEntry(*registered, id);
    return &registered->editItem(static_cast<std::size_t>(found - registered->items().data()));
}

Result<std::string> EditDraft::pathOf(Registry which, const std::string& id) const {
    auto path = pathOfId(folderOf(which), id);
    if (path)
        return std::move(*path);
    return fail(ErrorCode::unsafe, "change the " + wordOf(which), id,
                "its id would name a file outside " + folderOf(which) + "/");
}

std::vector<std::string> EditDraft::ids(Registry which) const {
    std::vector<std::string> all;
    std::unordered_set<std::string> seen;
    const auto add = [&](const std::string& id) {
        if (seen.insert(id).second)
            all.push_back(id);
    };
    if (const Value* registered = document(registryPath(which))) {
        for (const json::Member& member : registered->members())
            add(member.key);
        for (const Value& item : registered->items())
            if (const auto id = item.stringAt("id"))
                add(*id);
    }
    const std::size_t begin = folderOf(which).size() + 1;
    for (const std::string& path : below(folderOf(which)))
        if (path.ends_with(documentSuffix))
            add(path.substr(begin, path.size() - begin - documentSuffix.size()));
    return all;
}

bool EditDraft::known(Registry which, const std::string& id) const {
    if (entry(which, id) != nullptr)
        return true;
    const auto path = pathOfId(folderOf(which), id);
    return path && exists(*path);
}

Value EditDraft::isoNow() const {
    std::string text = isoText(m_now);
    text.resize(text.size() - std::string_view("+00:00").size());
    return Value::string(std::move(text));
}

Value EditDraft::secondsNow() const {
    char text[48];
    const auto micros = static_cast<long long>(m_now.micros);
    std::snprintf(text, sizeof text, "%lld.%06lld", micros / 1000000, micros % 1000000);
    std::string number = text;
    while (number.ends_with('0') && !number.ends_with(".0"))
        number.pop_back();
    return Value::numberFromText(std::move(number));
}

void EditDraft::touchGraph(const std::string& graph) {
    addOnce(edited.graphs, graph);
}

void EditDraft::touchNode(const std::string& node) {
    addOnce(edited.nodes, node);
    touchGraph(m_graph);
    const Value* registered = entry(Registry::nodes, node);
    const Value* graphs = registered == nullptr ? nullptr : registered->find("graphs");
    if (graphs == nullptr)
        return;
    for (const Value& graph : graphs->items())
        if (graph.isString())
            touchGraph(graph.text());
}

void EditDraft::touchAllGraphs() {
    for (const std::string& graph : m_files.graphFolders())
        touchGraph(graph);
}

void EditDraft::apply(UserFiles& files) const {
    for (const auto& [path, change] : m_changes) {
        const UserFilePtr present = files.find(path);
        if (change.text) {
            if (!present || present->bytes != *change.text)
                files.setBytes(path, *change.text);
        } else if (!change.document) {
            if (present)
                files.remove(path);
        } else if (!present || !present->document || present->bytes != json::bytesOf(*change.document)) {
            files.setDocument(path, *change.document);
        }
    }
}

Unexpected graphUsage(std::string detail, std::string advice) {
    return fail(ErrorCode::usage, "edit the graph", {}, std::move(detail), std::move(advice));
}

Unexpected graphDamaged(const std::string& path, std::string detail, std::string advice) {
    return fail(ErrorCode::damaged, "edit the graph", path, std::move(detail), std::move(advice));
}

std::string quotedId(std::string_view id) {
    return "‘" + std::string(id) + "’";
}

} // namespace stemma::graph
