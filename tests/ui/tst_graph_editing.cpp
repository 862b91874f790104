// SPDX-License-Identifier: MIT
// Editing graphs in the window: each kind of edit by its form, undo and redo, saving.
#include "tests/ui/graph_editing_voyage.h"

#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using stemma::tests::compareFiles;
using stemma::tests::GraphEditingVoyage;

class TestGraphEditing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void nodeFields();
    void newNode();
    void newNodeThatIsThere();
    void deletedNode();
    void membership();
    void relations();
    void attributes();
    void morphs();
    void members();
    void transitions();
    void graphFacts();
};

void TestGraphEditing::nodeFields() {
    GraphEditingVoyage voyage;
    const auto before = voyage.bytes();
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    QVERIFY(voyage.form().isOpen());
    voyage.type("name", "ice & snow");
    voyage.type("description", "frozen");
    QVERIFY(voyage.window.isWindowModified());
    QTest::keyClick(voyage.form().field(QStringLiteral("name")), Qt::Key_Return);
    voyage.settle();
    QVERIFY(!voyage.form().isOpen());
    QCOMPARE(voyage.shown().node("water")->name, "ice & snow");
    QTRY_VERIFY(voyage.card().contains(QStringLiteral("frozen")));
    QVERIFY(voyage.page().graphs()->edited.contains("water"));
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
    QVERIFY(voyage.bytes() == before); // not before it is saved
    QVERIFY(voyage.window.isWindowModified());
    voyage.save();
    QVERIFY(!voyage.window.isWindowModified());
    graph::EditNode edit;
    edit.id = "water";
    edit.name = Value::string("ice & snow");
    edit.description = Value::string("frozen");
    compareFiles(voyage.bytes(), voyage.afterEdits({edit}));
}

void TestGraphEditing::newNode() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::addNode);
    QCOMPARE(voyage.form().problem().isEmpty(), false);
    voyage.submit();
    QVERIFY(voyage.form().isOpen());
    QVERIFY(!voyage.form().noteOf(QStringLiteral("base_name")).isEmpty());
    voyage.type("base_name", "Gas");
    voyage.type("adjective", "noble");
    QVERIFY(voyage.form().noteOf({}).contains(QStringLiteral("noble_gas")));
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    QCOMPARE(voyage.page().current(), QStringLiteral("noble_gas"));
    voyage.waitForPicture();
    QTRY_VERIFY(voyage.inPicture("noble_gas"));
    voyage.save();
    graph::AddNode edit;
    edit.baseName = "Gas";
    edit.adjective = "noble";
    edit.role = Value::string("individual");
    compareFiles(voyage.bytes(), voyage.afterEdits({edit}));
}

void TestGraphEditing::newNodeThatIsThere() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::addNode);
    voyage.type("base_name", "water");
    voyage.submit();
    QVERIFY(voyage.form().isOpen());
    QVERIFY(voyage.form().noteOf(QStringLiteral("base_name")).contains(QStringLiteral("already")));
    QTest::keyClick(&voyage.form(), Qt::Key_Escape);
    QVERIFY(!voyage.form().isOpen());
    QVERIFY(!voyage.editing().isModified());
}

void TestGraphEditing::deletedNode() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.view().setFocus();
    QTest::keyClick(&voyage.view(), Qt::Key_Delete);
    voyage.settle();
    QVERIFY(voyage.shown().node("water") == nullptr);
    const QString told = voyage.window.messages()->texts().join(QLatin1Char(' '));
    QVERIFY2(told.contains(QStringLiteral("2 relation")), qPrintable(told));
    voyage.save();
    compareFiles(voyage.bytes(), voyage.afterEdits({graph::DeleteNode{"water"}}));
}

void TestGraphEditing::membership() {
    GraphEditingVoyage voyage;
    voyage.choose("oxygen");
    voyage.trigger(Command::takeFromGraph);
    voyage.settle();
    const auto& nodes = voyage.shown().graph("chem")->nodes;
    QVERIFY(std::find(nodes.begin(), nodes.end(), "oxygen") == nodes.end());
    QVERIFY(voyage.shown().node("oxygen") != nullptr);
    voyage.trigger(Command::addExistingNode);
    voyage.type("node", "no such");
    voyage.submit();
    QVERIFY(voyage.form().isOpen());
    voyage.type("node", "cell");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    voyage.save();
    compareFiles(voyage.bytes(),
                 voyage.afterEdits({graph::RemoveFromGraph{"oxygen"}, graph::AddToGraph{"living_cell"}}));
}

void TestGraphEditing::relations() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::addRelation);
    voyage.type("name", "needs");
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("target")).isEmpty());
    voyage.type("target", "electron");
    voyage.type("adverb", "rarely");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    QTRY_VERIFY(voyage.card().contains(QStringLiteral("needs")));
    voyage.editor().editRelation("water::rarely::needs::electron");
    voyage.type("adverb", "");
    voyage.type("modality", "perhaps");
    voyage.submit();
    QVERIFY(voyage.shown().relation("water::needs::electron::perhaps") != nullptr);
    voyage.editor().editRelation("oxygen::is_a::water");
    QTest::mouseClick(voyage.form().removeButton(), Qt::LeftButton);
    voyage.settle();
    QVERIFY(voyage.shown().relation("oxygen::is_a::water") == nullptr);
    voyage.save();
    graph::EditRelation edit{"water::rarely::needs::electron", {}, {}, Value(), Value::string("perhaps")};
    compareFiles(voyage.bytes(), voyage.afterEdits({graph::AddRelation{"water", "needs", "electron", "rarely",
                                                                       "", std::string("basic_water")},
                                                    edit, graph::DeleteRelation{"oxygen::is_a::water"}}));
}

