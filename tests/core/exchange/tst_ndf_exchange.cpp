// SPDX-License-Identifier: MIT
// What is exported as .ndf and imported into an empty user says what it said.
#include <QtTest>

#include "core/exporting/graph_export.h"
#include "core/graph/graph_parts.h"
#include "core/json/python_format.h"
#include "import_place.h"

using namespace stemma;
using namespace stemma::tests;
using graph::UserFiles;
using json::Value;

namespace {

/// The files of what a graph holds, but for those that no file tells (stubs, phantoms), by path, in JSON.
std::map<std::string, std::string> valuesOf(const UserFiles& files, const std::string& graph) {
    const graph::GraphStore store = graph::readGraphStore(files);
    const graph::GraphParts parts =
        graph::graphParts(store, *store.graph(graph), graph::TransitionScope::ofTheGraph);
    std::map<std::string, std::string> values;
    const auto add = [&](const graph::Known& known) {
        if (known.hasFile && known.readable && !known.stub)
            values[known.path] = json::pythonLine(*files.document(known.path));
    };
    for (const graph::Node* node : parts.nodes)
        add(node->known);
    for (const graph::Relation* relation : parts.relations)
        add(relation->known);
    for (const graph::Attribute* attribute : parts.attributes)
        add(attribute->known);
    for (const graph::Transition* transition : parts.transitions)
        add(transition->known);
    return values;
}

std::string metadataOf(const UserFiles& files, const std::string& graph) {
    return files.find("graphs/" + graph + "/metadata.yaml")->bytes;
}

StoreVersion versionOf(int number) {
    return number == 1 ? StoreVersion::one : number == 2 ? StoreVersion::two : StoreVersion::three;
}

} // namespace

class TestNdfExchange final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBack_data();
    void comesBack();
    void whatNoMorphLists();
    void otherOrders();
    void whatOnlyTheRegistrySays();
    void shortTexts();
    void theManifestIsAscii();
    void oldFilesWithoutHints();
    void whatIsOff_data();
    void whatIsOff();
    void leftOut();
    void whatOthersWrite();
    void whatCantBeToldIsLeftOut();
    void manyValues();
    void positionsOnce();
};

void TestNdfExchange::comesBack_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("graph");
    for (const int version : {1, 2, 3})
        for (const char* graph : {"chem", "other"})
            QTest::addRow("%s of version %d", graph, version) << version << QByteArray(graph);
}

void TestNdfExchange::comesBack() {
    QFETCH(int, version);
    QFETCH(QByteArray, graph);
    const std::string id = graph.toStdString();
    const UserFiles before = storeOf(versionOf(version));
    EmptyPlace place;
    const auto saved = place.import(readBack(exported(before, id)).graph);
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    const UserFiles after = place.read();
    auto expected = valuesOf(before, id);
    const graph::GraphStore store = graph::readGraphStore(after);
    if (version == 1) // its list of transitions belongs to all graphs
        expected["transitions/melting.json"] = json::pythonLine(*before.document("transitions/melting.json"));
    QCOMPARE(valuesOf(after, id), expected);
    QCOMPARE(metadataOf(after, id), metadataOf(before, id));
    QCOMPARE(store.graph(id)->nodes, graph::readGraphStore(before).graph(id)->nodes);
    QVERIFY(graph::composedState(after, store, id) == graph::ComposedState::fresh);
    // And once more it is the same.
    QCOMPARE(place.import(readBack(exported(after, id)).graph)->unchanged, true);
}

void TestNdfExchange::whatNoMorphLists() {
    UserFiles before = storeOf(StoreVersion::two);
    mustApply(before, graph::AssignMorph{
                          "ionized_oxygen", {"oxygen::has::electron"}, {}, graph::AssignMorph::Mode::unlist});
    EmptyPlace place;
    QVERIFY(place.import(readBack(exported(before, "chem")).graph));
    const graph::GraphStore store = graph::readGraphStore(place.read());
    const graph::Relation* relation = store.relation("oxygen::has::electron");
    QVERIFY(relation && relation->known.hasFile && relation->known.registered);
    QCOMPARE(valuesOf(place.read(), "chem"), valuesOf(before, "chem"));
}

