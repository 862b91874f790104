// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/edit_pieces.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr std::array<std::string_view, 4> textKeys = {"name", "adjective", "tense", "description"};
constexpr std::array<std::string_view, 2> endKeys = {"inputs", "outputs"};

bool isOneOf(const auto& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// One end of a transition: a node that is there, in a morph that it has (or none).
Status checkEnd(const EditDraft& draft, const Value& end) {
    const auto node = end.stringAt("id");
    const Value* morph = end.find("nbh");
    if (!end.isObject() || !node || end.size() != (morph == nullptr ? 1U : 2U))
        return graphUsage("an input or output is {\"id\": NODE, \"nbh\": MORPH or null}");
    if (!draft.known(Registry::nodes, *node))
        return graphUsage("there is no node " + quotedId(*node));
    if (morph == nullptr || morph->isNull())
        return {};
    if (!morph->isString() || !hasMorph(draft, *node, morph->text()))
        return graphUsage("node " + quotedId(*node) + " has no morph " + quotedId(morph->text()));
    return {};
}

Status checkEnds(const EditDraft& draft, const json::Member& given, const Value* present) {
    if (!given.value.isArray())
        return graphUsage("“" + given.key + "” must be a list");
    const Value* old = present == nullptr ? nullptr : present->find(given.key);
    for (const Value& end : given.value.items()) {
        // What stands there already may stay, also where it points to nothing any more.
        const bool stays =
            old != nullptr && std::find(old->items().begin(), old->items().end(), end) != old->items().end();
        if (stays)
            continue;
        if (auto checked = checkEnd(draft, end); !checked)
            return checked;
    }
    return {};
}

Status checkFields(const EditDraft& draft, const Value& fields, const Value* present) {
    if (!fields.isObject())
        return graphUsage("the fields of a transition must be an object");
    for (const json::Member& member : fields.members()) {
        const bool text = isOneOf(textKeys, member.key);
        if (!text && !isOneOf(endKeys, member.key))
            return graphUsage("a transition has no field “" + member.key + "”");
        auto checked = text ? checkTextOrNull(member.value, member.key) : checkEnds(draft, member, present);
        if (!checked)
            return checked;
    }
    const Value* name = fields.find("name");
    if ((present == nullptr && name == nullptr) || (name != nullptr && textOf(*name).empty()))
        return graphUsage("a transition needs a name");
    return {};
}

/// The ends with both of their keys, as the format has them.
Value wholeEnds(const Value& given) {
    std::vector<Value> ends;
    for (const Value& end : given.items())
        ends.push_back(
            end.find("nbh") != nullptr ? end : Value::object({{"id", *end.find("id")}, {"nbh", Value()}}));
    return Value::array(std::move(ends));
}

Value fieldOf(const Value& fields, std::string_view key) {
    const Value* given = fields.find(key);
    if (isOneOf(endKeys, key))
        return given == nullptr ? Value::array() : wholeEnds(*given);
    return given == nullptr ? Value() : *given;
}

Value fileWith(const std::string& id, const Value& fields) {
    Value file = Value::object({{"id", Value::string(id)}});
    for (const char* key : {"name", "adjective", "tense", "inputs", "outputs", "description"})
        file.set(key, fieldOf(fields, key));
    return file;
}

/// A list belongs to all graphs, an entry of an object to those that it names.
void touchGraphsOf(EditDraft& draft, const std::string& id) {
    const Value* registered = draft.document(registryPath(Registry::transitions));
    if (registered != nullptr && registered->isArray()) {
        draft.touchAllGraphs();
        return;
    }
    draft.touchGraph(draft.graph());
    const Value* entry = draft.entry(Registry::transitions, id);
    const Value* graphs = entry == nullptr ? nullptr : entry->find("graphs");
    if (graphs != nullptr)
        for (const Value& graph : graphs->items())
            if (graph.isString())
                draft.touchGraph(graph.text());
}

/// What is known of a transition: its file, else its entry without what only entries have.
Result<Value> knownTransition(const EditDraft& draft, const std::string& id) {
    const auto path = draft.pathOf(Registry::transitions, id);
    if (!path)
        return fail(path.error());
    if (draft.exists(*path)) {
        const auto file = draft.object(*path, "transition " + quotedId(id));
        return file ? Result<Value>(**file) : fail(file.error());
    }
    const Value* entry = draft.entry(Registry::transitions, id);
    if (entry == nullptr || !entry->isObject())
        return graphUsage("there is no transition " + quotedId(id));
    Value whole = fileWith(id, *entry);
    for (const json::Member& member : entry->members())
        if (!isOneOf(std::array<std::string_view, 3>{"graphs", "created_at", "updated_at"}, member.key))
            whole.set(member.key, member.value);
    return whole;
}

bool setFields(Value& object, const Value& fields) {
    bool differs = false;
    for (const json::Member& member : fields.members())
        differs = setMember(object, member.key,
                            isOneOf(endKeys, member.key) ? wholeEnds(member.value) : member.value) ||
                  differs;
    return differs;
}

/// The entry follows; one that an import left without an id gets what it lacks.
Status followInRegistry(EditDraft& draft, const EditTransition& edit, const Value& file) {
    if (draft.entry(Registry::transitions, edit.id) == nullptr)
        return {};
    const auto registered = healedTransitions(draft);
    if (!registered)
        return fail(registered.error());
    Value* entry = draft.editEntry(Registry::transitions, edit.id);
    if (!entry->isObject())
        *entry = Value::object();
    completeStub(*entry, file);
    setFields(*entry, edit.fields);
    if ((*registered)->isObject())
        entry->set("updated_at", draft.isoNow());
    return {};
}

} // namespace

