// SPDX-License-Identifier: MIT
// Going back in the history of graphs: whole, by node, by part, one change, and back again.
#include "core/graph/graph_validation.h"
#include "tests/ui/past_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_editor.h"

using namespace stemma;
using namespace stemma::tests;

namespace {

using Bytes = std::map<std::string, std::string>;

RestorePanel& panelOf(GraphVoyage& voyage) {
    return *pastOf(voyage).restorePanel();
}

void askRestore(GraphVoyage& voyage) {
    QTRY_VERIFY(voyage.window.actions().action(Command::restore)->isEnabled());
    voyage.trigger(Command::restore);
    QTRY_VERIFY_WITH_TIMEOUT(panelOf(voyage).isVisible(), 10'000);
}

void askUndo(GraphVoyage& voyage) {
    QTRY_VERIFY(pastOf(voyage).specialButton()->isVisible());
    pastOf(voyage).specialButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(panelOf(voyage).isVisible(), 10'000);
}

QString messages(GraphVoyage& voyage) {
    return voyage.window.messages()->texts().join(QLatin1Char('\n'));
}

void accept(GraphVoyage& voyage) {
    // What somebody else wrote just now is looked at first.
    for (int attempt = 0; attempt < 5 && panelOf(voyage).isVisible(); ++attempt) {
        Q_EMIT panelOf(voyage).accepted();
        (void)QTest::qWaitFor([&] { return !panelOf(voyage).isVisible(); }, 3'000);
    }
    QVERIFY2(!panelOf(voyage).isVisible(), qPrintable(messages(voyage)));
}

int rowOf(const QListWidget& list, const char* text) {
    for (int row = 0; row < list.count(); ++row)
        if (list.item(row)->text().contains(QLatin1String(text)))
            return row;
    return -1;
}

std::string differing(const Bytes& a, const Bytes& b) {
    std::string found;
    for (const auto& [path, bytes] : a)
        if (!b.contains(path) || b.at(path) != bytes)
            found += path + ' ';
    for (const auto& [path, bytes] : b)
        if (!a.contains(path))
            found += '+' + path + ' ';
    return found;
}

} // namespace

class TestGraphRestoring : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { failOnWarnings(); }
    void restoresAndTakesItBack_data();
    void restoresAndTakesItBack();
    void restoresANodeAlone();
    void restoresParts();
    void takesOneChangeOut();
    void tellsConflicts();
    void repairsWhatAnOldBackupLeaves();
    void looksAgainWhenOthersWrite();
    void leavesEverythingWhenItFails();
    void escapesWithoutWriting();
    void waitsForUnsavedEdits();
};

void TestGraphRestoring::restoresAndTakesItBack_data() {
    QTest::addColumn<bool>("wholeUser");
    QTest::newRow("a graph") << false;
    QTest::newRow("all graphs") << true;
}

void TestGraphRestoring::restoresAndTakesItBack() {
    GraphVoyage voyage;
    // Composed files that were right come back as they were.
    for (const char* graph : {"chem", "other"})
        voyage.change({graph::SetText{"A text."}}, graph, history::Actor::human);
    const Bytes before = voyage.bytes();
    QFETCH(const bool, wholeUser);
    if (wholeUser)
        voyage.change({graph::DeleteNode{"electron"}, described("oxygen", "quite another text")});
    else
        voyage.change(
            {graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}}, described("oxygen", "another text")});
    const Bytes changed = voyage.bytes();
    openHistory(voyage, 3);
    if (wholeUser) {
        pastOf(voyage).setOf(GraphHistoryPane::Of::user);
        QTRY_VERIFY(rows(voyage).size() >= 3 && pastOf(voyage).scope().graph.empty());
    }
    waitForDiff(voyage, "another text");
    const int count = static_cast<int>(rows(voyage).size());
    askRestore(voyage);
    QVERIFY2(panelOf(voyage).bodyText().contains(QLatin1String("1 by agent")),
             qPrintable(panelOf(voyage).bodyText()));
    waitForDiff(voyage, wholeUser ? "Added node" : "Removed node");
    QCOMPARE(differing(voyage.bytes(), changed), std::string());
    accept(voyage);
    QTRY_VERIFY2_WITH_TIMEOUT(differing(voyage.bytes(), before).empty(),
                              differing(voyage.bytes(), before).c_str(), 10'000);
    QTRY_VERIFY(messages(voyage).contains(QLatin1String("Restored the version")));
    QTRY_COMPARE_WITH_TIMEOUT(rows(voyage).size(), count + 1, 10'000);
    QVERIFY2(rows(voyage).at(1).contains(QLatin1String("restored")), qPrintable(rows(voyage).at(1)));
    QTRY_VERIFY(voyage.inPicture("electron") && !voyage.inPicture("helium"));
    voyage.trigger(Command::undo);
    QTRY_VERIFY2_WITH_TIMEOUT(differing(voyage.bytes(), changed).empty(),
                              differing(voyage.bytes(), changed).c_str(), 10'000);
    QTRY_VERIFY(voyage.window.actions().action(Command::redo)->isEnabled());
    voyage.trigger(Command::redo);
    QTRY_VERIFY2_WITH_TIMEOUT(differing(voyage.bytes(), before).empty(),
                              differing(voyage.bytes(), before).c_str(), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(rows(voyage).size(), count + 3, 10'000);
}

void TestGraphRestoring::restoresANodeAlone() {
    GraphVoyage voyage;
    const Bytes before = voyage.bytes();
    voyage.change({described("oxygen", "another text"), described("water", "water text")});
    openHistory(voyage, 2);
    voyage.page().setCurrent(QStringLiteral("oxygen"));
    voyage.desk().showNodeHistory();
    waitForDiff(voyage, "another text");
    askRestore(voyage);
    waitForDiff(voyage, "another text");
    QVERIFY(!diffText(voyage).contains(QLatin1String("water text")));
    accept(voyage);
    QTRY_COMPARE_WITH_TIMEOUT(voyage.bytes().at("nodes/oxygen.json"), before.at("nodes/oxygen.json"), 10'000);
    QVERIFY(voyage.bytes().at("nodes/water.json").find("water text") != std::string::npos);
}

void TestGraphRestoring::restoresParts() {
    GraphVoyage voyage;
    graph::EditAttribute mass;
    mass.id = "oxygen::mass::7c0e3aa7a43e";
    mass.value = json::Value::string("16.5");
    voyage.change({described("oxygen", "another text"), mass, graph::DeleteNode{"water"}});
    openHistory(voyage, 2);
    askRestore(voyage);
    QListWidget& parts = *panelOf(voyage).partList();
    QVERIFY(parts.isVisible());
    const int node = rowOf(parts, "Edited node");
    const int water = rowOf(parts, "Added node");
    const int value = rowOf(parts, "mass");
    QVERIFY2(node >= 0 && water >= 0 && value >= 0, qPrintable(QString::number(parts.count())));
    parts.item(node)->setCheckState(Qt::Unchecked);
    QTRY_VERIFY2(!diffText(voyage).contains(QLatin1String("another text")),
                 qPrintable(diffText(voyage) + messages(voyage)));
    parts.item(water)->setCheckState(Qt::Unchecked);
    QTRY_VERIFY_WITH_TIMEOUT(!diffText(voyage).contains(QLatin1String("Added node")), 10'000);
    waitForDiff(voyage, "15.999");
    // Nothing chosen is nothing to do.
    auto* button = panelOf(voyage).findChildren<QPushButton*>().constFirst();
    QTRY_VERIFY(button->isEnabled());
    parts.item(value)->setCheckState(Qt::Unchecked);
    QVERIFY(!button->isEnabled());
    parts.item(value)->setCheckState(Qt::Checked);
    QTRY_VERIFY(button->isEnabled());
    accept(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.bytes().contains("attributeNodes/oxygen::mass::7c0e3aa7a43e.json"),
                             10'000);
    const Bytes now = voyage.bytes();
    QVERIFY(now.at("nodes/oxygen.json").find("another text") != std::string::npos);
    QVERIFY(!now.contains("nodes/water.json"));
    QTRY_COMPARE_WITH_TIMEOUT(rows(voyage).size(), 3, 10'000);
    QVERIFY2(rows(voyage).at(1).contains(QLatin1String("restored parts")), qPrintable(rows(voyage).at(1)));
}

void TestGraphRestoring::takesOneChangeOut() {
    GraphVoyage voyage;
    const Bytes before = voyage.bytes();
    voyage.change({described("oxygen", "another text")}, "chem", history::Actor::human);
    voyage.change({described("water", "water text")});
    const Bytes changed = voyage.bytes();
    openHistory(voyage, 3);
    chooseRow(voyage, 2);
    waitForDiff(voyage, "another text");
    askUndo(voyage);
    QVERIFY2(panelOf(voyage).bodyText().contains(QLatin1String("Later changes stay")),
             qPrintable(panelOf(voyage).bodyText()));
    accept(voyage);
    QTRY_COMPARE_WITH_TIMEOUT(voyage.bytes().at("nodes/oxygen.json"), before.at("nodes/oxygen.json"), 10'000);
    QCOMPARE(voyage.bytes().at("nodes/water.json"), changed.at("nodes/water.json"));
    QTRY_COMPARE_WITH_TIMEOUT(rows(voyage).size(), 4, 10'000);
    const TimelineModel& model = *pastOf(voyage).model();
    QVERIFY(
        TimelineModel::marks(*model.rowData(model.index(3, 0))).contains(QStringLiteral("taken out again")));
    // Taking that back is one more change.
    chooseRow(voyage, 1);
    askUndo(voyage);
    accept(voyage);
    QTRY_VERIFY2_WITH_TIMEOUT(differing(voyage.bytes(), changed).empty(),
                              differing(voyage.bytes(), changed).c_str(), 10'000);
}

void TestGraphRestoring::tellsConflicts() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "first other text")}, "chem", history::Actor::human);
    voyage.change({described("oxygen", "second, which overlaps")});
    const Bytes changed = voyage.bytes();
    openHistory(voyage, 3);
    chooseRow(voyage, 2);
    QTRY_VERIFY(pastOf(voyage).specialButton()->isVisible());
    pastOf(voyage).specialButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(messages(voyage).contains(QLatin1String("nodes/oxygen.json")), 10'000);
    QVERIFY(!panelOf(voyage).isVisible());
    QCOMPARE(differing(voyage.bytes(), changed), std::string());
}

void TestGraphRestoring::repairsWhatAnOldBackupLeaves() {
    GraphVoyage voyage;
    makeOldBackup(voyage, QStringLiteral("chem_20250628_100117_6018366c"));
    voyage.edit(graph::AddRelation{"water", "flows into", "oxygen", {}, {}, {}});
    openHistory(voyage, 2);
    pastOf(voyage).setOf(GraphHistoryPane::Of::user);
    QTRY_COMPARE(rows(voyage).size(), 2);
    chooseRow(voyage, 1);
    askRestore(voyage);
    QListWidget& repairs = *panelOf(voyage).repairList();
    QVERIFY(repairs.isVisible());
    QCOMPARE(repairs.item(0)->checkState(), Qt::Checked);
    QVERIFY2(panelOf(voyage).bodyText().contains(QLatin1String("registries alone")),
             qPrintable(panelOf(voyage).bodyText()));
    const auto flaws = [&] {
        std::set<std::string> found;
        const auto files = graph::readUserFiles(voyage.environment().disk, voyage.userFolder().toStdString(),
                                                graph::ReadComposed::yes);
        for (const graph::Finding& finding : graph::deepFindings(*files, graph::readGraphStore(*files)))
            if (finding.kind == graph::FindingKind::orphanRelation)
                found.insert(finding.id);
        return found;
    };
    const auto before = flaws();
    accept(voyage);
    QTRY_VERIFY(messages(voyage).contains(QLatin1String("Restored")));
    QVERIFY(flaws() == before);
}

void TestGraphRestoring::looksAgainWhenOthersWrite() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "another text")});
    openHistory(voyage, 2);
    askRestore(voyage);
    const auto offer = pastOf(voyage).offer();
    voyage.edit(described("water", "written while the person was deciding"));
    QTRY_VERIFY_WITH_TIMEOUT(pastOf(voyage).offer() && pastOf(voyage).offer() != offer, 10'000);
    QVERIFY(panelOf(voyage).isVisible());
    QTRY_VERIFY2(panelOf(voyage).bodyText().contains(QLatin1String("made anew")),
                 qPrintable(panelOf(voyage).bodyText()));
    // What others wrote meanwhile stays: nothing says how it was before.
    accept(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.bytes().at("nodes/oxygen.json").find("another text") == std::string::npos,
                             10'000);
    QVERIFY(voyage.bytes().at("nodes/water.json").find("deciding") != std::string::npos);
}

void TestGraphRestoring::leavesEverythingWhenItFails() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "another text")});
    openHistory(voyage, 2);
    askRestore(voyage);
    // The registries' backup can't be made.
    QVERIFY(QDir(voyage.userFolder() + QStringLiteral("/backups")).removeRecursively());
    GraphVoyage::writeFile(voyage.userFolder() + QStringLiteral("/backups"), "in the way");
    const Bytes changed = voyage.bytes();
    Q_EMIT panelOf(voyage).accepted();
    QTRY_VERIFY_WITH_TIMEOUT(messages(voyage).contains(QLatin1String("backups")), 10'000);
    QCOMPARE(differing(voyage.bytes(), changed), std::string());
    QVERIFY(panelOf(voyage).isVisible());
}

void TestGraphRestoring::escapesWithoutWriting() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "another text")});
    const Bytes changed = voyage.bytes();
    openHistory(voyage, 2);
    askRestore(voyage);
    QTest::keyClick(&panelOf(voyage), Qt::Key_Escape);
    QVERIFY(!panelOf(voyage).isVisible());
    QTest::keyClick(pastOf(voyage).timelineView(), Qt::Key_Escape);
    QVERIFY(!voyage.desk().historyShown());
    voyage.runner.waitForDone();
    QCOMPARE(differing(voyage.bytes(), changed), std::string());
}

void TestGraphRestoring::waitsForUnsavedEdits() {
    GraphVoyage voyage;
    voyage.change({described("oxygen", "another text")});
    const Bytes changed = voyage.bytes();
    openHistory(voyage, 2);
    askRestore(voyage);
    GraphEditing* editing = voyage.desk().editor()->editing();
    QVERIFY(editing);
    editing->apply("chem", {described("water", "not saved yet")}, QStringLiteral("describe water"));
    QTRY_VERIFY(editing->isModified() && editing->isIdle());
    Q_EMIT panelOf(voyage).accepted();
    QTRY_VERIFY2(messages(voyage).contains(QLatin1String("unsaved edits")), qPrintable(messages(voyage)));
    QCOMPARE(differing(voyage.bytes(), changed), std::string());
    editing->discard();
    QTRY_VERIFY(!editing->isModified());
    accept(voyage);
    QVERIFY(differing(voyage.bytes(), changed) != std::string());
}

STEMMA_WIDGET_TEST_MAIN(TestGraphRestoring)
#include "tst_graph_restoring.moc"
