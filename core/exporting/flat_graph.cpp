// SPDX-License-Identifier: MIT
#include "core/exporting/flat_graph.h"

#include <algorithm>
#include <unordered_map>

#include "core/graph/graph_ids.h"

namespace stemma::exporting {

namespace {

class Flattening {
public:
    Flattening(const graph::GraphStore& store, const graph::Graph& graph, const graph::GraphParts& parts)
        : m_store(store)
        , m_parts(parts) {
        m_flat.graph = &graph;
    }

    FlatGraph flatten();

private:
    std::uint32_t add(FlatNode node);
    std::uint32_t nodeAt(const std::string& id);
    void addTransition(const graph::Transition& transition, std::uint32_t at);
    void addRelation(const graph::Relation& relation);
    void addAttribute(const graph::Attribute& attribute);
    /// The morphs that list an id.
    using MorphsOf = std::unordered_map<std::string_view, std::vector<const graph::Morph*>>;
    const MorphsOf& morphsOf(const graph::Node& node, std::vector<std::string> graph::Morph::*members);
    template <class Flat>
    void addMorphs(Flat& flat, const std::string& source, const std::string& id,
                   std::vector<std::string> graph::Morph::*members);

    const graph::GraphStore& m_store;
    const graph::GraphParts& m_parts;
    FlatGraph m_flat;
    std::unordered_map<std::string, std::uint32_t> m_nodes;
    std::unordered_map<const graph::Node*, MorphsOf> m_ofRelations, m_ofAttributes;
};

std::uint32_t Flattening::add(FlatNode node) {
    const auto at = static_cast<std::uint32_t>(m_flat.nodes.size());
    if (node.kind != FlatKind::transition)
        m_nodes.emplace(node.id, at);
    m_flat.nodes.push_back(std::move(node));
    return at;
}

/// The node of an edge's end: what isn't in the graph is added.
std::uint32_t Flattening::nodeAt(const std::string& id) {
    if (const auto found = m_nodes.find(id); found != m_nodes.end())
        return found->second;
    const graph::Node* node = m_store.node(id);
    return add({id, node ? FlatKind::elsewhere : FlatKind::missing, node, nullptr});
}

/// Looked up once for each node: a node may have very many relations.
const Flattening::MorphsOf& Flattening::morphsOf(const graph::Node& node,
                                                 std::vector<std::string> graph::Morph::*members) {
    auto& known = members == &graph::Morph::relations ? m_ofRelations : m_ofAttributes;
    const auto [at, isNew] = known.try_emplace(&node);
    if (isNew)
        for (const graph::Morph& morph : node.morphs)
            for (const std::string& id : morph.*members)
                if (auto& morphs = at->second[id]; morphs.empty() || morphs.back() != &morph)
                    morphs.push_back(&morph);
    return at->second;
}

template <class Flat>
void Flattening::addMorphs(Flat& flat, const std::string& source, const std::string& id,
                           std::vector<std::string> graph::Morph::*members) {
    const graph::Node* node = m_store.node(source);
    if (node == nullptr)
        return;
    const graph::Morph* shown = node->shownMorph();
    flat.shown = false;
    const MorphsOf& holders = morphsOf(*node, members);
    const auto found = holders.find(id);
    if (found == holders.end())
        return;
    for (const graph::Morph* morph : found->second) {
        flat.morphs.push_back(morph->name);
        flat.shown = flat.shown || morph == shown;
    }
}

void Flattening::addRelation(const graph::Relation& relation) {
    FlatEdge edge;
    edge.from = nodeAt(relation.source);
    edge.to = nodeAt(relation.target);
    edge.relation = &relation;
    addMorphs(edge, relation.source, relation.id, &graph::Morph::relations);
    m_flat.edges.push_back(std::move(edge));
}

void Flattening::addAttribute(const graph::Attribute& attribute) {
    FlatAttribute flat;
    flat.node = nodeAt(attribute.source);
    flat.attribute = &attribute;
    addMorphs(flat, attribute.source, attribute.id, &graph::Morph::attributes);
    m_flat.attributes.push_back(std::move(flat));
}

void Flattening::addTransition(const graph::Transition& transition, std::uint32_t at) {
    const auto addEnds = [&](const std::vector<graph::TransitionEnd>& ends, FlatEdgeKind kind) {
        for (const graph::TransitionEnd& end : ends) {
            FlatEdge edge;
            edge.kind = kind;
            const std::uint32_t node = nodeAt(end.node);
            const bool isInput = kind == FlatEdgeKind::transitionInput;
            edge.from = isInput ? node : at;
            edge.to = isInput ? at : node;
            edge.transition = &transition;
            if (end.morph)
                edge.morphs.push_back(*end.morph);
            m_flat.edges.push_back(std::move(edge));
        }
    };
    addEnds(transition.inputs, FlatEdgeKind::transitionInput);
    addEnds(transition.outputs, FlatEdgeKind::transitionOutput);
}

FlatGraph Flattening::flatten() {
    for (const graph::Node* node : m_parts.nodes)
        add({node->id, FlatKind::node, node, nullptr});
    const auto firstTransition = static_cast<std::uint32_t>(m_flat.nodes.size());
    for (const graph::Transition* transition : m_parts.transitions)
        add({transition->id, FlatKind::transition, nullptr, transition});
    for (const graph::Relation* relation : m_parts.relations)
        addRelation(*relation);
    for (std::uint32_t i = 0; i < m_parts.transitions.size(); ++i)
        addTransition(*m_parts.transitions[i], firstTransition + i);
    for (const graph::Attribute* attribute : m_parts.attributes)
        addAttribute(*attribute);
    std::stable_sort(m_flat.attributes.begin(), m_flat.attributes.end(),
                     [](const FlatAttribute& a, const FlatAttribute& b) {
                         return a.node != b.node ? a.node < b.node : a.shown && !b.shown;
                     });
    return std::move(m_flat);
}

} // namespace

const char* flatKindWord(FlatKind kind) {
    switch (kind) {
    case FlatKind::node:
        return "node";
    case FlatKind::elsewhere:
        return "elsewhere";
    case FlatKind::missing:
        return "missing";
    case FlatKind::transition:
        break;
    }
    return "transition";
}

const char* flatEdgeKindWord(FlatEdgeKind kind) {
    switch (kind) {
    case FlatEdgeKind::relation:
        return "relation";
    case FlatEdgeKind::transitionInput:
        return "transition_input";
    case FlatEdgeKind::transitionOutput:
        break;
    }
    return "transition_output";
}

FlatGraph flatGraph(const graph::GraphStore& store, const graph::Graph& graph, graph::TransitionScope scope) {
    const graph::GraphParts parts = graph::graphParts(store, graph, scope);
    return Flattening(store, graph, parts).flatten();
}

std::string valueText(const graph::Attribute& attribute) {
    return attribute.value.isNull() ? std::string() : graph::pythonStr(attribute.value);
}

std::string listText(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts)
        list += (list.empty() ? "" : "; ") + text;
    return list;
}

std::vector<std::string> morphNames(const graph::Node& node) {
    std::vector<std::string> names;
    for (const graph::Morph& morph : node.morphs)
        if (!morph.implied)
            names.push_back(morph.name);
    return names;
}

} // namespace stemma::exporting
