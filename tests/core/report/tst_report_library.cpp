// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/report_library.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;
using report::ReportState;

namespace {

std::string outlineText(const std::string& id, const std::string& title = "A title") {
    Value document = texts::sample();
    document.set("report_id", Value::string(id));
    document.set("title", Value::string(title));
    return json::pythonText(document);
}

std::string eventText(const std::string& ts, const std::string& actor) {
    return "{\"action_id\": \"" + newUuid() + "\", \"report_id\": \"x\", \"ts\": \"" + ts +
           "\", \"actor\": \"" + actor +
           "\", \"action_type\": \"evolve\", \"request_id\": \"r1\", \"payload\": {\"new_title\": "
           "\"Told\"}}\n";
}

const report::ReportSummary* find(const report::LibrarySnapshot& snapshot, const std::string& id) {
    const auto found = std::find_if(snapshot.reports.begin(), snapshot.reports.end(),
                                    [&](const auto& one) { return one.id.text() == id; });
    return found == snapshot.reports.end() ? nullptr : &*found;
}

bool has(const std::vector<report::Problem>& problems, const std::string& rule) {
    return std::any_of(problems.begin(), problems.end(), [&](const auto& one) { return one.rule == rule; });
}

const std::string first = texts::id('1', 1);
const std::string second = texts::id('1', 2);

} // namespace

class TestReportLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsWhatIsThere();
    void lastChangeComesFromTheLogsEnd();
    void damagedReportsStayInTheList_data();
    void damagedReportsStayInTheList();
    void foldersWithoutOutlines();
    void linksAreFollowed();
    void specialFilesNeverBlock();
    void doubledAndRenamedFolders();
    void leftoversAreTold();
    void theIndexIsOnlyAHint();
    void aSecondLookReadsWhatChanged();
    void lookingWritesNothing();
    void loadingShowsAsMuchAsThereIs();
    void placesFollowTheEnvironment();
};

void TestReportLibrary::listsWhatIsThere() {
    LibraryFixture library;
    library.addReport(second, outlineText(second));
    library.addReport(first, outlineText(first, "Erster"));
    library.write("by_id/stray.txt", "x");
    library.write(".trash/" + second + "_20250612T181132/outline.json", outlineText(second, "Gone"));
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    QCOMPARE(snapshot->reports.size(), std::size_t{2});
    const report::ReportSummary& summary = snapshot->reports[0];
    QCOMPARE(summary.id.text(), first);
    QCOMPARE(summary.title, std::string("Erster"));
    QCOMPARE(summary.state, ReportState::ok);
    QCOMPARE(summary.sections, std::size_t{2});
    QCOMPARE(summary.insights, std::size_t{4});
    QCOMPARE(summary.outlineVersion, 3);
    QCOMPARE(summary.tags, std::vector<std::string>{"sea"});
    QCOMPARE(summary.lastChange->ts, texts::time);
    QVERIFY(summary.lastChange->actor.empty());
    QVERIFY(has(snapshot->problems, "stray-entry"));
    QVERIFY(snapshot->looksLikeLibrary);
    QCOMPARE(snapshot->trash.size(), std::size_t{1});
    QCOMPARE(snapshot->trash[0].id.text(), second);
    QCOMPARE(snapshot->trash[0].trashedAt, std::string("2025-06-12T18:11:32+00:00"));
    QCOMPARE(report::scanLibrary(library.disk(), library.path("none")).error().code, ErrorCode::notFound);
    LibraryFixture empty;
    QVERIFY(!report::scanLibrary(empty.disk(), empty.root).value()->looksLikeLibrary);
}

void TestReportLibrary::lastChangeComesFromTheLogsEnd() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    std::string log;
    for (int i = 0; i < 1000; ++i)
        log += eventText("2025-01-01T00:00:00+00:00", "agent");
    log += eventText("2025-02-02T00:00:00+00:00", "human") + "not an event\n{\"action_id\": \"torn";
    library.write("by_id/" + first + "/audit.jsonl", log);
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    const report::ReportSummary* summary = find(*snapshot, first);
    QCOMPARE(summary->lastChange->ts, std::string("2025-02-02T00:00:00+00:00"));
    QCOMPARE(summary->lastChange->actor, std::string("human"));
    QCOMPARE(summary->lastChange->requestId.value_or(""), std::string("r1"));
    QVERIFY(has(summary->problems, "log-torn"));
    QVERIFY(has(summary->problems, "log-line-unreadable"));
}

void TestReportLibrary::damagedReportsStayInTheList_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("rule");
    const std::string good = outlineText(first);
    QTest::newRow("empty") << QByteArray() << "outline-empty";
    QTest::newRow("truncated") << QByteArray::fromStdString(good.substr(0, 300)) << "outline-unreadable";
    QTest::newRow("zeros") << QByteArray(500, '\0') << "outline-unreadable";
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") + QByteArray::fromStdString(good)
                                     << "outline-bom";
    QTest::newRow("a list") << QByteArray("[]") << "outline-unreadable";
    QTest::newRow("deep") << QByteArray(100000, '[') << "outline-unreadable";
    QTest::newRow("unknown key") << QByteArray::fromStdString(good).replace("\"notes\"", "\"nuts\"")
                                 << "field-unknown";
}

