// SPDX-License-Identifier: MIT
// Editing graphs while other programs write, when saving fails, and when the window is left.
#include "tests/support/proof.h"
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_tree.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using stemma::tests::compareFiles;
using stemma::tests::GraphEditingVoyage;
using stemma::tests::nodeEdit;
using stemma::tests::told;
using stemma::tests::typeInto;

class TestGraphEditBeside : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { stemma::tests::failOnWarnings(); }
    void othersAreMerged();
    void othersInBetweenTheSave();
    void clashKeepsMine();
    void clashTakesTheirs();
    void nodeThatOthersDeleted();
    void clashGoesWithUndo();
    void bothWriteTheText();
    void undoKeepsWhatOthersWrote();
    void failedSaveKeepsTheEdits();
    void drawnRelation();
    void editsOfTwoGraphsAreOneChange();
    void draftsAreOffered_data();
    void draftsAreOffered();
    void leavingAsks_data();
    void leavingAsks();
};

void TestGraphEditBeside::othersAreMerged() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.edit(nodeEdit("water", nullptr, "liquid", nullptr));
    voyage.edit(nodeEdit("electron", "negatron", nullptr, nullptr));
    QTRY_COMPARE(voyage.shown().node("electron")->name, "negatron");
    QTRY_COMPARE(voyage.shown().node("water")->role, "liquid");
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    QVERIFY(voyage.editing().isModified());
    QVERIFY(!voyage.editing().isClashing());
    voyage.save();
    compareFiles(voyage.bytes(), voyage.afterEdits({nodeEdit("water", nullptr, "liquid", nullptr),
                                                    nodeEdit("electron", "negatron", nullptr, nullptr),
                                                    nodeEdit("water", "ice", nullptr, nullptr)}));
    stemma::tests::proved("P10", "what another program wrote is in a save of graph edits", 1);
}

/// The window doesn't know yet what is on the disk.
void TestGraphEditBeside::othersInBetweenTheSave() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.edit(nodeEdit("water", "steam", nullptr, nullptr));
    voyage.editing().save();
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    QVERIFY(voyage.bytes().at("nodes/water.json").find("steam") != std::string::npos);
    QVERIFY2(told(voyage).contains(QStringLiteral("steam")), qPrintable(told(voyage)));
    voyage.editing().keepMine(); // and the save goes on
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.editing().isModified(), 20'000);
    QVERIFY(voyage.bytes().at("nodes/water.json").find("\"ice\"") != std::string::npos);
}

void TestGraphEditBeside::clashKeepsMine() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    typeInto(voyage, "electron", "role", "particle");
    voyage.edit(nodeEdit("water", "steam", nullptr, nullptr));
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    QVERIFY2(told(voyage).contains(QStringLiteral("steam")), qPrintable(told(voyage)));
    const auto before = voyage.bytes();
    voyage.save();
    QVERIFY(voyage.bytes() == before); // nothing is saved before it is decided
    voyage.editing().keepMine();
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.editing().isModified(), 20'000);
    QVERIFY(!told(voyage).contains(QStringLiteral("steam")));
    compareFiles(voyage.bytes(), voyage.afterEdits({nodeEdit("water", "ice", nullptr, nullptr),
                                                    nodeEdit("electron", nullptr, "particle", nullptr)}));
}

void TestGraphEditBeside::clashTakesTheirs() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    typeInto(voyage, "electron", "role", "particle");
    voyage.edit(nodeEdit("water", "steam", nullptr, nullptr));
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    voyage.editing().takeTheirs();
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "steam");
    QCOMPARE(voyage.shown().node("electron")->role, "particle");
    voyage.trigger(Command::undo); // the person's edit isn't lost
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    voyage.trigger(Command::redo);
    voyage.settle();
    voyage.save();
    compareFiles(voyage.bytes(), voyage.afterEdits({nodeEdit("water", "steam", nullptr, nullptr),
                                                    nodeEdit("electron", nullptr, "particle", nullptr)}));
}

void TestGraphEditBeside::nodeThatOthersDeleted() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "electron", "role", "particle");
    typeInto(voyage, "water", "name", "ice");
    voyage.change({graph::DeleteNode{"electron"}});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    voyage.editing().keepMine();
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    QVERIFY(voyage.shown().node("electron") == nullptr);
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
}

void TestGraphEditBeside::clashGoesWithUndo() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.edit(nodeEdit("water", "steam", nullptr, nullptr));
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    voyage.trigger(Command::undo);
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "steam");
    QVERIFY(!voyage.editing().isModified());
}

void TestGraphEditBeside::bothWriteTheText() {
    GraphEditingVoyage voyage;
    voyage.edit(graph::SetText{"one\ntwo\nthree\n"});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, "one\ntwo\nthree\n");
    voyage.trigger(Command::editGraphText);
    voyage.type("text", "ONE\ntwo\nthree\n");
    voyage.submit();
    voyage.edit(graph::SetText{"one\ntwo\nTHREE\n"});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, "ONE\ntwo\nTHREE\n");
    voyage.save();
    QCOMPARE(voyage.bytes().at("graphs/chem/CNL.md"), "ONE\ntwo\nTHREE\n");
}

