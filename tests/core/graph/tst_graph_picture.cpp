// SPDX-License-Identifier: MIT
#include <QtTest>

#include <algorithm>
#include <set>

#include "core/graph/compose.h"
#include "core/graph/graph_picture.h"
#include "core/graph/picture_places.h"
#include "core/io/posix_disk.h"
#include "tests/core/graph/edit_stores.h"

using namespace stemma;
using namespace stemma::graph;
using stemma::tests::StoreVersion;

namespace {

/// A picture without a store: `edges` are pairs of letters, each letter is a node.
Picture lettersOf(const std::vector<std::string>& edges) {
    Picture picture;
    const auto add = [&](char letter) {
        const std::string id(1, letter);
        if (picture.at.emplace(id, static_cast<std::uint32_t>(picture.elements.size())).second)
            picture.elements.push_back({id, ElementKind::node, id, id});
        return picture.at.at(id);
    };
    for (const std::string& edge : edges) {
        const std::uint32_t from = add(edge[0]);
        const std::uint32_t to = add(edge[1]);
        picture.edges.push_back({edge, from, to, EdgeKind::relation, edge.substr(2), edge});
    }
    return picture;
}

std::string idsOf(const Picture& picture) {
    std::string ids;
    for (const PictureElement& element : picture.elements)
        ids += element.id;
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::string pathText(const Picture& picture, const std::vector<std::uint32_t>& path) {
    std::string text;
    for (const std::uint32_t edge : path)
        text += picture.edges[edge].id.substr(0, 2) + ' ';
    return text;
}

std::set<std::string> idsIn(const json::Value& composed, const char* list) {
    std::set<std::string> ids;
    for (const json::Value& item : composed.find(list)->items())
        ids.insert(*item.find("data")->stringAt("id"));
    return ids;
}

/// Two nodes with two morphs each, and a transition from one to the other.
UserFiles reaction() {
    UserFiles files;
    files.addGraphFolder("g");
    files.setBytes("graphs/g/metadata.yaml", "title: Reaction\n");
    files.setBytes("node_registry.json",
                   R"({"ice": {"name": "ice", "graphs": ["g"]}, "pot": {"name": "pot", "graphs": ["g"]}})");
    files.setBytes("nodes/ice.json",
                   R"({"id": "ice", "name": "ice", "base_name": "ice", "morphs": [
        {"morph_id": "solid", "node_id": "ice", "name": "basic", "relationNode_ids": ["ice::in::pot"], "attributeNode_ids": []},
        {"morph_id": "liquid", "node_id": "ice", "name": "liquid", "relationNode_ids": [], "attributeNode_ids": ["a"]}],
        "nbh": "solid"})");
    files.setBytes("nodes/pot.json",
                   R"({"id": "pot", "name": "pot", "base_name": "pot", "morphs": [], "nbh": null})");
    files.setBytes("relation_registry.json", R"({"ice::in::pot": {"id": "ice::in::pot", "graphs": ["g"]}})");
    files.setBytes("relationNodes/ice::in::pot.json",
                   R"({"id": "ice::in::pot", "name": "in", "source_id": "ice", "target_id": "pot"})");
    files.setBytes("attribute_registry.json", R"({"a": {"id": "a", "graphs": ["g"]}})");
    files.setBytes(
        "attributeNodes/a.json",
        R"({"id": "a", "name": "temperature", "source_id": "ice", "value": 4, "unit": "°C", "adverb": "about"})");
    files.setBytes("transition_registry.json", R"([{"id": "melt", "name": "melting", "adjective": "slow",
        "inputs": [{"id": "ice", "nbh": "solid"}], "outputs": [{"id": "ice", "nbh": "liquid"}]}])");
    return files;
}

} // namespace

class TestGraphPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsComposed_data();
    void showsWhatIsComposed();
    void hasLabelsAndKinds();
    void leavesOutWhatIsNotWished();
    void focusGoesSoFar();
    void focusKeepsToTheDirection();
    void focusKeepsToTheRelations();
    void findsAShortestPath();
    void aTransitionIsTried();
    void aTransitionNeedsItsInputs();
    void placesAreKept();
    void damagedPlacesAreTold();
};

