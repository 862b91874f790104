// SPDX-License-Identifier: MIT
// A graph from elsewhere becomes part of a user's data, beside what is there.
#include <QtTest>

#include "core/journal/file_transaction.h"
#include "import_place.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::tests;
using graph::Clash;
using graph::ImportChoices;
using graph::ImportedGraph;
using graph::ImportFate;
using json::Value;

namespace {

Value object(const char* text) {
    const auto parsed = json::parse(text);
    return parsed ? *parsed : Value();
}

/// The graph `chem` of version 2, where somebody made oxygen heavier and added an isotope.
ImportedGraph changedChem() {
    graph::UserFiles files = storeOf(StoreVersion::two);
    mustApply(files, graph::EditNode{"oxygen", {}, {}, Value::string("heavier"), {}, {}, {}});
    mustApply(files, graph::AddNode{"isotope", {}, {}, {}, {}, {}, {}});
    mustApply(files, graph::AddRelation{"oxygen", "has", "isotope", {}, {}, {}});
    return readBack(exported(files, "chem")).graph;
}

std::string descriptionOf(OperationPlace& place) {
    const auto file = place.read().find("nodes/oxygen.json");
    return file->document->stringAt("description").value_or("(none)");
}

bool isNowhere(const OperationPlace& place, const std::string& path) {
    return place.bytes(path) == "(none)";
}

} // namespace

class TestGraphImport final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beside();
    void clashes();
    void oursStay();
    void theirsReplace();
    void onlyWhatWasAgreedTo();
    void joins();
    void undone();
    void hostileIds_data();
    void hostileIds();
    void doubledIds();
    void transitionsOursAndTheirs();
    void onlyRegistered();
    void looks();
    void damagedRegistry();
    void anErrorAtEachCall();
};

/// As a new graph: what is the same is only made a member.
void TestGraphImport::beside() {
    OperationPlace place(StoreVersion::two);
    const ImportedGraph chem = readBack(exported(storeOf(StoreVersion::two), "chem")).graph;
    const auto preview = graph::previewImport(place.disk, userRoot, chem, {"copy", Clash::refuse});
    QVERIFY(preview);
    QCOMPARE(preview->count("node", ImportFate::same), std::size_t{3});
    QCOMPARE(preview->count(ImportFate::clash), std::size_t{0});
    QVERIFY(!preview->graphIsThere);
    const auto before = place.data();
    const auto saved = graph::importGraph(place.workspace(), chem, {"copy", Clash::refuse});
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(saved->newIds, std::vector<std::string>{"copy"});
    const graph::GraphStore store = graph::readGraphStore(place.read());
    QCOMPARE(store.graph("copy")->nodes, store.graph("chem")->nodes);
    for (const auto& [path, bytes] : before)
        if (path.starts_with("nodes/") || path.starts_with("graphs/chem/") ||
            path.starts_with("relationNodes/"))
            QCOMPARE(place.bytes(path), bytes);
}

void TestGraphImport::clashes() {
    OperationPlace place(StoreVersion::two);
    const auto before = place.disk.files();
    const auto saved = graph::importGraph(place.workspace(), changedChem(), {});
    QCOMPARE(saved.error().code, ErrorCode::conflict);
    QVERIFY(saved.error().detail.find("node ‘oxygen’") != std::string::npos);
    QCOMPARE(place.disk.files(), before);
    const auto preview = graph::previewImport(place.disk, userRoot, changedChem(), {});
    QCOMPARE(preview->count("node", ImportFate::clash), std::size_t{1});
    QCOMPARE(preview->count("node", ImportFate::add), std::size_t{1});
    QCOMPARE(preview->freeId, std::string("chem_2"));
}

void TestGraphImport::oursStay() {
    OperationPlace place(StoreVersion::two);
    const auto saved = graph::importGraph(place.workspace(), changedChem(), {"", Clash::keepOurs});
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(descriptionOf(place), std::string("a gas"));
    QVERIFY(!isNowhere(place, "nodes/isotope.json"));
    // It is a relation of the node that stayed.
    QVERIFY(isNowhere(place, "relationNodes/oxygen::has::isotope.json"));
    const auto preview = graph::previewImport(place.disk, userRoot, changedChem(), {"", Clash::keepOurs});
    QCOMPARE(preview->count("relation", ImportFate::leaveOut), std::size_t{1});
}

void TestGraphImport::theirsReplace() {
    OperationPlace place(StoreVersion::two);
    const auto saved = graph::importGraph(place.workspace(), changedChem(), {"", Clash::takeTheirs});
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(descriptionOf(place), std::string("heavier"));
    QVERIFY(!isNowhere(place, "relationNodes/oxygen::has::isotope.json"));
    const graph::UserFiles files = place.read();
    const graph::GraphStore store = graph::readGraphStore(files);
    // What only we know of it is kept, and all that shows it is right.
    QCOMPARE(memberAt(files, "node_registry.json", {"oxygen", "x_rank"}).text(), std::string("1e3"));
    for (const char* name : {"chem", "other"})
        QVERIFY(graph::composedState(files, store, name) == graph::ComposedState::fresh);
}

