// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/graph/graph_store.h"

using namespace stemma;
using graph::GraphStore;
using graph::NodeForm;
using graph::UserFiles;

namespace {

using Texts = std::vector<std::string>;
using Files = std::initializer_list<std::pair<const char*, const char*>>;

GraphStore storeOf(Files files, Texts graphs = {}) {
    UserFiles user;
    for (const auto& [path, bytes] : files)
        user.setBytes(path, bytes);
    for (const std::string& graph : graphs)
        user.addGraphFolder(graph);
    return readGraphStore(user);
}

bool hasProblem(const std::vector<Problem>& problems, const std::string& rule) {
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Problem& problem) { return problem.rule == rule; });
}

} // namespace

/// Every form of graphs-format.md, section 4, and one bad file that spoils no other.
class TestGraphStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodeRegistries();
    void nodeFiles();
    void morphs();
    void shownMorph();
    void theKeyIsTheIdentity();
    void relationRegistries();
    void relationStubs();
    void relationIdsThatMeanTwoThings();
    void attributeRegistries();
    void transitionsListOrObject();
    void functions();
    void graphsAndMetadata();
    void twoTexts();
    void oneBadFile();
    void registryThatIsNone();
    void doubledKeys();
    void wrongKinds();
    void nothing();
};

void TestGraphStore::nodeRegistries() {
    const GraphStore store = storeOf(
        {{"node_registry.json",
          R"({"n1": {"name": null, "role": "class", "graphs": ["g"], "created_at": 1.5, "updated_at": "x"},
              "n2": {"name": "N2", "graphs": ["g", "h", "gone"], "created_at": "2025-06-28T06:26:08"},
              "n3": {"id": "n3", "name": "n3", "graphs": ["h"], "created_at": "x"},
              "n4": {"name": "**n4**", "graphs": [], "created_at": "", "updated_at": ""},
              "n5": {"id": "n5", "name": "n5", "graphs": ["g"]},
              "n6": {}, "n7": null, "n8": {"graphs": "g"}})"},
         {"graphs/g/metadata.yaml", "title: G\n"},
         {"graphs/h/metadata.yaml", "title: H\n"}},
        {"g", "h"});
    QCOMPARE(store.nodes.size(), size_t(8));
    QCOMPARE(store.graph("g")->nodes, (Texts{"n1", "n2", "n5", "n8"}));
    QCOMPARE(store.graph("h")->nodes, (Texts{"n2", "n3"}));
    QCOMPARE(*store.node("n1")->role, std::string("class"));
    QVERIFY(!store.node("n1")->name);
    QCOMPARE(store.node("n1")->label(), std::string("n1"));
    QVERIFY(store.node("n1")->known.registered && !store.node("n1")->known.hasFile);
    QCOMPARE(store.node("n1")->known.path, std::string("nodes/n1.json"));
}

void TestGraphStore::nodeFiles() {
    const GraphStore store = storeOf(
        {{"node_registry.json", R"({"P": {}, "L": {}, "C": {}, "O": {}, "S": {}})"},
         {"nodes/P.json", R"({"id": "P", "name": "p", "base_name": "b", "adjective": "a", "quantifier": "q",
                              "role": "individual", "description": "d", "morphs": [], "nbh": null})"},
         {"nodes/L.json", R"({"node_id": "L", "name": "**l**", "base_name": "l", "qualifier": "old",
                              "quantifier": "", "attributes": [], "relations": []})"},
         {"nodes/C.json", R"({"id": "C", "name": "c", "base": "cc", "qualifier": "x", "attributes": []})"},
         {"nodes/O.json", R"({"id": "O", "name": "o", "relations": [{"type": "t", "target": "P"}]})"},
         {"nodes/S.json", R"({"id": "S", "name": "s", "base_name": "s", "morphs": [{"morph_id": "neutral",
                              "name": "neutral"}], "nbh": "neutral"})"}});
    QCOMPARE(*store.node("P")->adjective, std::string("a"));
    QVERIFY(store.node("P")->form == NodeForm::polyNode && store.node("S")->form == NodeForm::polyNode);
    QVERIFY(store.node("L")->form == NodeForm::parsed);
    QCOMPARE(store.node("L")->innerId, std::string("L"));
    QCOMPARE(*store.node("L")->adjective, std::string("old"));
    QVERIFY(store.node("C")->form == NodeForm::older && store.node("O")->form == NodeForm::older);
    QCOMPARE(*store.node("C")->baseName, std::string("cc"));
    QVERIFY(!store.node("S")->adjective);
}

