// SPDX-License-Identifier: MIT
// Changes that are taken out while the later ones stay.
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/base/sha256.h"
#include "core/history/timeline.h"
#include "core/json/json_document.h"
#include "core/report/outline_edit.h"
#include "core/report/overwritten_edits.h"
#include "core/report/undo_changes.h"
#include "tests/core/report/operation_checks.h"
#include "tests/core/report/random_edits.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using json::Value;
using report::UndoRequest;

namespace {

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

/// A report with some history.
class Edited {
public:
    explicit Edited(const std::string& outline = sampleText()) {
        library.addReport(texts::reportId, outline);
    }

    [[nodiscard]] std::string now() const { return library.outline(texts::reportId); }
    [[nodiscard]] Value document() const { return json::parse(now()).value(); }
    [[nodiscard]] report::Workspace workspace() const {
        report::Workspace workspace = library.workspace();
        workspace.requestId = request;
        return workspace;
    }

    /// Saves edits as one change; its action id, empty if they changed nothing.
    std::string edit(const Value& edits) {
        const auto saved = report::editReport(workspace(), sampleId, edits);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
        return saved->saved.unchanged ? std::string() : saved->saved.action.text();
    }
    std::string edit(const std::string& edits) { return edit(json::parse(edits).value()); }
    std::string title(const std::string& title) {
        return edit(R"([{"op":"set-title","title":")" + title + "\"}]");
    }
    std::string tag(const std::string& tag) { return edit(R"([{"op":"tag","add":[")" + tag + "\"]}]"); }
    std::string summary(int insight, const std::string& text) {
        return edit(R"([{"op":"edit-insight","insight_id":")" + texts::insightId(insight) +
                    R"(","fields":{"summary":")" + text + "\"}}]");
    }

    [[nodiscard]] Result<report::UndoPreview> preview(std::vector<std::string> actions) const {
        return report::previewUndo(workspace(), sampleId, {std::move(actions), {}, {}});
    }
    Result<report::Saved> undo(std::vector<std::string> actions) {
        return report::undoChanges(workspace(), sampleId, {std::move(actions), {}, {}});
    }
    [[nodiscard]] history::Timeline timeline() const {
        return history::loadTimeline(library.disk(), library.path("by_id/" + texts::reportId),
                                     report::interpretOutline, history::Counts::leaveOut)
            .value();
    }

    LibraryFixture library;
    std::optional<std::string> request;
};

bool sameParts(const Value& one, const Value& other) {
    return report::outlineDifference(one, other).empty();
}

/// The parts of which something differs.
std::set<std::string> partsOf(const diff::Changes& changes) {
    std::set<std::string> parts;
    for (const diff::Change& change : changes)
        parts.insert(change.what == "report" ? "report" : change.what + ' ' + change.id);
    return parts;
}

} // namespace

class TestUndoChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void undoingTheLastIsRestoringBeforeIt();
    void orderDoesNotMatterWhereTheyAreDisjoint();
    void laterChangesStay();
    void theEventSaysWhatWasUndone();
    void anUndoCanBeTakenOut();
    void previewIsWhatIsWritten();
    void conflictsAreToldAndDecided();
    void conflictsByKey();
    void deletionsInConflict();
    void aGroupIsTakenOutAtOnce();
    void whatPeopleDidStays();
    void nothingIsPassedOver();
    void whatIsGoneAlreadyWritesNothing();
    void whatCantBeUndoneIsTold();
    void isNoLossOfEdits();
};

void TestUndoChanges::undoingTheLastIsRestoringBeforeIt() {
    std::size_t done = 0;
    for (int seed = 0; seed < cases(12, 2000); ++seed) {
        RandomEdits random(static_cast<unsigned>(seed));
        Edited edited(random.text([&] {
            Value outline = random.outline();
            outline.set("report_id", Value::string(texts::reportId));
            return outline;
        }()));
        for (int step = 0; step < 4; ++step) {
            const std::string before = edited.now();
            const std::string action = edited.edit(random.edits(edited.document()));
            if (action.empty())
                continue;
            const auto preview = edited.preview({action});
            QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
            QVERIFY(preview->conflicts.empty());
            if (preview->unchanged) // stamps of parts alone
                QVERIFY(sameParts(json::parse(before).value(), edited.document()));
            else
                QCOMPARE(withoutStamps(preview->bytes), withoutStamps(before));
            ++done;
        }
    }
    stemma::tests::proved("P8", "undos of the last change", done);
}

