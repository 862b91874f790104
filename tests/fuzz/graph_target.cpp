// SPDX-License-Identifier: MIT
// YAML and the files of a graph library.
#include <string>

#include "core/graph/compose.h"
#include "core/json/python_format.h"
#include "core/yaml/yaml_text.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

namespace {

/// Line breaks in quotes are where yaml-cpp and PyYAML differ (tst_yaml_text); what can't be raw in UTF-8 is
/// written as an escape that it refuses.
bool isPlainText(const std::string& text) {
    return text.find('\n') == std::string::npos && text.find("\xC2\x85") == std::string::npos &&
           text.find("\xE2\x80\xA8") == std::string::npos && text.find("\xE2\x80\xA9") == std::string::npos &&
           text.find('\0') == std::string::npos;
}

bool hasPlainTexts(const json::Value& value) {
    if (value.isString() && !isPlainText(value.text()))
        return false;
    for (const json::Value& item : value.items())
        if (!hasPlainTexts(item))
            return false;
    for (const json::Member& member : value.members())
        if (!isPlainText(member.key) || !hasPlainTexts(member.value))
            return false;
    return true;
}

/// A store whose every kind of file is the same bytes.
graph::UserFiles storeOfOne(const std::string& bytes) {
    graph::UserFiles files;
    files.addGraphFolder("g");
    for (const char* path :
         {"node_registry.json", "relation_registry.json", "attribute_registry.json",
          "transition_registry.json", "function_registry.json", "nodes/a.json", "relationNodes/a::b::c.json",
          "attributeNodes/a::b::1.json", "transitions/t.json", "functions/f.json", "graphs/g/metadata.yaml",
          "graphs/g/composed.json", "graphs/g/composed.yaml", "graphs/g/polymorphic_composed.json",
          "graphs/g/CNL.md"})
        files.setBytes(path, bytes);
    return files;
}

/// A store with the files that an object names.
graph::UserFiles storeOfMany(const json::Value& object) {
    graph::UserFiles files;
    files.addGraphFolder("g");
    for (const json::Member& member : object.members())
        files.setDocument(member.key, member.value);
    return files;
}

void checkStore(graph::UserFiles files) {
    const graph::GraphStore store = graph::readGraphStore(files);
    for (const graph::Node& node : store.nodes)
        fuzz::require(store.nodeAt.contains(node.id), "every node is found");
    for (const graph::Graph& graph : store.graphs)
        for (const std::string& id : graph.nodes)
            fuzz::require(store.node(id) != nullptr, "every node of a graph is there");
    graph::putComposed(files, "g");
    const auto state = graph::composedState(files, graph::readGraphStore(files), "g");
    fuzz::require(state == graph::ComposedState::fresh, "what was composed is fresh");
    const graph::UserFiles before = files;
    graph::putComposed(files, "g");
    fuzz::require(graph::differences(before, files).empty(), "composing twice changes nothing");
}

} // namespace

void fuzz::yaml(std::string_view bytes) {
    const auto value = yaml::parse(bytes, "x.yaml");
    if (!value)
        return require(value.error().code == ErrorCode::damaged && value.error().detail.starts_with("line "),
                       "a problem has a place");
    for (const yaml::Unicode unicode : {yaml::Unicode::escaped, yaml::Unicode::raw}) {
        const std::string text = yaml::text(*value, unicode);
        require(text.ends_with('\n'), "it ends with a newline");
        const auto again = yaml::parse(text, "x.yaml");
        if (hasPlainTexts(*value))
            require(again && json::pythonText(*again) == json::pythonText(*value),
                    "what was written says the same");
    }
}

void fuzz::graphStore(std::string_view bytes) {
    checkStore(storeOfOne(std::string(bytes)));
    const auto object = json::parse(bytes);
    if (object && object->isObject())
        checkStore(storeOfMany(*object));
}
