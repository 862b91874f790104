// SPDX-License-Identifier: MIT
// Changes of which only parts are taken out: nothing else goes with them.
#include <QtTest>

#include <set>

#include "core/json/json_document.h"
#include "core/report/undo_changes.h"
#include "tests/core/report/operation_checks.h"
#include "tests/core/report/random_edits.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using json::Value;
using report::PartChoice;
using report::UndoRequest;

namespace {

class Report {
public:
    explicit Report(const std::string& outline) { m_library.addReport(texts::reportId, outline); }

    [[nodiscard]] Value document() const { return json::parse(m_library.outline(texts::reportId)).value(); }
    /// Its action id, empty if it changed nothing.
    std::string edit(const Value& edits) {
        const auto saved = report::editReport(m_library.workspace(), sampleId, edits);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
        return saved->saved.unchanged ? std::string() : saved->saved.action.text();
    }
    [[nodiscard]] Result<report::UndoPreview> preview(const UndoRequest& request) const {
        return report::previewUndo(m_library.workspace(), sampleId, request);
    }
    Result<report::Saved> undo(const UndoRequest& request) {
        return report::undoChanges(m_library.workspace(), sampleId, request);
    }
    [[nodiscard]] Value lastEvent() const { return m_library.lastEvent(texts::reportId); }

private:
    LibraryFixture m_library;
};

std::string nameOf(const std::string& what, const std::string& id) {
    return what + ' ' + id;
}

std::set<std::string> namesOf(const std::vector<PartChoice>& parts) {
    std::set<std::string> names;
    for (const PartChoice& part : parts)
        names.insert(nameOf(part.what, part.id));
    return names;
}

std::vector<PartChoice> partsOf(const diff::Changes& changes) {
    std::vector<PartChoice> parts;
    for (const diff::Change& change : changes)
        parts.push_back({change.what, change.id, {}});
    return parts;
}

UndoRequest requestOf(const std::string& action, std::vector<PartChoice> parts) {
    UndoRequest request{{action}, {}, diff::MergeSide::ours};
    request.parts = std::move(parts);
    return request;
}

} // namespace

class TestUndoParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyThePartsGo();
    void theEventSaysWhichPartsWent();
    void whatDidNotChangeStays();
};

void TestUndoParts::onlyThePartsGo() {
    const int seeds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 1500 : 20;
    std::size_t done = 0;
    for (int seed = 0; seed < seeds; ++seed) {
        RandomEdits random(static_cast<unsigned>(seed) + 5'000);
        Value outline = random.outline();
        outline.set("report_id", Value::string(texts::reportId));
        Report edited(random.text(outline));
        const std::string action = edited.edit(random.edits(edited.document()));
        if (action.empty())
            continue;
        (void)edited.edit(random.foreignEdits(edited.document()));
        UndoRequest whole{{action}, {}, diff::MergeSide::ours};
        const auto all = edited.preview(whole);
        if (!all || all->changes.empty())
            continue;
        const auto parts = partsOf(all->changes);
        if (const auto each = edited.preview(requestOf(action, parts)))
            QVERIFY2(
                report::outlineDifference(json::parse(each->bytes).value(), json::parse(all->bytes).value())
                    .empty(),
                std::to_string(seed).c_str());
        for (const PartChoice& part : parts) {
            const auto one = edited.preview(requestOf(action, {part}));
            if (!one) {
                QCOMPARE(one.error().code, ErrorCode::usage); // not without others, and told so
                continue;
            }
            std::set<std::string> allowed = namesOf(one->along);
            allowed.insert(nameOf(part.what, part.id));
            for (const diff::Change& change : one->changes) {
                const bool inInsight = change.what == "citation" && !change.parent.empty() &&
                                       allowed.contains(nameOf("insight", change.parent));
                QVERIFY2(inInsight || allowed.contains(nameOf(change.what, change.id)),
                         (std::to_string(seed) + ": " + change.what + ' ' + change.id).c_str());
            }
            ++done;
        }
    }
    QVERIFY(done > 10);
    stemma::tests::proved("P8", "parts of changes taken out", done);
}

void TestUndoParts::theEventSaysWhichPartsWent() {
    Report edited(sampleText());
    const std::string title = edited.document().stringAt("title").value_or("");
    const Value edits = json::parse(R"([{"op":"set-title","title":"By the agent"},
        {"op":"tag","add":["by-the-agent"]}])")
                            .value();
    const std::string action = edited.edit(edits);
    const auto saved = edited.undo(requestOf(action, {{"report", "report", "title"}}));
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(edited.document().stringAt("title").value_or(""), title);
    QVERIFY(json::bytesOf(edited.document()).find("by-the-agent") != std::string::npos);
    const Value event = edited.lastEvent();
    const Value* stemma = event.find("payload")->find("stemma");
    QCOMPARE(stemma->find("undoes")->items().at(0).text(), action);
    QCOMPARE(stemma->find("parts")->items().at(0).stringAt("field").value_or(""), std::string("title"));
    // The rest of it can still be taken out, and what was can be brought back.
    QVERIFY(edited.undo({{action}, {}, {}}));
    QVERIFY(json::bytesOf(edited.document()).find("by-the-agent") == std::string::npos);
    QVERIFY(edited.undo({{saved->action.text()}, {}, {}}));
    QCOMPARE(edited.document().stringAt("title").value_or(""), std::string("By the agent"));
}

void TestUndoParts::whatDidNotChangeStays() {
    Report edited(sampleText());
    const std::string action =
        edited.edit(json::parse(R"([{"op":"set-title","title":"By the agent"}])").value());
    const auto untouched = edited.preview(requestOf(action, {{"insight", texts::insightId(1), {}}}));
    QVERIFY(untouched);
    QVERIFY(untouched->unchanged);
    const auto unknown = edited.preview(requestOf(action, {{"insight", "nobody", {}}}));
    QCOMPARE(unknown.error().code, ErrorCode::notFound);
    QCOMPARE(edited.preview(requestOf(action, {})).error().code, ErrorCode::usage);
}

QTEST_GUILESS_MAIN(TestUndoParts)
#include "tst_undo_parts.moc"
