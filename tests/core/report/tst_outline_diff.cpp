// SPDX-License-Identifier: MIT
#include <algorithm>
#include <random>
#include <set>

#include <QtTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/citation_shim.h"
#include "core/report/outline.h"
#include "tests/core/report/report_texts.h"
#include "tests/support/proof.h"

using namespace stemma;
using diff::ChangeKind;
using json::Value;

namespace {

std::size_t count(const diff::Changes& changes, ChangeKind kind) {
    return static_cast<std::size_t>(
        std::count_if(changes.begin(), changes.end(), [&](const diff::Change& c) { return c.kind == kind; }));
}

Value& sectionOf(Value& document, std::size_t at) {
    return document.edit("sections")->editItem(at);
}
Value& insightOf(Value& document, std::size_t at) {
    return document.edit("insights")->editItem(at);
}

std::vector<std::string> fieldNames(const diff::Change& change) {
    std::vector<std::string> names;
    for (const diff::FieldChange& field : change.fields)
        names.push_back(field.name);
    return names;
}

} // namespace

class TestOutlineDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameIsNoDifference();
    void whatEverySaveChangesIsNoDifference();
    void anEditNamesItsFields();
    void metadataIsComparedKeyByKey();
    void aMovedInsightIsMovedNotEdited();
    void movingFiftyInsightsIsFiftyMovesAtMost();
    void puttingAnyFiftyInsightsElsewhereIsFiftyMovesAtMost();
    void reorderingSectionsIsMovesOnly();
    void anOrderThatShowsNothingIsNoDifference();
    void listOrderOfInsightsIsNoDifference();
    void theShimIsNoDifference();
    void queriesOfTheirOwnAreAField();
    void aCitationIsKnownByItsSource();
    void equalCitationsAreToldApart();
    void referencesBesideTheFirstAreSeen();
    void doubledIdsAreToldApart();
    void nothingOfADamagedOutlineIsInvisible();
    void defaultsWrittenOutAreNoDifference();
    void interpretsForTheHistory();
};

void TestOutlineDiff::sameIsNoDifference() {
    QVERIFY(report::outlineDifference(texts::sample(), texts::sample()).empty());
}

void TestOutlineDiff::whatEverySaveChangesIsNoDifference() {
    Value after = texts::sample();
    after.set("updated_at", Value::string("2026-01-01T00:00:00+00:00"));
    after.set("outline_version", Value::integer(9));
    sectionOf(after, 0).set("updated_at", Value::string("2026-01-01T00:00:00+00:00"));
    insightOf(after, 0).set("updated_at", Value::string("2026-01-01T00:00:00+00:00"));
    QVERIFY(report::outlineDifference(texts::sample(), after).empty());
}

void TestOutlineDiff::anEditNamesItsFields() {
    Value after = texts::sample();
    after.set("title", Value::string("Sea traffic"));
    sectionOf(after, 1).set("content", Value::string("New"));
    sectionOf(after, 1).set("notes", Value::string("Note"));
    insightOf(after, 2).set("importance", Value::integer(9));
    const diff::Changes changes = report::outlineDifference(texts::sample(), after);
    QCOMPARE(changes.size(), std::size_t{3});
    QCOMPARE(changes[0].what, std::string("report"));
    QCOMPARE(fieldNames(changes[0]), std::vector<std::string>{"title"});
    QCOMPARE(changes[1].what, std::string("section"));
    QCOMPARE(changes[1].id, texts::sectionId(2));
    QCOMPARE(changes[1].fields.size(), std::size_t{2});
    QCOMPARE(changes[2].what, std::string("insight"));
    QCOMPARE(changes[2].parent, texts::sectionId(2));
    QCOMPARE(changes[2].fields[0].before.text(), std::string("3"));
    QCOMPARE(changes[2].fields[0].after.text(), std::string("9"));
}

