// SPDX-License-Identifier: MIT
#include "core/graph/edit_links.h"

#include <algorithm>
#include <utility>

#include "core/graph/edit_morph_lists.h"
#include "core/graph/edit_operations.h"
#include "core/json/utf8.h"

namespace stemma::graph {

namespace {

using json::Value;

/// What the registries hold of a relation or attribute (R1 and A1 of the format).
Value entryOf(const EditDraft& draft, const Value& file) {
    Value entry = Value::object();
    for (const char* key : {"id", "name", "source_id", "target_id", "morph_id"})
        if (const Value* value = file.find(key))
            entry.set(key, *value);
    entry.set("graphs", Value::array({Value::string(draft.graph())}));
    entry.set("created_at", draft.isoNow());
    return entry;
}

/// The same entry under another key, where it stood.
void renameKey(Value& object, const std::string& from, const std::string& to) {
    const auto& members = object.members();
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const json::Member& member) { return member.key == from; });
    if (found == members.end())
        return;
    const auto at = static_cast<std::size_t>(found - members.begin());
    Value value = *object.find(from);
    object.remove(from);
    object.insertMember(at, to, std::move(value));
}

void renameFile(EditDraft& draft, const std::string& from, const std::string& to, const std::string& id) {
    Value* file = draft.edit(from);
    if (file == nullptr)
        return;
    if (file->find("id") != nullptr)
        file->set("id", Value::string(id));
    Value moved = *file;
    draft.remove(from);
    draft.put(to, std::move(moved));
}

std::vector<std::string> nodesOf(const EditDraft& draft, Registry which, const std::string& id) {
    if (which != Registry::relations)
        return {sourceOf(draft, id)};
    const Ends ends = endsOf(draft, id);
    return {ends.source, ends.target};
}

} // namespace

Status checkFree(const EditDraft& draft, Registry which, const std::string& id,
                 const std::vector<std::string>& nodes) {
    if (auto form = checkNewLinkId(id, wordOf(which), nodes); !form)
        return form;
    if (auto registered = draft.registry(which); !registered)
        return fail(registered.error());
    if (!draft.known(which, id))
        return {};
    return graphUsage("there is a " + wordOf(which) + " " + quotedId(id) + " already",
                      which == Registry::nodes ? "Add it to this graph, or give the new one another name."
                                               : "Edit that one, or assign it to another morph.");
}

Status addLink(EditDraft& draft, Registry which, const std::string& id, Value parts,
               const std::optional<std::string>& morph) {
    const std::string node = parts.stringAt("source_id").value_or("");
    if (auto unused = checkFree(draft, which, id, {node, parts.stringAt("target_id").value_or("")}); !unused)
        return unused;
    const auto index = morphFor(draft, node, morph);
    if (!index)
        return fail(index.error());
    const auto document = nodeDocument(draft, node);
    const MorphPlace place{node, *index, morphsOf(**document)[*index].stringAt("morph_id").value_or("")};
    parts.set("morph_id", Value::array({Value::string(place.id)}));
    const auto registered = draft.editRegistry(which);
    if (!registered)
        return fail(registered.error());
    (*registered)->set(id, entryOf(draft, parts));
    addMember(draft, which, place, id);
    draft.put(*pathOfId(folderOf(which), id), std::move(parts));
    draft.edited.newIds.push_back(id);
    return {};
}

Status renameLink(EditDraft& draft, Registry which, const std::string& from, const std::string& to) {
    if (from == to)
        return {};
    if (auto unused = checkFree(draft, which, to, nodesOf(draft, which, from)); !unused)
        return unused;
    const auto oldPath = draft.pathOf(which, from);
    if (!oldPath)
        return fail(oldPath.error());
    if (draft.entry(which, from) != nullptr) {
        const auto registered = draft.editRegistry(which);
        if (!registered)
            return fail(registered.error());
        renameKey(**registered, from, to);
        Value* entry = draft.editEntry(which, to);
        if (entry->find("id") != nullptr)
            entry->set("id", Value::string(to));
    }
    renameFile(draft, *oldPath, *pathOfId(folderOf(which), to), to);
    for (const MorphPlace& place : morphsHolding(draft, which, from))
        renameMember(draft, which, place, from, to);
    draft.edited.newIds.push_back(to);
    return {};
}

Status removeKnown(EditDraft& draft, Registry which, const IdSet& ids) {
    if (auto registered = draft.registry(which); !registered)
        return fail(registered.error());
    for (const std::string& id : draft.ids(which)) {
        if (!ids.contains(id))
            continue;
        const auto path = draft.pathOf(which, id);
        if (!path)
            return fail(path.error());
        if (draft.exists(*path))
            draft.remove(*path);
        if (draft.entry(which, id) != nullptr)
            draft.edit(registryPath(which))->remove(id);
        draft.edited.removedIds.push_back(id);
    }
    return {};
}

Status removeLinks(EditDraft& draft, Registry which, const IdSet& ids) {
    if (ids.empty())
        return {};
    removeMembers(draft, which, ids);
    draft.touchGraph(draft.graph());
    return removeKnown(draft, which, ids);
}

Status checkText(const std::string& text, const std::string& what) {
    if (json::firstBadByte(text, json::Surrogates::refused) == std::string::npos)
        return {};
    return graphUsage("the " + what + " is no valid text (UTF-8)");
}

Status checkTextOrNull(const Field& field, const std::string& what) {
    if (!field || field->isNull())
        return {};
    if (!field->isString())
        return graphUsage("the " + what + " must be a text, or null");
    return checkText(field->text(), what);
}

std::string textOf(const Value& value) {
    return value.isString() ? value.text() : std::string();
}

Value textOrNull(const std::string& text) {
    return text.empty() ? Value() : Value::string(text);
}

bool setMember(Value& object, std::string_view key, const Value& value) {
    const Value* present = object.find(key);
    if (present == nullptr ? value.isNull() : *present == value)
        return false;
    object.set(key, value);
    return true;
}

} // namespace stemma::graph
