// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/json/json_document.h"
#include "core/report/citation_shim.h"
#include "core/report/outline.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;

namespace {

Value parsed(const std::string& text) {
    return json::parse(text).value();
}

} // namespace

class TestOutline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAllThatIsThere();
    void showsSectionsInDisplayOrder();
    void comparesOrdersOfAnySize();
    void readsAsMuchAsItCanOfADamagedOne();
    void makesCitationsOfQueries();
    void findsOrphans();
    void shimTouchesOnlyAnEmptyTwin();
    void noOutlineIsAnError();
};

void TestOutline::readsAllThatIsThere() {
    const report::Outline outline = report::outlineFrom(texts::sample());
    QCOMPARE(outline.id.text(), texts::reportId);
    QCOMPARE(outline.title, std::string("Harbour traffic"));
    QCOMPARE(outline.outlineVersion, 3);
    QCOMPARE(outline.status, std::string("active"));
    QCOMPARE(outline.tags, std::vector<std::string>{"sea"});
    QCOMPARE(outline.sections.size(), std::size_t{2});
    QCOMPARE(outline.sections[0].insightIds.size(), std::size_t{2});
    QVERIFY(!outline.sections[0].notes);
    QCOMPARE(outline.insights.size(), std::size_t{4});
    const report::Insight* third = outline.insight(InsightId(texts::insightId(3)));
    QVERIFY(third);
    QCOMPARE(third->importance, 3);
    QCOMPARE(third->citations.size(), std::size_t{1});
    QCOMPARE(third->citations[0].executionId.value_or(""), std::string("exec-3"));
    QVERIFY(outline.orphans().empty());
}

void TestOutline::showsSectionsInDisplayOrder() {
    const Value document =
        texts::outline({texts::section(1, 2, {}), texts::section(2, 1, {}), texts::section(3, 2, {})}, {});
    const report::Outline outline = report::outlineFrom(document);
    QCOMPARE(outline.sections[0].id.text(), texts::sectionId(2));
    QCOMPARE(outline.sections[1].id.text(), texts::sectionId(1));
    QCOMPARE(outline.sections[2].id.text(), texts::sectionId(3));
}

void TestOutline::comparesOrdersOfAnySize() {
    Value document =
        texts::outline({texts::section(1, 0, {}), texts::section(2, 0, {}), texts::section(3, 0, {})}, {});
    document.edit("sections")
        ->editItem(0)
        .set("order", Value::numberFromText("123456789012345678901234567890"));
    document.edit("sections")->editItem(1).set("order", Value::string(" 99999999999999999999 "));
    document.edit("sections")->editItem(2).set("order", Value::numberFromText("7.0"));
    const report::Outline outline = report::outlineFrom(document);
    QCOMPARE(outline.sections[0].order, std::string("7"));
    QCOMPARE(outline.sections[1].order, std::string("99999999999999999999"));
    QCOMPARE(outline.sections[2].order, std::string("123456789012345678901234567890"));
}

void TestOutline::readsAsMuchAsItCanOfADamagedOne() {
    const report::Outline outline = report::outlineFrom(
        parsed(R"({"title": 3, "outline_version": "x", "sections": [1, {"title": "A", "order": null}],
                   "insights": {"a": 1}, "metadata": null})"));
    QCOMPARE(outline.title, std::string());
    QCOMPARE(outline.outlineVersion, 1);
    QCOMPARE(outline.sections.size(), std::size_t{1});
    QCOMPARE(outline.sections[0].title, std::string("A"));
    QVERIFY(outline.insights.empty());
    QCOMPARE(outline.status, std::string("active"));
}

void TestOutline::makesCitationsOfQueries() {
    Value insight = texts::insight(1);
    insight.set("citations", Value::array());
    const report::Outline outline = report::outlineFrom(texts::outline({}, {insight}));
    QCOMPARE(outline.insights[0].citations.size(), std::size_t{1});
    QCOMPARE(outline.insights[0].citations[0].source, std::string("query"));
    QCOMPARE(outline.insights[0].citations[0].provider.value_or(""), std::string("snowflake"));
    QCOMPARE(outline.insights[0].citations[0].executionId.value_or(""), std::string("exec-1"));
}

void TestOutline::findsOrphans() {
    const Value document =
        texts::outline({texts::section(1, 0, {1, 9})}, {texts::insight(1), texts::insight(2)});
    const report::Outline outline = report::outlineFrom(document);
    QCOMPARE(outline.orphans().size(), std::size_t{1});
    QCOMPARE(outline.orphans()[0]->id.text(), texts::insightId(2));
}

void TestOutline::shimTouchesOnlyAnEmptyTwin() {
    Value both = texts::insight(1);
    const Value untouched = both;
    report::applyCitationShim(both);
    QCOMPARE(json::bytesOf(both), json::bytesOf(untouched));

    Value noQueries = texts::insight(1);
    noQueries.set("supporting_queries", Value::array());
    report::applyCitationShim(noQueries);
    QVERIFY(noQueries == texts::insight(1));

    Value url = texts::insight(1);
    url.set("citations", Value::array({texts::citation("url", "url", "https://example.org")}));
    url.set("supporting_queries", Value::array());
    const Value before = url;
    report::applyCitationShim(url); // a web page gives no query
    QVERIFY(url == before);
}

void TestOutline::noOutlineIsAnError() {
    QCOMPARE(report::readOutline("[]", "x").error().code, ErrorCode::damaged);
    QCOMPARE(report::readOutline("{", "x").error().code, ErrorCode::damaged);
    QVERIFY(report::readOutline("{}", "x"));
}

QTEST_APPLESS_MAIN(TestOutline)
#include "tst_outline.moc"
