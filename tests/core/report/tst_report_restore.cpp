// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/base/sha256.h"
#include "core/history/timeline.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/report_library.h"
#include "tests/core/report/operation_checks.h"

using namespace stemma;
using namespace checks;
using json::Value;

class TestReportRestore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void restoringEveryVersionAndUndoingIt();
    void previewIsWhatIsWritten();
    void previewCountsWhatIsLost();
    void restoreMendsADamagedReport();
    void restoreMendsAMissingOutline();
    void versionsOfOthersAreRefused();
    void inheritedVersionsGetTheForksId();
    void unrecordedChangesCanBeRecorded();
    void verifyFindsAFlippedByte();
};

namespace {

/// Ten changes of all kinds; the outline after each.
std::vector<std::string> buildHistory(LibraryFixture& library) {
    library.addReport(texts::reportId, sampleText());
    std::vector<std::string> states{sampleText()};
    for (int i = 0; i < 10; ++i) {
        Value edited = json::parse(library.outline(texts::reportId)).value();
        library.actor = i % 2 ? history::Actor::agent : history::Actor::human;
        if (i % 5 == 1) {
            (void)report::tagReport(library.workspace(), sampleId, {"tag" + std::to_string(i)}, {});
        } else if (i % 5 == 3) {
            (void)report::renameReport(library.workspace(), sampleId, "Title " + std::to_string(i));
        } else {
            edited.edit("sections")->editItem(0).set("content", Value::string("Text " + std::to_string(i)));
            (void)report::saveOutline(library.workspace(), sampleId, sha256(library.outline(texts::reportId)),
                                      json::pythonText(edited));
        }
        states.push_back(library.outline(texts::reportId));
    }
    library.actor = history::Actor::human;
    return states;
}

std::int64_t versionOf(const std::string& bytes) {
    return json::parse(bytes).value().find("outline_version")->asInteger().value_or(0);
}

history::Timeline timelineOf(const LibraryFixture& library) {
    return history::loadTimeline(library.disk(), library.path("by_id/" + texts::reportId),
                                 report::interpretOutline, history::Counts::leaveOut)
        .value();
}

} // namespace

void TestReportRestore::restoringEveryVersionAndUndoingIt() {
    LibraryFixture library;
    const auto states = buildHistory(library);
    QCOMPARE(states.size(), std::size_t{11});
    std::vector<std::string> actions;
    for (const history::TimelineRow& row : timelineOf(library).rows)
        actions.push_back(row.event->action.text());
    QCOMPARE(actions.size(), std::size_t{10});
    std::int64_t version = versionOf(states.back());
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const std::string live = library.outline(texts::reportId);
        const auto restored = report::restoreVersion(library.workspace(), sampleId, "before:" + actions[i]);
        COMPARE_SAVED(restored);
        QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(states[i]));
        QCOMPARE(versionOf(library.outline(texts::reportId)), ++version);
        const Value event = library.lastEvent(texts::reportId);
        QCOMPARE(event.stringAt("ts"), json::parse(library.outline(texts::reportId))->stringAt("updated_at"));
        const Value payload = *event.find("payload");
        QCOMPARE(keysOf(payload), (std::vector<std::string>{
                                      "reverted_from_action_id", "reverted_from_action_type",
                                      "reverted_from_timestamp", "backup_restored", "current_state_backup",
                                      "backup_filename", "outline_version", "stemma"}));
        QCOMPARE(payload.stringAt("reverted_from_action_id").value_or(""), actions[i]);
        const auto undone =
            report::restoreVersion(library.workspace(), sampleId, "before:" + restored->action.text());
        COMPARE_SAVED(undone);
        QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(live));
        QCOMPARE(versionOf(library.outline(texts::reportId)), ++version);
    }
    const auto rows = report::verifyReport(library.disk(), library.root, sampleId);
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable",
                 (row.name + ' ' + row.state + row.message).c_str());
    QVERIFY(report::restoreVersion(library.workspace(), sampleId, "now")->unchanged);
}

