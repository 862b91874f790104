// SPDX-License-Identifier: MIT
// Reports from nothing: templates, Markdown, and several put together.
#include <algorithm>
#include <set>

#include <QFile>
#include <QTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/jsonl.h"
#include "core/json/python_format.h"
#include "core/report/markdown_import.h"
#include "core/report/outline_rules.h"
#include "core/report/report_library.h"
#include "core/report/templates.h"
#include "tests/core/report/operation_checks.h"

using namespace stemma;
using namespace checks;
using json::Value;

namespace {

const std::string other = "2b4e28ba-2fa1-41d2-883f-0016d3cca427";

/// The sample under another id, with its sections, insights and charts still called the same.
std::string otherSample() {
    Value outline = json::parse(sampleText()).value();
    outline.set("report_id", Value::string(other));
    outline.edit("metadata")->set("tags", json::parse(R"(["zeta", "alpha"])").value());
    return json::pythonText(outline);
}

std::string withCharts(const std::string& outline, const std::string& text) {
    Value document = json::parse(outline).value();
    const std::string insight = document.find("insights")->items()[0].stringAt("insight_id").value();
    document.edit("metadata")
        ->set("charts", json::parse(R"({"chart-1": {"path": "report_files/chart.png", "description": ")" +
                                    text + R"(", "linked_insights": [")" + insight +
                                    R"("]}, "chart-2": {"path": "/srv/far.png"}})")
                            .value());
    document.edit("insights")->editItem(0).set("metadata", json::parse(R"({"chart_id": "chart-1"})").value());
    return json::pythonText(document);
}

std::vector<std::string> textsAt(const Value& document, const char* list, const char* key) {
    std::vector<std::string> texts;
    for (const Value& item : document.find(list)->items())
        texts.push_back(item.stringAt(key).value_or(""));
    return texts;
}

} // namespace

class TestNewReports : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void templates_data();
    void templates();
    void markdown();
    void synthesisTakesEverything();
    void synthesisDoublesNoId();
    void synthesisKeepsCharts();
    void synthesisIsOneUnitWithTwoEvents();
    void synthesisRefuses();
};

void TestNewReports::templates_data() {
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("categories");
    QTest::newRow("default") << "default"
                             << "summary analysis recommendations";
    QTest::newRow("deep_dive") << "deep_dive"
                               << "overview methodology findings recommendations";
    QTest::newRow("analyst_v1") << "analyst_v1"
                                << "summary methodology findings analysis recommendations";
    QTest::newRow("empty") << "empty"
                           << "";
}

void TestNewReports::templates() {
    QFETCH(QString, word);
    QFETCH(QString, categories);
    const auto which = report::templateFromWord(word.toStdString());
    QVERIFY(which);
    LibraryFixture library;
    const auto saved = report::newReport(library.workspace(), "New", {},
                                         json::pythonText(report::templateOutline(*which, {"b", "a", "b"})));
    COMPARE_SAVED(saved);
    const std::string bytes = library.outline(saved->id.text());
    const Value outline = json::parse(bytes).value();
    QCOMPARE(json::pythonText(outline), bytes);
    const auto verdict = report::judgeOutlineBytes(bytes);
    QVERIFY(verdict.peerReads && verdict.problems.empty());
    QStringList found;
    for (const Value& section : outline.find("sections")->items()) {
        found << QString::fromStdString(section.find("metadata")->stringAt("category").value());
        QCOMPARE(keysOf(section),
                 (std::vector<std::string>{"section_id", "title", "order", "insight_ids", "notes", "content",
                                           "content_format", "created_at", "updated_at", "metadata"}));
        QVERIFY(!section.stringAt("notes").value().empty());
    }
    QCOMPARE(found.join(QLatin1Char(' ')), categories);
    QCOMPARE(keysOf(*outline.find("metadata")), (std::vector<std::string>{"tags", "template"}));
    QCOMPARE(outline.find("metadata")->stringAt("template").value(), word.toStdString());
    QCOMPARE(outline.find("metadata")->find("tags")->size(), std::size_t{2});
}

