// SPDX-License-Identifier: MIT
// What is typed into the forms of graphs isn't lost, doubled or changed.
#include "tests/ui/graph_editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/line_ends.h"

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
    void otherLettersStay();
    void otherLineEndsStay_data();
    void otherLineEndsStay();
    void textThatIsNoText();
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

/// What isn't touched of a text is written as it was: no-break spaces, line separators, line ends.
void TestGraphEditTyping::otherLettersStay() {
    GraphEditingVoyage voyage;
    const std::string text = "5\u00a0kg\u2028of\r\nwater\nand\r\nice\n";
    voyage.edit(graph::SetText{text});
    QTRY_COMPARE(voyage.shown().graph("chem")->text, text);
    voyage.trigger(Command::editGraphText);
    auto* box = qobject_cast<QPlainTextEdit*>(voyage.form().field(QStringLiteral("text")));
    QVERIFY(box);
    box->moveCursor(QTextCursor::End);
    box->insertPlainText(QStringLiteral("too"));
    voyage.submit();
    QCOMPARE(voyage.shown().graph("chem")->text, text + "too");
    voyage.save();
    QCOMPARE(voyage.bytes().at("graphs/chem/CNL.md"), text + "too");
}

void TestGraphEditTyping::otherLineEndsStay_data() {
    QTest::addColumn<QString>("was");
    QTest::addColumn<QString>("edited");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char* name, const char* was, const char* edited, const char* wanted) {
        QTest::newRow(name) << QString::fromUtf8(was) << QString::fromUtf8(edited)
                            << QString::fromUtf8(wanted);
    };
    row("plain", "a\nb\n", "a\nB\n", "a\nB\n");
    row("all alike", "a\r\nb\r\n", "a\nx\nb\ny", "a\r\nx\r\nb\r\ny");
    row("a line is changed", "a\r\nb\nc\r\n", "a\nB\nc\n", "a\r\nB\nc\r\n");
    row("lines in two places", "a\nb\r\nc\nd\r\ne\n", "A\nb\nc\nd\nE\n", "A\nb\r\nc\nd\r\nE\n");
    row("a line goes", "a\r\nb\nc\rd", "a\nc\nd", "a\r\nc\rd");
    row("a line comes", "a\nb\r\nc\n", "a\nb\nnew\nc\n", "a\nb\r\nnew\r\nc\n");
    row("all goes", "a\r\nb", "", "");
}

void TestGraphEditTyping::otherLineEndsStay() {
    QFETCH(const QString, was);
    QFETCH(const QString, edited);
    QFETCH(const QString, wanted);
    QCOMPARE(withLineEndsOf(was, edited), wanted);
    QCOMPARE(withLineEndsOf(was, withPlainLineEnds(was)), was);
}

/// What can't be shown as it is can't be edited.
void TestGraphEditTyping::textThatIsNoText() {
    GraphEditingVoyage voyage;
    const std::string text = "caf\xe9\n";
    GraphEditingVoyage::writeFile(voyage.userFolder() + QStringLiteral("/graphs/chem/CNL.md"),
                                  QByteArray::fromStdString(text));
    QTRY_COMPARE(voyage.shown().graph("chem")->text, text);
    voyage.trigger(Command::editGraphText);
    voyage.type("text", "coffee");
    QVERIFY(voyage.form().noteOf({}).contains(QStringLiteral("UTF-8")));
    voyage.submit();
    QVERIFY(voyage.form().isOpen());
    QCOMPARE(voyage.editing().unsavedSteps(), std::size_t{0});
    voyage.save();
    QCOMPARE(voyage.bytes().at("graphs/chem/CNL.md"), text);
}

STEMMA_WIDGET_TEST_MAIN(TestGraphEditTyping)
#include "tst_graph_edit_typing.moc"
