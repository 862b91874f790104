// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

NodeForm formOf(const json::Value& file) {
    const json::Value* morphs = file.find("morphs");
    if (morphs && morphs->isArray())
        return NodeForm::polyNode;
    if (file.find("node_id"))
        return NodeForm::parsed;
    const bool embeds = file.find("relations") || file.find("attributes") || file.find("base");
    return embeds ? NodeForm::older : NodeForm::polyNode;
}

std::vector<Morph> morphsOf(const json::Value& file) {
    std::vector<Morph> morphs;
    const json::Value* list = file.find("morphs");
    if (!list)
        return morphs;
    for (const json::Value& item : list->items()) {
        if (!item.isObject())
            continue;
        Morph morph;
        morph.id = textAt(item, {"morph_id"}).value_or(std::string());
        morph.name = textAt(item, {"name"}).value_or(std::string());
        morph.relations = textsIn(item.find("relationNode_ids"));
        morph.attributes = textsIn(item.find("attributeNode_ids"));
        morphs.push_back(std::move(morph));
    }
    return morphs;
}

/// As the old program does in memory: a node without a morph called basic has an empty one in front.
void implyBasic(Node& node) {
    const auto isBasic = [](const Morph& morph) { return morph.name == "basic"; };
    if (std::any_of(node.morphs.begin(), node.morphs.end(), isBasic))
        return;
    Morph basic;
    basic.id = morphId("basic", node.innerId.empty() ? node.id : node.innerId);
    basic.name = "basic";
    basic.implied = true;
    node.morphs.insert(node.morphs.begin(), std::move(basic));
}

Node nodeOf(const Element& element) {
    Node node;
    node.id = element.id;
    node.known = element.known;
    if (element.entry) {
        node.graphs = textsIn(element.entry->find("graphs"));
        node.name = textAt(*element.entry, {"name"});
        node.role = textAt(*element.entry, {"role"});
    }
    if (!element.file)
        return node;
    const json::Value& file = *element.file;
    node.form = formOf(file);
    node.innerId = textAt(file, {"id", "node_id"}).value_or(std::string());
    node.name = textAt(file, {"name"});
    node.baseName = textAt(file, {"base_name", "base"});
    node.adjective = textAt(file, {"adjective", "qualifier"});
    node.quantifier = textAt(file, {"quantifier"});
    if (file.find("role"))
        node.role = textAt(file, {"role"});
    node.description = textAt(file, {"description"});
    node.activeMorph = textAt(file, {"nbh"});
    node.morphs = morphsOf(file);
    implyBasic(node);
    return node;
}

} // namespace

void readNodes(const UserFiles& files, GraphStore& store) {
    const Elements elements(files, "node_registry.json", "nodes", store.problems);
    store.nodes.reserve(elements.all().size());
    for (const Element& element : elements.all()) {
        store.nodeAt.emplace(element.id, store.nodes.size());
        store.nodes.push_back(nodeOf(element));
    }
}

const Morph* Node::shownMorph() const {
    const auto first = [&](const auto& is) -> const Morph* {
        const auto found = std::find_if(morphs.begin(), morphs.end(), is);
        return found == morphs.end() ? nullptr : &*found;
    };
    if (activeMorph)
        if (const Morph* active = first([&](const Morph& morph) { return morph.id == *activeMorph; }))
            return active;
    if (const Morph* basic = first([](const Morph& morph) { return morph.name == "basic"; }))
        return basic;
    return morphs.empty() ? nullptr : &morphs.front();
}

const std::string& Node::label() const {
    if (name && !name->empty())
        return *name;
    return baseName && !baseName->empty() ? *baseName : id;
}

} // namespace stemma::graph
