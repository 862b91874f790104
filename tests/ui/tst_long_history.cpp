// SPDX-License-Identifier: MIT
// A history of many changes: its end is there first, then all of it, and what was chosen stays chosen; an
// agent's autosaves are one row that unfolds.
#include "tests/ui/history_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using tests::HistoryVoyage;

namespace {

constexpr int hours = 200;
constexpr int autosaves = 120;

/// So many changes an hour apart, and then autosaves of one sitting.
class LongVoyage : public HistoryVoyage {
public:
    LongVoyage() {
        for (int hour = 0; hour < hours; ++hour) {
            pause();
            change(hour);
        }
        pause();
        for (int save = 0; save < autosaves; ++save)
            change(hours + save);
    }
    void change(int number) {
        writer.evolve(
            [number](json::Value& outline) { tests::setText(outline, "Text " + std::to_string(number)); });
    }
};

} // namespace

class LongHistoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void isThereInTwoSteps();
};

void LongHistoryTest::isThereInTwoSteps() {
    LongVoyage voyage;
    QTRY_COMPARE(voyage.window->list()->view()->model()->rowCount(), 2);
    voyage.window->desk()->setHistoryShown(false);
    voyage.find("quarterly");
    ReportSession& session = *voyage.page().session();
    std::vector<std::pair<bool, std::size_t>> steps; // partial, rows
    connect(&session, &ReportSession::timelineChanged, this,
            [&] { steps.emplace_back(session.timelineIsPartial(), session.timeline()->rows.size()); });
    voyage.window->desk()->setHistoryShown(true);
    QTRY_COMPARE(steps.size(), std::size_t{2});
    const std::size_t all = 3 + hours + autosaves;
    QVERIFY(steps[0].first && steps[0].second < all / 2);
    QVERIFY(!steps[1].first);
    QCOMPARE(steps[1].second, all);
    QTRY_COMPARE(voyage.history().model()->rowCount(),
                 2 + hours + 3);
    QVERIFY(voyage.history().listNote().isEmpty());
    // The autosaves are one row, which is chosen though it grew, and unfolds.
    QCOMPARE(voyage.entry(1).kind, EntryKind::group);
    QCOMPARE(voyage.entry(1).size, static_cast<std::size_t>(autosaves));
    QTRY_COMPARE(voyage.history().timelineView()->currentIndex(), voyage.history().model()->index(1, 0));
    QVERIFY(
        voyage.history().timelineView()->selectionModel()->isSelected(voyage.history().model()->index(1, 0)));
    voyage.history().timelineView()->setFocus();
    voyage.press(Qt::Key_Right);
    QVERIFY(voyage.history().timelineView()->isExpanded(voyage.history().model()->index(1, 0)));
    QCOMPARE(voyage.history().model()->rowCount(voyage.history().model()->index(1, 0)), autosaves);
    // What another program adds comes without a step between, and leaves the choice.
    voyage.press(Qt::Key_Down);
    const std::string chosen =
        voyage.history().model()->keyOf(voyage.history().timelineView()->currentIndex());
    voyage.pause();
    voyage.change(-1);
    QTRY_COMPARE(steps.size(), std::size_t{3});
    QVERIFY(!steps[2].first);
    QCOMPARE(steps[2].second, all + 1);
    QTRY_COMPARE(voyage.history().model()->rowCount(), 3 + hours + 3);
    QCOMPARE(voyage.history().model()->keyOf(voyage.history().timelineView()->currentIndex()), chosen);
}

STEMMA_WIDGET_TEST_MAIN(LongHistoryTest)
#include "tst_long_history.moc"
