// SPDX-License-Identifier: MIT
#include "tests/core/graph/edit_model.h"

#include <algorithm>

namespace stemma::tests {

using namespace graph;

namespace {

std::string joinedTexts(const auto& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return '[' + all + ']';
}

std::string sortedTexts(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    return joinedTexts(texts);
}

void set(std::string& to, const Field& field) {
    if (field)
        to = field->isString() ? field->text() : std::string();
}

template <class Map>
std::vector<std::string> keysOf(const Map& map) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : map)
        keys.push_back(key);
    return keys;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

} // namespace

bool EditModel::apply(const GraphEdit& edit) {
    EditModel copy = *this;
    if (!std::visit(copy, edit))
        return false;
    *this = std::move(copy);
    return true;
}

std::vector<std::string> EditModel::nodes() const {
    return keysOf(m_nodes);
}
std::vector<std::string> EditModel::relations() const {
    return keysOf(m_relations);
}
std::vector<std::string> EditModel::attributes() const {
    return keysOf(m_attributes);
}
std::vector<std::string> EditModel::morphs() const {
    std::vector<std::string> ids;
    for (const auto& [id, node] : m_nodes)
        for (const ModelMorph& morph : node.morphs)
            ids.push_back(morph.id);
    return ids;
}

EditModel::ModelMorph* EditModel::morphOf(const std::string& node, const std::string& id) {
    const auto found = m_nodes.find(node);
    if (found == m_nodes.end())
        return nullptr;
    auto& morphs = found->second.morphs;
    if (morphs.empty() && id == "basic_" + node)
        return &shown(node);
    const auto morph =
        std::find_if(morphs.begin(), morphs.end(), [&](const auto& each) { return each.id == id; });
    return morph == morphs.end() ? nullptr : &*morph;
}

EditModel::ModelMorph& EditModel::shown(const std::string& id) {
    ModelNode& node = m_nodes.at(id);
    if (node.morphs.empty()) {
        node.morphs.push_back({"basic_" + id, "basic", {}, {}});
        node.active = "basic_" + id;
    }
    for (ModelMorph& morph : node.morphs)
        if (morph.id == node.active)
            return morph;
    return node.morphs.front();
}

void EditModel::forget(List list, const std::string& id) {
    for (auto& [key, node] : m_nodes)
        for (ModelMorph& morph : node.morphs)
            std::erase(morph.*list, id);
}

bool EditModel::isListed(List list, const std::string& id) const {
    return holders(list, id) != "[]";
}

void EditModel::replace(List list, const std::string& from, const std::string& to) {
    for (auto& [key, node] : m_nodes)
        for (ModelMorph& morph : node.morphs)
            std::replace((morph.*list).begin(), (morph.*list).end(), from, to);
}

void EditModel::deleteRelation(const std::string& id) {
    forget(&ModelMorph::relations, id);
    m_relations.erase(id);
}

void EditModel::deleteAttribute(const std::string& id) {
    forget(&ModelMorph::attributes, id);
    m_attributes.erase(id);
}

bool EditModel::operator()(const AddNode& edit) {
    const std::string id = nodeId({edit.baseName, edit.adjective, edit.quantifier}, NodeIdRule::lowerCase);
    ModelNode node{edit.adjective.empty() ? edit.baseName : edit.adjective + ' ' + edit.baseName,
                   "individual",
                   "",
                   "basic_" + id,
                   {m_graph},
                   {{"basic_" + id, "basic", {}, {}}}};
    set(node.name, edit.name);
    set(node.role, edit.role);
    set(node.description, edit.description);
    return m_nodes.emplace(id, node).second;
}

bool EditModel::operator()(const EditNode& edit) {
    const auto node = m_nodes.find(edit.id);
    if (node == m_nodes.end())
        return false;
    set(node->second.name, edit.name);
    set(node->second.role, edit.role);
    set(node->second.description, edit.description);
    return true;
}

bool EditModel::operator()(const DeleteNode& edit) {
    for (const std::string& id : relations())
        if (m_relations[id].source == edit.id || m_relations[id].target == edit.id)
            deleteRelation(id);
    for (const std::string& id : attributes())
        if (m_attributes[id].source == edit.id)
            deleteAttribute(id);
    return m_nodes.erase(edit.id) == 1;
}

bool EditModel::operator()(const AddMorph& edit) {
    if (!m_nodes.contains(edit.node) || edit.name == "basic")
        return false;
    shown(edit.node);
    const std::string id = edit.name + "_" + edit.node;
    if (morphOf(edit.node, id) != nullptr)
        return false;
    m_nodes[edit.node].morphs.push_back({id, edit.name, {}, {}});
    return true;
}

