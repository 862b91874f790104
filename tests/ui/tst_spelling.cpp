// SPDX-License-Identifier: MIT
// The spelling of a report in the real window: chosen in the context menu, remembered, and no bother.
#include <filesystem>
#include <fstream>

#include <QContextMenuEvent>
#include <QMenu>
#include <QTest>
#include <QTextLayout>

#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/insight_form.h"
#include "ui/report/report_form.h"
#include "ui/report/spelled_text.h"
#include "ui/report/spelling.h"
#include "ui/report/spelling_marks.h"

using namespace stemma;
using namespace stemma::ui;
using tests::EditingVoyage;

namespace {

constexpr const char* englishWords = "8\nRevenue\nshrank\nby\ntwelve\npercent\nhouse\nthe\nText\n";

void install(const EditingVoyage& voyage, const std::string& language, const char* words) {
    const std::string folder = voyage.dictionaries.toStdString();
    std::filesystem::create_directories(folder);
    std::ofstream(folder + '/' + language + ".aff") << "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n";
    std::ofstream(folder + '/' + language + ".dic") << words;
}

/// As at a start of the program, or when another report was read between.
void comeBack(const EditingVoyage& voyage) {
    voyage.turnTo("something", voyage.other);
    voyage.turnTo("quarterly", voyage.writer);
    voyage.settle();
}

ProseEditor& prose(const EditingVoyage& voyage) {
    return *voyage.outline().editor()->insightForm()->prose();
}

SpellingMarks& spellingMarks(const EditingVoyage& voyage) {
    return *prose(voyage).spelled()->marks();
}

Spelling& spellingOf(const EditingVoyage& voyage) {
    return *voyage.window->findChild<Spelling*>();
}

/// The context menu at a position of the insight's text, as soon as it is open.
QMenu* menuAt(const EditingVoyage& voyage, int position) {
    QPlainTextEdit* text = prose(voyage).text();
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(position);
    text->setTextCursor(cursor);
    const QPoint at = text->cursorRect().center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, at, text->viewport()->mapToGlobal(at));
    QApplication::sendEvent(text->viewport(), &event);
    const bool open =
        QTest::qWaitFor([] { return qobject_cast<QMenu*>(QApplication::activePopupWidget()) != nullptr; });
    return open ? qobject_cast<QMenu*>(QApplication::activePopupWidget()) : nullptr;
}

/// The entries of the choice of language; "*" before the chosen one.
QStringList languages(const QMenu& menu) {
    QStringList texts;
    for (const QAction* action : menu.actions().last()->menu()->actions())
        if (!action->isSeparator())
            texts << (action->isChecked() ? QStringLiteral("*") : QString()) + action->text();
    return texts;
}

/// What the message bar says of dictionaries.
QStringList told(const EditingVoyage& voyage) {
    return voyage.window->messages()->texts().filter(QStringLiteral("dictionary"));
}

void chooseIn(QMenu& menu, const QString& language) {
    for (QAction* action : menu.actions().last()->menu()->actions())
        if (action->text() == language)
            action->trigger();
    menu.close();
}

} // namespace

class SpellingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void isOffUntilChosenAndIsRememberedForTheReport();
    void offersOtherWordsAndTakesOne();
    void ignoresInAllTexts();
    void followsTheSystemWhereThatWasChosen();
    void saysWhereThereIsNone();
    void tellsOnceWhatCannotBeUsed();
};

void SpellingTest::isOffUntilChosenAndIsRememberedForTheReport() {
    EditingVoyage voyage;
    install(voyage, "xx_XX", englishWords);
    install(voyage, "en_GB", "1\nhouse\n");
    comeBack(voyage);
    QTRY_COMPARE(spellingOf(voyage).dictionaries().size(), std::size_t{2});
    voyage.choose(voyage.insight(0, 0));
    QVERIFY(!spellingMarks(voyage).isOn());
    QMenu* menu = menuAt(voyage, 3);
    QVERIFY(menu != nullptr);
    QCOMPARE(languages(*menu),
             QStringList({QStringLiteral("*&Off"), QStringLiteral("English (United Kingdom)"),
                          QStringLiteral("xx_XX")}));
    chooseIn(*menu, QStringLiteral("English (United Kingdom)"));
    QTRY_VERIFY(spellingMarks(voyage).isOn());
    QCOMPARE(spellingMarks(voyage).unknownAt(3), QStringLiteral("Revenue"));
    QVERIFY(!voyage.edit()->isModified());

    voyage.turnTo("something", voyage.other);
    QVERIFY(!spellingMarks(voyage).isOn());
    voyage.turnTo("quarterly", voyage.writer);
    QVERIFY(spellingMarks(voyage).isOn());
    QCOMPARE(spellingOf(voyage).language(), QStringLiteral("en_GB"));
    QVERIFY(!voyage.edit()->isModified());
    QCOMPARE(voyage.state.spelling(QString::fromStdString(voyage.writer.id())), QStringLiteral("en_GB"));
}

