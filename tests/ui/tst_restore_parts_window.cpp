// SPDX-License-Identifier: MIT
// Parts of a report are ticked in the difference and restored in the real window: by keys alone, with their
// parents or into another section, beside what people changed, what others write and what isn't saved.
#include <future>

#include <QToolButton>

#include "core/report/outline.h"
#include "tests/ui/parts_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using namespace stemma::tests;

class RestorePartsWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void restoresAFieldByKeysAlone();
    void writesWhatThePreviewShowed();
    void beginsWithAllInSight();
    void ticksFollowTheirParents();
    void bringsTheSectionBack();
    void putsInsightsIntoAnotherSection();
    void keepsWhatPeopleChanged();
    void countsWhatIsLost();
    void makesAStaleChoiceAnew();
    void unsavedEditsStay();
    void showsTheResult();
    void isTriedAgainAfterAnotherWrite();
    void isGivenUp();
    void tellsWhatItDid();
};

void RestorePartsWindowTest::restoresAFieldByKeysAlone() {
    PartsVoyage voyage;
    voyage.show(6);
    const Value before = voyage.writer.outline();
    QWindow* keys = voyage.window->windowHandle();
    QTRY_VERIFY(voyage.window->actions().action(Command::comparePrevious)->isEnabled());
    QTest::keyClick(keys, Qt::Key_D, Qt::ControlModifier);
    QTest::keyClick(keys, Qt::Key_Down);
    QTest::keyClick(keys, Qt::Key_Down); // the change of the first insight
    QTRY_VERIFY(voyage.window->actions().action(Command::restoreParts)->isEnabled());
    QTest::keyClick(keys, Qt::Key_7, Qt::ControlModifier);
    QTRY_VERIFY(voyage.panel().isVisible() && voyage.canvas().isChoosing() && voyage.canvas().hasFocus());
    QVERIFY(!voyage.panel().acceptButton()->isEnabled());
    QTRY_VERIFY(voyage.rowOf("insight", costs, "summary") > 0);
    const int wanted = voyage.rowOf("insight", costs, "summary");
    for (int steps = 0; steps < 40 && voyage.canvas().currentRow() != wanted; ++steps)
        QTest::keyClick(keys, voyage.canvas().currentRow() < wanted ? Qt::Key_Down : Qt::Key_Up);
    QTest::keyClick(keys, Qt::Key_Space);
    QTRY_VERIFY(voyage.panel().acceptButton()->isEnabled());
    QVERIFY2(voyage.panel().acceptButton()->text().startsWith(QStringLiteral("Restore Text of insight")),
             qPrintable(voyage.panel().acceptButton()->text()));
    QTest::keyClick(keys, Qt::Key_Return);
    QTRY_COMPARE(voyage.insightText(1), std::string("Costs stayed."));
    const diff::Changes changes = report::outlineDifference(before, voyage.writer.outline());
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.front().id, costs);
    QCOMPARE(changes.front().fields.size(), std::size_t{1});
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    QTest::keyClick(keys, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(unstamped(voyage.writer.outlineBytes()), unstamped(json::bytesOf(before)));
    QCOMPARE(voyage.prompts.asked, 0);
}

void RestorePartsWindowTest::writesWhatThePreviewShowed() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    voyage.tick("report", "report", "title");
    QTRY_VERIFY(voyage.history().partsOffer() && voyage.history().partsOffer()->request.parts.size() == 2);
    const std::string shown = voyage.history().partsOffer()->preview.bytes;
    const std::string base = voyage.writer.outlineBytes();
    voyage.accept();
    QVERIFY(voyage.writer.outlineBytes() != base);
    QCOMPARE(unstamped(voyage.writer.outlineBytes()), unstamped(shown));
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    QCOMPARE(voyage.insightText(1), std::string("Costs rose."));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Quarterly revenue"));
}

/// Whatever was filtered, or looked at line by line, before.
void RestorePartsWindowTest::beginsWithAllInSight() {
    PartsVoyage voyage;
    voyage.show(6);
    DiffView& diff = *voyage.history().diffView();
    QTRY_VERIFY(diff.isShown());
    diff.setFilter(QStringLiteral("twelve"));
    diff.kindButton(diff::ChangeKind::edited)->setChecked(false);
    diff.setRaw(true);
    voyage.openParts(3);
    QVERIFY(!diff.isRaw() && diff.filterEdit()->text().isEmpty());
    QVERIFY(voyage.rowOf("insight", revenue, "summary") > 0 && voyage.rowOf("insight", costs, "summary") > 0);
    QVERIFY(voyage.rowOf("report", "report", "title") > 0);
    voyage.tick("report", "report", "title");
}

