// SPDX-License-Identifier: MIT
// What was typed in a form, taken back or given up meets what others saved since.
#include "tests/support/proof.h"
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using stemma::tests::compareFiles;
using stemma::tests::GraphEditingVoyage;
using stemma::tests::nodeEdit;
using stemma::tests::told;
using stemma::tests::typeInto;

namespace {

void apply(GraphEditingVoyage& voyage, const graph::GraphEdit& edit) {
    voyage.editing().apply("chem", {edit}, QStringLiteral("an edit"));
    voyage.settle();
    QVERIFY(voyage.editing().isModified());
}

/// The window goes, and leaves its edits as a draft.
void leave(GraphEditingVoyage& voyage) {
    voyage.prompts.unsaved = Prompts::Unsaved::keep;
    voyage.trigger(Command::closeLibrary);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.desk().session() == nullptr, 20'000);
    voyage.runner.waitForDone();
}

void comeBackAndTakeUp(GraphEditingVoyage& voyage) {
    voyage.window.openLibrary(voyage.root());
    QTRY_VERIFY_WITH_TIMEOUT(told(voyage).contains(QStringLiteral("were found")), 20'000);
    for (QPushButton* button : voyage.window.messages()->findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("Take Them Up")))
            button->click();
}

QStringList draftFiles(GraphEditingVoyage& voyage) {
    const QDir folder(voyage.stateFolder() + QStringLiteral("/drafts"));
    QStringList paths;
    for (const QString& name : folder.entryList({QStringLiteral("*.draft")}, QDir::Files))
        paths << folder.filePath(name);
    return paths;
}

/// How a person came to want to go back or forth.
enum class Way { discarded, undone, saved };

/// Something can be gone back or forth to: the name that water gets by it.
std::string setOut(GraphEditingVoyage& voyage, Way way) {
    typeInto(voyage, "water", "name", "ice");
    if (way == Way::discarded)
        voyage.editing().discard();
    else if (way == Way::undone)
        voyage.editing().undo();
    else
        voyage.save();
    voyage.settle();
    return way == Way::saved ? "water" : "ice";
}

void goThere(GraphEditingVoyage& voyage, Way way) {
    if (way == Way::undone)
        voyage.editing().redo();
    else
        voyage.editing().undo();
    voyage.settle();
}

void decide(GraphEditingVoyage& voyage, bool mine) {
    if (mine)
        voyage.editing().keepMine();
    else
        voyage.editing().takeTheirs();
    voyage.settle();
}

} // namespace

class TestGraphEditMeeting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { stemma::tests::failOnWarnings(); }
    void formMeetsOthers();
    void formMergesOthers();
    void clashOfWhatWasTakenBack_data();
    void clashOfWhatWasTakenBack();
    void wayBackMeetsOthers_data();
    void wayBackMeetsOthers();
    void wayBackTakesTheirs();
    void wayBackIsGivenUp();
    void wayBackAfterADecision();
    void draftMeetsNewFiles();
    void draftThatCanNoLongerBeDone();
    void draftThatWasSaved();
};

/// What others saved while a person typed in a form isn't replaced by what was typed.
void TestGraphEditMeeting::formMeetsOthers() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("description", "wet, says the person");
    voyage.edit(nodeEdit("water", nullptr, nullptr, "wet, say others"));
    QTRY_COMPARE(voyage.shown().node("water")->description, "wet, say others");
    voyage.submit();
    QVERIFY(voyage.form().isOpen()); // nothing of what was typed is lost
    QCOMPARE(voyage.form().values().line(QStringLiteral("description")),
             QStringLiteral("wet, says the person"));
    QCOMPARE(voyage.shown().node("water")->description, "wet, say others");
    voyage.form().close();
    voyage.trigger(Command::editGraphText);
    voyage.type("text", "all of it by the person\n");
    voyage.edit(graph::SetText{"all of it by others\n"});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, "all of it by others\n");
    voyage.save(); // applies what is typed
    QVERIFY(voyage.form().isOpen());
    QCOMPARE(voyage.bytes().at("graphs/chem/CNL.md"), "all of it by others\n");
    voyage.form().close();
    stemma::tests::proved("P10", "what was typed in a form doesn't replace what others saved meanwhile", 2);
}

void TestGraphEditMeeting::formMergesOthers() {
    GraphEditingVoyage voyage;
    voyage.edit(graph::SetText{"one\ntwo\nthree\n"});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, "one\ntwo\nthree\n");
    voyage.trigger(Command::editGraphText);
    voyage.type("text", "ONE\ntwo\nthree\n");
    voyage.edit(graph::SetText{"one\ntwo\nTHREE\n"});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, "one\ntwo\nTHREE\n");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    QCOMPARE(voyage.shown().graph("chem")->text, "ONE\ntwo\nTHREE\n");
}

