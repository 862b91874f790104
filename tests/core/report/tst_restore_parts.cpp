// SPDX-License-Identifier: MIT
// Parts of a report that are brought back from its versions, from files and from the trash.
#include <QtTest>

#include <algorithm>
#include <map>

#include "core/history/timeline.h"
#include "core/report/overwritten_edits.h"
#include "core/report/report_operations.h"
#include "tests/core/report/restored_report.h"

using namespace stemma;
using namespace checks;
using namespace restored;
using report::PartChoice;

namespace {

std::string insightId(int number) {
    return texts::insightId(number);
}

std::string citationOf(int insight) {
    return insightId(insight) + "/query:exec-" + std::to_string(insight);
}

} // namespace

class TestRestoreParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFieldAndNothingElse();
    void aSectionWithWhatStoodInIt();
    void aSectionAlone();
    void anInsightBringsItsSection();
    void anInsightIntoAnotherSection();
    void aMovedPartGoesBack();
    void aPlaceAndNoField();
    void aNewPartIsTakenOut();
    void aSectionThatIsTakenOut();
    void citationsAndTheirQueries();
    void metadataKeyByKey();
    void previewIsWhatIsWritten();
    void laterChangesAreCounted();
    void whatPeopleChangedIsKnown();
    void whatPeopleMayHaveChangedIsTheirs();
    void theEventSaysWhatWasRestored();
    void whatIsSoAlreadyWritesNothing();
    void whatCantBeRestoredIsTold();
    void isNoLossOfEdits();
};

void TestRestoreParts::aFieldAndNothingElse() {
    Edited edited;
    const Value first = edited.document();
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'New','importance':9}},"
                "{'op':'set-title','title':'Other'}]");
    const Value before = edited.document();
    COMPARE_SAVED(edited.restore({{"insight", insightId(1), "summary"}}));
    const auto changes = report::outlineDifference(before, edited.document());
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.front().fields.size(), std::size_t{1});
    QCOMPARE(changes.front().fields.front().after, *edit_lists::insight(first, insightId(1)).find("summary"));
    COMPARE_SAVED(edited.restore({{"report", "report", "title"}, {"insight", insightId(1), {}}}));
    QVERIFY(report::outlineDifference(first, edited.document()).empty());
}

void TestRestoreParts::aSectionWithWhatStoodInIt() {
    Edited edited;
    const Value first = edited.document();
    edited.edit("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]");
    edited.edit("[{'op':'set-title','title':'Later'}]");
    const auto preview = edited.preview({{"section", s1, {}}});
    QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
    QCOMPARE(preview->along.size(), std::size_t{2});
    COMPARE_SAVED(edited.restore({{"section", s1, {}}}));
    QCOMPARE(partsOf(first, edited.document()), (std::set<std::string>{"report"}));
    COMPARE_SAVED(edited.restore({{"report", "report", "title"}}));
    QCOMPARE(withoutStamps(edited.now()), withoutStamps(sampleText()));
}

void TestRestoreParts::aSectionAlone() {
    Edited edited;
    edited.edit("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]");
    auto request = edited.request({{"section", s1, {}}});
    request.company = report::Company::alone;
    const Value before = edited.document();
    COMPARE_SAVED(report::restoreParts(edited.library.workspace(), sampleId, request));
    QCOMPARE(partsOf(before, edited.document()), (std::set<std::string>{"section " + s1}));
    COMPARE_SAVED(edited.restore({{"section", s1, {}}})); // now what is missing in it
    QCOMPARE(withoutStamps(edited.now()), withoutStamps(sampleText()));
}

