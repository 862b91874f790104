// SPDX-License-Identifier: MIT
#include <thread>

#include <QtTest>

#include "core/graph/compose.h"
#include "core/graph/graph_change.h"
#include "tests/core/graph/operation_place.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::graph;
namespace stores = stemma::tests;
using json::Value;
using stemma::tests::OperationPlace;
using stemma::tests::StoreVersion;
using stemma::tests::userRoot;
using Texts = std::vector<std::string>;

namespace {

std::string saidBy(const auto& result) {
    return result ? "" : describe(result.error());
}

Value lastEvent(const OperationPlace& place) {
    const std::string log = place.bytes(".stemma/audit.jsonl");
    const std::size_t end = log.rfind('\n');
    const std::size_t begin = log.rfind('\n', end - 1);
    const auto line = json::parse(log.substr(begin + 1, end - begin - 1)); // npos + 1 is the beginning
    return line ? *line : Value();
}

bool allFresh(OperationPlace& place) {
    const UserFiles files = place.read();
    const GraphStore store = readGraphStore(files);
    const auto& graphs = files.graphFolders();
    return std::all_of(graphs.begin(), graphs.end(), [&](const std::string& graph) {
        return composedState(files, store, graph) == ComposedState::fresh;
    });
}

/// What a transaction replaced, put back: the state before it, byte for byte.
std::map<std::string, std::string> takenBack(OperationPlace& place, const ActionId& action) {
    auto data = place.data();
    const auto past = journal::readTransaction(place.disk, userRoot, action);
    if (!past)
        return {};
    for (const journal::PastChange& change : past->changes) {
        if (change.path.starts_with("backups/"))
            continue;
        data.erase(change.path);
        if (change.oldSha256)
            data[change.path] = *journal::readBeforeImage(place.disk, userRoot, action, change);
    }
    return data;
}

const std::vector<GraphEdit>& severalEdits() {
    static const std::vector<GraphEdit> edits = {
        AddNode{"air", "", "", {}, {}, {}, {}}, AddRelation{"air", "has", "nitrogen", "", "", {}},
        ActivateMorph{"oxygen", "ionized_oxygen"}, DeleteRelation{"oxygen::is_a::water"}};
    return edits;
}

} // namespace

class TestGraphOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneEditIsOneTransaction_data();
    void oneEditIsOneTransaction();
    void theEventSaysWhat();
    void theOldServerSeesABackup();
    void nothingToDoWritesNothing();
    void refusedEditsWriteNothing();
    void composingMendsWhatIsStale();
    void everyErrorLeavesOldOrNew();
    void noConcurrentEditIsLost();
    void aForeignWriterInBetweenIsKept();
    void newGraphs();
    void newGraphsThatCantBe();
    void deletedGraphs();
    void deletingKeepsWhatOthersHave();
    void subFoldersGoWithTheirLastFile();
};

void TestGraphOperations::oneEditIsOneTransaction_data() {
    QTest::addColumn<int>("version");
    for (const int version : {0, 1, 2})
        QTest::addRow("version %d", version + 1) << version;
}

void TestGraphOperations::oneEditIsOneTransaction() {
    QFETCH(int, version);
    OperationPlace place(static_cast<StoreVersion>(version));
    const std::string oxygen = stores::oxygenOf(static_cast<StoreVersion>(version));
    const auto before = place.data();
    const auto saved =
        editGraph(place.workspace(), "chem", {EditNode{oxygen, Value::string("O"), {}, {}, {}, {}, {}}}, {});
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    QVERIFY(!saved->unchanged && saved->warnings.empty());
    // Both graphs of the node have fresh composed files.
    QVERIFY(allFresh(place));
    Texts paths = saved->paths;
    std::sort(paths.begin(), paths.end());
    QCOMPARE(paths, (Texts{"graphs/chem/composed.json", "graphs/chem/composed.yaml",
                           "graphs/chem/polymorphic_composed.json", "graphs/other/composed.json",
                           "graphs/other/composed.yaml", "graphs/other/polymorphic_composed.json",
                           "node_registry.json", "nodes/" + oxygen + ".json"}));
    QVERIFY(takenBack(place, saved->action) == before);
    // Nothing of ours is where the old program looks.
    for (const auto& [path, bytes] : place.data())
        QVERIFY2(path.find("stemma") == std::string::npos, path.c_str());
}