void TestGraphEditMeeting::clashOfWhatWasTakenBack_data() {
    QTest::addColumn<bool>("mine");
    QTest::newRow("mine") << true;
    QTest::newRow("theirs") << false;
}

/// A save was undone, and others changed the same, and more: only what is in the way is decided.
void TestGraphEditMeeting::clashOfWhatWasTakenBack() {
    QFETCH(const bool, mine);
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    voyage.save();
    voyage.trigger(Command::undo);
    voyage.settle();
    typeInto(voyage, "electron", "role", "particle");
    voyage.change(
        {nodeEdit("water", "steam", nullptr, nullptr), nodeEdit("electron", "negatron", nullptr, nullptr)});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    decide(voyage, mine);
    QTRY_VERIFY(!voyage.editing().isClashing());
    QCOMPARE(voyage.shown().node("water")->name, mine ? "water" : "steam");
    QCOMPARE(voyage.shown().node("electron")->name, "negatron");
    QCOMPARE(voyage.shown().node("electron")->role, "particle");
    if (!mine) {
        voyage.trigger(Command::undo);
        voyage.settle();
        QCOMPARE(voyage.shown().node("water")->name, "water");
        QCOMPARE(voyage.shown().node("electron")->name, "negatron");
        QCOMPARE(voyage.shown().node("electron")->role, "particle");
        voyage.trigger(Command::redo);
        voyage.settle();
    }
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
    const auto bytes = voyage.bytes();
    QVERIFY(bytes.at("nodes/water.json").find(mine ? "\"water\"" : "\"steam\"") != std::string::npos);
    QVERIFY(bytes.at("nodes/electron.json").find("negatron") != std::string::npos);
    QVERIFY(bytes.at("nodes/electron.json").find("particle") != std::string::npos);
    stemma::tests::proved("P10", "a decision on a clash after an undone save leaves all else of others", 1);
}

void TestGraphEditMeeting::wayBackMeetsOthers_data() {
    QTest::addColumn<Way>("way");
    QTest::addColumn<bool>("same");
    QTest::newRow("undo of a discard, others changed the same") << Way::discarded << true;
    QTest::newRow("redo, others changed the same") << Way::undone << true;
    QTest::newRow("undo of a save, others changed the same") << Way::saved << true;
    QTest::newRow("undo of a discard, others changed something else") << Way::discarded << false;
    QTest::newRow("redo, others changed something else") << Way::undone << false;
    QTest::newRow("undo of a save, others changed something else") << Way::saved << false;
}

/// What was given up, and is wanted again, doesn't replace what others saved since before that is decided.
void TestGraphEditMeeting::wayBackMeetsOthers() {
    QFETCH(const Way, way);
    QFETCH(const bool, same);
    for (const bool mine : {true, false}) {
        GraphEditingVoyage voyage;
        const std::string wanted = setOut(voyage, way);
        voyage.change({nodeEdit(same ? "water" : "electron", "steam", nullptr, nullptr)});
        QTRY_COMPARE(voyage.shown().node(same ? "water" : "electron")->name, "steam");
        voyage.settle();
        const auto before = voyage.bytes();
        goThere(voyage, way);
        QCOMPARE(voyage.editing().isWayClashing(), same);
        QCOMPARE(told(voyage).contains(QStringLiteral("would replace what another program changed")), same);
        if (same) {
            QCOMPARE(voyage.shown().node("water")->name, "steam");
            QVERIFY2(told(voyage).contains(QString::fromStdString(wanted)), qPrintable(told(voyage)));
            decide(voyage, mine);
            QVERIFY(!voyage.editing().isClashing());
            QVERIFY(!told(voyage).contains(QStringLiteral("would replace")));
        }
        const bool taken = same && !mine;
        QCOMPARE(voyage.shown().node("water")->name, taken ? "steam" : wanted);
        voyage.save();
        QVERIFY(!voyage.editing().isModified());
        if (taken)
            compareFiles(voyage.bytes(), before);
        else
            QVERIFY(voyage.bytes().at("nodes/water.json").find('"' + wanted + '"') != std::string::npos);
        if (!same)
            QVERIFY(voyage.bytes().at("nodes/electron.json").find("steam") != std::string::npos);
    }
    stemma::tests::proved("P10", "going back or forth replaces what others saved only if that is decided", 2);
}

/// Of several edits that are wanted again only what others changed is left to them.
void TestGraphEditMeeting::wayBackTakesTheirs() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    typeInto(voyage, "electron", "role", "particle");
    voyage.editing().discard();
    voyage.settle();
    voyage.change({nodeEdit("water", "steam", nullptr, nullptr)});
    QTRY_COMPARE(voyage.shown().node("water")->name, "steam");
    voyage.settle();
    goThere(voyage, Way::discarded);
    decide(voyage, false);
    QCOMPARE(voyage.shown().node("water")->name, "steam");
    QCOMPARE(voyage.shown().node("electron")->role, "particle");
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
}

