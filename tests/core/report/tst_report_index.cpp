// SPDX-License-Identifier: MIT
#include <algorithm>

#include <QtTest>

#include "core/json/python_format.h"
#include "core/report/report_index.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using json::Value;

namespace {

Value outlineWithId(const std::string& id, const std::string& title) {
    Value document = texts::sample();
    document.set("report_id", Value::string(id));
    document.set("title", Value::string(title));
    return document;
}

std::string lineOf(const std::string& id, const std::string& title) {
    return report::indexLine(*report::indexEntryOf(outlineWithId(id, title), id)) + "\n";
}

std::vector<std::string> kindsOf(const report::IndexCheck& check) {
    std::vector<std::string> kinds;
    for (const report::IndexFinding& finding : check.findings)
        kinds.push_back(finding.kind);
    return kinds;
}

const std::string first = texts::id('1', 1);
const std::string second = texts::id('1', 2);

} // namespace

class TestReportIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLineIsThePeers();
    void harmfulOutlinesAreNotIndexed();
    void lastLineOfAReportCounts();
    void linesThatThePeerRefusesAreProblems();
    void checkTellsEveryKind();
    void rebuildMakesItRight();
    void savesDuringARebuildAreListed();
    void aDryRunAndACancelledRebuildWriteNothing();
    void appendingKeepsWhatIsThere();
    void removingTakesOnlyOneReportsLines();
};

void TestReportIndex::theLineIsThePeers() {
    const report::IndexEntry entry{first, "Häfen \"x\"", "a", "b", {"ü", "z"}, "archived", "by_id/" + first};
    QCOMPARE(report::indexLine(entry),
             "{\"report_id\": \"" + first +
                 "\", \"current_title\": \"Häfen \\\"x\\\"\", \"created_at\": \"a\", \"updated_at\": \"b\", "
                 "\"tags\": [\"ü\", \"z\"], \"status\": \"archived\", \"path\": \"by_id/" +
                 first + "\"}");
}

void TestReportIndex::harmfulOutlinesAreNotIndexed() {
    Value document = outlineWithId(first, "x");
    QVERIFY(report::indexEntryOf(document, first));
    document.edit("metadata")->set("status", Value::string("draft"));
    QVERIFY(!report::indexEntryOf(document, first));
    QVERIFY(!report::indexEntryOf(Value::object(), first));
}

void TestReportIndex::lastLineOfAReportCounts() {
    LibraryFixture library;
    QVERIFY(!report::readIndex(library.disk(), library.root)->exists);
    library.write("index.jsonl", lineOf(first, "old") + lineOf(second, "other") + lineOf(first, "new"));
    const auto index = report::readIndex(library.disk(), library.root);
    QCOMPARE(index->entries.size(), std::size_t{2});
    QCOMPARE(index->entries[0].currentTitle, std::string("new"));
    QVERIFY(index->problems.empty());
    QVERIFY(index->setBack.empty());
}

void TestReportIndex::linesThatThePeerRefusesAreProblems() {
    LibraryFixture library;
    std::string unknown = lineOf(first, "x");
    unknown.insert(1, "\"extra\": 1, ");
    std::string status = lineOf(first, "x");
    status.replace(status.find("active"), 6, "draft!");
    library.write("index.jsonl", unknown + status + "[]\n{torn\n\xff\n" + lineOf(second, "last"));
    const auto index = report::readIndex(library.disk(), library.root);
    QCOMPARE(index->problems.size(), std::size_t{5});
    QCOMPARE(index->entries.size(), std::size_t{1});
}

void TestReportIndex::checkTellsEveryKind() {
    LibraryFixture library;
    library.addReport(first, json::pythonText(outlineWithId(first, "One")));
    library.addReport(second, json::pythonText(outlineWithId(second, "Two")));
    QCOMPARE(kindsOf(*report::checkIndex(library.disk(), library.root)),
             (std::vector<std::string>{"missing", "missing-entry", "missing-entry"}));
    library.write("index.jsonl", lineOf(first, "Old title") + lineOf(texts::id('1', 3), "Ghost") + "{\n");
    const auto before = library.picture();
    const auto check = report::checkIndex(library.disk(), library.root);
    QCOMPARE(kindsOf(*check),
             (std::vector<std::string>{"unreadable-line", "stale-entry", "missing-entry", "ghost-entry"}));
    QCOMPARE(check->reports, std::size_t{2});
    QCOMPARE(check->added + check->changed * 10 + check->removed * 100, std::size_t{111});
    QVERIFY(library.picture() == before);
    QCOMPARE(report::checkIndex(library.disk(), library.path("nowhere")).error().code, ErrorCode::notFound);
}

