// SPDX-License-Identifier: MIT
// Editing while another program writes.
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/support/proof.h"
#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/insight_form.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::EditingVoyage;

class EditingBesideTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void mergesWhatOthersSaveAndKeepsThePlace();
    void undoesAcrossAMerge();
    void conflictsWaitForThePerson();
    void cursorStaysInATextThatOthersChange();
    void typingThatWaitsIsMerged();
    void discardingKeepsWhatOthersSaved();
    void undoTakesTheEditThatIsOnItsWay();
    void leavingKeepsTheEditThatIsOnItsWay();
    void closingWaitsForTheEditThatIsOnItsWay();
    void splitsOnlyTheTextThatWasSeen();
    void splitKeepsTheLineEndsOfATextThatOthersWrote();
    void deletesTheCitationThatWasMeant();
    void saysNothingOfWhatOthersDeletedFirst();
};

void EditingBesideTest::mergesWhatOthersSaveAndKeepsThePlace() {
    EditingVoyage voyage;
    const QAbstractItemModelTester tester(&voyage.model());
    voyage.fill();
    voyage.tree().collapse(voyage.section(1));
    voyage.choose(voyage.insight(2, 1));
    voyage.keys("8");
    QVERIFY(voyage.edit()->isModified());
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Written by an agent."); });
    QTRY_VERIFY(voyage.rows().contains(QStringLiteral("  Written by an agent.")));
    voyage.settle();
    QVERIFY(voyage.edit()->isModified());
    QVERIFY(voyage.tree().currentIndex() == voyage.insight(2, 1));
    QVERIFY(!voyage.tree().isExpanded(voyage.section(1)));
    QVERIFY(voyage.tree().isExpanded(voyage.section(2)));
    QTRY_VERIFY(voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("merged")));
    voyage.save();
    const Value saved = voyage.writer.outline();
    QCOMPARE(saved.find("insights")->items()[0].stringAt("summary"), std::string("Written by an agent."));
    QCOMPARE(saved.find("insights")->items()[5].find("importance")->asInteger().value_or(0), std::int64_t{8});
    tests::proved("A7", "an edited field, selection and folds stay through a merge", 1);
}

void EditingBesideTest::undoesAcrossAMerge() {
    EditingVoyage voyage;
    voyage.fill();
    voyage.choose(voyage.insight(1, 0));
    voyage.keys("Ctrl+Shift+Down 2");
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Written by an agent."); });
    QTRY_VERIFY(voyage.rows().contains(QStringLiteral("  Written by an agent.")));
    voyage.settle();
    voyage.keys("Ctrl+Z Ctrl+Z");
    QVERIFY2(!voyage.edit()->isModified(), "undone to what is on disk now");
    QCOMPARE(voyage.working(), voyage.onDisk(voyage.writer));
    voyage.keys("Ctrl+Shift+Z Ctrl+Shift+Z");
    voyage.save();
    QVERIFY(voyage.onDisk(voyage.writer).find("Written by an agent.") != std::string::npos);
}

void EditingBesideTest::conflictsWaitForThePerson() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return Ctrl+A");
    voyage.type("Mine altogether");
    std::vector<report::MergeConflict> conflicts;
    connect(voyage.edit(), &EditSession::conflictsFound, this,
            [&conflicts](const std::vector<report::MergeConflict>& found) { conflicts = found; });
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Theirs, and nothing else"); });
    const std::string theirs = voyage.onDisk(voyage.writer);
    QTRY_VERIFY(!conflicts.empty());
    QVERIFY(voyage.working().find("Mine altogether") != std::string::npos);
    conflicts.clear();
    voyage.keys("Ctrl+S");
    QTRY_VERIFY(!conflicts.empty());
    QCOMPARE(voyage.onDisk(voyage.writer), theirs);
    voyage.edit()->resolve({{conflicts.front().key(), report::Choice::ours, std::nullopt}});
    voyage.settle();
    QVERIFY(voyage.edit()->state()->conflicts.empty());
    voyage.save();
    QVERIFY(voyage.onDisk(voyage.writer).find("Mine altogether") != std::string::npos);
}

void EditingBesideTest::cursorStaysInATextThatOthersChange() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return");
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    const QString before = text->toPlainText();
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(7);
    text->setTextCursor(cursor);
    voyage.writer.evolve(
        [&before](Value& outline) { tests::setText(outline, before.toStdString() + " And more."); });
    QTRY_COMPARE(text->toPlainText(), before + QStringLiteral(" And more."));
    QCOMPARE(text->textCursor().position(), 7);
    QVERIFY(!voyage.edit()->isModified());
}

void EditingBesideTest::typingThatWaitsIsMerged() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return");
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    const std::string before = text->toPlainText().toStdString();
    text->moveCursor(QTextCursor::End);
    QTest::keyClicks(text, QStringLiteral(" Mine."));
    voyage.edit()->endBurst(); // nothing that applies what was typed
    voyage.writer.evolve([&before](Value& outline) { tests::setText(outline, "Theirs. " + before); });
    // What others saved is looked at before the typing's own time has come.
    voyage.edit()->mergeAgain();
    voyage.settle();
    const std::string both = "Theirs. " + before + " Mine.";
    QTRY_VERIFY(voyage.working().find(both) != std::string::npos);
    QCOMPARE(text->toPlainText().toStdString(), both);
}