void TestNewReports::markdown() {
    LibraryFixture library;
    const auto read = report::importMarkdown("# T\n\n## S\n\ntext\n\n- a [l](https://a.example)\n- b\n");
    const auto saved =
        report::newReport(library.workspace(), read->title, {}, json::pythonText(read->outline));
    COMPARE_SAVED(saved);
    const std::string bytes = library.outline(saved->id.text());
    QCOMPARE(json::pythonText(json::parse(bytes).value()), bytes);
    const auto verdict = report::judgeOutlineBytes(bytes);
    QVERIFY2(verdict.peerReads && verdict.problems.empty(),
             verdict.problems.empty() ? "" : verdict.problems.front().message.c_str());
    for (const Value& insight : verdict.document.find("insights")->items())
        QCOMPARE(keysOf(insight), (std::vector<std::string>{"insight_id", "importance", "status", "summary",
                                                            "supporting_queries", "citations", "created_at",
                                                            "updated_at", "draft_changes", "metadata"}));
}

void TestNewReports::synthesisTakesEverything() {
    LibraryFixture library;
    library.addReport(sampleId.text(), sampleText());
    library.addReport(other, otherSample());
    const auto saved = report::synthesizeReports(library.workspace(), "Both", {ReportId(other), sampleId});
    COMPARE_SAVED(saved);
    const std::string bytes = library.outline(saved->id.text());
    const auto verdict = report::judgeOutlineBytes(bytes);
    QVERIFY(verdict.peerReads);
    const Value& outline = verdict.document;
    QCOMPARE(json::pythonText(outline), bytes);
    const report::Outline source = report::outlineFrom(json::parse(sampleText()).value());
    const report::Outline both = report::outlineFrom(outline);
    QCOMPARE(both.sections.size(), 2 * source.sections.size());
    QCOMPARE(both.insights.size(), 2 * source.insights.size());
    QCOMPARE(both.orphans().size(), 2 * source.orphans().size());
    for (std::size_t at = 0; at < both.sections.size(); ++at) {
        const report::Section& from = source.sections[at % source.sections.size()];
        QCOMPARE(both.sections[at].title, from.title);
        QCOMPARE(both.sections[at].content, from.content);
        QCOMPARE(both.sections[at].createdAt, from.createdAt);
        QCOMPARE(both.sections[at].insightIds.size(), from.insightIds.size());
        QCOMPARE(both.sections[at].order, std::to_string(at));
    }
    const Value& metadata = *outline.find("metadata");
    QCOMPARE(keysOf(metadata),
             (std::vector<std::string>{"tags", "template", "synthesized_from", "synthesis_note"}));
    QCOMPARE(metadata.find("synthesized_from")->items()[0].text(), other);
    std::vector<std::string> tags;
    for (const Value& tag : metadata.find("tags")->items())
        tags.push_back(tag.text());
    QVERIFY(std::is_sorted(tags.begin(), tags.end()));
    for (const char* tag : {"alpha", "synthesized", "zeta"})
        QVERIFY(std::find(tags.begin(), tags.end(), tag) != tags.end());
    QCOMPARE(library.outline(other), otherSample());
}

