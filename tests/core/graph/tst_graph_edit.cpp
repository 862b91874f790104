// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/graph/edit_draft.h"
#include "tests/core/graph/edit_stores.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;
using tests::changedLines;
using tests::changedPaths;
using tests::documentAt;
using tests::editTime;
using tests::lineAt;
using tests::linesOf;
using tests::memberAt;
using tests::mustApply;
using tests::oxygenOf;
using tests::storeOf;
using tests::StoreVersion;
using Texts = std::vector<std::string>;

namespace {

constexpr StoreVersion versions[] = {StoreVersion::one, StoreVersion::two, StoreVersion::three};

Value text(const char* utf8) {
    return Value::string(utf8);
}

} // namespace

class TestGraphEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsANode();
    void idsFollowTheStore();
    void editsANode();
    void theInnerIdStays();
    void olderFormsKeepTheirKeys();
    void deletesANodeWithWhatHangsOnIt();
    void addsMorphs();
    void renamesAndDeletesMorphs();
    void activatesMorphs();
    void goesInAndOutOfGraphs();
    void setsTheText();
};

void TestGraphEdit::addsANode() {
    for (const StoreVersion version : versions) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const Edited edited =
            mustApply(files, AddNode{"Gas Giant", "noble", "", {}, {}, text("**big**"), {}});
        const std::string id = version == StoreVersion::one ? "noble_Gas Giant" : "noble_gas giant";
        QCOMPARE(edited.newIds, Texts{id});
        QCOMPARE(edited.graphs, Texts{"chem"});
        QCOMPARE(changedPaths(before, files), (Texts{"M node_registry.json", "A nodes/" + id + ".json"}));
        QCOMPARE(lineAt(files, "nodes/" + id + ".json"),
                 R"({"id": ")" + id + R"(", "name": "noble Gas Giant", "base_name": "Gas Giant", )" +
                     R"("adjective": "noble", "quantifier": null, "role": "individual", )" +
                     R"("description": "**big**", "morphs": [{"morph_id": "basic_)" + id +
                     R"(", "node_id": ")" + id + R"(", "name": "basic", "relationNode_ids": [], )" +
                     R"("attributeNode_ids": []}], "nbh": "basic_)" + id + R"("})");
        QCOMPARE(lineAt(files, "node_registry.json", {id}),
                 std::string(R"({"name": "noble Gas Giant", "role": "individual", "graphs": ["chem"], )"
                             R"("created_at": 1751371200.25, "updated_at": 1751371200.25})"));
        // Only what is new stands in the registry's diff: the comma and the entry.
        const Texts lines = linesOf(before, files, "node_registry.json");
        QCOMPARE(lines.size(), std::size_t{9});
        QVERIFY(std::all_of(lines.begin(), lines.end(), [](const auto& line) { return line[0] == '+'; }));
    }
}

void TestGraphEdit::idsFollowTheStore() {
    QVERIFY(nodeIdRule(storeOf(StoreVersion::one)) == NodeIdRule::caseKept);
    QVERIFY(nodeIdRule(storeOf(StoreVersion::two)) == NodeIdRule::lowerCase);
    QVERIFY(nodeIdRule(UserFiles()) == NodeIdRule::lowerCase);
    UserFiles files = storeOf(StoreVersion::one);
    // A target that a relation made carries capitals in every version and tells nothing.
    UserFiles second = storeOf(StoreVersion::two);
    mustApply(second, AddRelation{"water", "flows in", "Ganges", "", "", {}});
    QVERIFY(nodeIdRule(second) == NodeIdRule::lowerCase);
    QVERIFY(!applyEdit(files, "chem", AddNode{"Neon", "", "", {}, {}, {}, "neon"}, editTime));
    QCOMPARE(mustApply(files, AddNode{"Neon", "", "", {}, {}, {}, "Neon"}).newIds, Texts{"Neon"});
}

void TestGraphEdit::editsANode() {
    for (const StoreVersion version : versions) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const std::string id = oxygenOf(version);
        const Edited edited = mustApply(files, EditNode{id, text("O₂"), {}, Value(), {}, {}, {}});
        QCOMPARE(edited.graphs, (Texts{"chem", "other"}));
        QCOMPARE(changedPaths(before, files), (Texts{"M node_registry.json", "M nodes/" + id + ".json"}));
        QCOMPARE(linesOf(before, files, "nodes/" + id + ".json"),
                 (Texts{R"(-  "name": "oxygen",)", R"(+  "name": "O₂",)", R"(-  "description": "a gas",)",
                        R"(+  "description": null,)"}));
        QCOMPARE(linesOf(before, files, "node_registry.json"),
                 (Texts{R"(-    "name": "oxygen",)", R"(+    "name": "O₂",)",
                        R"(-    "updated_at": "2025-06-28T06:26:08.977261")",
                        R"(+    "updated_at": 1751371200.25)"}));
        // The same again changes nothing, not even the stamp.
        UserFiles again = files;
        const auto same = applyEdit(again, "chem", EditNode{id, text("O₂"), {}, {}, {}, {}, {}}, {1});
        QVERIFY(same.has_value());
        QCOMPARE(changedPaths(files, again), Texts{});
    }
}

