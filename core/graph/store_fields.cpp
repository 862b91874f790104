// SPDX-License-Identifier: MIT
#include "core/graph/store_fields.h"

#include <unordered_map>

#include "core/graph/graph_ids.h"

namespace stemma::graph {

namespace {

void addTexts(const json::Value& value, std::vector<std::string>& texts, int depth) {
    constexpr int deepest = 8; // one list in a list is usual, more is somebody's mischief
    if (value.isString())
        texts.push_back(value.text());
    if (depth < deepest)
        for (const json::Value& item : value.items())
            addTexts(item, texts, depth + 1);
}

std::vector<RegistryEntry> entriesOfList(const json::Value& registry, std::size_t& nameless) {
    std::vector<RegistryEntry> entries;
    for (const json::Value& item : registry.items()) {
        if (const auto id = textAt(item, {"id", "node_id"}))
            entries.push_back({*id, &item});
        else
            ++nameless;
    }
    return entries;
}

std::string idOfPath(const std::string& path, const std::string& folder) {
    const std::size_t begin = folder.size() + 1;
    return path.substr(begin, path.size() - begin - std::string_view(".json").size());
}

void tellRegistry(const UserFiles& files, const std::string& path, std::size_t nameless,
                  std::vector<Problem>& problems) {
    const UserFilePtr file = files.find(path);
    if (file && !file->problem.empty())
        problems.push_back({"registry-unreadable", Severity::error, path + " can't be read: " + file->problem,
                            0, "Restore it from the history or mend it in a text editor."});
    else if (file && file->document && !file->document->isObject() && !file->document->isArray())
        problems.push_back({"registry-unreadable", Severity::error,
                            path + " is no list of entries, so nothing in it counts", 0,
                            "Restore it from the history."});
    if (nameless > 0)
        problems.push_back({"registry-nameless", Severity::error,
                            path + " has " + std::to_string(nameless) +
                                " entries without an id; composing stops with an error in the old program",
                            0, "Repair the user's data."});
}

} // namespace

std::optional<std::string> textAt(const json::Value& object, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const json::Value* value = object.find(key);
        if (!value || value->isNull() || value->isArray() || value->isObject())
            continue;
        return value->isString() ? value->text() : pythonStr(*value);
    }
    return std::nullopt;
}

std::optional<std::string> textAt(std::initializer_list<const json::Value*> objects,
                                  std::initializer_list<std::string_view> keys) {
    for (const json::Value* object : objects)
        if (object)
            if (auto text = textAt(*object, keys))
                return text;
    return std::nullopt;
}

std::vector<std::string> textsIn(const json::Value* value) {
    std::vector<std::string> texts;
    if (value)
        addTexts(*value, texts, 0);
    return texts;
}

std::vector<RegistryEntry> registryEntries(const json::Value* registry, std::size_t* nameless) {
    std::size_t without = 0;
    std::vector<RegistryEntry> entries;
    if (registry && registry->isArray())
        entries = entriesOfList(*registry, without);
    if (registry && registry->isObject())
        for (const json::Member& member : registry->members())
            entries.push_back({member.key, &member.value});
    if (nameless)
        *nameless = without;
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<RegistryEntry> kept;
    places.reserve(entries.size());
    kept.reserve(entries.size());
    for (const RegistryEntry& entry : entries) {
        const auto [place, isNew] = places.emplace(entry.id, kept.size());
        if (isNew)
            kept.push_back(entry);
        else
            kept[place->second].value = entry.value;
    }
    return kept;
}

Elements::Elements(const UserFiles& files, const std::string& registryPath, const std::string& folder,
                   std::vector<Problem>& problems) {
    std::size_t nameless = 0;
    for (const RegistryEntry& entry : registryEntries(files.document(registryPath), &nameless))
        addRegistered(files, entry, folder);
    tellRegistry(files, registryPath, nameless, problems);
    if (const UserFilePtr file = files.find(folder))
        problems.push_back({"folder-unreadable",
                            Severity::error,
                            "The folder " + folder + " can't be read: " + file->problem,
                            0,
                            {}});
    const std::vector<std::string> paths = files.below(folder);
    for (const std::string& path : paths)
        if (path.ends_with(".json") && !m_paths.contains(path))
            addFile(files, path, folder);
    if (!files.find(registryPath) && !m_elements.empty())
        problems.push_back({"registry-missing", Severity::error,
                            registryPath + " is missing; for the old program there is nothing in " + folder,
                            0, "Restore it from the history, or repair the user's data."});
}

void Elements::addRegistered(const UserFiles& files, const RegistryEntry& entry, const std::string& folder) {
    Element element;
    element.id = entry.id;
    element.entry = entry.value;
    element.known.registered = true;
    if (const auto path = pathOfId(folder, entry.id)) {
        element.known.path = *path;
        if (const UserFilePtr file = files.find(*path)) {
            element.known.hasFile = true;
            if (file->document && file->document->isObject())
                element.file = &*file->document;
        }
        m_paths.insert(*path);
    }
    element.known.readable = !element.known.hasFile || element.file != nullptr;
    m_elements.push_back(std::move(element));
}

void Elements::addFile(const UserFiles& files, const std::string& path, const std::string& folder) {
    const UserFilePtr file = files.find(path);
    Element element;
    element.id = idOfPath(path, folder);
    if (file->document && file->document->isObject())
        element.file = &*file->document;
    element.known.hasFile = true;
    element.known.readable = element.file != nullptr;
    element.known.path = path;
    m_elements.push_back(std::move(element));
}

} // namespace stemma::graph