void EditingBesideTest::discardingKeepsWhatOthersSaved() {
    EditingVoyage voyage;
    voyage.fill();
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return Ctrl+A");
    voyage.type("Mine altogether");
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    QTest::keyClicks(text, QStringLiteral(" and more"));
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Theirs, and nothing else"); });
    const std::string theirs = voyage.onDisk(voyage.writer);
    voyage.edit()->mergeAgain(); // is adopted just when the person discards
    voyage.edit()->discard();
    voyage.settle();
    QCOMPARE(voyage.working(), theirs);
    QVERIFY(!voyage.edit()->isModified());
    QVERIFY(voyage.edit()->state()->conflicts.empty());
    QTest::qWait(400); // longer than typing waits to be applied
    voyage.settle();
    QCOMPARE(voyage.working(), theirs);
}

void EditingBesideTest::undoTakesTheEditThatIsOnItsWay() {
    EditingVoyage voyage;
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"Saved"}])").value());
    voyage.settle();
    voyage.save();
    const std::string saved = voyage.onDisk(voyage.writer);
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"On its way"}])").value());
    voyage.window->desk()->undo();
    voyage.window->desk()->undo(); // as a held key would
    voyage.settle();
    QVERIFY(!voyage.window->actions().action(Command::undo)->autoRepeat());
    QVERIFY(voyage.working().find("On its way") == std::string::npos);
    QCOMPARE(voyage.onDisk(voyage.writer), saved);
}

void EditingBesideTest::leavingKeepsTheEditThatIsOnItsWay() {
    EditingVoyage voyage;
    ReportDesk* desk = voyage.window->desk();
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"On its way"}])").value());
    desk->close();
    QTRY_COMPARE(desk->unsaved().size(), std::size_t{1});
    desk->unsaved().front()->save();
    QTRY_VERIFY(voyage.onDisk(voyage.writer).find("On its way") != std::string::npos);
    QTRY_VERIFY(desk->unsaved().empty() && desk->underWay() == nullptr);
}

void EditingBesideTest::closingWaitsForTheEditThatIsOnItsWay() {
    EditingVoyage voyage;
    voyage.prompts.unsaved = Prompts::Unsaved::save;
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"On its way"}])").value());
    QVERIFY(!voyage.window->close());
    QTRY_VERIFY(!voyage.window->isVisible());
    QCOMPARE(std::exchange(voyage.prompts.asked, 0), 1);
    QVERIFY(voyage.onDisk(voyage.writer).find("On its way") != std::string::npos);
}

namespace {

/// The cursor in the text of the first insight, where it could be split.
void putCursor(EditingVoyage& voyage, int at) {
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return");
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(at);
    text->setTextCursor(cursor);
}

Value cited(const char* words) {
    return Value::object({{"source", Value::string("query")}, {"description", Value::string(words)}});
}

void cite(EditingVoyage& voyage, const std::vector<Value>& citations) {
    voyage.writer.evolve([&](Value& outline) {
        outline.edit("insights")->editItem(0).set("citations", Value::array(citations));
    });
}

} // namespace

void EditingBesideTest::splitsOnlyTheTextThatWasSeen() {
    EditingVoyage voyage;
    putCursor(voyage, 7);
    const QStringList rows = voyage.rows();
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Revenue is another text now."); });
    voyage.edit()->mergeAgain(); // comes before the split, but isn't shown yet
    voyage.page().editing()->split();
    voyage.settle();
    QCOMPARE(voyage.rows().size(), rows.size());
    QVERIFY(voyage.rows().contains(QStringLiteral("  Revenue is another text now.")));
    QVERIFY(!voyage.edit()->isModified());
    QVERIFY(voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("not split")));
}

void EditingBesideTest::splitKeepsTheLineEndsOfATextThatOthersWrote() {
    EditingVoyage voyage;
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "One\r\ntwo. Three\r\nfour."); });
    QTRY_VERIFY(voyage.rows().at(1).contains(QStringLiteral("Three")));
    putCursor(voyage, 8);
    voyage.page().editing()->split();
    voyage.settle();
    const auto& insights = voyage.edit()->state()->report->outline.insights;
    QCOMPARE(insights.size(), std::size_t{3});
    QCOMPARE(insights[0].summary, std::string("One\r\ntwo."));
    QCOMPARE(insights[1].summary, std::string("Three\r\nfour."));
}

void EditingBesideTest::deletesTheCitationThatWasMeant() {
    EditingVoyage voyage;
    cite(voyage, {cited("A"), cited("B")});
    QTRY_COMPARE(voyage.model().rowCount(voyage.insight(0, 0)), 2);
    voyage.settle();
    voyage.choose(voyage.model().index(0, 0, voyage.insight(0, 0)));
    cite(voyage, {cited("New"), cited("A"), cited("B")});
    voyage.edit()->mergeAgain(); // comes before the deletion, but isn't shown yet
    voyage.page().editing()->remove();
    voyage.settle();
    const auto& citations = voyage.edit()->state()->report->outline.insights[0].citations;
    QCOMPARE(citations.size(), std::size_t{2});
    QCOMPARE(citations[0].description.value_or(""), std::string("New"));
    QCOMPARE(citations[1].description.value_or(""), std::string("B"));
}

void EditingBesideTest::saysNothingOfWhatOthersDeletedFirst() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 1));
    voyage.writer.evolve([](Value& outline) {
        outline.edit("insights")->removeItem(1);
        outline.edit("sections")->editItem(0).edit("insight_ids")->removeItem(1);
    });
    voyage.edit()->mergeAgain();
    voyage.page().editing()->remove();
    voyage.settle();
    QCOMPARE(voyage.rows().size(), 2);
    const QString told = voyage.window->messages()->texts().join(QLatin1Char(' '));
    QVERIFY2(!told.contains(QStringLiteral("Deleted")), qPrintable(told)); // its Undo would undo another step
}

STEMMA_WIDGET_TEST_MAIN(EditingBesideTest)
#include "tst_editing_beside.moc"
