// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>

#include <QtTest>

#include "tests/core/graph/history_place.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::graph;
namespace stores = stemma::tests;
using stores::HistoryPlace;
using stores::StoreVersion;

class TestGraphRestore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack_data();
    void thereAndBack();
    void deletedGraphComesBack();
    void newGraphGoes();
    void laterChangesOfOtherGraphsStay();
    void membershipInOtherGraphsStays();
    void singleNodes();
    void foreignWritesAreKept();
    void undoKeepsLaterChanges();
    void undoMergesOneNode();
    void undoRefusesWhatOverlaps();
    void undoRefusesWhatIsUsed();
    void undoIsUndone();
    void nothingToDoWritesNothing();
    void oldBackupRestoresMembership();
    void oldBackupOfTheWholeUser();
    void previewWritesNothing();
    void refusals();
    void differencesById();
};

namespace {

EditNode roleOf(const std::string& node, const std::string& role) {
    EditNode edit;
    edit.id = node;
    edit.role = json::Value::string(role);
    return edit;
}

AddNode newNode(const std::string& name) {
    AddNode edit;
    edit.baseName = name;
    return edit;
}

AddRelation newRelation(const std::string& source, const std::string& name, const std::string& target) {
    AddRelation edit;
    edit.source = source;
    edit.name = name;
    edit.target = target;
    return edit;
}

std::string idOfOnlyAttribute(const UserFiles& files) {
    return readGraphStore(files).attributes.front().id;
}

using MakeEdits = std::function<std::vector<GraphEdit>(const UserFiles&)>;

std::vector<std::pair<const char*, MakeEdits>> kindsOfEdits() {
    const auto oxygen = [](const UserFiles& files) { return readGraphStore(files).nodes.front().id; };
    return {
        {"role", [=](const auto& files) { return std::vector<GraphEdit>{roleOf(oxygen(files), "class")}; }},
        {"new node", [](const auto&) { return std::vector<GraphEdit>{newNode("iron")}; }},
        {"new link",
         [=](const auto& files) {
             return std::vector<GraphEdit>{newNode("iron"), newRelation("iron", "rusts in", oxygen(files))};
         }},
        {"node goes", [=](const auto& files) { return std::vector<GraphEdit>{DeleteNode{oxygen(files)}}; }},
        {"node leaves", [](const auto&) { return std::vector<GraphEdit>{RemoveFromGraph{"water"}}; }},
        {"node comes", [](const auto&) { return std::vector<GraphEdit>{AddToGraph{"living_cell"}}; }},
        {"value",
         [](const auto& files) {
             EditAttribute edit;
             edit.id = idOfOnlyAttribute(files);
             edit.value = json::Value::string("16");
             return std::vector<GraphEdit>{edit};
         }},
        {"attribute goes",
         [](const auto& files) { return std::vector<GraphEdit>{DeleteAttribute{idOfOnlyAttribute(files)}}; }},
        {"morph",
         [](const auto&) {
             return std::vector<GraphEdit>{AddMorph{"water", "ice", {}}};
         }},
        {"transition", [](const auto&) { return std::vector<GraphEdit>{DeleteTransition{"melting"}}; }},
        {"text and title",
         [](const auto&) {
             return std::vector<GraphEdit>{SetText{"# new\n"}, SetGraph{"New title", "new"}};
         }},
    };
}

} // namespace

void TestGraphRestore::thereAndBack_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("kind");
    for (const int version : {1, 2, 3})
        for (std::size_t kind = 0; kind < kindsOfEdits().size(); ++kind)
            QTest::addRow("version %d: %s", version, kindsOfEdits()[kind].first)
                << version << static_cast<int>(kind);
}