void TestGraphEdit::theInnerIdStays() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    mustApply(files, EditNode{"living_cell", {}, {}, {}, text("Zelle"), text("dead"), {}}, "other");
    QCOMPARE(changedPaths(before, files), (Texts{"M node_registry.json", "M nodes/living_cell.json"}));
    QCOMPARE(lineAt(files, "nodes/living_cell.json", {"id"}), std::string("\"cell\""));
    QCOMPARE(lineAt(files, "nodes/living_cell.json", {"base_name"}), std::string("\"Zelle\""));
    // No phantom beside it: neither under the inner id nor under that of the new parts.
    QCOMPARE(documentAt(files, "node_registry.json").size(), std::size_t{4});
}

void TestGraphEdit::olderFormsKeepTheirKeys() {
    UserFiles files = storeOf(StoreVersion::one);
    files.setBytes("nodes/old star.json", R"({"node_id": "old star", "name": "**old** star",
 "base_name": "star", "qualifier": "old", "quantifier": null, "attributes": [], "relations": []})");
    mustApply(files, AddToGraph{"old star"});
    QCOMPARE(lineAt(files, "node_registry.json", {"old star"}),
             std::string(R"({"name": "Old star", "graphs": ["chem"], "created_at": )"
                         R"("2025-07-01T12:00:00.250000", "updated_at": "2025-07-01T12:00:00.250000"})"));
    mustApply(files, EditNode{"old star", {}, {}, {}, {}, text("young"), {}});
    QCOMPARE(lineAt(files, "nodes/old star.json", {"qualifier"}), std::string("\"young\""));
    QCOMPARE(lineAt(files, "nodes/old star.json", {"adjective"}), std::string("null"));
    mustApply(files, AddRelation{"old star", "is_a", "water", "", "", {}});
    QCOMPARE(lineAt(files, "nodes/old star.json", {"morphs", "#0", "relationNode_ids"}),
             std::string(R"(["old star::is_a::water"])"));
    QCOMPARE(lineAt(files, "nodes/old star.json", {"relations"}), std::string("[]"));
}

void TestGraphEdit::deletesANodeWithWhatHangsOnIt() {
    for (const StoreVersion version : versions) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const std::string id = oxygenOf(version);
        const Edited edited = mustApply(files, DeleteNode{id});
        QCOMPARE(edited.graphs, (Texts{"chem", "other"}));
        QCOMPARE(edited.removedIds,
                 (Texts{id, id + "::is_a::water", id + "::has::electron",
                        "water::mostly::contains::" + id + "::surely", id + "::mass::7c0e3aa7a43e"}));
        QCOMPARE(lineAt(files, "node_registry.json", {id}), std::string("null"));
        QCOMPARE(lineAt(files, "relation_registry.json"), std::string("{}"));
        QCOMPARE(lineAt(files, "attribute_registry.json"), std::string("{}"));
        QCOMPARE(lineAt(files, "nodes/water.json", {"morphs", "#0", "relationNode_ids"}), std::string("[]"));
        QVERIFY(files.below("relationNodes").empty());
        QVERIFY(files.below("attributeNodes").empty());
        // What pointed at it loses one member and nothing else.
        QCOMPARE(linesOf(before, files, "nodes/water.json").size(), std::size_t{4});
    }
}

void TestGraphEdit::addsMorphs() {
    UserFiles files = storeOf(StoreVersion::two);
    QCOMPARE(mustApply(files, AddMorph{"oxygen", "heavy", {}}).newIds, Texts{"heavy_oxygen"});
    QCOMPARE(lineAt(files, "nodes/oxygen.json", {"morphs", "#2"}),
             std::string(R"({"morph_id": "heavy_oxygen", "node_id": "oxygen", "name": "heavy", )"
                         R"("relationNode_ids": [], "attributeNode_ids": []})"));
    QCOMPARE(mustApply(files, AddMorph{"oxygen", "light", "morph_17510"}).newIds, Texts{"morph_17510"});
    // The first morph of a node that has none doesn't take the basic one's place.
    mustApply(files, AddMorph{"electron", "excited", {}});
    QCOMPARE(lineAt(files, "nodes/electron.json", {"morphs", "#0", "name"}), std::string("\"basic\""));
    QCOMPARE(lineAt(files, "nodes/electron.json", {"morphs", "#1", "name"}), std::string("\"excited\""));
    QCOMPARE(lineAt(files, "nodes/electron.json", {"nbh"}), std::string("\"basic_electron\""));
    for (const AddMorph& off : {AddMorph{"oxygen", "heavy", {}}, AddMorph{"oxygen", " ", {}},
                                AddMorph{"nobody", "heavy", {}}, AddMorph{"oxygen", "basic", "second"}})
        QCOMPARE(applyEdit(files, "chem", off, editTime).error().code, ErrorCode::usage);
    QCOMPARE(applyEdit(files, "chem", AddMorph{"oxygen", "a/b", {}}, editTime).error().code,
             ErrorCode::unsafe);
}

