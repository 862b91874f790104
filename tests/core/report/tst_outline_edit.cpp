// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_rules.h"

using namespace stemma;

namespace {

constexpr const char* sectionA = "a0000000-0000-4000-8000-000000000001";
constexpr const char* sectionB = "a0000000-0000-4000-8000-000000000002";
constexpr const char* insight1 = "b0000000-0000-4000-8000-000000000001";
constexpr const char* insight2 = "b0000000-0000-4000-8000-000000000002";
constexpr const char* moment = "2026-01-02T03:04:05.000006+00:00";

json::Value parsed(const std::string& text) {
    auto value = json::parse(text);
    if (!value)
        qFatal("the test's own JSON is off: %s", value.error().message.c_str());
    return *value;
}

/// An outline in the format's own style, with two sections and two insights in the first.
json::Value outline() {
    const std::string tail = R"(, "created_at": "t", "updated_at": "t", "metadata": {})";
    const auto section = [&](const std::string& id, const std::string& order, const std::string& insights) {
        return R"({"section_id": ")" + id + R"(", "title": "S", "order": )" + order +
               R"(, "insight_ids": [)" + insights +
               R"(], "notes": null, "content": "text", "content_format": "markdown")" + tail + "}";
    };
    const auto insight = [&](const std::string& id) {
        return R"({"insight_id": ")" + id +
               R"(", "importance": 5, "status": "active", "summary": "I", "supporting_queries": [], "citations": [])" +
               R"(, "created_at": "t", "updated_at": "t", "draft_changes": null, "metadata": {}})";
    };
    const std::string both = '"' + std::string(insight1) + "\", \"" + insight2 + '"';
    return parsed(json::pythonText(parsed(
        R"({"report_id": "c0000000-0000-4000-8000-000000000001", "title": "T", "created_at": "t", "updated_at": "t", )"
        R"("version": "1.0", "outline_version": 3, "sections": [)" +
        section(sectionA, "0", both) + ", " + section(sectionB, "1", "") + R"(], "insights": [)" +
        insight(insight1) + ", " + insight(insight2) + R"(], "metadata": {"odd": 1.10}})")));
}

Result<report::EditOutcome> apply(json::Value& document, std::string edits) {
    std::replace(edits.begin(), edits.end(), '\'', '"');
    for (const auto& [name, id] :
         {std::pair{"$A", sectionA}, {"$B", sectionB}, {"$1", insight1}, {"$2", insight2}}) {
        for (auto at = edits.find(name); at != std::string::npos; at = edits.find(name))
            edits.replace(at, 2, id);
    }
    return report::applyEdits(document, parsed(edits), *parseIso(moment));
}

std::vector<std::string> shownSections(const json::Value& document) {
    std::vector<std::string> titles;
    for (const report::Section& section : report::outlineFrom(document).sections)
        titles.push_back(section.title);
    return titles;
}

} // namespace

class TestOutlineEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheFormatsOwnWriterWould_data() {
        QTest::addColumn<QString>("edits");
        QTest::newRow("title") << "[{'op':'set-title','title':'Größe “x”'}]";
        QTest::newRow("metadata") << "[{'op':'set-metadata','key':'owner','value':{'n':1e3}}]";
        QTest::newRow("metadata gone") << "[{'op':'set-metadata','key':'odd','value':null}]";
        QTest::newRow("tags") << "[{'op':'tag','add':['b','a'],'remove':[]}]";
        QTest::newRow("section first") << "[{'op':'add-section','section':{'title':'New'},'at':0}]";
        QTest::newRow("section moved") << "[{'op':'move-section','section_id':'$B','at':0}]";
        QTest::newRow("section edited") << "[{'op':'edit-section','section_id':'$A','fields':{'notes':'n'}}]";
        QTest::newRow("section deleted") << "[{'op':'delete-section','section_id':'$A','insights':'delete'}]";
        QTest::newRow("insight") << "[{'op':'add-insight','section_id':'$B','insight':{'summary':'s'}}]";
        QTest::newRow("insight moved") << "[{'op':'move-insight','insight_id':'$2','section_id':'$B'}]";
        QTest::newRow("both moved") << "[{'op':'move-insight','insight_id':'$2','section_id':'$B'},"
                                       "{'op':'move-insight','insight_id':'$1','section_id':'$B','at':0}]";
        QTest::newRow("insight deleted") << "[{'op':'delete-insight','insight_id':'$1'}]";
        QTest::newRow("citation") << "[{'op':'add-citation','insight_id':'$1',"
                                     "'citation':{'source':'query','execution_id':'e'}}]";
    }

    void writesWhatTheFormatsOwnWriterWould() {
        QFETCH(QString, edits);
        json::Value document = outline();
        const auto done = apply(document, edits.toStdString());
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        QVERIFY(!(document == outline()));
        QCOMPARE(json::bytesOf(document), json::pythonText(document));
        QCOMPARE(report::whyNotWritable(document), std::string());
    }

    void placesSections() {
        json::Value document = outline();
        QVERIFY(apply(document, "[{'op':'edit-section','section_id':'$A','fields':{'title':'A'}},"
                                "{'op':'edit-section','section_id':'$B','fields':{'title':'B'}},"
                                "{'op':'add-section','section':{'title':'C'},'at':1},"
                                "{'op':'add-section','section':{'title':'D'}},"
                                "{'op':'move-section','section_id':'$B','at':0}]"));
        QCOMPARE(shownSections(document), (std::vector<std::string>{"B", "A", "C", "D"}));
    }

    void keepsInsightsThatAnotherSectionNames() {
        json::Value document = outline();
        document.edit("sections")->editItem(1).edit("insight_ids")->appendItem(json::Value::string(insight2));
        QVERIFY(apply(document, "[{'op':'delete-section','section_id':'$A','insights':'delete'}]"));
        QCOMPARE(document.find("insights")->size(), std::size_t{1});
        QCOMPARE(document.find("insights")->items()[0].stringAt("insight_id").value_or(""),
                 std::string(insight2));
    }

    void keepsBothTwinsOfACitationInStep() {
        json::Value document = outline();
        QVERIFY(
            apply(document,
                  "[{'op':'add-citation','insight_id':'$1','citation':{'source':'query','execution_id':'e'}},"
                  "{'op':'edit-citation','insight_id':'$1','at':0,'fields':{'execution_id':'f'}}]"));
        const json::Value* insight = &document.find("insights")->items()[0];
        QCOMPARE(insight->find("supporting_queries")->items().at(0).stringAt("execution_id").value_or(""),
                 std::string("f"));
        QVERIFY(apply(document, "[{'op':'delete-citation','insight_id':'$1','at':0}]"));
        insight = &document.find("insights")->items()[0];
        QCOMPARE(insight->find("supporting_queries")->size(), std::size_t{0});
        QCOMPARE(insight->find("citations")->size(), std::size_t{0});
    }

    void changesNothingIfOneEditIsOff_data() {
        QTest::addColumn<QString>("edit");
        QTest::newRow("op") << "{'op':'explode'}";
        QTest::newRow("key") << "{'op':'set-title','title':'x','colour':1}";
        QTest::newRow("empty title") << "{'op':'set-title','title':''}";
        QTest::newRow("id") << "{'op':'delete-insight','insight_id':'a0000000-0000-4000-8000-00000000000f'}";
        QTest::newRow("doubled id") << "{'op':'add-section','section':{'title':'x','section_id':'$A'}}";
        QTest::newRow("field") << "{'op':'edit-insight','insight_id':'$1','fields':{'insight_id':'x'}}";
        QTest::newRow("position") << "{'op':'move-section','section_id':'$A','at':-1}";
        QTest::newRow("source") << "{'op':'add-citation','insight_id':'$1','citation':{'source':'rumour'}}";
        QTest::newRow("not an object") << "7";
    }

    void changesNothingIfOneEditIsOff() {
        QFETCH(QString, edit);
        json::Value document = outline();
        const std::string before = json::bytesOf(document);
        const auto done = apply(document, "[{'op':'set-title','title':'new'}," + edit.toStdString() + "]");
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::usage);
        QVERIFY2(done.error().detail.starts_with("edit 1: "), done.error().detail.c_str());
        QCOMPARE(json::bytesOf(document), before);
    }
};

QTEST_APPLESS_MAIN(TestOutlineEdit)
#include "tst_outline_edit.moc"