void TestGraphOperations::theEventSaysWhat() {
    OperationPlace place(StoreVersion::two);
    const auto saved = editGraph(place.workspace(), "chem", severalEdits(), "import");
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    QCOMPARE(saved->newIds, (Texts{"air", "nitrogen", "air::has::nitrogen"}));
    const Value event = lastEvent(place);
    QCOMPARE(event.stringAt("action_id").value_or(""), saved->action.text());
    QCOMPARE(event.stringAt("report_id").value_or(""), std::string("chem"));
    QCOMPARE(event.stringAt("actor").value_or(""), std::string("agent"));
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("evolve"));
    QCOMPARE(event.stringAt("request_id").value_or(""), std::string("request-1"));
    const Value& payload = *event.find("payload");
    QCOMPARE(payload.stringAt("operation").value_or(""), std::string("import"));
    QCOMPARE(payload.stringAt("graph").value_or(""), std::string("chem"));
    QCOMPARE(payload.stringAt("backup").value_or(""), saved->backup);
    QCOMPARE(payload.find("files")->size(), saved->paths.size());
    QCOMPARE(payload.find("nodes")->size(), std::size_t{3});
    QVERIFY(*payload.find("counts") == Value::object({{"added", Value::integer(3)},
                                                      {"edited", Value::integer(1)},
                                                      {"moved", Value::integer(0)},
                                                      {"removed", Value::integer(1)}}));
    QCOMPARE(payload.find("stemma")->stringAt("note").value_or(""), std::string("because"));
    const std::string log = place.bytes(".stemma/audit.jsonl");
    QVERIFY(history::sealOf(log.substr(0, log.find('\n'))) == history::Seal::whole);
}

void TestGraphOperations::theOldServerSeesABackup() {
    OperationPlace place(StoreVersion::one);
    const auto before = place.data();
    const auto saved = editGraph(place.workspace(), "chem", {DeleteNode{"Oxygen"}}, {});
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    const QRegularExpression form(QStringLiteral("^chem_2025\\d{4}_\\d{6}_[0-9a-f]{8}$"));
    QVERIFY2(form.match(QString::fromStdString(saved->backup)).hasMatch(), saved->backup.c_str());
    QVERIFY(saved->backup.ends_with(saved->action.text().substr(0, 8)));
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"})
        QCOMPARE(place.bytes("backups/" + saved->backup + "/" + name), before.at(name));
    QCOMPARE(lastEvent(place).find("payload")->stringAt("operation").value_or(""),
             std::string("delete_node"));
    // From the right: also a graph whose name has underscores is told.
    QCOMPARE(oldBackupName("a_20240101_120000", {0}, ActionId("01234567-89ab")).substr(0, 18),
             std::string("a_20240101_120000_"));
}

void TestGraphOperations::nothingToDoWritesNothing() {
    OperationPlace place(StoreVersion::two);
    const auto before = place.disk.files();
    const GraphEdit same = EditNode{"water", Value::string("water"), {}, {}, {}, {}, {}};
    for (const std::vector<GraphEdit>& edits : {std::vector<GraphEdit>{}, {same}}) {
        const auto saved = editGraph(place.workspace(), "chem", edits, {});
        QVERIFY2(saved.has_value(), saidBy(saved).c_str());
        QVERIFY(saved->unchanged && saved->paths.empty() && saved->backup.empty());
    }
    QVERIFY(place.disk.files() == before);
}

void TestGraphOperations::refusedEditsWriteNothing() {
    OperationPlace place(StoreVersion::two);
    const auto before = place.disk.files();
    auto edits = severalEdits();
    edits.push_back(AddNode{"../../outside", "", "", {}, {}, {}, {}});
    QCOMPARE(editGraph(place.workspace(), "chem", edits, {}).error().code, ErrorCode::unsafe);
    QCOMPARE(editGraph(place.workspace(), "nowhere", severalEdits(), {}).error().code, ErrorCode::notFound);
    QCOMPARE(editGraph(place.workspace(), "../chem", severalEdits(), {}).error().code, ErrorCode::notFound);
    GraphWorkspace nobody = place.workspace();
    nobody.userFolder = "/graph_data/users/typo";
    QCOMPARE(editGraph(nobody, "chem", severalEdits(), {}).error().code, ErrorCode::notFound);
    QVERIFY(place.disk.files() == before);
}

void TestGraphOperations::composingMendsWhatIsStale() {
    OperationPlace place(StoreVersion::two);
    place.disk.plant(userRoot + "/graphs/chem/composed.json", "{\"nodes\": [");
    const auto saved = composeFiles(place.workspace(), "chem");
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    QCOMPARE(saved->paths.size(), std::size_t{3});
    QVERIFY(!allFresh(place)); // the other graph has none yet
    const auto before = place.disk.files();
    QVERIFY(composeFiles(place.workspace(), "chem")->unchanged);
    QVERIFY(place.disk.files() == before);
    QCOMPARE(composeFiles(place.workspace(), "nowhere").error().code, ErrorCode::notFound);
}

