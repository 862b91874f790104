// SPDX-License-Identifier: MIT
// The history of graphs in the window: what happened, what differs, live beside other programs.
#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTreeView>

#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/history/diff_view.h"
#include "ui/history/timeline_model.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;

namespace {

GraphHistoryPane& pastOf(GraphVoyage& voyage) {
    return *voyage.desk().history();
}

QStringList rows(GraphVoyage& voyage) {
    const TimelineModel& model = *pastOf(voyage).model();
    QStringList found;
    for (int row = 0; row < model.rowCount(); ++row)
        found << model.index(row, 0).data().toString();
    return found;
}

void openHistory(GraphVoyage& voyage, int count) {
    voyage.trigger(Command::toggleHistory);
    QTRY_COMPARE_WITH_TIMEOUT(pastOf(voyage).model()->rowCount(), count, 10'000);
}

void chooseRow(GraphVoyage& voyage, int row) {
    pastOf(voyage).timelineView()->setCurrentIndex(pastOf(voyage).model()->index(row, 0));
}

QString diffText(GraphVoyage& voyage) {
    return pastOf(voyage).diffView()->plainText();
}

void waitForDiff(GraphVoyage& voyage, const char* text) {
    QTRY_VERIFY2_WITH_TIMEOUT(diffText(voyage).contains(QLatin1String(text)),
                              qPrintable(diffText(voyage) + pastOf(voyage).diffView()->headerText()), 10'000);
}

graph::EditNode described(const char* id, const char* text) {
    graph::EditNode edit;
    edit.id = id;
    edit.description = json::Value::string(text);
    return edit;
}

/// The three registries as they are, as the old program keeps them before it does something.
void makeOldBackup(GraphVoyage& voyage, const QString& folder) {
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"}) {
        QFile registry(voyage.userFolder() + QLatin1Char('/') + QLatin1String(name));
        QVERIFY(registry.open(QIODevice::ReadOnly));
        GraphVoyage::writeFile(voyage.userFolder() + QStringLiteral("/backups/") + folder + QLatin1Char('/') +
                                   QLatin1String(name),
                               registry.readAll());
    }
}

} // namespace

class TestGraphHistoryPane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void showsWhatHappened();
    void tellsDifferencesByMeaning();
    void walksAndFiltersChanges();
    void comparesAnyTwoAndNow();
    void followsOthers();
    void tellsOldBackups();
    void narrowsToNodeAndWidensToUser();
};

void TestGraphHistoryPane::showsWhatHappened() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "a gas that burns")});
    voyage.change({graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}}}, "chem", history::Actor::human);
    openHistory(voyage, 3);
    const QAbstractItemModelTester tester(pastOf(voyage).model());
    QCOMPARE(rows(voyage), QStringList({QStringLiteral("Now"), QStringLiteral("Human added a node"),
                                        QStringLiteral("Agent edited a node")}));
    QCOMPARE(TimelineModel::countsText(*pastOf(voyage).model()->rowData(pastOf(voyage).model()->index(1, 0))),
             QStringLiteral("+1"));
    QVERIFY(voyage.window.actions().action(Command::toggleHistory)->isChecked());
    // The newest change is what one comes for.
    waitForDiff(voyage, "Added node");
    voyage.desk().showGraph("someone", "other");
    QTRY_COMPARE(pastOf(voyage).model()->rowCount(), 2); // oxygen is in both graphs, helium isn't
}

void TestGraphHistoryPane::tellsDifferencesByMeaning() {
    GraphVoyage voyage;
    graph::EditAttribute mass;
    mass.id = "oxygen::mass::7c0e3aa7a43e";
    mass.value = json::Value::string("16.0");
    voyage.change({mass});
    voyage.change({described("oxygen", "a colourless gas, as everybody knows")});
    voyage.change({graph::DeleteNode{"water"}}, "chem", history::Actor::human);
    openHistory(voyage, 3);
    waitForDiff(voyage, "Removed node");
    QVERIFY2(diffText(voyage).contains(QLatin1String("Relations:")), qPrintable(diffText(voyage)));
    QCOMPARE(pastOf(voyage).diffView()->headerText().left(12), QStringLiteral("From before "));
    // Two changes of one agent are one row; the single ones are below it.
    const QModelIndex group = pastOf(voyage).model()->index(2, 0);
    QCOMPARE(pastOf(voyage).model()->rowCount(group), 2);
    pastOf(voyage).timelineView()->setCurrentIndex(pastOf(voyage).model()->index(1, 0, group));
    waitForDiff(voyage, "Edited attribute");
    QVERIFY2(diffText(voyage).contains(QStringLiteral("Value: 15.999 → 16.0")), qPrintable(diffText(voyage)));
    QVERIFY(!diffText(voyage).contains(QLatin1String("Added attribute")));
    QCOMPARE(pastOf(voyage).diffView()->changeCount(), 1);
    pastOf(voyage).timelineView()->setCurrentIndex(pastOf(voyage).model()->index(0, 0, group));
    waitForDiff(voyage, "colourless");
    pastOf(voyage).diffView()->setRaw(true);
    waitForDiff(voyage, "nodes/oxygen.json");
    waitForDiff(voyage, "+ ");
}

