// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/graph/edit_draft.h"
#include "core/graph/graph_ids.h"
#include "core/graph/graph_validation.h"
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

class TestGraphEditLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsARelation();
    void makesAMissingTarget();
    void editsARelation();
    void healsARelationStub();
    void deletesARelation();
    void addsAndEditsAnAttribute();
    void aLostValueMustBeGiven();
    void assignsMembers();
    void linksOfNodesInSubFolders();
    void slashesOfOtherOriginAreRefused();
};

void TestGraphEditLinks::addsARelation() {
    for (const StoreVersion version : versions) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const std::string oxygen = oxygenOf(version);
        const Edited edited = mustApply(files, AddRelation{"water", "near", oxygen, "very", "maybe", {}});
        const std::string id = "water::very::near::" + oxygen + "::maybe";
        QCOMPARE(edited.newIds, Texts{id});
        QCOMPARE(edited.graphs, Texts{"chem"});
        QCOMPARE(changedPaths(before, files), (Texts{"M nodes/water.json", "A relationNodes/" + id + ".json",
                                                     "M relation_registry.json"}));
        QCOMPARE(lineAt(files, "relationNodes/" + id + ".json"),
                 R"({"id": ")" + id + R"(", "name": "near", "source_id": "water", "target_id": ")" + oxygen +
                     R"(", "adverb": "very", "modality": "maybe", "morph_id": ["basic_water"]})");
        QCOMPARE(lineAt(files, "relation_registry.json", {id}),
                 R"({"id": ")" + id + R"(", "name": "near", "source_id": "water", "target_id": ")" + oxygen +
                     R"(", "morph_id": ["basic_water"], "graphs": ["chem"], )" +
                     R"("created_at": "2025-07-01T12:00:00.250000"})");
        QCOMPARE(lineAt(files, "nodes/water.json", {"morphs", "#0", "relationNode_ids", "#1"}),
                 '"' + id + '"');
        const auto twice =
            applyEdit(files, "chem", AddRelation{"water", "near", oxygen, "very", "maybe", {}}, editTime);
        QCOMPARE(twice.error().code, ErrorCode::usage);
        mustApply(files, AddRelation{oxygen, "binds", "water", "", "", "ionized_" + oxygen});
        QCOMPARE(lineAt(files, "nodes/" + oxygen + ".json", {"morphs", "#1", "relationNode_ids", "#2"}),
                 '"' + oxygen + "::binds::water\"");
    }
}

void TestGraphEditLinks::makesAMissingTarget() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    const Edited edited = mustApply(files, AddRelation{"electron", "part of", "Big Atom", "", "", {}});
    QCOMPARE(edited.newIds, (Texts{"Big Atom", "electron::part of::Big Atom"}));
    QCOMPARE(
        lineAt(files, "nodes/Big Atom.json"),
        std::string(R"({"id": "Big Atom", "name": "Big Atom", "base_name": "Big Atom", "adjective": null, )"
                    R"("quantifier": null, "role": "individual", "description": "", "morphs": [], )"
                    R"("nbh": null})"));
    QCOMPARE(lineAt(files, "node_registry.json", {"Big Atom"}),
             std::string(R"({"id": "Big Atom", "name": "Big Atom", "graphs": ["chem"], )"
                         R"("created_at": "2025-07-01T12:00:00.250000"})"));
    // The source had no morph at all: now it has the basic one.
    QCOMPARE(lineAt(files, "nodes/electron.json", {"morphs", "#0", "relationNode_ids"}),
             std::string(R"(["electron::part of::Big Atom"])"));
    QCOMPARE(lineAt(files, "nodes/electron.json", {"nbh"}), std::string("\"basic_electron\""));
}