/// What came to differ after the look is not replaced unseen.
void TestGraphImport::onlyWhatWasAgreedTo() {
    OperationPlace place(StoreVersion::two);
    ImportChoices choices{"", Clash::takeTheirs, {}};
    choices.agreed = graph::previewImport(place.disk, userRoot, changedChem(), choices)->taken();
    QVERIFY(!choices.agreed->empty());
    const graph::UserFiles seen = place.read();
    for (const char* id : {"water", "oxygen"}) {
        const std::string path = std::string("nodes/") + id + ".json";
        Value file = documentAt(seen, path);
        file.set("description", Value::string("written meanwhile"));
        place.disk.plant(userRoot + "/" + path, json::bytesOf(file));
        const auto before = place.disk.files();
        const auto saved = graph::importGraph(place.workspace(), changedChem(), choices);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::conflict);
        QVERIFY(saved.error().detail.find(id) != std::string::npos);
        QCOMPARE(place.disk.files(), before);
        place.disk.plant(userRoot + "/" + path, seen.find(path)->bytes);
    }
    QVERIFY(graph::importGraph(place.workspace(), changedChem(), choices));
}

/// A graph of the same id, in which other nodes are, has both afterwards.
void TestGraphImport::joins() {
    OperationPlace place(StoreVersion::two);
    ImportedGraph graph;
    graph.id = "chem";
    graph.nodes.push_back(
        {"salt", object(R"({"id": "salt", "name": "Salt", "role": "class", "morphs": []})")});
    QVERIFY(graph::importGraph(place.workspace(), graph, {}));
    const auto nodes = graph::readGraphStore(place.read()).graph("chem")->nodes;
    QCOMPARE(nodes, (std::vector<std::string>{"oxygen", "water", "electron", "salt"}));
}

void TestGraphImport::undone() {
    OperationPlace place(StoreVersion::two);
    QVERIFY(graph::composeFiles(place.workspace(), "chem") &&
            graph::composeFiles(place.workspace(), "other"));
    const auto before = place.data();
    for (const ImportChoices& choices :
         {ImportChoices{"", Clash::takeTheirs}, ImportChoices{"copy", Clash::keepOurs}}) {
        const auto saved = graph::importGraph(place.workspace(), changedChem(), choices);
        QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
        QVERIFY(place.data() != before);
        const auto undone = graph::undoTransaction(place.workspace(), saved->action);
        QVERIFY2(undone, undone ? "" : describe(undone.error()).c_str());
        QCOMPARE(place.data(), before);
        QVERIFY(!place.disk.nodeOf(userRoot + "/graphs/copy"));
    }
}

void TestGraphImport::hostileIds_data() {
    QTest::addColumn<QByteArray>("id");
    for (const char* id : {"../../../outside", "..", "/etc/passwd", ".hidden", "a/../b", "a//b", "a\nb",
                           "\xFF", "a.json/b", "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"})
        QTest::addRow("%s", QByteArray(id).toPercentEncoding().constData()) << QByteArray(id);
    QTest::addRow("long") << QByteArray(300, 'x');
    QTest::addRow("zero") << QByteArray("a\0b", 3);
}

void TestGraphImport::hostileIds() {
    QFETCH(QByteArray, id);
    OperationPlace place(StoreVersion::two);
    const auto before = place.disk.files();
    const Value file = Value::object({{"id", Value::string(id.toStdString())}});
    for (int kind = 0; kind < 5; ++kind) {
        ImportedGraph graph;
        graph.id = kind == 4 ? id.toStdString() : "new";
        std::vector<graph::ImportedPart>* const parts[] = {&graph.nodes, &graph.relations, &graph.attributes,
                                                           &graph.transitions};
        if (kind < 4)
            parts[kind]->push_back({id.toStdString(), file});
        const auto saved = graph::importGraph(place.workspace(), graph, {"", Clash::takeTheirs});
        QVERIFY(!saved);
        QVERIFY(saved.error().code == ErrorCode::unsafe || saved.error().code == ErrorCode::usage);
        QCOMPARE(place.disk.files(), before);
    }
}

void TestGraphImport::doubledIds() {
    OperationPlace place(StoreVersion::two);
    ImportedGraph graph;
    graph.id = "new";
    graph.nodes = {{"a", object("{}")}, {"a", object("{}")}};
    QCOMPARE(graph::importGraph(place.workspace(), graph, {}).error().code, ErrorCode::damaged);
    graph.nodes = {{"a", object("[]")}};
    QCOMPARE(graph::importGraph(place.workspace(), graph, {}).error().code, ErrorCode::damaged);
}

