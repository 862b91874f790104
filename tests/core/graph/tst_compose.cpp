// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/graph/compose.h"
#include "core/json/python_format.h"
#include "core/yaml/yaml_text.h"

using namespace stemma;
using graph::ComposedState;
using graph::UserFiles;

namespace {

UserFiles smallUser() {
    UserFiles files;
    files.addGraphFolder("g");
    files.setBytes("graphs/g/metadata.yaml", "title: G\ndescription: text\n");
    files.setBytes("node_registry.json", R"({"a": {"graphs": ["g"]}, "gone": {"graphs": ["g"]},
                                             "other": {"graphs": ["h"]}, "b": {"graphs": ["g"]}})");
    files.setBytes("nodes/a.json", R"({"id": "a", "name": "A", "extra": 1e3, "morphs": [
        {"morph_id": "basic_a", "node_id": "a", "name": "basic", "relationNode_ids": ["a::r::b", "a::stub::b"],
         "attributeNode_ids": ["a::v::1"]},
        {"morph_id": "m", "node_id": "a", "name": "m", "relationNode_ids": ["a::s::b", "no::such::one"],
         "attributeNode_ids": []}], "nbh": "basic_a"})");
    files.setBytes("nodes/other.json", R"({"id": "other", "name": "O", "morphs": []})");
    files.setBytes("nodes/b.json", R"({"id": "b", "name": null, "morphs": [], "nbh": null})");
    for (const char* name : {"r", "s"})
        files.setBytes(std::string("relationNodes/a::") + name + "::b.json",
                       std::string(R"({"id": "a::)") + name + R"(::b", "name": ")" + name +
                           R"(", "source_id": "a", "target_id": "b", "adverb": "very"})");
    files.setBytes("relationNodes/a::stub::b.json", R"({"morph_id": "basic_a"})");
    files.setBytes("relation_registry.json", R"({"a::r::b": {}, "a::s::b": {}, "a::stub::b": {}})");
    files.setBytes("attributeNodes/a::v::1.json", R"({"id": "a::v::1", "name": "v", "source_id": "a",
                                                      "value": 0.0, "unit": "u", "adverb": ""})");
    files.setBytes("attribute_registry.json", R"({"a::v::1": {}})");
    files.setBytes("transition_registry.json", R"({"t": {"id": "t", "name": "T", "adjective": null,
        "inputs": [{"id": "a"}], "outputs": [], "graphs": ["g"]}, "u": {"id": "u", "graphs": ["h"]}})");
    return files;
}

graph::Composed composedOf(const UserFiles& files) {
    return composeGraph(files, readGraphStore(files), "g");
}

ComposedState stateOf(const UserFiles& files) {
    return composedState(files, readGraphStore(files), "g");
}

QByteArray lineOf(const json::Value& value) {
    return QByteArray::fromStdString(json::pythonLine(value));
}

} // namespace

/// That whole stores compose to what the old program wrote is shown in tests/cli/tst_graph_read.py.
class TestCompose : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picture();
    void polymorphic();
    void activeMorphAlone();
    void allTransitionsOfAList();
    void putsThreeFiles();
    void freshFilesKeepTheirBytes();
    void orderSaysNothing();
    void statesOfFiles();
    void newGraphsAreFresh();
    void unknownGraph();
};

void TestCompose::picture() {
    QCOMPARE(
        lineOf(composedOf(smallUser()).picture),
        QByteArray(R"({"nodes": [{"data": {"id": "a", "label": "A"}}, )"
                   R"({"data": {"id": "attrval_a::v::1", "label": "0.0 u", "type": "attribute_value"}}, )"
                   R"({"data": {"id": "b", "label": null}}, )"
                   R"({"data": {"id": "transition_t", "label": "T", "type": "transition", )"
                   R"("tense": null, "description": null}}], )"
                   R"("edges": [{"data": {"id": "a::r::b", "source": "a", "target": "b", "label": "r", )"
                   R"("type": "relation"}}, )"
                   R"({"data": {"id": "a::v::1", "source": "a", "target": "attrval_a::v::1", )"
                   R"("label": "has v", "type": "attribute"}}, )"
                   R"({"data": {"id": "input_t_a", "source": "a", "target": "transition_t", )"
                   R"("label": "input", "type": "transition_input"}}]})"));
}

void TestCompose::polymorphic() {
    const json::Value whole = composedOf(smallUser()).polymorphic;
    QCOMPARE(whole.find("nodes")->size(), size_t(2));
    QCOMPARE(lineOf(whole.find("nodes")->items()[1]),
             QByteArray(R"({"id": "b", "name": null, "morphs": [{"morph_id": "basic_b", "node_id": "b", )"
                        R"("name": "basic", "relationNode_ids": [], "attributeNode_ids": []}], )"
                        R"("nbh": "basic_b"})"));
    QCOMPARE(whole.find("nodes")->items()[0].find("extra")->text(), std::string("1e3"));
    QCOMPARE(whole.find("relations")->size(), size_t(2)); // of any morph; without the stub
    QCOMPARE(whole.find("transitions")->size(), size_t(1));
    QCOMPARE(*whole.stringAt("graph_id") + *whole.stringAt("description"), std::string("gtext"));
}