void TestOutlineDiff::metadataIsComparedKeyByKey() {
    Value after = texts::sample();
    after.edit("metadata")->set("status", Value::string("archived"));
    after.edit("metadata")->set("tags", Value::array({Value::string("sea"), Value::string("port")}));
    const diff::Changes changes = report::outlineDifference(texts::sample(), after);
    QCOMPARE(changes.size(), std::size_t{1});
    const std::vector<std::string> names = fieldNames(changes[0]);
    QCOMPARE(std::set<std::string>(names.begin(), names.end()),
             (std::set<std::string>{"metadata.status", "metadata.tags"}));
}

void TestOutlineDiff::aMovedInsightIsMovedNotEdited() {
    const Value before = texts::outline({texts::section(1, 0, {1, 2}), texts::section(2, 1, {3})},
                                        {texts::insight(1), texts::insight(2), texts::insight(3)});
    const Value after = texts::outline({texts::section(1, 0, {1}), texts::section(2, 1, {2, 3})},
                                       {texts::insight(1), texts::insight(2), texts::insight(3)});
    const diff::Changes changes = report::outlineDifference(before, after);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes[0].kind, ChangeKind::moved);
    QCOMPARE(changes[0].id, texts::insightId(2));
    QCOMPARE(changes[0].oldParent, texts::sectionId(1));
    QCOMPARE(changes[0].parent, texts::sectionId(2));
}

void TestOutlineDiff::movingFiftyInsightsIsFiftyMovesAtMost() {
    std::vector<int> order;
    std::vector<Value> insights;
    for (int i = 0; i < 100; ++i) {
        order.push_back(i);
        insights.push_back(texts::insight(i));
    }
    const Value before = texts::outline({texts::section(1, 0, order), texts::section(2, 1, {})}, insights);
    std::vector<int> kept, gone;
    for (int i = 0; i < 100; ++i)
        (i % 2 ? kept : gone).push_back(i);
    std::reverse(gone.begin(), gone.end());
    const Value after = texts::outline({texts::section(1, 0, kept), texts::section(2, 1, gone)}, insights);
    const diff::Changes changes = report::outlineDifference(before, after);
    QCOMPARE(count(changes, ChangeKind::moved), std::size_t{50});
    QCOMPARE(changes.size(), std::size_t{50});
}

/// Any fifty of three hundred, taken out of five sections and put back at random places of any of them.
void TestOutlineDiff::puttingAnyFiftyInsightsElsewhereIsFiftyMovesAtMost() {
    constexpr int insightCount = 300, sectionCount = 5, moved = 50;
    const int rounds = qEnvironmentVariableIsSet("STEMMA_LONG") ? 1'000 : 20;
    std::vector<Value> insights;
    for (int i = 0; i < insightCount; ++i)
        insights.push_back(texts::insight(i));
    const auto outlineOf = [&](const std::vector<std::vector<int>>& places) {
        std::vector<Value> sections;
        for (int i = 0; i < sectionCount; ++i)
            sections.push_back(texts::section(i + 1, i, places[static_cast<std::size_t>(i)]));
        return texts::outline(sections, insights);
    };
    std::mt19937 random(20251122);
    const auto below = [&](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
    };
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::vector<int>> places(sectionCount);
        for (int i = 0; i < insightCount; ++i)
            places[below(sectionCount)].push_back(i);
        const Value before = outlineOf(places);
        std::vector<int> taken;
        while (taken.size() < moved) {
            std::vector<int>& from = places[below(sectionCount)];
            if (from.empty())
                continue;
            const auto at = from.begin() + static_cast<std::ptrdiff_t>(below(from.size()));
            taken.push_back(*at);
            from.erase(at);
        }
        for (const int one : taken) {
            std::vector<int>& to = places[below(sectionCount)];
            to.insert(to.begin() + static_cast<std::ptrdiff_t>(below(to.size() + 1)), one);
        }
        const diff::Changes changes = report::outlineDifference(before, outlineOf(places));
        QVERIFY(changes.size() <= moved);
        QCOMPARE(count(changes, ChangeKind::moved), changes.size());
    }
    stemma::tests::proved("A11", "fifty insights put elsewhere", static_cast<std::size_t>(rounds));
}

