// SPDX-License-Identifier: MIT
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

std::vector<TransitionEnd> endsAt(const Element& element, std::string_view key) {
    std::vector<TransitionEnd> ends;
    const json::Value* list = nullptr;
    for (const json::Value* object : {element.file, element.entry})
        if (object && !list)
            list = object->find(key);
    if (!list)
        return ends;
    for (const json::Value& item : list->items()) {
        if (item.isString())
            ends.push_back({item.text(), std::nullopt});
        else if (const auto node = textAt(item, {"id"}))
            ends.push_back({*node, textAt(item, {"nbh"})});
    }
    return ends;
}

std::vector<std::string> namesAt(const Element& element, std::string_view key) {
    for (const json::Value* object : {element.file, element.entry})
        if (object && object->find(key))
            return textsIn(object->find(key));
    return {};
}

Transition transitionOf(const Element& element) {
    Transition transition;
    transition.id = element.id;
    transition.known = element.known;
    const auto text = [&](std::string_view key) { return textAt({element.file, element.entry}, {key}); };
    transition.name = text("name");
    transition.adjective = text("adjective");
    transition.tense = text("tense");
    transition.description = text("description");
    transition.inputs = endsAt(element, "inputs");
    transition.outputs = endsAt(element, "outputs");
    if (element.entry && element.entry->find("graphs"))
        transition.graphs = textsIn(element.entry->find("graphs"));
    return transition;
}

Function functionOf(const Element& element) {
    Function function;
    function.id = element.id;
    function.known = element.known;
    function.name = textAt({element.file, element.entry}, {"name"});
    function.description = textAt({element.file, element.entry}, {"description"});
    function.inputs = namesAt(element, "inputs");
    function.outputs = namesAt(element, "outputs");
    return function;
}

} // namespace

void readTransitions(const UserFiles& files, GraphStore& store) {
    const Elements elements(files, "transition_registry.json", "transitions", store.problems);
    for (const Element& element : elements.all()) {
        store.transitionAt.emplace(element.id, store.transitions.size());
        store.transitions.push_back(transitionOf(element));
    }
}

void readFunctions(const UserFiles& files, GraphStore& store) {
    const Elements elements(files, "function_registry.json", "functions", store.problems);
    for (const Element& element : elements.all())
        store.functions.push_back(functionOf(element));
}

} // namespace stemma::graph
