// SPDX-License-Identifier: MIT
// A graph as parts that can be compared by their identity.
#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "core/graph/graph_history.h"
#include "core/graph/graph_ids.h"

namespace stemma::graph {

namespace {

using json::Value;

Value textItemsValue(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& text : texts)
        items.push_back(Value::string(text));
    return Value::array(std::move(items));
}

void addTextField(diff::Part& part, const char* name, const std::optional<std::string>& text) {
    if (text)
        part.fields.emplace_back(name, Value::string(*text));
}

bool listsText(const std::vector<std::string>& graphs, const std::string& graph) {
    return std::find(graphs.begin(), graphs.end(), graph) != graphs.end();
}

class TreeBuilder {
public:
    TreeBuilder(const GraphStore& store, const Graph& graph)
        : m_store(store)
        , m_graph(graph) {
        for (const Relation& relation : store.relations)
            m_relationsOf[relation.source].push_back(&relation);
        for (const Attribute& attribute : store.attributes)
            m_attributesOf[attribute.source].push_back(&attribute);
    }

    diff::Tree build() {
        addGraph();
        for (const std::string& id : m_graph.nodes)
            if (const Node* node = m_store.node(id))
                addNode(*node);
        for (const Relation& relation : m_store.relations)
            if (listsText(relation.graphs, m_graph.id))
                addRelation(relation, nullptr);
        for (const Attribute& attribute : m_store.attributes)
            if (listsText(attribute.graphs, m_graph.id))
                addAttribute(attribute, nullptr);
        for (const Transition& transition : m_store.transitions)
            if (!transition.graphs || listsText(*transition.graphs, m_graph.id))
                addTransition(transition);
        return std::move(m_tree);
    }

private:
    void addGraph() {
        diff::Part part{"graph", m_graph.id, {}, m_graph.title, {}};
        part.fields.emplace_back("title", Value::string(m_graph.title));
        addTextField(part, "description", m_graph.description);
        if (!m_graph.text.empty())
            part.fields.emplace_back("text", Value::string(m_graph.text));
        m_tree.push_back(std::move(part));
    }

    void addNode(const Node& node) {
        diff::Part part{"node", node.id, {}, node.label(), {}};
        addTextField(part, "name", node.name);
        addTextField(part, "base_name", node.baseName);
        addTextField(part, "adjective", node.adjective);
        addTextField(part, "quantifier", node.quantifier);
        addTextField(part, "role", node.role);
        addTextField(part, "description", node.description);
        addTextField(part, "active_morph", node.activeMorph);
        m_tree.push_back(std::move(part));
        for (const Morph& morph : node.morphs)
            if (!morph.implied)
                m_tree.push_back(
                    {"morph", morph.id, node.id, morph.name, {{"name", Value::string(morph.name)}}});
        addLinks(node);
    }

    void addLinks(const Node& node) {
        for (const Morph& morph : node.morphs)
            for (const std::string& id : morph.relations)
                if (const Relation* relation = m_store.relation(id))
                    addRelation(*relation, &node);
        for (const Relation* relation : m_relationsOf[node.id])
            addRelation(*relation, &node);
        for (const Morph& morph : node.morphs)
            for (const std::string& id : morph.attributes)
                if (const Attribute* attribute = m_store.attribute(id))
                    addAttribute(*attribute, &node);
        for (const Attribute* attribute : m_attributesOf[node.id])
            addAttribute(*attribute, &node);
    }

    /// The morphs of a node that name something: membership is the morph's, and is told where it shows.
    static Value morphsNaming(const Node* node, std::vector<std::string> Morph::*members,
                              const std::string& id) {
        std::vector<std::string> found;
        if (node != nullptr)
            for (const Morph& morph : node->morphs)
                if (listsText(morph.*members, id))
                    found.push_back(morph.id);
        return textItemsValue(found);
    }

    void addRelation(const Relation& relation, const Node* node) {
        if (!m_seen.insert(&relation).second)
            return;
        diff::Part part{
            "relation", relation.id, relation.source, relation.name + " → " + relation.target, {}};
        part.fields.emplace_back("name", Value::string(relation.name));
        part.fields.emplace_back("target", Value::string(relation.target));
        addTextField(part, "adverb", relation.adverb);
        addTextField(part, "modality", relation.modality);
        part.fields.emplace_back("morphs", morphsNaming(node, &Morph::relations, relation.id));
        m_tree.push_back(std::move(part));
    }

    void addAttribute(const Attribute& attribute, const Node* node) {
        if (!m_seen.insert(&attribute).second)
            return;
        const std::string value = attribute.value.isNull() ? std::string("?") : pythonStr(attribute.value);
        diff::Part part{
            "attribute", identityOf(attribute), attribute.source, attribute.name + ": " + value, {}};
        part.fields.emplace_back("value", attribute.value);
        addTextField(part, "unit", attribute.unit);
        addTextField(part, "modality", attribute.modality);
        part.fields.emplace_back("morphs", morphsNaming(node, &Morph::attributes, attribute.id));
        m_tree.push_back(std::move(part));
    }

    void addTransition(const Transition& transition) {
        diff::Part part{"transition", transition.id, {}, transition.name.value_or(transition.id), {}};
        addTextField(part, "name", transition.name);
        addTextField(part, "adjective", transition.adjective);
        addTextField(part, "tense", transition.tense);
        addTextField(part, "description", transition.description);
        part.fields.emplace_back("inputs", valueOfEnds(transition.inputs));
        part.fields.emplace_back("outputs", valueOfEnds(transition.outputs));
        m_tree.push_back(std::move(part));
    }

    const GraphStore& m_store;
    const Graph& m_graph;
    std::map<std::string, std::vector<const Relation*>> m_relationsOf;
    std::map<std::string, std::vector<const Attribute*>> m_attributesOf;
    std::unordered_set<const void*> m_seen;
    diff::Tree m_tree;
};

} // namespace

std::string identityOf(const Attribute& attribute) {
    const std::string adverb = attribute.adverb.value_or(std::string());
    return attribute.source + "::" + (adverb.empty() ? "" : adverb + "::") + attribute.name;
}

Value valueOfEnds(const std::vector<TransitionEnd>& ends) {
    std::vector<Value> items;
    for (const TransitionEnd& end : ends)
        items.push_back(
            Value::object({{"id", Value::string(end.node)}, {"nbh", Value::stringOrNull(end.morph)}}));
    return Value::array(std::move(items));
}

diff::Tree graphTree(const GraphStore& store, const std::string& graph) {
    const Graph* found = store.graph(graph);
    return found ? TreeBuilder(store, *found).build() : diff::Tree();
}

diff::Changes graphDifference(const UserFiles& before, const UserFiles& after, const std::string& graph) {
    return diff::difference(graphTree(readGraphStore(before), graph),
                            graphTree(readGraphStore(after), graph));
}

} // namespace stemma::graph
