// SPDX-License-Identifier: MIT
// Saving what was edited by hand: the event, the bytes, and other writers.
#include <QTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/report_event.h"
#include "core/report/working_copy.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace checks;
using json::Value;
using test::HookedDisk;

namespace {

/// The sample with these edits, as bytes.
std::string after(const std::string& edits, const std::string& bytes = sampleText()) {
    Value document = json::parse(bytes).value();
    const std::string wrong = edit_lists::change(document, edits);
    if (!wrong.empty())
        qFatal("%s", wrong.c_str());
    return json::bytesOf(document);
}

std::string keys(const Value& event) {
    std::string text;
    for (const std::string& key : keysOf(*event.find("payload")))
        text += (text.empty() ? "" : " ") + key;
    return text;
}

std::string withStamps(std::string text, const std::string& disk) {
    Value document = json::parse(text).value();
    const Value now = json::parse(disk).value();
    for (const char* key : {"updated_at", "outline_version"})
        document.set(key, *now.find(key));
    return json::bytesOf(document);
}

constexpr const char* ours = "[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'mine'}}]";
constexpr const char* theirs = "[{'op':'edit-insight','insight_id':'$I3','fields':{'summary':'theirs'}}]";

} // namespace

class TestReportWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEventIsWhatTheChangeIs_data();
    void theEventIsWhatTheChangeIs();
    void writesExactlyTheWorkingCopy();
    void keepsTheNote();
    void nothingChangedWritesNothing();
    void mergesWithWhatOthersSaved();
    void mergesWhatCameMeanwhileBeforeItTakesTheLock();
    void ourChangeIsThereAlready();
    void aConflictWritesNothing();
    void refusesWhatWouldHarm_data();
    void refusesWhatWouldHarm();
    void harmThatWasThereMayStay();
    void aWorkingCopyGoesOnAfterASave();
    void editsWhatLiesThere();
    void aListThatIsOffWritesNothing();
};

void TestReportWork::theEventIsWhatTheChangeIs_data() {
    QTest::addColumn<QString>("edits");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("payload");
    const char* last = " backup_filename outline_version stemma";
    const auto row = [&](const char* edits, const char* type, const char* payload) {
        QTest::newRow(edits) << edits << type
                             << QString(QLatin1String(payload) + QLatin1String(last)).trimmed();
    };
    const char* evolve =
        "old_title new_title sections_changed insights_changed sections_added insights_added "
        "section_ids_added section_ids_modified section_ids_removed insight_ids_added "
        "insight_ids_modified insight_ids_removed";
    row("[{'op':'set-title','title':'Other'}]", "rename", "old_title new_title");
    row("[{'op':'tag','add':['a'],'remove':['sea']}]", "tag_update", "tags_added tags_removed final_tags");
    row("[{'op':'set-status','status':'archived'}]", "archive", "");
    row("[{'op':'set-status','status':'deleted'}]", "status_change", "status");
    row("[{'op':'set-status','status':'archived'},{'op':'set-title','title':'Other'}]", "evolve", evolve);
    row("[{'op':'set-status','status':'archived'},{'op':'tag','add':['a'],'remove':[]}]", "evolve", evolve);
    row("[{'op':'set-description','description':'d'}]", "evolve", evolve);
    row("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]", "evolve", evolve);
    row(ours, "evolve", evolve);
}

void TestReportWork::theEventIsWhatTheChangeIs() {
    QFETCH(QString, edits);
    QFETCH(QString, type);
    QFETCH(QString, payload);
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto work =
        report::saveWork(library.workspace(), sampleId, sampleText(), after(edits.toStdString()));
    QVERIFY2(work, work ? "" : describe(work.error()).c_str());
    const Value event = library.lastEvent(texts::reportId);
    QCOMPARE(event.stringAt("action_type").value_or(""), type.toStdString());
    QCOMPARE(event.stringAt("actor").value_or(""), std::string("human"));
    QCOMPARE(keys(event), payload.toStdString());
    QCOMPARE(event.stringAt("action_id").value_or(""), work->saved.action.text());
    QVERIFY(!work->merged && !work->saved.unchanged);
}

void TestReportWork::writesExactlyTheWorkingCopy() {
    LibraryFixture library;
    std::string odd = sampleText();
    odd.replace(odd.find("\"template\""), 10, "\"n\" :1.10 ,\t\"template\"");
    library.addReport(texts::reportId, odd);
    const std::string working = after(ours, odd);
    const auto work = report::saveWork(library.workspace(), sampleId, odd, working);
    QVERIFY(work);
    const std::string disk = library.outline(texts::reportId);
    QCOMPARE(work->disk, disk);
    QCOMPARE(work->saved.sha256, sha256(disk));
    QCOMPARE(work->saved.outlineVersion, 4);
    QCOMPARE(disk, withStamps(working, disk));
    QVERIFY(disk.find("\"n\" :1.10 ,\t") != std::string::npos);
    QCOMPARE(library.read("by_id/" + texts::reportId + "/backups/" + work->saved.backup), odd);
}