void TestGraphEdit::renamesAndDeletesMorphs() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    mustApply(files, EditMorph{"oxygen", "ionized_oxygen", "charged"});
    QCOMPARE(linesOf(before, files, "nodes/oxygen.json"),
             (Texts{R"(-      "name": "ionized",)", R"(+      "name": "charged",)"}));
    mustApply(files, ActivateMorph{"oxygen", "ionized_oxygen"});
    const Edited edited = mustApply(files, DeleteMorph{"oxygen", "ionized_oxygen"});
    // The relation that no other morph has goes; the shared one stays and forgets the morph.
    QCOMPARE(edited.removedIds, (Texts{"ionized_oxygen", "oxygen::has::electron"}));
    QCOMPARE(lineAt(files, "nodes/oxygen.json", {"nbh"}), std::string("\"basic_oxygen\""));
    QVERIFY(!files.find("relationNodes/oxygen::has::electron.json"));
    QCOMPARE(lineAt(files, "relation_registry.json", {"oxygen::is_a::water", "morph_id"}),
             std::string(R"(["basic_oxygen"])"));
    for (const GraphEdit& off :
         {GraphEdit(DeleteMorph{"oxygen", "basic_oxygen"}),
          GraphEdit(EditMorph{"oxygen", "basic_oxygen", "x"}), GraphEdit(DeleteMorph{"oxygen", "nothing"})})
        QCOMPARE(applyEdit(files, "chem", off, editTime).error().code, ErrorCode::usage);
}

void TestGraphEdit::activatesMorphs() {
    const UserFiles before = storeOf(StoreVersion::one);
    UserFiles files = before;
    QCOMPARE(mustApply(files, ActivateMorph{"Oxygen", "ionized_Oxygen"}).graphs, (Texts{"chem", "other"}));
    QCOMPARE(changedPaths(before, files), Texts{"M nodes/Oxygen.json"});
    QCOMPARE(linesOf(before, files, "nodes/Oxygen.json"),
             (Texts{R"(-  "nbh": "basic_Oxygen")", R"(+  "nbh": "ionized_Oxygen")"}));
    // The basic morph that reading adds is written down when it is asked for.
    mustApply(files, ActivateMorph{"living_cell", "basic_cell"}, "other");
    QCOMPARE(lineAt(files, "nodes/living_cell.json", {"morphs", "#0", "name"}), std::string("\"basic\""));
    QCOMPARE(applyEdit(files, "chem", ActivateMorph{"water", "frozen"}, editTime).error().code,
             ErrorCode::usage);
}

void TestGraphEdit::goesInAndOutOfGraphs() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    QCOMPARE(mustApply(files, AddToGraph{"water"}, "other").graphs, (Texts{"other", "chem"}));
    QCOMPARE(lineAt(files, "node_registry.json", {"water", "graphs"}), std::string(R"(["chem", "other"])"));
    QCOMPARE(lineAt(files, "node_registry.json", {"water", "updated_at"}),
             std::string("\"2025-07-01T12:00:00.250000\""));
    const UserFiles once = files;
    mustApply(files, AddToGraph{"water"}, "other");
    QCOMPARE(changedPaths(once, files), Texts{});
    mustApply(files, RemoveFromGraph{"water"}, "other");
    QCOMPARE(lineAt(files, "node_registry.json", {"water", "graphs"}), std::string(R"(["chem"])"));
    QCOMPARE(applyEdit(files, "chem", AddToGraph{"nobody"}, editTime).error().code, ErrorCode::usage);
    QCOMPARE(applyEdit(files, "nowhere", AddToGraph{"water"}, editTime).error().code, ErrorCode::notFound);
}

void TestGraphEdit::setsTheText() {
    for (const StoreVersion version : versions) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const std::string name = version == StoreVersion::one ? "cnl.md" : "CNL.md";
        mustApply(files, SetText{"# air\n"});
        QCOMPARE(changedPaths(before, files), Texts{"M graphs/chem/" + name});
        QCOMPARE(files.find("graphs/chem/" + name)->bytes, std::string("# air\n"));
        mustApply(files, SetText{"new"}, "other");
        QVERIFY(files.find("graphs/other/" + name) != nullptr);
        QCOMPARE(applyEdit(files, "chem", SetText{"\xff"}, editTime).error().code, ErrorCode::usage);
    }
}

QTEST_APPLESS_MAIN(TestGraphEdit)
#include "tst_graph_edit.moc"