void TestRestoreParts::anInsightBringsItsSection() {
    Edited edited;
    edited.edit("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]");
    const Value before = edited.document();
    const auto preview = edited.preview({{"insight", insightId(2), {}}});
    QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
    QCOMPARE(preview->along, (std::vector<PartChoice>{{"section", s1, {}}}));
    COMPARE_SAVED(edited.restore({{"insight", insightId(2), {}}}));
    QCOMPARE(
        partsOf(before, edited.document()),
        (std::set<std::string>{"section " + s1, "insight " + insightId(2), "citation " + citationOf(2)}));
    QCOMPARE(edit_lists::shown(edit_lists::section(edited.document(), s1)), std::string("2"));
    // A citation of what is still missing brings the insight, too.
    edited.edit("[{'op':'delete-insight','insight_id':'$I2'}]");
    COMPARE_SAVED(edited.restore({{"citation", citationOf(1), {}}}));
    QCOMPARE(edit_lists::shown(edit_lists::section(edited.document(), s1)), std::string("1"));
    QCOMPARE(edit_lists::cited(edit_lists::insight(edited.document(), insightId(1))),
             std::string("query exec-1 | exec-1"));
}

void TestRestoreParts::anInsightIntoAnotherSection() {
    Edited edited;
    edited.edit("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]");
    auto request = edited.request({{"insight", insightId(2), {}}});
    request.into = s2;
    COMPARE_SAVED(report::restoreParts(edited.library.workspace(), sampleId, request));
    QCOMPARE(edit_lists::shown(edit_lists::section(edited.document(), s2)), std::string("3 4 2"));
    QCOMPARE(edited.document().find("sections")->size(), std::size_t{1});
    request.parts = {{"insight", insightId(1), {}}};
    request.into = s1;
    QCOMPARE(report::restoreParts(edited.library.workspace(), sampleId, request).error().code,
             ErrorCode::notFound);
}

void TestRestoreParts::aMovedPartGoesBack() {
    Edited edited;
    edited.edit("[{'op':'move-insight','insight_id':'$I1','section_id':'$S2'},"
                "{'op':'edit-insight','insight_id':'$I1','fields':{'importance':7}}]");
    edited.edit("[{'op':'move-section','section_id':'$S2','at':0}]");
    auto request = edited.request({{"insight", insightId(1), {}}});
    const Value before = edited.document();
    COMPARE_SAVED(report::restoreParts(edited.library.workspace(), sampleId, request));
    QCOMPARE(edit_lists::shown(edit_lists::section(edited.document(), s1)), std::string("1 2"));
    QCOMPARE(partsOf(before, edited.document()), (std::set<std::string>{"insight " + insightId(1)}));
    const auto moved = edited.preview({{"section", s1, {}}, {"section", s2, {}}});
    QVERIFY(moved);
    QVERIFY(report::outlineDifference(json::parse(sampleText()).value(), json::parse(moved->bytes).value())
                .empty());
}

void TestRestoreParts::aPlaceAndNoField() {
    Edited edited;
    edited.edit("[{'op':'move-insight','insight_id':'$I1','section_id':'$S2'},"
                "{'op':'edit-insight','insight_id':'$I1','fields':{'importance':7}}]");
    const Value before = edited.document();
    COMPARE_SAVED(edited.restore({{"insight", insightId(1), report::placeField}}));
    const auto changes = report::outlineDifference(before, edited.document());
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.front().kind, diff::ChangeKind::moved);
    COMPARE_SAVED(edited.restore({{"insight", insightId(1), "importance"}}));
    QVERIFY(report::outlineDifference(json::parse(sampleText()).value(), edited.document()).empty());
}

void TestRestoreParts::aNewPartIsTakenOut() {
    Edited edited;
    const std::string added = "77777777-7777-4777-8777-777777777777";
    edited.edit("[{'op':'add-insight','section_id':'$S1','at':0,'insight':{'insight_id':'" + added +
                "','summary':'New','importance':5}},{'op':'set-title','title':'Later'}]");
    // Not by restoring the section that it stands in.
    QVERIFY(edited.preview({{"section", s1, {}}})->unchanged);
    COMPARE_SAVED(edited.restore({{"insight", added, {}}}));
    QVERIFY(edited.now().find(added) == std::string::npos);
    QCOMPARE(partsOf(json::parse(sampleText()).value(), edited.document()),
             (std::set<std::string>{"report"}));
}

