// SPDX-License-Identifier: MIT
// Parts that come from the trash, from files, and into unusual files.
#include <QtTest>

#include "tests/core/report/restored_report.h"

using namespace stemma;
using namespace checks;
using namespace restored;
using report::RestorePartsRequest;

namespace {

std::string insightId(int number) {
    return texts::insightId(number);
}

} // namespace

class TestRestorePartsSources : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromTheTrashAndFromAFile();
    void oddBytesStay();
    void doubledIds();
};

void TestRestorePartsSources::fromTheTrashAndFromAFile() {
    Edited edited;
    const report::Workspace workspace = edited.library.workspace();
    const auto other = report::forkReport(workspace, sampleId, "Other");
    QVERIFY(other);
    edited.edit("[{'op':'delete-section','section_id':'$S2','insights':'delete'}]");
    const std::string file = edited.library.path("elsewhere.json");
    edited.library.write("elsewhere.json", edited.library.outline(other->id.text()));
    COMPARE_SAVED(report::trashReport(workspace, other->id));
    const std::string name = edited.library.names(".trash").front();
    for (const auto& [version, trashed] : {std::pair(std::string("now"), std::optional(name)),
                                           std::pair(file, std::optional<std::string>())}) {
        const RestorePartsRequest request{version, {{"section", s2, {}}}, trashed};
        const auto preview = report::previewRestoreParts(workspace, sampleId, request);
        QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
        QVERIFY(preview->lost.empty());
        QVERIFY(
            report::outlineDifference(json::parse(sampleText()).value(), json::parse(preview->bytes).value())
                .empty());
        COMPARE_SAVED(report::restoreParts(workspace, sampleId, request));
        edited.edit("[{'op':'delete-section','section_id':'$S2','insights':'delete'}]");
    }
    const auto error = [&](const std::string& trashed) {
        return report::previewRestoreParts(workspace, sampleId, {"now", {{"section", s2, {}}}, trashed})
            .error()
            .code;
    };
    QCOMPARE(error("../by_id"), ErrorCode::unsafe);
    QCOMPARE(error("nothing"), ErrorCode::notFound);
    const RestorePartsRequest whole{"now", {{"report", "report", {}}}, name};
    COMPARE_SAVED(report::restoreParts(workspace, sampleId, whole));
    QCOMPARE(edited.document().stringAt("report_id").value_or(""), texts::reportId);
    QCOMPARE(edited.document().stringAt("title").value_or(""), std::string("Other"));
}

void TestRestorePartsSources::oddBytesStay() {
    Edited edited(oddSampleText());
    edited.edit("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'New'}}]");
    COMPARE_SAVED(edited.restore({{"insight", insightId(1), "summary"}}));
    Value expected = json::parse(oddSampleText()).value();
    Value& insight = expected.edit("insights")->editItem(0);
    insight.set("updated_at", *edited.document().find("insights")->items().front().find("updated_at"));
    QCOMPARE(withoutStamps(edited.now()), withoutStamps(json::bytesOf(expected)));
}

/// Two insights with one id: each is a part of its own, and one can't take the other's place unseen.
void TestRestorePartsSources::doubledIds() {
    Value doubled = texts::sample();
    Value twin = texts::insight(1);
    twin.set("summary", Value::string("The twin"));
    doubled.edit("insights")->appendItem(twin);
    Edited edited(sampleText());
    edited.edit("[{'op':'set-title','title':'Later'}]");
    edited.library.write("doubled.json", json::bytesOf(doubled));
    const std::string file = edited.library.path("doubled.json");
    const RestorePartsRequest request{file, {{"insight", insightId(1) + "#2", {}}}};
    const Value before = edited.document();
    COMPARE_SAVED(report::restoreParts(edited.library.workspace(), sampleId, request));
    QCOMPARE(partsOf(before, edited.document()),
             (std::set<std::string>{"insight " + insightId(1) + "#2",
                                    "citation " + insightId(1) + "#2/query:exec-1"}));
    COMPARE_SAVED(edited.restore({{"insight", insightId(1) + "#2", {}}}));
    QVERIFY(report::outlineDifference(before, edited.document()).empty());
}

QTEST_GUILESS_MAIN(TestRestorePartsSources)
#include "tst_restore_parts_sources.moc"
