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
    void linksThatAreStillListed();
    void linksWithoutANodeToo();
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

/// A server that was killed in the midst of deleting leaves the other node's list as it was.
void TestGraphRestoreLinks::linksThatAreStillListed() {
    HistoryPlace place(StoreVersion::two);
    place.edit({newRelation("living_cell", "absorbs", "electron")}, "other");
    const auto before = place.data();
    const std::string action = place.edit({DeleteNode{"electron"}});
    place.plant("nodes/living_cell.json", before.at("nodes/living_cell.json"));
    QVERIFY(restoreGraph(place.workspace(), "chem", "before:" + action, {}));
    QVERIFY(place.data() == before);
}

/// The old program leaves attributes of nodes that never were: its graph shows them all the same.
void TestGraphRestoreLinks::linksWithoutANodeToo() {
    HistoryPlace place(StoreVersion::two);
    const std::string id = "no such node::mass::2929441f5a69";
    json::Value registry = stemma::tests::documentAt(place.read(), "attribute_registry.json");
    registry.set(id, *json::parse(R"({"id": "no such node::mass::2929441f5a69", "name": "mass",
        "source_id": "no such node", "morph_id": null, "graphs": ["chem"], "created_at": "2025-06-28T05:11:39"})"));
    place.plant("attribute_registry.json", json::bytesOf(registry));
    place.plant("attributeNodes/" + id + ".json",
                R"({"id": "no such node::mass::2929441f5a69", "name": "mass", "source_id": "no such node",
                    "value": 1.5, "unit": null, "adverb": null, "modality": null, "morph_id": null})");
    const auto before = place.data();
    EditAttribute edit;
    edit.id = id;
    edit.value = json::Value::string("other");
    for (const GraphEdit& each : {GraphEdit(edit), GraphEdit(DeleteAttribute{id})}) {
        const std::string action = place.edit({each});
        QVERIFY(place.data() != before);
        QVERIFY(restoreGraph(place.workspace(), "chem", "before:" + action, {}));
        QVERIFY(place.data() == before);
    }
}

QTEST_GUILESS_MAIN(TestGraphRestoreLinks)
#include "tst_graph_restore_links.moc"
