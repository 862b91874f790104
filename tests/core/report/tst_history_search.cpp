// SPDX-License-Identifier: MIT
// A text in all versions of a report: when it came, and when it went.
#include <QtTest>

#include <filesystem>
#include <tuple>

#include "core/history/timeline.h"
#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/history_search.h"
#include "core/report/outline.h"
#include "tests/core/report/search_checks.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::HistoryHit;
using report::TextChange;
using searches::Place;
using tests::ReportBuilder;

namespace {

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

const std::string reportId = tests::fixedUuid('c', 1);

/// The n-th row, what became of the text, the part, the field, and the matches before and after.
using Row = std::tuple<std::size_t, TextChange, Place, std::size_t, std::size_t>;

/// A library with one report that igloo-mcp wrote.
class Written {
public:
    Written()
        : root(place.path().toStdString())
        , builder(root, reportId) {}

    [[nodiscard]] Result<report::HistorySearch> search(const report::TextQuery& query,
                                                       const report::SearchScope& scope = {},
                                                       const Progress& progress = {}) const {
        return report::searchHistory(*disk, root, query, scope, progress);
    }
    [[nodiscard]] std::vector<Row> rows(const report::TextQuery& query) const {
        std::vector<Row> rows;
        const report::HistorySearch found = search(query).value();
        for (const HistoryHit& hit : found.hits)
            rows.emplace_back(hit.n, hit.change, searches::placeOf(hit.found), hit.matchesBefore,
                              hit.matchesAfter);
        return rows;
    }
    std::string setTitle(const std::string& title) {
        return builder.evolve([&](Value& outline) { outline.set("title", Value::string(title)); });
    }
    std::string setContent(const std::string& content) {
        return builder.evolve([&](Value& outline) {
            outline.edit("sections")->editItem(0).set("content", Value::string(content));
        });
    }

    QTemporaryDir place;
    std::string root;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    ReportBuilder builder;
};

const Place title{"report", "", "title"};
const Place content{"section", tests::fixedUuid('a', 0), "content"};

/// What a search must find: every version of every row read, parsed and searched by itself.
std::vector<Row> plainRows(const Written& written, const report::TextQuery& query) {
    const auto timeline = history::loadTimeline(*written.disk, written.builder.directory(),
                                                report::interpretOutline, history::Counts::leaveOut)
                              .value();
    const auto found = [&](std::optional<std::size_t> version) {
        if (!version)
            return std::map<Place, std::size_t>();
        const auto bytes =
            history::readVersion(*written.disk, written.builder.directory(), timeline.versions[*version]);
        return searches::plainSearch(json::parse(bytes.value()).value(), query);
    };
    std::vector<Row> rows;
    for (const history::TimelineRow& row : timeline.rows) {
        std::map<Place, std::pair<std::size_t, std::size_t>> counts;
        for (const auto& [where, count] : found(row.before))
            counts[where].first = count;
        for (const auto& [where, count] : found(row.after))
            counts[where].second = count;
        for (const auto& [where, count] : counts) {
            if (count.first != count.second)
                rows.emplace_back(row.n, count.second > count.first ? TextChange::came : TextChange::went,
                                  where, count.first, count.second);
        }
    }
    return rows;
}

} // namespace

class TestHistorySearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whenItCameAndWent();
    void whoDidIt();
    void fromOneFieldToAnother();
    void onceMoreInAField();
    void whatCameBack();
    void changesThatNobodyRecorded();
    void lostVersions();
    void damagedVersions();
    void whereNothingSaysWhen();
    void aForkHasItsPast();
    void nothingIsMissed();
    void longHistories();
    void severalReports();
    void stops();
};

void TestHistorySearch::whenItCameAndWent() {
    Written written;
    written.builder.create("One");
    written.setTitle("The needle");
    written.setContent("nothing");
    written.setTitle("Two");
    const std::vector<Row> expected{{2, TextChange::came, title, 0, 1}, {4, TextChange::went, title, 1, 0}};
    QCOMPARE(written.rows({"NEEDLE"}), expected);
    QVERIFY(written.rows({"NEEDLE", report::LetterCase::counts}).empty());
    QVERIFY(written.rows({"haystack"}).empty());
    QCOMPARE(written.rows({"One"}),
             (std::vector<Row>{{1, TextChange::came, title, 0, 1}, {2, TextChange::went, title, 1, 0}}));
    QCOMPARE(written.search({"needle"}).value().versions, std::size_t{4});
}

void TestHistorySearch::whoDidIt() {
    Written written;
    written.builder.create("One");
    const std::string came = written.builder.evolve(
        [](Value& outline) { outline.set("title", Value::string("A needle here")); }, "human");
    const std::string went = written.setTitle("Last");
    const auto hits = written.search({"needle"}).value().hits;
    QCOMPARE(hits.size(), std::size_t{2});
    QCOMPARE(hits[0].action, came);
    QCOMPARE(hits[0].actor, std::string("human"));
    QCOMPARE(hits[0].actionType, std::string("evolve"));
    QCOMPARE(hits[1].action, went);
    QCOMPARE(hits[1].actor, std::string("agent"));
    for (const HistoryHit& hit : hits) {
        QVERIFY(hit.exact && !hit.ts.empty());
        QCOMPARE(hit.report.text(), reportId);
        QCOMPARE(hit.reportTitle, std::string("Last"));
        QCOMPARE(hit.found.excerpts.at(0).before, std::string("A "));
        QCOMPARE(hit.found.excerpts.at(0).after, std::string(" here"));
    }
}

