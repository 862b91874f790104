// SPDX-License-Identifier: MIT
// What other nodes lost when one was deleted, and get back with it.
#include <algorithm>
#include <utility>

#include "core/graph/edit_morph_lists.h"
#include "core/graph/restore_parts.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

const Value* morphWithId(const Value& node, const std::string& id) {
    if (const Value* morphs = node.find("morphs"))
        for (const Value& morph : morphs->items())
            if (morph.stringAt("morph_id") == id)
                return &morph;
    return nullptr;
}

std::size_t indexIn(const std::vector<std::string>& list, const std::string& text) {
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), text) - list.begin());
}

/// Behind the one that stood before it, as far as that is there.
void insertMemberAsIn(const Value& like, Value& list, const std::string& id) {
    const auto order = textsIn(&like);
    const auto now = textsIn(&list);
    std::size_t place = 0;
    for (std::size_t at = indexIn(order, id); at-- > 0 && place == 0;)
        if (const std::size_t before = indexIn(now, order[at]); before < now.size())
            place = before + 1;
    list.insertItem(std::min(place, list.items().size()), Value::string(id));
}

} // namespace

std::vector<const Relation*> lostRelations(const GraphStore& now, const GraphStore& then,
                                           const std::set<std::string>& returning) {
    std::vector<const Relation*> lost;
    for (const Relation& relation : then.relations) {
        const Node* source = now.node(relation.source);
        if (returning.contains(relation.target) && !returning.contains(relation.source) && source &&
            source->known.hasFile && relation.known.hasFile && !now.relation(relation.id))
            lost.push_back(&relation);
    }
    return lost;
}

UserFilePtr listedAgain(const std::string& path, const UserFilePtr& now, const UserFilePtr& then,
                        Registry which, const std::string& link) {
    if (!now || !now->document || !now->document->isObject() || !then || !then->document)
        return nullptr;
    Value node = *now->document;
    bool wasListed = false, isListed = false;
    const std::string key = listKey(which);
    const Value* morphs = then->document->find("morphs");
    for (std::size_t at = 0; morphs && at < morphs->items().size(); ++at) {
        const Value& old = morphs->items()[at];
        const Value* members = old.find(key);
        if (!members || indexIn(textsIn(members), link) == textsIn(members).size())
            continue;
        wasListed = true;
        const std::string id = old.stringAt("morph_id").value_or(std::string());
        const Value* present = morphWithId(node, id);
        if (!present || !present->find(key) || !present->find(key)->isArray())
            continue;
        isListed = true;
        const auto listed = textsIn(present->find(key));
        if (indexIn(listed, link) < listed.size())
            continue;
        const auto place = static_cast<std::size_t>(present - node.find("morphs")->items().data());
        insertMemberAsIn(*members, *node.edit("morphs")->editItem(place).edit(key), link);
    }
    if (!isListed)
        return wasListed ? nullptr : now;
    return sameInOrder(node, *then->document) ? then : UserFile::ofBytes(path, json::bytesOf(node));
}

} // namespace stemma::graph