bool EditModel::operator()(const EditMorph& edit) {
    ModelMorph* morph = morphOf(edit.node, edit.id);
    if (morph == nullptr || morph->name == "basic" || edit.name == "basic")
        return false;
    morph->name = edit.name;
    return true;
}

bool EditModel::operator()(const DeleteMorph& edit) {
    const ModelMorph* found = morphOf(edit.node, edit.id);
    if (found == nullptr || found->name == "basic")
        return false;
    const ModelMorph gone = *found;
    ModelNode& node = m_nodes[edit.node];
    std::erase_if(node.morphs, [&](const ModelMorph& morph) { return morph.id == gone.id; });
    if (node.active == gone.id)
        node.active = "basic_" + edit.node;
    for (const std::string& id : gone.relations)
        if (!isListed(&ModelMorph::relations, id))
            deleteRelation(id);
    for (const std::string& id : gone.attributes)
        if (!isListed(&ModelMorph::attributes, id))
            deleteAttribute(id);
    return true;
}

bool EditModel::operator()(const ActivateMorph& edit) {
    if (morphOf(edit.node, edit.id) == nullptr)
        return false;
    m_nodes[edit.node].active = edit.id;
    return true;
}

bool EditModel::operator()(const AddRelation& edit) {
    const std::string id = relationId(edit.source, edit.adverb, edit.name, edit.target, edit.modality);
    if (!m_nodes.contains(edit.source) || m_relations.contains(id))
        return false;
    if (!m_nodes.contains(edit.target))
        m_nodes[edit.target] = {edit.target, "individual", "", "", {m_graph}, {}};
    ModelMorph* morph = edit.morph ? morphOf(edit.source, *edit.morph) : &shown(edit.source);
    if (morph == nullptr)
        return false;
    morph->relations.push_back(id);
    m_relations[id] = {edit.source, edit.adverb, edit.name, edit.target, edit.modality};
    return true;
}

bool EditModel::operator()(const AddAttribute& edit) {
    const std::string id =
        attributeId(edit.source, edit.name, edit.value, edit.unit, edit.adverb, edit.modality);
    if (!m_nodes.contains(edit.source) || m_attributes.contains(id))
        return false;
    ModelMorph* morph = edit.morph ? morphOf(edit.source, *edit.morph) : &shown(edit.source);
    if (morph == nullptr)
        return false;
    morph->attributes.push_back(id);
    m_attributes[id] = {edit.source,   edit.name, pythonStr(edit.value), edit.unit, edit.adverb,
                        edit.modality, edit.value};
    return true;
}

bool EditModel::operator()(const EditRelation& edit) {
    if (!m_relations.contains(edit.id))
        return false;
    ModelRelation now = m_relations[edit.id];
    set(now.name, edit.name);
    set(now.target, edit.target);
    set(now.adverb, edit.adverb);
    set(now.modality, edit.modality);
    const std::string id = relationId(now.source, now.adverb, now.name, now.target, now.modality);
    if (id == edit.id)
        return true;
    if (m_relations.contains(id))
        return false;
    if (!m_nodes.contains(now.target))
        m_nodes[now.target] = {now.target, "individual", "", "", {m_graph}, {}};
    m_relations.erase(edit.id);
    m_relations[id] = now;
    replace(&ModelMorph::relations, edit.id, id);
    return true;
}

bool EditModel::operator()(const EditAttribute& edit) {
    if (!m_attributes.contains(edit.id))
        return false;
    ModelAttribute now = m_attributes[edit.id];
    set(now.unit, edit.unit);
    if (edit.value) {
        now.value = pythonStr(*edit.value);
        now.given = *edit.value;
    }
    const std::string id = attributeId(now.source, now.name, now.given, now.unit, now.adverb, now.modality);
    if (id != edit.id && m_attributes.contains(id))
        return false;
    m_attributes.erase(edit.id);
    m_attributes[id] = now;
    replace(&ModelMorph::attributes, edit.id, id);
    return true;
}

bool EditModel::operator()(const DeleteRelation& edit) {
    const bool known = m_relations.contains(edit.id);
    deleteRelation(edit.id);
    return known;
}

bool EditModel::operator()(const DeleteAttribute& edit) {
    const bool known = m_attributes.contains(edit.id);
    deleteAttribute(edit.id);
    return known;
}

