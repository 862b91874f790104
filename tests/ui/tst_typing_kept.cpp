// SPDX-License-Identifier: MIT
// What is looked at stays as it is, and what is typed is never lost on the way to a save.
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
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
    void savesWhatIsTypedInPlace();
    void typingInPlaceOutlivesAChangeBeside();
    void typingIntoARowThatGoesIsGivenBack();
    void failuresOfAReportThatWasLeftSayWhich();
    void savesATagThatIsTyped();
    void savesAValueThatIsTyped();
    void othersValuesAreNotOverwritten();
    void marksGoWithTheirValues();
    void citationsAreMeantByWhatTheyAre();
    void typingGoesToTheCitationThatItWasTypedInto();
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

void TypingKeptTest::savesWhatIsTypedInPlace() {
    EditingVoyage voyage;
    voyage.choose(voyage.section(0));
    voyage.keys("F2");
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Typed title"));
    QVERIFY(voyage.edit()->isModified());
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified() && !voyage.edit()->isSaving());
    QCOMPARE(voyage.writer.outline().find("sections")->items()[0].stringAt("title"), "Typed title");
}

void TypingKeptTest::typingInPlaceOutlivesAChangeBeside() {
    EditingVoyage voyage;
    voyage.choose(voyage.section(0));
    const QString before = voyage.section(0).data(Qt::EditRole).toString();
    voyage.keys("F2 End");
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" of mine"));
    voyage.writer.evolve([&](Value& outline) {
        outline.edit("sections")->editItem(0).set("title", Value::string("Their " + before.toStdString()));
    });
    QTRY_VERIFY(voyage.section(0).data(Qt::EditRole).toString().startsWith(QStringLiteral("Their ")));
    voyage.settle();
    auto* edit = voyage.tree().viewport()->findChild<QLineEdit*>();
    QVERIFY(edit != nullptr);
    QVERIFY(edit->hasFocus());
    QTest::keyClick(edit, Qt::Key_End);
    QTest::keyClicks(edit, QStringLiteral(", all of it"));
    QTest::keyClick(edit, Qt::Key_Return);
    voyage.settle();
    QCOMPARE(voyage.section(0).data(Qt::EditRole).toString(),
             QStringLiteral("Their ") + before + QStringLiteral(" of mine, all of it"));
}

void TypingKeptTest::typingIntoARowThatGoesIsGivenBack() {
    EditingVoyage voyage;
    const auto told = [&] { return voyage.window->messages()->texts().join(QLatin1Char(' ')); };
    const std::string insight = voyage.edit()->state()->report->outline.insights[1].id.text();
    const auto type = [&] {
        voyage.choose(voyage.insight(0, 1));
        voyage.keys("F2");
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Long thought about"));
    };
    type();
    voyage.edit()->apply(Value::array(
        {Value::object({{"op", Value::string("delete-insight")}, {"insight_id", Value::string(insight)}})}));
    QTRY_VERIFY2(told().contains(QStringLiteral("Long thought about")), qPrintable(told()));
    voyage.settle();
    for (QPushButton* button : voyage.window->messages()->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Copy the Text"))
            button->click();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Long thought about"));
    voyage.tree().setFocus();
    voyage.keys("Ctrl+Z");
    voyage.window->messages()->clear();
    type();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    voyage.settle();
    QVERIFY2(told().isEmpty(), qPrintable(told())); // given up by the person
    QVERIFY(!voyage.edit()->isModified());
}

void TypingKeptTest::failuresOfAReportThatWasLeftSayWhich() {
    EditingVoyage voyage;
    EditSession* left = voyage.edit();
    left->apply(json::parse(R"([{"op":"set-title","title":"Left behind"}])").value());
    voyage.settle();
    voyage.turnTo("something", voyage.other);
    left->apply(json::parse(R"([{"op":"no-such-edit"}])").value());
    QTRY_VERIFY2(
        voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Left behind")),
        qPrintable(voyage.window->messages()->texts().join(QLatin1Char(' '))));
}

void TypingKeptTest::savesATagThatIsTyped() {
    EditingVoyage voyage;
    voyage.choose({});
    auto* tags = voyage.outline().findChild<TagField*>();
    tags->input()->setFocus();
    QTest::keyClicks(tags->input(), QStringLiteral("unsent"));
    QVERIFY(voyage.edit()->isModified());
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified() && !voyage.edit()->isSaving());
    QVERIFY(voyage.onDisk(voyage.writer).find("\"unsent\"") != std::string::npos);
}

namespace {

/// The table of a section's metadata, with one value in it.
MetadataTable* shownTable(EditingVoyage& voyage, const char* value) {
    voyage.writer.evolve([&](Value& outline) {
        outline.edit("sections")
            ->editItem(0)
            .set("metadata", Value::object({{"owner", Value::string(value)}}));
    });
    voyage.choose(voyage.section(0));
    voyage.settle();
    for (MetadataTable* table : voyage.outline().findChildren<MetadataTable*>())
        if (table->isVisible()) {
            table->setOpen(true);
            return table;
        }
    return nullptr;
}

/// Opens the cell and types into it, in place of what it holds.
void typeValue(const MetadataTable& table, const char* text) {
    table.table()->setFocus();
    table.table()->setCurrentCell(0, 1);
    table.table()->editItem(table.table()->item(0, 1));
    auto* edit = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(edit != nullptr);
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromUtf8(text));
}

void setOwner(EditingVoyage& voyage, const char* value) {
    voyage.writer.evolve([&](Value& outline) {
        outline.edit("sections")->editItem(0).edit("metadata")->set("owner", Value::string(value));
    });
}