void TestGraphStore::morphs() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"a": {}, "b": {}})"},
                 {"nodes/a.json", R"({"id": "a", "morphs": [{"morph_id": "m", "node_id": "a", "name": "basic",
                              "relationNode_ids": ["r", null, ["s"]], "attributeNode_ids": null}, 5, null],
                              "nbh": "gone"})"},
                 {"nodes/b.json", R"({"id": "inner", "morphs": [{"morph_id": "x", "name": "heavy"}]})"}});
    const graph::Node& a = *store.node("a");
    QCOMPARE(a.morphs.size(), size_t(1));
    QCOMPARE(a.morphs[0].relations, (Texts{"r", "s"}));
    QVERIFY(a.morphs[0].attributes.empty() && !a.morphs[0].implied);
    QCOMPARE(*a.activeMorph, std::string("gone"));
    const graph::Node& b = *store.node("b");
    QCOMPARE(b.morphs.size(), size_t(2));
    QVERIFY(b.morphs[0].implied);
    QCOMPARE(b.morphs[0].id, std::string("basic_inner"));
}

void TestGraphStore::shownMorph() {
    graph::Node node;
    QVERIFY(!node.shownMorph());
    node.morphs = {{"x", "heavy", {}, {}, false}, {"y", "basic", {}, {}, false}};
    QCOMPARE(node.shownMorph()->id, std::string("y"));
    node.activeMorph = "x";
    QCOMPARE(node.shownMorph()->id, std::string("x"));
    node.activeMorph = "dangling";
    QCOMPARE(node.shownMorph()->id, std::string("y"));
}

void TestGraphStore::theKeyIsTheIdentity() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"living_cell": {}, "cell": {}, "AC/DC": {}, "../../x": {}})"},
                 {"nodes/living_cell.json", R"({"id": "cell", "morphs": []})"},
                 {"nodes/AC/DC.json", R"({"id": "AC/DC", "morphs": []})"},
                 {"nodes/alone.json", R"({"id": "alone", "morphs": []})"}});
    QCOMPARE(store.nodes.size(), size_t(5));
    QCOMPARE(store.node("living_cell")->innerId, std::string("cell"));
    QVERIFY(!store.node("cell")->known.hasFile);
    QVERIFY(store.node("AC/DC")->known.hasFile);
    QVERIFY(store.node("../../x")->known.path.empty());
    QVERIFY(!store.node("alone")->known.registered && store.node("alone")->known.hasFile);
}

void TestGraphStore::relationRegistries() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"a": {}, "b": {}})"},
                 {"relation_registry.json",
                  R"({"a::is_a::b": {"id": "a::is_a::b", "name": "is_a", "source_id": "a", "target_id": "b",
                             "morph_id": [["basic_a"], "x"], "graphs": ["g"]},
              "a::likes::b": {"name": "likes", "graphs": ["g"], "created_at": 1.0},
              "a::has::b": {"id": "a::has::b", "name": "has", "source_id": "a", "target_id": "b",
                            "adverb": "often", "modality": null},
              "a::old::b": {"source": "a", "type": "old", "target": "b", "adverb": "", "modality": ""}})"},
                 {"relationNodes/a::is_a::b.json",
                  R"({"id": "a::is_a::b", "name": "is_a", "source_id": "a", "target_id": "b", "adverb": null,
              "modality": null, "morph_id": "basic_a"})"}});
    const auto ends = [&](const char* id) {
        const graph::Relation* relation = store.relation(id);
        return relation->source + ' ' + relation->name + ' ' + relation->target;
    };
    QCOMPARE(ends("a::is_a::b"), std::string("a is_a b"));
    QCOMPARE(store.relation("a::is_a::b")->morphIds, Texts{"basic_a"});
    QCOMPARE(ends("a::likes::b"), std::string("a likes b"));
    QVERIFY(store.relation("a::likes::b")->guessed);
    QCOMPARE(ends("a::has::b"), std::string("a has b"));
    QCOMPARE(ends("a::old::b"), std::string("a old b"));
}

/// Version 3 leaves files that hold nothing but morph_id; the registry and the id say the rest.
void TestGraphStore::relationStubs() {
    const GraphStore store = storeOf(
        {{"relation_registry.json",
          R"({"a::very::x::y::b::maybe": {"name": "x::y", "source_id": "a", "target_id": "b"}})"},
         {"relationNodes/a::very::x::y::b::maybe.json", R"({"morph_id": "basic_a"})"},
         {"attribute_registry.json", R"({"a::mass::0123456789ab": {"name": "mass", "source_id": "a"}})"},
         {"attributeNodes/a::mass::0123456789ab.json", R"({"morph_id": ["basic_a"]})"}});
    const graph::Relation& relation = store.relations.at(0);
    QVERIFY(relation.known.stub && relation.guessed);
    QCOMPARE(*relation.adverb, std::string("very"));
    QCOMPARE(*relation.modality, std::string("maybe"));
    QCOMPARE(relation.target, std::string("b"));
    QVERIFY(store.attributes.at(0).known.stub);
    QVERIFY(store.attributes.at(0).value.isNull());
    QCOMPARE(store.attributes.at(0).name, std::string("mass"));
}

