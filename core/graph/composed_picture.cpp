// SPDX-License-Identifier: MIT
// The picture of a graph as composed.json has it.
#include <array>
#include <utility>

#include "core/graph/graph_picture.h"

namespace stemma::graph {

namespace {

using json::Value;

/// Every member of a list of `{"data": {…}}`.
template <class Act>
void forData(const Value& document, const char* list, Act&& act) {
    const Value* items = document.find(list);
    if (!items || !items->isArray())
        return;
    for (const Value& item : items->items()) {
        const Value* data = item.isObject() ? item.find("data") : nullptr;
        if (data && data->isObject())
            act(*data);
    }
}

std::string textAt(const Value& data, const char* key) {
    return data.stringAt(key).value_or("");
}

std::string below(const std::string& id, std::string_view prefix) {
    return id.starts_with(prefix) ? id.substr(prefix.size()) : id;
}

PictureElement elementOf(const Value& data) {
    PictureElement element;
    element.id = textAt(data, "id");
    element.label = textAt(data, "label");
    element.subject = element.id;
    const std::string type = textAt(data, "type");
    if (type == "attribute_value") {
        element.kind = ElementKind::attributeValue;
        element.subject = below(element.id, "attrval_");
    } else if (type == "transition") {
        element.kind = ElementKind::transition;
        element.subject = below(element.id, "transition_");
    }
    return element;
}

EdgeKind kindOf(const std::string& type) {
    for (const EdgeKind kind : {EdgeKind::attribute, EdgeKind::transitionInput, EdgeKind::transitionOutput}) {
        if (type == edgeKindWord(kind))
            return kind;
    }
    return EdgeKind::relation;
}

} // namespace

Picture composedPicture(const Value& composed) {
    Picture picture;
    const auto add = [&picture](PictureElement element) {
        const auto index = static_cast<std::uint32_t>(picture.elements.size());
        const auto [found, isNew] = picture.at.emplace(element.id, index);
        if (isNew)
            picture.elements.push_back(std::move(element));
        return found->second;
    };
    forData(composed, "nodes", [&](const Value& data) { add(elementOf(data)); });
    forData(composed, "edges", [&](const Value& data) {
        if (textAt(data, "source").empty() || textAt(data, "target").empty())
            return;
        std::array<std::uint32_t, 2> ends{};
        for (const auto& [end, key] : {std::pair(0U, "source"), std::pair(1U, "target")}) {
            const std::string id = textAt(data, key);
            const auto found = picture.find(id);
            ends.at(end) = found ? *found : add({id, ElementKind::node, id, id, true, false});
        }
        const std::string id = textAt(data, "id");
        picture.edges.push_back(
            {id, ends[0], ends[1], kindOf(textAt(data, "type")), textAt(data, "label"), id});
    });
    return picture;
}

} // namespace stemma::graph