void TestCompose::activeMorphAlone() {
    UserFiles files = smallUser();
    json::Value node = *files.document("nodes/a.json");
    node.set("nbh", json::Value::string("dangling"));
    files.setDocument("nodes/a.json", node);
    const json::Value edges = *composedOf(files).picture.find("edges");
    QCOMPARE(edges.size(), size_t(1)); // the transition's
    node.set("nbh", json::Value::string("m"));
    files.setDocument("nodes/a.json", node);
    QCOMPARE(*composedOf(files).picture.find("edges")->items()[0].find("data")->stringAt("id"),
             std::string("a::s::b"));
}

void TestCompose::allTransitionsOfAList() {
    UserFiles files = smallUser();
    files.setBytes("transition_registry.json", R"([{}, {"id": "x", "name": "X", "adjective": "odd"}])");
    QVERIFY(graph::transitionScope(files) == graph::TransitionScope::all);
    QCOMPARE(*composedOf(files).picture.find("nodes")->items().back().find("data")->stringAt("label"),
             std::string("odd X"));
}

void TestCompose::putsThreeFiles() {
    UserFiles files = smallUser();
    QVERIFY(stateOf(files) == ComposedState::missing);
    putComposed(files, "g");
    QVERIFY(stateOf(files) == ComposedState::fresh);
    const graph::Composed composed = composedOf(files);
    QCOMPARE(files.find("graphs/g/composed.json")->bytes, json::pythonText(composed.picture));
    QCOMPARE(files.find("graphs/g/composed.yaml")->bytes, yaml::text(composed.picture, yaml::Unicode::raw));
    QCOMPARE(files.find("graphs/g/polymorphic_composed.json")->bytes, json::pythonText(composed.polymorphic));
}

void TestCompose::freshFilesKeepTheirBytes() {
    UserFiles files = smallUser();
    putComposed(files, "g");
    json::Value whole = *files.document("graphs/g/polymorphic_composed.json");
    whole.set("description", json::Value::string(""));
    files.setBytes("graphs/g/polymorphic_composed.json", json::pythonLine(whole));
    files.setBytes("graphs/g/composed.yaml", files.find("graphs/g/composed.json")->bytes);
    const UserFiles before = files;
    putComposed(files, "g");
    QVERIFY(graph::differences(before, files).empty());
    files.setBytes("nodes/b.json", R"({"id": "b", "name": "B", "morphs": [], "nbh": null})");
    QVERIFY(stateOf(files) == ComposedState::stale);
    putComposed(files, "g");
    QCOMPARE(graph::differences(before, files).size(), size_t(4));
}

void TestCompose::orderSaysNothing() {
    UserFiles files = smallUser();
    putComposed(files, "g");
    json::Value picture = *files.document("graphs/g/composed.json");
    picture.edit("nodes")->moveItem(0, 2);
    files.setDocument("graphs/g/composed.json", picture);
    QVERIFY(stateOf(files) == ComposedState::fresh);
    picture.edit("nodes")->removeItem(0);
    files.setDocument("graphs/g/composed.json", picture);
    QVERIFY(stateOf(files) == ComposedState::stale);
}

void TestCompose::statesOfFiles() {
    UserFiles files = smallUser();
    putComposed(files, "g");
    UserFiles other = files;
    other.setBytes("graphs/g/composed.json", "{");
    QVERIFY(stateOf(other) == ComposedState::unreadable);
    other = files;
    other.setBytes("graphs/g/composed.yaml", "nodes: []\n");
    QVERIFY(stateOf(other) == ComposedState::stale);
    auto unread = std::make_shared<graph::UserFile>();
    unread->read = false;
    other = files;
    other.put("graphs/g/composed.json", unread);
    QVERIFY(stateOf(other) == ComposedState::unknown);
}

/// Version 1 makes the third file with the first node, version 2 makes it as an empty list.
void TestCompose::newGraphsAreFresh() {
    UserFiles files;
    files.addGraphFolder("g");
    files.setBytes("graphs/g/composed.json", R"({"nodes": [], "edges": []})");
    files.setBytes("graphs/g/composed.yaml", "nodes: []\nedges: []\n");
    QVERIFY(stateOf(files) == ComposedState::fresh);
    files.setBytes("graphs/g/polymorphic_composed.json", "[]");
    QVERIFY(stateOf(files) == ComposedState::fresh);
    const UserFiles before = files;
    putComposed(files, "g");
    QVERIFY(graph::differences(before, files).empty());
}

void TestCompose::unknownGraph() {
    const UserFiles files = smallUser();
    const graph::Composed composed = composeGraph(files, readGraphStore(files), "nothing");
    QVERIFY(composed.picture.find("nodes")->size() == 0);
}

QTEST_APPLESS_MAIN(TestCompose)
#include "tst_compose.moc"