/// A composed file in another order is as right, and what the manifest says of positions fits all the same.
void TestNdfExchange::otherOrders() {
    UserFiles before = storeOf(StoreVersion::two);
    graph::putComposed(before, "other");
    Value whole = *before.document("graphs/other/polymorphic_composed.json");
    whole.edit("nodes")->moveItem(0, 1);
    before.setDocument("graphs/other/polymorphic_composed.json", whole);
    const auto bundle = readBack(exported(before, "other"));
    QCOMPARE(bundle.graph.nodes[0].id, std::string("oxygen"));
    QCOMPARE(bundle.graph.nodes[1].id, std::string("living_cell"));
    QCOMPARE(bundle.graph.nodes[1].file.stringAt("id"), std::optional<std::string>("cell"));
}

void TestNdfExchange::whatOnlyTheRegistrySays() {
    UserFiles before = storeOf(StoreVersion::two);
    Value file = documentAt(before, "nodes/water.json");
    file.remove("role");
    before.setDocument("nodes/water.json", file);
    EmptyPlace place;
    QVERIFY(place.import(readBack(exported(before, "chem")).graph));
    QCOMPARE(graph::readGraphStore(place.read()).node("water")->role, std::optional<std::string>("class"));
    QVERIFY(documentAt(place.read(), "nodes/water.json").find("role") == nullptr);
}

void TestNdfExchange::shortTexts() {
    UserFiles before = storeOf(StoreVersion::two);
    before.setBytes("graphs/chem/CNL.md", "# a\n");
    EmptyPlace place;
    QVERIFY(place.import(readBack(exported(before, "chem")).graph));
    QCOMPARE(place.read().find("graphs/chem/CNL.md")->bytes, std::string("# a\n"));
}

void TestNdfExchange::theManifestIsAscii() {
    UserFiles before = storeOf(StoreVersion::two);
    before.setBytes("graphs/chem/CNL.md", "水 \xF0\x9F\x92\xA7");
    const auto files = exchange::readArchive(exported(before, "chem").substr(4), "x");
    QCOMPARE(files->front().name, std::string("chem/manifest.json"));
    for (const char byte : files->front().bytes)
        QVERIFY(static_cast<unsigned char>(byte) < 0x80);
    const auto manifest = json::parse(files->front().bytes);
    QCOMPARE(manifest->find("stemma")->stringAt("text"), std::optional<std::string>("水 \xF0\x9F\x92\xA7"));
    QCOMPARE(manifest->find("file_count")->text(), std::to_string(files->size() - 1));
}

/// As the format's own program writes them: what it adds in memory comes along, and means the same.
void TestNdfExchange::oldFilesWithoutHints() {
    const UserFiles before = storeOf(StoreVersion::two);
    auto files = *exchange::readArchive(exported(before, "chem").substr(4), "x");
    files.front().bytes = R"({"graph_id": "chem", "manifest_version": 1})";
    const auto bytes = exchange::writeArchive(files, editTime);
    EmptyPlace place;
    QVERIFY(place.import(readBack("NDFX" + *bytes).graph));
    const graph::GraphStore store = graph::readGraphStore(place.read());
    const graph::GraphStore old = graph::readGraphStore(before);
    for (const std::string& id : old.graph("chem")->nodes) {
        QVERIFY(store.node(id));
        QCOMPARE(store.node(id)->morphs.size(), old.node(id)->morphs.size());
    }
    // Where the same nodes are, none of that is a clash.
    OperationPlace beside(StoreVersion::two);
    const auto preview = graph::previewImport(beside.disk, userRoot, readBack("NDFX" + *bytes).graph, {});
    QCOMPARE(preview->count(graph::ImportFate::clash), std::size_t{0});
}