Result<Value*> healedTransitions(EditDraft& draft) {
    const auto registered = draft.editRegistry(Registry::transitions);
    if (!registered)
        return fail(registered.error());
    if ((*registered)->isObject() && (*registered)->size() == 0 && isOfVersionOne(draft.files()))
        **registered = Value::array();
    for (std::size_t i = (*registered)->items().size(); i-- > 0;)
        if ((*registered)->items()[i].isObject() && (*registered)->items()[i].size() == 0)
            (*registered)->removeItem(i);
    return *registered;
}

Status applyTo(EditDraft& draft, const AddTransition& edit) {
    if (auto unused = checkFree(draft, Registry::transitions, edit.id); !unused)
        return unused;
    if (auto checked = checkFields(draft, edit.fields, nullptr); !checked)
        return checked;
    const auto registered = healedTransitions(draft);
    if (!registered)
        return fail(registered.error());
    Value entry = fileWith(edit.id, edit.fields);
    draft.put(*pathOfId("transitions", edit.id), entry);
    if ((*registered)->isArray()) {
        (*registered)->appendItem(std::move(entry));
    } else {
        entry.set("graphs", Value::array({Value::string(draft.graph())}));
        entry.set("created_at", draft.isoNow());
        entry.set("updated_at", draft.isoNow());
        (*registered)->set(edit.id, std::move(entry));
    }
    draft.edited.newIds.push_back(edit.id);
    touchGraphsOf(draft, edit.id);
    return {};
}

Status applyTo(EditDraft& draft, const EditTransition& edit) {
    if (auto registered = draft.registry(Registry::transitions); !registered)
        return fail(registered.error());
    auto file = knownTransition(draft, edit.id);
    if (!file)
        return fail(file.error());
    if (auto checked = checkFields(draft, edit.fields, &*file); !checked)
        return checked;
    if (!setFields(*file, edit.fields))
        return {};
    if (auto followed = followInRegistry(draft, edit, *file); !followed)
        return followed;
    draft.put(*pathOfId("transitions", edit.id), std::move(*file));
    touchGraphsOf(draft, edit.id);
    return {};
}

Status applyTo(EditDraft& draft, const DeleteTransition& edit) {
    const auto path = draft.pathOf(Registry::transitions, edit.id);
    if (!path)
        return fail(path.error());
    if (!draft.known(Registry::transitions, edit.id))
        return graphUsage("there is no transition " + quotedId(edit.id));
    const auto registered = healedTransitions(draft);
    if (!registered)
        return fail(registered.error());
    touchGraphsOf(draft, edit.id);
    if (draft.exists(*path))
        draft.remove(*path);
    if ((*registered)->isObject())
        (*registered)->remove(edit.id);
    for (std::size_t i = (*registered)->items().size(); i-- > 0;)
        if ((*registered)->items()[i].stringAt("id") == edit.id)
            (*registered)->removeItem(i);
    draft.edited.removedIds.push_back(edit.id);
    return {};
}

} // namespace stemma::graph