void TestUndoChanges::orderDoesNotMatterWhereTheyAreDisjoint() {
    std::size_t done = 0;
    for (int seed = 0; seed < cases(14, 1000); ++seed) {
        RandomEdits random(static_cast<unsigned>(seed) + 77'000);
        Value outline = random.outline();
        outline.set("report_id", Value::string(texts::reportId));
        Edited edited(random.text(outline));
        const std::string first = edited.edit(random.edits(edited.document()));
        const std::string second = edited.edit(random.foreignEdits(edited.document()));
        if (first.empty() || second.empty())
            continue;
        const std::string both = edited.now();
        const auto together = edited.preview({second, first});
        QVERIFY2(together, together ? "" : describe(together.error()).c_str());
        std::vector<Value> results;
        for (const auto& [one, other] : {std::pair(first, second), std::pair(second, first)}) {
            edited.library.write("by_id/" + texts::reportId + "/outline.json", both);
            const auto preview = edited.preview({one});
            QVERIFY(preview);
            if (!preview->conflicts.empty())
                break; // not disjoint: both put something in the same place
            COMPARE_SAVED(edited.undo({one}));
            const auto rest = edited.preview({other});
            QVERIFY(rest && rest->conflicts.empty());
            results.push_back(json::parse(rest->bytes).value());
        }
        if (results.size() < 2)
            continue;
        QVERIFY2(sameParts(results[0], results[1]), std::to_string(seed).c_str());
        QVERIFY(sameParts(results[0], json::parse(together->bytes).value()));
        ++done;
    }
    QVERIFY(done > 5);
    stemma::tests::proved("P8", "pairs of undos in either order", done);
}

void TestUndoChanges::laterChangesStay() {
    Edited edited;
    const std::string first = edited.summary(1, "By the agent");
    edited.title("Later");
    edited.tag("later");
    const Value before = edited.document();
    COMPARE_SAVED(edited.undo({first}));
    QCOMPARE(partsOf(report::outlineDifference(before, edited.document())),
             (std::set<std::string>{"insight " + texts::insightId(1)}));
    QCOMPARE(edited.document().stringAt("title").value_or(""), std::string("Later"));
}

void TestUndoChanges::theEventSaysWhatWasUndone() {
    Edited edited;
    const std::string first = edited.summary(1, "One");
    const std::string between = edited.title("Later");
    const std::string second = edited.summary(2, "Two");
    COMPARE_SAVED(edited.undo({second, first.substr(0, 12)}));
    const Value event = edited.library.lastEvent(texts::reportId);
    QCOMPARE(event.stringAt("action_type").value_or(""), std::string("evolve"));
    const Value* undoes = event.find("payload")->find("stemma")->find("undoes");
    QVERIFY(undoes != nullptr);
    QCOMPARE(undoes->size(), std::size_t{2});
    QCOMPARE(undoes->items().at(0).text(), first);
    QCOMPARE(undoes->items().at(1).text(), second);
    QCOMPARE(edited.document().stringAt("title").value_or(""), std::string("Later"));
    const auto rows = report::verifyReport(edited.library.disk(), edited.library.root, sampleId);
    QVERIFY(rows);
    for (const report::VerifyRow& row : *rows)
        QVERIFY2(row.state == "ok" || row.state == "restorable", row.message.c_str());
}

void TestUndoChanges::anUndoCanBeTakenOut() {
    Edited edited;
    const std::string first = edited.summary(1, "By the agent");
    edited.title("Later");
    const Value before = edited.document();
    const auto undone = edited.undo({first});
    COMPARE_SAVED(undone);
    edited.tag("later-still");
    COMPARE_SAVED(edited.undo({undone->action.text()}));
    QCOMPARE(partsOf(report::outlineDifference(before, edited.document())),
             (std::set<std::string>{"report"}));
    QCOMPARE(report::outlineDifference(before, edited.document()).front().fields.front().name,
             std::string("metadata.tags"));
}

void TestUndoChanges::previewIsWhatIsWritten() {
    Edited edited;
    const std::string first = edited.summary(1, "By the agent");
    edited.title("Later");
    const auto picture = edited.library.picture();
    const auto preview = edited.preview({first});
    QVERIFY(preview && !preview->changes.empty());
    QVERIFY(edited.library.picture() == picture);
    const UndoRequest request{{first}, {}, {}};
    COMPARE_SAVED(report::undoChanges(edited.workspace(), sampleId, request, preview->baseSha256));
    Value expected = json::parse(preview->bytes).value();
    expected.set("updated_at", *edited.document().find("updated_at"));
    QCOMPARE(edited.now(), json::bytesOf(expected));
    edited.title("Later still");
    const auto stale = report::undoChanges(edited.workspace(), sampleId, request, preview->baseSha256);
    QCOMPARE(stale.error().code, ErrorCode::conflict);
}

void TestUndoChanges::conflictsAreToldAndDecided() {
    Edited edited;
    const std::string old = edited.document().stringAt("title").value_or("");
    const std::string first =
        edited.edit(R"([{"op":"set-title","title":"Mine"},{"op":"tag","add":["mine"]}])");
    edited.title("Theirs");
    const std::string before = edited.now();
    const auto preview = edited.preview({first});
    QVERIFY(preview);
    QCOMPARE(preview->conflicts.size(), std::size_t{1});
    QCOMPARE(preview->conflicts.front().field, std::string("title"));
    QCOMPARE(preview->conflicts.front().base->text(), std::string("Mine"));
    QCOMPARE(preview->conflicts.front().ours->text(), std::string("Theirs"));
    QCOMPARE(preview->conflicts.front().theirs->text(), old);
    const Value result = json::parse(preview->bytes).value(); // the rest is done
    QCOMPARE(result.stringAt("title").value_or(""), std::string("Theirs"));
    QVERIFY(preview->bytes.find("\"mine\"") == std::string::npos);
    const auto refused = edited.undo({first});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::conflict);
    QCOMPARE(edited.now(), before);
    for (const auto& [side, title] :
         {std::pair(diff::MergeSide::ours, std::string("Theirs")), std::pair(diff::MergeSide::theirs, old)}) {
        const auto decided = report::previewUndo(edited.workspace(), sampleId, {{first}, {}, side});
        QVERIFY(decided && decided->conflicts.empty());
        QCOMPARE(decided->resolved.size(), std::size_t{1});
        QCOMPARE(json::parse(decided->bytes)->stringAt("title").value_or(""), title);
    }
    COMPARE_SAVED(report::undoChanges(edited.workspace(), sampleId, {{first}, {}, diff::MergeSide::theirs}));
    QCOMPARE(edited.document().stringAt("title").value_or(""), old);
}

