// SPDX-License-Identifier: MIT
// What is looked at stays as it is, and what is typed is never lost on the way to a save.
#include <QLineEdit>
#include <QListWidget>
#include <QTableWidget>
#include <QTest>

#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/citation_form.h"
#include "ui/report/citation_list.h"
#include "ui/report/metadata_table.h"
#include "ui/report/tag_field.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::EditingVoyage;

class TypingKeptTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void lookingAtAPartIsNoEdit();
    void longTitlesStayWhole();
};

void TypingKeptTest::lookingAtAPartIsNoEdit() {
    EditingVoyage voyage;
    const std::string odd = "One\u00A0word.\r\nA line\u2028and\u2029more.\rEnd.\r\n";
    voyage.writer.evolve([&](Value& outline) { tests::setText(outline, odd); });
    QTRY_VERIFY2(voyage.rows().at(1).contains(QStringLiteral("One")),
                 qPrintable(voyage.rows().join(QLatin1Char('|'))));
    voyage.choose(voyage.insight(0, 0));
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    QTRY_VERIFY2(text->toPlainText().startsWith(QStringLiteral("One")), qPrintable(text->toPlainText()));
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    QVERIFY(!voyage.edit()->isModified());
    QVERIFY(!voyage.edit()->canUndo());

    voyage.keys("Return"); // a change leaves all else as it is
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(0);
    text->setTextCursor(cursor);
    voyage.type("Just ");
    voyage.save();
    const Value saved = voyage.writer.outline();
    QCOMPARE(saved.find("insights")->items()[0].stringAt("summary"), "Just " + odd);
}

void TypingKeptTest::longTitlesStayWhole() {
    EditingVoyage voyage;
    const std::string title(40'000, 'x');
    voyage.writer.evolve(
        [&](Value& outline) { outline.edit("sections")->editItem(0).set("title", Value::string(title)); });
    QTRY_COMPARE(voyage.section(0).data(Qt::EditRole).toString().size(), qsizetype(title.size()));
    voyage.choose(voyage.section(0));
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    QVERIFY(!voyage.edit()->isModified());
    QCOMPARE(voyage.edit()->state()->report->outline.sections[0].title, title);
}

STEMMA_WIDGET_TEST_MAIN(TypingKeptTest)
#include "tst_typing_kept.moc"
