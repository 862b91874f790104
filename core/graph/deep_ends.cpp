// SPDX-License-Identifier: MIT
// Relations and transitions that lead nowhere.
#include <algorithm>
#include <array>
#include <set>

#include "core/graph/deep_flaws.h"
#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

/// What a node's file holds that the old program makes of a relation's target that isn't there.
Value targetFile(const std::string& id) {
    return Value::object({{"id", Value::string(id)},
                          {"name", Value::string(id)},
                          {"base_name", Value::string(id)},
                          {"adjective", Value()},
                          {"quantifier", Value()},
                          {"role", Value::string("individual")},
                          {"description", Value::string("")},
                          {"morphs", Value::array()},
                          {"nbh", Value()}});
}

void makeTarget(EditDraft& draft, const std::string& id, const std::vector<std::string>& graphs) {
    const auto registry = draft.editRegistry(Registry::nodes);
    if (!registry)
        return;
    if (!draft.known(Registry::nodes, id)) {
        draft.put(*pathOfId("nodes", id), targetFile(id));
        (*registry)->set(id, Value::object({{"id", Value::string(id)},
                                            {"name", Value::string(id)},
                                            {"graphs", Value::array()},
                                            {"created_at", draft.isoNow()}}));
    }
    // A target that two relations want is in the graphs of both.
    Value* entry = (*registry)->edit(id);
    Value* named = entry ? entry->edit("graphs") : nullptr;
    if (!named || !named->isArray())
        return;
    for (const std::string& graph : graphs) {
        const Value item = Value::string(graph);
        if (std::find(named->items().begin(), named->items().end(), item) == named->items().end())
            named->appendItem(item);
    }
}

bool nodeExists(const DeepLook& look, const std::string& id) {
    return look.mayExist(Registry::nodes, id) || look.innerIds.contains(id);
}

/// An end that is only guessed from the id says nothing.
bool isSaid(const DeepLook& look, Registry which, const std::string& id, const Known& known,
            std::initializer_list<std::string_view> keys) {
    return textAt({look.file(known), look.entry(which, id)}, keys).has_value();
}

void checkTarget(const DeepLook& look, const Relation& relation, FlawList& flaws) {
    if (relation.target.empty() || nodeExists(look, relation.target) ||
        !isSaid(look, Registry::relations, relation.id, relation.known, {"target_id", "target"}))
        return;
    const FlawList::About about{FindingKind::danglingEnd, Severity::warning, relation.id + "/target",
                                relation.known.path};
    const std::string message = "The relation " + quotedId(relation.id) + " leads to " +
                                quotedId(relation.target) + ", which doesn't exist";
    const auto graphs = look.graphsOf(relation.source);
    if (graphs.empty() || !checkNewId(relation.target, "node") || !relation.known.registered ||
        !look.files.find(look.nodes.path)) {
        flaws.add(about, message + ". Give it another target, or delete it.");
        return;
    }
    flaws.add(about, message, "Make that node, without properties, as the old program does.",
              [id = relation.target, graphs](EditDraft& draft) { makeTarget(draft, id, graphs); });
}

template <class Link>
void checkSource(const DeepLook& look, Registry which, const Link& link, FlawList& flaws) {
    if (link.source.empty() || nodeExists(look, link.source) ||
        !isSaid(look, which, link.id, link.known, {"source_id", "source", "node_id"}))
        return;
    flaws.add({FindingKind::danglingEnd, Severity::warning, link.id + "/source", link.known.path},
              "The " + wordOf(which) + ' ' + quotedId(link.id) + " belongs to " + quotedId(link.source) +
                  ", which doesn't exist. Restore that node from the history, or delete the " +
                  wordOf(which) + '.');
}

const std::array<const char*, 2> sideKeys = {"inputs", "outputs"};

std::string nodeOfEnd(const Value& end) {
    return end.isString() ? end.text() : end.stringAt("id").value_or(std::string());
}

void removeEnd(Value* transition, const char* side, const std::string& node) {
    Value* list = transition && transition->isObject() ? transition->edit(side) : nullptr;
    for (std::size_t i = list ? list->items().size() : 0; i-- > 0;)
        if (nodeOfEnd(list->items()[i]) == node)
            list->removeItem(i);
}

void takeEndOut(EditDraft& draft, const Transition& transition, const char* side, const std::string& node) {
    const auto isThere = [&](const Value* object) {
        const Value* list = object ? object->find(side) : nullptr;
        return list && std::any_of(list->items().begin(), list->items().end(),
                                   [&](const Value& end) { return nodeOfEnd(end) == node; });
    };
    if (transition.known.hasFile && isThere(draft.document(transition.known.path)))
        removeEnd(draft.edit(transition.known.path), side, node);
    if (isThere(draft.entry(Registry::transitions, transition.id)))
        removeEnd(draft.editEntry(Registry::transitions, transition.id), side, node);
}

/// The old program leaves them when it deletes a node; file and entry may say different things.
void checkTransitionEnds(const DeepLook& look, const Transition& transition, FlawList& flaws) {
    for (const char* side : sideKeys) {
        std::set<std::string> nodes;
        for (const Value* object :
             {look.file(transition.known), look.entry(Registry::transitions, transition.id)})
            if (const Value* list = object ? object->find(side) : nullptr)
                for (const Value& end : list->items())
                    nodes.insert(nodeOfEnd(end));
        for (const std::string& node : nodes) {
            if (node.empty() || nodeExists(look, node))
                continue;
            flaws.add({FindingKind::danglingEnd, Severity::warning, transition.id + '/' + side + '/' + node,
                       transition.known.hasFile ? transition.known.path : look.transitions.path},
                      "The transition " + quotedId(transition.id) + " names " + quotedId(node) +
                          " among its " + side + ", which doesn't exist",
                      "Take it out of the transition.", [transition, side, node](EditDraft& draft) {
                          takeEndOut(draft, transition, side, node);
                      });
        }
    }
}

} // namespace

void checkEnds(const DeepLook& look, FlawList& flaws) {
    for (const Relation& relation : look.store.relations) {
        // What isn't there leads nowhere, unless a morph brings it back.
        if (!relation.known.hasFile && !look.relationUses.contains(relation.id))
            continue;
        checkSource(look, Registry::relations, relation, flaws);
        checkTarget(look, relation, flaws);
    }
    for (const Attribute& attribute : look.store.attributes)
        if (attribute.known.hasFile)
            checkSource(look, Registry::attributes, attribute, flaws);
    for (const Transition& transition : look.store.transitions)
        checkTransitionEnds(look, transition, flaws);
}

} // namespace stemma::graph
