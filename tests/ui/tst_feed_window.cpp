// SPDX-License-Identifier: MIT
// The feed in the real window: what changed in the whole library, as asked, and the way to each version.
#include <QComboBox>
#include <QLineEdit>
#include <QToolButton>

#include "tests/ui/inbox_stage.h"
#include "tests/ui/widget_test.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::InboxStage;
using tests::insightText;

namespace {

/// The changes that the list shows, without the days.
std::vector<const report::FeedEntry*> entriesOf(const InboxStage& stage) {
    std::vector<const report::FeedEntry*> entries;
    FeedModel& model = *stage.window->feed()->model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (const auto* entry = model.entryAt(model.index(row)))
            entries.push_back(entry);
    return entries;
}

std::size_t shown(const InboxStage& stage) {
    return entriesOf(stage).size();
}

/// One report, changed over three days by three.
void writeDays(InboxStage& stage) {
    const auto nextDay = [&] {
        stage.writers[0].setClock({stage.writers[0].now().micros + std::int64_t{86'400'000'000}});
    };
    nextDay();
    stage.writers[0].evolve(insightText(0, "One."), "agent", "night-1");
    stage.writers[0].evolve(insightText(1, "Two."), "agent", "night-1");
    nextDay();
    stage.writers[0].evolve(insightText(2, "Three."), "human");
    stage.writers[0].evolve(insightText(3, "Four."), "cli");
}

} // namespace

class FeedWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void showsWhatChangedByDays();
    void isFiltered();
    void leadsToTheVersion();
    void followsOtherPrograms();
    void manyComeBitByBit();
    void tellsWhatCantBeRead();
};

void FeedWindowTest::showsWhatChangedByDays() {
    InboxStage stage(2);
    writeDays(stage);
    stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(shown(stage), std::size_t{8}); // two reports, made and filled, and four changes
    FeedModel& model = *stage.window->feed()->model();
    QCOMPARE(model.rowCount(), 11);
    QVERIFY(model.rowAt(model.index(0))->isDay);
    QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("2025")));
    QCOMPARE(entriesOf(stage).front()->actor, std::string("cli"));
    FeedList& list = *stage.window->feed()->list();
    QTRY_VERIFY(list.view()->hasFocus());
    QCOMPARE(list.view()->currentIndex().row(), 1);
    QTRY_COMPARE(stage.window->feed()->page()->diffView()->changeCount(), 1);
    QVERIFY(stage.window->feed()->page()->diffView()->plainText().contains(QStringLiteral("Four.")));
    const auto spoken = [&model](int row) {
        return model.index(row).data(Qt::AccessibleTextRole).toString();
    };
    QTRY_VERIFY2(spoken(1).contains(QStringLiteral("1 edited")), qPrintable(spoken(1)));
    QTRY_VERIFY2(spoken(10).contains(QStringLiteral("added")), qPrintable(spoken(10)));
    QTRY_VERIFY(stage.window->feed()->page()->facts().contains(QStringLiteral("1 edited")));
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Down); // over the day, to the change below it
    QCOMPARE(list.view()->currentIndex().row(), 4);
    QTRY_VERIFY(stage.window->feed()->page()->diffView()->plainText().contains(QStringLiteral("Two.")));
}

