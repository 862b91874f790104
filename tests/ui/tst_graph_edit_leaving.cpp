// SPDX-License-Identifier: MIT
// Editing graphs while another user, another library or another step comes in between.
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_tree.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using stemma::tests::GraphEditingVoyage;

namespace {

/// A library of two users with the same graphs.
class Voyage : public GraphEditingVoyage {
public:
    Voyage() {
        const graph::UserFiles files = storeOf(tests::StoreVersion::two);
        for (const auto& [path, file] : files.all())
            writeFile(otherFolder() + QLatin1Char('/') + QString::fromStdString(path),
                      QByteArray::fromStdString(file->bytes));
        desk().session()->refresh();
        QTRY_COMPARE_WITH_TIMEOUT(desk().session()->library()->users.size(), std::size_t{2}, 20'000);
    }
    [[nodiscard]] QString otherFolder() const { return root() + QStringLiteral("/users/another"); }
    void waitForUser(const char* user) {
        QTRY_VERIFY_WITH_TIMEOUT(page().graphs() && page().graphs()->user == user, 20'000);
        waitForPicture();
    }
    /// A person changes one field of a node, and doesn't save.
    void edit(const char* node, const char* field, const char* text) {
        choose(node);
        trigger(Command::editElement);
        type(field, text);
        submit();
        QVERIFY(!form().isOpen());
    }
    using GraphEditingVoyage::edit;
    void waitForAll() {
        runner.waitForDone();
        QTest::qWait(0);
    }
    [[nodiscard]] QPushButton* undoButton() { return messageButton("Undo"); }
};

graph::EditNode renaming(const char* node, const char* name) {
    graph::EditNode edit;
    edit.id = node;
    edit.name = Value::string(name);
    return edit;
}

bool isThere(const QString& userFolder, const char* graph) {
    return QFileInfo::exists(userFolder + QStringLiteral("/graphs/") + QLatin1String(graph));
}

} // namespace

class TestGraphEditLeaving : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void failedSaveKeepsTheGraph();
    void deletesTheGraphThatWasMeant();
    void libraryClosesWhileAGraphIsMade();
    void libraryClosesWhileAGraphIsDeleted();
    void undoOfADeletedNode_data();
    void undoOfADeletedNode();
    void savesOfWhoIsNotShown();
    void anotherUserWhileSaving();
};

/// What was confirmed before a save that failed isn't done by a later one.
void TestGraphEditLeaving::failedSaveKeepsTheGraph() {
    Voyage voyage;
    voyage.edit("water", "name", "ice");
    const QString place = voyage.userFolder() + QStringLiteral("/.stemma");
    GraphEditingVoyage::writeFile(place, "no folder");
    voyage.prompts.agrees = true;
    voyage.trigger(Command::deleteGraph);
    voyage.settle();
    QVERIFY2(voyage.told().contains(QStringLiteral(".stemma")), qPrintable(voyage.told()));
    QVERIFY(QFile::remove(place));
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
    voyage.waitForAll();
    QVERIFY(isThere(voyage.userFolder(), "chem"));
    voyage.edit("water", "name", "steam");
    voyage.trigger(Command::deleteGraph);
    QTRY_VERIFY(!isThere(voyage.userFolder(), "chem"));
}

void TestGraphEditLeaving::deletesTheGraphThatWasMeant() {
    Voyage voyage;
    voyage.edit("water", "name", "ice");
    voyage.prompts.agrees = true;
    voyage.trigger(Command::deleteGraph); // saves before
    voyage.desk().showGraph("another", "chem");
    voyage.waitForUser("another");
    QTRY_VERIFY(!isThere(voyage.userFolder(), "chem"));
    voyage.waitForAll();
    QVERIFY(isThere(voyage.otherFolder(), "chem"));
    QVERIFY(voyage.shown().graph("chem") != nullptr);
}

void TestGraphEditLeaving::libraryClosesWhileAGraphIsMade() {
    Voyage voyage;
    voyage.trigger(Command::newGraph);
    voyage.type("title", "A new one");
    QTest::mouseClick(voyage.form().submitButton(), Qt::LeftButton);
    voyage.trigger(Command::closeLibrary);
    QVERIFY(voyage.desk().session() == nullptr);
    voyage.waitForAll();
    QTRY_VERIFY(voyage.told().contains(QStringLiteral("A new one")));
    QVERIFY(isThere(voyage.userFolder(), "A new one"));
    QVERIFY(voyage.undoButton() == nullptr);
}

void TestGraphEditLeaving::libraryClosesWhileAGraphIsDeleted() {
    Voyage voyage;
    voyage.prompts.agrees = true;
    voyage.trigger(Command::deleteGraph);
    voyage.trigger(Command::closeLibrary);
    QVERIFY(voyage.desk().session() == nullptr);
    voyage.waitForAll();
    QTRY_VERIFY(voyage.told().contains(QStringLiteral("was deleted")));
    QVERIFY(!isThere(voyage.userFolder(), "chem"));
    QVERIFY(voyage.undoButton() == nullptr);
}

void TestGraphEditLeaving::undoOfADeletedNode_data() {
    QTest::addColumn<QString>("then");
    for (const char* then : {"nothing", "an edit", "a move", "an undo"})
        QTest::newRow(then) << QString::fromLatin1(then);
}

/// The button beside what was deleted takes that back, and nothing else.
void TestGraphEditLeaving::undoOfADeletedNode() {
    QFETCH(const QString, then);
    Voyage voyage;
    voyage.choose("electron");
    voyage.trigger(Command::deleteElement);
    QTRY_VERIFY(voyage.undoButton() != nullptr);
    voyage.settle();
    voyage.waitForPicture();
    if (then == QStringLiteral("nothing")) {
        voyage.undoButton()->click();
        QTRY_VERIFY(voyage.shown().node("electron") != nullptr);
        QVERIFY(!voyage.editing().isModified());
        return;
    }
    if (then == QStringLiteral("an edit"))
        voyage.edit("water", "name", "ice");
    else if (then == QStringLiteral("a move"))
        voyage.drag("oxygen");
    else
        voyage.trigger(Command::undo);
    voyage.settle();
    QTRY_VERIFY(voyage.undoButton() == nullptr);
}

/// Nobody looks at the user whose edits can't be saved: it is told all the same, and shown.
void TestGraphEditLeaving::savesOfWhoIsNotShown() {
    Voyage voyage;
    voyage.edit("water", "name", "ice");
    voyage.desk().showGraph("another", "chem");
    voyage.waitForUser("another");
    voyage.edit(renaming("water", "steam"));
    voyage.prompts.unsaved = Prompts::Unsaved::save;
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.page().graphs() && voyage.page().graphs()->user == "someone", 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    QVERIFY2(voyage.told().contains(QStringLiteral("steam")), qPrintable(voyage.told()));
    voyage.editing().keepMine();
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.save();
    QVERIFY(voyage.bytes().at("nodes/water.json").find("\"ice\"") != std::string::npos);
    voyage.waitForAll();
    QVERIFY(voyage.desk().session() != nullptr); // leaving was given up
}

void TestGraphEditLeaving::anotherUserWhileSaving() {
    Voyage voyage;
    voyage.edit("water", "name", "ice");
    voyage.editing().save();
    voyage.desk().showGraph("another", "chem");
    QVERIFY(voyage.editor().editing() == nullptr);
    while (!voyage.page().graphs())
        QTest::qWait(1);
    QCOMPARE(voyage.page().graphs()->user, "another");
    voyage.waitForAll();
    QCOMPARE(voyage.page().graphs()->user, "another");
    QVERIFY(voyage.bytes().at("nodes/water.json").find("\"ice\"") != std::string::npos);
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditLeaving)
#include "tst_graph_edit_leaving.moc"
