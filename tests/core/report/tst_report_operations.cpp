// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/jsonl.h"
#include "core/json/python_format.h"
#include "core/report/outline_rules.h"
#include "core/report/report_library.h"
#include "tests/core/report/operation_checks.h"

using namespace stemma;
using namespace checks;
using json::Value;

class TestReportOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newReportIsWholeAndListed();
    void newReportTakesAnOutline();
    void savingWritesTheFormatsOwnStyle();
    void savingWithoutAChangeWritesNothing();
    void savingOnAnotherBaseIsAConflict();
    void savingWhatThePeerCannotReadIsRefused();
    void evolveEventSaysWhatThePeersSays();
    void renameKeepsEveryOtherByte();
    void tagsAreSortedAndOnce();
    void statusArchiveAndUnarchive();
    void aDamagedReportIsNotWritten();
    void aHarmfulChangeIsRefusedWithItsReason();
    void harmMayStayButNotCome();
};

void TestReportOperations::newReportIsWholeAndListed() {
    LibraryFixture library;
    const auto saved = report::newReport(library.workspace(), "Häfen", {"b", "a", "b"});
    COMPARE_SAVED(saved);
    const std::string id = saved->id.text();
    const std::string bytes = library.outline(id);
    QCOMPARE(sha256(bytes), saved->sha256);
    const Value outline = json::parse(bytes).value();
    QCOMPARE(json::pythonText(outline), bytes);
    QCOMPARE(keysOf(outline),
             (std::vector<std::string>{"report_id", "title", "created_at", "updated_at", "version",
                                       "outline_version", "sections", "insights", "metadata"}));
    QCOMPARE(keysOf(*outline.find("metadata")), (std::vector<std::string>{"tags", "template"}));
    QCOMPARE(outline.find("metadata")->find("tags")->size(), std::size_t{2});
    const Value event = library.lastEvent(id);
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("create"));
    QCOMPARE(event.stringAt("ts"), outline.stringAt("updated_at"));
    QCOMPARE(keysOf(*event.find("payload")),
             (std::vector<std::string>{"initial_title", "outline_version", "stemma"}));
    const auto index = report::readIndex(library.disk(), library.root);
    QCOMPARE(index->entries.size(), std::size_t{1});
    QCOMPARE(index->entries[0].currentTitle, std::string("Häfen"));
    QCOMPARE(report::newReport(library.workspace(), "", {}).error().code, ErrorCode::usage);
}

void TestReportOperations::newReportTakesAnOutline() {
    LibraryFixture library;
    const auto saved = report::newReport(
        library.workspace(), "Given", {},
        std::string(
            R"({"sections": [{"title": "One", "order": 0, "insight_ids": []}], "metadata": {"owner": "x"}})"));
    COMPARE_SAVED(saved);
    const Value outline = json::parse(library.outline(saved->id.text())).value();
    QCOMPARE(outline.stringAt("title").value_or(""), std::string("Given"));
    QVERIFY(isUuid(outline.find("sections")->items()[0].stringAt("section_id").value_or("")));
    QVERIFY(outline.find("sections")->items()[0].stringAt("created_at"));
    QCOMPARE(keysOf(outline)[0], std::string("report_id"));
    QCOMPARE(report::newReport(library.workspace(), "x", {}, std::string(R"({"sections": [{"order": -1}]})"))
                 .error()
                 .code,
             ErrorCode::damaged);
    QCOMPARE(report::newReport(library.workspace(), "x", {}, std::string("{")).error().code,
             ErrorCode::damaged);
    const auto again = report::newReport(library.workspace(), "x", {}, library.outline(saved->id.text()));
    QCOMPARE(again.error().code, ErrorCode::conflict);
}

void TestReportOperations::savingWritesTheFormatsOwnStyle() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const std::string before = library.outline(texts::reportId);
    Value edited = texts::sample();
    edited.edit("sections")->editItem(0).set("content", Value::string("Neu: ü \u2028 \"x\""));
    edited.edit("metadata")->set("big", Value::numberFromText("1.10"));
    const auto saved =
        report::saveOutline(library.workspace(), sampleId, sha256(before), json::pythonLine(edited));
    COMPARE_SAVED(saved);
    QCOMPARE(saved->outlineVersion, 4);
    const std::string after = library.outline(texts::reportId);
    QCOMPARE(sha256(after), saved->sha256);
    Value expected = edited;
    expected.set("updated_at", Value::string(library.lastEvent(texts::reportId).stringAt("ts").value_or("")));
    expected.set("outline_version", Value::integer(4));
    QCOMPARE(after, json::pythonText(expected));
    QVERIFY(after.find("1.10") != std::string::npos);
    QCOMPARE(library.read("by_id/" + texts::reportId + "/backups/" + saved->backup), before);
}