/// What stays is registered as it is here; what is replaced says nothing that only ours said.
void TestGraphImport::transitionsOursAndTheirs() {
    ImportedGraph chem = changedChem();
    Value melting = chem.transitions.at(0).file;
    const std::string id = chem.transitions.at(0).id;
    melting.set("tense", Value::string("future"));
    melting.remove("description");
    chem.transitions[0].file = melting;
    {
        OperationPlace place(StoreVersion::two);
        Value registry = documentAt(place.read(), "transition_registry.json");
        Value* entry = registry.edit(id);
        entry->set("only_ours", Value::boolean(true));
        const Value graphs = *entry->find("graphs");
        place.disk.plant(userRoot + "/transition_registry.json", json::bytesOf(registry));
        QVERIFY(graph::importGraph(place.workspace(), chem, {"", Clash::takeTheirs}));
        const graph::UserFiles files = place.read();
        QVERIFY(documentAt(files, "transition_registry.json").find(id)->find("only_ours") == nullptr);
        QCOMPARE(memberAt(files, "transition_registry.json", {id, "tense"}).text(), std::string("future"));
        QVERIFY(memberAt(files, "transition_registry.json", {id, "graphs"}) == graphs);
    }
    OperationPlace place(StoreVersion::two);
    Value registry = documentAt(place.read(), "transition_registry.json");
    registry.remove(id);
    place.disk.plant(userRoot + "/transition_registry.json", json::bytesOf(registry));
    const Value ours = documentAt(place.read(), *graph::pathOfId("transitions", id));
    QVERIFY(graph::importGraph(place.workspace(), chem, {"", Clash::keepOurs}));
    const Value entry = *documentAt(place.read(), "transition_registry.json").find(id);
    QVERIFY(entry.stringAt("tense") == ours.stringAt("tense"));
}

/// A registered node without file is nothing to be lost, unless it is registered as something else.
void TestGraphImport::onlyRegistered() {
    OperationPlace place(StoreVersion::two);
    Value registry = documentAt(place.read(), "node_registry.json");
    registry.set("salt", object(R"({"name": "Salt", "role": "class", "graphs": []})"));
    place.disk.plant(userRoot + "/node_registry.json", json::bytesOf(registry));
    ImportedGraph graph;
    graph.id = "chem";
    graph.nodes.push_back(
        {"salt", object(R"({"id": "salt", "name": "Salt", "role": "class", "morphs": []})")});
    QCOMPARE(graph::previewImport(place.disk, userRoot, graph, {})->count(ImportFate::add), std::size_t{1});
    graph.nodes[0].file.set("name", Value::string("Pepper"));
    QCOMPARE(graph::previewImport(place.disk, userRoot, graph, {})->count(ImportFate::clash), std::size_t{1});
}

/// A look takes what was read before, and one that nobody wants any more ends.
void TestGraphImport::looks() {
    OperationPlace place(StoreVersion::two);
    const graph::UserFiles previous = place.read();
    const auto first = graph::previewImport(place.disk, userRoot, changedChem(), {});
    const auto again = graph::previewImport(place.disk, userRoot, changedChem(), {}, &previous);
    QVERIFY(first && again);
    QCOMPARE(again->items.size(), first->items.size());
    QCOMPARE(again->count(ImportFate::clash), first->count(ImportFate::clash));
    QVERIFY(first->count(ImportFate::clash) > 0);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped =
        graph::previewImport(place.disk, userRoot, changedChem(), {}, &previous, {stop.get_token(), {}});
    QCOMPARE(stopped.error().code, ErrorCode::cancelled);
}

void TestGraphImport::damagedRegistry() {
    OperationPlace place(StoreVersion::two);
    place.disk.plant(userRoot + "/relation_registry.json", "{");
    const auto before = place.disk.files();
    const auto saved = graph::importGraph(place.workspace(), changedChem(), {"", Clash::takeTheirs});
    QCOMPARE(saved.error().code, ErrorCode::damaged);
    QCOMPARE(place.disk.files(), before);
}

/// All of it, or nothing.
void TestGraphImport::anErrorAtEachCall() {
    const ImportedGraph chem = changedChem();
    const ImportChoices choices{"copy", Clash::takeTheirs};
    std::map<std::string, std::string> after;
    {
        OperationPlace place(StoreVersion::two);
        QVERIFY(graph::importGraph(place.workspace(), chem, choices));
        after = place.data();
    }
    std::size_t cases = 0;
    const std::uint64_t step = qEnvironmentVariableIsSet("STEMMA_LONG") ? 1 : 7;
    for (std::uint64_t call = 1;; call += step, ++cases) {
        OperationPlace place(StoreVersion::two);
        const auto before = place.data();
        place.disk.failCall(call, EIO);
        const auto saved = graph::importGraph(place.workspace(), chem, choices);
        const bool happened = place.disk.faultHappened();
        place.disk.stopFailing();
        if (!happened)
            break;
        QVERIFY(journal::recoverTransactions(place.environment(), userRoot, {}));
        QVERIFY(place.data() == before || place.data() == after);
        QVERIFY(!saved || place.data() == after);
    }
    QVERIFY(cases > 20);
    stemma::tests::proved("P4 P5", "errors at the calls of an import", cases);
}

QTEST_APPLESS_MAIN(TestGraphImport)
#include "tst_import_choices.moc"
