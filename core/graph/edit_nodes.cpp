// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/lower_case.h"

namespace stemma::graph {

namespace {

using json::Value;

bool isBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

NodeName nameParts(const Value& node) {
    const auto text = [&](const char* key) { return node.stringAt(key).value_or(""); };
    return {text("base_name"), text("adjective"), text("quantifier")};
}

/// What a node is called if nothing is said: "noble gas".
std::string plainName(const AddNode& edit) {
    return edit.adjective.empty() ? edit.baseName : edit.adjective + ' ' + edit.baseName;
}

Value givenOr(const Field& field, Value otherwise) {
    return field ? *field : std::move(otherwise);
}

/// The parts of a name have had other keys (graphs-format.md, 4.6: forms L, C and O).
std::string_view keyIn(const Value& node, std::string_view key) {
    if (node.find(key) == nullptr && key == "adjective" && node.find("qualifier") != nullptr)
        return "qualifier";
    if (node.find(key) == nullptr && key == "base_name" && node.find("base") != nullptr)
        return "base";
    return key;
}

Status checkFields(const EditNode& edit) {
    if (edit.baseName && (!edit.baseName->isString() || isBlank(edit.baseName->text())))
        return graphUsage("the base name must be a text that isn't empty");
    const std::pair<const Field*, const char*> fields[] = {
        {&edit.name, "name"},          {&edit.role, "role"},           {&edit.description, "description"},
        {&edit.baseName, "base name"}, {&edit.adjective, "adjective"}, {&edit.quantifier, "quantifier"}};
    for (const auto& [field, what] : fields)
        if (auto checked = checkTextOrNull(*field, what); !checked)
            return checked;
    return {};
}

Status checkNew(const AddNode& edit) {
    if (isBlank(edit.baseName))
        return graphUsage("the base name of a node can't be empty");
    for (const std::string* part : {&edit.baseName, &edit.adjective, &edit.quantifier})
        if (auto checked = checkText(*part, "name"); !checked)
            return checked;
    return checkFields({{}, edit.name, edit.role, edit.description, {}, {}, {}});
}

Value nodeFile(const std::string& id, const AddNode& edit) {
    return Value::object({{"id", Value::string(id)},
                          {"name", givenOr(edit.name, Value::string(plainName(edit)))},
                          {"base_name", Value::string(edit.baseName)},
                          {"adjective", textOrNull(edit.adjective)},
                          {"quantifier", textOrNull(edit.quantifier)},
                          {"role", givenOr(edit.role, Value::string("individual"))},
                          {"description", givenOr(edit.description, Value())},
                          {"morphs", Value::array({newMorph(morphId("basic", id), id, "basic")})},
                          {"nbh", Value::string(morphId("basic", id))}});
}

/// The registry follows the file: name and role, and when.
Status followInRegistry(EditDraft& draft, const EditNode& edit) {
    if (draft.entry(Registry::nodes, edit.id) == nullptr)
        return {};
    const auto registered = draft.editRegistry(Registry::nodes);
    if (!registered)
        return fail(registered.error());
    Value* entry = draft.editEntry(Registry::nodes, edit.id);
    if (edit.name)
        entry->set("name", *edit.name);
    if (edit.role)
        entry->set("role", *edit.role);
    entry->set("updated_at", draft.secondsNow());
    return {};
}

/// A registry's entries, to be looked up many times.
std::unordered_map<std::string_view, const Value*> entriesOf(const EditDraft& draft, Registry which) {
    std::unordered_map<std::string_view, const Value*> entries;
    if (const Value* registered = draft.document(registryPath(which)))
        for (const json::Member& member : registered->members())
            entries[member.key] = &member.value;
    return entries;
}

const Value* entryIn(const std::unordered_map<std::string_view, const Value*>& entries,
                     const std::string& id) {
    const auto found = entries.find(id);
    return found == entries.end() ? nullptr : found->second;
}

/// Relations from or to the nodes, and attributes of them.
IdSet relationsOf(const EditDraft& draft, const IdSet& nodes) {
    IdSet found;
    const auto entries = entriesOf(draft, Registry::relations);
    for (const std::string& id : draft.ids(Registry::relations)) {
        const Ends ends = endsOf(draft, id, entryIn(entries, id));
        if (nodes.contains(ends.source) || nodes.contains(ends.target))
            found.insert(id);
    }
    return found;
}

IdSet attributesOf(const EditDraft& draft, const IdSet& nodes) {
    IdSet found;
    const auto entries = entriesOf(draft, Registry::attributes);
    for (const std::string& id : draft.ids(Registry::attributes))
        if (nodes.contains(sourceOf(draft, id, entryIn(entries, id))))
            found.insert(id);
    return found;
}

Result<Value*> registeredNode(EditDraft& draft, const std::string& node) {
    const auto registered = draft.editRegistry(Registry::nodes);
    if (!registered)
        return fail(registered.error());
    if (!draft.known(Registry::nodes, node))
        return graphUsage("there is no node " + quotedId(node));
    return *registered;
}

std::string firstUpper(const std::string& id) {
    std::string text = lowerCase(id);
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// The list of graphs of an entry, made where it is missing.
Value* graphsOf(Value& entry) {
    Value* graphs = entry.edit("graphs");
    if (graphs != nullptr && graphs->isArray())
        return graphs;
    entry.set("graphs", Value::array());
    return entry.edit("graphs");
}

std::optional<std::size_t> indexOf(const Value& list, const std::string& text) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list.items()[i].isString() && list.items()[i].text() == text)
            return i;
    return std::nullopt;
}

} // namespace