void TestReportOperations::savingWithoutAChangeWritesNothing() {
    LibraryFixture library;
    Value shimmed = texts::sample();
    shimmed.edit("insights")->editItem(0).set("supporting_queries", Value::array());
    const std::string text = json::pythonText(shimmed);
    library.addReport(texts::reportId, text);
    const auto before = library.picture();
    Value same = shimmed;
    same.set("updated_at", Value::string("2030-01-01T00:00:00+00:00"));
    same.set("outline_version", Value::integer(99));
    for (const std::string& given : {text, json::pythonLine(same)}) {
        const auto saved = report::saveOutline(library.workspace(), sampleId, sha256(text), given);
        COMPARE_SAVED(saved);
        QVERIFY(saved->unchanged);
        QCOMPARE(saved->sha256, sha256(text));
        QCOMPARE(saved->outlineVersion, 3);
    }
    QVERIFY(library.picture() == before);
}

void TestReportOperations::savingOnAnotherBaseIsAConflict() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    Value edited = texts::sample();
    edited.set("title", Value::string("Other"));
    const auto before = library.picture();
    const auto saved =
        report::saveOutline(library.workspace(), sampleId, sha256("x"), json::pythonText(edited));
    QCOMPARE(saved.error().code, ErrorCode::conflict);
    QVERIFY(library.picture() == before);
    QCOMPARE(report::renameReport(library.workspace(), ReportId(texts::id('c', 1)), "x").error().code,
             ErrorCode::notFound);
    QCOMPARE(report::renameReport(library.workspace(), ReportId("../x"), "x").error().code,
             ErrorCode::unsafe);
}

void TestReportOperations::savingWhatThePeerCannotReadIsRefused() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto before = library.picture();
    Value foreign = texts::sample();
    foreign.set("report_id", Value::string(texts::id('d', 7)));
    Value unknown = texts::sample();
    unknown.edit("sections")->editItem(0).set("colour", Value());
    Value harmful = texts::sample();
    harmful.edit("metadata")->set("status", Value::string("draft"));
    for (const std::string& given : {std::string("{"), std::string(), json::pythonText(foreign),
                                     json::pythonText(unknown), json::pythonText(harmful)}) {
        const auto saved = report::saveOutline(library.workspace(), sampleId, sha256(sampleText()), given);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::damaged);
    }
    QVERIFY(library.picture() == before);
}

void TestReportOperations::evolveEventSaysWhatThePeersSays() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    Value edited = texts::sample();
    edited.edit("sections")->removeItem(1);
    edited.edit("insights")->appendItem(texts::insight(8));
    edited.edit("sections")->editItem(0).edit("insight_ids")->appendItem(Value::string(texts::insightId(8)));
    const auto saved =
        report::saveOutline(library.workspace(), sampleId, sha256(sampleText()), json::pythonText(edited));
    COMPARE_SAVED(saved);
    const Value event = library.lastEvent(texts::reportId);
    QCOMPARE(keysOf(event), (std::vector<std::string>{"action_id", "report_id", "ts", "actor", "action_type",
                                                      "request_id", "payload"}));
    QCOMPARE(event.stringAt("actor").value_or(""), std::string("human"));
    const Value payload = *event.find("payload");
    QCOMPARE(keysOf(payload),
             (std::vector<std::string>{"old_title", "new_title", "sections_changed", "insights_changed",
                                       "sections_added", "insights_added", "section_ids_added",
                                       "section_ids_modified", "section_ids_removed", "insight_ids_added",
                                       "insight_ids_modified", "insight_ids_removed", "backup_filename",
                                       "outline_version", "stemma"}));
    QCOMPARE(payload.find("sections_added")->text(), std::string("-1"));
    QCOMPARE(payload.find("insights_added")->text(), std::string("1"));
    QCOMPARE(payload.find("section_ids_removed")->items()[0].text(), texts::sectionId(2));
    QCOMPARE(payload.find("section_ids_modified")->items()[0].text(), texts::sectionId(1));
    QCOMPARE(payload.find("insight_ids_modified")->size(), std::size_t{4});
    QCOMPARE(payload.find("outline_version")->text(), std::string("4"));
    QCOMPARE(payload.stringAt("backup_filename").value_or(""), saved->backup);
    QCOMPARE(payload.find("stemma")->stringAt("before_sha256").value_or(""), sha256(sampleText()));
    QCOMPARE(payload.find("stemma")->stringAt("after_sha256").value_or(""), saved->sha256);
}

void TestReportOperations::renameKeepsEveryOtherByte() {
    LibraryFixture library;
    library.addReport(texts::reportId, oddSampleText());
    library.write("index.jsonl", "");
    const auto saved = report::renameReport(library.workspace(), sampleId, "Ships");
    COMPARE_SAVED(saved);
    std::string expected = withoutStamps(oddSampleText());
    expected.replace(expected.find("Harbour traffic"), 15, "Ships");
    QCOMPARE(withoutStamps(library.outline(texts::reportId)), expected);
    QCOMPARE(
        keysOf(*library.lastEvent(texts::reportId).find("payload")),
        (std::vector<std::string>{"old_title", "new_title", "backup_filename", "outline_version", "stemma"}));
    QCOMPARE(report::readIndex(library.disk(), library.root)->entries[0].currentTitle, std::string("Ships"));
    QVERIFY(report::renameReport(library.workspace(), sampleId, "Ships")->unchanged);
    QCOMPARE(report::renameReport(library.workspace(), sampleId, "").error().code, ErrorCode::usage);
}