void TestGraphPicture::showsWhatIsComposed_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("graph");
    for (const int version : {0, 1, 2}) {
        for (const char* graph : {"chem", "other"})
            QTest::addRow("%s %d", graph, version + 1) << version << QString::fromLatin1(graph);
    }
}

/// What the old program draws is in the picture; the picture may have more, where that program leaves out
/// what it can't read.
void TestGraphPicture::showsWhatIsComposed() {
    QFETCH(int, version);
    QFETCH(QString, graph);
    const UserFiles files = tests::storeOf(static_cast<StoreVersion>(version));
    const GraphStore store = readGraphStore(files);
    const Picture picture = pictureOf(store, graph.toStdString());
    const json::Value composed = composeGraph(files, store, graph.toStdString()).picture;
    std::set<std::string> edges;
    for (const PictureEdge& edge : picture.edges)
        edges.insert(edge.id);
    for (const std::string& id : idsIn(composed, "edges"))
        QVERIFY2(edges.count(id) == 1, id.c_str());
    for (const PictureElement& element : picture.elements)
        QCOMPARE(picture.elements[*picture.find(element.id)].id, element.id);
    QVERIFY(!picture.elements.empty());
}

void TestGraphPicture::hasLabelsAndKinds() {
    const GraphStore store = readGraphStore(reaction());
    PictureOptions options;
    options.morphs["ice"] = "liquid";
    const Picture picture = pictureOf(store, "g", options);
    QCOMPARE(idsOf(picture).size(), std::string("iceattrval_apottransition_melt").size());
    const PictureElement& value = picture.elements[*picture.find("attrval_a")];
    QCOMPARE(value.label, std::string("about 4 °C"));
    QVERIFY(value.kind == ElementKind::attributeValue);
    const PictureElement& transition = picture.elements[*picture.find("transition_melt")];
    QCOMPARE(transition.label, std::string("slow melting"));
    QVERIFY(transition.kind == ElementKind::transition);
    std::set<std::string> edges;
    for (const PictureEdge& edge : picture.edges)
        edges.insert(std::string(edgeKindWord(edge.kind)) + " " + edge.label);
    QCOMPARE(edges, (std::set<std::string>{"attribute has temperature", "transition_input input",
                                           "transition_output output"}));
}

void TestGraphPicture::leavesOutWhatIsNotWished() {
    const GraphStore store = readGraphStore(reaction());
    PictureOptions options;
    options.transitions = Show::no;
    const Picture picture = pictureOf(store, "g", options);
    QCOMPARE(idsOf(picture), std::string("ceiopt")); // ice and pot
    QCOMPARE(picture.edges.size(), std::size_t{1});
    UserFiles files = reaction();
    files.setBytes("node_registry.json",
                   R"({"ice": {"name": "ice", "graphs": ["g"]}, "pot": {"name": "pot", "graphs": []}})");
    const Picture outside = pictureOf(readGraphStore(files), "g", options);
    QVERIFY(outside.elements[*outside.find("pot")].foreign);
    QVERIFY(!outside.elements[*outside.find("pot")].missing);
    options.foreign = Show::no;
    QVERIFY(!pictureOf(readGraphStore(files), "g", options).find("pot"));
    QVERIFY(pictureOf(readGraphStore(files), "nowhere").elements.empty());
}

void TestGraphPicture::focusGoesSoFar() {
    const Picture picture = lettersOf({"ab", "bc", "cd", "de", "xy"});
    QCOMPARE(idsOf(focusOn(picture, {"c"}, 0)), std::string("c"));
    QCOMPARE(idsOf(focusOn(picture, {"c"}, 1)), std::string("bcd"));
    QCOMPARE(idsOf(focusOn(picture, {"c"}, 9)), std::string("abcde"));
    QCOMPARE(idsOf(focusOn(picture, {"a", "x"}, 1)), std::string("abxy"));
    QCOMPARE(idsOf(focusOn(picture, {"nobody"}, 3)), std::string());
    // The nearest first, where there is a limit.
    QCOMPARE(idsOf(focusOn(picture, {"c"}, 9, {}, 3)), std::string("bcd"));
    QCOMPARE(idsOf(focusOn(picture, {"c"}, 9, {}, 1)), std::string("c"));
    const Picture part = focusOn(picture, {"c"}, 1);
    QCOMPARE(part.edges.size(), std::size_t{2});
    QCOMPARE(part.elements[part.edges[0].from].id + part.elements[part.edges[0].to].id, std::string("bc"));
}