void TestRestoreParts::aSectionThatIsTakenOut() {
    Edited edited;
    const std::string section = "77777777-7777-4777-8777-777777777777";
    const std::string added = "78777777-7777-4777-8777-777777777777";
    edited.edit("[{'op':'add-section','section':{'section_id':'" + section + "','title':'New'}}]");
    edited.edit("[{'op':'move-insight','insight_id':'$I1','section_id':'" + section +
                "'},{'op':'add-insight','section_id':'" + section + "','insight':{'insight_id':'" + added +
                "','summary':'New','importance':5}}]");
    auto request = edited.request({{"section", section, {}}});
    request.company = report::Company::alone;
    const auto refused = report::previewRestoreParts(edited.library.workspace(), sampleId, request);
    QCOMPARE(refused.error().code, ErrorCode::usage);
    request.into = s2;
    const auto kept = report::previewRestoreParts(edited.library.workspace(), sampleId, request);
    QVERIFY2(kept, kept ? "" : describe(kept.error()).c_str());
    QVERIFY(kept->bytes.find(added) != std::string::npos);
    COMPARE_SAVED(edited.restore({{"section", section, {}}}));
    QVERIFY(report::outlineDifference(json::parse(sampleText()).value(), edited.document()).empty());
}

void TestRestoreParts::citationsAndTheirQueries() {
    Edited edited;
    edited.edit("[{'op':'add-citation','insight_id':'$I1','at':0,'citation':{'source':'query',"
                "'execution_id':'exec-9'}}]");
    edited.edit("[{'op':'delete-citation','insight_id':'$I1','at':1},"
                "{'op':'edit-insight','insight_id':'$I1','fields':{'importance':7}}]");
    const Value before = edited.document();
    COMPARE_SAVED(edited.restore({{"citation", citationOf(1), {}}}));
    QCOMPARE(partsOf(before, edited.document()), (std::set<std::string>{"citation " + citationOf(1)}));
    COMPARE_SAVED(edited.restore({{"citation", insightId(1) + "/query:exec-9", {}}}));
    QCOMPARE(edit_lists::cited(edit_lists::insight(edited.document(), insightId(1))),
             std::string("query exec-1 | exec-1"));
    edited.edit("[{'op':'edit-citation','insight_id':'$I1','at':0,'fields':{'description':'Why',"
                "'sql_sha256':'ab'}}]");
    COMPARE_SAVED(edited.restore({{"citation", citationOf(1), "sql_sha256"}}));
    const Value insight = edit_lists::insight(edited.document(), insightId(1));
    QVERIFY(json::bytesOf(insight).find("\"ab\"") == std::string::npos);
    QCOMPARE(insight.find("citations")->items().front().stringAt("description").value_or(""),
             std::string("Why"));
    COMPARE_SAVED(edited.restore({{"citation", citationOf(1), {}}, {"insight", insightId(1), "importance"}}));
    QVERIFY(report::outlineDifference(json::parse(sampleText()).value(), edited.document()).empty());
}

void TestRestoreParts::metadataKeyByKey() {
    Edited edited;
    edited.edit("[{'op':'set-metadata','key':'one','value':1},{'op':'tag','add':['two']},"
                "{'op':'set-metadata','key':'template','value':null}]");
    COMPARE_SAVED(edited.restore({{"report", "report", "metadata.template"}}));
    COMPARE_SAVED(edited.restore({{"report", "report", "metadata.one"}}));
    const Value metadata = *edited.document().find("metadata");
    QVERIFY(metadata.find("one") == nullptr && metadata.find("tags")->size() == 2);
    QCOMPARE(metadata.stringAt("template").value_or(""), std::string("default"));
}

