// SPDX-License-Identifier: MIT
#include "tests/core/graph/edit_stores.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/json/python_format.h"

namespace stemma::tests {

namespace {

using graph::UserFiles;
using json::Value;

/// JSON with `@` for the id of oxygen, written as the format's program writes it.
class Builder {
public:
    explicit Builder(std::string oxygen)
        : m_oxygen(std::move(oxygen)) {}

    void json(std::string path, std::string text) {
        const auto parsed = json::parse(replaced(text));
        if (!parsed)
            failWith(path + ": " + parsed.error().message);
        m_files.setBytes(replaced(path), json::pythonText(*parsed));
    }
    void text(const std::string& path, const std::string& bytes) { m_files.setBytes(path, bytes); }
    void graph(const std::string& id) {
        m_files.addGraphFolder(id);
        text("graphs/" + id + "/metadata.yaml",
             "title: The " + id + "\ndescription: ''\ncreated: ''\nmodified: '2025-06-28T04:31:19.814437'\n");
    }
    UserFiles take() { return std::move(m_files); }

private:
    [[noreturn]] static void failWith(const std::string& text) { throw std::runtime_error(text); }
    [[nodiscard]] std::string replaced(std::string text) const {
        for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at))
            text.replace(at, 1, m_oxygen);
        return text;
    }

    std::string m_oxygen;
    UserFiles m_files;
};

void addNodes(Builder& store, const std::string& base) {
    store.json("nodes/@.json", R"({"id": "@", "name": "oxygen", "base_name": ")" + base +
                                   R"(", "adjective": null, "quantifier": null, "role": "individual",
        "description": "a gas", "x_mass": 15.9990, "morphs": [
        {"morph_id": "basic_@", "node_id": "@", "name": "basic", "x_color": "blue",
         "relationNode_ids": ["@::is_a::water"], "attributeNode_ids": ["@::mass::7c0e3aa7a43e"]},
        {"morph_id": "ionized_@", "node_id": "@", "name": "ionized",
         "relationNode_ids": ["@::is_a::water", "@::has::electron"], "attributeNode_ids": []}],
        "nbh": "basic_@"})");
    store.json("nodes/water.json",
               R"({"id": "water", "name": "water", "base_name": "water", "adjective": null,
        "quantifier": null, "role": "class", "description": null, "morphs": [
        {"morph_id": "basic_water", "node_id": "water", "name": "basic",
         "relationNode_ids": ["water::mostly::contains::@::surely"], "attributeNode_ids": []}],
        "nbh": "basic_water"})");
    store.json("nodes/living_cell.json", R"({"id": "cell", "name": "cell", "base_name": "cell",
        "adjective": null, "quantifier": null, "role": null, "description": null, "morphs": [
        {"morph_id": "neutral", "node_id": "living_cell", "name": "neutral",
         "relationNode_ids": [], "attributeNode_ids": []}], "nbh": null})");
    store.json("nodes/electron.json", R"({"id": "electron", "name": "electron", "base_name": "electron",
        "adjective": null, "quantifier": null, "role": "individual", "description": "", "morphs": [],
        "nbh": null})");
    store.json("node_registry.json", R"({
        "@": {"name": "oxygen", "role": "individual", "graphs": ["chem", "other"], "x_rank": 1e3,
              "created_at": 1751085209.1630168, "updated_at": "2025-06-28T06:26:08.977261"},
        "water": {"name": "water", "role": "class", "graphs": ["chem"],
                  "created_at": 1751085270.0, "updated_at": 1751085271.5},
        "living_cell": {"name": "cell", "role": null, "graphs": ["other"],
                        "created_at": 1751085272.25, "updated_at": 1751085272.25},
        "electron": {"id": "electron", "name": "electron", "graphs": ["chem"],
                     "created_at": "2025-06-28T05:10:47.048930"}})");
}

void addRelations(Builder& store, bool stubs) {
    store.json("relationNodes/@::is_a::water.json",
               stubs ? R"({"morph_id": "basic_@"})"
                     : R"({"id": "@::is_a::water", "name": "is_a", "source_id": "@", "target_id": "water",
                           "adverb": null, "modality": null, "morph_id": ["basic_@"], "x_weight": 0.50})");
    store.json("relationNodes/@::has::electron.json",
               R"({"id": "@::has::electron", "name": "has", "source_id": "@", "target_id": "electron",
                   "adverb": null, "modality": null, "morph_id": "ionized_@"})");
    store.json("relationNodes/water::mostly::contains::@::surely.json",
               R"({"id": "water::mostly::contains::@::surely", "name": "contains", "source_id": "water",
                   "target_id": "@", "adverb": "mostly", "modality": "surely", "morph_id": ["basic_water"]})");
    store.json("relation_registry.json", R"({
        "@::is_a::water": {"id": "@::is_a::water", "name": "is_a", "source_id": "@", "target_id": "water",
            "morph_id": [["basic_@"], "ionized_@"], "graphs": ["chem"],
            "created_at": "2025-06-28T05:10:47.048930"},
        "@::has::electron": {"id": "@::has::electron", "name": "has", "source_id": "@",
            "target_id": "electron", "morph_id": [["ionized_@"]], "graphs": ["chem"], "x_by": "me",
            "created_at": "2025-06-28T05:11:39"},
        "water::mostly::contains::@::surely": {"name": "contains", "graphs": ["chem"],
            "created_at": 1751085300.5, "updated_at": 1751085300.5}})");
}

