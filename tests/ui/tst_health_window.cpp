// SPDX-License-Identifier: MIT
// The health of a library in the real window: what is wrong, mending it, and taking that back.
#include <QClipboard>
#include <QLineEdit>
#include <QSemaphore>
#include <QStackedWidget>
#include <QTextEdit>

#include "tests/ui/inbox_stage.h"
#include "tests/ui/spoken_names.h"
#include "tests/ui/widget_test.h"
#include "ui/health/finding_page.h"
#include "ui/health/fix_plan_page.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/health/health_model.h"
#include "ui/library/sidebar_model.h"
#include "ui/text/content_text.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::InboxStage;

namespace {

struct HealthStage : InboxStage {
    explicit HealthStage(int reports)
        : InboxStage(reports) {
        QTRY_VERIFY(desk().session()->rows()); // by itself, once the library is listed
    }
    [[nodiscard]] HealthDesk& desk() const { return *window->health(); }
    [[nodiscard]] std::string cutOff(std::size_t writer) {
        const std::string damaged = writers[writer].outlineBytes().substr(0, 150);
        writers[writer].writeOutline(damaged);
        return damaged;
    }
    void rebuildIndex() const {
        window->actions().action(Command::rebuildIndex)->trigger();
        QTRY_VERIFY(told().contains(QStringLiteral("Rebuilt the index")));
    }
    /// As a person does it, from wherever they are.
    void goAndLook() const {
        key(Qt::Key_8, Qt::ControlModifier);
        QTRY_VERIFY(desk().list()->focusTarget()->hasFocus());
        settle();
        desk().lookAgain();
        settle();
    }
    void settle() const { QTRY_VERIFY(!desk().session()->isLooking() && !desk().session()->isFixing()); }
    [[nodiscard]] int rows(health::FindingKind kind) const {
        const auto& all = desk().session()->rows()->rows;
        return static_cast<int>(std::count_if(
            all.begin(), all.end(), [kind](const HealthRow& row) { return row.finding.kind == kind; }));
    }
    void choose(health::FindingKind kind) const {
        for (const HealthRow& row : desk().session()->rows()->rows)
            if (row.finding.kind == kind)
                desk().list()->choose(row.finding.id);
    }
    [[nodiscard]] QString told() const { return window->messages()->texts().join(QLatin1Char('\n')); }
    [[nodiscard]] QString place() const {
        const QAbstractItemModel& model = *window->sidebar()->model();
        return model.index(model.rowCount() - 1, 0).data(Qt::AccessibleTextRole).toString();
    }
    [[nodiscard]] QString count() const {
        const QAbstractItemModel& model = *window->sidebar()->model();
        return model.index(model.rowCount() - 1, 0).data(SidebarModel::CountRole).toString();
    }
};

void byHand(tests::ReportBuilder& writer) {
    writer.editByHand([](Value& outline) {
        outline.set("title", Value::string("By hand"));
        outline.set("updated_at", Value::string("2024-01-01T00:00:00+00:00"));
    });
}

} // namespace

class HealthWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void looksWhenALibraryIsOpened();
    void isBrowsedByKeyboard();
    void fixesAndTakesBack();
    void aStaleFixDoesNothing();
    void fixesAll();
    void fixingAllIsLeftAndCancelled();
    void followsTheLibraryWhileShown();
    void isFiltered();
};

void HealthWindowTest::looksWhenALibraryIsOpened() {
    HealthStage stage(2);
    stage.rebuildIndex();
    stage.goAndLook();
    QTRY_COMPARE(stage.desk().session()->rows()->toSee, std::size_t{0});
    QCOMPARE(stage.count(), QStringLiteral("0"));
    QVERIFY(stage.place().contains(QStringLiteral("all is well")));
    QVERIFY(stage.desk().list()->summary().contains(QStringLiteral("all is well")));
    QVERIFY(!stage.available(Command::fixFinding));
    QVERIFY(!stage.available(Command::fixAllFindings));
    QVERIFY(stage.available(Command::lookAtHealth));
    stage.window->closeLibrary();
    QVERIFY(stage.count().isEmpty());
}

