// SPDX-License-Identifier: MIT
// The models of the inbox and of the feed: each new look is a difference, so that what is chosen stays.
#include <random>

#include <QAbstractItemModelTester>
#include <QListView>
#include <QTest>

#include "tests/ui/still_clock.h"
#include "tests/ui/widget_test.h"
#include "ui/feed/feed_model.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/card_model.h"
#include "ui/inbox/card_parts.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

report::InboxCard cardOf(int number) {
    report::InboxCard card;
    card.id = "card " + std::to_string(number);
    card.report = ReportId("report " + std::to_string(number % 7));
    card.title = "A report";
    card.actor = "agent";
    card.ts = "2025-03-11T10:12:02+00:00";
    card.changes.push_back({std::to_string(number), history::RowKind::change, "a", "evolve", "agent", card.ts});
    card.counts = history::ChangeCounts{1, 2, 3, 4};
    return card;
}

std::vector<CardModel::Row> rowsOf(const std::vector<int>& numbers) {
    auto inbox = std::make_shared<report::Inbox>();
    for (const int number : numbers)
        inbox->cards.push_back(cardOf(number));
    std::vector<CardModel::Row> rows;
    for (const report::InboxCard& card : inbox->cards)
        rows.push_back({inbox, &card, false});
    return rows;
}

std::shared_ptr<const report::Feed> feedOf(int entries) {
    auto feed = std::make_shared<report::Feed>();
    for (int number = 0; number < entries; ++number) {
        report::FeedEntry entry;
        entry.report = ReportId("report " + std::to_string(number % 50));
        entry.title = "Title " + std::to_string(number % 50);
        entry.action = std::to_string(number);
        entry.type = "evolve";
        entry.actor = number % 3 == 0 ? "human" : "agent";
        entry.line = static_cast<std::size_t>(number);
        entry.moment = {1'760'000'000'000'000 - std::int64_t{number} * 600'000'000};
        entry.ts = isoText(entry.moment);
        feed->entries.push_back(std::move(entry));
    }
    return feed;
}

diff::Change changeOf(diff::ChangeKind kind, const char* what, const char* id, const char* parent = "") {
    diff::Change change;
    change.kind = kind;
    change.what = what;
    change.id = id;
    change.parent = parent;
    change.title = id;
    return change;
}

} // namespace

class ChangeModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void cardsComeAndGo();
    void aThousandCardsAreLaidOutAtOnce();
    void theFeedGrowsByBatches();
    void partsAreNamedOnce();
};

void ChangeModelsTest::cardsComeAndGo() {
    tests::StillClock clock;
    CardModel model(clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    CardList list(model, clock);
    std::mt19937 random(7);
    std::vector<int> numbers;
    int next = 0;
    for (int step = 0; step < 300; ++step) {
        const bool hadRows = !numbers.empty();
        const std::string chosen = list.current();
        for (int come = static_cast<int>(random() % 3); come > 0; --come)
            numbers.insert(numbers.begin() + static_cast<int>(random() % (numbers.size() + 1)), next++);
        for (int go = static_cast<int>(random() % 3); go > 0 && !numbers.empty(); --go)
            numbers.erase(numbers.begin() + static_cast<int>(random() % numbers.size()));
        if (step % 40 == 39)
            std::reverse(numbers.begin(), numbers.end()); // another order than ever: told as a whole
        model.setRows(rowsOf(numbers));
        QCOMPARE(model.rowCount(), static_cast<int>(numbers.size()));
        for (std::size_t row = 0; row < numbers.size(); ++row)
            QCOMPARE(model.rowOf(model.index(static_cast<int>(row)))->card->id,
                     "card " + std::to_string(numbers[row]));
        if (hadRows && model.indexOf(chosen).isValid())
            QCOMPARE(list.current(), chosen);
        QCOMPARE(list.current().empty(), numbers.empty());
        if (!numbers.empty() && step % 5 == 0)
            list.step(static_cast<int>(random() % 7) - 3);
    }
}

void ChangeModelsTest::aThousandCardsAreLaidOutAtOnce() {
    tests::StillClock clock;
    CardModel model(clock);
    CardList list(model, clock);
    std::vector<int> numbers(1000);
    for (int number = 0; number < 1000; ++number)
        numbers[static_cast<std::size_t>(number)] = number;
    model.setRows(rowsOf(numbers));
    list.resize(300, 500);
    list.show();
    QVERIFY(list.view()->uniformItemSizes());
    list.choose("card 999");
    QCOMPARE(list.view()->currentIndex().row(), 999);
    QVERIFY(list.view()->visualRect(model.index(999)).bottom() <= list.view()->viewport()->height());
    QVERIFY(model.index(999).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("1 added")));
}

void ChangeModelsTest::theFeedGrowsByBatches() {
    tests::StillClock clock;
    FeedModel model(clock);
    FeedWish wish;
    wish.text = QStringLiteral("title 7");
    model.setRows(std::make_shared<const FeedRows>(feedRows(feedOf(5'000), {})), 0);
    QCOMPARE(model.rowCount(), FeedModel::batch);
    model.fetchMore({});
    QCOMPARE(model.rowCount(), 2 * FeedModel::batch);
    QCOMPARE(model.rows()->entries, std::size_t{5'000});
    QVERIFY(model.rowAt(model.index(0))->isDay && !(model.index(0).flags() & Qt::ItemIsSelectable));
    const report::FeedEntry& far = model.rows()->feed->entries[4'000];
    QVERIFY(model.placeOf(feedKey(far)) > 4'000); // below the days
    model.setRows(std::make_shared<const FeedRows>(feedRows(feedOf(5'000), wish)), 0);
    QCOMPARE(model.rows()->entries, std::size_t{100});
    wish.filter.actor = "human";
    QVERIFY(feedRows(feedOf(5'000), wish).entries < 100);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    tester.setUseFetchMore(false); // it would, before it has noted that a reset is over
    model.setRows(std::make_shared<const FeedRows>(feedRows(feedOf(5'000), {})), 0);
    model.fetchMore({});
    QCOMPARE(model.rowCount(), 2 * FeedModel::batch);
    model.setRows(nullptr, 0);
    QCOMPARE(model.rowCount(), 0);
}

/// What comes or goes with another isn't asked about.
void ChangeModelsTest::partsAreNamedOnce() {
    using diff::ChangeKind;
    diff::Changes changes{changeOf(ChangeKind::added, "insight", "i1", "s1"),
                          changeOf(ChangeKind::added, "citation", "i1/c", "i1"),
                          changeOf(ChangeKind::moved, "insight", "i2", "s1"),
                          changeOf(ChangeKind::edited, "insight", "i2", "s1"),
                          changeOf(ChangeKind::edited, "section", "s1")};
    for (const char* field : {"title", "notes", "updated_at"})
        changes.back().fields.push_back({field, {}, {}});
    const std::vector<CardPart> parts = cardParts(changes);
    QCOMPARE(parts.size(), std::size_t{4});
    QCOMPARE(parts[0].choice, (report::PartChoice{"insight", "i1", {}}));
    QCOMPARE(parts[1].choice, (report::PartChoice{"insight", "i2", {}}));
    QCOMPARE(parts[3].choice, (report::PartChoice{"section", "s1", "notes"}));
    QVERIFY(!wantedParts(parts, {true, true, true, true}));
    QCOMPARE(wantedParts(parts, {true, false, false, true})->size(), std::size_t{2});
}

STEMMA_WIDGET_TEST_MAIN(ChangeModelsTest)
#include "tst_change_models.moc"