void TestNdfExchange::whatIsOff_data() {
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QByteArray>("polymorphic");
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char* what, const char* manifest, const char* polymorphic, const char* metadata,
                        const char* said) {
        QTest::addRow("%s", what) << QByteArray(manifest) << QByteArray(polymorphic) << QByteArray(metadata)
                                  << QByteArray(said);
    };
    row("fine", "{}", "[]", "title: x\n", "");
    row("no manifest", "", "[]", "title: x\n", "manifest.json is missing");
    row("manifest cut off", "{", "[]", "title: x\n", "manifest.json in it, line 1");
    row("a list as manifest", "[]", "[]", "title: x\n", "no JSON object");
    row("nodes cut off", "{}", "{\"nodes\": [", "title: x\n", "polymorphic_composed.json in it");
    row("nodes that are none", "{}", "{\"nodes\": 5}", "title: x\n", "is no list");
    row("a node without id", R"({"stemma": {}})", "{\"nodes\": [{}]}", "title: x\n", "number 1, has no id");
    row("a node that is a text", R"({"stemma": {}})", "{\"nodes\": [\"a\"]}", "title: x\n", "has no id");
    row("metadata that is none", "{}", "[]", "a: [", "");
    row("no UTF-8", "{}", "[]", "title: \xFF\n", "");
    row("hints that are off", R"({"stemma": {"unlisted": {"relations": [5]}}})", "[]", "title: x\n",
        "unlisted");
    row("hints beside it",
        R"({"stemma": {"nodes": {"99999999999999999999": {}, "-1": {}, "7": {"id": "x"}}}})", "[]",
        "title: x\n", "");
}

void TestNdfExchange::whatIsOff() {
    QFETCH(QByteArray, manifest);
    QFETCH(QByteArray, polymorphic);
    QFETCH(QByteArray, metadata);
    QFETCH(QByteArray, said);
    std::vector<exchange::ArchiveFile> files = {
        {"g/graph_data/polymorphic_composed.json", polymorphic.toStdString()},
        {"g/graph_data/metadata.yaml", metadata.toStdString()}};
    if (!manifest.isEmpty())
        files.push_back({"g/manifest.json", manifest.toStdString()});
    const auto bundle = exchange::readBundle("NDFX" + *exchange::writeArchive(files, editTime), "x.ndf");
    QCOMPARE(bundle ? "" : describe(bundle.error()), bundle ? "" : describe(bundle.error()));
    QCOMPARE(bundle.has_value(), said.isEmpty());
    if (!bundle)
        QVERIFY2(bundle.error().detail.find(said.toStdString()) != std::string::npos,
                 describe(bundle.error()).c_str());
}

void TestNdfExchange::leftOut() {
    const auto said = [](const std::vector<exchange::ArchiveFile>& files) {
        const auto bundle = exchange::readBundle("NDFX" + *exchange::writeArchive(files, editTime), "x.ndf");
        return bundle ? std::string("read") : bundle.error().detail;
    };
    QVERIFY(said({{"manifest.json", "{}"}}).find("lies in no folder") != std::string::npos);
    QVERIFY(said({{"a/manifest.json", "{}"}, {"b/x", ""}}).find("more than one graph") != std::string::npos);
    QCOMPARE(exchange::readBundle("PK", "x.ndf").error().code, ErrorCode::damaged);
    const auto bundle = readBack(
        "NDFX" + *exchange::writeArchive(
                     {{"g/manifest.json", "{}"}, {"g/run.sh", "rm"}, {"g/graph_data/x.yaml", ""}}, editTime));
    QCOMPARE(bundle.notes.size(), std::size_t{3}); // two files, and no nodes
}

/// Another program writes a part twice, and some without id.
void TestNdfExchange::whatOthersWrite() {
    const auto bytes = exchange::writeArchive(
        {{"g/manifest.json", "{}"},
         {"g/graph_data/polymorphic_composed.json",
          R"({"nodes": [{"id": "a", "name": "old"}, {}, "x", {"id": "b"}, {"id": "a", "name": "new"}]})"}},
        editTime);
    const auto bundle = readBack("NDFX" + *bytes);
    QCOMPARE(bundle.graph.nodes.size(), std::size_t{2});
    QCOMPARE(bundle.graph.nodes[0].id, std::string("b"));
    QCOMPARE(bundle.graph.nodes[1].file.stringAt("name"), std::optional<std::string>("new"));
    QCOMPARE(bundle.notes.size(), std::size_t{2});
    QVERIFY(bundle.notes[0].starts_with("2 nodes without id"));
    EmptyPlace place;
    QVERIFY(place.import(bundle.graph));
}

