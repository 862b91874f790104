// SPDX-License-Identifier: MIT
// A report made and changed in the real window by its keys alone, and saved.
#include <fstream>
#include <sstream>

#include <QClipboard>

#include <QTest>

#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using tests::EditingVoyage;

namespace {

std::string expectedFile() {
    std::ifstream in(qEnvironmentVariable("STEMMA_TEST_DATA").toStdString() + "/ui/edited_by_keys.json");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Three sections, eight insights, five citations, by keys alone.
void build(const EditingVoyage& voyage) {
    voyage.keys("Ctrl+Shift+Return");
    voyage.type("Summary");
    voyage.keys("Return Ctrl+Return");
    voyage.type("Churn rose 4 % in the third quarter. The cause is the price.");
    voyage.keys("Ctrl+Return");
    voyage.type("Revenue grew.");
    voyage.keys("Ctrl+K");
    voyage.type("Revenue by month");
    voyage.keys("Tab");
    voyage.type("exec-17");
    voyage.keys("Ctrl+Return");
    voyage.type("Costs stayed.");
    voyage.keys("Ctrl+Shift+Return");
    voyage.type("Risks");
    voyage.keys("Return");
    for (const char* text : {"One big customer.", "Old servers.", "Few engineers."}) {
        voyage.keys("Ctrl+Return");
        voyage.type(text);
        voyage.keys("Ctrl+K");
        voyage.type("Seen by an auditor");
    }
    voyage.keys("Ctrl+Shift+Return");
    voyage.type("Outlook");
    voyage.keys("Return Ctrl+Return");
    voyage.type("Next year is open.");
    voyage.keys("Ctrl+Return");
    voyage.type("Prices go up.");
    voyage.keys("Ctrl+K");
    voyage.type("A talk with sales");
}

} // namespace

class ReportEditingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void buildsAReportByKeysAlone();
    void typingIsOneStepOfTheReports();
    void deletesWithUndoAndAsksNothing();
    void refusesWhatWouldHarmAndGoesThere();
    void keepsUnsavedEditsOfAReportThatIsLeft();
    void pastesATextAsAnOutline();
    void cutsWhatWasTypedJustNow();
    void copiesPartsIntoAnotherReport();
    void afterTheEditsComesTheHistory();
    void asksOnceBeforeTheWindowCloses();
    void choosesWhatStandsWhereSomethingWasDeleted();
};

void ReportEditingTest::buildsAReportByKeysAlone() {
    EditingVoyage voyage("something");
    const std::string before = voyage.working();
    build(voyage);
    const QStringList built = voyage.rows();
    QCOMPARE(built.size(), 11);
    QCOMPARE(voyage.edit()->state()->report->outline.insights.size(), std::size_t{8});

    voyage.choose(voyage.insight(1, 2)); // reorder
    voyage.keys("Ctrl+Shift+Up Ctrl+Shift+PgDown");
    voyage.choose(voyage.section(2));
    voyage.keys("Ctrl+Shift+Up");
    QCOMPARE(voyage.rows().at(0), QStringLiteral("Summary"));
    QCOMPARE(voyage.rows().at(4), QStringLiteral("Outlook"));
    QCOMPARE(voyage.rows().at(5), QStringLiteral("  Few engineers."));

    voyage.choose(voyage.insight(0, 0)); // split
    voyage.keys("Return");
    QTextCursor cursor = voyage.outline().editor()->prose()->text()->textCursor();
    cursor.setPosition(36);
    voyage.outline().editor()->prose()->text()->setTextCursor(cursor);
    voyage.keys("Ctrl+Shift+J");
    QCOMPARE(voyage.rows().at(1), QStringLiteral("  Churn rose 4 % in the third quarter."));
    QCOMPARE(voyage.rows().at(2), QStringLiteral("  The cause is the price."));
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("9");
    const std::string done = voyage.working();

    int steps = 0;
    while (voyage.edit()->canUndo() && steps < 200) {
        voyage.keys("Ctrl+Z");
        ++steps;
    }
    QCOMPARE(voyage.working(), before);
    QVERIFY(!voyage.edit()->isModified());
    while (voyage.edit()->canRedo())
        voyage.keys("Ctrl+Shift+Z");
    QCOMPARE(voyage.working(), done);

    voyage.save();
    const std::string saved = tests::masked(voyage.onDisk(voyage.other));
    if (saved != expectedFile()) {
        std::ofstream("edited_by_keys.json") << saved;
        QFAIL("the saved outline is not the expected one: see edited_by_keys.json");
    }
    QCOMPARE(voyage.prompts.asked, 0);
}