void TestReportIndex::rebuildMakesItRight() {
    LibraryFixture library;
    library.addReport(first, json::pythonText(outlineWithId(first, "One")));
    library.addReport(second, json::pythonText(outlineWithId(second, "Two")));
    library.addReport(texts::id('1', 4), "{damaged");
    library.addReport(texts::id('1', 5), json::pythonText(outlineWithId(first, "A copy of one")));
    library.write("index.jsonl", "rubbish\n");
    const auto rebuilt = report::rebuildIndex(library.disk(), library.root, report::DryRun::no);
    QVERIFY(rebuilt.has_value());
    QCOMPARE(rebuilt->damaged, std::size_t{1});
    QCOMPARE(library.read("index.jsonl"), lineOf(first, "One") + lineOf(second, "Two"));
    QVERIFY(report::checkIndex(library.disk(), library.root)->findings.empty());
    QCOMPARE(library.names("."), (std::vector<std::string>{"by_id", "index.jsonl"}));
}

/// Another program saves at the last moment before the new index takes its place.
void TestReportIndex::savesDuringARebuildAreListed() {
    for (const bool hasIndex : {true, false}) {
        LibraryFixture library;
        library.addReport(first, json::pythonText(outlineWithId(first, "One")));
        library.addReport(second, json::pythonText(outlineWithId(second, "Two")));
        if (hasIndex)
            library.write("index.jsonl", lineOf(first, "One"));
        bool saved = false;
        test::HookedDisk hooked(library.disk(), [&](const std::string& call, const std::string& name) {
            const bool late = hasIndex ? call == "sync" && name.find(".index.jsonl") != std::string::npos
                                       : call == "openDirectoryAt" && name == second;
            if (saved || !late)
                return;
            saved = true;
            const auto later = outlineWithId(first, "One, and more");
            library.write("by_id/" + std::string(first) + "/outline.json", json::pythonText(later));
            QVERIFY(
                report::appendIndexEntry(library.disk(), library.root, *report::indexEntryOf(later, first)));
        });
        QVERIFY(report::rebuildIndex(hooked, library.root, report::DryRun::no));
        QVERIFY(saved);
        QCOMPARE(library.read("index.jsonl"), lineOf(first, "One, and more") + lineOf(second, "Two"));
        QVERIFY(library.names(".") == (std::vector<std::string>{"by_id", "index.jsonl"}));
    }
}

void TestReportIndex::aDryRunAndACancelledRebuildWriteNothing() {
    LibraryFixture library;
    library.addReport(first, json::pythonText(outlineWithId(first, "One")));
    const auto before = library.picture();
    QCOMPARE(report::rebuildIndex(library.disk(), library.root, report::DryRun::yes)->added, std::size_t{1});
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled =
        report::rebuildIndex(library.disk(), library.root, report::DryRun::no, {stop.get_token(), {}});
    QCOMPARE(cancelled.error().code, ErrorCode::cancelled);
    QVERIFY(library.picture() == before);
}

void TestReportIndex::appendingKeepsWhatIsThere() {
    LibraryFixture library;
    const auto entry = *report::indexEntryOf(outlineWithId(second, "Two"), second);
    QVERIFY(report::appendIndexEntry(library.disk(), library.root, entry));
    QVERIFY(!library.exists("index.jsonl"));
    std::string torn = lineOf(first, "One");
    torn.pop_back();
    library.write("index.jsonl", torn);
    QVERIFY(report::appendIndexEntry(library.disk(), library.root, entry));
    QCOMPARE(library.read("index.jsonl"), lineOf(first, "One") + lineOf(second, "Two"));
}

void TestReportIndex::removingTakesOnlyOneReportsLines() {
    LibraryFixture library;
    library.write("index.jsonl",
                  lineOf(first, "a") + "odd line\n" + lineOf(second, "b") + lineOf(first, "c"));
    QVERIFY(report::removeIndexEntry(library.disk(), library.root, first));
    QCOMPARE(library.read("index.jsonl"), "odd line\n" + lineOf(second, "b"));
    const auto before = library.picture();
    QVERIFY(report::removeIndexEntry(library.disk(), library.root, "nobody"));
    QVERIFY(library.picture() == before);
}

QTEST_GUILESS_MAIN(TestReportIndex)
#include "tst_report_index.moc"
