// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_json.h"

#include <algorithm>

namespace stemma::ctl {

namespace {

using json::Value;

Value countValue(std::size_t count) {
    return Value::integer(static_cast<std::int64_t>(count));
}

Value morphValue(const graph::Morph& morph) {
    return Value::object({{"id", Value::string(morph.id)},
                          {"name", Value::string(morph.name)},
                          {"relations", graphTextsValue(morph.relations)},
                          {"attributes", graphTextsValue(morph.attributes)},
                          {"implied", Value::boolean(morph.implied)}});
}

Value endsValue(const std::vector<graph::TransitionEnd>& ends) {
    std::vector<Value> items;
    for (const graph::TransitionEnd& end : ends)
        items.push_back(
            Value::object({{"node", Value::string(end.node)}, {"morph", Value::stringOrNull(end.morph)}}));
    return Value::array(std::move(items));
}

bool hasError(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& problem) { return problem.severity == Severity::error; });
}

} // namespace

Value graphTextsValue(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    items.reserve(texts.size());
    for (const std::string& text : texts)
        items.push_back(Value::string(text));
    return Value::array(std::move(items));
}

Value graphProblemsValue(const std::vector<Problem>& problems) {
    std::vector<Value> items;
    for (const Problem& problem : problems) {
        Value item = Value::object({{"rule", Value::string(problem.rule)},
                                    {"severity", Value::string(severityWord(problem.severity))},
                                    {"message", Value::string(problem.message)}});
        if (!problem.fix.empty())
            item.set("fix", Value::string(problem.fix));
        items.push_back(std::move(item));
    }
    return Value::array(std::move(items));
}

const char* graphStateWord(const graph::GraphSummary& graph) {
    if (!graph.exists)
        return "hidden";
    return hasError(graph.problems) ? "damaged" : "ok";
}

const char* composedStateWord(graph::ComposedState state) {
    switch (state) {
    case graph::ComposedState::fresh:
        return "fresh";
    case graph::ComposedState::stale:
        return "stale";
    case graph::ComposedState::missing:
        return "missing";
    case graph::ComposedState::unreadable:
        return "unreadable";
    case graph::ComposedState::unknown:
        break;
    }
    return "unknown";
}

const char* knownWord(const graph::Known& known) {
    if (!known.hasFile)
        return "missing";
    if (!known.readable)
        return "damaged";
    if (known.stub)
        return "stub";
    return known.registered ? "ok" : "unregistered";
}

Value graphSummaryValue(const graph::GraphSummary& graph) {
    return Value::object({{"id", Value::string(graph.id)},
                          {"title", Value::string(graph.title)},
                          {"description", Value::string(graph.description)},
                          {"modified", Value::string(graph.modified)},
                          {"nodes", countValue(graph.nodes)},
                          {"relations", countValue(graph.relations)},
                          {"attributes", countValue(graph.attributes)},
                          {"transitions", countValue(graph.transitions)},
                          {"bytes", countValue(graph.bytes)},
                          {"state", Value::string(graphStateWord(graph))},
                          {"problems", graphProblemsValue(graph.problems)}});
}

Value graphUserValue(const graph::UserSummary& user) {
    std::vector<Value> graphs;
    for (const graph::GraphSummary& graph : user.graphs)
        graphs.push_back(graphSummaryValue(graph));
    return Value::object({{"id", Value::string(user.id)},
                          {"name", Value::string(user.name)},
                          {"folder", Value::string(user.folder)},
                          {"graphs", Value::array(std::move(graphs))},
                          {"nodes", countValue(user.nodes)},
                          {"relations", countValue(user.relations)},
                          {"attributes", countValue(user.attributes)},
                          {"transitions", countValue(user.transitions)},
                          {"functions", countValue(user.functions)},
                          {"backups", countValue(user.backups)},
                          {"state", Value::string(hasError(user.problems) ? "damaged" : "ok")},
                          {"problems", graphProblemsValue(user.problems)}});
}

Value graphNodeValue(const graph::Node& node) {
    std::vector<Value> morphs;
    for (const graph::Morph& morph : node.morphs)
        morphs.push_back(morphValue(morph));
    return Value::object({{"id", Value::string(node.id)},
                          {"name", Value::stringOrNull(node.name)},
                          {"base_name", Value::stringOrNull(node.baseName)},
                          {"adjective", Value::stringOrNull(node.adjective)},
                          {"quantifier", Value::stringOrNull(node.quantifier)},
                          {"role", Value::stringOrNull(node.role)},
                          {"description", Value::stringOrNull(node.description)},
                          {"active_morph", Value::stringOrNull(node.activeMorph)},
                          {"morphs", Value::array(std::move(morphs))},
                          {"graphs", graphTextsValue(node.graphs)},
                          {"inner_id", Value::string(node.innerId)},
                          {"state", Value::string(knownWord(node.known))}});
}

Value graphRelationValue(const graph::Relation& relation) {
    return Value::object({{"id", Value::string(relation.id)},
                          {"source", Value::string(relation.source)},
                          {"name", Value::string(relation.name)},
                          {"target", Value::string(relation.target)},
                          {"adverb", Value::stringOrNull(relation.adverb)},
                          {"modality", Value::stringOrNull(relation.modality)},
                          {"guessed", Value::boolean(relation.guessed)},
                          {"state", Value::string(knownWord(relation.known))}});
}

Value graphAttributeValue(const graph::Attribute& attribute) {
    return Value::object({{"id", Value::string(attribute.id)},
                          {"source", Value::string(attribute.source)},
                          {"name", Value::string(attribute.name)},
                          {"value", attribute.value},
                          {"unit", Value::stringOrNull(attribute.unit)},
                          {"adverb", Value::stringOrNull(attribute.adverb)},
                          {"modality", Value::stringOrNull(attribute.modality)},
                          {"guessed", Value::boolean(attribute.guessed)},
                          {"state", Value::string(knownWord(attribute.known))}});
}

Value graphTransitionValue(const graph::Transition& transition) {
    return Value::object({{"id", Value::string(transition.id)},
                          {"name", Value::stringOrNull(transition.name)},
                          {"adjective", Value::stringOrNull(transition.adjective)},
                          {"tense", Value::stringOrNull(transition.tense)},
                          {"description", Value::stringOrNull(transition.description)},
                          {"inputs", endsValue(transition.inputs)},
                          {"outputs", endsValue(transition.outputs)},
                          {"state", Value::string(knownWord(transition.known))}});
}

} // namespace stemma::ctl