void TestNewReports::synthesisDoublesNoId() {
    LibraryFixture library;
    library.addReport(sampleId.text(), sampleText());
    library.addReport(other, otherSample());
    const auto saved = report::synthesizeReports(library.workspace(), "Both", {sampleId, ReportId(other)});
    COMPARE_SAVED(saved);
    const Value outline = json::parse(library.outline(saved->id.text())).value();
    const Value source = json::parse(sampleText()).value();
    for (const auto& [list, key] :
         {std::pair("sections", "section_id"), std::pair("insights", "insight_id")}) {
        const auto ids = textsAt(outline, list, key);
        QCOMPARE(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
        for (const std::string& id : textsAt(source, list, key)) // the first source keeps its own
            QVERIFY(std::find(ids.begin(), ids.end(), id) != ids.end());
    }
    // The sections of the second name their own copies, not the first one's insights.
    const report::Outline both = report::outlineFrom(outline);
    std::set<InsightId> named;
    std::size_t places = 0;
    for (const report::Section& section : both.sections)
        for (const InsightId& id : section.insightIds)
            if (both.insight(id)) {
                named.insert(id);
                ++places;
            }
    QCOMPARE(named.size(), places);
}

void TestNewReports::synthesisKeepsCharts() {
    LibraryFixture library;
    library.addReport(sampleId.text(), withCharts(sampleText(), "one"));
    library.addReport(other, withCharts(otherSample(), "two"));
    library.write("by_id/" + sampleId.text() + "/report_files/chart.png", "first");
    library.write("by_id/" + other + "/report_files/chart.png", "second");
    const auto saved = report::synthesizeReports(library.workspace(), "Both", {sampleId, ReportId(other)});
    COMPARE_SAVED(saved);
    QVERIFY(saved->warnings.empty());
    const Value outline = json::parse(library.outline(saved->id.text())).value();
    const Value& charts = *outline.find("metadata")->find("charts");
    QCOMPARE(charts.size(), std::size_t{4});
    std::set<std::string> contents;
    for (const json::Member& chart : charts.members()) {
        const std::string path = chart.value.stringAt("path").value();
        if (!path.starts_with("report_files/"))
            continue;
        contents.insert(library.read("by_id/" + saved->id.text() + '/' + path) +
                        chart.value.stringAt("description").value());
        const std::string insight = chart.value.find("linked_insights")->items()[0].text();
        for (const Value& each : outline.find("insights")->items())
            if (each.stringAt("insight_id") == insight)
                QCOMPARE(each.find("metadata")->stringAt("chart_id").value(), chart.key);
    }
    QCOMPARE(contents, (std::set<std::string>{"firstone", "secondtwo"}));
    // One that is gone is told, and no reason to fail.
    QVERIFY(QFile::remove(QString::fromStdString(library.reportPath(other, "report_files/chart.png"))));
    const auto again = report::synthesizeReports(library.workspace(), "Both", {sampleId, ReportId(other)});
    COMPARE_SAVED(again);
    QCOMPARE(again->warnings.size(), std::size_t{1});
}

void TestNewReports::synthesisIsOneUnitWithTwoEvents() {
    LibraryFixture library;
    library.addReport(sampleId.text(), sampleText());
    library.addReport(other, otherSample());
    const auto saved = report::synthesizeReports(library.workspace(), "Both", {sampleId, ReportId(other)});
    COMPARE_SAVED(saved);
    const std::string id = saved->id.text();
    const auto log = json::readJsonLines(library.read("by_id/" + id + "/audit.jsonl"));
    QCOMPARE(log.lines.size(), std::size_t{2});
    const Value& create = log.lines[0].value;
    const Value& evolve = log.lines[1].value;
    QCOMPARE(create.stringAt("action_type").value(), std::string("create"));
    QCOMPARE(evolve.stringAt("action_type").value(), std::string("evolve"));
    QCOMPARE(evolve.stringAt("action_id").value(), saved->action.text());
    const Value outline = json::parse(library.outline(id)).value();
    QCOMPARE(evolve.stringAt("ts"), outline.stringAt("updated_at"));
    QCOMPARE(saved->outlineVersion, std::int64_t{2});
    const Value& payload = *evolve.find("payload");
    QCOMPARE(payload.find("section_ids_added")->size(), outline.find("sections")->size());
    QCOMPARE(payload.stringAt("backup_filename").value(), saved->backup);
    const std::string before = library.read("by_id/" + id + "/backups/" + saved->backup);
    QVERIFY(report::judgeOutlineBytes(before).peerReads);
    QCOMPARE(payload.find("stemma")->stringAt("before_sha256").value(), sha256(before));
    const auto rows = report::verifyReport(library.disk(), library.root, saved->id);
    QVERIFY(rows && !rows->empty());
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable", row.message.c_str());
    // It can be taken back, as every change.
    COMPARE_SAVED(report::restoreVersion(library.workspace(), saved->id, "before:" + saved->action.text()));
    QCOMPARE(json::parse(library.outline(id))->find("sections")->size(), std::size_t{0});
}

void TestNewReports::synthesisRefuses() {
    LibraryFixture library;
    library.addReport(sampleId.text(), sampleText());
    library.addReport(other, "{\"broken\": ");
    const auto before = library.picture();
    const auto code = [&](const std::string& title, const std::vector<ReportId>& sources) {
        const auto saved = report::synthesizeReports(library.workspace(), title, sources);
        return saved ? -1 : static_cast<int>(saved.error().code);
    };
    QCOMPARE(code("", {sampleId, ReportId(other)}), static_cast<int>(ErrorCode::usage));
    QCOMPARE(code("T", {sampleId}), static_cast<int>(ErrorCode::usage));
    QCOMPARE(code("T", {sampleId, sampleId}), static_cast<int>(ErrorCode::usage));
    QCOMPARE(code("T", {sampleId, ReportId(other)}), static_cast<int>(ErrorCode::damaged));
    QCOMPARE(code("T", {sampleId, ReportId("3b4e28ba-2fa1-41d2-883f-0016d3cca427")}),
             static_cast<int>(ErrorCode::notFound));
    QVERIFY(library.picture() == before);
}

QTEST_GUILESS_MAIN(TestNewReports)
#include "tst_new_reports.moc"