void addAttributes(Builder& store, bool stubs) {
    store.json("attributeNodes/@::mass::7c0e3aa7a43e.json",
               stubs ? R"({"morph_id": ["basic_@"]})"
                     : R"({"id": "@::mass::7c0e3aa7a43e", "name": "mass", "source_id": "@", "value": 15.999,
                           "unit": "u", "adverb": "about", "modality": null, "morph_id": ["basic_@"]})");
    store.json("attribute_registry.json", R"({
        "@::mass::7c0e3aa7a43e": {"id": "@::mass::7c0e3aa7a43e", "name": "mass", "source_id": "@",
            "morph_id": ["basic_@"], "graphs": ["chem"], "created_at": "2025-06-28T05:48:17.807282"}})");
}

constexpr const char* melting =
    R"({"id": "melting", "name": "melting", "adjective": null, "tense": null,
        "inputs": [{"id": "water", "nbh": "basic_water"}], "outputs": [{"id": "gone", "nbh": null}],
        "description": null})";

void addTransitions(Builder& store, StoreVersion version) {
    store.json("transitions/melting.json", melting);
    std::string entry = melting;
    if (version == StoreVersion::one)
        return store.json("transition_registry.json", "[{}, " + entry + "]");
    entry.back() = ',';
    store.json("transition_registry.json", R"({"melting": )" + entry +
                                               R"("graphs": ["chem"], "created_at": "2025-07-05T10:00:00.5",
                      "updated_at": "2025-07-05T10:00:00.5"},
                   "imported": {"name": "imported", "graphs": ["chem"], "created_at": 1.5, "updated_at": 1.5}})");
}

} // namespace

std::string oxygenOf(StoreVersion version) {
    return version == StoreVersion::one ? "Oxygen" : "oxygen";
}

UserFiles storeOf(StoreVersion version) {
    Builder store(oxygenOf(version));
    addNodes(store, "Oxygen");
    addRelations(store, version == StoreVersion::three);
    addAttributes(store, version == StoreVersion::three);
    addTransitions(store, version);
    store.text("function_registry.json", version == StoreVersion::one ? "[]" : "{}");
    store.graph("chem");
    store.graph("other");
    store.text(version == StoreVersion::one ? "graphs/chem/cnl.md" : "graphs/chem/CNL.md", "# water\n");
    return store.take();
}

Value documentAt(const UserFiles& files, const std::string& path) {
    const Value* document = files.document(path);
    return document == nullptr ? Value() : *document;
}

Value memberAt(const UserFiles& files, const std::string& path, const std::vector<std::string>& keys) {
    Value value = documentAt(files, path);
    for (const std::string& key : keys) {
        const Value* next = value.find(key);
        if (key.starts_with('#')) {
            const auto index = static_cast<std::size_t>(std::stoul(key.substr(1)));
            next = index < value.items().size() ? &value.items()[index] : nullptr;
        }
        if (next == nullptr)
            return {};
        Value found = *next;
        value = std::move(found);
    }
    return value;
}

std::string lineAt(const UserFiles& files, const std::string& path, const std::vector<std::string>& keys) {
    return json::pythonLine(memberAt(files, path, keys));
}

std::vector<std::string> changedPaths(const UserFiles& before, const UserFiles& after) {
    std::vector<std::string> paths;
    for (const graph::FileDifference& each : graph::differences(before, after))
        paths.push_back((!each.before ? "A " : each.after ? "M " : "D ") + each.path);
    return paths;
}

graph::Edited mustApply(UserFiles& files, const graph::GraphEdit& edit, const std::string& graph) {
    auto edited = graph::applyEdit(files, graph, edit, editTime);
    if (!edited)
        throw std::runtime_error(describe(edited.error()));
    return std::move(*edited);
}

std::vector<std::string> linesOf(const UserFiles& before, const UserFiles& after, const std::string& path) {
    const auto bytes = [&](const UserFiles& files) {
        return files.find(path) ? files.find(path)->bytes : std::string();
    };
    return changedLines(bytes(before), bytes(after));
}

std::vector<std::string> changedLines(const std::string& before, const std::string& after) {
    const auto split = [](const std::string& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return lines;
    };
    const auto a = split(before);
    const auto b = split(after);
    std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] =
                a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::vector<std::string> lines;
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
            lines.push_back('-' + a[i++]);
        } else {
            lines.push_back('+' + b[j++]);
        }
    }
    return lines;
}

} // namespace stemma::tests