void TestRestoreParts::previewIsWhatIsWritten() {
    Edited edited;
    edited.edit("[{'op':'delete-section','section_id':'$S1','insights':'delete'}]");
    edited.edit("[{'op':'set-title','title':'Later'}]");
    const auto picture = edited.library.picture();
    const auto preview = edited.preview({{"insight", insightId(1), {}}});
    QVERIFY(preview && !preview->changes.empty());
    QVERIFY(edited.library.picture() == picture);
    const auto request = edited.request({{"insight", insightId(1), {}}});
    COMPARE_SAVED(report::restoreParts(edited.library.workspace(), sampleId, request, preview->baseSha256));
    Value expected = json::parse(preview->bytes).value();
    expected.set("updated_at", *edited.document().find("updated_at"));
    QCOMPARE(edited.now(), json::bytesOf(expected));
    const auto stale =
        report::restoreParts(edited.library.workspace(), sampleId, request, preview->baseSha256);
    QCOMPARE(stale.error().code, ErrorCode::conflict);
}

void TestRestoreParts::laterChangesAreCounted() {
    Edited edited;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'One'}}]");
    edited.library.actor = history::Actor::agent;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'Two'}}]");
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'importance':9}}]");
    edited.edit("[{'op':'edit-insight','insight_id':'$I2','fields':{'importance':9}}]");
    const auto counts = [&](const PartChoice& part) {
        std::map<std::string, std::size_t> found;
        const auto preview = edited.preview({part});
        for (const auto& lost : preview->lost)
            found[lost.actor] = lost.changes;
        return found;
    };
    using Counts = std::map<std::string, std::size_t>;
    QCOMPARE(counts({"insight", insightId(1), {}}), (Counts{{"human", 1}, {"agent", 2}}));
    QCOMPARE(counts({"insight", insightId(1), "summary"}), (Counts{{"human", 1}, {"agent", 1}}));
    QCOMPARE(counts({"insight", insightId(2), "importance"}), (Counts{{"agent", 1}}));
    QCOMPARE(counts({"insight", insightId(3), {}}), Counts());
}

void TestRestoreParts::whatPeopleChangedIsKnown() {
    Edited edited;
    edited.library.actor = history::Actor::agent;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'One'}}]");
    edited.library.actor = history::Actor::human;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'importance':9}},"
                "{'op':'move-insight','insight_id':'$I2','section_id':'$S2'}]");
    edited.edit("[{'op':'delete-insight','insight_id':'$I3'}]");
    const auto source = report::readPartsSource(edited.library.workspace(), sampleId, edited.request({}));
    QVERIFY2(source, source ? "" : describe(source.error()).c_str());
    QVERIFY(source->begunByProgram);
    QCOMPARE(withoutStamps(source->version), withoutStamps(sampleText()));
    QCOMPARE(source->now, edited.now());
    const auto has = [&](const PartChoice& part) {
        return std::find(source->byPeople.begin(), source->byPeople.end(), part) != source->byPeople.end();
    };
    QVERIFY(has({"insight", insightId(1), "importance"}));
    QVERIFY(has({"insight", insightId(2), report::placeField}));
    QVERIFY(has({"insight", insightId(3), {}}));
    QVERIFY(!has({"insight", insightId(1), "summary"}));
    const auto missing =
        report::readPartsSource(edited.library.workspace(), sampleId, {"backup:none.bak", {}});
    QVERIFY(!missing);
}

