// SPDX-License-Identifier: MIT
// Editing graphs in the window: undo and redo, saving, graphs that come and go.
#include "tests/support/proof.h"
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using stemma::tests::compareFiles;
using stemma::tests::GraphEditingVoyage;
using stemma::tests::nodeEdit;
using stemma::tests::typeInto;

class TestGraphEditSaving : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { stemma::tests::failOnWarnings(); }
    void undoAndRedo();
    void undoBeyondASave();
    void movesAndEditsInOneOrder();
    void nothingElseMovesInThePicture();
    void savingNothingWritesNothing();
    void typingIsSavedToo();
    void invalidTypingIsNotSaved();
    void editsAreSavedByThemselves();
    void savedByItselfBesideOthers_data();
    void savedByItselfBesideOthers();
    void newAndDeletedGraphs();
};

void TestGraphEditSaving::undoAndRedo() {
    GraphEditingVoyage voyage;
    const auto before = voyage.bytes();
    voyage.choose("water");
    voyage.trigger(Command::takeFromGraph);
    voyage.settle();
    voyage.choose("electron");
    voyage.trigger(Command::deleteElement);
    voyage.settle();
    QVERIFY2(voyage.undoText().contains(QStringLiteral("delete node")), qPrintable(voyage.undoText()));
    voyage.trigger(Command::undo);
    voyage.settle();
    QVERIFY(voyage.shown().node("electron") != nullptr);
    QVERIFY(voyage.undoText().contains(QStringLiteral("take")));
    voyage.trigger(Command::undo);
    voyage.settle();
    QVERIFY(!voyage.editing().isModified());
    QVERIFY(!voyage.window.isWindowModified());
    QVERIFY(!voyage.window.actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::redo);
    voyage.trigger(Command::redo); // before the first is done
    voyage.settle();
    QVERIFY(voyage.shown().node("electron") == nullptr);
    voyage.trigger(Command::discardEdits);
    voyage.settle();
    QVERIFY(!voyage.editing().isModified());
    voyage.trigger(Command::undo);
    voyage.settle();
    QVERIFY(voyage.shown().node("electron") == nullptr);
    QVERIFY(voyage.bytes() == before);
}

void TestGraphEditSaving::undoBeyondASave() {
    GraphEditingVoyage voyage;
    const auto before = voyage.bytes();
    voyage.choose("water");
    voyage.trigger(Command::takeFromGraph);
    voyage.settle();
    const auto afterFirst = voyage.afterEdits({graph::RemoveFromGraph{"water"}});
    voyage.choose("electron");
    voyage.trigger(Command::deleteElement);
    voyage.settle();
    voyage.save();
    voyage.trigger(Command::undo);
    voyage.settle();
    QVERIFY(voyage.editing().isModified());
    QVERIFY(voyage.shown().node("electron") != nullptr);
    voyage.save();
    auto now = voyage.bytes();
    std::erase_if(now, [&](const auto& file) { return !afterFirst.contains(file.first); }); // composed since
    compareFiles(now, afterFirst);
    voyage.trigger(Command::redo);
    voyage.settle();
    QVERIFY(voyage.shown().node("electron") == nullptr);
    voyage.trigger(Command::undo);
    voyage.trigger(Command::undo);
    voyage.settle();
    voyage.save();
    for (const auto& [path, bytes] : before)
        QVERIFY2(voyage.bytes().at(path) == bytes, path.c_str());
}

void TestGraphEditSaving::movesAndEditsInOneOrder() {
    GraphEditingVoyage voyage;
    const QPointF first = voyage.at("oxygen");
    const QPointF second = voyage.drag("oxygen");
    QVERIFY(first != second);
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("role", "gas");
    voyage.submit();
    voyage.waitForPicture();
    const QPointF third = voyage.drag("oxygen");
    QVERIFY(third != second);
    voyage.trigger(Command::undo);
    voyage.settle();
    QCOMPARE(voyage.at("oxygen"), second);
    QVERIFY(voyage.editing().isModified());
    voyage.trigger(Command::undo);
    voyage.settle();
    QVERIFY(!voyage.editing().isModified());
    QCOMPARE(voyage.at("oxygen"), second);
    voyage.waitForPicture();
    voyage.trigger(Command::undo);
    voyage.settle();
    QCOMPARE(voyage.at("oxygen"), first);
}

void TestGraphEditSaving::nothingElseMovesInThePicture() {
    GraphEditingVoyage voyage;
    std::map<std::string, QPointF> before;
    for (const auto& element : voyage.view().scene()->picture().elements)
        before[element.id] = voyage.at(element.id.c_str());
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("name", "a much longer name than it had before");
    voyage.submit();
    voyage.trigger(Command::addNode);
    voyage.type("base_name", "neon");
    voyage.submit();
    QTRY_VERIFY(voyage.inPicture("neon"));
    const PictureScene& scene = *voyage.view().scene();
    const std::uint32_t water = *scene.picture().find("water");
    QCOMPARE(scene.elementsIn(scene.box(water)), std::vector<std::uint32_t>{water});
    before["water"] = voyage.at("water"); // it alone may have moved, as it would lie on others
    for (const auto& [id, at] : before)
        QVERIFY2(voyage.at(id.c_str()) == at, id.c_str());
    const std::string mass = "attrval_" + voyage.shown().attributes.front().id;
    voyage.choose(mass.c_str());
    voyage.trigger(Command::editElement);
    voyage.type("value", "16");
    voyage.submit();
    const std::string edited = "attrval_" + voyage.shown().attributes.front().id;
    QVERIFY(mass != edited);
    QCOMPARE(voyage.page().current().toStdString(), edited);
    QTRY_VERIFY(voyage.inPicture(edited.c_str()));
    QCOMPARE(voyage.at(edited.c_str()), before.at(mass));
    voyage.trigger(Command::undo);
    QTRY_VERIFY(voyage.inPicture(mass.c_str()));
    voyage.trigger(Command::undo);
    QTRY_VERIFY(!voyage.inPicture("neon"));
    voyage.save();
    voyage.waitForPicture();
    for (const auto& [id, at] : before)
        QVERIFY2(voyage.at(id.c_str()) == at, id.c_str());
}