/// Edit, restore, undo of the restore, undo of the edit: each time the very bytes.
void TestGraphRestore::thereAndBack() {
    QFETCH(int, version);
    QFETCH(int, kind);
    HistoryPlace place(static_cast<StoreVersion>(version - 1));
    const auto before = place.data();
    const auto edits = kindsOfEdits()[static_cast<std::size_t>(kind)].second(place.read());
    const auto edited = editGraph(place.workspace(), "chem", edits, {});
    if (!edited && version == 3)
        QSKIP("a stub has nothing to edit");
    QVERIFY2(edited, edited ? "" : describe(edited.error()).c_str());
    const auto after = place.data();
    QVERIFY(before != after);
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + edited->action.text(), {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(place.data(), before);
    const auto undone = undoTransaction(place.workspace(), restored->action);
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    QCOMPARE(place.data(), after);
    const auto undoneEdit = undoTransaction(place.workspace(), edited->action);
    QVERIFY2(undoneEdit, undoneEdit ? "" : describe(undoneEdit.error()).c_str());
    QCOMPARE(place.data(), before);
    const auto again = restoreGraph(place.workspace(), "chem", "after:" + edited->action.text(), {{}, true});
    QVERIFY2(again, again ? "" : describe(again.error()).c_str());
    QCOMPARE(place.data(), after);
    stemma::tests::proved("P8", "a restore of a graph and its undo, for each kind of edit", 1);
}

void TestGraphRestore::deletedGraphComesBack() {
    HistoryPlace place(StoreVersion::two);
    const auto before = place.data();
    const auto gone = deleteGraph(place.workspace(), "chem");
    QVERIFY2(gone, gone ? "" : describe(gone.error()).c_str());
    const auto without = place.data();
    QVERIFY(without.find("nodes/water.json") == without.end());
    const auto undone = undoTransaction(place.workspace(), gone->action);
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    QCOMPARE(place.data(), before);
    const auto goneAgain = deleteGraph(place.workspace(), "chem");
    QVERIFY(goneAgain);
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + goneAgain->action.text(), {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(place.data(), before);
}

void TestGraphRestore::newGraphGoes() {
    HistoryPlace place(StoreVersion::two);
    const auto before = place.data();
    const auto made = newGraph(place.workspace(), "third", "Third", "");
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
    const auto undone = undoTransaction(place.workspace(), made->action);
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    QCOMPARE(place.data(), before);
    QCOMPARE(place.read().graphFolders(), (std::vector<std::string>{"chem", "other"}));
    const auto restored = restoreGraph(place.workspace(), "third", "before:" + made->action.text(), {});
    QVERIFY(!restored);
    QCOMPARE(restored.error().code, ErrorCode::notFound);
}

void TestGraphRestore::laterChangesOfOtherGraphsStay() {
    HistoryPlace place(StoreVersion::two);
    const std::string ours = place.edit({roleOf("water", "process"), newNode("iron")});
    place.edit({roleOf("living_cell", "class"), newNode("gold")}, "other");
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + ours, {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    const UserFiles files = place.read();
    QCOMPARE(stores::lineAt(files, "nodes/living_cell.json", {"role"}), std::string("\"class\""));
    QCOMPARE(stores::lineAt(files, "nodes/water.json", {"role"}), std::string("\"class\""));
    QVERIFY(files.find("nodes/gold.json") && !files.find("nodes/iron.json"));
    QVERIFY(!stores::memberAt(files, "node_registry.json", {"gold"}).isNull());
    QVERIFY(stores::memberAt(files, "node_registry.json", {"iron"}).isNull());
}

void TestGraphRestore::membershipInOtherGraphsStays() {
    HistoryPlace place(StoreVersion::two);
    const std::string ours = place.edit({RemoveFromGraph{"water"}});
    place.edit({AddToGraph{"water"}}, "other");
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + ours, {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(stores::lineAt(place.read(), "node_registry.json", {"water", "graphs"}),
             std::string("[\"chem\", \"other\"]"));
}

void TestGraphRestore::singleNodes() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({roleOf("water", "process"), roleOf("electron", "process")});
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + first, {{"water"}, false});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(stores::lineAt(place.read(), "nodes/water.json", {"role"}), std::string("\"class\""));
    QCOMPARE(stores::lineAt(place.read(), "nodes/electron.json", {"role"}), std::string("\"process\""));
    const auto unknown = restoreGraph(place.workspace(), "chem", "before:" + first, {{"nobody"}, false});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::notFound);
}

void TestGraphRestore::foreignWritesAreKept() {
    HistoryPlace place(StoreVersion::two);
    const std::string action = place.edit({roleOf("water", "process")});
    const std::string foreign = place.bytes("nodes/water.json") + "\n\n";
    place.plant("nodes/water.json", foreign);
    const auto before = place.data();
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + action, {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QVERIFY(place.bytes("nodes/water.json") != foreign);
    const auto undone = undoTransaction(place.workspace(), restored->action);
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    QCOMPARE(place.data(), before);
}

void TestGraphRestore::undoKeepsLaterChanges() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({roleOf("water", "process"), newNode("iron")});
    place.edit({roleOf("electron", "class"), newNode("gold")});
    const auto undone = undoTransaction(place.workspace(), ActionId(first));
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    const UserFiles files = place.read();
    QCOMPARE(stores::lineAt(files, "nodes/water.json", {"role"}), std::string("\"class\""));
    QCOMPARE(stores::lineAt(files, "nodes/electron.json", {"role"}), std::string("\"class\""));
    QVERIFY(files.find("nodes/gold.json") && !files.find("nodes/iron.json"));
    QVERIFY(stores::memberAt(files, "node_registry.json", {"iron"}).isNull());
    QVERIFY(!stores::memberAt(files, "node_registry.json", {"gold"}).isNull());
    QCOMPARE(place.timeline().rows.back().operation, std::string("undo"));
}

void TestGraphRestore::undoMergesOneNode() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({newRelation("water", "floats on", "electron")});
    place.edit({newRelation("water", "dissolves", "oxygen"), roleOf("water", "process")});
    const auto undone = undoTransaction(place.workspace(), ActionId(first));
    QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
    const UserFiles files = place.read();
    const std::string members =
        stores::lineAt(files, "nodes/water.json", {"morphs", "#0", "relationNode_ids"});
    QVERIFY(members.find("floats on") == std::string::npos);
    QVERIFY(members.find("dissolves") != std::string::npos);
    QCOMPARE(stores::lineAt(files, "nodes/water.json", {"role"}), std::string("\"process\""));
}