void TestGraphOperations::everyErrorLeavesOldOrNew() {
    std::map<std::string, std::string> before, after;
    {
        OperationPlace place(StoreVersion::two);
        before = place.data();
        QVERIFY(editGraph(place.workspace(), "chem", severalEdits(), {}).has_value());
        after = place.data();
    }
    const std::uint64_t stride = qEnvironmentVariableIsSet("STEMMA_LONG") ? 1 : 7;
    std::size_t cases = 0, refused = 0;
    for (std::uint64_t at = 1;; at += stride) {
        OperationPlace place(StoreVersion::two);
        place.disk.failCall(at, ENOSPC);
        const auto saved = editGraph(place.workspace(), "chem", severalEdits(), {});
        if (!place.disk.faultHappened())
            break;
        place.disk.stopFailing();
        ++cases;
        refused += saved ? 0U : 1U;
        const std::string what = "call " + std::to_string(at) + ": " + saidBy(saved);
        const auto recovered = journal::recoverTransactions(place.environment(), userRoot, place.lock);
        QVERIFY2(recovered.has_value(), (what + saidBy(recovered)).c_str());
        if (!saved && saved.error().committed == Committed::no)
            QVERIFY2(place.data() == before, what.c_str());
        else
            QVERIFY2(place.data() == after || (!saved && place.data() == before), what.c_str());
    }
    QVERIFY(cases > 20 && refused > 10);
    stemma::tests::proved("P4 P9", "an error at the calls of an edit of a graph", cases);
}

void TestGraphOperations::noConcurrentEditIsLost() {
    OperationPlace place(StoreVersion::two);
    constexpr int each = 12;
    const auto work = [&](const std::string& name) {
        for (int i = 0; i < each; ++i)
            QVERIFY(editGraph(place.workspace(), "chem",
                              {AddNode{name + std::to_string(i), "", "", {}, {}, {}, {}}}, {})
                        .has_value());
    };
    {
        std::jthread one(work, "one");
        std::jthread two(work, "two");
    }
    const UserFiles files = place.read();
    QCOMPARE(stores::documentAt(files, "node_registry.json").size(), std::size_t{4 + 2 * each});
    QCOMPARE(readGraphStore(files).graph("chem")->nodes.size(), std::size_t{3 + 2 * each});
    stemma::tests::proved("P10", "edits of a graph by two threads", 2 * each);
}

void TestGraphOperations::aForeignWriterInBetweenIsKept() {
    OperationPlace place(StoreVersion::two);
    // The file changes after it was read for the edit: as a server without locks would do it.
    int runs = 0;
    const auto saved = saveChange(
        place.workspace(), {"evolve", "test", "chem", Value::object()},
        [&](UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
            if (++runs == 1)
                place.disk.plant(userRoot + "/nodes/water.json", R"({"id": "water", "name": "theirs"})");
            GraphChange change;
            change.after = before;
            auto edited = applyEdit(change.after, "chem",
                                    EditNode{"water", {}, Value::string("x"), {}, {}, {}, {}}, now);
            if (!edited)
                return fail(edited.error());
            change.graphs = edited->graphs;
            return change;
        });
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    QCOMPARE(runs, 2);
    const UserFiles files = place.read();
    QCOMPARE(stores::lineAt(files, "nodes/water.json"),
             std::string(R"({"id": "water", "name": "theirs", "role": "x"})"));
}

void TestGraphOperations::newGraphs() {
    for (const StoreVersion version : {StoreVersion::one, StoreVersion::two}) {
        OperationPlace place(version);
        const auto before = place.data();
        place.disk.plant("/graph_data/global/templates/defaultGraphFiles/CNL.md", "# start here\n");
        const auto saved = newGraph(place.workspace(), {}, "  Wasser Kreis ", "d: x");
        QVERIFY2(saved.has_value(), saidBy(saved).c_str());
        QCOMPARE(saved->newIds, Texts{"Wasser Kreis"});
        const std::string folder = "graphs/Wasser Kreis/";
        const std::string text = version == StoreVersion::one ? "cnl.md" : "CNL.md";
        QCOMPARE(place.bytes(folder + text), std::string("# start here\n"));
        QVERIFY(
            place.bytes(folder + "metadata.yaml")
                .starts_with(
                    "title: Wasser Kreis\ndescription: 'd: x'\ncreated: ''\nmodified: '2025-07-01T12:00:"));
        QCOMPARE(place.data().size(), before.size() + 5);
        QVERIFY(composeFiles(place.workspace(), "Wasser Kreis")->unchanged);
        QVERIFY(takenBack(place, saved->action) == before);
        QCOMPARE(newGraph(place.workspace(), {}, "Wasser Kreis", {}).error().code, ErrorCode::conflict);
        QCOMPARE(newGraph(place.workspace(), "my_id", "Wasser Kreis", {})->newIds, Texts{"my_id"});
    }
}