std::string ownerNow(const EditingVoyage& voyage) {
    const Value* metadata =
        voyage.edit()->state()->report->document.find("sections")->items()[0].find("metadata");
    return metadata == nullptr ? "" : metadata->stringAt("owner").value_or("");
}

} // namespace

void TypingKeptTest::savesAValueThatIsTyped() {
    EditingVoyage voyage;
    MetadataTable* table = shownTable(voyage, "first");
    QVERIFY(table != nullptr);
    QTRY_COMPARE(table->table()->rowCount(), 2);
    typeValue(*table, "\"typed\"");
    QVERIFY(voyage.edit()->isModified());
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified() && !voyage.edit()->isSaving());
    QVERIFY(voyage.onDisk(voyage.writer).find("\"typed\"") != std::string::npos);
}

void TypingKeptTest::othersValuesAreNotOverwritten() {
    EditingVoyage voyage;
    MetadataTable* table = shownTable(voyage, "first");
    QVERIFY(table != nullptr);
    QTRY_COMPARE(table->table()->rowCount(), 2);
    typeValue(*table, "\"mine\"");
    setOwner(voyage, "theirs");
    // What was typed counts as the person's edit before theirs is merged: both are asked about.
    QTRY_VERIFY(!voyage.edit()->state()->conflicts.empty());
    voyage.settle();
    QCOMPARE(ownerNow(voyage), std::string("mine"));
    QVERIFY(voyage.onDisk(voyage.writer).find("\"theirs\"") != std::string::npos);
    const auto& conflict = voyage.edit()->state()->conflicts.front();
    voyage.edit()->resolve({{conflict.key(), report::Choice::theirs, {}}});
    QTRY_COMPARE(ownerNow(voyage), std::string("theirs"));
}

void TypingKeptTest::marksGoWithTheirValues() {
    EditingVoyage voyage;
    MetadataTable* table = shownTable(voyage, "first");
    QVERIFY(table != nullptr);
    QTRY_COMPARE(table->table()->rowCount(), 2);
    typeValue(*table, "no json");
    voyage.keys("Return");
    voyage.tree().setFocus();
    setOwner(voyage, "theirs"); // the table is filled anew
    QTRY_COMPARE(table->table()->item(0, 1)->text(), QStringLiteral("\"theirs\""));
    voyage.keys("F2");
    voyage.type("Another title");
    voyage.save();
    QVERIFY(voyage.onDisk(voyage.writer).find("Another title") != std::string::npos);
}

void TypingKeptTest::citationsAreMeantByWhatTheyAre() {
    EditingVoyage voyage;
    const auto citation = [](const char* words) {
        return Value::object({{"source", Value::string("query")}, {"description", Value::string(words)}});
    };
    const auto cite = [&](std::vector<Value> citations) {
        voyage.writer.evolve([&](Value& outline) {
            outline.edit("insights")->editItem(0).set("citations", Value::array(citations));
        });
    };
    cite({citation("A"), citation("B")});
    voyage.choose(voyage.insight(0, 0));
    auto* list = voyage.outline().findChild<CitationList*>();
    QTRY_COMPARE(list->list()->count(), 2);
    list->list()->setCurrentRow(0);
    const QList<QLineEdit*> edits = list->form()->findChildren<QLineEdit*>();
    QCOMPARE(edits.front()->text(), QStringLiteral("A"));
    cite({citation("New"), citation("A"), citation("B")});
    QTRY_COMPARE(list->list()->count(), 3);
    edits.front()->setFocus();
    edits.front()->end(false);
    QTest::keyClicks(edits.front(), QStringLiteral(" of mine"));
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    const auto& citations = voyage.edit()->state()->report->outline.insights[0].citations;
    QCOMPARE(citations[0].description.value_or(""), std::string("New"));
    QCOMPARE(citations[1].description.value_or(""), std::string("A of mine"));
    QCOMPARE(citations[2].description.value_or(""), std::string("B"));
    QCOMPARE(list->list()->currentRow(), 1);
}

void TypingKeptTest::typingGoesToTheCitationThatItWasTypedInto() {
    EditingVoyage voyage;
    const auto citation = [](const char* words) {
        return Value::object({{"source", Value::string("query")}, {"description", Value::string(words)}});
    };
    const auto cite = [&](std::vector<Value> citations) {
        voyage.writer.evolve([&](Value& outline) {
            outline.edit("insights")->editItem(0).set("citations", Value::array(citations));
        });
    };
    cite({citation("A"), citation("B")});
    voyage.choose(voyage.insight(0, 0));
    auto* list = voyage.outline().findChild<CitationList*>();
    QTRY_COMPARE(list->list()->count(), 2);
    list->list()->setCurrentRow(0);
    QLineEdit* description = list->form()->findChildren<QLineEdit*>().front();
    description->setFocus();
    description->end(false);
    QTest::keyClicks(description, QStringLiteral(" of mine")); // not applied yet
    cite({citation("New"), citation("A"), citation("B")});
    QTRY_COMPARE(list->list()->count(), 3);
    QTest::keyClicks(description, QStringLiteral(", all of it"));
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    const auto& citations = voyage.edit()->state()->report->outline.insights[0].citations;
    QCOMPARE(citations.size(), std::size_t{3});
    QCOMPARE(citations[0].description.value_or(""), std::string("New"));
    QCOMPARE(citations[1].description.value_or(""), std::string("A of mine, all of it"));
    QCOMPARE(citations[2].description.value_or(""), std::string("B"));
    QCOMPARE(list->list()->currentRow(), 1);
    QCOMPARE(description->text(), QStringLiteral("A of mine, all of it"));
}

STEMMA_WIDGET_TEST_MAIN(TypingKeptTest)
#include "tst_typing_kept.moc"