void TestUndoChanges::conflictsByKey() {
    Edited edited;
    const std::string old = edited.document().stringAt("title").value_or("");
    const std::string first = edited.title("Mine");
    edited.title("Theirs");
    const auto preview = edited.preview({first});
    QVERIFY(preview && preview->conflicts.size() == 1);
    const std::string key = preview->conflicts.front().key();
    const auto titleWith = [&](report::Choice choice, std::optional<Value> value) {
        const auto decided =
            report::previewUndo(edited.workspace(), sampleId, {{first}, {{key, choice, value}}, {}});
        return decided && decided->conflicts.empty()
                   ? json::parse(decided->bytes)->stringAt("title").value_or("")
                   : std::string("undecided");
    };
    QCOMPARE(titleWith(report::Choice::ours, {}), std::string("Theirs"));
    QCOMPARE(titleWith(report::Choice::theirs, {}), old);
    QCOMPARE(titleWith(report::Choice::text, Value::string("Other")), std::string("Other"));
}

/// The change made an insight that was edited since; and it edited one that was deleted since.
void TestUndoChanges::deletionsInConflict() {
    Edited edited;
    const std::string section =
        edited.document().find("sections")->items().front().stringAt("section_id").value();
    const std::string insight = "77777777-7777-4777-8777-777777777777";
    const std::string added =
        edited.edit(R"([{"op":"add-insight","section_id":")" + section + R"(","insight":{"insight_id":")" +
                    insight + R"(","summary":"New","importance":5}}])");
    edited.edit(R"([{"op":"edit-insight","insight_id":")" + insight + R"(","fields":{"summary":"Newer"}}])");
    const auto preview = edited.preview({added});
    QVERIFY(preview);
    QCOMPARE(preview->conflicts.size(), std::size_t{1});
    // To a person: it would be deleted by what was there before, and was edited here.
    QCOMPARE(preview->conflicts.front().kind, report::ConflictKind::deletedByThem);
    QVERIFY(preview->conflicts.front().ours && !preview->conflicts.front().theirs);
    const std::string key = preview->conflicts.front().key();
    for (const auto choice : {report::Choice::ours, report::Choice::theirs}) {
        const auto decided =
            report::previewUndo(edited.workspace(), sampleId, {{added}, {{key, choice, {}}}, {}});
        QVERIFY(decided && decided->conflicts.empty());
        QCOMPARE(decided->bytes.find(insight) != std::string::npos, choice == report::Choice::ours);
    }
}

void TestUndoChanges::aGroupIsTakenOutAtOnce() {
    Edited edited;
    const Value first = edited.document();
    edited.request = "nightly";
    edited.library.actor = history::Actor::agent;
    edited.summary(1, "One");
    edited.summary(1, "One more");
    edited.request.reset();
    edited.library.actor = history::Actor::human;
    edited.tag("by-a-person");
    edited.request = "nightly";
    edited.summary(2, "Two");
    edited.request.reset();
    const auto actions = report::changesOfRequest(edited.timeline(), "nightly");
    QCOMPARE(actions.size(), std::size_t{3});
    QVERIFY(report::changesOfRequest(edited.timeline(), "other").empty());
    COMPARE_SAVED(edited.undo(actions));
    QCOMPARE(partsOf(report::outlineDifference(first, edited.document())), (std::set<std::string>{"report"}));
}

