// SPDX-License-Identifier: MIT
// Everything that changed in a library: each event once, newest first, in pages, without reading twice.
#include <QtTest>

#include <algorithm>
#include <set>

#include "core/history/audit_log.h"
#include "core/report/store_feed.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using report::Feed;
using report::FeedEntry;
using report::FeedFilter;
using report::StoreFeed;

namespace {

std::string reportNumber(int n) {
    std::string digits = std::to_string(n);
    return "1b4e28ba-2fa1-41d2-883f-" + std::string(12 - digits.size(), '0') + digits;
}

std::string actionNumber(int n) {
    std::string digits = std::to_string(n);
    return "6fa459ea-ee8a-3ca4-894e-" + std::string(12 - digits.size(), '0') + digits;
}

std::string timeOf(int second) {
    return isoText({1'746'000'000'000'000 + std::int64_t{second} * 1'000'000});
}

history::AuditEvent eventOf(int report, int number, int second, const std::string& actor = "agent") {
    history::AuditEvent event;
    event.action = ActionId(actionNumber(number));
    event.report = ReportId(reportNumber(report));
    event.ts = timeOf(second);
    event.actor = actor;
    event.type = "rename"; // says nothing of the content
    event.requestId = "r" + std::to_string(number % 7);
    return event;
}

/// Reports whose logs are written as a test wants them.
class Logged {
public:
    void addReport(int report, const std::string& log) const {
        const std::string folder = "by_id/" + reportNumber(report);
        library.write(folder + "/outline.json", R"({"report_id": ")" + reportNumber(report) + "\"}");
        library.write(folder + "/audit.jsonl", log);
    }
    [[nodiscard]] std::shared_ptr<const Feed> read(StoreFeed& store) const {
        return store.read(*report::scanLibrary(library.disk(), library.root).value()).value();
    }
    [[nodiscard]] std::shared_ptr<const Feed> read() const {
        StoreFeed store(library.disk());
        return read(store);
    }

    LibraryFixture library;
};

std::string lineOf(const history::AuditEvent& event) {
    return history::auditLine(event) + '\n';
}

std::vector<std::string> actionsOf(const std::vector<FeedEntry>& entries) {
    std::vector<std::string> actions;
    for (const FeedEntry& entry : entries)
        if (entry.kind == history::RowKind::change)
            actions.push_back(entry.action);
    return actions;
}

} // namespace

class TestStoreFeed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newestFirstAcrossReports();
    void theLogsOwnOrderWhereAClockWentBack();
    void fiveThousandInPages();
    void filters();
    void whatAForkBroughtAlongStandsOnce();
    void damageIsInItsPlace();
    void readsOnlyWhatChanged();
    void stopsWhenAsked();
};

void TestStoreFeed::newestFirstAcrossReports() {
    const Logged logged;
    logged.addReport(1, lineOf(eventOf(1, 1, 10)) + lineOf(eventOf(1, 4, 40)));
    logged.addReport(2, lineOf(eventOf(2, 2, 20)) + lineOf(eventOf(2, 3, 30)));
    const auto feed = logged.read();
    QCOMPARE(actionsOf(feed->entries),
             (std::vector<std::string>{actionNumber(4), actionNumber(3), actionNumber(2), actionNumber(1)}));
    const FeedEntry& newest = feed->entries.front();
    QCOMPARE(newest.report.text(), reportNumber(1));
    QCOMPARE(newest.ts, timeOf(40));
    QCOMPARE(newest.line, std::size_t{2});
    QCOMPARE(*newest.requestId, std::string("r4"));
}

void TestStoreFeed::theLogsOwnOrderWhereAClockWentBack() {
    const Logged logged;
    logged.addReport(1, lineOf(eventOf(1, 1, 50)) + lineOf(eventOf(1, 2, 20)) + lineOf(eventOf(1, 3, 60)));
    logged.addReport(2, lineOf(eventOf(2, 4, 30)));
    QCOMPARE(actionsOf(logged.read()->entries),
             (std::vector<std::string>{actionNumber(3), actionNumber(2), actionNumber(1), actionNumber(4)}));
}

void TestStoreFeed::fiveThousandInPages() {
    const Logged logged;
    for (int report = 0; report < 10; ++report) {
        std::string log;
        for (int n = 0; n < 500; ++n)
            log += lineOf(eventOf(report, report * 500 + n, n * 10 + report));
        logged.addReport(report, log);
    }
    const auto feed = logged.read();
    const auto all = report::feedPage(*feed, {}, 0, 1'000'000);
    QCOMPARE(actionsOf(all.entries).size(), std::size_t{5000});
    std::vector<std::string> paged;
    for (std::size_t first = 0; first < all.total; first += 700) {
        const auto page = report::feedPage(*feed, {}, first, 700);
        QCOMPARE(page.total, all.total);
        for (const std::string& action : actionsOf(page.entries))
            paged.push_back(action);
    }
    QCOMPARE(paged, actionsOf(all.entries));
    QCOMPARE(std::set<std::string>(paged.begin(), paged.end()).size(), std::size_t{5000});
    QVERIFY(std::is_sorted(all.entries.begin(), all.entries.end(),
                           [](const auto& one, const auto& other) { return one.moment > other.moment; }));
    QVERIFY(report::feedPage(*feed, {}, all.total, 10).entries.empty());
}