NodeIdRule nodeIdRule(const UserFiles& files) {
    const Value* registered = files.document(registryPath(Registry::nodes));
    if (registered == nullptr)
        return NodeIdRule::lowerCase;
    const auto& entries = registered->members();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        // Nodes that a relation made carry the name as it was typed, in all versions.
        if (entry->value.find("role") == nullptr || entry->value.find("id") != nullptr)
            continue;
        const auto path = pathOfId("nodes", entry->key);
        const Value* node = path ? files.document(*path) : nullptr;
        if (node == nullptr)
            continue;
        const NodeName name = nameParts(*node);
        const std::string kept = nodeId(name, NodeIdRule::caseKept);
        const std::string lower = nodeId(name, NodeIdRule::lowerCase);
        if (kept != lower && entry->key == kept)
            return NodeIdRule::caseKept;
        if (kept != lower && entry->key == lower)
            return NodeIdRule::lowerCase;
    }
    return NodeIdRule::lowerCase;
}

Status applyTo(EditDraft& draft, const AddNode& edit) {
    if (auto checked = checkNew(edit); !checked)
        return checked;
    const std::string id =
        nodeId({edit.baseName, edit.adjective, edit.quantifier}, nodeIdRule(draft.files()));
    if (edit.id && *edit.id != id)
        return graphUsage("the id of that node is " + quotedId(id) + ", not " + quotedId(*edit.id));
    if (auto unused = checkFree(draft, Registry::nodes, id); !unused)
        return unused;
    const auto registered = draft.editRegistry(Registry::nodes);
    if (!registered)
        return fail(registered.error());
    Value file = nodeFile(id, edit);
    (*registered)
        ->set(id, Value::object({{"name", *file.find("name")},
                                 {"role", *file.find("role")},
                                 {"graphs", Value::array({Value::string(draft.graph())})},
                                 {"created_at", draft.secondsNow()},
                                 {"updated_at", draft.secondsNow()}}));
    draft.put(*pathOfId("nodes", id), std::move(file));
    draft.edited.newIds.push_back(id);
    draft.touchNode(id);
    return {};
}

