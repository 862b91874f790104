// SPDX-License-Identifier: MIT
// What the old program derives from a graph (graphs-format.md, 4.9 and 4.10).
#include "core/graph/compose.h"

#include <string_view>
#include <unordered_set>

#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

Value element(std::vector<std::pair<std::string, Value>> data) {
    Value outer = Value::object();
    outer.set("data", Value::object(std::move(data)));
    return outer;
}

Value valueAt(const Value& object, std::string_view key) {
    const Value* value = object.find(key);
    return value ? *value : Value();
}

/// What isn't empty of the parts, with blanks between them.
std::string phrase(std::initializer_list<const Value*> parts) {
    std::string text;
    for (const Value* part : parts) {
        const std::string word = part && !part->isNull() ? pythonStr(*part) : std::string();
        if (!word.empty() && !text.empty())
            text += ' ';
        text += word;
    }
    return text;
}

class Composer {
public:
    Composer(const UserFiles& files, const GraphStore& store, const std::string& graph)
        : m_files(files)
        , m_store(store)
        , m_graph(graph) {}

    Composed compose();

private:
    void addNode(const Node& node);
    void addRelation(const std::string& id);
    void addAttribute(const std::string& id);
    void addTransitions();
    void addTransition(const Value& transition);
    void addEnds(const Value& transition, const std::string& id, bool isInput);
    void addWhole(const std::vector<std::string>& ids, bool relations);
    const Value* relationFile(const std::string& id) const;
    const Value* attributeFile(const std::string& id) const;
    const Value* fileOf(const Known* known) const;

    const UserFiles& m_files;
    const GraphStore& m_store;
    const std::string& m_graph;
    std::vector<Value> m_nodes, m_edges;
    std::vector<Value> m_wholeNodes, m_relations, m_attributes, m_transitions;
    std::unordered_set<std::string> m_seenRelations, m_seenAttributes;
};

const Value* Composer::fileOf(const Known* known) const {
    if (!known || !known->hasFile || !known->readable || known->stub)
        return nullptr;
    return m_files.document(known->path);
}

const Value* Composer::relationFile(const std::string& id) const {
    const Relation* relation = m_store.relation(id);
    return fileOf(relation ? &relation->known : nullptr);
}

const Value* Composer::attributeFile(const std::string& id) const {
    const Attribute* attribute = m_store.attribute(id);
    return fileOf(attribute ? &attribute->known : nullptr);
}

/// The node as the old program has it in memory.
Value wholeNode(const Value& file, const Node& node) {
    Value whole = file;
    if (node.morphs.empty() || !node.morphs.front().implied)
        return whole;
    const std::string& owner = node.innerId.empty() ? node.id : node.innerId;
    Value basic = Value::object({{"morph_id", Value::string(node.morphs.front().id)},
                                 {"node_id", Value::string(owner)},
                                 {"name", Value::string("basic")},
                                 {"relationNode_ids", Value::array()},
                                 {"attributeNode_ids", Value::array()}});
    std::vector<Value> morphs = {std::move(basic)};
    if (const Value* old = file.find("morphs"))
        morphs.insert(morphs.end(), old->items().begin(), old->items().end());
    whole.set("morphs", Value::array(std::move(morphs)));
    if (!node.activeMorph || node.activeMorph->empty())
        whole.set("nbh", Value::string(node.morphs.front().id));
    return whole;
}

/// The morph that the old program draws: nbh's alone, or the basic one that it adds where there is no nbh.
const Morph* drawnMorph(const Node& node) {
    if (!node.activeMorph || node.activeMorph->empty())
        return !node.morphs.empty() && node.morphs.front().implied ? &node.morphs.front() : nullptr;
    for (const Morph& morph : node.morphs)
        if (morph.id == *node.activeMorph)
            return &morph;
    return nullptr;
}

void Composer::addWhole(const std::vector<std::string>& ids, bool relations) {
    auto& seen = relations ? m_seenRelations : m_seenAttributes;
    for (const std::string& id : ids) {
        const Value* file = relations ? relationFile(id) : attributeFile(id);
        if (file && seen.insert(id).second)
            (relations ? m_relations : m_attributes).push_back(*file);
    }
}

void Composer::addNode(const Node& node) {
    const Value* file = fileOf(&node.known);
    if (!file)
        return;
    m_wholeNodes.push_back(wholeNode(*file, node));
    m_nodes.push_back(element({{"id", Value::string(node.innerId.empty() ? node.id : node.innerId)},
                               {"label", valueAt(*file, "name")}}));
    for (const Morph& morph : node.morphs) {
        addWhole(morph.relations, true);
        addWhole(morph.attributes, false);
    }
    const Morph* drawn = drawnMorph(node);
    if (!drawn)
        return;
    for (const std::string& id : drawn->relations)
        addRelation(id);
    for (const std::string& id : drawn->attributes)
        addAttribute(id);
}