void FeedWindowTest::isFiltered() {
    InboxStage stage(2);
    writeDays(stage);
    stage.window->actions().action(Command::showFeed)->trigger();
    QTRY_COMPARE(shown(stage), std::size_t{8});
    FeedList& list = *stage.window->feed()->list();
    list.actorBox()->setCurrentIndex(1);
    QTRY_COMPARE(shown(stage), std::size_t{1});
    QCOMPARE(entriesOf(stage).front()->actor, std::string("human"));
    list.actorBox()->setCurrentIndex(0);
    stage.key(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(list.textEdit()->hasFocus());
    QTest::keyClicks(list.textEdit(), QStringLiteral("NIGHT-1"));
    QTRY_COMPARE(shown(stage), std::size_t{2});
    QTest::keyClicks(list.textEdit(), QStringLiteral("7"));
    QTRY_VERIFY(list.emptyText().startsWith(QStringLiteral("Nothing in the feed is as asked")));
    stage.key(Qt::Key_Escape);
    QTRY_COMPARE(shown(stage), std::size_t{8});
    stage.key(Qt::Key_Escape);
    QTRY_VERIFY(list.view()->hasFocus());
    list.view()->setCurrentIndex(stage.window->feed()->model()->index(4));
    QTRY_VERIFY(stage.available(Command::onlyRequest));
    stage.key(Qt::Key_R);
    QTRY_COMPARE(shown(stage), std::size_t{2});
    QVERIFY(stage.available(Command::wholeFeed));
    stage.key(Qt::Key_W);
    QTRY_COMPARE(shown(stage), std::size_t{8});
    QVERIFY(!stage.available(Command::wholeFeed));
}

void FeedWindowTest::leadsToTheVersion() {
    InboxStage stage(2);
    writeDays(stage);
    stage.window->actions().action(Command::showFeed)->trigger();
    QTRY_COMPARE(shown(stage), std::size_t{8});
    FeedList& list = *stage.window->feed()->list();
    list.view()->setCurrentIndex(stage.window->feed()->model()->index(5)); // the first of the request
    QTRY_VERIFY(stage.available(Command::openEntry));
    stage.key(Qt::Key_Return);
    QTRY_VERIFY(stage.window->desk()->isVisible() && stage.window->desk()->historyShown());
    HistoryPane& history = *stage.window->desk()->history();
    QTRY_VERIFY(history.diffView()->plainText().contains(QStringLiteral("One.")));
    QVERIFY(history.timelineView()->currentIndex().parent().isValid()); // in its group
}

void FeedWindowTest::followsOtherPrograms() {
    InboxStage stage(2);
    writeDays(stage);
    stage.window->actions().action(Command::showFeed)->trigger();
    QTRY_COMPARE(shown(stage), std::size_t{8});
    FeedList& list = *stage.window->feed()->list();
    list.view()->setCurrentIndex(stage.window->feed()->model()->index(5));
    const std::string chosen = list.current();
    stage.writers[0].evolve(insightText(0, "Five."), "agent");
    QTRY_COMPARE(shown(stage), std::size_t{9});
    QCOMPARE(list.current(), chosen);
    QCOMPARE(list.view()->currentIndex().row(), 6);
    stage.window->actions().action(Command::showInbox)->trigger();
    stage.writers[1].evolve(insightText(0, "Six."), "agent"); // read when the person is back
    stage.window->actions().action(Command::showFeed)->trigger();
    QTRY_COMPARE(shown(stage), std::size_t{10});
    QCOMPARE(list.current(), chosen);
}

void FeedWindowTest::manyComeBitByBit() {
    InboxStage stage(1);
    for (int change = 0; change < 3 * FeedModel::batch; ++change) {
        Value payload = Value::object();
        stage.writers[0].append(stage.writers[0].event("render", "agent", payload));
    }
    stage.window->actions().action(Command::showFeed)->trigger();
    FeedModel& model = *stage.window->feed()->model();
    QTRY_COMPARE(model.rowCount(), FeedModel::batch);
    QVERIFY(model.canFetchMore({}));
    FeedList& list = *stage.window->feed()->list();
    QTRY_VERIFY(list.view()->hasFocus());
    for (int presses = 0; presses < 8 && model.canFetchMore({}); ++presses) {
        stage.key(Qt::Key_End);
        QTest::qWait(1);
    }
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(shown(stage), static_cast<std::size_t>(3 * FeedModel::batch + 2));
}

void FeedWindowTest::tellsWhatCantBeRead() {
    InboxStage stage(1);
    stage.writers[0].appendRaw("{torn");
    stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.window->messages()->texts().filter(QStringLiteral("Not all of the feed")).size(), 1);
}

STEMMA_WIDGET_TEST_MAIN(FeedWindowTest)
#include "tst_feed_window.moc"