void HealthWindowTest::isBrowsedByKeyboard() {
    HealthStage stage(3);
    (void)stage.cutOff(1);
    stage.goAndLook();
    HealthDesk& desk = stage.desk();
    QVERIFY(stage.rows(health::FindingKind::damagedOutline) == 1);
    stage.key(Qt::Key_Home);
    const HealthRow* first = desk.current();
    QVERIFY(first != nullptr &&
            first->finding.kind == health::FindingKind::damagedOutline); // the worst first
    QVERIFY(stage.count().toInt() > 0);
    QVERIFY(desk.findingPage()->text().contains(fromUtf8(first->finding.evidence.front())));
    QVERIFY(desk.findingPage()->text().contains(QStringLiteral("byte for byte")));
    QCOMPARE(stage.window->actions().action(Command::fixFinding)->text(),
             QStringLiteral("&Restore the Newest Good Version"));
    QVERIFY(tests::namedIn(*stage.window) > 10); // all that the keys reach
    stage.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), fromUtf8(first->finding.path));
    QVERIFY(stage.tabTo(desk.findingPage()->textView()));
    stage.key(Qt::Key_Escape);
    QTRY_VERIFY(desk.list()->view()->hasFocus());
    stage.key(Qt::Key_Return); // the damaged report, in its place in the list
    QTRY_VERIFY(stage.window->desk()->isVisible());
    const auto row = stage.window->list()->current();
    QVERIFY(row && row->id.text() == stage.writers[1].id());
    QVERIFY(row->needsAttention());
    QCOMPARE(stage.window->list()->view()->model()->rowCount(), 3);
    stage.key(Qt::Key_8, Qt::ControlModifier);
    QTRY_VERIFY(desk.list()->view()->hasFocus());
    stage.key(Qt::Key_H);
    QTRY_VERIFY(stage.window->desk()->isVisible() && stage.window->desk()->historyShown());
}

void HealthWindowTest::fixesAndTakesBack() {
    HealthStage stage(2);
    stage.rebuildIndex();
    const std::string damaged = stage.cutOff(0);
    stage.goAndLook();
    QTRY_COMPARE(stage.count(), QStringLiteral("2")); // the index lists it, too
    stage.choose(health::FindingKind::damagedOutline);
    stage.key(Qt::Key_F);
    QTRY_VERIFY(stage.told().contains(QStringLiteral("Restored the newest good version")));
    QVERIFY(stage.writers[0].outlineBytes() != damaged);
    stage.settle();
    QTRY_COMPARE(stage.count(), QStringLiteral("0"));
    QVERIFY(stage.available(Command::undo));
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(stage.writers[0].outlineBytes(), damaged);
    QTRY_VERIFY(stage.told().contains(QStringLiteral("Took the fix back")));
    QTRY_COMPARE(stage.count(), QStringLiteral("2"));
    QTRY_COMPARE(stage.rows(health::FindingKind::damagedOutline), 1);
}

void HealthWindowTest::aStaleFixDoesNothing() {
    HealthStage stage(2);
    (void)stage.cutOff(0);
    stage.goAndLook();
    stage.choose(health::FindingKind::damagedOutline);
    stage.writers[0].writeOutline("{\"another\": "); // the window doesn't know yet
    stage.window->actions().action(Command::fixFinding)->trigger();
    QTRY_VERIFY(stage.told().contains(QStringLiteral("no longer as it had been looked at")));
    QCOMPARE(stage.writers[0].outlineBytes(), std::string("{\"another\": "));
    stage.settle();
    stage.choose(health::FindingKind::damagedOutline); // as it is now
    QTRY_VERIFY(stage.available(Command::fixFinding));
    stage.window->actions().action(Command::fixFinding)->trigger();
    QTRY_VERIFY(stage.told().contains(QStringLiteral("Restored the newest good version")));
    QTRY_COMPARE(stage.rows(health::FindingKind::damagedOutline), 0);
}

void HealthWindowTest::fixesAll() {
    HealthStage stage(4);
    const std::string first = stage.cutOff(0), second = stage.cutOff(2);
    byHand(stage.writers[3]);
    stage.goAndLook();
    stage.key(Qt::Key_F, Qt::ShiftModifier);
    FixPlanPage& plan = *stage.desk().planPage();
    QTRY_VERIFY(plan.isVisible() && plan.view()->hasFocus());
    const int all = plan.model()->rowCount();
    QVERIFY(all >= 3);
    QCOMPARE(stage.writers[0].outlineBytes(), first); // so far it is only told
    QVERIFY(tests::namedIn(plan) > 2);
    QVERIFY(stage.tabTo(plan.fixButton()));
    stage.key(Qt::Key_Space);
    QTRY_VERIFY(plan.stage() == FixPlanPage::Stage::told);
    for (const FixPlanModel::Row& row : plan.model()->rows())
        QVERIFY2(row.outcome && row.outcome->state == FixOutcome::State::done,
                 row.finding.finding.id.c_str());
    QTRY_VERIFY(plan.leaveButton()->hasFocus());
    stage.settle();
    QTRY_COMPARE(stage.count(), QStringLiteral("0"));
    stage.key(Qt::Key_Escape);
    QTRY_VERIFY(stage.desk().findingPage()->isVisible());
    stage.window->actions().action(Command::undo)->trigger();
    QTRY_COMPARE(stage.writers[2].outlineBytes(), second);
    QTRY_COMPARE(stage.writers[0].outlineBytes(), first);
    QTRY_COMPARE(stage.rows(health::FindingKind::damagedOutline), 2);
    QCOMPARE(stage.rows(health::FindingKind::unrecordedChange), 0); // that can't be taken back, as was said
}

