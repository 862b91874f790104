// SPDX-License-Identifier: MIT
// Edits of transitions and of a graph's own facts.
#include <QtTest>

#include "tests/core/graph/edit_stores.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;
using tests::changedPaths;
using tests::editTime;
using tests::lineAt;
using tests::linesOf;
using tests::memberAt;
using tests::mustApply;
using tests::storeOf;
using tests::StoreVersion;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* registry = "transition_registry.json";
constexpr const char* metadata = "graphs/chem/metadata.yaml";

Value fieldsOf(const std::string& text) {
    const auto value = json::parse(text);
    if (!value)
        throw std::runtime_error(value.error().message);
    return *value;
}

AddTransition freezing() {
    return {"freezing", fieldsOf(R"({"name": "freezing", "tense": "past", "inputs": [{"id": "water"}]})")};
}

std::string titleAfter(const std::string& yaml, const std::string& title) {
    UserFiles files = storeOf(StoreVersion::two);
    files.setBytes(metadata, yaml);
    mustApply(files, SetGraph{title, {}});
    return files.find(metadata)->bytes;
}

} // namespace

class TestGraphEditGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsATransitionToAList();
    void addsATransitionById();
    void anEmptyRegistryIsWhatItsVersionReads();
    void editsATransition();
    void completesAnImportedTransition();
    void deletesATransition();
    void refusesWhatIsNoTransition();
    void setsTitleAndDescription();
    void keepsTheRestOfTheMetadata();
    void metadataThatIsMissingOrBroken();
};

void TestGraphEditGraph::addsATransitionToAList() {
    const UserFiles before = storeOf(StoreVersion::one);
    UserFiles files = before;
    QCOMPARE(mustApply(files, freezing()).graphs, (Texts{"chem", "other"}));
    QCOMPARE(changedPaths(before, files),
             (Texts{std::string("M ") + registry, "A transitions/freezing.json"}));
    const std::string whole =
        R"({"id": "freezing", "name": "freezing", "adjective": null, "tense": "past", )"
        R"("inputs": [{"id": "water", "nbh": null}], "outputs": [], "description": null})";
    QCOMPARE(lineAt(files, "transitions/freezing.json"), whole);
    // The empty member that version 1 dies of is gone.
    QCOMPARE(memberAt(files, registry, {}).size(), std::size_t{2});
    QCOMPARE(lineAt(files, registry, {"#0", "id"}), std::string("\"melting\""));
    QCOMPARE(lineAt(files, registry, {"#1"}), whole);
}

void TestGraphEditGraph::addsATransitionById() {
    UserFiles files = storeOf(StoreVersion::two);
    QCOMPARE(mustApply(files, freezing()).graphs, Texts{"chem"});
    QCOMPARE(lineAt(files, registry, {"freezing"}),
             std::string(R"({"id": "freezing", "name": "freezing", "adjective": null, "tense": "past", )"
                         R"("inputs": [{"id": "water", "nbh": null}], "outputs": [], "description": null, )"
                         R"("graphs": ["chem"], "created_at": "2025-07-01T12:00:00.250000", )"
                         R"("updated_at": "2025-07-01T12:00:00.250000"})"));
}

void TestGraphEditGraph::anEmptyRegistryIsWhatItsVersionReads() {
    for (const StoreVersion version : {StoreVersion::one, StoreVersion::two}) {
        UserFiles files = storeOf(version);
        files.remove("transitions/melting.json");
        files.setBytes(registry, "{}");
        mustApply(files, freezing());
        QCOMPARE(memberAt(files, registry, {}).isArray(), version == StoreVersion::one);
        QCOMPARE(memberAt(files, registry, {}).size(), std::size_t{1});
    }
}

void TestGraphEditGraph::editsATransition() {
    UserFiles files = storeOf(StoreVersion::two);
    const UserFiles before = files;
    // What points to nothing may stay, where something else changes.
    const EditTransition edit{"melting", fieldsOf(R"({"adjective": "slow", "outputs": [{"id": "gone",
        "nbh": null}, {"id": "water", "nbh": "basic_water"}]})")};
    mustApply(files, edit);
    QCOMPARE(lineAt(files, "transitions/melting.json", {"adjective"}), std::string("\"slow\""));
    QCOMPARE(lineAt(files, registry, {"melting", "outputs", "#1"}),
             std::string(R"({"id": "water", "nbh": "basic_water"})"));
    // Creation and graphs stay, as an update of the old program doesn't leave them.
    QCOMPARE(lineAt(files, registry, {"melting", "graphs"}), std::string(R"(["chem"])"));
    QCOMPARE(lineAt(files, registry, {"melting", "created_at"}), std::string("\"2025-07-05T10:00:00.5\""));
    QCOMPARE(lineAt(files, registry, {"melting", "updated_at"}),
             std::string("\"2025-07-01T12:00:00.250000\""));
    const UserFiles once = files;
    mustApply(files, edit);
    QCOMPARE(changedPaths(once, files), Texts{});
}