void TestGraphEditing::attributes() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::addAttribute);
    voyage.type("name", "boils at");
    voyage.type("value", "99.970");
    voyage.type("unit", "C");
    QVERIFY(voyage.form().noteOf(QStringLiteral("kind")).contains(QStringLiteral("number")));
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    const std::string made = voyage.shown().attributes.back().id;
    voyage.editor().editAttribute(made);
    voyage.pick("kind", "number");
    voyage.type("value", "hot");
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("value")).isEmpty());
    voyage.pick("kind", "text");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    const std::string mass = voyage.shown().attributes.front().id;
    voyage.choose(("attrval_" + mass).c_str());
    voyage.trigger(Command::deleteElement);
    voyage.settle();
    QVERIFY(voyage.shown().attribute(mass) == nullptr);
    voyage.save();
    graph::AddAttribute add{"water", "boils at", *json::parse("99.970"),    "C",
                            "",      "",         std::string("basic_water")};
    graph::EditAttribute edit;
    edit.id = made;
    edit.value = Value::string("hot");
    compareFiles(voyage.bytes(), voyage.afterEdits({add, edit, graph::DeleteAttribute{mass}}));
}

void TestGraphEditing::morphs() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::addMorph);
    voyage.type("name", "basic");
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("name")).isEmpty());
    voyage.type("name", "frozen");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    voyage.picture().showMorph("water", "frozen_water");
    voyage.trigger(Command::activateMorph);
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->activeMorph, "frozen_water");
    voyage.trigger(Command::renameMorph);
    voyage.type("name", "ice");
    voyage.submit();
    voyage.choose("oxygen");
    QVERIFY(!voyage.window.actions().action(Command::deleteMorph)->isEnabled()); // the basic one
    voyage.picture().showMorph("oxygen", "ionized_oxygen");
    voyage.trigger(Command::deleteMorph);
    voyage.settle();
    QCOMPARE(voyage.shown().node("oxygen")->morphs.size(), std::size_t{1});
    voyage.save();
    compareFiles(voyage.bytes(), voyage.afterEdits({graph::AddMorph{"water", "frozen", {}},
                                                    graph::ActivateMorph{"water", "frozen_water"},
                                                    graph::EditMorph{"water", "frozen_water", "ice"},
                                                    graph::DeleteMorph{"oxygen", "ionized_oxygen"}}));
}

void TestGraphEditing::members() {
    GraphEditingVoyage voyage;
    voyage.choose("oxygen");
    voyage.trigger(Command::assignMembers);
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("members")).isEmpty());
    voyage.check("members", 0); // the attribute
    voyage.pick("mode", "move");
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    voyage.trigger(Command::assignMembers);
    voyage.check("members", 0); // the relation that is left
    voyage.pick("mode", "unlist");
    voyage.submit();
    voyage.save();
    const std::string mass = tests::storeOf(tests::StoreVersion::two).below("attributeNodes").front();
    const std::string id = mass.substr(15, mass.size() - 20);
    compareFiles(voyage.bytes(),
                 voyage.afterEdits(
                     {graph::AssignMorph{"ionized_oxygen", {}, {id}, graph::AssignMorph::Mode::move},
                      graph::AssignMorph{
                          "basic_oxygen", {"oxygen::is_a::water"}, {}, graph::AssignMorph::Mode::unlist}}));
}

void TestGraphEditing::transitions() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::addTransition);
    voyage.type("name", "Freezing");
    QWidget* inputs = voyage.form().field(QStringLiteral("inputs"));
    QTest::mouseClick(inputs->findChildren<QToolButton*>().last(), Qt::LeftButton);
    QTest::keyClicks(inputs->findChild<QLineEdit*>(), QStringLiteral("water"));
    inputs->findChild<QComboBox*>()->setCurrentIndex(1);
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
    QCOMPARE(voyage.page().current(), QStringLiteral("transition_freezing"));
    voyage.trigger(Command::editElement);
    voyage.type("tense", "future");
    voyage.submit();
    voyage.choose("transition_melting");
    voyage.trigger(Command::deleteElement);
    voyage.settle();
    voyage.save();
    Value ends = Value::array(
        {Value::object({{"id", Value::string("water")}, {"nbh", Value::string("basic_water")}})});
    compareFiles(voyage.bytes(),
                 voyage.afterEdits(
                     {graph::AddTransition{"freezing", Value::object({{"name", Value::string("Freezing")},
                                                                      {"inputs", std::move(ends)}})},
                      graph::EditTransition{"freezing", Value::object({{"tense", Value::string("future")}})},
                      graph::DeleteTransition{"melting"}}));
}

void TestGraphEditing::graphFacts() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::editGraph);
    voyage.type("title", "");
    voyage.submit();
    QVERIFY(!voyage.form().noteOf(QStringLiteral("title")).isEmpty());
    voyage.type("title", "Chemistry");
    voyage.submit();
    voyage.trigger(Command::editGraphText);
    voyage.type("text", "# All of it");
    voyage.submit();
    QCOMPARE(voyage.shown().graph("chem")->title, "Chemistry");
    voyage.save();
    graph::SetGraph edit;
    edit.title = "Chemistry";
    compareFiles(voyage.bytes(), voyage.afterEdits({edit, graph::SetText{"# All of it"}}));
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditing)
#include "tst_graph_editing.moc"
