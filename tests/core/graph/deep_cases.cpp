// SPDX-License-Identifier: MIT
#include "tests/core/graph/deep_cases.h"

#include <stdexcept>

#include "core/graph/compose.h"

namespace stemma::tests {

using graph::Finding;
using graph::UserFiles;

/// A store of version 2 in which all is well.
UserFiles healthyStore() {
    UserFiles files = storeOf(StoreVersion::two);
    const auto replace = [&](const std::string& path, const std::string& from, const std::string& to) {
        std::string bytes = files.find(path)->bytes;
        const std::size_t at = bytes.find(from);
        if (at == std::string::npos)
            throw std::runtime_error(path + " has no " + from);
        bytes.replace(at, from.size(), to);
        files.setBytes(path, bytes);
    };
    replace("nodes/living_cell.json", R"("id": "cell")", R"("id": "living_cell")");
    for (const char* path : {"transitions/melting.json", "transition_registry.json"})
        replace(path, R"("id": "gone")", R"("id": "electron")");
    for (const char* list : {"oxygen::is_a::water", "oxygen::has::electron"}) {
        json::Value registry = documentAt(files, "relation_registry.json");
        registry.edit(list)->set("morph_id", json::Value::array({json::Value::string("ionized_oxygen")}));
        files.setDocument("relation_registry.json", registry);
    }
    json::Value transitions = documentAt(files, "transition_registry.json");
    transitions.remove("imported");
    files.setDocument("transition_registry.json", transitions);
    files.setBytes("function_registry.json", "[]");
    for (const char* name : {"chem", "other"})
        graph::putComposed(files, name);
    return files;
}

Ids idsOf(const std::vector<Finding>& findings) {
    Ids ids;
    for (const Finding& finding : findings)
        ids.push_back(finding.id);
    return ids;
}

std::vector<Finding> findingsOf(const UserFiles& files) {
    return graph::deepFindings(files, graph::readGraphStore(files));
}

void setMember(UserFiles& files, const std::string& path, const Ids& keys, const std::string& value) {
    json::Value document = documentAt(files, path);
    json::Value* at = &document;
    for (std::size_t i = 0; i + 1 < keys.size(); ++i)
        at = keys[i].starts_with('#') ? &at->editItem(std::stoul(keys[i].substr(1))) : at->edit(keys[i]);
    if (value.empty())
        at->remove(keys.back());
    else
        at->set(keys.back(), *json::parse(value));
    files.setDocument(path, document);
}

void composeAll(UserFiles& files) {
    for (const std::string& name : files.graphFolders())
        graph::putComposed(files, name);
}

namespace {

using Case = DeepCase;
using Damage = std::function<void(UserFiles&)>;

Damage removing(const std::string& path) {
    return [path](UserFiles& files) { files.remove(path); };
}
Damage setting(const std::string& path, const Ids& keys, const std::string& value) {
    return [=](UserFiles& files) { setMember(files, path, keys, value); };
}
Damage writing(const std::string& path, const std::string& bytes) {
    return [=](UserFiles& files) { files.setBytes(path, bytes); };
}

std::vector<Case> fileCases() {
    return {
        {"a node's file is no JSON",
         writing("nodes/living_cell.json", "{\"id\": "),
         {"unreadable-file:nodes/living_cell.json"},
         {},
         {"unreadable-file:nodes/living_cell.json"}},
        {"a relation's file is a list",
         writing("relationNodes/" + isA + ".json", "[]"),
         {"unreadable-file:relationNodes/" + isA + ".json"},
         {},
         {"unreadable-file:relationNodes/" + isA + ".json"}},
        {"morphs are no list",
         setting("nodes/electron.json", {"morphs"}, "{}"),
         {"unreadable-file:nodes/electron.json"},
         {},
         {"unreadable-file:nodes/electron.json"}},
        {"a registry is no JSON",
         writing("attribute_registry.json", "{"),
         {"unreadable-registry:attribute_registry.json"},
         {},
         {"unreadable-registry:attribute_registry.json"}},
        {"a registry is missing",
         removing("relation_registry.json"),
         {"unreadable-registry:relation_registry.json"},
         {},
         {"unreadable-registry:relation_registry.json"}},
        {"a left-over beside its file",
         [](UserFiles& files) { files.addStray("nodes/water.json.tmp"); },
         {"left-over:nodes/water.json.tmp"},
         {},
         {}},
        {"a left-over alone",
         [](UserFiles& files) { files.addStray("nodes/steam.json.tmp"); },
         {"left-over:nodes/steam.json.tmp"},
         {},
         {"left-over:nodes/steam.json.tmp"}},
        {"a lock of version 3 is none",
         [](UserFiles& files) { files.addStray("nodes/water.json.lock"); },
         {},
         {},
         {}},
    };
}

std::vector<Case> nodeCases() {
    return {
        {"registered without a file",
         setting("node_registry.json", {"cell"}, R"({"graphs": ["chem"]})"),
         {"phantom-node:cell"},
         {"M node_registry.json"},
         {}},
        {"without a file, and others lead to it",
         removing("nodes/electron.json"),
         {"phantom-node:electron"},
         {},
         {"phantom-node:electron"}},
        {"all files of nodes are gone",
         [](UserFiles& files) {
             for (const char* name : {"electron", "living_cell", "oxygen", "water"})
                 files.remove(std::string("nodes/") + name + ".json");
         },
         {"phantom-node:oxygen", "phantom-node:water", "phantom-node:living_cell", "phantom-node:electron"},
         {},
         {"phantom-node:oxygen", "phantom-node:water", "phantom-node:living_cell", "phantom-node:electron"}},
        {"a file in no registry, with registered parts",
         setting("node_registry.json", {"oxygen"}, ""),
         {"orphan-node:oxygen"},
         {"M node_registry.json"},
         {}},
        {"a file in no registry, and nothing tells where it was",
         setting("node_registry.json", {"living_cell"}, ""),
         {"orphan-node:living_cell"},
         {},
         {"orphan-node:living_cell"}},
        {"a file in a sub-folder that nothing lists",
         writing("nodes/AC/DC.json", R"({"id": "AC/DC", "morphs": []})"),
         {"orphan-node:AC/DC"},
         {},
         {"orphan-node:AC/DC"}},
        {"another id in the file",
         setting("nodes/living_cell.json", {"id"}, "\"cell\""),
         {"wrong-inner-id:nodes/living_cell.json"},
         {"M nodes/living_cell.json"},
         {}},
        {"another id in the file, which others go by",
         [](UserFiles& files) {
             setMember(files, "nodes/living_cell.json", {"id"}, "\"cell\"");
             setMember(files, "relationNodes/" + isA + ".json", {"target_id"}, "\"cell\"");
         },
         {"wrong-inner-id:nodes/living_cell.json"},
         {},
         {"wrong-inner-id:nodes/living_cell.json"}},
    };
}

std::vector<Case> linkCases() {
    const std::string isAFile = "relationNodes/" + isA + ".json";
    const std::string massFile = "attributeNodes/" + mass + ".json";
    return {
        {"a relation without a file, which a morph names",
         removing(isAFile),
         {"phantom-relation:" + isA},
         {"A " + isAFile},
         {}},
        {"a relation without a file, which nothing names",
         setting("relation_registry.json", {"water::is_a::oxygen"},
                 R"({"source_id": "water", "target_id": "oxygen", "graphs": ["chem"]})"),
         {"phantom-relation:water::is_a::oxygen"},
         {"M relation_registry.json"},
         {}},
        {"an imported relation without a file",
         removing("relationNodes/" + contains + ".json"),
         {"phantom-relation:" + contains},
         {"A relationNodes/" + contains + ".json"},
         {}},
        {"an attribute without a file: its value is lost",
         removing(massFile),
         {"phantom-attribute:" + mass},
         {},
         {"phantom-attribute:" + mass}},
        {"an attribute without a file, which nothing names",
         setting("attribute_registry.json", {"water::x::000000000000"},
                 R"({"source_id": "water", "name": "x", "graphs": ["chem"]})"),
         {"phantom-attribute:water::x::000000000000"},
         {"M attribute_registry.json"},
         {}},
        {"a relation in no registry, which its node lists",
         setting("relation_registry.json", {isA}, ""),
         {"orphan-relation:" + isA},
         {"M relation_registry.json"},
         {}},
        {"an attribute in no registry, which its node lists",
         setting("attribute_registry.json", {mass}, ""),
         {"orphan-attribute:" + mass},
         {"M attribute_registry.json"},
         {}},
        {"a relation that nothing knows",
         writing(
             "relationNodes/water::eats::oxygen.json",
             R"({"id": "water::eats::oxygen", "name": "eats", "source_id": "water", "target_id": "oxygen"})"),
         {"orphan-relation:water::eats::oxygen"},
         {},
         {"orphan-relation:water::eats::oxygen"}},
        {"another id in a relation's file",
         setting(isAFile, {"id"}, "\"x\""),
         {"wrong-inner-id:" + isAFile},
         {"M " + isAFile},
         {}},
        {"a target that was never made",
         setting(isAFile, {"target_id"}, "\"steam\""),
         {"dangling-end:" + isA + "/target"},
         {"M node_registry.json", "A nodes/steam.json"},
         {}},
        {"a source that doesn't exist",
         setting(isAFile, {"source_id"}, "\"nobody\""),
         {"dangling-end:" + isA + "/source"},
         {},
         {"dangling-end:" + isA + "/source"}},
        {"a stub of a relation",
         writing(isAFile, R"({"morph_id": "basic_oxygen"})"),
         {"stub:" + isAFile},
         {"M " + isAFile},
         {}},
        {"a stub of an attribute",
         writing(massFile, R"({"morph_id": ["basic_oxygen"]})"),
         {"stub:" + massFile},
         {"M " + massFile},
         {}},
    };
}

std::vector<Case> morphCases() {
    const std::string isAFile = "relationNodes/" + isA + ".json";
    return {
        {"a morph lists what doesn't exist",
         setting("nodes/oxygen.json", {"morphs", "#1", "attributeNode_ids"}, R"(["oxygen::gone::0"])"),
         {"dangling-member:oxygen/ionized_oxygen/oxygen::gone::0"},
         {"M nodes/oxygen.json"},
         {}},
        {"an active morph that doesn't exist",
         setting("nodes/water.json", {"nbh"}, "\"boiling\""),
         {"dangling-morph:nodes/water.json"},
         {"M nodes/water.json"},
         {}},
        {"the basic morph that is only implied",
         setting("nodes/electron.json", {"nbh"}, "\"basic_electron\""),
         {},
         {},
         {}},
        {"a hint that names no morph",
         setting(isAFile, {"morph_id"}, R"(["basic_oxygen", "old"])"),
         {"dangling-morph:" + isAFile},
         {"M " + isAFile},
         {}},
        {"a hint in the registry that names no morph",
         setting("attribute_registry.json", {mass, "morph_id"}, R"(["old"])"),
         {"dangling-morph:attribute_registry.json/" + mass},
         {"M attribute_registry.json"},
         {}},
        {"a list in a list",
         setting("relation_registry.json", {isA, "morph_id"}, R"([["basic_oxygen"], "basic_oxygen"])"),
         {"nested-morph-id:relation_registry.json/" + isA},
         {"M relation_registry.json"},
         {}},
    };
}

std::vector<Case> graphCases() {
    return {
        {"an empty transition",
         [](UserFiles& files) {
             const std::string entry = lineAt(files, "transition_registry.json", {"melting"});
             files.setBytes("transition_registry.json", "[{}, " + entry + "]");
         },
         {"empty-transition:transition_registry.json"},
         {"M transition_registry.json"},
         {}},
        {"a transition from a node that doesn't exist, by its file",
         setting("transitions/melting.json", {"inputs"},
                 R"([{"id": "ice", "nbh": "solid"}, {"id": "water", "nbh": "basic_water"}, {"id": "ice"}])"),
         {"dangling-end:melting/inputs/ice"},
         {"M transitions/melting.json"},
         {}},
        {"a transition to a node that doesn't exist, by its entry",
         setting("transition_registry.json", {"melting", "outputs"}, R"(["steam"])"),
         {"dangling-end:melting/outputs/steam"},
         {"M transition_registry.json"},
         {}},
        {"an imported transition has no id",
         setting("transition_registry.json", {"melting"}, R"({"graphs": ["chem"]})"),
         {"transition-shape:transition_registry.json/melting"},
         {"M transition_registry.json"},
         {}},
        {"functions are no list",
         writing("function_registry.json", "{}"),
         {"transition-shape:function_registry.json"},
         {"M function_registry.json"},
         {}},
        {"a graph that is gone",
         setting("node_registry.json", {"oxygen", "graphs"}, R"(["chem", "gone", "other"])"),
         {"dangling-graph:node_registry.json/oxygen/gone"},
         {"M node_registry.json"},
         {}},
        {"in no other graph than one that is gone",
         setting("node_registry.json", {"living_cell", "graphs"}, R"(["gone"])"),
         {"dangling-graph:node_registry.json/living_cell/gone"},
         {},
         {"dangling-graph:node_registry.json/living_cell/gone"}},
        {"metadata is missing",
         removing("graphs/chem/metadata.yaml"),
         {"hidden-graph:chem"},
         {"A graphs/chem/metadata.yaml"},
         {}},
        {"metadata has no title",
         writing("graphs/chem/metadata.yaml", "description: all\n"),
         {"hidden-graph:chem"},
         {"M graphs/chem/metadata.yaml"},
         {}},
        {"metadata is no YAML",
         writing("graphs/chem/metadata.yaml", "a: [\n"),
         {"hidden-graph:chem"},
         {},
         {"hidden-graph:chem"}},
        {"two texts that differ",
         writing("graphs/chem/cnl.md", "# steam\n"),
         {"two-texts:chem"},
         {},
         {"two-texts:chem"}},
        {"two texts, one of them empty",
         writing("graphs/chem/cnl.md", "\n"),
         {"two-texts:chem"},
         {"M graphs/chem/cnl.md"},
         {}},
        {"two texts that agree", writing("graphs/chem/cnl.md", "# water\n"), {}, {}, {}},
    };
}

} // namespace

std::vector<DeepCase> deepCases() {
    std::vector<DeepCase> all;
    for (auto& cases : {fileCases(), nodeCases(), linkCases(), morphCases(), graphCases()})
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

} // namespace stemma::tests