void ReportEditingTest::typingIsOneStepOfTheReports() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 1));
    voyage.keys("Return");
    QPlainTextEdit* text = voyage.outline().editor()->prose()->text();
    QVERIFY(text->hasFocus());
    const QString before = text->toPlainText();
    text->moveCursor(QTextCursor::End);
    QTest::keyClicks(text, QStringLiteral(" More words"));
    QVERIFY(voyage.edit()->isModified());
    QTRY_VERIFY(voyage.edit()->canUndo());
    voyage.settle();
    QVERIFY2(voyage.edit()->undoText().contains(QStringLiteral("Costs stayed.")),
             qPrintable(voyage.edit()->undoText()));
    const QStringList rows = voyage.rows();
    QApplication::clipboard()->setText(QStringLiteral("pasted"));
    voyage.trigger(Command::pasteParts); // from the menu: into the text, as it has the focus
    voyage.settle();
    QVERIFY(text->toPlainText().endsWith(QStringLiteral("pasted")));
    QCOMPARE(voyage.rows().size(), rows.size());
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    voyage.keys("Ctrl+Z"); // in the text, and yet the report's
    QCOMPARE(text->toPlainText(), before);
    QVERIFY(!voyage.edit()->isModified());
    voyage.keys("Ctrl+Shift+Z");
    QVERIFY(text->toPlainText().startsWith(before + QStringLiteral(" More words")));
}

void ReportEditingTest::deletesWithUndoAndAsksNothing() {
    EditingVoyage voyage;
    const QStringList before = voyage.rows();
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Delete");
    QCOMPARE(voyage.rows().size(), before.size() - 1);
    QVERIFY(voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Deleted")));
    voyage.keys("Ctrl+Z");
    QCOMPARE(voyage.rows(), before);
    QCOMPARE(voyage.prompts.asked, 0);
}

void ReportEditingTest::refusesWhatWouldHarmAndGoesThere() {
    EditingVoyage voyage;
    const std::string disk = voyage.onDisk(voyage.writer);
    voyage.choose(voyage.insight(0, 1));
    voyage.keys("Return Ctrl+A Del");
    voyage.settle();
    voyage.keys("Ctrl+S");
    QTRY_VERIFY(
        voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Not saved")));
    QVERIFY(voyage.edit()->isModified());
    QCOMPARE(voyage.onDisk(voyage.writer), disk);
    voyage.type("Costs fell.");
    voyage.save();
    QVERIFY(voyage.onDisk(voyage.writer).find("Costs fell.") != std::string::npos);
}

void ReportEditingTest::keepsUnsavedEditsOfAReportThatIsLeft() {
    EditingVoyage voyage;
    voyage.choose(voyage.section(0));
    voyage.keys("F2");
    voyage.type("Unsaved title");
    voyage.keys("Return");
    QVERIFY(voyage.edit()->isModified());
    voyage.turnTo("something", voyage.other);
    QVERIFY(!voyage.edit()->isModified());
    QCOMPARE(voyage.window->desk()->unsaved().size(), std::size_t{1});
    voyage.turnTo("quarterly", voyage.writer);
    QTRY_VERIFY(voyage.edit()->isModified());
    voyage.settle();
    QCOMPARE(voyage.rows().at(0), QStringLiteral("Unsaved title"));
    voyage.keys("Ctrl+Z");
    QVERIFY(!voyage.edit()->isModified());
    QCOMPARE(voyage.prompts.asked, 0);
}

void ReportEditingTest::pastesATextAsAnOutline() {
    EditingVoyage voyage("something");
    QApplication::clipboard()->setText(
        QStringLiteral("# First\n\nSome content.\n\n- one\n- two\n  goes on\n\n# Second\n1. three\n"));
    voyage.trigger(Command::pasteParts);
    voyage.settle();
    QCOMPARE(voyage.rows(),
             QStringList({QStringLiteral("First"), QStringLiteral("  one"), QStringLiteral("  two goes on"),
                          QStringLiteral("Second"), QStringLiteral("  three")}));
    voyage.keys("Ctrl+Z");
    QVERIFY2(voyage.rows().isEmpty(), "all of it is one step");
}

void ReportEditingTest::cutsWhatWasTypedJustNow() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 1));
    voyage.keys("Return");
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Typed just now. ")); // not applied yet
    voyage.tree().setFocus();
    voyage.window->actions().action(Command::cutParts)->trigger();
    voyage.settle();
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("Typed just now.")));
    QCOMPARE(voyage.rows().size(), 2);
}