void RestorePartsWindowTest::ticksFollowTheirParents() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    DiffCanvas& canvas = voyage.canvas();
    int heading = -1;
    for (int row = 0; row < canvas.rowCount() && heading < 0; ++row)
        if (canvas.block(row).kind == DiffBlock::Kind::heading && row > 1)
            heading = row;
    QVERIFY(heading > 0);
    canvas.toggle(heading);
    QCOMPARE(canvas.ticks().choices().size(), std::size_t{2});
    canvas.toggle(voyage.rowOf("insight", costs, "summary"));
    QCOMPARE(canvas.ticks().state(canvas.partOf(heading)), Qt::PartiallyChecked);
    canvas.toggle(heading);
    canvas.toggle(heading);
    QVERIFY(canvas.ticks().none());
    QTRY_VERIFY(!voyage.panel().acceptButton()->isEnabled());
}

void RestorePartsWindowTest::bringsTheSectionBack() {
    PartsVoyage voyage;
    voyage.removeSection();
    voyage.show(7);
    voyage.openParts(1);
    voyage.tick("insight", costs);
    QVERIFY2(voyage.panel().bodyText().contains(QStringLiteral("comes back")),
             qPrintable(voyage.panel().bodyText()));
    QVERIFY(voyage.history().partsOptions()->places()->isVisible());
    voyage.accept();
    const Value outline = voyage.writer.outline();
    QCOMPARE(outline.find("sections")->items().size(), std::size_t{2});
    QCOMPARE(outline.find("insights")->items().size(), std::size_t{1}); // the other one wasn't asked for
    QCOMPARE(voyage.insightText(0), std::string("Costs rose."));
}

void RestorePartsWindowTest::putsInsightsIntoAnotherSection() {
    PartsVoyage voyage;
    voyage.removeSection();
    voyage.show(7);
    voyage.openParts(1);
    voyage.tick("insight", costs);
    QComboBox* places = voyage.history().partsOptions()->places();
    QTRY_VERIFY(places->count() == 2);
    places->setCurrentIndex(1);
    Q_EMIT places->activated(1);
    QTRY_VERIFY(voyage.history().partsOffer() && voyage.history().partsOffer()->request.into);
    QVERIFY(places->isVisible());
    voyage.accept();
    const Value outline = voyage.writer.outline();
    QCOMPARE(outline.find("sections")->items().size(), std::size_t{1});
    QCOMPARE(outline.find("sections")->items().front().find("insight_ids")->items().back().text(), costs);
}

/// The change after the version was an agent's: what a person did since isn't taken back with it.
void RestorePartsWindowTest::keepsWhatPeopleChanged() {
    PartsVoyage voyage("human");
    voyage.show(6);
    voyage.openParts(3);
    QVERIFY(voyage.panel().choiceBox()->isVisible() && voyage.panel().choiceBox()->isChecked());
    DiffCanvas& canvas = voyage.canvas();
    int heading = -1;
    for (int row = 0; row < canvas.rowCount(); ++row)
        if (canvas.block(row).kind == DiffBlock::Kind::heading)
            heading = row;
    canvas.toggle(heading);
    QCOMPARE(canvas.ticks().choices(), (std::vector<report::PartChoice>{{"insight", revenue, "summary"}}));
    canvas.toggle(voyage.rowOf("insight", costs, "summary")); // by itself it can be
    QCOMPARE(canvas.ticks().choices().size(), std::size_t{2});
    canvas.toggle(voyage.rowOf("insight", costs, "summary"));
    voyage.panel().choiceBox()->click();
    canvas.toggle(heading);
    QCOMPARE(canvas.ticks().choices().size(), std::size_t{2});
    voyage.panel().choiceBox()->click();
    QCOMPARE(canvas.ticks().choices().size(), std::size_t{1});
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    QCOMPARE(voyage.insightText(1), std::string("Costs rose."));
}

void RestorePartsWindowTest::countsWhatIsLost() {
    PartsVoyage voyage("human");
    voyage.show(6);
    voyage.openParts(3);
    voyage.tick("insight", costs, "summary");
    QTRY_VERIFY2(
        voyage.panel().bodyText().contains(QStringLiteral("no longer be in the report: 1 by human.")),
        qPrintable(voyage.panel().bodyText()));
    voyage.tick("insight", revenue);
    QTRY_VERIFY2(voyage.panel().bodyText().contains(QStringLiteral("1 by agent")),
                 qPrintable(voyage.panel().bodyText()));
}