void Composer::addRelation(const std::string& id) {
    const Value* file = relationFile(id);
    if (!file || !file->find("id"))
        return;
    m_edges.push_back(element({{"id", valueAt(*file, "id")},
                               {"source", valueAt(*file, "source_id")},
                               {"target", valueAt(*file, "target_id")},
                               {"label", valueAt(*file, "name")},
                               {"type", Value::string("relation")}}));
}

void Composer::addAttribute(const std::string& id) {
    const Value* file = attributeFile(id);
    const auto inner = file ? textAt(*file, {"id"}) : std::nullopt;
    if (!inner)
        return;
    const std::string node = "attrval_" + *inner;
    const std::string label = phrase({file->find("adverb"), file->find("value"), file->find("unit")});
    m_nodes.push_back(element({{"id", Value::string(node)},
                               {"label", Value::string(label)},
                               {"type", Value::string("attribute_value")}}));
    m_edges.push_back(element({{"id", Value::string(*inner)},
                               {"source", valueAt(*file, "source_id")},
                               {"target", Value::string(node)},
                               {"label", Value::string("has " + phrase({file->find("name")}))},
                               {"type", Value::string("attribute")}}));
}

void Composer::addEnds(const Value& transition, const std::string& id, bool isInput) {
    const Value* list = transition.find(isInput ? "inputs" : "outputs");
    if (!list)
        return;
    const std::string word = isInput ? "input" : "output";
    const std::string middle = "transition_" + id;
    for (const Value& item : list->items()) {
        const auto node = textAt(item, {"id"});
        if (!node)
            continue;
        m_edges.push_back(element({{"id", Value::string(word + "_" + id + "_" + *node)},
                                   {"source", Value::string(isInput ? *node : middle)},
                                   {"target", Value::string(isInput ? middle : *node)},
                                   {"label", Value::string(word)},
                                   {"type", Value::string("transition_" + word)}}));
    }
}

void Composer::addTransition(const Value& transition) {
    const auto id = textAt(transition, {"id"});
    if (!id)
        return;
    m_transitions.push_back(transition);
    const Value* adjective = transition.find("adjective");
    const bool hasAdjective = adjective && !adjective->isNull() && !pythonStr(*adjective).empty();
    m_nodes.push_back(
        element({{"id", Value::string("transition_" + *id)},
                 {"label", hasAdjective ? Value::string(phrase({adjective, transition.find("name")}))
                                        : valueAt(transition, "name")},
                 {"type", Value::string("transition")},
                 {"tense", valueAt(transition, "tense")},
                 {"description", valueAt(transition, "description")}}));
    addEnds(transition, *id, true);
    addEnds(transition, *id, false);
}

void Composer::addTransitions() {
    const bool all = transitionScope(m_files) == TransitionScope::all;
    for (const RegistryEntry& entry : registryEntries(m_files.document("transition_registry.json"))) {
        if (!entry.value->isObject())
            continue;
        bool named = all;
        for (const std::string& graph : textsIn(entry.value->find("graphs")))
            named = named || graph == m_graph;
        if (named)
            addTransition(*entry.value);
    }
}

Composed Composer::compose() {
    const Graph* graph = m_store.graph(m_graph);
    if (graph)
        for (const std::string& id : graph->nodes)
            addNode(*m_store.node(id));
    addTransitions();
    // One by one, as a list of all of them would copy what may be large.
    Composed composed{Value::object(), Value::object()};
    composed.picture.set("nodes", Value::array(std::move(m_nodes)));
    composed.picture.set("edges", Value::array(std::move(m_edges)));
    composed.polymorphic.set("nodes", Value::array(std::move(m_wholeNodes)));
    composed.polymorphic.set("relations", Value::array(std::move(m_relations)));
    composed.polymorphic.set("attributes", Value::array(std::move(m_attributes)));
    composed.polymorphic.set("transitions", Value::array(std::move(m_transitions)));
    composed.polymorphic.set("graph_id", Value::string(m_graph));
    composed.polymorphic.set(
        "description", Value::string(graph && graph->description ? *graph->description : std::string()));
    return composed;
}

} // namespace

TransitionScope transitionScope(const UserFiles& files) {
    const Value* registry = files.document("transition_registry.json");
    return registry && registry->isArray() ? TransitionScope::all : TransitionScope::ofTheGraph;
}

Composed composeGraph(const UserFiles& files, const GraphStore& store, const std::string& graph) {
    return Composer(files, store, graph).compose();
}

} // namespace stemma::graph
