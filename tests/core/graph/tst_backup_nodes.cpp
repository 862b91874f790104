// SPDX-License-Identifier: MIT
// Which nodes an operation of the old program touched: its backups hold nothing but registries.
#include <QtTest>

#include "core/json/python_format.h"
#include "tests/core/graph/history_place.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;
using stemma::tests::HistoryPlace;
using stemma::tests::StoreVersion;
using Texts = std::vector<std::string>;

namespace {

const char* const registries[] = {"node_registry.json", "relation_registry.json", "attribute_registry.json"};

/// What the old program does first.
void backUp(HistoryPlace& place, const std::string& folder) {
    for (const char* registry : registries)
        place.plant("backups/" + folder + '/' + registry, place.bytes(registry));
}

/// What it does then: an entry gets another value.
void setEntry(HistoryPlace& place, const char* registry, const char* id, const char* key, const char* text) {
    auto document = json::parse(place.bytes(registry));
    QVERIFY(document && document->find(id));
    document->edit(id)->set(key, Value::string(text));
    place.plant(registry, json::pythonText(*document));
}

GraphTimeline namedTimeline(HistoryPlace& place, const std::string& graph = {},
                            const GraphTimeline* known = nullptr) {
    const auto loaded =
        loadGraphTimeline(place.disk, place.root, graph, {}, {}, NodesOfBackups::named, known);
    return loaded ? *loaded : GraphTimeline();
}

Texts nodesOf(const GraphTimeline& timeline, const std::string& backup) {
    for (const GraphRow& row : timeline.rows)
        if (row.backup == backup)
            return row.nodes;
    return {"(no such row)"};
}

constexpr const char* first = "chem_20250628_100117_6018366c";
constexpr const char* second = "other_20250628_100200_aaaaaaaa";
constexpr const char* third = "chem_20250628_100300_bbbbbbbb";

} // namespace

class TestBackupNodes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void entriesThatDiffer();
    void changesOfOursInBetween();
    void whatCantBeRead();
};

void TestBackupNodes::entriesThatDiffer() {
    HistoryPlace place(StoreVersion::two);
    backUp(place, first);
    setEntry(place, "node_registry.json", "water", "role", "process");
    backUp(place, second);
    backUp(place, third);
    setEntry(place, "relation_registry.json", "oxygen::is_a::water", "x_note", "odd");
    const GraphTimeline timeline = namedTimeline(place, "chem"); // another graph's lie between
    QCOMPARE(nodesOf(timeline, first), Texts{"water"});
    QCOMPARE(nodesOf(timeline, third), Texts{"oxygen"});
    QCOMPARE(nodesOf(namedTimeline(place), second), Texts());
    for (const GraphRow& row : timeline.rows)
        QCOMPARE(rowConcerns(row, "chem", "water"), row.backup == first);
    QCOMPARE(nodesOf(place.timeline(), first), Texts()); // where nobody asks nothing is read
    setEntry(place, "node_registry.json", "electron", "role", "process");
    const GraphTimeline all = namedTimeline(place);
    const GraphTimeline again = namedTimeline(place, {}, &all);
    QCOMPARE(nodesOf(again, first), Texts{"water"});
    QCOMPARE(nodesOf(again, third), (Texts{"electron", "oxygen"}));
}

/// The old program's change ends where ours begins.
void TestBackupNodes::changesOfOursInBetween() {
    HistoryPlace place(StoreVersion::two);
    backUp(place, first);
    setEntry(place, "node_registry.json", "water", "role", "process");
    EditNode edit;
    edit.id = "electron";
    edit.role = Value::string("particle");
    place.edit({edit});
    const std::string later = "chem_20250701_120500_cccccccc";
    backUp(place, later);
    setEntry(place, "node_registry.json", "oxygen", "role", "gas");
    const GraphTimeline timeline = namedTimeline(place);
    QCOMPARE(nodesOf(timeline, first), Texts{"water"});
    QCOMPARE(nodesOf(timeline, later), Texts{"oxygen"});
}

void TestBackupNodes::whatCantBeRead() {
    HistoryPlace place(StoreVersion::two);
    backUp(place, first);
    place.plant(std::string("backups/") + first + "/node_registry.json", "{");
    place.plant(std::string("backups/") + second + "/node_registry.json", "[]");
    setEntry(place, "attribute_registry.json", "oxygen::mass::7c0e3aa7a43e", "x_note", "odd");
    backUp(place, third);
    const GraphTimeline timeline = namedTimeline(place);
    QCOMPARE(nodesOf(timeline, first), Texts());
    QCOMPARE(nodesOf(timeline, second), Texts());
    QCOMPARE(nodesOf(timeline, third), Texts());
}

QTEST_GUILESS_MAIN(TestBackupNodes)
#include "tst_backup_nodes.moc"
