// SPDX-License-Identifier: MIT
#include "core/graph/graph_store.h"

#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

template <class T>
const T* at(const std::vector<T>& all, const std::unordered_map<std::string, std::size_t>& places,
            const std::string& id) {
    const auto found = places.find(id);
    return found == places.end() ? nullptr : &all[found->second];
}

} // namespace

const Node* GraphStore::node(const std::string& id) const {
    return at(nodes, nodeAt, id);
}
const Relation* GraphStore::relation(const std::string& id) const {
    return at(relations, relationAt, id);
}
const Attribute* GraphStore::attribute(const std::string& id) const {
    return at(attributes, attributeAt, id);
}
const Transition* GraphStore::transition(const std::string& id) const {
    return at(transitions, transitionAt, id);
}
const Graph* GraphStore::graph(const std::string& id) const {
    return at(graphs, graphAt, id);
}

GraphStore readGraphStore(const UserFiles& files) {
    GraphStore store;
    readNodes(files, store);
    readRelations(files, store);
    readAttributes(files, store);
    readTransitions(files, store);
    readFunctions(files, store);
    readGraphs(files, store);
    return store;
}

} // namespace stemma::graph