void SpellingTest::offersOtherWordsAndTakesOne() {
    EditingVoyage voyage;
    install(voyage, "xx_XX", englishWords);
    comeBack(voyage);
    QTRY_VERIFY(!spellingOf(voyage).dictionaries().empty());
    spellingOf(voyage).choose(QStringLiteral("xx_XX"));
    QTRY_VERIFY(spellingMarks(voyage).isOn());
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return Ctrl+A");
    voyage.type("the hosue");
    QMenu* menu = menuAt(voyage, 6);
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().first()->text(), QStringLiteral("house"));
    menu->actions().first()->trigger();
    menu->close();
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    QVERIFY(voyage.working().find("the house") != std::string::npos);
    QTRY_COMPARE(spellingMarks(voyage).unknownAt(6), QString());
}

void SpellingTest::ignoresInAllTexts() {
    EditingVoyage voyage;
    install(voyage, "xx_XX", englishWords);
    comeBack(voyage);
    QTRY_VERIFY(!spellingOf(voyage).dictionaries().empty());
    spellingOf(voyage).choose(QStringLiteral("xx_XX"));
    QTRY_VERIFY(spellingMarks(voyage).isOn());
    voyage.choose(voyage.insight(0, 0));
    QPlainTextEdit* other = voyage.outline().editor()->reportForm()->prose()->text();
    other->setPlainText(QStringLiteral("hosue"));
    const auto isMarked = [other] { return !other->document()->firstBlock().layout()->formats().isEmpty(); };
    QTRY_VERIFY(isMarked());
    Q_EMIT spellingMarks(voyage).ignored(QStringLiteral("hosue"));
    QTRY_VERIFY(!isMarked());
}

void SpellingTest::followsTheSystemWhereThatWasChosen() {
    EditingVoyage voyage;
    install(voyage, "xx_XX", englishWords);
    comeBack(voyage);
    QTRY_VERIFY(!spellingOf(voyage).dictionaries().empty());
    QVERIFY(!spellingMarks(voyage).isOn());
    spellingOf(voyage).setStandard(true);
    QCOMPARE(spellingOf(voyage).language(), QStringLiteral("xx_XX"));
    QTRY_VERIFY(spellingMarks(voyage).isOn());
    voyage.choose(voyage.insight(0, 0));
    QMenu* menu = menuAt(voyage, 3);
    QVERIFY(menu != nullptr);
    chooseIn(*menu, QStringLiteral("&Off"));
    QVERIFY(!spellingMarks(voyage).isOn());
    comeBack(voyage);
    QVERIFY(!spellingMarks(voyage).isOn());
}

void SpellingTest::saysWhereThereIsNone() {
    EditingVoyage voyage;
    spellingOf(voyage).setStandard(true);
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return");
    QVERIFY(!spellingMarks(voyage).isOn());
    QMenu* menu = menuAt(voyage, 3);
    QVERIFY(menu != nullptr);
    for (const QAction* action : menu->actions())
        QVERIFY2(!action->text().contains(QStringLiteral("Undo")), "undo is the report's");
    const QList<QAction*> entries = menu->actions().last()->menu()->actions();
    QCOMPARE(entries.size(), 1);
    QVERIFY(!entries.first()->isEnabled());
    QVERIFY(entries.first()->text().contains(QStringLiteral("hunspell-en-us")));
    menu->close();
    QCOMPARE(told(voyage), QStringList());
}

void SpellingTest::tellsOnceWhatCannotBeUsed() {
    EditingVoyage voyage;
    install(voyage, "xx_XX", "");
    comeBack(voyage);
    QTRY_VERIFY(!spellingOf(voyage).dictionaries().empty());
    spellingOf(voyage).choose(QStringLiteral("xx_XX"));
    QTRY_COMPARE(told(voyage).size(), 1);
    QVERIFY(told(voyage).first().contains(QStringLiteral("xx_XX")));
    QVERIFY(!spellingMarks(voyage).isOn());
    comeBack(voyage);
    voyage.runner->waitForDone();
    QTest::qWait(10);
    QCOMPARE(told(voyage).size(), 1);
}

STEMMA_WIDGET_TEST_MAIN(SpellingTest)
#include "tst_spelling.moc"