void TestUndoChanges::whatPeopleDidStays() {
    Edited edited;
    edited.title("Before");
    const auto timeline = edited.timeline();
    const std::string version = "after:" + timeline.rows.back().event->action.text();
    edited.library.actor = history::Actor::agent;
    edited.summary(1, "By the agent");
    edited.library.actor = history::Actor::human;
    edited.tag("by-a-person");
    edited.library.actor = history::Actor::cli;
    edited.summary(2, "By a script");
    edited.library.actor = history::Actor::human;
    const auto actions = report::changesByProgramsSince(edited.timeline(), version);
    QVERIFY(actions);
    QCOMPARE(actions->size(), std::size_t{2});
    COMPARE_SAVED(edited.undo(*actions));
    const std::string result = edited.now();
    QVERIFY(result.find("By the agent") == std::string::npos &&
            result.find("By a script") == std::string::npos);
    QVERIFY(result.find("by-a-person") != std::string::npos && result.find("Before") != std::string::npos);
    QCOMPARE(report::changesByProgramsSince(edited.timeline(), "@99").error().code, ErrorCode::notFound);
}

/// What can't be taken out is no reason to leave it in and say that all is out.
void TestUndoChanges::nothingIsPassedOver() {
    Edited edited;
    edited.title("Before");
    const std::string version = "after:" + edited.timeline().rows.back().event->action.text();
    edited.tag("by-a-person");
    edited.request = "nightly";
    edited.library.actor = history::Actor::agent;
    edited.summary(2, "By the agent");
    edited.summary(3, "By the agent, too");
    const std::string backups = "by_id/" + texts::reportId + "/backups/";
    const auto names = edited.library.names(backups);
    std::filesystem::remove(edited.library.path(backups + names[names.size() - 2]));
    for (const auto& actions : {report::changesByProgramsSince(edited.timeline(), version).value(),
                                report::changesOfRequest(edited.timeline(), "nightly")}) {
        QCOMPARE(actions.size(), std::size_t{2});
        const auto picture = edited.library.picture();
        QCOMPARE(edited.undo(actions).error().code, ErrorCode::notFound);
        QVERIFY(edited.library.picture() == picture);
    }
}

void TestUndoChanges::whatIsGoneAlreadyWritesNothing() {
    Edited edited;
    const std::string first = edited.tag("once");
    COMPARE_SAVED(edited.undo({first}));
    const auto picture = edited.library.picture();
    const auto again = edited.undo({first});
    COMPARE_SAVED(again);
    QVERIFY(again->unchanged);
    QVERIFY(edited.library.picture() == picture);
    QVERIFY(edited.preview({first})->unchanged);
}

void TestUndoChanges::whatCantBeUndoneIsTold() {
    Edited edited;
    const std::string first = edited.title("One");
    const std::string second = edited.title("Two");
    QCOMPARE(edited.undo({"0123456789"}).error().code, ErrorCode::notFound);
    QCOMPARE(edited.undo({"0"}).error().code, ErrorCode::usage);
    QCOMPARE(edited.undo({}).error().code, ErrorCode::usage);
    const auto made = report::newReport(edited.workspace(), "Another", {});
    QVERIFY(made);
    const std::string created = edited.library.lastEvent(made->id.text()).stringAt("action_id").value();
    const auto refused = report::undoChanges(edited.workspace(), made->id, {{created}, {}, {}});
    QCOMPARE(refused.error().code, ErrorCode::notFound);
    QVERIFY(describe(refused.error()).find("created") != std::string::npos);

    const std::string backups = "by_id/" + texts::reportId + "/backups";
    const std::string oldest = edited.library.names(backups).front();
    std::filesystem::remove(edited.library.path(backups + '/' + oldest));
    QCOMPARE(edited.undo({first}).error().code, ErrorCode::notFound);
    QVERIFY(edited.preview({second}));
    edited.library.write("by_id/" + texts::reportId + "/outline.json", "{");
    QCOMPARE(edited.undo({second}).error().code, ErrorCode::damaged);
    QCOMPARE(edited.now(), std::string("{"));
}

void TestUndoChanges::isNoLossOfEdits() {
    Edited edited;
    const std::string mine = edited.summary(1, "By a person");
    edited.library.actor = history::Actor::agent;
    COMPARE_SAVED(edited.undo({mine}));
    const auto found = report::findOverwrittenEdits(edited.library.disk(), edited.library.root, sampleId);
    QVERIFY(found && found->empty());
}

QTEST_GUILESS_MAIN(TestUndoChanges)
#include "tst_undo_changes.moc"