void TestHistorySearch::fromOneFieldToAnother() {
    Written written;
    written.builder.create("The needle");
    written.builder.evolve([](Value& outline) {
        outline.set("title", Value::string("The other"));
        outline.edit("sections")->editItem(0).set("content", Value::string("The needle"));
    });
    QCOMPARE(written.rows({"needle"}), (std::vector<Row>{{1, TextChange::came, title, 0, 1},
                                                         {2, TextChange::went, title, 1, 0},
                                                         {2, TextChange::came, content, 0, 1}}));
    // A section that stands elsewhere has the same texts.
    written.builder.evolve(
        [](Value& outline) { outline.edit("sections")->insertItem(0, tests::sectionValue(7, "first")); });
    QCOMPARE(written.rows({"needle"}).size(), std::size_t{3});
}

void TestHistorySearch::onceMoreInAField() {
    Written written;
    written.builder.create("One");
    written.setContent("needle one");
    written.setContent("needle one, needle two");
    written.setContent("needle two");
    written.setContent("another needle");
    QCOMPARE(written.rows({"needle"}), (std::vector<Row>{{2, TextChange::came, content, 0, 1},
                                                         {3, TextChange::came, content, 1, 2},
                                                         {4, TextChange::went, content, 2, 1}}));
    const auto hits = written.search({"needle"}).value().hits;
    QCOMPARE(hits[1].found.excerpts.back().after, std::string(" two"));
    QCOMPARE(hits[1].found.matches, std::size_t{2});
}

void TestHistorySearch::whatCameBack() {
    Written written;
    written.builder.create("The needle");
    const std::string gone = written.setTitle("Gone");
    written.builder.revert(gone);
    QCOMPARE(written.rows({"needle"}), (std::vector<Row>{{1, TextChange::came, title, 0, 1},
                                                         {2, TextChange::went, title, 1, 0},
                                                         {3, TextChange::came, title, 0, 1}}));
    QCOMPARE(written.search({"needle"}).value().versions, std::size_t{2}); // the same bytes once
}

void TestHistorySearch::changesThatNobodyRecorded() {
    Written written;
    written.builder.create("One");
    written.setTitle("Two");
    written.builder.editByHand([](Value& outline) {
        outline.set("title", Value::string("A needle by hand"));
        outline.set("updated_at", Value::string("2025-06-01T00:00:00+00:00"));
    });
    const auto hits = written.search({"needle"}).value().hits;
    QCOMPARE(hits.size(), std::size_t{1});
    QVERIFY(hits[0].action.empty());
    QCOMPARE(hits[0].n, std::size_t{3});
    // What the recorded change made is nowhere any more: it may have been that.
    QVERIFY(!hits[0].exact);
    QCOMPARE(hits[0].since, std::size_t{1});
}

void TestHistorySearch::lostVersions() {
    Written written;
    written.builder.create("One");
    written.setTitle("Two");
    written.setTitle("The needle");
    const std::string lost = written.builder.lastBackup();
    written.setTitle("The needle again");
    const std::string second = written.builder.lastBackup();
    written.setContent("else");
    written.builder.removeBackup(lost);
    written.builder.removeBackup(second);
    const auto found = written.search({"needle"}).value();
    QCOMPARE(found.gaps.size(), std::size_t{2});
    QCOMPARE(found.hits.size(), std::size_t{1});
    QVERIFY(!found.hits[0].exact);
    QVERIFY(found.hits[0].change == TextChange::came);
    QVERIFY(found.hits[0].since < 3 && found.hits[0].n >= 3);
}

void TestHistorySearch::damagedVersions() {
    Written written;
    written.builder.create("One");
    written.setTitle("The needle");
    written.setTitle("Two");
    const std::string torn = written.builder.lastBackup();
    written.setContent("else");
    const std::string odd = written.builder.lastBackup();
    const std::string bytes = written.builder.backupBytes(torn);
    written.builder.writeBackup(torn, bytes.substr(0, bytes.size() / 2));
    Value unreadable = json::parse(written.builder.backupBytes(odd)).value();
    unreadable.set("outline_version", Value::string("none"));
    unreadable.set("title", Value::string("A needle that igloo-mcp can't read"));
    written.builder.writeBackup(odd, json::pythonText(unreadable));
    const auto found = written.search({"needle"}).value();
    std::map<std::string, bool> gaps;
    for (const report::SearchGap& gap : found.gaps)
        gaps[gap.file] = gap.partly;
    QCOMPARE(gaps, (std::map<std::string, bool>{{"backups/" + torn, false}, {"backups/" + odd, true}}));
    QCOMPARE(found.hits.size(), std::size_t{2});
    QVERIFY(found.hits[0].change == TextChange::came && !found.hits[0].exact);
    QVERIFY(found.hits[1].change == TextChange::went);
}

