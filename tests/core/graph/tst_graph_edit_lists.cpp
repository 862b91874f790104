// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/python_format.h"
#include "tests/core/graph/edit_stores.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;
using tests::changedPaths;
using tests::editTime;
using tests::mustApply;
using tests::storeOf;
using tests::StoreVersion;
using Texts = std::vector<std::string>;

namespace {

/// One of each kind, as `graph edit` takes it.
constexpr const char* allKinds = R"([
 {"op": "add-node", "base_name": "Gas", "adjective": "ideal", "quantifier": "every", "name": null,
  "role": "class", "description": "d", "id": "every_ideal_gas"},
 {"op": "edit-node", "id": "water", "fields": {"name": "W", "role": null, "description": "", "base_name": "w",
  "adjective": "hot", "quantifier": null}},
 {"op": "delete-node", "id": "electron"},
 {"op": "add-morph", "node": "water", "name": "solid", "morph_id": "solid_1"},
 {"op": "edit-morph", "node": "water", "morph_id": "solid_1", "name": "ice"},
 {"op": "delete-morph", "node": "water", "morph_id": "solid_1"},
 {"op": "activate-morph", "node": "oxygen", "morph_id": "ionized_oxygen"},
 {"op": "add-relation", "source": "water", "name": "has", "target": "oxygen", "adverb": "a", "modality": "m",
  "morph": "basic_water"},
 {"op": "add-attribute", "source": "water", "name": "t", "value": 1.50, "unit": "K", "adverb": "a",
  "modality": "m", "morph": "basic_water"},
 {"op": "edit-relation", "id": "r", "fields": {"name": "n", "target": "t", "adverb": null, "modality": "m"}},
 {"op": "edit-attribute", "id": "a", "fields": {"name": "n", "value": true, "unit": null, "adverb": "x",
  "modality": "m"}},
 {"op": "delete-relation", "id": "r"},
 {"op": "delete-attribute", "id": "a"},
 {"op": "assign-morph", "morph_id": "basic_water", "relations": ["r"], "attributes": ["a"], "mode": "unlist"},
 {"op": "add-to-graph", "node": "water"},
 {"op": "remove-from-graph", "node": "water"},
 {"op": "add-transition", "id": "t", "fields": {"name": "t", "inputs": [{"id": "water", "nbh": null}]}},
 {"op": "edit-transition", "id": "t", "fields": {"tense": "past"}},
 {"op": "delete-transition", "id": "t"},
 {"op": "set-graph", "title": "T", "description": "D"},
 {"op": "set-text", "text": "# x"}])";

Value parsed(const std::string& text) {
    const auto value = json::parse(text);
    if (!value)
        throw std::runtime_error(value.error().message);
    return *value;
}

std::string problemOf(const std::string& list) {
    const auto edits = graphEditsFrom(parsed(list));
    return edits ? "" : codeWord(edits.error().code) + std::string(": ") + edits.error().detail;
}

ErrorCode codeOf(const UserFiles& store, const GraphEdit& edit) {
    UserFiles files = store;
    const auto done = applyEdit(files, "chem", edit, editTime);
    if (done)
        return ErrorCode::cancelled;
    return changedPaths(store, files).empty() ? done.error().code : ErrorCode::io;
}

} // namespace

class TestGraphEditLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindGoesThroughJson();
    void optionalKeysMayBeAbsent();
    void namesWhatIsOff_data();
    void namesWhatIsOff();
    void allOrNone();
    void refusesIdsThatNoFileCanHave_data();
    void refusesIdsThatNoFileCanHave();
    void refusesPathsThatLeaveTheStore();
    void aLostRegistryIsNoEmptyOne();
    void aNewUserHasNoRegistryYet();
    void whatCantBeReadIsNotWrittenOver();
    void oppositesAreExact();
    void labels();
};

void TestGraphEditLists::everyKindGoesThroughJson() {
    const Value list = parsed(allKinds);
    const auto edits = graphEditsFrom(list);
    QVERIFY2(edits.has_value(), edits ? "" : edits.error().detail.c_str());
    QCOMPARE(edits->size(), std::variant_size_v<GraphEdit>);
    QCOMPARE(graphEditNames().size(), std::variant_size_v<GraphEdit>);
    for (std::size_t i = 0; i < edits->size(); ++i) {
        QCOMPARE((*edits)[i].index(), i);
        QVERIFY2(jsonOf((*edits)[i]) == list.items()[i], json::pythonLine(jsonOf((*edits)[i])).c_str());
    }
    QCOMPARE(std::get<AddAttribute>((*edits)[8]).value.text(), std::string("1.50"));
}