void TestReportWork::keepsTheNote() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    QVERIFY(
        report::saveWork(library.workspace(), sampleId, sampleText(), after(ours), std::string("why “so”")));
    const Value event = library.lastEvent(texts::reportId);
    QCOMPARE(event.find("payload")->find("stemma")->stringAt("note").value_or(""), std::string("why “so”"));
    const auto rows = report::verifyReport(library.disk(), library.root, sampleId);
    QVERIFY(rows);
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable", (row.what + ' ' + row.message).c_str());
}

void TestReportWork::nothingChangedWritesNothing() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto before = library.picture();
    const auto work = report::saveWork(library.workspace(), sampleId, sampleText(), sampleText());
    QVERIFY(work && work->saved.unchanged && !work->merged);
    QCOMPARE(work->disk, sampleText());
    QVERIFY(library.picture() == before);
}

void TestReportWork::mergesWithWhatOthersSaved() {
    LibraryFixture library;
    const std::string disk = after(theirs);
    library.addReport(texts::reportId, disk);
    const auto work = report::saveWork(library.workspace(), sampleId, sampleText(), after(ours));
    QVERIFY2(work, work ? "" : describe(work.error()).c_str());
    QVERIFY(work->merged);
    QCOMPARE(work->disk, library.outline(texts::reportId));
    const Value document = json::parse(work->disk).value();
    QCOMPARE(document.find("insights")->items()[0].stringAt("summary").value_or(""), std::string("mine"));
    QCOMPARE(document.find("insights")->items()[2].stringAt("summary").value_or(""), std::string("theirs"));
    QCOMPARE(library.read("by_id/" + texts::reportId + "/backups/" + work->saved.backup), disk);
    // The event tells what this save did, not what the others did: it is a rename.
    const std::string both = library.outline(texts::reportId);
    const auto renamed = report::saveWork(library.workspace(), sampleId, disk,
                                          after("[{'op':'set-title','title':'Mine'}]", disk));
    QVERIFY(renamed && renamed->merged);
    QCOMPARE(library.lastEvent(texts::reportId).stringAt("action_type").value_or(""), std::string("rename"));
}

/// Merging a large report takes long, and while ours is locked igloo-mcp fails: it is done before.
void TestReportWork::mergesWhatCameMeanwhileBeforeItTakesTheLock() {
    for (const bool forEver : {false, true}) {
        LibraryFixture library;
        library.addReport(texts::reportId, after(theirs));
        int others = 0;
        bool wasRead = false;
        bool isLocked = false;
        int looks = 0; // at what the other program wrote last, before the lock was taken
        const HookedDisk::Hook saveAfterEachLook = [&](const std::string& call, const std::string& name) {
            isLocked = isLocked || name.starts_with(".lock");
            if (isLocked)
                return;
            if (call == "read" && name.ends_with("outline.json")) {
                wasRead = true;
                ++looks;
            } else if (wasRead && (forEver || others == 0)) {
                wasRead = false;
                looks = 0;
                const std::string title = "Theirs " + std::to_string(++others);
                library.write("by_id/" + texts::reportId + "/outline.json",
                              after("[{'op':'set-title','title':'" + title + "'}]", after(theirs)));
            }
        };
        HookedDisk disk(library.disk(), saveAfterEachLook);
        const SystemClock clock;
        io::LockKeeper locks;
        const journal::Environment environment{disk, clock, locks, {}};
        report::Workspace workspace{environment, library.root, library.actor, {}, {}};
        const auto work = report::saveWork(workspace, sampleId, sampleText(), after(ours));
        QVERIFY2(work, work ? "" : describe(work.error()).c_str());
        QVERIFY(work->merged && isLocked && others > 0);
        // What was merged meanwhile is looked at once more; but not for ever.
        QCOMPARE(looks >= 2, !forEver);
        const Value document = json::parse(work->disk).value();
        QCOMPARE(document.stringAt("title").value_or(""), "Theirs " + std::to_string(others));
        QCOMPARE(document.find("insights")->items()[0].stringAt("summary").value_or(""), std::string("mine"));
    }
}

void TestReportWork::ourChangeIsThereAlready() {
    LibraryFixture library;
    const std::string disk = after(ours);
    library.addReport(texts::reportId, disk);
    const auto before = library.picture();
    const auto work = report::saveWork(library.workspace(), sampleId, sampleText(), after(ours));
    QVERIFY(work && work->saved.unchanged);
    QCOMPARE(work->disk, disk);
    QVERIFY(library.picture() == before);
}

void TestReportWork::aConflictWritesNothing() {
    LibraryFixture library;
    library.addReport(texts::reportId, after("[{'op':'set-title','title':'Theirs'}]"));
    const auto before = library.picture();
    const auto work = report::saveWork(library.workspace(), sampleId, sampleText(),
                                       after("[{'op':'set-title','title':'Mine'}]"));
    QVERIFY(!work);
    QCOMPARE(work.error().code, ErrorCode::conflict);
    QVERIFY(library.picture() == before);
}

