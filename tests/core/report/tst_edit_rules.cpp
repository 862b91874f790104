// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/json/json_document.h"
#include "core/report/edit_rules.h"
#include "core/report/outline_rules.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;
using report::blockingProblems;
using report::problemOfField;

namespace {

Value valueOf(const QString& text) {
    return json::parse(text.toStdString()).value();
}

/// The sample with one text of its file replaced.
Value harmed(const std::string& what, const std::string& with) {
    std::string text = json::bytesOf(edit_lists::sample());
    const std::size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("the sample has no %s", what.c_str());
    return json::parse(text.replace(at, what.size(), with)).value();
}

} // namespace

class TestEditRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesAField_data();
    void judgesAField();
    void allowsWhatTheFormatAllows_data();
    void allowsWhatTheFormatAllows();
    void findsWhatHarms_data();
    void findsWhatHarms();
    void theSampleIsFree();
    void whatWasThereMayStay();
    void whateverThePeerRefusesIsBlocked();
};

void TestEditRules::judgesAField_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char* what, const char* field, const char* value, const char* rule) {
        QTest::addRow("%s.%s %s", what, field, value) << what << field << value << rule;
    };
    row("report", "title", R"("")", "field-value");
    row("report", "title", "1", "field-type");
    row("report", "title", R"("\ud800")", "lone-surrogate");
    row("report", "colour", "1", "unknown-key");
    row("report", "metadata.status", R"("draft")", "metadata-status");
    row("report", "metadata.status", "null", "metadata-status");
    row("report", "metadata.tags", R"("a")", "metadata-tags");
    row("report", "metadata.tags", R"(["a", 1])", "metadata-tags");
    row("report", "metadata.free", R"({"a": ["\udfff"]})", "lone-surrogate");
    row("section", "title", R"("")", "field-value");
    row("section", "content_format", R"("text")", "field-value");
    row("section", "notes", "3", "field-type");
    row("section", "order", "-1", "field-value");
    row("section", "metadata", "null", "field-type");
    row("section", "colour", "null", "field-unknown");
    row("insight", "importance", "11", "field-value");
    row("insight", "importance", "3.5", "field-type");
    row("insight", "summary", R"("")", "field-value");
    row("insight", "status", R"("deleted")", "field-value");
    row("insight", "draft_changes", "[]", "field-type");
    row("citation", "source", R"("rumour")", "field-value");
    row("citation", "url", "1", "field-type");
    row("citation", "statement", R"("x")", "field-unknown");
    row("query", "db_schema", R"("x")", "field-unknown");
    row("query", "cache_only", R"("perhaps")", "field-type");
}

void TestEditRules::judgesAField() {
    QFETCH(QString, what);
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, rule);
    const auto problem = problemOfField(what.toStdString(), field.toStdString(), valueOf(value));
    QVERIFY(problem);
    QCOMPARE(problem->rule, rule.toStdString());
    QCOMPARE(problem->field, field.toStdString());
    QVERIFY(!problem->message.empty() && !problem->fix.empty());
}

void TestEditRules::allowsWhatTheFormatAllows_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* what, const char* field, const char* value) {
        QTest::addRow("%s.%s %s", what, field, value) << what << field << value;
    };
    row("report", "title", R"(" ")");
    row("report", "metadata.status", R"("deleted")");
    row("report", "metadata.tags", "[]");
    row("report", "metadata.anything", R"([1e999, null])");
    row("section", "content_format", "null");
    row("section", "order", "123456789012345678901234567890");
    row("insight", "importance", R"("10")");
    row("insight", "draft_changes", R"({"type": "table"})");
    row("citation", "page", "null");
    row("query", "schema", R"("PUBLIC")");
}

void TestEditRules::allowsWhatTheFormatAllows() {
    QFETCH(QString, what);
    QFETCH(QString, field);
    QFETCH(QString, value);
    QVERIFY(!problemOfField(what.toStdString(), field.toStdString(), valueOf(value)));
}