/// What is exported is taken back, whatever lies in the graph's folder, and what can't go along is told.
void TestNdfExchange::whatCantBeToldIsLeftOut() {
    UserFiles before = storeOf(StoreVersion::two);
    before.setBytes("graphs/chem/CNL.md", "# \xFF\n");
    before.setBytes("graphs/chem/schema/node_types.json", "[]");
    before.setBytes("graphs/chem/\xFF.txt", "x");
    before.setBytes("graphs/chem/a\\b", "x");
    const auto bundle = readBack(exported(before, "chem"));
    QVERIFY(!bundle.graph.text);
    QVERIFY(std::any_of(bundle.notes.begin(), bundle.notes.end(), [](const std::string& note) {
        return note.find("CNL.md’ is left out") != std::string::npos;
    }));
    QCOMPARE(exchange::leftOutOfNdf(before, "chem").size(), std::size_t{3});
    const auto said =
        exporting::exportWarnings(before, graph::readGraphStore(before), "chem", exporting::GraphFormat::ndf);
    QCOMPARE(said.size(), std::size_t{3});
    before.addGraphFolder("Q: what is water");
    before.setBytes("graphs/Q: what is water/metadata.yaml", "title: Q\n");
    QCOMPARE(readBack(exported(before, "Q: what is water")).graph.id, std::string("Q: what is water"));
}

/// Few bytes may hold many values, each of which takes room.
void TestNdfExchange::manyValues() {
    std::string list = "[0";
    for (int i = 0; i < 999; ++i)
        list += ",0";
    const auto verdict = [&](const std::string& manifest, const std::string& whole) {
        exchange::ArchiveLimits limits;
        limits.values = 1010;
        const auto bytes = exchange::writeArchive({{"g/manifest.json", manifest},
                                                   {"g/graph_data/polymorphic_composed.json", whole},
                                                   {"g/graph_data/metadata.yaml", "title: x\n"}},
                                                  editTime);
        const auto bundle = exchange::readBundle("NDFX" + *bytes, "x.ndf", limits);
        return bundle ? std::string("read") : bundle.error().detail;
    };
    QCOMPARE(verdict("{\"x\": " + list + "]}", "{\"x\": " + list + "]}"), std::string("read"));
    for (const char* more : {",0,0,0,0,0,0,0,0,0,0,0]}", ",[[[[[[[[[[[]]]]]]]]]]]]}"}) {
        const std::string many = "{\"x\": " + list + more;
        QVERIFY(verdict(many, "{}").find("more than 1010 values") != std::string::npos);
        QVERIFY(verdict("{}", many).find("more than 1010 values") != std::string::npos);
    }
}

/// A position that comes again, in whatever form, changes nothing.
void TestNdfExchange::positionsOnce() {
    const std::string manifest =
        R"({"stemma": {"nodes": {"0": {"added_basic": true}, "00": {"added_basic": true},
                                 "0": {"added_basic": true}}, "relations": {"0": "r", "0": "s"}}})";
    const std::string whole =
        R"({"nodes": [{"id": "a", "morphs": [{"name": "basic"}, {"name": "basic"}, {"name": "basic"}]}],
            "relations": [{"id": "q"}]})";
    const auto bytes = exchange::writeArchive(
        {{"g/manifest.json", manifest}, {"g/graph_data/polymorphic_composed.json", whole}}, editTime);
    const auto bundle = readBack("NDFX" + *bytes);
    QCOMPARE(bundle.graph.nodes[0].file.find("morphs")->size(), std::size_t{2});
    QCOMPARE(bundle.graph.relations[0].id, std::string("r"));
}

QTEST_APPLESS_MAIN(TestNdfExchange)
#include "tst_ndf_exchange.moc"
