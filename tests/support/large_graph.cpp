// SPDX-License-Identifier: MIT
#include "tests/support/large_graph.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include "core/base/clock.h"
#include "core/graph/compose.h"
#include "core/graph/graph_ids.h"
#include "core/json/python_format.h"

namespace stemma::tests {

namespace {

using json::Value;

constexpr std::uint32_t smallSize = 60;
constexpr std::uint32_t nextDoor = 20; // most relations lead to one of so many nodes behind theirs
constexpr std::int64_t firstMoment = 1'751'085'209'163'016;

const std::vector<std::string> kinds{"cell", "enzyme", "öl", "gene", "水", "signal", "organ", "salt"};
const std::vector<std::string> roles{"individual", "class", "process", "function"};
const std::vector<std::string> relationNames{"is_a", "part_of", "causes", "cites", "depends on"};

Value text(const std::string& utf8) {
    return Value::string(utf8);
}
Value texts(const std::vector<std::string>& list) {
    std::vector<Value> items;
    for (const std::string& one : list)
        items.push_back(text(one));
    return Value::array(std::move(items));
}

class Maker {
public:
    explicit Maker(const GraphSize& size)
        : m_size(size)
        , m_random(size.seed)
        , m_relationsOf(size.nodes)
        , m_attributesOf(size.nodes) {}

    graph::UserFiles make() {
        for (std::uint32_t n = 0; n < m_size.nodes; ++n)
            m_ids.push_back(graph::nodeId({kinds[n % kinds.size()] + ' ' + std::to_string(n), {}, {}},
                                          graph::NodeIdRule::lowerCase));
        addRelations();
        addAttributes();
        addNodes();
        addTransition();
        for (const auto& [name, registry] :
             {std::pair("node", &m_nodes), std::pair("relation", &m_relations),
              std::pair("attribute", &m_attributes), std::pair("transition", &m_transitions)})
            write(std::string(name) + "_registry.json", *registry);
        m_files.setBytes("function_registry.json", "[]");
        addGraph("large");
        addGraph("small");
        return std::move(m_files);
    }

private:
    // Not the library's distributions: they differ from one to the next.
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }

    void write(const std::string& path, const Value& document) {
        m_files.setBytes(path, json::pythonText(document));
    }

    [[nodiscard]] Value graphsOf(std::uint32_t node) const {
        return node < smallSize ? texts({"large", "small"}) : texts({"large"});
    }
    /// As that program writes it: without a zone.
    std::string nextMoment() {
        const std::string whole = isoText(Timestamp{m_moment += 1'234'567});
        return whole.substr(0, whole.find('+'));
    }
    [[nodiscard]] std::string basic(std::uint32_t node) const { return graph::morphId("basic", m_ids[node]); }

    std::uint32_t targetOf(std::uint32_t source) {
        const std::uint32_t chance = below(20);
        if (chance == 0)
            return 0;
        return chance < 17 ? (source + 1 + below(nextDoor)) % m_size.nodes : below(m_size.nodes);
    }

    void addRelations() {
        std::set<std::string> made;
        std::uint64_t attempts = std::uint64_t{m_size.relations} * 4 + 100;
        while (made.size() < m_size.relations && m_size.nodes > 0 && attempts-- > 0) {
            const std::uint32_t source = below(m_size.nodes);
            const std::uint32_t target = targetOf(source);
            const std::string& name = relationNames[below(static_cast<std::uint32_t>(relationNames.size()))];
            const std::string adverb = below(30) == 0 ? "often" : "";
            const std::string id = graph::relationId(m_ids[source], adverb, name, m_ids[target], {});
            if (made.insert(id).second)
                addRelation(id, source, adverb, name, target);
        }
    }

    void addRelation(const std::string& id, std::uint32_t source, const std::string& adverb,
                     const std::string& name, std::uint32_t target) {
        write("relationNodes/" + id + ".json", Value::object({{"id", text(id)},
                                                              {"name", text(name)},
                                                              {"source_id", text(m_ids[source])},
                                                              {"target_id", text(m_ids[target])},
                                                              {"adverb", text(adverb)},
                                                              {"modality", Value()},
                                                              {"morph_id", texts({basic(source)})}}));
        m_relations.set(id, Value::object({{"id", text(id)},
                                           {"name", text(name)},
                                           {"source_id", text(m_ids[source])},
                                           {"target_id", text(m_ids[target])},
                                           {"morph_id", texts({basic(source)})},
                                           {"graphs", texts({"large"})},
                                           {"created_at", text(nextMoment())}}));
        m_relationsOf[source].push_back(id);
    }