void TestStoreFeed::filters() {
    const Logged logged;
    std::string log;
    for (int n = 0; n < 40; ++n)
        log += lineOf(eventOf(1, n, n, n % 3 == 0 ? "human" : "agent"));
    logged.addReport(1, log);
    logged.addReport(2, lineOf(eventOf(2, 50, 5)));
    const auto feed = logged.read();
    const auto pass = [&](const FeedFilter& filter) {
        return actionsOf(report::feedPage(*feed, filter, 0, 1000).entries);
    };
    FeedFilter filter;
    filter.since = parseIso(timeOf(10));
    filter.until = parseIso(timeOf(12));
    QCOMPARE(pass(filter), (std::vector<std::string>{actionNumber(12), actionNumber(11), actionNumber(10)}));
    filter.actor = "human";
    QCOMPARE(pass(filter), std::vector<std::string>{actionNumber(12)});
    filter = {};
    filter.request = "r1";
    filter.report = ReportId(reportNumber(2));
    QCOMPARE(pass(filter), std::vector<std::string>{actionNumber(50)});
    filter.request = "r2";
    QVERIFY(pass(filter).empty());
}

void TestStoreFeed::whatAForkBroughtAlongStandsOnce() {
    const Logged logged;
    logged.addReport(1, lineOf(eventOf(1, 1, 10)));
    logged.addReport(2, lineOf(eventOf(1, 1, 10)) + lineOf(eventOf(2, 2, 20)));
    QCOMPARE(actionsOf(logged.read()->entries), (std::vector<std::string>{actionNumber(2), actionNumber(1)}));
}

void TestStoreFeed::damageIsInItsPlace() {
    const Logged logged;
    logged.addReport(1, lineOf(eventOf(1, 1, 10)) + "{broken\n" + lineOf(eventOf(1, 2, 30)) + "{\"torn");
    logged.addReport(2, lineOf(eventOf(2, 3, 20)));
    const auto feed = logged.read();
    std::vector<std::string> kinds;
    for (const FeedEntry& entry : feed->entries)
        if (entry.kind != history::RowKind::unrecordedChange)
            kinds.push_back(entry.action.empty() ? history::rowKindWord(entry.kind) : entry.action);
    QCOMPARE(kinds, (std::vector<std::string>{"unreadable-line", actionNumber(2), actionNumber(3),
                                              "unreadable-line", actionNumber(1)}));
    QVERIFY(std::any_of(feed->problems.begin(), feed->problems.end(),
                        [](const report::Problem& problem) { return problem.rule == "log-torn"; }));
}

void TestStoreFeed::readsOnlyWhatChanged() {
    const Logged logged;
    for (int report = 0; report < 5; ++report)
        logged.addReport(report, lineOf(eventOf(report, report, report)));
    std::size_t logs = 0;
    test::HookedDisk counting(logged.library.disk(), [&](const std::string& call, const std::string& name) {
        logs += call == "openFile" && name == "audit.jsonl" ? 1 : 0;
    });
    StoreFeed store(counting);
    QTest::qWait(60); // until the stamps tell every later change
    const auto first = logged.read(store);
    QCOMPARE(logs, std::size_t{5});
    QCOMPARE(actionsOf(logged.read(store)->entries), actionsOf(first->entries));
    QCOMPARE(logs, std::size_t{5});
    logged.addReport(3, lineOf(eventOf(3, 3, 3)) + lineOf(eventOf(3, 9, 9)));
    QCOMPARE(logged.read(store)->entries.front().action, actionNumber(9));
    QCOMPARE(logs, std::size_t{6});
}

void TestStoreFeed::stopsWhenAsked() {
    const Logged logged;
    logged.addReport(1, lineOf(eventOf(1, 1, 10)));
    std::stop_source stop;
    stop.request_stop();
    StoreFeed store(logged.library.disk());
    const auto snapshot = report::scanLibrary(logged.library.disk(), logged.library.root).value();
    QCOMPARE(store.read(*snapshot, {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
    QCOMPARE(logged.read(store)->entries.empty(), false);
}

QTEST_GUILESS_MAIN(TestStoreFeed)
#include "tst_store_feed.moc"