void TestGraphEditLists::optionalKeysMayBeAbsent() {
    for (const char* one :
         {R"({"op": "add-node", "base_name": "x"})", R"({"op": "edit-node", "id": "x", "fields": {}})",
          R"({"op": "add-morph", "node": "x", "name": "y"})",
          R"({"op": "add-relation", "source": "x", "name": "y", "target": "z"})",
          R"({"op": "add-attribute", "source": "x", "name": "y", "value": null})",
          R"({"op": "assign-morph", "morph_id": "m", "mode": "copy"})", R"({"op": "set-graph"})"}) {
        const auto edits = graphEditsFrom(parsed('[' + std::string(one) + ']'));
        QVERIFY2(edits.has_value(), one);
        QVERIFY2(jsonOf(edits->front()) == parsed(one), json::pythonLine(jsonOf(edits->front())).c_str());
    }
    // Null is as good as absent where an edit has no null of its own.
    const auto edits = graphEditsFrom(parsed(
        R"([{"op": "add-relation", "source": "x", "name": "y", "target": "z", "adverb": null, "morph": null}])"));
    QVERIFY(edits.has_value() && !std::get<AddRelation>(edits->front()).morph);
}

void TestGraphEditLists::namesWhatIsOff_data() {
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* list, const char* says) {
        QTest::newRow(name) << QString::fromUtf8(list) << QString::fromUtf8(says);
    };
    row("no list", "{}", "usage: it must be a JSON array");
    row("no object", R"([{"op": "set-graph"}, 1])", "usage: edit 1: it must be an object with an “op”");
    row("op", R"([{"op": "fly"}])", "usage: edit 0: there is no edit “fly”");
    row("key", R"([{"op": "delete-node", "id": "x", "why": 1}])",
        "usage: edit 0: delete-node: unknown key “why”");
    row("field", R"([{"op": "edit-node", "id": "x", "fields": {"colour": 1}}])",
        "usage: edit 0: edit-node: unknown field “colour”");
    row("missing", R"([{"op": "delete-node"}])", "usage: edit 0: delete-node: “id” is missing");
    row("fields", R"([{"op": "edit-node", "id": "x"}])",
        "usage: edit 0: edit-node: “fields” must be an object");
    row("kind", R"([{"op": "delete-node", "id": 7}])", "usage: edit 0: delete-node: “id” must be a text");
    row("mode", R"([{"op": "assign-morph", "morph_id": "m", "mode": "burn"}])",
        "usage: edit 0: assign-morph: “mode” must be copy, move or unlist");
    row("list of ids", R"([{"op": "assign-morph", "morph_id": "m", "mode": "copy", "relations": [1]}])",
        "usage: edit 0: assign-morph: “relations” must be a list of ids");
}

void TestGraphEditLists::namesWhatIsOff() {
    QFETCH(QString, list);
    QFETCH(QString, says);
    QCOMPARE(QString::fromStdString(problemOf(list.toStdString())), says);
}

void TestGraphEditLists::allOrNone() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    const std::vector<GraphEdit> edits = {AddNode{"air", "", "", {}, {}, {}, {}},
                                          AddRelation{"air", "has", "oxygen", "", "", {}},
                                          ActivateMorph{"air", "basic_air"}};
    auto off = edits;
    off.push_back(DeleteNode{"nobody"});
    const auto refused = applyEdits(files, "chem", off, editTime);
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.starts_with("edit 3: "), refused.error().detail.c_str());
    QVERIFY(changedPaths(before, files).empty());
    const auto done = applyEdits(files, "chem", edits, editTime);
    QVERIFY(done.has_value());
    QCOMPARE(done->newIds, (Texts{"air", "air::has::oxygen"}));
    QCOMPARE(done->nodes, Texts{"air"});
    // Together they are what they are one by one.
    UserFiles oneByOne = before;
    for (const GraphEdit& edit : edits)
        mustApply(oneByOne, edit);
    QVERIFY(changedPaths(oneByOne, files).empty());
}