void TestReportLibrary::damagedReportsStayInTheList() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, rule);
    LibraryFixture library;
    library.addReport(first, bytes.toStdString());
    library.write("by_id/" + first + "/audit.jsonl", eventText("2025-02-02T00:00:00+00:00", "agent"));
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    const report::ReportSummary* summary = find(*snapshot, first);
    QVERIFY(summary);
    QCOMPARE(summary->state, ReportState::damaged);
    QVERIFY(has(summary->problems, rule.toStdString()));
    QVERIFY(summary->title == "A title" || summary->title == "Told");
    const auto loaded = report::loadReport(library.disk(), library.root, ReportId(first));
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->state, ReportState::damaged);
    QCOMPARE(loaded->bytes, bytes.toStdString());
}

void TestReportLibrary::foldersWithoutOutlines() {
    LibraryFixture library;
    QDir().mkpath(QString::fromStdString(library.path("by_id/Some title/backups")));
    QDir().mkpath(QString::fromStdString(library.path("by_id/" + first)));
    library.write("by_id/" + second + "/audit.jsonl", eventText("2025-02-02T00:00:00+00:00", "agent"));
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    QCOMPARE(find(*snapshot, "Some title")->state, ReportState::stub);
    QCOMPARE(find(*snapshot, first)->state, ReportState::stub);
    QCOMPARE(find(*snapshot, second)->state, ReportState::missing);
    QCOMPARE(find(*snapshot, second)->title, std::string("Told"));
    QVERIFY(has(find(*snapshot, second)->problems, "outline-missing"));
}

void TestReportLibrary::linksAreFollowed() {
    LibraryFixture library;
    library.write("real/outline.json", outlineText(first));
    QDir().mkpath(QString::fromStdString(library.path("by_id")));
    QCOMPARE(::symlink("../real", library.path("by_id/" + first).c_str()), 0);
    QCOMPARE(::symlink("../nowhere", library.path("by_id/dangling").c_str()), 0);
    QCOMPARE(::symlink("loop", library.path("by_id/loop").c_str()), 0);
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    QCOMPARE(snapshot->reports.size(), std::size_t{1});
    QCOMPARE(snapshot->reports[0].state, ReportState::ok);
    QVERIFY(has(snapshot->problems, "stray-entry"));
}

void TestReportLibrary::specialFilesNeverBlock() {
    LibraryFixture library;
    for (const std::string& id : {first, second})
        QDir().mkpath(QString::fromStdString(library.path("by_id/" + id + "/backups")));
    QCOMPARE(::mkfifo(library.reportPath(first, "outline.json").c_str(), 0600), 0);
    QCOMPARE(::mkfifo(library.reportPath(first, "audit.jsonl").c_str(), 0600), 0);
    QDir().mkpath(QString::fromStdString(library.reportPath(second, "outline.json")));
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    for (const std::string& id : {first, second}) {
        QCOMPARE(find(*snapshot, id)->state, ReportState::damaged);
        QVERIFY(has(find(*snapshot, id)->problems, "outline-unreadable"));
        QCOMPARE(report::loadReport(library.disk(), library.root, ReportId(id))->state, ReportState::damaged);
    }
}

void TestReportLibrary::doubledAndRenamedFolders() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    library.addReport(second, outlineText(first));
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    QVERIFY(has(find(*snapshot, first)->problems, "doubled-report-id"));
    QVERIFY(!has(find(*snapshot, first)->problems, "id-mismatch"));
    QVERIFY(has(find(*snapshot, second)->problems, "doubled-report-id"));
    QVERIFY(has(find(*snapshot, second)->problems, "id-mismatch"));
    const auto again = report::scanLibrary(library.disk(), library.root, snapshot).value();
    QCOMPARE(find(*again, first)->problems.size(), find(*snapshot, first)->problems.size());
}

void TestReportLibrary::leftoversAreTold() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    library.write("by_id/" + first + "/audit.tmp", "x");
    library.write("by_id/" + first + "/outline.tmp", "x");
    library.write("by_id/" + first + "/.lock", "");
    const timespec old[2] = {{1'700'000'000, 0}, {1'700'000'000, 0}};
    QCOMPARE(::utimensat(AT_FDCWD, library.reportPath(first, ".lock").c_str(), old, 0), 0);
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    for (const char* rule : {"leftover-audit-tmp", "leftover-outline-tmp", "stale-lock"})
        QVERIFY(has(find(*snapshot, first)->problems, rule));
    QVERIFY(report::loadReport(library.disk(), library.root, ReportId(first))->lockedBy);
}

