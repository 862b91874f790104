// SPDX-License-Identifier: MIT
#include "core/graph/edit_pieces.h"

#include <utility>

namespace stemma::graph {

using json::Value;

const Value* fileOf(const EditDraft& draft, Registry which, const std::string& id) {
    const auto path = pathOfId(folderOf(which), id);
    const Value* file = path ? draft.document(*path) : nullptr;
    return file != nullptr && file->isObject() ? file : nullptr;
}

const Value* firstOf(std::initializer_list<const Value*> objects, std::string_view key) {
    for (const Value* object : objects)
        if (const Value* value = object == nullptr ? nullptr : object->find(key))
            if (!value->isNull())
                return value;
    return nullptr;
}

std::string firstText(std::initializer_list<const Value*> objects, std::initializer_list<const char*> keys) {
    for (const Value* object : objects) {
        if (object == nullptr)
            continue;
        for (const char* key : keys)
            if (auto text = object->stringAt(key); text && !text->empty())
                return std::move(*text);
    }
    return {};
}

void completeStub(Value& file, const Value& whole) {
    std::size_t at = 0;
    for (const json::Member& member : whole.members())
        if (file.find(member.key) == nullptr)
            file.insertMember(at++, member.key, member.value);
}

bool setText(Value& object, std::string_view key, const std::string& text) {
    if (object.stringAt(key).value_or("") == text)
        return false;
    object.set(key, textOrNull(text));
    return true;
}

void touchHolders(EditDraft& draft, Registry which, const std::string& id) {
    for (const MorphPlace& place : morphsHolding(draft, which, id))
        draft.touchNode(place.node);
    draft.touchGraph(draft.graph());
}

} // namespace stemma::graph