void TestGraphRestore::undoRefusesWhatOverlaps() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({roleOf("water", "process")});
    place.edit({roleOf("water", "individual")});
    const auto before = place.data();
    const auto undone = undoTransaction(place.workspace(), ActionId(first));
    QVERIFY(!undone);
    QCOMPARE(undone.error().code, ErrorCode::conflict);
    QVERIFY(undone.error().detail.find("nodes/water.json") != std::string::npos);
    QCOMPARE(place.data(), before);
}

void TestGraphRestore::undoRefusesWhatIsUsed() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({newNode("iron")});
    place.edit({newRelation("water", "rusts", "iron")});
    const auto undone = undoTransaction(place.workspace(), ActionId(first));
    QVERIFY(!undone);
    QCOMPARE(undone.error().code, ErrorCode::conflict);
    QVERIFY(undone.error().detail.find("relationNodes/water::rusts::iron.json") != std::string::npos);
}

void TestGraphRestore::undoIsUndone() {
    HistoryPlace place(StoreVersion::one);
    const std::string first = place.edit({DeleteNode{"Oxygen"}});
    const auto after = place.data();
    std::string last = first;
    for (int round = 0; round < 4; ++round) {
        const auto undone = undoTransaction(place.workspace(), ActionId(last));
        QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
        last = undone->action.text();
        QCOMPARE(place.data() == after, round % 2 == 1);
    }
}

void TestGraphRestore::nothingToDoWritesNothing() {
    HistoryPlace place(StoreVersion::two);
    const std::string first = place.edit({roleOf("water", "process")});
    const auto files = place.disk.files();
    const auto same = restoreGraph(place.workspace(), "chem", "after:" + first, {});
    QVERIFY2(same && same->unchanged, same ? "it wrote" : describe(same.error()).c_str());
    QVERIFY(undoTransaction(place.workspace(), ActionId(first)));
    const auto again = undoTransaction(place.workspace(), ActionId(first));
    QVERIFY2(again && again->unchanged, again ? "it wrote" : describe(again.error()).c_str());
}