void TestOutlineDiff::reorderingSectionsIsMovesOnly() {
    const Value before =
        texts::outline({texts::section(1, 0, {}), texts::section(2, 1, {}), texts::section(3, 2, {})}, {});
    const Value after =
        texts::outline({texts::section(1, 2, {}), texts::section(2, 0, {}), texts::section(3, 1, {})}, {});
    const diff::Changes changes = report::outlineDifference(before, after);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes[0].kind, ChangeKind::moved);
    QCOMPARE(changes[0].id, texts::sectionId(1));
}

void TestOutlineDiff::anOrderThatShowsNothingIsNoDifference() {
    const Value before = texts::outline({texts::section(1, 0, {}), texts::section(2, 1, {})}, {});
    const Value after = texts::outline({texts::section(2, 70, {}), texts::section(1, 3, {})}, {});
    QVERIFY(report::outlineDifference(before, after).empty());
}

void TestOutlineDiff::listOrderOfInsightsIsNoDifference() {
    Value after = texts::sample();
    after.edit("insights")->moveItem(0, 3);
    QVERIFY(report::outlineDifference(texts::sample(), after).empty());
}

void TestOutlineDiff::theShimIsNoDifference() {
    for (const char* twin : {"citations", "supporting_queries"}) {
        Value before = texts::sample();
        insightOf(before, 0).set(twin, Value::array());
        if (std::string(twin) == "citations")
            insightOf(before, 0)
                .edit("supporting_queries")
                ->editItem(0)
                .set("cache_only", Value::boolean(true));
        Value after = before;
        report::applyCitationShim(insightOf(after, 0));
        QVERIFY(before != after);
        QVERIFY(report::outlineDifference(before, after).empty());
    }
}

void TestOutlineDiff::queriesOfTheirOwnAreAField() {
    Value after = texts::sample();
    insightOf(after, 0).edit("supporting_queries")->editItem(0).set("warehouse", Value::string("W1"));
    const diff::Changes changes = report::outlineDifference(texts::sample(), after);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(fieldNames(changes[0]), std::vector<std::string>{"supporting_queries"});
}

void TestOutlineDiff::aCitationIsKnownByItsSource() {
    Value before = texts::sample();
    insightOf(before, 0)
        .edit("citations")
        ->appendItem(texts::citation("url", "url", "https://example.org/a"));
    Value after = before;
    insightOf(after, 0).edit("citations")->editItem(1).set("title", Value::string("A page"));
    const diff::Changes edited = report::outlineDifference(before, after);
    QCOMPARE(edited.size(), std::size_t{1});
    QCOMPARE(edited[0].what, std::string("citation"));
    QCOMPARE(edited[0].kind, ChangeKind::edited);
    QCOMPARE(edited[0].parent, texts::insightId(1));
    QCOMPARE(fieldNames(edited[0]), std::vector<std::string>{"title"});

    insightOf(after, 0).edit("citations")->editItem(1).set("url", Value::string("https://example.org/b"));
    const diff::Changes replaced = report::outlineDifference(before, after);
    QCOMPARE(count(replaced, ChangeKind::added), std::size_t{1});
    QCOMPARE(count(replaced, ChangeKind::removed), std::size_t{1});
}

void TestOutlineDiff::equalCitationsAreToldApart() {
    Value before = texts::sample();
    insightOf(before, 0)
        .edit("citations")
        ->appendItem(texts::citation("url", "url", "https://example.org/a"));
    Value after = before;
    insightOf(after, 0).edit("citations")->appendItem(texts::citation("url", "url", "https://example.org/a"));
    const diff::Changes changes = report::outlineDifference(before, after);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes[0].kind, ChangeKind::added);
    std::set<std::string> ids;
    for (const diff::Part& part : report::outlineTree(after))
        QVERIFY(ids.insert(part.what + part.id).second);
}