void RestorePartsWindowTest::makesAStaleChoiceAnew() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    const std::string base = voyage.history().partsOffer()->preview.baseSha256;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setCosts(outline, "Written while the person decides."); });
    QTRY_VERIFY(voyage.history().partsOffer() && voyage.history().partsOffer()->preview.baseSha256 != base);
    QCOMPARE(voyage.canvas().ticks().choices().size(), std::size_t{1});
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    QCOMPARE(voyage.insightText(1), std::string("Written while the person decides."));
}

void RestorePartsWindowTest::unsavedEditsStay() {
    PartsVoyage voyage;
    voyage.show(6);
    EditSession* edit = voyage.window->desk()->edit();
    QTRY_VERIFY(edit->isEditable());
    edit->apply(json::parse(R"([{"op":"set-title","title":"Typed, and not saved"}])").value());
    QTRY_VERIFY(edit->isModified());
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    QTRY_COMPARE(edit->report()->outline.insights.front().summary,
                 std::string("Revenue grew by twelve percent."));
    QVERIFY(edit->isModified());
    QCOMPARE(edit->report()->outline.title, std::string("Typed, and not saved"));
}

void RestorePartsWindowTest::showsTheResult() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    QVERIFY(voyage.history().diffView()->headerText().startsWith(QStringLiteral("From now\nto the version")));
    QVERIFY(!voyage.history().partsOptions()->resultBox()->isEnabled());
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.history().partsOptions()->resultBox()->isEnabled());
    voyage.history().partsOptions()->resultBox()->click();
    QTRY_VERIFY(!voyage.canvas().isChoosing());
    QCOMPARE(voyage.history().diffView()->changeCount(), 1);
    voyage.history().partsOptions()->resultBox()->click();
    QTRY_VERIFY(voyage.canvas().isChoosing());
    QCOMPARE(voyage.canvas().ticks().choices().size(), std::size_t{1});
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
}

/// A write of ours that is on its way is no reason to be silent, nor for a dead button.
void RestorePartsWindowTest::isTriedAgainAfterAnotherWrite() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.panel().acceptButton()->isEnabled());
    std::promise<void> gate; // if it goes first, it is open too
    bool ended = false;
    QVERIFY(voyage.page().session()->runWrite(
        [open = gate.get_future().share()](const report::Workspace&) -> Result<report::Saved> {
            open.wait();
            return fail(ErrorCode::cancelled, "write", {}, {});
        },
        [&ended](const Result<report::Saved>&) { ended = true; }));
    voyage.panel().acceptButton()->click();
    const QString told = voyage.window->messages()->texts().join(QLatin1Char(' '));
    QVERIFY2(told.contains(QStringLiteral("Try again in a moment")), qPrintable(told));
    QVERIFY(voyage.panel().isVisible() && voyage.panel().acceptButton()->isEnabled());
    gate.set_value();
    QTRY_VERIFY(ended);
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
}

void RestorePartsWindowTest::isGivenUp() {
    PartsVoyage voyage;
    voyage.show(6);
    const std::string before = voyage.writer.outlineBytes();
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    QTest::keyClick(&voyage.canvas(), Qt::Key_Escape);
    QVERIFY(!voyage.panel().isVisible());
    QTRY_VERIFY(!voyage.canvas().isChoosing());
    QVERIFY(voyage.history().partsOffer() == nullptr);
    QTRY_VERIFY(voyage.window->actions().action(Command::restoreParts)->isEnabled());
    QCOMPARE(voyage.writer.outlineBytes(), before);
}

void RestorePartsWindowTest::tellsWhatItDid() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    voyage.accept();
    const auto top = [&] { return voyage.history().model()->rowData(voyage.history().model()->index(1, 0)); };
    QTRY_COMPARE(voyage.history().model()->rowCount(), 7);
    QCOMPARE(top()->action, QStringLiteral("restored 1 part(s)"));
    QTRY_VERIFY(!voyage.window->messages()->texts().isEmpty());
    QVERIFY2(voyage.window->messages()->texts().first().startsWith(QStringLiteral("Restored ")),
             qPrintable(voyage.window->messages()->texts().first()));
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.open(); // a restart
    voyage.show(7);
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.insightText(0), std::string("Revenue shrank by twelve percent."));
}

STEMMA_WIDGET_TEST_MAIN(RestorePartsWindowTest)
#include "tst_restore_parts_window.moc"