void TestHistorySearch::whereNothingSaysWhen() {
    Written written;
    written.builder.create("The needle");
    written.setContent("else");
    std::filesystem::remove(written.builder.directory() + "/audit.jsonl");
    const auto hits = written.search({"needle"}).value().hits;
    QCOMPARE(hits.size(), std::size_t{1});
    QVERIFY(!hits[0].exact && hits[0].action.empty());
    QCOMPARE(hits[0].since, std::size_t{0});
}

void TestHistorySearch::aForkHasItsPast() {
    Written written;
    written.builder.create("The needle");
    written.setTitle("Gone");
    const std::string id = tests::fixedUuid('c', 2);
    written.builder.fork(id, "Fork");
    const auto found = written.search({"needle"}, {{ReportId(id)}}).value();
    QCOMPARE(found.hits.size(), std::size_t{2});
    QVERIFY(found.hits[0].change == TextChange::came && found.hits[1].change == TextChange::went);
    QCOMPARE(found.hits[0].report.text(), id);
}

void TestHistorySearch::nothingIsMissed() {
    std::size_t hits = 0;
    for (unsigned seed = 0; seed < unsigned(cases(12, 1500)); ++seed) {
        searches::OddTexts odd(seed);
        Written written;
        written.builder.create("One");
        for (int n = 0; n < 8; ++n)
            written.builder.evolve([&](Value& outline) {
                if (n != 0) {
                    odd.edit(outline);
                    return;
                }
                const Value made = odd.outline(reportId);
                for (const char* key : {"title", "sections", "insights", "metadata"})
                    outline.set(key, *made.find(key));
            });
        for (const auto& entry :
             std::filesystem::directory_iterator(written.builder.directory() + "/backups"))
            written.builder.writeBackup(entry.path().filename(),
                                        odd.respelled(written.builder.backupBytes(entry.path().filename())));
        for (int i = 0; i < 5; ++i) {
            const report::TextQuery query = odd.query();
            const auto found = written.rows(query);
            QVERIFY2(found == plainRows(written, query), (std::to_string(seed) + ": " + query.text).c_str());
            hits += found.size();
        }
    }
    QVERIFY(hits > 50);
    stemma::tests::proved("A13", "when texts came and went, against a plain search of every version", hits);
}

void TestHistorySearch::longHistories() {
    Written written;
    written.builder.create("One");
    for (int n = 2; n <= 200; ++n)
        written.setContent((n >= 70 && n < 150 ? "needle " : "hay ") + std::to_string(n));
    QCOMPARE(written.rows({"needle"}), (std::vector<Row>{{70, TextChange::came, content, 0, 1},
                                                         {150, TextChange::went, content, 1, 0}}));
    const auto found = written.search({"hay"}, {{}, 1}).value();
    QVERIFY(found.more);
    QCOMPARE(found.hits.size(), std::size_t{1});
    QCOMPARE(found.hits[0].n, std::size_t{2});
    QCOMPARE(found.versions, std::size_t{200});
}

void TestHistorySearch::severalReports() {
    const Written written;
    for (int number = 1; number < 80; ++number) {
        ReportBuilder builder(written.root, tests::fixedUuid('e', number));
        builder.create("Needle");
        builder.evolve([](Value& outline) { outline.set("title", Value::string("Gone")); });
    }
    std::filesystem::create_directories(written.root + "/by_id/" + tests::fixedUuid('f', 1) + "/backups");
    const auto found = written.search({"needle"}).value();
    QVERIFY(found.gaps.empty());
    QCOMPARE(found.hits.size(), std::size_t{158});
    for (std::size_t at = 0; at < found.hits.size(); ++at)
        QCOMPARE(found.hits[at].report.text(), tests::fixedUuid('e', static_cast<int>(at / 2 + 1)));
    QCOMPARE(written.search({""}).error().code, ErrorCode::usage);
    QCOMPARE(written.search({"a"}, {{ReportId("nothing")}}).error().code, ErrorCode::notFound);
}

void TestHistorySearch::stops() {
    Written written;
    written.builder.create("One");
    for (int n = 2; n <= 200; ++n)
        written.setContent(std::to_string(n));
    std::stop_source stop;
    std::uint64_t told = 0;
    const Progress progress{stop.get_token(), [&](std::uint64_t done, std::uint64_t) {
                                told = done;
                                if (done >= 10)
                                    stop.request_stop();
                            }};
    QCOMPARE(written.search({"one"}, {{ReportId(reportId)}}, progress).error().code, ErrorCode::cancelled);
    QVERIFY(told < 150);
}

QTEST_APPLESS_MAIN(TestHistorySearch)
#include "tst_history_search.moc"
