// SPDX-License-Identifier: MIT
// The graphs that benchmarks and tests are made with are such as the old program leaves them.
#include <QTest>

#include "core/graph/compose.h"
#include "core/graph/graph_picture.h"
#include "core/graph/graph_validation.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/support/large_graph.h"

using namespace stemma;

class TestLargeGraph : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isAsLargeAsAskedFor();
    void nothingIsWrongWithIt();
    void isTheSameEachTime();
    void mayBeTiny();
    void looksAsItWasComposed();
    void aComposedFileMayBeAnything();
};

void TestLargeGraph::isAsLargeAsAskedFor() {
    const graph::UserFiles files = tests::largeGraph({300, 900, 1});
    const graph::GraphStore store = graph::readGraphStore(files);
    QCOMPARE(store.graph("large")->nodes.size(), std::size_t{300});
    QCOMPARE(store.graph("small")->nodes.size(), std::size_t{60});
    QCOMPARE(store.relations.size(), std::size_t{900});
    QCOMPARE(store.attributes.size(), std::size_t{30});
    QCOMPARE(store.transitions.size(), std::size_t{1});
}

void TestLargeGraph::nothingIsWrongWithIt() {
    const graph::UserFiles files = tests::largeGraph({300, 900, 1});
    const graph::GraphStore store = graph::readGraphStore(files);
    for (const graph::Finding& finding : graph::deepFindings(files, store))
        QFAIL(finding.message.c_str());
    for (const char* id : {"large", "small"})
        QCOMPARE(graph::composedState(files, store, id), graph::ComposedState::fresh);
    for (const graph::Node& node : store.nodes)
        QVERIFY2(node.known.registered && node.known.readable, node.id.c_str());
}

void TestLargeGraph::isTheSameEachTime() {
    const graph::UserFiles one = tests::largeGraph({200, 500, 7});
    QVERIFY(tests::changedPaths(one, tests::largeGraph({200, 500, 7})).empty());
    QVERIFY(!tests::changedPaths(one, tests::largeGraph({200, 500, 8})).empty());
}

void TestLargeGraph::mayBeTiny() {
    QCOMPARE(graph::readGraphStore(tests::largeGraph({0, 5, 1})).nodes.size(), std::size_t{0});
    QCOMPARE(graph::readGraphStore(tests::largeGraph({1, 5, 1})).nodes.size(), std::size_t{1});
    QVERIFY(graph::deepFindings(tests::largeGraph({2, 100, 1}),
                                graph::readGraphStore(tests::largeGraph({2, 100, 1})))
                .empty());
}

void TestLargeGraph::looksAsItWasComposed() {
    const graph::UserFiles files = tests::largeGraph({300, 900, 1});
    for (const char* id : {"large", "small"}) {
        const graph::Picture now = graph::pictureOf(graph::readGraphStore(files), id);
        const graph::Picture then =
            graph::composedPicture(tests::documentAt(files, "graphs/" + std::string(id) + "/composed.json"));
        QCOMPARE(then.elements.size(), now.elements.size());
        QCOMPARE(then.edges.size(), now.edges.size());
        for (const graph::PictureElement& element : now.elements) {
            QVERIFY2(then.find(element.id), element.id.c_str());
            const graph::PictureElement& other = then.elements[*then.find(element.id)];
            QCOMPARE(other.kind, element.kind);
            QCOMPARE(other.subject, element.subject);
            QCOMPARE(other.foreign, element.foreign);
        }
        QCOMPARE(graph::relationNames(then), graph::relationNames(now));
    }
}

void TestLargeGraph::aComposedFileMayBeAnything() {
    const auto pictureOf = [](const char* text) { return graph::composedPicture(*json::parse(text)); };
    QVERIFY(pictureOf("[]").elements.empty());
    QVERIFY(pictureOf("3").elements.empty());
    QVERIFY(pictureOf(R"({"nodes": 3, "edges": [7, {"data": 5}]})").elements.empty());
    const graph::Picture odd = pictureOf(
        R"({"nodes": [{"data": {"id": "a"}}, {"data": {"id": "a"}}], "edges": [{"data": {"source": "a"}},
            {"data": {"source": "a", "target": "b"}}]})");
    QCOMPARE(odd.elements.size(), std::size_t{2});
    QVERIFY(odd.elements[*odd.find("b")].foreign);
    QCOMPARE(odd.edges.size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(TestLargeGraph)
#include "tst_large_graph.moc"
