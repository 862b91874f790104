// SPDX-License-Identifier: MIT
#include "core/graph/graph_parts.h"

#include <algorithm>
#include <unordered_set>

namespace stemma::graph {

namespace {

bool namesGraph(const std::vector<std::string>& graphs, const std::string& graph) {
    return std::find(graphs.begin(), graphs.end(), graph) != graphs.end();
}

/// The members of the nodes' morphs, then those that `isOurs`; each once.
template <class Part, class Find, class IsOurs>
std::vector<const Part*> partsOf(const std::vector<const Node*>& nodes, const std::vector<Part>& all,
                                 std::vector<std::string> Morph::*members, const Find& find,
                                 const IsOurs& isOurs) {
    std::vector<const Part*> parts;
    std::unordered_set<const Part*> seen;
    const auto add = [&](const Part* part) {
        if (part && seen.insert(part).second)
            parts.push_back(part);
    };
    for (const Node* node : nodes)
        for (const Morph& morph : node->morphs)
            for (const std::string& id : morph.*members)
                add(find(id));
    for (const Part& part : all)
        if (isOurs(part))
            add(&part);
    return parts;
}

} // namespace

GraphParts graphParts(const GraphStore& store, const Graph& graph, TransitionScope scope) {
    GraphParts parts;
    for (const std::string& id : graph.nodes)
        parts.nodes.push_back(store.node(id));
    const auto isOurs = [&](const auto& part) { return namesGraph(part.graphs, graph.id); };
    parts.relations = partsOf(
        parts.nodes, store.relations, &Morph::relations,
        [&](const std::string& id) { return store.relation(id); }, isOurs);
    parts.attributes = partsOf(
        parts.nodes, store.attributes, &Morph::attributes,
        [&](const std::string& id) { return store.attribute(id); }, isOurs);
    for (const Transition& transition : store.transitions)
        if (scope == TransitionScope::all || (transition.graphs && namesGraph(*transition.graphs, graph.id)))
            parts.transitions.push_back(&transition);
    return parts;
}

GraphParts nodeParts(const GraphStore& store, const Node& node) {
    GraphParts parts;
    parts.nodes.push_back(&node);
    parts.relations = partsOf(
        parts.nodes, store.relations, &Morph::relations,
        [&](const std::string& id) { return store.relation(id); },
        [&](const Relation& relation) { return relation.source == node.id || relation.target == node.id; });
    parts.attributes = partsOf(
        parts.nodes, store.attributes, &Morph::attributes,
        [&](const std::string& id) { return store.attribute(id); },
        [&](const Attribute& attribute) { return attribute.source == node.id; });
    return parts;
}

} // namespace stemma::graph