void TestGraphEditLinks::editsARelation() {
    for (const StoreVersion version : {StoreVersion::one, StoreVersion::two}) {
        const UserFiles before = storeOf(version);
        UserFiles files = before;
        const std::string oxygen = oxygenOf(version);
        const Edited edited =
            mustApply(files, EditRelation{oxygen + "::is_a::water", {}, {}, text("often"), {}});
        const std::string id = oxygen + "::often::is_a::water";
        QCOMPARE(edited.newIds, Texts{id});
        QCOMPARE(edited.graphs, (Texts{"chem", "other"}));
        QCOMPARE(changedPaths(before, files),
                 (Texts{"M nodes/" + oxygen + ".json", "D relationNodes/" + oxygen + "::is_a::water.json",
                        "A relationNodes/" + id + ".json", "M relation_registry.json"}));
        // In the same places, in both morphs; unknown keys and number text stay.
        QCOMPARE(linesOf(before, files, "nodes/" + oxygen + ".json").size(), std::size_t{4});
        QCOMPARE(documentAt(files, "relation_registry.json").members().front().key, id);
        QCOMPARE(linesOf(before, files, "relation_registry.json").size(), std::size_t{4});
        QCOMPARE(changedLines(before.find("relationNodes/" + oxygen + "::is_a::water.json")->bytes,
                              files.find("relationNodes/" + id + ".json")->bytes),
                 (Texts{R"(-  "id": ")" + oxygen + R"(::is_a::water",)", R"(+  "id": ")" + id + R"(",)",
                        R"(-  "adverb": null,)", R"(+  "adverb": "often",)"}));
        const auto taken =
            applyEdit(files, "chem", EditRelation{id, text("has"), text("electron"), Value(), {}}, editTime);
        QCOMPARE(taken.error().code, ErrorCode::usage);
        QCOMPARE(mustApply(files, EditRelation{id, {}, text("Acid"), {}, {}}).newIds,
                 (Texts{"Acid", oxygen + "::often::is_a::Acid"}));
    }
}

void TestGraphEditLinks::healsARelationStub() {
    UserFiles files = storeOf(StoreVersion::three);
    mustApply(files, EditRelation{"oxygen::is_a::water", text("is like"), {}, {}, {}});
    QCOMPARE(lineAt(files, "relationNodes/oxygen::is like::water.json"),
             std::string(R"({"id": "oxygen::is like::water", "name": "is like", "source_id": "oxygen", )"
                         R"("target_id": "water", "adverb": null, "modality": null, )"
                         R"("morph_id": "basic_oxygen"})"));
}

void TestGraphEditLinks::deletesARelation() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    const std::string id = "water::mostly::contains::oxygen::surely";
    QCOMPARE(mustApply(files, DeleteRelation{id}).removedIds, Texts{id});
    QCOMPARE(changedPaths(before, files),
             (Texts{"M nodes/water.json", "D relationNodes/" + id + ".json", "M relation_registry.json"}));
    QCOMPARE(applyEdit(files, "chem", DeleteRelation{id}, editTime).error().code, ErrorCode::usage);
}

void TestGraphEditLinks::addsAndEditsAnAttribute() {
    const UserFiles before = storeOf(StoreVersion::two);
    UserFiles files = before;
    const std::string id = attributeId("water", "density", Value::numberFromText("1.0"), "g/ml", "about", "");
    QCOMPARE(
        mustApply(files,
                  AddAttribute{"water", "density", Value::numberFromText("1.0"), "g/ml", "about", "", {}})
            .newIds,
        Texts{id});
    QCOMPARE(lineAt(files, "attributeNodes/" + id + ".json"),
             R"({"id": ")" + id +
                 R"(", "name": "density", "source_id": "water", "value": 1.0, "unit": "g/ml", )" +
                 R"("adverb": "about", "modality": null, "morph_id": ["basic_water"]})");
    QCOMPARE(lineAt(files, "attribute_registry.json", {id}),
             R"({"id": ")" + id +
                 R"(", "name": "density", "source_id": "water", "morph_id": ["basic_water"], )" +
                 R"("graphs": ["chem"], "created_at": "2025-07-01T12:00:00.250000"})");
    // A value that changes changes the id in all places.
    const std::string mass = "oxygen::mass::7c0e3aa7a43e";
    const std::string next = attributeId("oxygen", "mass", Value::numberFromText("16"), "u", "about", "");
    UserFiles after = before;
    QCOMPARE(mustApply(after, EditAttribute{mass, {}, Value::numberFromText("16"), {}, {}, {}}).newIds,
             Texts{next});
    Texts expected{"D attributeNodes/" + mass + ".json", "A attributeNodes/" + next + ".json",
                   "M attribute_registry.json", "M nodes/oxygen.json"};
    std::sort(expected.begin(), expected.end(),
              [](const auto& a, const auto& b) { return a.substr(2) < b.substr(2); });
    QCOMPARE(changedPaths(before, after), expected);
    QCOMPARE(lineAt(after, "attributeNodes/" + next + ".json", {"value"}), std::string("16"));
    QCOMPARE(lineAt(after, "nodes/oxygen.json", {"morphs", "#0", "attributeNode_ids"}), "[\"" + next + "\"]");
    // A number becomes a text of the same letters: the id is the same, the file isn't.
    UserFiles third = before;
    mustApply(third, EditAttribute{mass, {}, text("15.999"), {}, {}, {}});
    QCOMPARE(changedPaths(before, third), Texts{"M attributeNodes/" + mass + ".json"});
    for (const Value& off :
         {Value(), Value::array(), Value::numberFromText("NaN"), Value::numberFromText("-Infinity")})
        QCOMPARE(
            applyEdit(files, "chem", AddAttribute{"water", "x", off, "", "", "", {}}, editTime).error().code,
            ErrorCode::usage);
}