void TestGraphStore::relationIdsThatMeanTwoThings() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"a": {}, "b": {}})"},
                 {"relation_registry.json", R"({"a::very::near::b": {}, "a::near::b::maybe": {},
                                                "a::1::2::b::3": {}, "odd": {}, "a::b": {}})"}});
    const graph::Relation& adverb = *store.relation("a::very::near::b");
    QCOMPARE(*adverb.adverb + "|" + adverb.name + "|" + adverb.target, std::string("very|near|b"));
    const graph::Relation& modality = *store.relation("a::near::b::maybe");
    QCOMPARE(modality.name + "|" + modality.target + "|" + *modality.modality, std::string("near|b|maybe"));
    QVERIFY(!modality.adverb);
    const graph::Relation& both = *store.relation("a::1::2::b::3");
    QCOMPARE(*both.adverb + both.name + both.target + *both.modality, std::string("12b3"));
    QVERIFY(!store.relation("odd")->guessed && store.relation("odd")->source.empty());
}

void TestGraphStore::attributeRegistries() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"a": {}, "a::b": {}})"},
                 {"attribute_registry.json",
                  R"({"a::mass::0123456789ab": {"id": "x", "name": "mass", "source_id": "a", "morph_id": null,
                                        "graphs": ["g"]},
              "a::b::size::0123456789ab": {"name": "size", "graphs": ["g"]},
              "a::colour": {"node_id": "a", "name": "colour", "value": "red", "unit": ""}})"},
                 {"attributeNodes/a::mass::0123456789ab.json",
                  R"({"id": "x", "name": "mass", "source_id": "a", "value": 1e3, "unit": null})"}});
    QCOMPARE(store.attribute("a::mass::0123456789ab")->value.text(), std::string("1e3"));
    QCOMPARE(store.attribute("a::b::size::0123456789ab")->source, std::string("a::b"));
    QCOMPARE(store.attribute("a::colour")->source, std::string("a"));
    QCOMPARE(store.attribute("a::colour")->value.text(), std::string("red"));
}

void TestGraphStore::transitionsListOrObject() {
    const GraphStore list = storeOf({{"transition_registry.json",
                                      R"([{}, {"id": "t", "name": "T", "tense": null,
                                           "inputs": [{"id": "a", "nbh": "m"}, {"nbh": "x"}, "b"]}])"}});
    QCOMPARE(list.transitions.size(), size_t(1));
    QCOMPARE(list.transitions[0].inputs.size(), size_t(2));
    QCOMPARE(*list.transitions[0].inputs[0].morph, std::string("m"));
    QVERIFY(!list.transitions[0].graphs);
    QVERIFY(hasProblem(list.problems, "registry-nameless"));
    const GraphStore object =
        storeOf({{"transition_registry.json", R"({"t": {"id": "t", "graphs": ["g"]}, "u": {"name": "U"}})"},
                 {"transitions/t.json", R"({"id": "t", "name": "of the file"})"},
                 {"transitions/v.json", R"({"id": "v"})"}});
    QCOMPARE(object.transitions.size(), size_t(3));
    QCOMPARE(*object.transition("t")->name, std::string("of the file"));
    QCOMPARE(*object.transition("t")->graphs, Texts{"g"});
    QVERIFY(storeOf({{"transition_registry.json", "{}"}}).problems.empty());
}

void TestGraphStore::functions() {
    const GraphStore store =
        storeOf({{"function_registry.json", R"([{"id": "f", "inputs": ["a", 5, "b"]}])"}});
    QCOMPARE(store.functions.at(0).inputs, (Texts{"a", "b"}));
}