void TestGraphRestore::oldBackupRestoresMembership() {
    HistoryPlace place(StoreVersion::two);
    const std::string folder = "backups/chem_20250601_100117_6018366c/";
    for (const std::string name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"})
        place.plant(folder + name, place.bytes(name));
    const auto before = place.data();
    place.edit({RemoveFromGraph{"water"}, newNode("iron"), roleOf("electron", "process")});
    const auto restored = restoreGraph(place.workspace(), "chem", "backup:chem_20250601_100117_6018366c", {});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    const UserFiles files = place.read();
    QCOMPARE(stores::lineAt(files, "node_registry.json", {"water", "graphs"}), std::string("[\"chem\"]"));
    QCOMPARE(stores::lineAt(files, "node_registry.json", {"iron", "graphs"}), std::string("[]"));
    QCOMPARE(stores::lineAt(files, "node_registry.json", {"electron", "role"}), std::string("\"process\""));
    const std::string picture = place.bytes("graphs/chem/composed.json");
    QVERIFY(picture.find("\"water\"") != std::string::npos && picture.find("iron") == std::string::npos);
}

void TestGraphRestore::oldBackupOfTheWholeUser() {
    HistoryPlace place(StoreVersion::two);
    const std::string name = "chem_20250601_100117_6018366c";
    const std::string registry = place.bytes("node_registry.json");
    place.plant("backups/" + name + "/node_registry.json", registry);
    place.edit({newNode("iron"), DeleteNode{"water"}});
    const auto preview = previewRestore(place.disk, place.root, "chem", "backup:" + name, {{}, true});
    QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
    std::vector<std::string> wrong;
    for (const Finding& finding : preview->orphans)
        wrong.push_back(finding.id);
    QCOMPARE(wrong, (std::vector<std::string>{"orphan-node:iron", "phantom-node:water"}));
    const auto edited = place.data();
    const auto restored = restoreGraph(place.workspace(), "chem", "backup:" + name, {{}, true});
    QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
    QCOMPARE(restored->warnings.size(), std::size_t{1});
    QCOMPARE(place.bytes("node_registry.json"), registry);
    QVERIFY(place.bytes("nodes/iron.json") != "(none)");
    QVERIFY(undoTransaction(place.workspace(), restored->action));
    QCOMPARE(place.data(), edited);
}

void TestGraphRestore::previewWritesNothing() {
    HistoryPlace place(StoreVersion::two);
    const std::string action = place.edit({roleOf("water", "process")});
    const auto files = place.disk.files();
    const auto preview = previewRestore(place.disk, place.root, "chem", "before:" + action, {});
    QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
    QCOMPARE(place.disk.files(), files);
    std::vector<std::string> paths;
    for (const FileDifference& each : preview->differences)
        paths.push_back(each.path);
    const auto restored = restoreGraph(place.workspace(), "chem", "before:" + action, {});
    QVERIFY(restored);
    auto written = restored->paths;
    std::sort(written.begin(), written.end());
    QCOMPARE(paths, written);
    for (const FileDifference& each : preview->differences)
        QCOMPARE(place.bytes(each.path), each.after->bytes);
}

void TestGraphRestore::refusals() {
    HistoryPlace place(StoreVersion::two);
    const auto code = [](const Result<SavedGraph>& saved) {
        return saved ? std::string("ok") : std::string(codeWord(saved.error().code));
    };
    QCOMPARE(code(restoreGraph(place.workspace(), "nothing", "now", {})), std::string("not-found"));
    QCOMPARE(code(restoreGraph(place.workspace(), "chem", "tomorrow", {})), std::string("usage"));
    QCOMPARE(code(undoTransaction(place.workspace(), ActionId("ffffffff-0000-4000-8000-000000000000"))),
             std::string("not-found"));
}

void TestGraphRestore::differencesById() {
    HistoryPlace place(StoreVersion::two);
    const UserFiles before = place.read();
    EditAttribute value;
    value.id = idOfOnlyAttribute(before);
    value.value = json::Value::string("16");
    place.edit({value, newRelation("water", "floats on", "electron"), roleOf("electron", "class")});
    std::vector<std::string> told;
    for (const diff::Change& change : graphDifference(before, place.read(), "chem"))
        told.push_back(std::string(diff::changeKindWord(change.kind)) + ' ' + change.what + ' ' + change.id +
                       (change.kind == diff::ChangeKind::edited ? " " + change.fields.front().name : ""));
    QCOMPARE(told, (std::vector<std::string>{"edited attribute oxygen::about::mass value",
                                             "added relation water::floats on::electron",
                                             "edited node electron role"}));
    QVERIFY(graphDifference(before, place.read(), "other").size() == 1);
}

QTEST_GUILESS_MAIN(TestGraphRestore)
#include "tst_graph_restore.moc"