void TestGraphEditLinks::aLostValueMustBeGiven() {
    UserFiles files = storeOf(StoreVersion::three);
    const std::string mass = "oxygen::mass::7c0e3aa7a43e";
    QCOMPARE(applyEdit(files, "chem", EditAttribute{mass, {}, {}, text("kg"), {}, {}}, editTime).error().code,
             ErrorCode::usage);
    const Edited edited = mustApply(files, EditAttribute{mass, {}, text("16"), text("u"), {}, {}});
    QCOMPARE(lineAt(files, "attributeNodes/" + edited.newIds.front() + ".json"),
             R"({"id": ")" + edited.newIds.front() +
                 R"(", "name": "mass", "source_id": "oxygen", "value": "16", )" +
                 R"("unit": "u", "adverb": null, "modality": null, "morph_id": ["basic_oxygen"]})");
}

void TestGraphEditLinks::assignsMembers() {
    const UserFiles before = storeOf(StoreVersion::one);
    UserFiles files = before;
    using Mode = AssignMorph::Mode;
    const std::string mass = "Oxygen::mass::7c0e3aa7a43e";
    mustApply(files, AssignMorph{"ionized_Oxygen", {}, {mass}, Mode::copy});
    QCOMPARE(changedPaths(before, files), (Texts{"M attributeNodes/" + mass + ".json",
                                                 "M attribute_registry.json", "M nodes/Oxygen.json"}));
    QCOMPARE(lineAt(files, "attributeNodes/" + mass + ".json", {"morph_id"}),
             std::string(R"(["basic_Oxygen", "ionized_Oxygen"])"));
    mustApply(files, AssignMorph{"ionized_Oxygen", {"Oxygen::is_a::water"}, {mass}, Mode::move});
    QCOMPARE(lineAt(files, "nodes/Oxygen.json", {"morphs", "#0", "relationNode_ids"}), std::string("[]"));
    QCOMPARE(lineAt(files, "nodes/Oxygen.json", {"morphs", "#0", "attributeNode_ids"}), std::string("[]"));
    QCOMPARE(lineAt(files, "relation_registry.json", {"Oxygen::is_a::water", "morph_id"}),
             std::string(R"(["ionized_Oxygen"])"));
    QCOMPARE(lineAt(files, "relationNodes/Oxygen::is_a::water.json", {"morph_id"}),
             std::string(R"(["ionized_Oxygen"])"));
    mustApply(files, AssignMorph{"ionized_Oxygen", {"Oxygen::has::electron"}, {mass}, Mode::unlist});
    QCOMPARE(lineAt(files, "nodes/Oxygen.json", {"morphs", "#1", "relationNode_ids"}),
             std::string(R"(["Oxygen::is_a::water"])"));
    QCOMPARE(lineAt(files, "relationNodes/Oxygen::has::electron.json", {"morph_id"}), std::string("[]"));
    for (const AssignMorph& off : {AssignMorph{"basic_water", {"Oxygen::has::electron"}, {}, Mode::copy},
                                   AssignMorph{"nothing", {"Oxygen::has::electron"}, {}, Mode::copy},
                                   AssignMorph{"ionized_Oxygen", {"nothing"}, {}, Mode::copy},
                                   AssignMorph{"ionized_Oxygen", {}, {}, Mode::copy}})
        QCOMPARE(applyEdit(files, "chem", off, editTime).error().code, ErrorCode::usage);
}