void TestGraphOperations::newGraphsThatCantBe() {
    OperationPlace place(StoreVersion::two);
    const auto before = place.disk.files();
    const std::pair<std::string, ErrorCode> cases[] = {{"../x", ErrorCode::unsafe},
                                                       {"a/b", ErrorCode::unsafe},
                                                       {"..", ErrorCode::unsafe},
                                                       {".stemma", ErrorCode::unsafe},
                                                       {std::string(231, 'x'), ErrorCode::unsafe},
                                                       {"a\nb", ErrorCode::usage},
                                                       {"chem", ErrorCode::conflict}};
    for (const auto& [id, code] : cases)
        QCOMPARE(newGraph(place.workspace(), id, "T", {}).error().code, code);
    QCOMPARE(newGraph(place.workspace(), {}, " ", {}).error().code, ErrorCode::usage);
    QCOMPARE(newGraph(place.workspace(), {}, "\xff", {}).error().code, ErrorCode::usage);
    QVERIFY(place.disk.files() == before);
}

void TestGraphOperations::deletedGraphs() {
    OperationPlace place(StoreVersion::one);
    place.disk.plant(userRoot + "/graphs/chem/used_schema.yaml", "x: 1\n");
    place.disk.plant(userRoot + "/graphs/chem/composed.json.tmp", "{");
    place.disk.plant(userRoot + "/graphs/chem/deep/er/note.txt", "n");
    place.disk.plantDirectory(userRoot + "/graphs/chem/empty");
    const auto before = place.data();
    const auto saved = deleteGraph(place.workspace(), "chem");
    QVERIFY2(saved.has_value(), saidBy(saved).c_str());
    QVERIFY(takenBack(place, saved->action) == before);
    const UserFiles files = place.read();
    QCOMPARE(files.graphFolders(), Texts{"other"});
    QVERIFY(!place.disk.nodeOf(userRoot + "/graphs/chem"));
    // Nodes that were in this graph alone are gone, with what leads to them.
    const GraphStore store = readGraphStore(files);
    QVERIFY(store.node("water") == nullptr && store.node("electron") == nullptr);
    QVERIFY(store.relations.empty());
    QCOMPARE(store.node("Oxygen")->graphs, Texts{"other"});
    QVERIFY(store.node("Oxygen")->morphs.front().relations.empty());
    QVERIFY(store.attribute("Oxygen::mass::7c0e3aa7a43e") != nullptr);
    QVERIFY(allFresh(place));
    QCOMPARE(deleteGraph(place.workspace(), "chem").error().code, ErrorCode::notFound);
}

void TestGraphOperations::deletingKeepsWhatOthersHave() {
    OperationPlace place(StoreVersion::two);
    // A node that was in no graph at all isn't this graph's.
    place.disk.plant(userRoot + "/nodes/alone.json", R"({"id": "alone", "morphs": []})");
    auto registered = *json::parse(place.bytes("node_registry.json"));
    registered.set("alone", Value::object({{"name", Value()}, {"graphs", Value::array()}}));
    place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(registered));
    QVERIFY(deleteGraph(place.workspace(), "other").has_value());
    const GraphStore store = readGraphStore(place.read());
    QVERIFY(store.node("alone") != nullptr && store.node("alone")->known.hasFile);
    QVERIFY(store.node("living_cell") == nullptr);
    QCOMPARE(store.node("oxygen")->graphs, Texts{"chem"});
    QCOMPARE(store.relations.size(), std::size_t{3});
    // The transition that names the other graph alone keeps naming it.
    QCOMPARE(*store.transition("melting")->graphs, Texts{"chem"});
}

/// As the old program makes them for ids with a slash.
void TestGraphOperations::subFoldersGoWithTheirLastFile() {
    OperationPlace place(StoreVersion::two);
    Value registered = stores::documentAt(place.read(), "node_registry.json");
    registered.set("AC/DC", Value::object({{"graphs", Value::array({Value::string("chem")})}}));
    place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(registered));
    place.disk.plant(userRoot + "/nodes/AC/DC.json", R"({"id": "AC/DC", "morphs": []})");
    const auto edit = [&](GraphEdit each) { return editGraph(place.workspace(), "chem", {each}, {}); };
    const auto made = edit(AddRelation{"water", "hears", "AC/DC", "", "", {}});
    QVERIFY2(made, saidBy(made).c_str());
    QVERIFY(place.disk.bytesOf(userRoot + "/relationNodes/water::hears::AC/DC.json"));
    QVERIFY(edit(DeleteNode{"AC/DC"}));
    QVERIFY(!place.disk.nodeOf(userRoot + "/relationNodes/water::hears::AC"));
    QVERIFY(!place.disk.nodeOf(userRoot + "/nodes/AC"));
    QVERIFY(place.disk.nodeOf(userRoot + "/nodes"));
}

QTEST_APPLESS_MAIN(TestGraphOperations)
#include "tst_graph_operations.moc"