void TestReportLibrary::theIndexIsOnlyAHint() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    library.write("index.jsonl", "rubbish\n");
    const auto snapshot = report::scanLibrary(library.disk(), library.root).value();
    QCOMPARE(snapshot->reports.size(), std::size_t{1});
    QVERIFY(has(snapshot->problems, "index-unreadable-line"));
    QVERIFY(has(snapshot->problems, "index-missing-entry"));
}

void TestReportLibrary::aSecondLookReadsWhatChanged() {
    LibraryFixture library;
    for (int i = 0; i < 150; ++i) // enough for several threads
        library.addReport(texts::id('2', i), outlineText(texts::id('2', i), "Report " + std::to_string(i)));
    const auto before = report::scanLibrary(library.disk(), library.root).value();
    QCOMPARE(before->reports.size(), std::size_t{150});
    library.write("by_id/" + texts::id('2', 77) + "/outline.json",
                  outlineText(texts::id('2', 77), "Changed"));
    library.addReport(first, outlineText(first));
    const auto after = report::scanLibrary(library.disk(), library.root, before).value();
    QCOMPARE(after->reports.size(), std::size_t{151});
    QCOMPARE(find(*after, texts::id('2', 77))->title, std::string("Changed"));
    QCOMPARE(find(*after, texts::id('2', 78))->title, std::string("Report 78"));
}

void TestReportLibrary::lookingWritesNothing() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    QDir().mkpath(QString::fromStdString(library.path("by_id/stub")));
    library.write("by_id/" + second + "/outline.json", "{");
    const auto before = library.picture();
    (void)report::scanLibrary(library.disk(), library.root);
    for (const std::string& id :
         {first, second, std::string("stub"), std::string("none"), std::string("../x")})
        (void)report::loadReport(library.disk(), library.root, ReportId(id));
    QVERIFY(library.picture() == before);
}

void TestReportLibrary::loadingShowsAsMuchAsThereIs() {
    LibraryFixture library;
    library.addReport(first, outlineText(first));
    const auto loaded = report::loadReport(library.disk(), library.root, ReportId(first));
    QCOMPARE(loaded->bytes, outlineText(first));
    QCOMPARE(loaded->outline.sections.size(), std::size_t{2});
    QVERIFY(json::bytesOf(loaded->document) == loaded->bytes);
    QVERIFY(!loaded->lockedBy);
    const auto code = [&](const std::string& id) {
        return report::loadReport(library.disk(), library.root, ReportId(id)).error().code;
    };
    QCOMPARE(code("none"), ErrorCode::notFound);
    QCOMPARE(code(".."), ErrorCode::unsafe);
    QCOMPARE(code("a/b"), ErrorCode::unsafe);
}

void TestReportLibrary::placesFollowTheEnvironment() {
    QTemporaryDir home;
    const std::string base = QDir(home.path()).canonicalPath().toStdString();
    const QByteArray oldHome = qgetenv("HOME");
    qputenv("HOME", QByteArray::fromStdString(base));
    for (const char* name : {"IGLOO_MCP_REPORTS_ROOT", "IGLOO_MCP_QUERY_HISTORY", "IGLOO_MCP_ARTIFACT_ROOT",
                             "IGLOO_MCP_LOG_SCOPE"})
        qunsetenv(name);
    QCOMPARE(report::defaultLibraryRoot(), base + "/.igloo_mcp/reports");
    qputenv("IGLOO_MCP_QUERY_HISTORY", "~/.igloo-mcp-x/logs/doc.jsonl");
    QCOMPARE(report::defaultLibraryRoot(), base + "/.igloo-mcp-x/reports");
    qputenv("IGLOO_MCP_QUERY_HISTORY", "/elsewhere/.igloo-mcp/logs/doc.jsonl");
    QCOMPARE(report::defaultLibraryRoot(), base + "/.igloo_mcp/reports");
    qputenv("IGLOO_MCP_REPORTS_ROOT", "~/mine");
    QCOMPARE(report::defaultLibraryRoot(), base + "/mine");
    for (const char* place :
         {"/.igloo-mcp/reports/by_id", "/.igloo-mcp-two/reports/by_id", "/mine/by_id", "/.other"})
        QDir().mkpath(QString::fromStdString(base + place));
    const auto disk = io::makePosixDisk();
    std::vector<std::string> found;
    for (const report::LibraryPlace& place : report::findLibraries(*disk))
        found.push_back(place.path);
    QVERIFY(found.size() >= 3);
    QCOMPARE(found[0], base + "/mine");
    QCOMPARE(found[1], base + "/.igloo-mcp/reports");
    QCOMPARE(found[2], base + "/.igloo-mcp-two/reports");
    qunsetenv("IGLOO_MCP_REPORTS_ROOT");
    qunsetenv("IGLOO_MCP_QUERY_HISTORY");
    qputenv("HOME", oldHome);
}

QTEST_GUILESS_MAIN(TestReportLibrary)
#include "tst_report_library.moc"
