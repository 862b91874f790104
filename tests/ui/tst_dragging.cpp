// SPDX-License-Identifier: MIT
// Editing by dragging.
#include <fstream>
#include <sstream>

#include <QTest>

#include "tests/ui/dragging.h"
#include "tests/ui/widget_test.h"
#include "ui/report/part_copies.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using namespace stemma::tests;

namespace {

/// The same three sections, eight insights and five citations as by keys, by dragging alone.
void build(EditingVoyage& voyage) {
    fillSource(voyage);
    const Data summary = dragged(voyage, {voyage.section(0)}), risks = dragged(voyage, {voyage.section(1)}),
               outlook = dragged(voyage, {voyage.section(2)}),
               engineers = dragged(voyage, {voyage.insight(3, 0)});
    const QModelIndex sources = voyage.insight(3, 1);
    const auto citation = [&](int row) { return dragged(voyage, {voyage.model().index(row, 0, sources)}); };
    const Data revenue = citation(0), auditor = citation(1), talk = citation(2);

    voyage.turnTo("something", voyage.other);
    voyage.settle();
    QWidget* message = voyage.outline().keyWidgets().at(1);
    QVERIFY(message->isVisible());
    QVERIFY(drop(*message, *summary, {5, 5})); // there is no tree yet
    voyage.settle();
    QTreeView& tree = voyage.tree();
    QVERIFY(drop(voyage, *risks, belowAll(tree)));
    QVERIFY(drop(voyage, *engineers, lowerEdge(tree, voyage.insight(1, 1))));
    QVERIFY(drop(voyage, *outlook, belowAll(tree)));
    QVERIFY(drop(voyage, *revenue, middle(tree, voyage.insight(0, 1))));
    for (const int row : {0, 1, 2})
        QVERIFY(drop(voyage, *auditor, middle(tree, voyage.insight(1, row))));
    QVERIFY(drop(voyage, *talk, middle(tree, voyage.insight(2, 1))));
}

std::string expectedFile() {
    std::ifstream in(qEnvironmentVariable("STEMMA_TEST_DATA").toStdString() + "/ui/edited_by_keys.json");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

class DraggingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void buildsAReportByDraggingAlone();
    void movesByDragging();
    void copiesByDraggingWithCtrl();
    void copiesASectionToWhereItIsDropped();
    void refusesAPlaceThatIsNone();
    void movesCitations();
};

void DraggingTest::buildsAReportByDraggingAlone() {
    EditingVoyage voyage;
    build(voyage);
    const std::string before = voyage.onDisk(voyage.other);
    QCOMPARE(voyage.rows().size(), 11);
    QTreeView& tree = voyage.tree();
    // Reorder: an insight to the next section, and the last section up.
    Data data = dragged(voyage, {voyage.insight(1, 2)});
    QVERIFY(drop(voyage, *data, upperEdge(tree, voyage.insight(2, 0))));
    data = dragged(voyage, {voyage.section(2)});
    QVERIFY(drop(voyage, *data, upperEdge(tree, voyage.section(1))));
    QCOMPARE(voyage.rows().at(4), QStringLiteral("Outlook"));
    QCOMPARE(voyage.rows().at(5), QStringLiteral("  Few engineers."));
    voyage.choose(voyage.insight(0, 0)); // split
    voyage.keys("Return");
    QTextCursor cursor = voyage.outline().editor()->prose()->text()->textCursor();
    cursor.setPosition(36);
    voyage.outline().editor()->prose()->text()->setTextCursor(cursor);
    voyage.keys("Ctrl+Shift+J");
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("9");
    const std::string done = voyage.working();

    while (voyage.edit()->canUndo())
        voyage.keys("Ctrl+Z");
    QCOMPARE(voyage.working(), before);
    QVERIFY(!voyage.edit()->isModified());
    while (voyage.edit()->canRedo())
        voyage.keys("Ctrl+Shift+Z");
    QCOMPARE(voyage.working(), done);

    voyage.save();
    const std::string saved = tests::masked(voyage.onDisk(voyage.other));
    if (saved != expectedFile()) {
        std::ofstream("edited_by_dragging.json") << saved;
        QFAIL("the saved outline is not the expected one: see edited_by_dragging.json");
    }
    QCOMPARE(voyage.prompts.asked, 0);
}

void DraggingTest::movesByDragging() {
    EditingVoyage voyage;
    voyage.fill();
    const std::string before = voyage.working();
    const QStringList rows = voyage.rows();
    // Two insights of two sections, before the first one of the third.
    const std::unique_ptr<QMimeData> data(
        voyage.model().mimeData({voyage.insight(0, 0), voyage.insight(1, 1)}));
    QVERIFY(drop(voyage, *data, upperEdge(voyage.tree(), voyage.insight(2, 0))));
    QStringList moved = rows;
    moved.insert(7, rows.at(1));
    moved.insert(8, rows.at(5));
    moved.removeAt(5);
    moved.removeAt(1);
    QCOMPARE(voyage.rows(), moved);
    QCOMPARE(voyage.edit()->state()->undo.count, std::size_t{2});
    // The third section, above the first.
    const std::unique_ptr<QMimeData> section(voyage.model().mimeData({voyage.section(2)}));
    QVERIFY(drop(voyage, *section, upperEdge(voyage.tree(), voyage.section(0))));
    QCOMPARE(voyage.rows().first(), rows.at(6));
    const std::string done = voyage.working();
    voyage.tree().setFocus();
    voyage.keys("Ctrl+Z Ctrl+Z");
    QCOMPARE(voyage.working(), before);
    voyage.keys("Ctrl+Shift+Z Ctrl+Shift+Z");
    QCOMPARE(voyage.working(), done);
    voyage.save();
    QCOMPARE(tests::masked(voyage.onDisk(voyage.writer)).size() > 0, true);
    QCOMPARE(voyage.rows().first(), rows.at(6));
}

void DraggingTest::copiesByDraggingWithCtrl() {
    EditingVoyage voyage;
    voyage.fill();
    const QStringList rows = voyage.rows();
    const std::unique_ptr<QMimeData> data(voyage.model().mimeData({voyage.insight(0, 0)}));
    QVERIFY(drop(voyage, *data, upperEdge(voyage.tree(), voyage.insight(2, 0)), Qt::ControlModifier));
    QStringList copied = rows;
    copied.insert(7, rows.at(1));
    QCOMPARE(voyage.rows(), copied);
}

void DraggingTest::refusesAPlaceThatIsNone() {
    EditingVoyage voyage;
    voyage.fill();
    const std::unique_ptr<QMimeData> section(voyage.model().mimeData({voyage.section(2)}));
    QVERIFY(!voyage.model().canDropMimeData(section.get(), Qt::MoveAction, 1, 0, voyage.section(0)));
    QVERIFY(voyage.model().canDropMimeData(section.get(), Qt::MoveAction, 0, 0, QModelIndex()));
    QVERIFY(!voyage.model().canDropMimeData(section.get(), Qt::MoveAction, 0, 0, voyage.insight(0, 0)));
    QMimeData broken;
    broken.setData(QString::fromLatin1(partsMimeType), "{\"sections\": [");
    QVERIFY(!voyage.model().dropMimeData(&broken, Qt::CopyAction, 0, 0, voyage.section(0)));
    const QStringList rows = voyage.rows();
    QMimeData bare; // of this very report, without any list
    bare.setData(QString::fromLatin1(partsMimeType),
                 QByteArray::fromStdString("{\"report\": \"" + voyage.writer.id() + "\"}"));
    voyage.model().dropMimeData(&bare, Qt::MoveAction, 0, 0, voyage.section(0));
    voyage.settle();
    QCOMPARE(voyage.rows(), rows);
}

void DraggingTest::copiesASectionToWhereItIsDropped() {
    EditingVoyage voyage;
    voyage.fill();
    const QStringList rows = voyage.rows();
    const Data section = dragged(voyage, {voyage.section(2)});
    QVERIFY(drop(voyage, *section, upperEdge(voyage.tree(), voyage.section(1)), Qt::ControlModifier));
    QCOMPARE(voyage.rows().size(), 12);
    QCOMPARE(voyage.rows().mid(3, 3), rows.mid(6, 3));
    QCOMPARE(voyage.rows().mid(9, 3), rows.mid(6, 3));
}

void DraggingTest::movesCitations() {
    EditingVoyage voyage;
    fillSource(voyage);
    const QModelIndex sources = voyage.insight(3, 1);
    const auto row = [&](int at) { return voyage.model().index(at, 0, sources); };
    voyage.tree().expandAll();
    // The first one behind the last; then the two others to an insight; then a copy of one to where it was.
    Data data = dragged(voyage, {row(0)});
    QVERIFY(drop(voyage, *data, lowerEdge(voyage.tree(), row(2))));
    QCOMPARE(citationsOf(voyage, 8),
             QStringList({QStringLiteral("Seen by an auditor"), QStringLiteral("A talk with sales"),
                          QStringLiteral("Revenue by month")}));
    data = dragged(voyage, {row(0), row(1)});
    QVERIFY(drop(voyage, *data, middle(voyage.tree(), voyage.insight(0, 0))));
    QCOMPARE(citationsOf(voyage, 8), QStringList({QStringLiteral("Revenue by month")}));
    QCOMPARE(citationsOf(voyage, 0),
             QStringList({QStringLiteral("Seen by an auditor"), QStringLiteral("A talk with sales")}));
    voyage.tree().expandAll();
    const QModelIndex first = voyage.model().index(0, 0, voyage.insight(0, 0));
    data = dragged(voyage, {first});
    QVERIFY(drop(voyage, *data, upperEdge(voyage.tree(), row(0)), Qt::ControlModifier));
    QCOMPARE(citationsOf(voyage, 8),
             QStringList({QStringLiteral("Seen by an auditor"), QStringLiteral("Revenue by month")}));
    QCOMPARE(citationsOf(voyage, 0).size(), 2);
    QCOMPARE(voyage.edit()->state()->report->outline.insights[8].citations[1].executionId.value_or(""),
             std::string("exec-17"));
    QVERIFY2(!drop(voyage, *data, middle(voyage.tree(), voyage.section(1))), "a section has no citations");
    voyage.tree().setFocus();
    voyage.keys("Ctrl+Z Ctrl+Z Ctrl+Z");
    QVERIFY(!voyage.edit()->isModified());
}

STEMMA_WIDGET_TEST_MAIN(DraggingTest)
#include "tst_dragging.moc"