void TestGraphEditSaving::savingNothingWritesNothing() {
    GraphEditingVoyage voyage;
    const QStringList before = voyage.listing();
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.submit(); // nothing was typed
    QVERIFY(!voyage.editing().isModified());
    voyage.editing().save();
    voyage.settle();
    QCOMPARE(voyage.listing(), before);
}

void TestGraphEditSaving::typingIsSavedToo() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("role", "liquid");
    voyage.save();
    graph::EditNode edit;
    edit.id = "water";
    edit.role = Value::string("liquid");
    compareFiles(voyage.bytes(), voyage.afterEdits({edit}));
}

void TestGraphEditSaving::invalidTypingIsNotSaved() {
    GraphEditingVoyage voyage;
    const auto before = voyage.bytes();
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("name", "");
    voyage.save();
    QVERIFY(voyage.form().isOpen());
    QVERIFY(voyage.window.messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Not saved")));
    QVERIFY(voyage.bytes() == before);
}

void TestGraphEditSaving::editsAreSavedByThemselves() {
    GraphEditingVoyage voyage;
    graph::EditNode edit;
    edit.id = "water";
    edit.role = Value::string("liquid");
    const auto after = voyage.afterEdits({edit});
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("role", "liquid");
    voyage.submit();
    QVERIFY(voyage.editing().isModified()); // off until it is asked for
    voyage.editor().setAutoSave(std::chrono::milliseconds(30));
    QTRY_VERIFY(!voyage.editing().isModified());
    voyage.settle();
    compareFiles(voyage.bytes(), after);
    voyage.trigger(Command::editElement);
    voyage.type("role", "half typed");
    QTest::qWait(200);
    QVERIFY(voyage.editing().isModified()); // nobody has finished that
    compareFiles(voyage.bytes(), after);
}

void TestGraphEditSaving::savedByItselfBesideOthers_data() {
    QTest::addColumn<QString>("node");
    QTest::newRow("others changed something else") << QStringLiteral("electron");
    QTest::newRow("others changed the same") << QStringLiteral("water");
}

/// The window hasn't seen yet what others wrote: that is merged, or nothing is saved before it is decided.
void TestGraphEditSaving::savedByItselfBesideOthers() {
    QFETCH(const QString, node);
    const bool same = node == QStringLiteral("water");
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.edit(nodeEdit(node.toUtf8().constData(), "steam", nullptr, nullptr));
    const auto before = voyage.bytes();
    voyage.editing().saveByItself();
    if (same) {
        QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
        voyage.settle();
        compareFiles(voyage.bytes(), before);
        voyage.editing().saveByItself();
        voyage.settle();
        compareFiles(voyage.bytes(), before);
        voyage.editing().keepMine();
        QTRY_VERIFY(!voyage.editing().isClashing());
        voyage.settle();
        QVERIFY(voyage.editing().isModified()); // nobody asked for a save
        voyage.editing().saveByItself();
    }
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.editing().isModified(), 20'000);
    voyage.settle();
    compareFiles(voyage.bytes(),
                 voyage.afterEdits({nodeEdit(node.toUtf8().constData(), "steam", nullptr, nullptr),
                                    nodeEdit("water", "ice", nullptr, nullptr)}));
    stemma::tests::proved("P10", "a save by itself keeps what others wrote", 1);
}

void TestGraphEditSaving::newAndDeletedGraphs() {
    GraphEditingVoyage voyage;
    const auto before = voyage.bytes();
    const auto make = [&] {
        voyage.trigger(Command::newGraph);
        voyage.type("title", "A new one");
        QTest::mouseClick(voyage.form().submitButton(), Qt::LeftButton);
        QTRY_COMPARE(voyage.page().graph(), "A new one");
        QTRY_VERIFY(voyage.page().graphs() && voyage.shown().graph("A new one"));
        QVERIFY(!voyage.form().isOpen());
    };
    const auto pressUndo = [&](const char* told) {
        QTRY_VERIFY2(voyage.told().contains(QLatin1String(told)), qPrintable(voyage.told()));
        QVERIFY(voyage.messageButton("Undo"));
        QTest::mouseClick(voyage.messageButton("Undo"), Qt::LeftButton);
    };
    voyage.trigger(Command::newGraph);
    voyage.type("title", "chem");
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("title")).isEmpty());
    voyage.form().close();
    make();
    pressUndo("was made");
    QTRY_VERIFY(voyage.bytes() == before);
    QTRY_VERIFY(!voyage.shown().graph("A new one"));
    QVERIFY(voyage.desk().session() != nullptr);
    make();
    const auto made = voyage.bytes();
    voyage.prompts.agrees = true;
    voyage.trigger(Command::deleteGraph);
    QTRY_VERIFY(!voyage.shown().graph("A new one"));
    QCOMPARE(voyage.prompts.asked.size(), 1);
    QTRY_VERIFY(voyage.bytes() == before);
    pressUndo("was deleted");
    QTRY_VERIFY(voyage.bytes() == made);
    QTRY_VERIFY(voyage.shown().graph("A new one"));
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditSaving)
#include "tst_graph_edit_saving.moc"