void TestReportRestore::previewIsWhatIsWritten() {
    LibraryFixture library;
    buildHistory(library);
    const auto before = library.picture();
    const auto preview = report::previewRestore(library.workspace(), sampleId, "@3");
    QVERIFY(preview.has_value());
    QVERIFY(library.picture() == before);
    QVERIFY(!preview->changes.empty());
    const auto saved = report::restoreVersion(library.workspace(), sampleId, "@3", preview->baseSha256);
    COMPARE_SAVED(saved);
    Value expected = json::parse(preview->bytes).value();
    expected.set("updated_at", *json::parse(library.outline(texts::reportId))->find("updated_at"));
    QCOMPARE(library.outline(texts::reportId), json::bytesOf(expected));
    QCOMPARE(report::restoreVersion(library.workspace(), sampleId, "@2", preview->baseSha256).error().code,
             ErrorCode::conflict);
}

void TestReportRestore::previewCountsWhatIsLost() {
    LibraryFixture library;
    buildHistory(library);
    const auto rows = timelineOf(library).rows;
    const auto preview =
        report::previewRestore(library.workspace(), sampleId, "before:" + rows[4].event->action.text());
    QVERIFY(preview.has_value());
    QCOMPARE(preview->lost.size(), std::size_t{2});
    QCOMPARE(preview->lost[0].actor, std::string("human"));
    QCOMPARE(preview->lost[0].changes + preview->lost[1].changes, std::size_t{6});
    QVERIFY(report::previewRestore(library.workspace(), sampleId, "now")->unchanged);
}

void TestReportRestore::restoreMendsADamagedReport() {
    LibraryFixture library;
    const auto states = buildHistory(library);
    const std::string torn = states.back().substr(0, 500);
    library.write("by_id/" + texts::reportId + "/outline.json", torn);
    const auto rows = timelineOf(library).rows;
    const auto saved =
        report::restoreVersion(library.workspace(), sampleId, "before:" + rows[9].event->action.text());
    COMPARE_SAVED(saved);
    QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(states[9]));
    QVERIFY(versionOf(library.outline(texts::reportId)) > versionOf(states[9]));
    QCOMPARE(library.read("by_id/" + texts::reportId + "/backups/" + saved->backup), torn);
}

void TestReportRestore::restoreMendsAMissingOutline() {
    LibraryFixture library;
    const auto states = buildHistory(library);
    QFile::remove(QString::fromStdString(library.reportPath(texts::reportId, "outline.json")));
    const auto loaded = report::loadReport(library.disk(), library.root, sampleId);
    QCOMPARE(loaded->state, report::ReportState::missing);
    const auto rows = timelineOf(library).rows;
    const auto saved =
        report::restoreVersion(library.workspace(), sampleId, "before:" + rows[5].event->action.text());
    COMPARE_SAVED(saved);
    QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(states[5]));
    QVERIFY(saved->backup.empty());
}

void TestReportRestore::versionsOfOthersAreRefused() {
    LibraryFixture library;
    buildHistory(library);
    const auto rows = timelineOf(library).rows;
    Value other = texts::sample();
    other.set("report_id", Value::string(texts::id('d', 5)));
    library.write("by_id/" + texts::reportId + "/backups/" + rows[0].backup, json::pythonText(other));
    library.write("by_id/" + texts::reportId + "/backups/" + rows[1].backup, "{\"broken");
    QFile::remove(QString::fromStdString(library.reportPath(texts::reportId, "backups/" + rows[2].backup)));
    library.write("elsewhere.json", json::pythonText(other));
    const auto before = library.picture();
    const auto code = [&](const std::string& version) {
        const auto result = report::restoreVersion(library.workspace(), sampleId, version);
        return result ? ErrorCode::io : result.error().code;
    };
    QCOMPARE(code("backup:" + rows[0].backup), ErrorCode::damaged);
    QCOMPARE(code("backup:" + rows[1].backup), ErrorCode::damaged);
    QCOMPARE(code("backup:" + rows[2].backup), ErrorCode::notFound);
    QCOMPARE(code("backup:../outline.json"), ErrorCode::unsafe);
    QCOMPARE(code("before:ffffffff"), ErrorCode::notFound);
    QCOMPARE(code("@99"), ErrorCode::notFound);
    QCOMPARE(code(library.path("elsewhere.json")), ErrorCode::damaged);
    QCOMPARE(code(library.path("nowhere.json")), ErrorCode::notFound);
    QVERIFY(library.picture() == before);
}

