// SPDX-License-Identifier: MIT
// What is typed into the forms of graphs isn't lost, doubled or changed.
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphEditingVoyage;

namespace {

QString typed(GraphEditingVoyage& voyage, const char* key) {
    return voyage.form().values().text(QString::fromLatin1(key));
}

} // namespace

class TestGraphEditTyping : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void anotherFormKeepsWhatIsOff();
    void anotherFormAppliesTheFirst();
    void newGraphIsNotLeft();
    void nothingIsTypedWhileItIsApplied();
    void savedTwiceIsAppliedOnce();
};

void TestGraphEditTyping::anotherFormKeepsWhatIsOff() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("role", "liquid");
    voyage.type("name", ""); // a node needs one
    const unsigned form = voyage.form().number();
    voyage.trigger(Command::addNode);
    voyage.settle();
    QVERIFY(voyage.form().isOpen());
    QCOMPARE(voyage.form().number(), form);
    QCOMPARE(typed(voyage, "role"), QStringLiteral("liquid"));
    QVERIFY(!voyage.form().noteOf(QStringLiteral("name")).isEmpty());
}

void TestGraphEditTyping::anotherFormAppliesTheFirst() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("name", "ice");
    voyage.trigger(Command::addRelation);
    QTRY_VERIFY(voyage.form().isOpen() && voyage.form().field(QStringLiteral("target")));
    voyage.settle();
    QCOMPARE(voyage.shown().node("water")->name, "ice");
    QCOMPARE(voyage.editing().unsavedSteps(), std::size_t{1});
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
}

void TestGraphEditTyping::newGraphIsNotLeft() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::newGraph);
    voyage.type("title", "A new one");
    voyage.trigger(Command::addNode);
    QCOMPARE(typed(voyage, "title"), QStringLiteral("A new one"));
    QVERIFY(!voyage.form().noteOf({}).isEmpty());
    voyage.form().close();
    voyage.trigger(Command::addNode);
    QVERIFY(voyage.form().field(QStringLiteral("base_name")) != nullptr);
}

void TestGraphEditTyping::nothingIsTypedWhileItIsApplied() {
    GraphEditingVoyage voyage;
    voyage.choose("water");
    voyage.trigger(Command::editElement);
    voyage.type("role", "liquid");
    voyage.editing().save();
    voyage.type("role", "gas"); // before that is done
    QCOMPARE(typed(voyage, "role"), QStringLiteral("liquid"));
    voyage.settle();
    QVERIFY(!voyage.form().isOpen());
    QCOMPARE(voyage.shown().node("water")->role, "liquid");
    voyage.trigger(Command::editElement);
    voyage.type("role", "gas");
    voyage.submit();
    QCOMPARE(voyage.shown().node("water")->role, "gas");
}

void TestGraphEditTyping::savedTwiceIsAppliedOnce() {
    GraphEditingVoyage voyage;
    voyage.trigger(Command::addNode);
    voyage.type("base_name", "neon");
    voyage.editing().save();
    voyage.editing().save();
    voyage.settle();
    QVERIFY(!voyage.form().isOpen());
    QVERIFY(voyage.shown().node("neon") != nullptr);
    QVERIFY2(voyage.window.messages()->texts().isEmpty(),
             qPrintable(voyage.window.messages()->texts().join(QLatin1Char('\n'))));
    QVERIFY(!voyage.editing().isModified());
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditTyping)
#include "tst_graph_edit_typing.moc"