void TestOutlineDiff::referencesBesideTheFirstAreSeen() {
    Value after = texts::sample();
    sectionOf(after, 1).edit("insight_ids")->appendItem(Value::string(texts::insightId(1)));
    sectionOf(after, 0).edit("insight_ids")->appendItem(Value::string("nobody"));
    const diff::Changes changes = report::outlineDifference(texts::sample(), after);
    QCOMPARE(changes.size(), std::size_t{2});
    for (const diff::Change& change : changes) {
        QCOMPARE(change.kind, ChangeKind::edited);
        QCOMPARE(fieldNames(change), std::vector<std::string>{"insight_ids (other)"});
    }
}

void TestOutlineDiff::doubledIdsAreToldApart() {
    Value document = texts::sample();
    document.edit("sections")->appendItem(texts::section(1, 5, {}));
    document.edit("insights")->appendItem(texts::insight(1));
    Value after = document;
    sectionOf(after, 2).set("title", Value::string("The other one"));
    const diff::Changes changes = report::outlineDifference(document, after);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes[0].id, texts::sectionId(1) + "#2");
}

void TestOutlineDiff::nothingOfADamagedOutlineIsInvisible() {
    const auto differs = [](const std::string& a, const std::string& b) {
        return !report::outlineDifference(json::parse(a).value(), json::parse(b).value()).empty();
    };
    QVERIFY(differs(R"({"sections": [1]})", R"({"sections": [2]})"));
    QVERIFY(differs(R"({"sections": null})", R"({"sections": []})"));
    QVERIFY(differs(R"({"insights": "a"})", R"({"insights": "b"})"));
    QVERIFY(differs(R"({"metadata": null})", R"({"metadata": {}})"));
    QVERIFY(differs(R"({"sections": [{"title": 1}]})", R"({"sections": [{"title": 2}]})"));
    QVERIFY(differs(R"({"sections": [{"insight_ids": "x"}]})", R"({"sections": [{}]})"));
    QVERIFY(differs(R"({"insights": [{"citations": "x"}]})", R"({"insights": [{}]})"));
    QVERIFY(differs(R"({"insights": [{"citations": [1]}]})", R"({"insights": [{"citations": [2]}]})"));
    QVERIFY(differs(R"({"insights": [{"extra": 1}]})", R"({"insights": [{"extra": 2}]})"));
    QVERIFY(differs(R"({"extra": 1.10})", R"({"extra": 1.1})"));
}

void TestOutlineDiff::defaultsWrittenOutAreNoDifference() {
    Value brief = texts::sample();
    for (const char* key : {"notes", "content_format", "metadata"})
        sectionOf(brief, 0).remove(key);
    for (const char* key : {"status", "draft_changes", "metadata"})
        insightOf(brief, 0).remove(key);
    insightOf(brief, 0).set("importance", Value::string(" 1 "));
    QVERIFY(report::outlineDifference(brief, texts::sample()).empty());
}

void TestOutlineDiff::interpretsForTheHistory() {
    const history::Content good = report::interpretOutline(json::pythonText(texts::sample()));
    QVERIFY(good.readable);
    QCOMPARE(good.reportId, texts::reportId);
    QCOMPARE(good.outlineVersion, 3);
    QCOMPARE(good.updatedAt, texts::time);
    QCOMPARE(good.tree.size(), report::outlineTree(texts::sample()).size());
    const history::Content torn = report::interpretOutline(json::pythonText(texts::sample()).substr(0, 300));
    QVERIFY(!torn.readable);
    QVERIFY(!torn.problem.empty());
    Value odd = texts::sample();
    sectionOf(odd, 0).set("extra", Value());
    const history::Content shown = report::interpretOutline(json::pythonText(odd));
    QVERIFY(!shown.readable); // igloo-mcp can't
    QVERIFY(!shown.tree.empty());
    QCOMPARE(shown.title, std::string("Harbour traffic"));
}

QTEST_APPLESS_MAIN(TestOutlineDiff)
#include "tst_outline_diff.moc"