void EditModel::assign(List list, ModelMorph& morph, const std::vector<std::string>& ids,
                       AssignMorph::Mode mode) {
    for (const std::string& id : ids) {
        const bool had = contains(morph.*list, id);
        if (mode == AssignMorph::Mode::unlist) {
            std::erase(morph.*list, id);
            continue;
        }
        if (mode == AssignMorph::Mode::move)
            for (auto& [key, node] : m_nodes)
                for (ModelMorph& other : node.morphs)
                    if (&other != &morph)
                        std::erase(other.*list, id);
        if (!had)
            (morph.*list).push_back(id);
    }
}

bool EditModel::operator()(const AssignMorph& edit) {
    for (auto& [id, node] : m_nodes) {
        ModelMorph* morph = morphOf(id, edit.morph);
        if (morph == nullptr)
            continue;
        for (const std::string& member : edit.relations)
            if (!m_relations.contains(member) || m_relations[member].source != id)
                return false;
        for (const std::string& member : edit.attributes)
            if (!m_attributes.contains(member) || m_attributes[member].source != id)
                return false;
        assign(&ModelMorph::relations, *morph, edit.relations, edit.mode);
        assign(&ModelMorph::attributes, *morph, edit.attributes, edit.mode);
        return !edit.relations.empty() || !edit.attributes.empty();
    }
    return false;
}

bool EditModel::operator()(const AddToGraph& edit) {
    if (!m_nodes.contains(edit.node))
        return false;
    m_nodes[edit.node].graphs.insert(m_graph);
    return true;
}

bool EditModel::operator()(const RemoveFromGraph& edit) {
    if (!m_nodes.contains(edit.node))
        return false;
    m_nodes[edit.node].graphs.erase(m_graph);
    return true;
}

std::string EditModel::holders(List list, const std::string& id) const {
    std::vector<std::string> ids;
    for (const auto& [key, node] : m_nodes)
        for (const ModelMorph& morph : node.morphs)
            if (contains(morph.*list, id))
                ids.push_back(morph.id);
    return sortedTexts(ids);
}

std::string EditModel::text() const {
    std::string all;
    for (const auto& [id, node] : m_nodes) {
        all += "node " + id + " | " + node.name + " | " + node.role + " | " + node.description + " | " +
               node.active + ' ' + joinedTexts(node.graphs) + '\n';
        for (const ModelMorph& morph : node.morphs)
            all += "  " + morph.id + ' ' + morph.name + ' ' + joinedTexts(morph.relations) +
                   joinedTexts(morph.attributes) + '\n';
    }
    for (const auto& [id, each] : m_relations)
        all += "relation " + id + " | " + each.source + " | " + each.adverb + " | " + each.name + " | " +
               each.target + " | " + each.modality + ' ' + holders(&ModelMorph::relations, id) + '\n';
    for (const auto& [id, each] : m_attributes)
        all += "attribute " + id + " | " + each.source + " | " + each.name + " | " + each.value + " | " +
               each.unit + " | " + each.adverb + " | " + each.modality + ' ' +
               holders(&ModelMorph::attributes, id) + '\n';
    return all;
}

std::string modelText(const GraphStore& store) {
    const auto text = [](const std::optional<std::string>& each) { return each.value_or(""); };
    std::map<std::string, std::string> nodes, relations, attributes;
    for (const Node& node : store.nodes) {
        std::string lines = "node " + node.id + " | " + text(node.name) + " | " + text(node.role) + " | " +
                            text(node.description) + " | " + text(node.activeMorph) + ' ' +
                            sortedTexts(node.graphs) + '\n';
        for (const Morph& morph : node.morphs)
            if (!morph.implied)
                lines += "  " + morph.id + ' ' + morph.name + ' ' + joinedTexts(morph.relations) +
                         joinedTexts(morph.attributes) + '\n';
        nodes[node.id] = lines;
    }
    for (const Relation& each : store.relations)
        relations[each.id] = "relation " + each.id + " | " + each.source + " | " + text(each.adverb) + " | " +
                             each.name + " | " + each.target + " | " + text(each.modality) + ' ' +
                             sortedTexts(each.morphIds) + '\n';
    for (const Attribute& each : store.attributes)
        attributes[each.id] = "attribute " + each.id + " | " + each.source + " | " + each.name + " | " +
                              pythonStr(each.value) + " | " + text(each.unit) + " | " + text(each.adverb) +
                              " | " + text(each.modality) + ' ' + sortedTexts(each.morphIds) + '\n';
    std::string all;
    for (const auto* lines : {&nodes, &relations, &attributes})
        for (const auto& [id, line] : *lines)
            all += line;
    return all;
}

} // namespace stemma::tests