void TestReportRestore::inheritedVersionsGetTheForksId() {
    LibraryFixture library;
    buildHistory(library);
    // As igloo-mcp forks: the whole folder is copied, log and backups of the source included.
    const std::string fork = texts::id('e', 1);
    for (const std::string& name : library.names("by_id/" + texts::reportId + "/backups"))
        library.write("by_id/" + fork + "/backups/" + name,
                      library.read("by_id/" + texts::reportId + "/backups/" + name));
    library.write("by_id/" + fork + "/audit.jsonl",
                  library.read("by_id/" + texts::reportId + "/audit.jsonl"));
    Value outline = json::parse(library.outline(texts::reportId)).value();
    outline.set("report_id", Value::string(fork));
    outline.edit("metadata")->set("forked_from", Value::string(texts::reportId));
    library.write("by_id/" + fork + "/outline.json", json::pythonText(outline));

    const std::string version = "backup:" + library.names("by_id/" + fork + "/backups")[2];
    const auto preview = report::previewRestore(library.workspace(), ReportId(fork), version);
    QVERIFY(preview.has_value());
    QCOMPARE(preview->notes.size(), std::size_t{1});
    const auto saved = report::restoreVersion(library.workspace(), ReportId(fork), version);
    COMPARE_SAVED(saved);
    QVERIFY(!saved->warnings.empty());
    QCOMPARE(json::parse(library.outline(fork))->stringAt("report_id").value_or(""), fork);
    QCOMPARE(library.lastEvent(fork).stringAt("report_id").value_or(""), fork);
}

void TestReportRestore::unrecordedChangesCanBeRecorded() {
    LibraryFixture library;
    const auto states = buildHistory(library);
    QVERIFY(report::recordUnrecordedChange(library.workspace(), sampleId)->unchanged);
    Value byHand = json::parse(states.back()).value();
    byHand.set("title", Value::string("By hand"));
    library.write("by_id/" + texts::reportId + "/outline.json", json::pythonText(byHand));
    const auto saved = report::recordUnrecordedChange(library.workspace(), sampleId);
    COMPARE_SAVED(saved);
    QVERIFY(!saved->unchanged);
    QCOMPARE(library.lastEvent(texts::reportId).stringAt("action_type").value_or(""),
             std::string("manual_edit_detected"));
    QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(json::pythonText(byHand)));
    QVERIFY(report::recordUnrecordedChange(library.workspace(), sampleId)->unchanged);
}

void TestReportRestore::verifyFindsAFlippedByte() {
    LibraryFixture library;
    const auto states = buildHistory(library);
    const auto clean = report::verifyReport(library.disk(), library.root, sampleId);
    const auto bad = [](const std::vector<report::VerifyRow>& rows) {
        return std::count_if(rows.begin(), rows.end(),
                             [](const auto& row) { return row.state != "ok" && row.state != "restorable"; });
    };
    QCOMPARE(bad(*clean), 0);
    for (const std::string& name :
         {"backups/" + timelineOf(library).rows[4].backup, std::string("outline.json")}) {
        const std::string file = "by_id/" + texts::reportId + '/' + name;
        const std::string good = library.read(file);
        std::string flipped = good;
        flipped[flipped.find("Insight 1") + 2] ^= 1;
        library.write(file, flipped);
        QVERIFY(bad(*report::verifyReport(library.disk(), library.root, sampleId)) > 0);
        library.write(file, good);
    }
    QCOMPARE(report::verifyReport(library.disk(), library.root, ReportId("none")).error().code,
             ErrorCode::notFound);
}

QTEST_GUILESS_MAIN(TestReportRestore)
#include "tst_report_restore.moc"