void TestGraphHistoryPane::walksAndFiltersChanges() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "first text"), described("water", "second text"),
                   graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}}});
    openHistory(voyage, 2);
    waitForDiff(voyage, "second");
    DiffView& diff = *pastOf(voyage).diffView();
    QCOMPARE(diff.changeCount(), 3);
    QTRY_VERIFY(voyage.window.actions().action(Command::nextChange)->isEnabled());
    voyage.trigger(Command::nextChange);
    voyage.trigger(Command::nextChange);
    voyage.trigger(Command::previousChange);
    diff.setFilter(QStringLiteral("SECOND"));
    QTRY_COMPARE(diff.changeCount(), 1);
    QVERIFY2(diffText(voyage).contains(QLatin1String("water")), qPrintable(diffText(voyage)));
    QVERIFY(!diffText(voyage).contains(QLatin1String("first")));
    diff.setFilter(QStringLiteral("nowhere"));
    QTRY_COMPARE(diff.changeCount(), 0);
    diff.setFilter({});
    QTRY_COMPARE(diff.changeCount(), 3);
}

void TestGraphHistoryPane::comparesAnyTwoAndNow() {
    GraphVoyage voyage;
    const auto actor = [](int n) { return n % 2 == 0 ? history::Actor::agent : history::Actor::human; };
    for (int n = 0; n < 4; ++n)
        voyage.change({described("oxygen", qPrintable(QStringLiteral("text number %1").arg(n)))}, "chem",
                      actor(n));
    openHistory(voyage, 5);
    QTreeView& list = *pastOf(voyage).timelineView();
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_End);
    waitForDiff(voyage, "number 0");
    QVERIFY(!diffText(voyage).contains(QLatin1String("number 3")));
    pastOf(voyage).setComparedWithNow(true);
    QTRY_VERIFY2(diffText(voyage).contains(QLatin1String("03")), qPrintable(diffText(voyage)));
    pastOf(voyage).setComparedWithNow(false);
    list.selectionModel()->select(pastOf(voyage).model()->index(2, 0), QItemSelectionModel::Select);
    QTRY_VERIFY2(diffText(voyage).contains(QLatin1String("02")), qPrintable(diffText(voyage)));
    QTest::keyClick(&list, Qt::Key_Return);
    QTRY_VERIFY(pastOf(voyage).diffView()->isAncestorOf(QApplication::focusWidget()));
}

void TestGraphHistoryPane::followsOthers() {
    GraphVoyage voyage;
    openHistory(voyage, 1);
    voyage.change({described("oxygen", "written by an agent")});
    QTRY_COMPARE_WITH_TIMEOUT(rows(voyage).size(), 2, 10'000);
    chooseRow(voyage, 1);
    waitForDiff(voyage, "written by an agent");
    // A change that nothing records is a row too, and what is now is compared anew.
    pastOf(voyage).setComparedWithNow(true);
    voyage.write(tests::storeOf(tests::StoreVersion::two));
    QTRY_VERIFY_WITH_TIMEOUT(rows(voyage).join(u'|').contains(QLatin1String("without an entry")), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!diffText(voyage).contains(QLatin1String("No change")), 10'000);
}

void TestGraphHistoryPane::tellsOldBackups() {
    GraphVoyage voyage;
    makeOldBackup(voyage, QStringLiteral("chem_20250628_100117_6018366c"));
    voyage.edit(graph::RemoveFromGraph{"water"});
    openHistory(voyage, 2);
    const TimelineModel& model = *pastOf(voyage).model();
    const TimelineEntry& entry = *model.rowData(model.index(1, 0));
    QCOMPARE(entry.kind, EntryKind::oldBackup);
    QVERIFY(TimelineModel::marks(entry).contains(QStringLiteral("registry only")));
    QVERIFY2(rows(voyage).at(1).contains(QLatin1String("NDF Studio")), qPrintable(rows(voyage).at(1)));
    chooseRow(voyage, 1);
    waitForDiff(voyage, "keeps the registries alone");
    waitForDiff(voyage, "Removed node");
}

void TestGraphHistoryPane::narrowsToNodeAndWidensToUser() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "of oxygen")}, "chem", history::Actor::human);
    voyage.change({described("water", "of water")});
    voyage.change({described("living_cell", "of a cell")}, "other", history::Actor::human);
    openHistory(voyage, 3);
    voyage.page().setCurrent(QStringLiteral("attrval_oxygen::mass::7c0e3aa7a43e"));
    voyage.desk().showNodeHistory();
    QTRY_COMPARE(pastOf(voyage).scope().node, std::string("oxygen"));
    QTRY_COMPARE(rows(voyage).size(), 2);
    waitForDiff(voyage, "of oxygen");
    const TimelineModel& model = *pastOf(voyage).model();
    QVERIFY(
        TimelineModel::marks(*model.rowData(model.index(1, 0))).contains(QStringLiteral("the node itself")));
    // Another node is chosen: its history.
    voyage.page().setCurrent(QStringLiteral("water"));
    waitForDiff(voyage, "of water");
    pastOf(voyage).setOf(GraphHistoryPane::Of::user);
    QTRY_COMPARE(rows(voyage).size(), 4);
    waitForDiff(voyage, "of a cell");
}

STEMMA_WIDGET_TEST_MAIN(TestGraphHistoryPane)
#include "tst_graph_history_pane.moc"
