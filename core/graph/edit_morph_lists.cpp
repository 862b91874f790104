// SPDX-License-Identifier: MIT
// Morphs in node files and what they list.
#include <algorithm>
#include <utility>

#include "core/graph/edit_morph_lists.h"

namespace stemma::graph {

namespace {

using json::Value;

bool lists(const Value& morph, const char* key, const std::string& id) {
    const Value* list = morph.find(key);
    return list != nullptr && std::any_of(list->items().begin(), list->items().end(), [&](const Value& item) {
               return item.isString() && item.text() == id;
           });
}

Value* editMorph(EditDraft& draft, const MorphPlace& place) {
    const auto path = pathOfId("nodes", place.node);
    Value* node = path ? draft.edit(*path) : nullptr;
    Value* morphs = node == nullptr ? nullptr : node->edit("morphs");
    return morphs == nullptr || place.index >= morphs->size() ? nullptr : &morphs->editItem(place.index);
}

std::optional<std::size_t> morphAt(const std::vector<Value>& morphs, const char* key,
                                   const std::optional<std::string>& value) {
    const auto found = std::find_if(morphs.begin(), morphs.end(), [&](const Value& morph) {
        return value && morph.stringAt(key) == value;
    });
    if (found == morphs.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - morphs.begin());
}

/// Writes down the morph that was only implied. First, as the window of the old program takes the first one
/// for basic.
void makeBasic(Value& document, const std::string& node) {
    Value* morphs = document.edit("morphs");
    if (morphs == nullptr || !morphs->isArray()) {
        document.set("morphs", Value::array());
        morphs = document.edit("morphs");
    }
    const std::string id = impliedMorph(document, node);
    morphs->insertItem(0, newMorph(id, node, "basic"));
    if (document.stringAt("nbh").value_or("").empty())
        document.set("nbh", Value::string(id));
}

/// The texts of `morph_id` in any of its forms.
void flatten(const Value& hint, std::vector<std::string>& ids) {
    if (hint.isString() && std::find(ids.begin(), ids.end(), hint.text()) == ids.end())
        ids.push_back(hint.text());
    for (const Value& item : hint.items())
        if (item.isString())
            flatten(item, ids);
        else
            for (const Value& inner : item.items())
                if (inner.isString())
                    flatten(inner, ids);
}

void refreshHint(Value* object, const std::vector<std::string>& truth) {
    Value* hint = object == nullptr ? nullptr : object->edit("morph_id");
    if (hint == nullptr)
        return;
    std::vector<std::string> said;
    flatten(*hint, said);
    if (said.size() == truth.size() && std::is_permutation(said.begin(), said.end(), truth.begin()))
        return;
    std::vector<Value> items;
    const auto isIn = [](const std::vector<std::string>& list, const std::string& id) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    for (const std::string& id : said)
        if (isIn(truth, id))
            items.push_back(Value::string(id));
    for (const std::string& id : truth)
        if (!isIn(said, id))
            items.push_back(Value::string(id));
    *hint = Value::array(std::move(items));
}

} // namespace

const char* listKey(Registry which) {
    return which == Registry::relations ? "relationNode_ids" : "attributeNode_ids";
}

Result<const Value*> nodeDocument(const EditDraft& draft, const std::string& node) {
    if (!draft.known(Registry::nodes, node))
        return graphUsage("there is no node " + quotedId(node));
    const auto path = draft.pathOf(Registry::nodes, node);
    if (!path)
        return fail(path.error());
    const auto document = draft.object(*path, "node " + quotedId(node));
    if (!document)
        return fail(document.error());
    const Value* morphs = (*document)->find("morphs");
    if (morphs != nullptr && !morphs->isArray() && !morphs->isNull())
        return graphDamaged(*path, "“morphs” is no list", "Restore an older version of the node first.");
    return *document;
}

Result<Value*> editNodeDocument(EditDraft& draft, const std::string& node) {
    if (const auto document = nodeDocument(draft, node); !document)
        return fail(document.error());
    draft.touchNode(node);
    return draft.edit(*pathOfId("nodes", node));
}

const std::vector<Value>& morphsOf(const Value& node) {
    static const std::vector<Value> none;
    const Value* morphs = node.find("morphs");
    return morphs == nullptr ? none : morphs->items();
}

std::string impliedMorph(const Value& document, const std::string& node) {
    for (const char* key : {"id", "node_id"})
        if (const auto inner = document.stringAt(key); inner && !inner->empty())
            return morphId("basic", *inner);
    return morphId("basic", node);
}

std::string idOfNodePath(const std::string& path) {
    constexpr std::string_view folder = "nodes/";
    constexpr std::string_view suffix = ".json";
    return path.substr(folder.size(), path.size() - folder.size() - suffix.size());
}

bool hasMorph(const Value& document, const std::string& node, const std::string& morph) {
    const auto& morphs = morphsOf(document);
    return morphAt(morphs, "morph_id", morph) ||
           (morph == impliedMorph(document, node) && !morphAt(morphs, "name", "basic"));
}

bool hasMorph(const EditDraft& draft, const std::string& node, const std::string& morph) {
    const auto document = nodeDocument(draft, node);
    return document && hasMorph(**document, node, morph);
}

Result<std::size_t> morphFor(EditDraft& draft, const std::string& node,
                             const std::optional<std::string>& wanted) {
    const auto document = editNodeDocument(draft, node);
    if (!document)
        return fail(document.error());
    const auto& morphs = morphsOf(**document);
    const auto basic = morphAt(morphs, "name", "basic");
    if (const auto found = morphAt(morphs, "morph_id", wanted ? wanted : (*document)->stringAt("nbh")))
        return *found;
    if (wanted && (basic || *wanted != impliedMorph(**document, node)))
        return graphUsage("node " + quotedId(node) + " has no morph " + quotedId(*wanted));
    if (basic)
        return *basic;
    makeBasic(**document, node);
    return 0;
}

Value newMorph(const std::string& id, const std::string& node, const std::string& name) {
    return Value::object({{"morph_id", Value::string(id)},
                          {"node_id", Value::string(node)},
                          {"name", Value::string(name)},
                          {"relationNode_ids", Value::array()},
                          {"attributeNode_ids", Value::array()}});
}

std::vector<MorphPlace> morphsHolding(const EditDraft& draft, Registry which, const std::string& id) {
    std::vector<MorphPlace> places;
    for (const std::string& path : draft.below("nodes")) {
        const Value* node = draft.document(path);
        if (node == nullptr)
            continue;
        const auto& morphs = morphsOf(*node);
        for (std::size_t i = 0; i < morphs.size(); ++i)
            if (lists(morphs[i], listKey(which), id))
                places.push_back({idOfNodePath(path), i, morphs[i].stringAt("morph_id").value_or("")});
    }
    return places;
}

void addMember(EditDraft& draft, Registry which, const MorphPlace& place, const std::string& id) {
    Value* morph = editMorph(draft, place);
    if (morph == nullptr || lists(*morph, listKey(which), id))
        return;
    Value* list = morph->edit(listKey(which));
    if (list == nullptr || !list->isArray()) {
        morph->set(listKey(which), Value::array());
        list = morph->edit(listKey(which));
    }
    list->appendItem(Value::string(id));
    draft.touchNode(place.node);
}

void removeMember(EditDraft& draft, Registry which, const MorphPlace& place, const std::string& id) {
    Value* morph = editMorph(draft, place);
    Value* list = morph == nullptr ? nullptr : morph->edit(listKey(which));
    if (list == nullptr)
        return;
    for (std::size_t i = list->size(); i-- > 0;)
        if (list->items()[i].isString() && list->items()[i].text() == id)
            list->removeItem(i);
    draft.touchNode(place.node);
}

void renameMember(EditDraft& draft, Registry which, const MorphPlace& place, const std::string& from,
                  const std::string& to) {
    Value* morph = editMorph(draft, place);
    Value* list = morph == nullptr ? nullptr : morph->edit(listKey(which));
    if (list == nullptr)
        return;
    bool there = lists(*morph, listKey(which), to);
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (!list->items()[i].isString() || list->items()[i].text() != from)
            continue;
        if (there)
            list->removeItem(i--);
        else
            list->editItem(i) = Value::string(to);
        there = true;
    }
    draft.touchNode(place.node);
}

