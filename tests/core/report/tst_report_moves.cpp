// SPDX-License-Identifier: MIT
// Reports on their way: into the trash and back, and as a fork to another place.
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/jsonl.h"
#include "core/report/report_library.h"
#include "tests/core/report/operation_checks.h"

using namespace stemma;
using namespace checks;
using json::Value;

class TestReportMoves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trashAndUntrash();
    void trashingACopyKeepsTheOriginalListed();
    void trashingTheOriginalListsTheCopy();
    void untrashNeverReplaces();
    void forkBeginsItsOwnHistory();
};

void TestReportMoves::trashAndUntrash() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    library.write("by_id/" + texts::reportId + "/report_files/chart.png", "PNG");
    library.write("index.jsonl",
                  report::indexLine(*report::indexEntryOf(texts::sample(), texts::reportId)) + "\n");
    const auto saved = report::trashReport(library.workspace(), sampleId);
    COMPARE_SAVED(saved);
    QVERIFY(!library.exists("by_id/" + texts::reportId));
    const auto names = library.names(".trash");
    QCOMPARE(names.size(), std::size_t{1});
    QVERIFY(names[0].starts_with(texts::reportId + "_2025"));
    QCOMPARE(library.read(".trash/" + names[0] + "/outline.json"), sampleText());
    QCOMPARE(library.read("index.jsonl"), std::string());
    const auto snapshot = report::scanLibrary(library.disk(), library.root);
    QCOMPARE((*snapshot)->trash.size(), std::size_t{1});
    QCOMPARE((*snapshot)->trash[0].id, sampleId);
    QCOMPARE((*snapshot)->trash[0].title, std::string("Harbour traffic"));

    library.write("by_id/" + texts::reportId + "/backups/keep",
                  ""); // what only looking would make, and a bit more
    QCOMPARE(report::untrashReport(library.workspace(), names[0]).error().code, ErrorCode::conflict);
    QFile::remove(QString::fromStdString(library.path("by_id/" + texts::reportId + "/backups/keep")));
    COMPARE_SAVED(report::untrashReport(library.workspace(), names[0]));
    QCOMPARE(library.outline(texts::reportId), sampleText());
    QCOMPARE(library.read("by_id/" + texts::reportId + "/report_files/chart.png"), std::string("PNG"));
    const Value event = library.lastEvent(texts::reportId);
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("status_change"));
    QCOMPARE(event.find("payload")->stringAt("untrashed_from").value_or(""), names[0]);
    QCOMPARE(report::readIndex(library.disk(), library.root)->entries.size(), std::size_t{1});
}

void TestReportMoves::trashingACopyKeepsTheOriginalListed() {
    LibraryFixture library;
    const std::string copy = "11111111-2222-4333-8444-555555555555";
    const auto entry = report::indexEntryOf(texts::sample(), texts::reportId);
    library.addReport(texts::reportId, sampleText());
    library.addReport(copy, sampleText()); // as a copied folder has it: with the id of the original
    library.write("index.jsonl", report::indexLine(*entry) + "\n");
    COMPARE_SAVED(report::trashReport(library.workspace(), ReportId(copy)));
    const auto index = report::readIndex(library.disk(), library.root);
    QCOMPARE(index->entries.size(), std::size_t{1});
    QVERIFY(index->entries[0] == *entry);
}

void TestReportMoves::trashingTheOriginalListsTheCopy() {
    LibraryFixture library;
    const std::string copy = "11111111-2222-4333-8444-555555555555";
    library.addReport(texts::reportId, sampleText());
    library.addReport(copy, sampleText());
    library.write("index.jsonl",
                  report::indexLine(*report::indexEntryOf(texts::sample(), texts::reportId)) + "\n");
    COMPARE_SAVED(report::trashReport(library.workspace(), sampleId));
    const auto index = report::readIndex(library.disk(), library.root);
    QCOMPARE(index->entries.size(), std::size_t{1});
    QVERIFY(index->entries[0] == *report::indexEntryOf(texts::sample(), copy));
}

void TestReportMoves::untrashNeverReplaces() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    COMPARE_SAVED(report::trashReport(library.workspace(), sampleId));
    library.addReport(texts::reportId, sampleText());
    const std::string name = library.names(".trash")[0];
    QCOMPARE(report::untrashReport(library.workspace(), name).error().code, ErrorCode::conflict);
    QCOMPARE(report::untrashReport(library.workspace(), "nothing").error().code, ErrorCode::notFound);
    QCOMPARE(report::untrashReport(library.workspace(), "../by_id").error().code, ErrorCode::unsafe);
    QVERIFY(library.exists(".trash/" + name + "/outline.json"));
}

void TestReportMoves::forkBeginsItsOwnHistory() {
    LibraryFixture library;
    library.addReport(texts::reportId, oddSampleText());
    library.write("by_id/" + texts::reportId + "/report_files/chart.png", std::string("\0PNG", 4));
    library.write("by_id/" + texts::reportId + "/dataset_sources.json", "{}");
    library.write("by_id/" + texts::reportId + "/report.html", "rendered");
    COMPARE_SAVED(report::archiveReport(library.workspace(), sampleId));
    const std::string source = library.outline(texts::reportId);
    const auto fork = report::forkReport(library.workspace(), sampleId, "The other");
    COMPARE_SAVED(fork);
    const std::string id = fork->id.text();
    QCOMPARE(library.outline(texts::reportId), source);
    const Value outline = json::parse(library.outline(id)).value();
    QCOMPARE(outline.stringAt("report_id").value_or(""), id);
    QCOMPARE(outline.stringAt("title").value_or(""), std::string("The other"));
    QCOMPARE(outline.find("outline_version")->text(), std::string("1"));
    QCOMPARE(outline.find("metadata")->stringAt("forked_from").value_or(""), texts::reportId);
    QVERIFY(!outline.find("metadata")->find("status"));
    QVERIFY(library.outline(id).find("\"order\" : 1.0 ,") != std::string::npos);
    QCOMPARE(library.names("by_id/" + id),
             (std::vector<std::string>{"audit.jsonl", "backups", "dataset_sources.json", "outline.json",
                                       "report_files"}));
    QCOMPARE(library.read("by_id/" + id + "/report_files/chart.png"), std::string("\0PNG", 4));
    QCOMPARE(json::readJsonLines(library.read("by_id/" + id + "/audit.jsonl")).lines.size(), std::size_t{1});
    QCOMPARE(keysOf(*library.lastEvent(id).find("payload")),
             (std::vector<std::string>{"source_report_id", "new_title", "outline_version", "stemma"}));
}

QTEST_GUILESS_MAIN(TestReportMoves)
#include "tst_report_moves.moc"
