// SPDX-License-Identifier: MIT
// What is written as DOT, as Graphviz itself reads it.
#include <graphviz/cgraph.h>

#include <QtTest>

#include <memory>

#include "core/exporting/dot.h"

using namespace stemma;
using namespace stemma::graph;

namespace {

struct CloseGraph {
    void operator()(Agraph_t* graph) const { agclose(graph); }
};
using ReadGraph = std::unique_ptr<Agraph_t, CloseGraph>;

ReadGraph readBack(const Graph& graph, const Picture& picture) {
    return ReadGraph(agmemread(exporting::dotText(graph, picture).c_str()));
}

Picture pairOf(const std::string& id, const std::string& label) {
    Picture picture;
    picture.elements.push_back({id, ElementKind::node, label, id});
    picture.elements.push_back({"attrval_x", ElementKind::attributeValue, "5 u", "x"});
    picture.elements.push_back({"transition_t", ElementKind::transition, "melting", "t"});
    picture.edges.push_back({"e", 0, 1, EdgeKind::attribute, "has " + label, "x"});
    picture.edges.push_back({"i", 0, 2, EdgeKind::transitionInput, "input", "t"});
    return picture;
}

std::string labelOf(void* object) {
    const char* text = agget(object, const_cast<char*>("label"));
    return text ? text : "";
}

} // namespace

class TestDot final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPicture();
    void anyText_data();
    void anyText();
    void idsStayApart();
};

void TestDot::aPicture() {
    Graph graph;
    graph.id = "w";
    graph.title = "Water";
    const ReadGraph read = readBack(graph, pairOf("water", "Water"));
    QVERIFY(read);
    QVERIFY(agisdirected(read.get()));
    QCOMPARE(agnnodes(read.get()), 3);
    QCOMPARE(agnedges(read.get()), 2);
    QCOMPARE(labelOf(read.get()), std::string("Water"));
}

void TestDot::anyText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("label"); // as DOT has it: Graphviz undoes its escapes when it draws
    QTest::addRow("quotes") << QByteArray("a \"b\"") << QByteArray("a \"b\"");
    QTest::addRow("backslashes") << QByteArray("a\\N\\") << QByteArray("a\\\\N\\\\");
    QTest::addRow("lines") << QByteArray("a\r\nb") << QByteArray("a\\nb");
    QTest::addRow("entities") << QByteArray("&lt;") << QByteArray("&amp;lt;");
    QTest::addRow("HTML") << QByteArray("<b>") << QByteArray("<b>");
    QTest::addRow("comments") << QByteArray("/* // #") << QByteArray("/* // #");
    QTest::addRow("Unicode") << QByteArray("水 שלום") << QByteArray("水 שלום");
    QTest::addRow("no text") << QByteArray("\x01\xFF") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
}

void TestDot::anyText() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, label);
    Graph graph;
    graph.id = text.toStdString();
    const ReadGraph read = readBack(graph, pairOf(text.toStdString(), text.toStdString()));
    QVERIFY(read);
    QCOMPARE(agnnodes(read.get()), 3);
    QCOMPARE(agnedges(read.get()), 2);
    QCOMPARE(labelOf(agfstnode(read.get())), label.toStdString());
}

/// Ids that no text can show are still those of different nodes.
void TestDot::idsStayApart() {
    Graph graph;
    graph.id = "w";
    Picture picture = pairOf("a\x01", "A");
    picture.elements[1].id = "a\x02";
    picture.elements[2].id = "b\\\"";
    const ReadGraph read = readBack(graph, picture);
    QVERIFY(read);
    QCOMPARE(agnnodes(read.get()), 3);
    Agnode_t* last = agnode(read.get(), const_cast<char*>("n2"), 0);
    QVERIFY(last != nullptr);
    QCOMPARE(std::string(agget(last, const_cast<char*>("tooltip"))), std::string("b\\\\\""));
}

QTEST_APPLESS_MAIN(TestDot)
#include "tst_dot.moc"