void TestGraphStore::graphsAndMetadata() {
    const GraphStore store =
        storeOf({{"graphs/a/metadata.yaml", "title: 'A: b'\ndescription: \"\\xE9\"\n"
                                            "created: ''\nmodified: '2025-06-28T04:32:00'\n"},
                 {"graphs/b/metadata.yaml", "name: B\n"},
                 {"graphs/c/metadata.yaml", "- no mapping\n"},
                 {"graphs/d/metadata.yaml", "title: 'torn\n"},
                 {"graphs/f/metadata.yaml", "title: 2025\ndescription:\n"}},
                {"a", "b", "c", "d", "e", "f"});
    QCOMPARE(store.graph("a")->title, std::string("A: b"));
    QCOMPARE(*store.graph("a")->description, std::string("é"));
    QCOMPARE(store.graph("a")->modified, std::string("2025-06-28T04:32:00"));
    QCOMPARE(store.graph("b")->title, std::string("B"));
    for (const char* hidden : {"c", "d", "e"}) {
        QVERIFY2(!store.graph(hidden)->exists, hidden);
        QCOMPARE(store.graph(hidden)->title, std::string(hidden));
        QVERIFY(hasProblem(store.graph(hidden)->problems, "metadata-unreadable"));
    }
    QCOMPARE(store.graph("f")->title, std::string("2025"));
    QVERIFY(!store.graph("f")->description);
}

void TestGraphStore::twoTexts() {
    const GraphStore store =
        storeOf({{"graphs/a/cnl.md", "old"}, {"graphs/a/CNL.md", "new"}, {"graphs/b/cnl.md", "old"}},
                {"a", "b", "c"});
    QCOMPARE(store.graph("a")->text, std::string("new"));
    QVERIFY(hasProblem(store.graph("a")->problems, "two-texts"));
    QCOMPARE(store.graph("b")->textPath, std::string("graphs/b/cnl.md"));
    QVERIFY(store.graph("c")->textPath.empty());
}

void TestGraphStore::oneBadFile() {
    const GraphStore store = storeOf({{"node_registry.json", R"({"a": {}, "b": {}, "c": {}})"},
                                      {"nodes/a.json", "{\"id\": \"a"},
                                      {"nodes/b.json", "[]"},
                                      {"nodes/c.json", R"({"id": "c", "morphs": []})"},
                                      {"relation_registry.json", "{"},
                                      {"relationNodes/a::x::c.json", R"({"id": "a::x::c", "name": "x",
                                          "source_id": "a", "target_id": "c"})"}});
    QVERIFY(!store.node("a")->known.readable && !store.node("b")->known.readable);
    QVERIFY(store.node("c")->known.readable);
    QCOMPARE(store.relations.size(), size_t(1));
    QVERIFY(hasProblem(store.problems, "registry-unreadable"));
}

void TestGraphStore::registryThatIsNone() {
    const GraphStore store = storeOf({{"nodes/a.json", R"({"id": "a"})"}, {"relation_registry.json", "7"}});
    QVERIFY(hasProblem(store.problems, "registry-missing"));
    QVERIFY(hasProblem(store.problems, "registry-unreadable"));
    QCOMPARE(store.nodes.size(), size_t(1));
}

void TestGraphStore::doubledKeys() {
    const GraphStore store = storeOf({{"node_registry.json", R"({"a": {"graphs": ["x"]}, "b": {},
                                                                 "a": {"graphs": ["g", "g"]}})"}},
                                     {"g"});
    QCOMPARE(store.nodes.size(), size_t(2));
    QCOMPARE(store.nodes[0].id, std::string("a"));
    QCOMPARE(store.graph("g")->nodes, Texts{"a"});
}

void TestGraphStore::wrongKinds() {
    const GraphStore store =
        storeOf({{"node_registry.json", R"({"a": 5, "b": [], "c": {"graphs": {"g": 1}, "name": 7}})"},
                 {"nodes/a.json", R"({"id": 5, "name": true, "morphs": {"x": 1}, "nbh": [1], "role": {}})"},
                 {"nodes/c.json", R"({"id": {}, "name": 1e-07, "morphs": "x"})"},
                 {"transition_registry.json", "{\"t\": 4}"},
                 {"attribute_registry.json", R"({"x": "y"})"}},
                {"g"});
    QCOMPARE(*store.node("a")->name, std::string("True"));
    QCOMPARE(*store.node("c")->name, std::string("1e-07"));
    QVERIFY(store.graph("g")->nodes.empty());
    QCOMPARE(store.transitions.size(), size_t(1));
    QCOMPARE(store.attributes.size(), size_t(1));
}

void TestGraphStore::nothing() {
    const GraphStore store = storeOf({});
    QVERIFY(store.nodes.empty() && store.graphs.empty() && store.problems.empty());
    QVERIFY(!store.node("x") && !store.graph("x"));
}

QTEST_APPLESS_MAIN(TestGraphStore)
#include "tst_graph_store.moc"