void TestGraphEditGraph::completesAnImportedTransition() {
    UserFiles files = storeOf(StoreVersion::two);
    mustApply(files, EditTransition{"imported", fieldsOf(R"({"tense": "present"})")});
    QCOMPARE(lineAt(files, registry, {"imported", "id"}), std::string("\"imported\""));
    QCOMPARE(lineAt(files, registry, {"imported", "inputs"}), std::string("[]"));
    QCOMPARE(lineAt(files, registry, {"imported", "created_at"}), std::string("1.5"));
    QCOMPARE(lineAt(files, "transitions/imported.json"),
             std::string(R"({"id": "imported", "name": "imported", "adjective": null, "tense": "present", )"
                         R"("inputs": [], "outputs": [], "description": null})"));
}

void TestGraphEditGraph::deletesATransition() {
    for (const StoreVersion version : {StoreVersion::one, StoreVersion::two}) {
        UserFiles files = storeOf(version);
        const Edited edited = mustApply(files, DeleteTransition{"melting"});
        QCOMPARE(edited.removedIds, Texts{"melting"});
        QCOMPARE(edited.graphs.size(), version == StoreVersion::one ? std::size_t{2} : std::size_t{1});
        QVERIFY(!files.find("transitions/melting.json"));
        QCOMPARE(memberAt(files, registry, {}).size(), version == StoreVersion::one ? std::size_t{0} : 1U);
    }
}

void TestGraphEditGraph::refusesWhatIsNoTransition() {
    UserFiles files = storeOf(StoreVersion::two);
    for (const char* off :
         {R"({"tense": "past"})", R"({"name": ""})", R"({"name": "x", "colour": 1})", R"({"name": 7})",
          R"({"name": "x", "inputs": {}})", R"({"name": "x", "inputs": ["water"]})",
          R"({"name": "x", "inputs": [{"id": "nobody"}]})",
          R"({"name": "x", "inputs": [{"id": "water", "nbh": "frozen"}]})",
          R"({"name": "x", "outputs": [{"id": "water", "nbh": null, "x": 1}]})", "[]"})
        QCOMPARE(applyEdit(files, "chem", AddTransition{"t", fieldsOf(off)}, editTime).error().code,
                 ErrorCode::usage);
    QCOMPARE(applyEdit(files, "chem", AddTransition{"melting", fieldsOf(R"({"name": "x"})")}, editTime)
                 .error()
                 .code,
             ErrorCode::usage);
    for (const GraphEdit& off : {GraphEdit(DeleteTransition{"none"}),
                                 GraphEdit(EditTransition{"none", fieldsOf(R"({"tense": null})")})})
        QCOMPARE(applyEdit(files, "chem", off, editTime).error().code, ErrorCode::usage);
}

void TestGraphEditGraph::setsTitleAndDescription() {
    const UserFiles before = storeOf(StoreVersion::one);
    UserFiles files = before;
    QCOMPARE(mustApply(files, SetGraph{"Wässer", "two\nlines"}).graphs, Texts{"chem"});
    QCOMPARE(changedPaths(before, files), Texts{std::string("M ") + metadata});
    const GraphStore store = readGraphStore(files);
    QCOMPARE(store.graph("chem")->title, std::string("Wässer"));
    QCOMPARE(store.graph("chem")->description.value_or(""), std::string("two\nlines"));
    // Text beyond ASCII is escaped, as the old program's dump has it.
    QVERIFY(files.find(metadata)->bytes.starts_with("title: \"W\\xE4sser\"\n"));
    QVERIFY(files.find(metadata)->bytes.ends_with("created: ''\nmodified: '2025-06-28T04:31:19.814437'\n"));
    const UserFiles once = files;
    mustApply(files, SetGraph{"Wässer", {}});
    QCOMPARE(changedPaths(once, files), Texts{});
    QCOMPARE(applyEdit(files, "chem", SetGraph{" ", {}}, editTime).error().code, ErrorCode::usage);
}

void TestGraphEditGraph::keepsTheRestOfTheMetadata() {
    QCOMPARE(titleAfter("# mine\ncreated: 2025-01-01T00:00:00Z\ntitle: >-\n  a\n  b\ntags: [x, y]\n", "123"),
             std::string("# mine\ncreated: 2025-01-01T00:00:00Z\ntitle: '123'\ntags: [x, y]\n"));
    QCOMPARE(titleAfter("name: old\nx: 1\n", "new"), std::string("name: new\nx: 1\n"));
    QCOMPARE(titleAfter("x: 1", "new"), std::string("x: 1\ntitle: new\n"));
    // Not in block style: written anew, with the same keys.
    QCOMPARE(titleAfter("{title: a, x: 1}\n", "b"), std::string("title: b\nx: 1\n"));
}

void TestGraphEditGraph::metadataThatIsMissingOrBroken() {
    UserFiles files = storeOf(StoreVersion::two);
    files.remove(metadata);
    mustApply(files, SetGraph{"T", {}});
    QCOMPARE(files.find(metadata)->bytes,
             std::string("title: T\ndescription: ''\ncreated: ''\nmodified: '2025-07-01T12:00:00.250000'\n"));
    for (const char* broken : {"title: [", "- a\n", "just text"}) {
        files.setBytes(metadata, broken);
        QCOMPARE(applyEdit(files, "chem", SetGraph{"T", {}}, editTime).error().code, ErrorCode::damaged);
    }
}

QTEST_APPLESS_MAIN(TestGraphEditGraph)
#include "tst_graph_edit_graph.moc"