void TestReportWork::refusesWhatWouldHarm_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("with");
    QTest::newRow("no JSON") << "{"
                             << "";
    QTest::newRow("empty title") << "\"Harbour traffic\""
                                 << "\"\"";
    QTest::newRow("unknown key") << "\"version\""
                                 << "\"mine\": 1, \"version\"";
    QTest::newRow("tags") << "\"template\""
                          << "\"tags\": \"x\", \"template\"";
    QTest::newRow("status") << "\"template\""
                            << "\"status\": \"draft\", \"template\"";
    QTest::newRow("another report") << QString::fromStdString(texts::reportId)
                                    << QString::fromStdString(texts::id('d', 5));
    QTest::newRow("doubled id") << QString::fromStdString(texts::sectionId(2))
                                << QString::fromStdString(texts::sectionId(1));
    QTest::newRow("dangling id") << QString::fromStdString(texts::insightId(2))
                                 << QString::fromStdString(texts::insightId(9));
}

void TestReportWork::refusesWhatWouldHarm() {
    QFETCH(QString, what);
    QFETCH(QString, with);
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto before = library.picture();
    QString working = QString::fromStdString(sampleText());
    working.replace(working.indexOf(what), what.size(), with);
    const auto work = report::saveWork(library.workspace(), sampleId, sampleText(), working.toStdString());
    QVERIFY(!work);
    QCOMPARE(work.error().code, ErrorCode::damaged);
    QVERIFY(!work.error().detail.empty());
    QVERIFY(library.picture() == before);
}

void TestReportWork::harmThatWasThereMayStay() {
    LibraryFixture library;
    const std::string harmed = after("[{'op':'set-metadata','key':'n','value':1}]");
    std::string text = harmed;
    text.replace(text.find("\"sea\""), 5, "1");
    library.addReport(texts::reportId, text);
    QVERIFY(report::saveWork(library.workspace(), sampleId, text, after(ours, text)));
    QCOMPARE(library.lastEvent(texts::reportId).stringAt("action_type").value_or(""), std::string("evolve"));
}

void TestReportWork::aWorkingCopyGoesOnAfterASave() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    auto copy = report::WorkingCopy::open(library.outline(texts::reportId)).value();
    for (const char* title : {"One", "Two"}) {
        QVERIFY(copy.apply(edit_lists::list("[{'op':'set-title','title':'" + std::string(title) + "'}]"),
                           edit_lists::moment));
        const std::string written = copy.bytes();
        const auto work = report::saveWork(library.workspace(), sampleId, copy.saved(), written);
        QVERIFY(work && copy.noteSaved(written, work->disk));
        QVERIFY(!copy.isModified());
        QCOMPARE(copy.savedSha256(), work->saved.sha256);
    }
    QVERIFY(copy.undo() && copy.undo() && !copy.canUndo());
    QCOMPARE(withoutStamps(copy.bytes()), withoutStamps(sampleText()));
    const auto work = report::saveWork(library.workspace(), sampleId, copy.saved(), copy.bytes());
    QVERIFY(work);
    QCOMPARE(withoutStamps(library.outline(texts::reportId)), withoutStamps(sampleText()));
    QCOMPARE(work->saved.outlineVersion, 6);
}

void TestReportWork::editsWhatLiesThere() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto edited = report::editReport(
        library.workspace(), sampleId,
        edit_lists::list("[{'op':'add-section','section':{'title':'New'}},{'op':'set-title','title':'T'}]"),
        std::string("why"));
    QVERIFY2(edited, edited ? "" : describe(edited.error()).c_str());
    QCOMPARE(edited->newIds.size(), std::size_t{1});
    const std::string disk = library.outline(texts::reportId);
    QVERIFY(disk.find(edited->newIds.front()) != std::string::npos);
    const Value event = library.lastEvent(texts::reportId);
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("evolve"));
    QCOMPARE(event.find("payload")->find("section_ids_added")->items()[0].text(), edited->newIds.front());
    QCOMPARE(event.find("payload")->find("stemma")->stringAt("note").value_or(""), std::string("why"));
    QCOMPARE(json::pythonText(json::parse(disk).value()), disk);
}

void TestReportWork::aListThatIsOffWritesNothing() {
    LibraryFixture library;
    library.addReport(texts::reportId, sampleText());
    const auto before = library.picture();
    const auto refused = report::editReport(
        library.workspace(), sampleId,
        edit_lists::list("[{'op':'set-title','title':'T'},{'op':'set-status','status':'draft'}]"));
    QCOMPARE(refused.error().code, ErrorCode::usage);
    QVERIFY(refused.error().detail.starts_with("edit 1: "));
    const auto same = report::editReport(library.workspace(), sampleId, Value::array());
    QVERIFY(same && same->saved.unchanged);
    QVERIFY(library.picture() == before);
}

QTEST_GUILESS_MAIN(TestReportWork)
#include "tst_report_work.moc"