void TestEditRules::findsWhatHarms_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("with");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("part");
    const auto id = [](const std::string& text) { return QString::fromStdString(text); };
    QTest::newRow("doubled section") << id(texts::sectionId(2)) << id(texts::sectionId(1))
                                     << "doubled-section"
                                     << "section";
    QTest::newRow("dangling") << id(texts::insightId(2)) << id(texts::insightId(9)) << "dangling-insight"
                              << "section";
    QTest::newRow("doubled key") << "\"version\""
                                 << "\"title\": \"x\", \"version\""
                                 << "doubled-key"
                                 << "report";
    QTest::newRow("missing") << "\"created_at\": \"2025-05-04T09:30:00.120000+00:00\","
                             << ""
                             << "field-missing"
                             << "report";
    QTest::newRow("citation") << "\"source\": \"query\""
                              << "\"source\": \"rumour\""
                              << "field-value"
                              << "citation";
    QTest::newRow("query") << "\"cache_only\": false"
                           << "\"cache_only\": 7"
                           << "field-type"
                           << "query";
    QTest::newRow("sections") << "\"sections\": ["
                              << "\"sections\": [7, "
                              << "field-type"
                              << "section";
    QTest::newRow("tags") << "\"tags\": ["
                          << "\"tags\": [1, "
                          << "metadata-tags"
                          << "report";
}

void TestEditRules::findsWhatHarms() {
    QFETCH(QString, what);
    QFETCH(QString, with);
    QFETCH(QString, rule);
    QFETCH(QString, part);
    const auto problems = blockingProblems(harmed(what.toStdString(), with.toStdString()));
    QVERIFY(!problems.empty());
    QCOMPARE(problems.front().rule, rule.toStdString());
    QCOMPARE(problems.front().what, part.toStdString());
    QVERIFY(!describe(problems.front()).empty());
}

void TestEditRules::theSampleIsFree() {
    QVERIFY(blockingProblems(edit_lists::sample()).empty());
    QCOMPARE(blockingProblems(Value::array()).size(), std::size_t{1});
}

void TestEditRules::whatWasThereMayStay() {
    const Value before = harmed("\"tags\": [", "\"tags\": [1, ");
    Value after = before;
    after.set("title", Value::string("Other"));
    QVERIFY(blockingProblems(after, before).empty());
    after.set("title", Value::string(""));
    const auto problems = blockingProblems(after, before);
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(problems.front().field, std::string("title"));
}

/// The two sets of rules don't drift apart: no value that the verdict calls an error passes here.
void TestEditRules::whateverThePeerRefusesIsBlocked() {
    const Value sample = edit_lists::sample();
    const std::vector<Value> odd{
        Value(),           Value::boolean(true),  Value::integer(-1), Value::integer(99),
        Value::string(""), Value::string("odd"),  Value::array(),     Value::array({Value::integer(1)}),
        Value::object(),   valueOf(R"("\ud800")")};
    std::size_t blocked = 0;
    const auto check = [&](const Value& document) {
        if (report::whyNotWritable(document).empty())
            return true;
        ++blocked;
        return !blockingProblems(document).empty();
    };
    for (const Value& value : odd) {
        for (const char* key : {"report_id", "title", "updated_at", "version", "outline_version", "sections",
                                "insights", "metadata"}) {
            Value document = sample;
            document.set(key, value);
            QVERIFY2(check(document), key);
        }
        for (const char* list : {"sections", "insights"}) {
            for (const json::Member& member : sample.find(list)->items()[0].members()) {
                Value document = sample;
                document.edit(list)->editItem(0).set(member.key, value);
                QVERIFY2(check(document), member.key.c_str());
            }
        }
        for (const char* list : {"citations", "supporting_queries"}) {
            for (const json::Member& member :
                 sample.find("insights")->items()[0].find(list)->items()[0].members()) {
                Value document = sample;
                document.edit("insights")->editItem(0).edit(list)->editItem(0).set(member.key, value);
                QVERIFY2(check(document), member.key.c_str());
            }
        }
    }
    QVERIFY(blocked > 200);
}

QTEST_APPLESS_MAIN(TestEditRules)
#include "tst_edit_rules.moc"