void HealthWindowTest::fixingAllIsLeftAndCancelled() {
    HealthStage stage(3);
    const std::string damaged[] = {stage.cutOff(0), stage.cutOff(1), stage.cutOff(2)};
    stage.goAndLook();
    stage.window->actions().action(Command::fixAllFindings)->trigger();
    FixPlanPage& plan = *stage.desk().planPage();
    QTRY_VERIFY(plan.isVisible());
    stage.key(Qt::Key_Escape);
    QTRY_VERIFY(stage.desk().findingPage()->isVisible());
    QCOMPARE(stage.writers[0].outlineBytes(), damaged[0]);

    QSemaphore begun, go; // the first step waits until it was cancelled
    stage.environment.trace = [&](const ActionId&, const std::string& step, const std::string&) {
        if (step == "begin" || begun.available() == 0) {
            begun.release();
            (void)go.tryAcquire(1, 10'000);
            go.release();
        }
    };
    stage.window->actions().action(Command::fixAllFindings)->trigger();
    QTRY_VERIFY(plan.isVisible());
    plan.fixButton()->click();
    QTRY_VERIFY(begun.available() > 0);
    QCOMPARE(plan.stage(), FixPlanPage::Stage::running);
    plan.leaveButton()->click();
    go.release();
    QTRY_VERIFY(plan.stage() == FixPlanPage::Stage::told);
    int left = 0;
    for (const FixPlanModel::Row& row : plan.model()->rows())
        left += row.outcome->state == FixOutcome::State::left ? 1 : 0;
    QVERIFY(left >= 2);
    QCOMPARE(stage.writers[2].outlineBytes(), damaged[2]);
    QVERIFY(plan.title().startsWith(QStringLiteral("Fixed")));
    stage.settle();
    stage.environment.trace = {};
}

void HealthWindowTest::followsTheLibraryWhileShown() {
    HealthStage stage(2);
    stage.rebuildIndex();
    stage.goAndLook();
    QTRY_COMPARE(stage.count(), QStringLiteral("0"));
    (void)stage.cutOff(1);
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(health::FindingKind::damagedOutline), 1, 15'000);
    stage.window->actions().action(Command::showInbox)->trigger();
    (void)stage.cutOff(0); // seen when the person is back
    QTRY_VERIFY(stage.window->session()->snapshot()->reports.front().state == report::ReportState::damaged);
    stage.window->actions().action(Command::showHealth)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(stage.rows(health::FindingKind::damagedOutline), 2, 15'000);
}

void HealthWindowTest::isFiltered() {
    HealthStage stage(3);
    (void)stage.cutOff(0);
    byHand(stage.writers[2]);
    stage.goAndLook();
    HealthList& list = *stage.desk().list();
    const int all = stage.desk().model()->rowCount();
    QVERIFY(all >= 2);
    stage.key(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(list.filterEdit()->hasFocus());
    QTest::keyClicks(list.filterEdit(), QStringLiteral("UNRECORDED"));
    QTRY_COMPARE(stage.desk().model()->rowCount(), 1);
    QTRY_VERIFY(stage.desk().findingPage()->title().contains(QStringLiteral("By hand")));
    QTest::keyClicks(list.filterEdit(), QStringLiteral("x"));
    QTRY_VERIFY(list.emptyText().startsWith(QStringLiteral("No finding is as asked")));
    stage.key(Qt::Key_Escape);
    QTRY_COMPARE(stage.desk().model()->rowCount(), all);
}

STEMMA_WIDGET_TEST_MAIN(HealthWindowTest)
#include "tst_health_window.moc"