/// Where a backup around a person's change is lost, nobody can tell what it changed.
void TestRestoreParts::whatPeopleMayHaveChangedIsTheirs() {
    Edited edited;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'By a person'}}]");
    edited.library.actor = history::Actor::agent;
    edited.edit("[{'op':'edit-insight','insight_id':'$I2','fields':{'summary':'By the agent'}}]");
    edited.library.actor = history::Actor::human;
    edited.edit("[{'op':'delete-insight','insight_id':'$I3'}]");
    const std::string backups = "by_id/" + texts::reportId + "/backups/";
    const auto names = edited.library.names(backups);
    std::filesystem::remove(edited.library.path(backups + names[1]));
    const auto source =
        report::readPartsSource(edited.library.workspace(), sampleId, {"backup:" + names.front(), {}});
    QVERIFY2(source, source ? "" : describe(source.error()).c_str());
    const auto has = [&](const PartChoice& part) {
        return std::find(source->byPeople.begin(), source->byPeople.end(), part) != source->byPeople.end();
    };
    QVERIFY(has({"insight", insightId(1), "summary"}));
    QVERIFY(has({"insight", insightId(3), {}}));
}

void TestRestoreParts::theEventSaysWhatWasRestored() {
    Edited edited;
    edited.edit("[{'op':'set-title','title':'Two'},{'op':'tag','add':['two']}]");
    COMPARE_SAVED(edited.restore({{"report", "report", "title"}}));
    const Value event = edited.library.lastEvent(texts::reportId);
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("rename"));
    const Value* restored = event.find("payload")->find("stemma")->find("restored");
    QVERIFY(restored != nullptr);
    QVERIFY(restored->stringAt("version").value_or("").ends_with(".bak"));
    QVERIFY(restored->find("parts")->items().at(0) ==
            json::parse(R"({"what":"report","id":"report","field":"title"})").value());
    const auto rows = report::verifyReport(edited.library.disk(), edited.library.root, sampleId);
    QVERIFY(rows);
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable", row.message.c_str());
}

void TestRestoreParts::whatIsSoAlreadyWritesNothing() {
    Edited edited;
    edited.edit("[{'op':'set-title','title':'Later'}]");
    const auto picture = edited.library.picture();
    const auto saved = edited.restore({{"section", s1, {}}, {"insight", insightId(1), "summary"}});
    COMPARE_SAVED(saved);
    QVERIFY(saved->unchanged && edited.library.picture() == picture);
    QVERIFY(edited.preview({{"section", s1, {}}})->unchanged);
}

void TestRestoreParts::whatCantBeRestoredIsTold() {
    Edited edited;
    edited.edit("[{'op':'delete-insight','insight_id':'$I1'}]");
    const auto code = [&](const PartChoice& part) { return edited.restore({part}).error().code; };
    QCOMPARE(edited.restore({}).error().code, ErrorCode::usage);
    QCOMPARE(code({"chart", "x", {}}), ErrorCode::usage);
    QCOMPARE(code({"insight", "x", {}}), ErrorCode::notFound);
    QCOMPARE(code({"insight", insightId(2), "colour"}), ErrorCode::notFound);
    QCOMPARE(code({"insight", insightId(1), "summary"}), ErrorCode::usage); // it is gone
    QCOMPARE(code({"report", "report", "report_id"}), ErrorCode::usage);
    auto request = edited.request({{"insight", insightId(1), {}}});
    request.version = "@99";
    QCOMPARE(report::restoreParts(edited.library.workspace(), sampleId, request).error().code,
             ErrorCode::notFound);
    edited.library.write("by_id/" + texts::reportId + "/outline.json", "{");
    QCOMPARE(code({"insight", insightId(1), {}}), ErrorCode::damaged);
    QCOMPARE(edited.now(), std::string("{"));
}

void TestRestoreParts::isNoLossOfEdits() {
    Edited edited;
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'By a person'}}]");
    edited.library.actor = history::Actor::agent;
    COMPARE_SAVED(edited.restore({{"insight", insightId(1), {}}}));
    const auto found = report::findOverwrittenEdits(edited.library.disk(), edited.library.root, sampleId);
    QVERIFY(found && found->empty());
}

QTEST_GUILESS_MAIN(TestRestoreParts)
#include "tst_restore_parts.moc"
