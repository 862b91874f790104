// SPDX-License-Identifier: MIT
#include "core/graph/import_same.h"

#include <algorithm>

#include "core/graph/graph_ids.h"

namespace stemma::graph {

namespace {

using json::Value;

bool isEmptyList(const Value* value) {
    return value == nullptr || (value->isArray() && value->size() == 0);
}

/// The morph that reading adds, at which the node's `nbh` may point.
Value plainNode(const Value& node) {
    Value plain = node;
    const std::string own = node.stringAt("id").value_or(node.stringAt("node_id").value_or(""));
    const std::string implied = morphId("basic", own);
    Value* morphs = plain.edit("morphs");
    for (std::size_t at = morphs == nullptr ? 0 : morphs->items().size(); at-- > 0;) {
        const Value& morph = morphs->items()[at];
        if (morph.stringAt("morph_id") == implied && morph.stringAt("name") == "basic" &&
            isEmptyList(morph.find("relationNode_ids")) && isEmptyList(morph.find("attributeNode_ids")))
            morphs->removeItem(at);
    }
    const Value* active = plain.find("nbh");
    if (active == nullptr || plain.stringAt("nbh") == implied)
        plain.set("nbh", Value());
    if (isEmptyList(plain.find("morphs")))
        plain.set("morphs", Value::array());
    return plain;
}

Value without(const Value& object, std::initializer_list<std::string_view> keys) {
    Value less = object;
    for (const std::string_view key : keys)
        less.remove(key);
    return less;
}

} // namespace

bool sameNode(const Value& ours, const Value& theirs) {
    return ours == theirs || plainNode(ours) == plainNode(theirs);
}

bool sameLink(const Value& ours, const Value& theirs) {
    return ours == theirs || without(ours, {"morph_id"}) == without(theirs, {"morph_id"});
}

bool sameTransition(const Value& ours, const Value& theirs) {
    return transitionFile(ours) == transitionFile(theirs);
}

Value transitionFile(const Value& given) {
    return without(given, {"graphs", "created_at", "updated_at"});
}

} // namespace stemma::graph