/// Nobody has to decide: what is done next, a save too, leaves it undone.
void TestGraphEditMeeting::wayBackIsGivenUp() {
    GraphEditingVoyage voyage;
    setOut(voyage, Way::undone);
    voyage.change({nodeEdit("water", "steam", nullptr, nullptr)});
    QTRY_COMPARE(voyage.shown().node("water")->name, "steam");
    voyage.settle();
    goThere(voyage, Way::undone);
    QVERIFY(voyage.editing().isWayClashing());
    apply(voyage, nodeEdit("electron", nullptr, "particle", nullptr));
    QVERIFY(!voyage.editing().isClashing());
    QVERIFY(!told(voyage).contains(QStringLiteral("would replace")));
    voyage.save();
    QVERIFY(!voyage.editing().isModified());
    QVERIFY(voyage.bytes().at("nodes/water.json").find("steam") != std::string::npos);
    QVERIFY(voyage.bytes().at("nodes/electron.json").find("particle") != std::string::npos);
}

/// What was decided needs no second decision on the way back.
void TestGraphEditMeeting::wayBackAfterADecision() {
    GraphEditingVoyage voyage;
    typeInto(voyage, "water", "name", "ice");
    typeInto(voyage, "electron", "role", "particle");
    voyage.change({nodeEdit("water", "steam", nullptr, nullptr)});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    voyage.editing().keepMine();
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    voyage.editing().undo();
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    QVERIFY(voyage.shown().node("electron")->role != "particle");
}

/// What others added while nobody watched doesn't go with a node that the draft deletes.
void TestGraphEditMeeting::draftMeetsNewFiles() {
    GraphEditingVoyage voyage;
    voyage.change({graph::AddNode{"neon", {}, {}, {}, {}, {}, {}}});
    QTRY_VERIFY(voyage.shown().node("neon") != nullptr);
    voyage.settle();
    apply(voyage, graph::DeleteNode{"neon"});
    leave(voyage);
    voyage.change({graph::AddRelation{"electron", "lights", "neon", {}, {}, {}}});
    comeBackAndTakeUp(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    voyage.editing().takeTheirs();
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    QVERIFY(voyage.shown().node("neon") != nullptr);
    QVERIFY(voyage.shown().relation("electron::lights::neon") != nullptr);
    stemma::tests::proved("P10", "a draft that is taken up doesn't remove what others added since", 1);
}

/// What a step needs went, and the draft's other steps touch nothing that would hold it.
void TestGraphEditMeeting::draftThatCanNoLongerBeDone() {
    GraphEditingVoyage voyage;
    voyage.change({graph::AddNode{"neon", {}, {}, {}, {}, {}, {}}});
    QTRY_VERIFY(voyage.shown().node("neon") != nullptr);
    voyage.settle();
    apply(voyage, graph::SetText{"said by the person\n"});
    const auto fields =
        json::parse(R"({"name": "glowing", "tense": "present", "inputs": [{"id": "neon"}], "outputs": []})");
    QVERIFY(fields);
    apply(voyage, graph::AddTransition{"glowing", *fields});
    leave(voyage);
    voyage.change({graph::DeleteNode{"neon"}});
    comeBackAndTakeUp(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.editing().isClashing(), 20'000);
    QVERIFY(voyage.editing().impossibleStep() != nullptr);
    voyage.editing().keepMine(); // all that can be kept
    QTRY_VERIFY(!voyage.editing().isClashing());
    voyage.settle();
    QCOMPARE(voyage.shown().graph("chem")->text, "said by the person\n");
    QVERIFY(voyage.shown().node("neon") == nullptr);
    QVERIFY(voyage.shown().transition("glowing") == nullptr);
}

/// The window died between the save and the removal of its draft.
void TestGraphEditMeeting::draftThatWasSaved() {
    GraphEditingVoyage voyage;
    apply(voyage, graph::AddNode{"neon", {}, {}, {}, {}, {}, {}});
    apply(voyage, graph::AddRelation{"electron", "lights", "neon", {}, {}, {}});
    QTRY_COMPARE(draftFiles(voyage).size(), 1);
    QTRY_VERIFY([&] {
        QFile file(draftFiles(voyage).value(0));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("lights");
    }());
    const QString draft = draftFiles(voyage).front();
    const QString aside = draft + QStringLiteral(".aside");
    QVERIFY(QFile::copy(draft, aside));
    voyage.stopClock({stemma::tests::editTime.micros + 3'600'000'000});
    voyage.save();
    leave(voyage);
    QVERIFY(draftFiles(voyage).isEmpty());
    QVERIFY(QFile::rename(aside, draft));
    voyage.window.openLibrary(voyage.root());
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(draft), 20'000); // settled: nothing is to be asked
    QVERIFY(!told(voyage).contains(QStringLiteral("were found")));
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditMeeting)
#include "tst_graph_edit_meeting.moc"
