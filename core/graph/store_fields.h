// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/graph/graph_store.h"

namespace stemma::graph {

/// The text of the first of the keys that the object has: a string, or another scalar as Python's str() has
/// it; null and containers are none. Private to core/graph.
[[nodiscard]] std::optional<std::string> textAt(const json::Value& object,
                                                std::initializer_list<std::string_view> keys);
/// As textAt of several objects, of which the first counts most; null pointers are passed over.
[[nodiscard]] std::optional<std::string> textAt(std::initializer_list<const json::Value*> objects,
                                                std::initializer_list<std::string_view> keys);
/// The strings in a value that is one, or a list of them, or lists in lists; empty for null and the rest.
[[nodiscard]] std::vector<std::string> textsIn(const json::Value* value);

/// An entry of a registry: its key is its identity, in a list its inner id.
struct RegistryEntry {
    std::string id;
    const json::Value* value = nullptr;
};
/// The entries of a registry in their order, of doubled keys the last in the first's place; of an object or a
/// list. What has no id is left out, and counted in `nameless`.
[[nodiscard]] std::vector<RegistryEntry> registryEntries(const json::Value* registry,
                                                         std::size_t* nameless = nullptr);

/// The elements of one kind: those of the registry in its order, then those that only have a file.
struct Element {
    std::string id;
    const json::Value* entry = nullptr; ///< of the registry
    const json::Value* file = nullptr;  ///< what is in the file, if it is an object
    Known known;
};
class Elements {
public:
    /// Problems with the registry itself are added to `problems`.
    Elements(const UserFiles& files, const std::string& registryPath, const std::string& folder,
             std::vector<Problem>& problems);

    [[nodiscard]] const std::vector<Element>& all() const { return m_elements; }

private:
    void addRegistered(const UserFiles& files, const RegistryEntry& entry, const std::string& folder);
    void addFile(const UserFiles& files, const std::string& path, const std::string& folder);

    std::vector<Element> m_elements;
    std::unordered_set<std::string> m_paths;
};

void readNodes(const UserFiles& files, GraphStore& store);
void readRelations(const UserFiles& files, GraphStore& store);
void readAttributes(const UserFiles& files, GraphStore& store);
void readTransitions(const UserFiles& files, GraphStore& store);
void readFunctions(const UserFiles& files, GraphStore& store);
/// After the nodes: a graph's nodes are those that name it.
void readGraphs(const UserFiles& files, GraphStore& store);

} // namespace stemma::graph
