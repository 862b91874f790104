// SPDX-License-Identifier: MIT
// The history of graphs in the window: what happened, what differs, live beside other programs.
#include <QAbstractItemModelTester>
#include <QToolButton>

#include "tests/ui/past_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/picture_legend.h"

using namespace stemma;
using namespace stemma::ui;
using namespace stemma::tests;

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
    void showsDifferencesInThePicture();
    void buttonsHaveRoomForTheirText();
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

void TestGraphHistoryPane::showsDifferencesInThePicture() {
    GraphVoyage voyage;
    const QPointF place = voyage.at("electron");
    graph::EditAttribute mass;
    mass.id = "oxygen::mass::7c0e3aa7a43e";
    mass.value = json::Value::string("16.5");
    voyage.change({described("oxygen", "another text"), mass, graph::DeleteNode{"water"},
                   graph::DeleteNode{"electron"}, graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}}});
    openHistory(voyage, 2);
    waitForDiff(voyage, "Removed node");
    QTRY_VERIFY(!voyage.inPicture("electron"));
    QVERIFY(!voyage.view().marks().changes.any());
    pastOf(voyage).pictureSwitch()->click();
    QTRY_VERIFY_WITH_TIMEOUT(voyage.view().scene() && voyage.inPicture("electron"), 10'000);
    using graph::Became;
    const auto became = [&](const std::string& id) {
        const auto at = voyage.view().scene()->picture().find(id);
        const auto& all = voyage.view().marks().changes.elements;
        return at && *at < all.size() ? all[*at] : Became::same;
    };
    QCOMPARE(became("electron"), Became::removed);
    QCOMPARE(became("water"), Became::removed); // a transition still names it
    QCOMPARE(became("helium"), Became::added);
    QCOMPARE(became("oxygen"), Became::edited);
    // Another value is the same attribute: its old value isn't shown beside it.
    QVERIFY(!voyage.inPicture("attrval_oxygen::mass::7c0e3aa7a43e"));
    const auto& elements = voyage.view().scene()->picture().elements;
    const auto value = std::find_if(elements.begin(), elements.end(), [](const auto& element) {
        return element.label.find("16.5") != std::string::npos;
    });
    QVERIFY(value != elements.end());
    QCOMPARE(became(value->id), Became::edited);
    const auto& edges = voyage.view().marks().changes.edges;
    QCOMPARE(edges.size(), voyage.view().scene()->picture().edges.size());
    QVERIFY(std::find(edges.begin(), edges.end(), Became::removed) != edges.end());
    // What is gone lies where it lay.
    QVERIFY2(QLineF(voyage.at("electron"), place).length() < 1,
             qPrintable(QString::number(QLineF(voyage.at("electron"), place).length())));
    const auto* legend = voyage.page().findChild<PictureLegend*>();
    for (const char* word : {"added", "edited", "removed"})
        QVERIFY2(legend->words().contains(QLatin1String(word)), word);
    pastOf(voyage).pictureSwitch()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.inPicture("electron"), 10'000);
    QVERIFY(!voyage.view().marks().changes.any());
    // Without the history there is nothing to compare.
    pastOf(voyage).pictureSwitch()->click();
    QTRY_VERIFY_WITH_TIMEOUT(voyage.inPicture("electron"), 10'000);
    voyage.trigger(Command::toggleHistory);
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.inPicture("electron"), 10'000);
}

void TestGraphHistoryPane::buttonsHaveRoomForTheirText() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "a gas that burns")}, "chem", history::Actor::human);
    openHistory(voyage, 2);
    const QPushButton& button = *pastOf(voyage).restoreButton();
    for (int width = 1'000; width <= 2'000; width += 100) {
        voyage.window.resize(width, 800);
        for (const int row : {0, 1}) { // the first of them has no button beside it
            chooseRow(voyage, row);
            QTRY_COMPARE(pastOf(voyage).specialButton()->isVisible(), row == 1);
            QTest::qWait(1);
            for (const QString& line : button.text().split(QLatin1Char('\n')))
                QVERIFY2(button.fontMetrics().horizontalAdvance(line) < button.width(), qPrintable(line));
        }
    }
}

STEMMA_WIDGET_TEST_MAIN(TestGraphHistoryPane)
#include "tst_graph_history_pane.moc"