void removeMembers(EditDraft& draft, Registry which, const IdSet& ids) {
    for (const std::string& path : draft.below("nodes")) {
        const Value* node = draft.document(path);
        if (node == nullptr)
            continue;
        std::vector<std::pair<std::size_t, std::string>> gone;
        const auto& morphs = morphsOf(*node);
        for (std::size_t i = 0; i < morphs.size(); ++i)
            if (const Value* list = morphs[i].find(listKey(which)))
                for (const Value& item : list->items())
                    if (item.isString() && ids.contains(item.text()))
                        gone.emplace_back(i, item.text());
        for (const auto& [index, id] : gone)
            removeMember(draft, which, {idOfNodePath(path), index, {}}, id);
    }
}

void refreshHints(EditDraft& draft, Registry which, const std::string& id) {
    std::vector<std::string> truth;
    for (const MorphPlace& place : morphsHolding(draft, which, id))
        if (std::find(truth.begin(), truth.end(), place.id) == truth.end())
            truth.push_back(place.id);
    if (const auto path = pathOfId(folderOf(which), id))
        if (const Value* file = draft.document(*path); file != nullptr && file->find("morph_id") != nullptr)
            refreshHint(draft.edit(*path), truth);
    refreshHint(draft.editEntry(which, id), truth);
}

} // namespace stemma::graph