void TestReportOperations::tagsAreSortedAndOnce() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto saved =
        report::tagReport(library.workspace(), sampleId, {"zebra", "ahoy", "sea", "ahoy"}, {"none"});
    COMPARE_SAVED(saved);
    const Value payload = *library.lastEvent(texts::reportId).find("payload");
    QCOMPARE(json::pythonLine(*payload.find("tags_added")), std::string(R"(["zebra", "ahoy"])"));
    QCOMPARE(json::pythonLine(*payload.find("tags_removed")), std::string("[]"));
    QCOMPARE(json::pythonLine(*payload.find("final_tags")), std::string(R"(["ahoy", "sea", "zebra"])"));
    const Value outline = json::parse(library.outline(texts::reportId)).value();
    QCOMPARE(json::pythonLine(*outline.find("metadata")->find("tags")),
             std::string(R"(["ahoy", "sea", "zebra"])"));
    QVERIFY(report::tagReport(library.workspace(), sampleId, {"sea"}, {"none"})->unchanged);
    QCOMPARE(report::tagReport(library.workspace(), sampleId, {"a"}, {"a"}).error().code, ErrorCode::usage);
}

void TestReportOperations::statusArchiveAndUnarchive() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    COMPARE_SAVED(report::archiveReport(library.workspace(), sampleId));
    QCOMPARE(library.lastEvent(texts::reportId).stringAt("action_type").value_or(""), std::string("archive"));
    QCOMPARE(keysOf(*library.lastEvent(texts::reportId).find("payload")),
             (std::vector<std::string>{"backup_filename", "outline_version", "stemma"}));
    QVERIFY(report::archiveReport(library.workspace(), sampleId)->unchanged);
    COMPARE_SAVED(report::unarchiveReport(library.workspace(), sampleId));
    QCOMPARE(library.lastEvent(texts::reportId).stringAt("action_type").value_or(""),
             std::string("status_change"));
    QCOMPARE(keysOf(*library.lastEvent(texts::reportId).find("payload")),
             (std::vector<std::string>{"status", "backup_filename", "outline_version", "stemma"}));
    const auto deleted = report::setReportStatus(library.workspace(), sampleId, "deleted");
    COMPARE_SAVED(deleted);
    QCOMPARE(deleted->outlineVersion, 6);
    QCOMPARE(report::loadReport(library.disk(), library.root, sampleId)->outline.status,
             std::string("deleted"));
    QCOMPARE(report::setReportStatus(library.workspace(), sampleId, "draft").error().code, ErrorCode::usage);
}

void TestReportOperations::aDamagedReportIsNotWritten() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText().substr(0, 400));
    const auto before = library.picture();
    const std::string base = sha256(sampleText().substr(0, 400));
    for (const auto& result : {report::renameReport(library.workspace(), sampleId, "x"),
                               report::tagReport(library.workspace(), sampleId, {"x"}, {}),
                               report::archiveReport(library.workspace(), sampleId),
                               report::trashReport(library.workspace(), sampleId),
                               report::forkReport(library.workspace(), sampleId, "x"),
                               report::saveOutline(library.workspace(), sampleId, base, sampleText())}) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::damaged);
        QVERIFY(!result.error().detail.empty());
        QVERIFY(!result.error().advice.empty());
    }
    QVERIFY(library.picture() == before);
}

void TestReportOperations::aHarmfulChangeIsRefusedWithItsReason() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto before = library.picture();
    const auto result =
        report::renameReport(library.workspace(), sampleId, "half \xed\xa0\x80 of a character");
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::damaged);
    QCOMPARE(result.error().detail,
             std::string("title holds half of a character (a lone surrogate), which is no text"));
    QVERIFY(library.picture() == before);
}

void TestReportOperations::harmMayStayButNotCome() {
    LibraryFixture library;
    Value harmful = texts::sample();
    harmful.edit("metadata")->set("status", Value::string("draft"));
    harmful.edit("metadata")->set("tags", Value::string("sea"));
    library.addReport(texts::reportId, json::pythonText(harmful));
    const std::string text = json::pythonText(harmful);
    QVERIFY(report::saveOutline(library.workspace(), sampleId, sha256(text), text)->unchanged);
    COMPARE_SAVED(report::setReportStatus(library.workspace(), sampleId, "active")); // one after the other
    COMPARE_SAVED(report::tagReport(library.workspace(), sampleId, {"port"}, {}));
    QVERIFY(report::judgeOutlineBytes(library.outline(texts::reportId)).problems.empty());
}

QTEST_GUILESS_MAIN(TestReportOperations)
#include "tst_report_operations.moc"