/// Going back beyond a save keeps what others wrote since.
void TestGraphEditBeside::undoKeepsWhatOthersWrote() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.save();
    voyage.change({nodeEdit("electron", "negatron", nullptr, nullptr)});
    QTRY_COMPARE(voyage.shown().node("electron")->name, "negatron");
    voyage.settle();
    voyage.trigger(Command::undo);
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "water");
    QCOMPARE(voyage.shown().node("electron")->name, "negatron");
    voyage.save();
    QVERIFY(voyage.bytes().at("nodes/electron.json").find("negatron") != std::string::npos);
    QVERIFY(voyage.bytes().at("nodes/water.json").find("\"ice\"") == std::string::npos);
}

void TestGraphEditBeside::failedSaveKeepsTheEdits() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    const auto before = voyage.bytes();
    const QString place = voyage.userFolder() + QStringLiteral("/.stemma");
    GraphEditingVoyage::writeFile(place, "no folder");
    voyage.save();
    QVERIFY2(told(voyage).contains(QStringLiteral(".stemma")), qPrintable(told(voyage)));
    QVERIFY(voyage.editing().isModified());
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    QVERIFY(voyage.bytes() == before);
    QVERIFY(QFile::remove(place));
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
    compareFiles(voyage.bytes(), voyage.afterEdits({nodeEdit("water", "ice", nullptr, nullptr)}));
}

void TestGraphEditBeside::drawnRelation() {
    GraphEditingVoyage voyage;
    QWidget* viewport = voyage.view().viewport();
    const QPoint from = voyage.view().toViewport(voyage.at("water")).toPoint();
    const QPoint to = voyage.view().toViewport(voyage.at("electron")).toPoint();
    const QPointF before = voyage.at("water");
    QTest::mousePress(viewport, Qt::LeftButton, Qt::ShiftModifier, from);
    QTest::mouseMove(viewport, (from + to) / 2);
    QTest::mouseMove(viewport, to);
    QTest::mouseRelease(viewport, Qt::LeftButton, Qt::ShiftModifier, to);
    QVERIFY(voyage.form().isOpen());
    QCOMPARE(voyage.form().values().line(QStringLiteral("target")), QStringLiteral("electron"));
    voyage.type("name", "needs");
    voyage.submit();
    QVERIFY(voyage.shown().relation("water::needs::electron") != nullptr);
    QCOMPARE(voyage.at("water"), before);
}

void TestGraphEditBeside::editsOfTwoGraphsAreOneChange() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.desk().showGraph("someone", "other");
    voyage.waitForPicture();
    QVERIFY(voyage.editing().isModified()); // kept
    voyage.trigger(Command::addNode);
    voyage.type("base_name", "neon");
    voyage.submit();
    voyage.save();
    QFile log(voyage.userFolder() + QStringLiteral("/.stemma/audit.jsonl"));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QCOMPARE(log.readAll().count('\n'), 1);
    const auto& nodes = voyage.shown().graph("other")->nodes;
    QVERIFY(std::find(nodes.begin(), nodes.end(), "neon") != nodes.end());
    QCOMPARE(voyage.shown().node("water")->name, "ice");
}

void TestGraphEditBeside::leavingAsks_data() {
    QTest::addColumn<int>("choice");
    QTest::addColumn<bool>("saved");
    QTest::newRow("save") << static_cast<int>(Prompts::Unsaved::save) << true;
    QTest::newRow("keep") << static_cast<int>(Prompts::Unsaved::keep) << false;
    QTest::newRow("discard") << static_cast<int>(Prompts::Unsaved::discard) << false;
}

void TestGraphEditBeside::leavingAsks() {
    QFETCH(const int, choice);
    QFETCH(const bool, saved);
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.prompts.unsaved = static_cast<Prompts::Unsaved>(choice);
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.desk().session() == nullptr, 20'000);
    QCOMPARE(voyage.bytes().at("nodes/water.json").find("\"ice\"") != std::string::npos, saved);
    QVERIFY(!voyage.window.isWindowModified());
}

void TestGraphEditBeside::draftsAreOffered_data() {
    QTest::addColumn<bool>("saveBefore");
    QTest::addColumn<bool>("others");
    QTest::newRow("edits") << false << false;
    QTest::newRow("edits, and others wrote since") << false << true;
    QTest::newRow("back beyond a save") << true << false;
}

void TestGraphEditBeside::draftsAreOffered() {
    QFETCH(const bool, saveBefore);
    QFETCH(const bool, others);
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    if (saveBefore) {
        voyage.save();
        voyage.trigger(Command::undo);
        voyage.settle();
    }
    const std::string wanted = *voyage.shown().node("water")->name;
    voyage.prompts.unsaved = Prompts::Unsaved::keep;
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.desk().session() == nullptr, 20'000);
    voyage.runner.waitForDone();
    if (others)
        voyage.edit(nodeEdit("electron", "negatron", nullptr, nullptr));
    voyage.window.openLibrary(voyage.root());
    QTRY_VERIFY_WITH_TIMEOUT(told(voyage).contains(QStringLiteral("were found")), 20'000);
    QVERIFY(voyage.shown().node("water")->name != wanted);
    for (QPushButton* button : voyage.window.messages()->findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("Take Them Up")))
            button->click();
    QTRY_COMPARE(*voyage.shown().node("water")->name, wanted);
    voyage.settle();
    QVERIFY(voyage.editing().isModified());
    if (others)
        QTRY_COMPARE(voyage.shown().node("electron")->name, "negatron");
    voyage.save();
    QVERIFY(voyage.bytes().at("nodes/water.json").find('"' + wanted + '"') != std::string::npos);
    QVERIFY(!voyage.editing().isModified());
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.desk().session() == nullptr, 20'000);
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditBeside)
#include "tst_graph_edit_beside.moc"
