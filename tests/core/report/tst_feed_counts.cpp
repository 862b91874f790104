// SPDX-License-Identifier: MIT
// How much each entry of the feed changed: what the whole history tells, without reading the whole of it.
#include <QtTest>

#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "core/io/posix_disk.h"
#include "core/report/feed_counts.h"
#include "core/report/outline.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::Feed;
using report::FeedCount;
using tests::ReportBuilder;

namespace {

/// A library in which others write, and its feed.
class Written {
public:
    explicit Written(int reports) {
        for (int number = 1; number <= reports; ++number) {
            writers.emplace_back(folder.path().toStdString(), tests::fixedUuid('a', number));
            writers.back().create("Report " + std::to_string(number));
        }
    }
    [[nodiscard]] std::shared_ptr<const Feed> feed() const {
        report::StoreFeed store(*disk);
        return store.read(*report::scanLibrary(*disk, folder.path().toStdString()).value()).value();
    }
    void addInsights(ReportBuilder& writer, int from, int count) const {
        writer.evolve([&](Value& outline) {
            for (int number = from; number < from + count; ++number)
                outline.edit("insights")->appendItem(tests::insightValue(number, "As it was."));
        });
    }

    QTemporaryDir folder;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    std::vector<ReportBuilder> writers;
};

/// By report and action, as the whole history of each report has them.
std::map<std::string, std::optional<history::ChangeCounts>> wholeCounts(const Written& written) {
    std::map<std::string, std::optional<history::ChangeCounts>> counts;
    for (const ReportBuilder& writer : written.writers) {
        const auto timeline = history::loadTimeline(*written.disk, writer.directory(),
                                                    report::interpretOutline, history::Counts::compute);
        for (const history::TimelineRow& row : timeline.value().rows)
            if (row.event)
                counts[writer.id() + row.event->action.text()] = row.counts;
    }
    return counts;
}

std::vector<std::size_t> all(const Feed& feed) {
    std::vector<std::size_t> entries;
    for (std::size_t entry = 0; entry < feed.entries.size(); ++entry)
        entries.push_back(entry);
    return entries;
}

} // namespace

class TestFeedCounts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areThoseOfTheWholeHistory();
    void readOnlyWhatStandsAround();
    void areSettledOnceSomethingFollows();
    void tellNothingWhereNothingIsKnown();
    void stopWhenAsked();
};

/// Whatever happened, and whichever entries are asked for together.
void TestFeedCounts::areThoseOfTheWholeHistory() {
    const unsigned seeds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 40 : 4;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        std::mt19937 random(seed);
        Written written(2);
        int insights = 0;
        for (int step = 0; step < 24; ++step) {
            ReportBuilder& writer = written.writers[random() % 2];
            switch (random() % 6) {
            case 0:
                writer.append(writer.event("render", "agent", Value::object()));
                break;
            case 1:
                writer.editByHand([&](Value& outline) {
                    outline.set("title", Value::string("By hand " + std::to_string(step)));
                });
                break;
            case 2:
                if (random() % 2 == 0 && !writer.lastBackup().empty())
                    std::filesystem::remove(writer.directory() + "/backups/" + writer.lastBackup());
                break;
            default:
                written.addInsights(writer, insights, 2);
                insights += 2;
                break;
            }
        }
        const auto feed = written.feed();
        const auto expected = wholeCounts(written);
        const auto together = report::countFeed(*written.disk, *feed, all(*feed)).value();
        for (std::size_t entry = 0; entry < feed->entries.size(); ++entry) {
            const auto known =
                expected.find(feed->entries[entry].report.text() + feed->entries[entry].action);
            if (known == expected.end())
                continue;
            const auto alone = report::countFeed(*written.disk, *feed, {entry}).value();
            QVERIFY2(together[entry].counts == known->second && alone[0].counts == known->second,
                     qPrintable(QStringLiteral("seed %1, entry %2").arg(seed).arg(entry)));
        }
    }
}

void TestFeedCounts::readOnlyWhatStandsAround() {
    Written written(1);
    for (int change = 0; change < 40; ++change)
        written.addInsights(written.writers[0], change, 1);
    const auto feed = written.feed();
    std::set<std::string> backups;
    test::HookedDisk watched(*written.disk, [&](const std::string& call, const std::string& name) {
        if (call == "openFile" && name.find("outline") != std::string::npos && name != "outline.json")
            backups.insert(name);
    });
    const auto counted = report::countFeed(watched, *feed, {20}).value();
    QCOMPARE(counted[0].counts, (history::ChangeCounts{1, 0, 0, 0}));
    QVERIFY2(!backups.empty() && backups.size() <= 4, qPrintable(QString::number(backups.size())));
    backups.clear();
    QVERIFY(report::countFeed(watched, *feed, {3, 4, 5, 6, 30, 31}));
    QVERIFY2(backups.size() <= 14, qPrintable(QString::number(backups.size())));
}

void TestFeedCounts::areSettledOnceSomethingFollows() {
    Written written(1);
    written.addInsights(written.writers[0], 0, 3);
    auto feed = written.feed();
    QVERIFY(!report::countFeed(*written.disk, *feed, {0}).value()[0].settled);
    written.addInsights(written.writers[0], 3, 1);
    feed = written.feed();
    const auto counts = report::countFeed(*written.disk, *feed, all(*feed)).value();
    QVERIFY(!counts[0].settled && counts[1].settled);
    QCOMPARE(counts[1].counts, (history::ChangeCounts{3, 0, 0, 0}));
}

void TestFeedCounts::tellNothingWhereNothingIsKnown() {
    Written written(1);
    ReportBuilder& writer = written.writers[0];
    written.addInsights(writer, 0, 1);
    const auto before = written.feed();
    std::filesystem::remove(writer.directory() + "/audit.jsonl");
    QVERIFY(!report::countFeed(*written.disk, *before, {0}).value()[0].counts);
    std::filesystem::remove_all(writer.directory());
    QVERIFY(!report::countFeed(*written.disk, *before, {0, 1}).value()[1].counts);
    QVERIFY(report::countFeed(*written.disk, *before, {}).value().empty());
}

void TestFeedCounts::stopWhenAsked() {
    Written written(2);
    std::stop_source stop;
    stop.request_stop();
    const auto feed = written.feed();
    const auto counted = report::countFeed(*written.disk, *feed, all(*feed), {stop.get_token(), {}});
    QVERIFY(!counted && counted.error().code == ErrorCode::cancelled);
}

QTEST_GUILESS_MAIN(TestFeedCounts)
#include "tst_feed_counts.moc"