void ReportEditingTest::copiesPartsIntoAnotherReport() {
    EditingVoyage voyage;
    voyage.choose(voyage.section(0));
    voyage.keys("Ctrl+C");
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("- Costs stayed.")));
    const QStringList copied = voyage.rows();
    voyage.turnTo("something", voyage.other);
    voyage.settle();
    voyage.outline().focusContent();
    voyage.keys("Ctrl+V");
    QCOMPARE(voyage.rows(), copied);
    voyage.choose(voyage.section(0));
    QVERIFY2(voyage.window->actions().action(Command::duplicateParts)->isEnabled(),
             qPrintable(voyage.window->actions().whyNot(Command::duplicateParts)));
    voyage.keys("Ctrl+Shift+D");
    QVERIFY2(voyage.rows() == copied + copied,
             qPrintable(voyage.window->messages()->texts().join(QLatin1Char('\n'))));
    voyage.save();
}

void ReportEditingTest::afterTheEditsComesTheHistory() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 1));
    voyage.keys("3");
    voyage.save();
    QVERIFY2(voyage.edit()->canUndo(), "edits can be undone after a save");
    voyage.keys("Ctrl+Z");
    QVERIFY(voyage.edit()->isModified());
    QVERIFY(!voyage.edit()->canUndo());
    voyage.save();
    QAction* undo = voyage.window->actions().action(Command::undo);
    QTRY_VERIFY(undo->isEnabled());
    QVERIFY2(undo->text().contains(QStringLiteral("edited")), qPrintable(undo->text()));
}

void ReportEditingTest::asksOnceBeforeTheWindowCloses() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 1));
    voyage.keys("Return");
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Typed just now. ")); // not applied yet
    QVERIFY2(!voyage.window->close(), "the window stays until it is decided");
    QCOMPARE(voyage.prompts.asked, 1);
    QVERIFY(voyage.onDisk(voyage.writer).find("Typed just now.") == std::string::npos);
    voyage.prompts.unsaved = Prompts::Unsaved::save;
    voyage.window->close();
    QTRY_VERIFY(!voyage.window->isVisible());
    QVERIFY(voyage.onDisk(voyage.writer).find("Typed just now.") != std::string::npos);
    QCOMPARE(voyage.prompts.asked, 2);
}

void ReportEditingTest::choosesWhatStandsWhereSomethingWasDeleted() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Delete");
    QCOMPARE(voyage.outline().selectedParts().insights.size(), std::size_t{1});
    voyage.keys("Delete");
    QCOMPARE(voyage.rows(), QStringList({QStringLiteral("Section 7")}));
    voyage.keys("Ctrl+Z Ctrl+Z");
    QCOMPARE(voyage.rows().size(), 3);
}

STEMMA_WIDGET_TEST_MAIN(ReportEditingTest)
#include "tst_report_editing.moc"