/// The old program makes sub-folders of such names, and so its nodes are there: they can have links too.
void TestGraphEditLinks::linksOfNodesInSubFolders() {
    UserFiles store = storeOf(StoreVersion::two);
    Value registered = documentAt(store, "node_registry.json");
    registered.set("AC/DC",
                   Value::object({{"name", text("AC/DC")}, {"graphs", Value::array({text("chem")})}}));
    store.setDocument("node_registry.json", registered);
    store.setBytes("nodes/AC/DC.json", R"({"id": "AC/DC", "name": "band", "morphs": []})");
    UserFiles files = store;
    mustApply(files, AddRelation{"water", "hears", "AC/DC", "", "", {}});
    mustApply(files, AddAttribute{"AC/DC", "founded", Value::integer(1973), "", "", "", {}});
    const Texts made = changedPaths(store, files);
    QVERIFY(std::count(made.begin(), made.end(), "A relationNodes/water::hears::AC/DC.json") == 1);
    QCOMPARE(lineAt(files, "relation_registry.json", {"water::hears::AC/DC", "target_id"}),
             std::string("\"AC/DC\""));
    const std::string attribute = attributeId("AC/DC", "founded", Value::integer(1973), "", "", "");
    QCOMPARE(lineAt(files, "attributeNodes/" + attribute + ".json", {"value"}), std::string("1973"));
    mustApply(files, EditRelation{"water::hears::AC/DC", text("likes"), {}, {}, {}});
    mustApply(files, EditAttribute{attribute, {}, Value::integer(1974), {}, {}, {}});
    QVERIFY(files.find("relationNodes/water::likes::AC/DC.json"));
    QVERIFY(!files.find("attributeNodes/" + attribute + ".json"));
    QCOMPARE(deepFindings(files, readGraphStore(files)).size(),
             deepFindings(store, readGraphStore(store)).size());
    mustApply(files, DeleteNode{"AC/DC"});
    QCOMPARE(files.below("relationNodes/water::likes::AC"), Texts());
    QCOMPARE(files.below("attributeNodes/AC"), Texts());
}

void TestGraphEditLinks::slashesOfOtherOriginAreRefused() {
    UserFiles store = storeOf(StoreVersion::two);
    Value registered = documentAt(store, "node_registry.json");
    for (const char* node : {"AC/DC", "a//b", "a/.b", "x.json/y"})
        registered.set(node, Value::object({{"name", Value()}, {"graphs", Value::array({text("chem")})}}));
    store.setDocument("node_registry.json", registered);
    const GraphEdit refused[] = {AddRelation{"water", "and/or", "AC/DC", "", "", {}},
                                 AddRelation{"water", "is", "AC/DC", "", "a/b", {}},
                                 AddRelation{"water", "is", "new/one", "", "", {}},
                                 AddRelation{"water", "is", "a//b", "", "", {}},
                                 AddRelation{"water", "is", "a/.b", "", "", {}},
                                 AddRelation{"water", "is", "x.json/y", "", "", {}},
                                 AddAttribute{"water", "m/s", text("1"), "", "", "", {}}};
    for (const GraphEdit& edit : refused) {
        UserFiles files = store;
        const auto done = applyEdit(files, "chem", edit, editTime);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::unsafe);
    }
}

QTEST_APPLESS_MAIN(TestGraphEditLinks)
#include "tst_graph_edit_links.moc"
