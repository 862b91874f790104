// SPDX-License-Identifier: MIT
// What restoring one graph gives back to nodes of others.
#include <QtTest>

#include "tests/core/graph/history_place.h"

using namespace stemma;
using namespace stemma::graph;
using stemma::tests::HistoryPlace;
using stemma::tests::StoreVersion;

namespace {

EditNode roleOf(const std::string& node, const std::string& role) {
    EditNode edit;
    edit.id = node;
    edit.role = json::Value::string(role);
    return edit;
}

AddRelation newRelation(const std::string& source, const std::string& name, const std::string& target) {
    AddRelation edit;
    edit.source = source;
    edit.name = name;
    edit.target = target;
    return edit;
}

std::vector<std::string> findingsOf(HistoryPlace& place) {
    const UserFiles files = place.read();
    std::vector<std::string> ids;
    for (const Finding& each : deepFindings(files, readGraphStore(files)))
        ids.push_back(each.id);
    return ids;
}

} // namespace

class TestGraphRestoreLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linksOfOthersComeBack();
};

/// Deleting a node takes what leads to it out of other graphs' nodes: with the node it comes back.
void TestGraphRestoreLinks::linksOfOthersComeBack() {
    for (const bool alone : {false, true}) {
        HistoryPlace place(StoreVersion::two);
        for (const char* name : {"absorbs", "emits", "holds"})
            place.edit({newRelation("living_cell", name, "electron")}, "other");
        const auto before = place.data();
        const auto found = findingsOf(place);
        const std::string action = place.edit({DeleteNode{"electron"}});
        QVERIFY(place.bytes("nodes/living_cell.json") != before.at("nodes/living_cell.json"));
        RestoreScope scope;
        if (alone)
            scope.nodes = {"electron"};
        const auto restored = restoreGraph(place.workspace(), "chem", "before:" + action, scope);
        QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
        QVERIFY(place.data() == before);
        // What became of the other node since then stays; a link that has no place any more stays away.
        place.edit({DeleteNode{"electron"}});
        place.edit({roleOf("living_cell", "process")}, "other");
        place.edit({newRelation("living_cell", "holds", "oxygen")}, "other");
        QVERIFY(restoreGraph(place.workspace(), "chem", "before:" + action, scope));
        const auto store = readGraphStore(place.read());
        QCOMPARE(store.node("living_cell")->role.value_or(""), std::string("process"));
        QCOMPARE(store.node("living_cell")->morphs.front().relations,
                 (std::vector<std::string>{"living_cell::absorbs::electron", "living_cell::emits::electron",
                                           "living_cell::holds::electron", "living_cell::holds::oxygen"}));
        QVERIFY(store.relation("living_cell::absorbs::electron")->known.registered);
        QCOMPARE(findingsOf(place), found);
    }
}

QTEST_GUILESS_MAIN(TestGraphRestoreLinks)
#include "tst_graph_restore_links.moc"