Status applyTo(EditDraft& draft, const EditNode& edit) {
    if (auto checked = checkFields(edit); !checked)
        return checked;
    const auto present = nodeDocument(draft, edit.id);
    if (!present)
        return fail(present.error());
    const std::pair<const Field*, const char*> fields[] = {
        {&edit.name, "name"},          {&edit.role, "role"},           {&edit.description, "description"},
        {&edit.baseName, "base_name"}, {&edit.adjective, "adjective"}, {&edit.quantifier, "quantifier"}};
    Value changed = **present;
    bool differs = false;
    for (const auto& [field, key] : fields)
        if (*field)
            differs = setMember(changed, keyIn(changed, key), **field) || differs;
    if (!differs)
        return {};
    draft.put(*pathOfId("nodes", edit.id), std::move(changed));
    draft.touchNode(edit.id);
    return followInRegistry(draft, edit);
}

Status applyTo(EditDraft& draft, const DeleteNode& edit) {
    if (!draft.known(Registry::nodes, edit.id))
        return graphUsage("there is no node " + quotedId(edit.id));
    return deleteNodes(draft, {edit.id});
}

Status deleteNodes(EditDraft& draft, const IdSet& nodes) {
    for (const std::string& node : nodes)
        draft.touchNode(node);
    // The files first: with them goes what their morphs list, so that only others are changed.
    if (auto removed = removeKnown(draft, Registry::nodes, nodes); !removed)
        return removed;
    if (auto removed = removeLinks(draft, Registry::relations, relationsOf(draft, nodes)); !removed)
        return removed;
    return removeLinks(draft, Registry::attributes, attributesOf(draft, nodes));
}

Status makeMissingTarget(EditDraft& draft, const std::string& node) {
    if (draft.known(Registry::nodes, node))
        return {};
    if (auto unused = checkFree(draft, Registry::nodes, node); !unused)
        return unused;
    const auto registered = draft.editRegistry(Registry::nodes);
    if (!registered)
        return fail(registered.error());
    (*registered)
        ->set(node, Value::object({{"id", Value::string(node)},
                                   {"name", Value::string(node)},
                                   {"graphs", Value::array({Value::string(draft.graph())})},
                                   {"created_at", draft.isoNow()}}));
    draft.put(*pathOfId("nodes", node), Value::object({{"id", Value::string(node)},
                                                       {"name", Value::string(node)},
                                                       {"base_name", Value::string(node)},
                                                       {"adjective", Value()},
                                                       {"quantifier", Value()},
                                                       {"role", Value::string("individual")},
                                                       {"description", Value::string("")},
                                                       {"morphs", Value::array()},
                                                       {"nbh", Value()}}));
    draft.edited.newIds.push_back(node);
    draft.touchNode(node);
    return {};
}

Status applyTo(EditDraft& draft, const AddToGraph& edit) {
    const auto registered = registeredNode(draft, edit.node);
    if (!registered)
        return fail(registered.error());
    draft.touchNode(edit.node);
    Value* entry = (*registered)->edit(edit.node);
    if (entry == nullptr) {
        (*registered)
            ->set(edit.node, Value::object({{"name", Value::string(firstUpper(edit.node))},
                                            {"graphs", Value::array({Value::string(draft.graph())})},
                                            {"created_at", draft.isoNow()},
                                            {"updated_at", draft.isoNow()}}));
        return {};
    }
    const Value* graphs = entry->find("graphs");
    if (graphs != nullptr && indexOf(*graphs, draft.graph()))
        return {};
    graphsOf(*entry)->appendItem(Value::string(draft.graph()));
    entry->set("updated_at", draft.isoNow());
    return {};
}

Status applyTo(EditDraft& draft, const RemoveFromGraph& edit) {
    const auto registered = registeredNode(draft, edit.node);
    if (!registered)
        return fail(registered.error());
    Value* entry = (*registered)->edit(edit.node);
    Value* graphs = entry == nullptr ? nullptr : entry->edit("graphs");
    auto at = graphs == nullptr ? std::nullopt : indexOf(*graphs, draft.graph());
    if (!at)
        return {};
    draft.touchNode(edit.node);
    for (; at; at = indexOf(*graphs, draft.graph()))
        graphs->removeItem(*at);
    entry->set("updated_at", draft.isoNow());
    return {};
}

} // namespace stemma::graph