void TestGraphEditLists::refusesIdsThatNoFileCanHave_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QString>("code");
    QTest::newRow("slash") << QByteArray("AC/DC") << "unsafe";
    QTest::newRow("parent") << QByteArray("../../outside") << "unsafe";
    QTest::newRow("dots") << QByteArray("..") << "unsafe";
    QTest::newRow("hidden") << QByteArray(".x") << "unsafe";
    QTest::newRow("300 bytes") << QByteArray(300, 'x') << "unsafe";
    QTest::newRow("zero") << QByteArray("a\0b", 3) << "unsafe";
    QTest::newRow("control") << QByteArray("a\x07"
                                           "b")
                             << "usage";
    QTest::newRow("line") << QByteArray("a\nb") << "usage";
}

void TestGraphEditLists::refusesIdsThatNoFileCanHave() {
    QFETCH(QByteArray, id);
    QFETCH(QString, code);
    const std::string bad = id.toStdString();
    const UserFiles store = storeOf(StoreVersion::two);
    const Value one = Value::integer(1);
    const Value fields = Value::object({{"name", Value::string("t")}});
    const std::vector<GraphEdit> edits = {AddNode{bad, "", "", {}, {}, {}, {}},
                                          AddRelation{"water", "to", bad, "", "", {}},
                                          EditRelation{"oxygen::is_a::water", {}, Value::string(bad), {}, {}},
                                          AddTransition{bad, fields}, AddMorph{"water", "m", bad}};
    for (const GraphEdit& edit : edits)
        QCOMPARE(QString::fromLatin1(codeWord(codeOf(store, edit))), code);
    // In a relation's or attribute's name, a leading dot is harmless.
    if (bad.front() == '.' && bad.find('/') == std::string::npos)
        return;
    for (const GraphEdit& edit : {GraphEdit(AddRelation{"water", bad, "oxygen", "", "", {}}),
                                  GraphEdit(AddAttribute{"water", bad, one, "", "", "", {}})})
        QCOMPARE(QString::fromLatin1(codeWord(codeOf(store, edit))), code);
}

void TestGraphEditLists::refusesPathsThatLeaveTheStore() {
    UserFiles store = storeOf(StoreVersion::one);
    // As an old server let somebody make them.
    Value registered = tests::documentAt(store, "node_registry.json");
    registered.set("../../../outside", Value::object({{"name", Value()}, {"graphs", Value::array()}}));
    store.setDocument("node_registry.json", registered);
    for (const GraphEdit& edit :
         {GraphEdit(EditNode{"../../../outside", Value::string("x"), {}, {}, {}, {}, {}}),
          GraphEdit(DeleteNode{"../../../outside"}), GraphEdit(AddMorph{"../../../outside", "m", "m"})})
        QCOMPARE(codeOf(store, edit), ErrorCode::unsafe);
    // One in a sub-folder stays in the store and can be edited.
    store.setBytes("nodes/AC/DC.json", R"({"id": "AC/DC", "name": "band", "morphs": []})");
    UserFiles files = store;
    mustApply(files, EditNode{"AC/DC", Value::string("b"), {}, {}, {}, {}, {}});
    QCOMPARE(changedPaths(store, files), Texts{"M nodes/AC/DC.json"});
}

void TestGraphEditLists::aLostRegistryIsNoEmptyOne() {
    const std::pair<const char*, GraphEdit> cases[] = {
        {"node_registry.json", AddNode{"x", "", "", {}, {}, {}, {}}},
        {"relation_registry.json", AddRelation{"water", "x", "oxygen", "", "", {}}},
        {"attribute_registry.json", AddAttribute{"water", "x", Value::integer(1), "", "", "", {}}},
        {"transition_registry.json", AddTransition{"x", Value::object({{"name", Value::string("x")}})}}};
    for (const auto& [path, edit] : cases) {
        UserFiles store = storeOf(StoreVersion::two);
        store.remove(path);
        QCOMPARE(codeOf(store, edit), ErrorCode::damaged);
        store.setBytes(path, "{\"x\": ");
        QCOMPARE(codeOf(store, edit), ErrorCode::damaged);
        store.setBytes(path, "7");
        QCOMPARE(codeOf(store, edit), ErrorCode::damaged);
    }
}

void TestGraphEditLists::aNewUserHasNoRegistryYet() {
    UserFiles files;
    files.addGraphFolder("chem");
    mustApply(files, AddNode{"Water", "", "", {}, {}, {}, {}});
    mustApply(files, AddRelation{"water", "has", "oxygen", "", "", {}});
    mustApply(files, AddAttribute{"water", "t", Value::integer(1), "", "", "", {}});
    mustApply(files, AddTransition{"t", Value::object({{"name", Value::string("t")}})});
    QCOMPARE(files.all().size(), std::size_t{4 + 5});
}