    void addAttributes() {
        for (std::uint32_t node = 0; node < m_size.nodes; node += 10) {
            const Value value = text(std::to_string(below(100'000)));
            const std::string id = graph::attributeId(m_ids[node], "mass", value, "u", {}, {});
            write("attributeNodes/" + id + ".json", Value::object({{"id", text(id)},
                                                                   {"name", text("mass")},
                                                                   {"source_id", text(m_ids[node])},
                                                                   {"value", value},
                                                                   {"unit", text("u")},
                                                                   {"adverb", Value()},
                                                                   {"modality", Value()},
                                                                   {"morph_id", texts({basic(node)})}}));
            m_attributes.set(id, Value::object({{"id", text(id)},
                                                {"name", text("mass")},
                                                {"source_id", text(m_ids[node])},
                                                {"morph_id", texts({basic(node)})},
                                                {"graphs", texts({"large"})},
                                                {"created_at", text(nextMoment())}}));
            m_attributesOf[node].push_back(id);
        }
    }

    void addNodes() {
        for (std::uint32_t n = 0; n < m_size.nodes; ++n) {
            const std::string& id = m_ids[n];
            const Value role = text(roles[n % roles.size()]);
            const Value morph = Value::object({{"morph_id", text(basic(n))},
                                               {"node_id", text(id)},
                                               {"name", text("basic")},
                                               {"relationNode_ids", texts(m_relationsOf[n])},
                                               {"attributeNode_ids", texts(m_attributesOf[n])}});
            write("nodes/" + id + ".json",
                  Value::object({{"id", text(id)},
                                 {"name", text(id)},
                                 {"base_name", text(id)},
                                 {"adjective", Value()},
                                 {"quantifier", Value()},
                                 {"role", role},
                                 {"description", text("What is known of **" + id + "**, in a few words.")},
                                 {"morphs", Value::array({morph})},
                                 {"nbh", text(basic(n))}}));
            const Value moment = Value::numberFromText(std::to_string(1'751'085'209 + n) + ".25");
            m_nodes.set(id, Value::object({{"name", text(id)},
                                           {"role", role},
                                           {"graphs", graphsOf(n)},
                                           {"created_at", moment},
                                           {"updated_at", moment}}));
        }
    }

    void addTransition() {
        if (m_size.nodes == 0)
            return;
        const auto end = [&](std::uint32_t node) {
            return Value::array({Value::object({{"id", text(m_ids[node])}, {"nbh", text(basic(node))}})});
        };
        Value transition = Value::object({{"id", text("melting")},
                                          {"name", text("melting")},
                                          {"adjective", Value()},
                                          {"tense", Value()},
                                          {"inputs", end(0)},
                                          {"outputs", end(m_size.nodes - 1)},
                                          {"description", Value()}});
        write("transitions/melting.json", transition);
        transition.set("graphs", texts({"large"}));
        transition.set("created_at", text(nextMoment()));
        transition.set("updated_at", text(nextMoment()));
        m_transitions.set("melting", transition);
    }

    void addGraph(const std::string& id) {
        m_files.addGraphFolder(id);
        m_files.setBytes("graphs/" + id + "/metadata.yaml",
                         "title: A " + id + " one\ndescription: ''\ncreated: ''\nmodified: '" + nextMoment() +
                             "'\n");
        m_files.setBytes("graphs/" + id + "/CNL.md", "# " + (m_ids.empty() ? "nothing" : m_ids[0]) + "\n");
        graph::putComposed(m_files, id);
    }

    GraphSize m_size;
    std::mt19937 m_random;
    std::int64_t m_moment = firstMoment;
    std::vector<std::string> m_ids;
    std::vector<std::vector<std::string>> m_relationsOf, m_attributesOf;
    Value m_nodes = Value::object(), m_relations = Value::object(), m_attributes = Value::object(),
          m_transitions = Value::object();
    graph::UserFiles m_files;
};

} // namespace

graph::UserFiles largeGraph(const GraphSize& size) {
    return Maker(size).make();
}

void writeGraphLibrary(const std::string& folder, const graph::UserFiles& user) {
    namespace fs = std::filesystem;
    const fs::path place = fs::path(folder) / "users" / "someone";
    for (const char* below :
         {"nodes", "relationNodes", "attributeNodes", "transitions", "functions", "schemas", "graphs"})
        fs::create_directories(place / below);
    for (const std::string& graph : user.graphFolders())
        fs::create_directories(place / "graphs" / graph);
    for (const auto& [path, file] : user.all()) {
        std::ofstream out(place / path, std::ios::binary);
        out << file->bytes;
        if (!out.flush())
            throw std::runtime_error("can't write " + (place / path).string());
    }
}

} // namespace stemma::tests