void TestGraphPicture::focusKeepsToTheDirection() {
    const Picture picture = lettersOf({"ab", "bc", "dc"});
    QCOMPARE(idsOf(focusOn(picture, {"b"}, 5, {Direction::out, {}, {}})), std::string("bc"));
    QCOMPARE(idsOf(focusOn(picture, {"b"}, 5, {Direction::in, {}, {}})), std::string("ab"));
    QCOMPARE(idsOf(focusOn(picture, {"b"}, 5)), std::string("abcd"));
}

void TestGraphPicture::focusKeepsToTheRelations() {
    const Picture picture = lettersOf({"ab part", "ac kind", "cd part"});
    const EdgeFilter parts{Direction::both, {" part"}, {}};
    QCOMPARE(idsOf(focusOn(picture, {"a"}, 3, parts)), std::string("ab"));
    const auto names = relationNames(picture);
    QCOMPARE(names.at(" part"), std::size_t{2});
    QCOMPARE(mostConnected(picture), std::string("a"));
}

void TestGraphPicture::findsAShortestPath() {
    const Picture picture = lettersOf({"ab", "bc", "cd", "ae", "ed", "xy"});
    QCOMPARE(pathText(picture, pathBetween(picture, "a", "d")), std::string("ae ed "));
    QCOMPARE(pathText(picture, pathBetween(picture, "d", "a")), std::string("ed ae "));
    QVERIFY(pathBetween(picture, "d", "a", {Direction::out, {}, {}}).empty());
    QVERIFY(pathBetween(picture, "a", "y").empty());
    QVERIFY(pathBetween(picture, "a", "a").empty());
}

void TestGraphPicture::aTransitionIsTried() {
    const GraphStore store = readGraphStore(reaction());
    const auto after = afterTransition(store, "melt", {});
    QVERIFY(after.has_value());
    QCOMPARE(after->at("ice"), std::string("liquid"));
    PictureOptions options;
    options.morphs = *after;
    QVERIFY(pictureOf(store, "g", options).find("attrval_a"));
    QVERIFY(!pictureOf(store, "g").find("attrval_a"));
}

void TestGraphPicture::aTransitionNeedsItsInputs() {
    const GraphStore store = readGraphStore(reaction());
    const auto again = afterTransition(store, "melt", {{"ice", "liquid"}});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::usage);
    QVERIFY(again.error().detail.find("ice") != std::string::npos);
    QCOMPARE(afterTransition(store, "boil", {}).error().code, ErrorCode::notFound);
}

void TestGraphPicture::placesAreKept() {
    const QTemporaryDir folder;
    const auto disk = io::makePosixDisk();
    PlaceStore store(*disk, folder.filePath(QStringLiteral("state/pictures")).toStdString());
    const auto none = store.load("/data/users/u", "g");
    QVERIFY(none && none->kinds.empty());
    PicturePlaces places;
    places.kinds[layout::Kind::force] = {{"água", {1.25, -3}}, {"b", {0, 1e6}}};
    places.kinds[layout::Kind::grid] = {{"b", {7, 8}}};
    QVERIFY(store.save("/data/users/u", "g", places).has_value());
    const auto loaded = store.load("/data/users/u", "g");
    QVERIFY(loaded.has_value());
    QVERIFY(loaded->kinds == places.kinds);
    QVERIFY(store.load("/data/users/u", "h")->kinds.empty());
    QVERIFY(store.load("/data/users/v", "g")->kinds.empty());
}

void TestGraphPicture::damagedPlacesAreTold() {
    const QTemporaryDir folder;
    const auto disk = io::makePosixDisk();
    PlaceStore store(*disk, folder.path().toStdString());
    QVERIFY(store.save("/u", "g", {}).has_value());
    const QString name = QDir(folder.path()).entryList(QDir::Files).value(0);
    for (const char* text : {"{", "[]", R"({"format": "other", "kinds": {}})"}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const auto loaded = store.load("/u", "g");
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::damaged);
    }
}

QTEST_APPLESS_MAIN(TestGraphPicture)
#include "tst_graph_picture.moc"