void TestGraphEditLists::whatCantBeReadIsNotWrittenOver() {
    UserFiles store = storeOf(StoreVersion::one);
    store.setBytes("nodes/water.json", "{\"id\": \"wat");
    for (const GraphEdit& edit :
         {GraphEdit(EditNode{"water", Value::string("x"), {}, {}, {}, {}, {}}),
          GraphEdit(AddMorph{"water", "x", {}}), GraphEdit(AddRelation{"water", "x", "Oxygen", "", "", {}}),
          GraphEdit(AddAttribute{"water", "x", Value::integer(1), "", "", "", {}})})
        QCOMPARE(codeOf(store, edit), ErrorCode::damaged);
    // The rest of the store can be edited all the same.
    mustApply(store, EditNode{"electron", Value::string("e"), {}, {}, {}, {}, {}});
    store.setBytes("relationNodes/Oxygen::has::electron.json", "");
    QCOMPARE(codeOf(store, EditRelation{"Oxygen::has::electron", Value::string("x"), {}, {}, {}}),
             ErrorCode::damaged);
}

void TestGraphEditLists::oppositesAreExact() {
    const UserFiles before = storeOf(StoreVersion::two);
    const std::string mass = "oxygen::mass::7c0e3aa7a43e";
    const std::pair<GraphEdit, GraphEdit> pairs[] = {
        {AddMorph{"oxygen", "x", {}}, DeleteMorph{"oxygen", "x_oxygen"}},
        {ActivateMorph{"oxygen", "ionized_oxygen"}, ActivateMorph{"oxygen", "basic_oxygen"}},
        {EditRelation{"oxygen::has::electron", {}, {}, Value::string("a"), {}},
         EditRelation{"oxygen::a::has::electron", {}, {}, Value(), {}}},
        {AddRelation{"water", "a", "oxygen", "", "", {}}, DeleteRelation{"water::a::oxygen"}},
        {EditAttribute{mass, {}, Value::numberFromText("1"), {}, {}, {}},
         EditAttribute{attributeId("oxygen", "mass", Value::integer(1), "u", "about", ""),
                       {},
                       Value::numberFromText("15.999"),
                       {},
                       {},
                       {}}},
        {SetText{"x"}, SetText{"# water\n"}}};
    for (const auto& [there, back] : pairs) {
        UserFiles files = before;
        mustApply(files, there);
        QVERIFY(!changedPaths(before, files).empty());
        mustApply(files, back);
        QCOMPARE(changedPaths(before, files), Texts{});
    }
}

void TestGraphEditLists::labels() {
    const GraphStore store = readGraphStore(storeOf(StoreVersion::two));
    const auto label = [&](const GraphEdit& edit) { return editLabel(edit, store); };
    QCOMPARE(label(EditNode{"water", Value::string("x"), {}, {}, {}, {}, {}}),
             std::string("Rename node ‘water’"));
    QCOMPARE(label(EditNode{"water", Value::string("x"), Value(), {}, {}, {}, {}}),
             std::string("Edit node ‘water’"));
    QCOMPARE(label(DeleteNode{"oxygen"}),
             std::string("Delete node ‘oxygen’ with 3 relations and 1 attribute"));
    QCOMPARE(label(DeleteNode{"living_cell"}), std::string("Delete node ‘cell’"));
    QCOMPARE(label(ActivateMorph{"oxygen", "ionized_oxygen"}), std::string("Show ‘oxygen’ as ‘ionized’"));
    QCOMPARE(label(DeleteRelation{"oxygen::has::electron"}),
             std::string("Delete relation ‘has’ from ‘oxygen’ to ‘electron’"));
    QCOMPARE(label(AssignMorph{"ionized_oxygen", {"a", "b"}, {"c"}, AssignMorph::Mode::move}),
             std::string("Move 2 relations and 1 attribute to morph ‘ionized’"));
    const auto edits = graphEditsFrom(parsed(allKinds));
    for (const GraphEdit& edit : *edits)
        QVERIFY(!label(edit).empty());
}

QTEST_APPLESS_MAIN(TestGraphEditLists)
#include "tst_graph_edit_lists.moc"
