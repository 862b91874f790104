// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/base/ids.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/edit_rules.h"
#include "core/report/outline.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using namespace edit_lists;
using json::Value;

namespace {

std::string titles(const Value& document) {
    std::string text;
    for (const report::Section& section : report::outlineFrom(document).sections)
        text += (text.empty() ? "" : ", ") + section.title;
    return text;
}

std::string orders(const Value& document) {
    std::string text;
    for (const Value& section : document.find("sections")->items())
        text += (text.empty() ? "" : " ") + section.find("order")->text();
    return text;
}

/// Sections with these numbers, called A, B, C …
Value withOrders(const std::vector<int>& numbers) {
    std::vector<Value> sections;
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        sections.push_back(texts::section(static_cast<int>(at + 1), numbers[at], {}));
        sections.back().set("title", Value::string(std::string(1, static_cast<char>('A' + at))));
    }
    return json::parse(json::pythonText(texts::outline(sections, {}))).value();
}

const std::string one = texts::insightId(1);
const std::string two = texts::insightId(2);
const std::string nine = texts::insightId(9);

} // namespace

class TestEditParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEditWritesTheFormat_data();
    void everyEditWritesTheFormat();
    void movesWithTheFewestNumbers_data();
    void movesWithTheFewestNumbers();
    void setsTheReportsFields();
    void setsMetadataOfParts();
    void addsAnInsightWithItsCitations();
    void duplicatesASection();
    void duplicatesAnInsight();
    void splits();
    void joins();
    void pastes();
    void keepsTheTwinsInStep_data();
    void keepsTheTwinsInStep();
    void movesCitations();
    void keepsTheBytesOfWhatStays();
    void refuses_data();
    void refuses();
};

void TestEditParts::everyEditWritesTheFormat_data() {
    QTest::addColumn<QString>("edits");
    for (const char* edits :
         {"[{'op':'set-description','description':'d'}]", "[{'op':'set-status','status':'archived'}]",
          "[{'op':'set-metadata','insight_id':'$I1','key':'k','value':[1,{'a':[]}]}]",
          "[{'op':'duplicate-section','section_id':'$S1'}]",
          "[{'op':'duplicate-insight','insight_id':'$I3'}]",
          "[{'op':'split-insight','insight_id':'$I1','position':7}]",
          "[{'op':'split-insight','insight_id':'$I1','texts':['a','b'],'citations':'second'}]",
          "[{'op':'join-insights','insight_id':'$I1','other_id':'$I4'}]",
          "[{'op':'move-citation','insight_id':'$I1','at':0,'to_insight_id':'$I2','to':0}]",
          "[{'op':'delete-citation','insight_id':'$I1','at':0}]",
          "[{'op':'paste-section','section':{'title':'P','order':7},'insights':[{'summary':'x','importance':"
          "1}]}]",
          "[{'op':'paste-insight','section_id':'$S2','at':0,'insight':{'insight_id':'$I1','summary':'x',"
          "'importance':3,'citations':[{'source':'url','url':'u'}],'draft_changes':{'type':'table'}}}]"})
        QTest::newRow(edits) << edits;
}

void TestEditParts::everyEditWritesTheFormat() {
    QFETCH(QString, edits);
    const Value document = edited(edits.toStdString());
    QCOMPARE(json::bytesOf(document), json::pythonText(document));
    QVERIFY(!(document == sample()));
    for (const report::EditProblem& problem : report::blockingProblems(document))
        QFAIL(describe(problem).c_str());
}

void TestEditParts::movesWithTheFewestNumbers_data() {
    QTest::addColumn<QList<int>>("before");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("numbers");
    QTest::newRow("to the end") << QList<int>{0, 1, 2, 3} << 1 << 3 << "B, C, D, A"
                                << "4 1 2 3";
    QTest::newRow("one down") << QList<int>{0, 1, 2, 3} << 1 << 1 << "B, A, C, D"
                              << "1 0 2 3";
    QTest::newRow("into a gap") << QList<int>{0, 5, 9} << 3 << 1 << "A, C, B"
                                << "0 5 1";
    QTest::newRow("before the first") << QList<int>{2, 3, 9} << 3 << 0 << "C, A, B"
                                      << "2 3 0";
    QTest::newRow("where it is") << QList<int>{4, 4, 7} << 2 << 1 << "A, B, C"
                                 << "4 4 7";
    QTest::newRow("among equals") << QList<int>{0, 0, 0} << 1 << 2 << "B, C, A"
                                  << "1 0 0";
    QTest::newRow("a far one comes back") << QList<int>{0, 1, 2, 100} << 4 << 2 << "A, B, D, C"
                                          << "0 1 101 100";
}

void TestEditParts::movesWithTheFewestNumbers() {
    QFETCH(QList<int>, before);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QString, shown);
    QFETCH(QString, numbers);
    Value document = withOrders({before.begin(), before.end()});
    const std::string wrong =
        change(document, "[{'op':'move-section','section_id':'$S" + std::to_string(from) +
                             "','at':" + std::to_string(to) + "}]");
    QCOMPARE(wrong, std::string());
    QCOMPARE(titles(document), shown.toStdString());
    QCOMPARE(orders(document), numbers.toStdString());
}

void TestEditParts::setsTheReportsFields() {
    Value document =
        edited("[{'op':'set-description','description':'d'},{'op':'set-status','status':'archived'}]");
    QCOMPARE(document.find("metadata")->stringAt("description").value_or(""), std::string("d"));
    QCOMPARE(document.find("metadata")->stringAt("status").value_or(""), std::string("archived"));
    QCOMPARE(
        change(document, "[{'op':'set-description','description':null},{'op':'set-status','status':null}]"),
        std::string());
    QCOMPARE(json::bytesOf(document), json::bytesOf(sample()));
}

void TestEditParts::setsMetadataOfParts() {
    const Value document = edited("[{'op':'set-metadata','section_id':'$S1','key':'category','value':'x'}]");
    const Value& changed = section(document, texts::sectionId(1));
    QCOMPARE(changed.find("metadata")->stringAt("category").value_or(""), std::string("x"));
    QCOMPARE(changed.stringAt("updated_at").value_or(""), isoText(moment));
    QCOMPARE(document.find("metadata")->find("category"), nullptr);
}

void TestEditParts::addsAnInsightWithItsCitations() {
    const Value document = edited(
        "[{'op':'add-insight','section_id':'$S1','at':1,'insight':{'insight_id':'$I9','summary':'s','status':"
        "'archived',"
        "'importance':0,'citations':[{'source':'query','execution_id':'e'},{'source':'url','url':'u'}]}}]");
    QCOMPARE(shown(section(document, texts::sectionId(1))), std::string("1 9 2"));
    QCOMPARE(cited(insight(document, nine)), std::string("query e, url u | e"));
    QCOMPARE(insight(document, nine).stringAt("status").value_or(""), std::string("archived"));
}

void TestEditParts::duplicatesASection() {
    Value document = sample();
    const auto done = report::applyEdits(
        document, list("[{'op':'duplicate-section','section_id':'$S1','title':'Copy'}]"), moment);
    QVERIFY(done);
    QCOMPARE(titles(document), std::string("Section 1, Copy, Section 2"));
    QCOMPARE(done->newIds.size(), std::size_t{3});
    const Value& copy = section(document, done->newIds.back());
    QCOMPARE(copy.stringAt("content").value_or(""), std::string("Text of section 1"));
    QCOMPARE(copy.find("insight_ids")->items()[0].text(), done->newIds[0]);
    QCOMPARE(cited(insight(document, done->newIds[0])), std::string("query exec-1 | exec-1"));
    QCOMPARE(insight(document, done->newIds[1]).stringAt("created_at").value_or(""), isoText(moment));
    QCOMPARE(document.find("insights")->size(), std::size_t{6});
    QCOMPARE(shown(section(document, texts::sectionId(1))), std::string("1 2"));
}

void TestEditParts::duplicatesAnInsight() {
    Value document = sample();
    QCOMPARE(change(document,
                    "[{'op':'set-metadata','key':'charts','value':{'c':{'linked_insights':['$I1']}}},"
                    "{'op':'duplicate-insight','insight_id':'$I1','new_id':'$I9'}]"),
             std::string());
    QCOMPARE(shown(section(document, texts::sectionId(1))), std::string("1 9 2"));
    QCOMPARE(document.find("metadata")->find("charts")->find("c")->find("linked_insights")->size(),
             std::size_t{2});
    QCOMPARE(
        change(document, "[{'op':'duplicate-insight','insight_id':'$I9','section_id':'$S2','new_id':'$I8'}]"),
        std::string());
    QCOMPARE(shown(section(document, texts::sectionId(2))), std::string("3 4 8"));
}

void TestEditParts::splits() {
    Value document =
        edited("[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'Über Öl. Und Gas.'}},"
               "{'op':'split-insight','insight_id':'$I1','position':8,'new_id':'$I9'}]");
    QCOMPARE(insight(document, one).stringAt("summary").value_or(""), std::string("Über Öl."));
    QCOMPARE(insight(document, nine).stringAt("summary").value_or(""), std::string("Und Gas."));
    QCOMPARE(shown(section(document, texts::sectionId(1))), std::string("1 9 2"));
    QCOMPARE(cited(insight(document, one)), std::string("query exec-1 | exec-1"));
    QCOMPARE(cited(insight(document, nine)), std::string(" |"));
    QCOMPARE(insight(document, nine).find("importance")->text(), std::string("1"));
    document = edited(
        "[{'op':'split-insight','insight_id':'$I1','texts':['a','b'],'citations':'both','new_id':'$I9'}]");
    QCOMPARE(cited(insight(document, one)), cited(insight(document, nine)));
    document = edited(
        "[{'op':'split-insight','insight_id':'$I1','texts':['a','b'],'citations':'second','new_id':'$I9'}]");
    QCOMPARE(cited(insight(document, one)), std::string(" |"));
    QCOMPARE(cited(insight(document, nine)), std::string("query exec-1 | exec-1"));
}

void TestEditParts::joins() {
    const Value document = edited(
        "[{'op':'add-citation','insight_id':'$I4','citation':{'source':'query','execution_id':'exec-1'}},"
        "{'op':'set-metadata','insight_id':'$I4','key':'chart_id','value':'c'},"
        "{'op':'join-insights','insight_id':'$I1','other_id':'$I4'}]");
    const Value& joined = insight(document, one);
    QCOMPARE(joined.stringAt("summary").value_or(""), std::string("Insight 1 über Öl Insight 4 über Öl"));
    QCOMPARE(cited(joined), std::string("query exec-1, query exec-4 | exec-1 exec-4"));
    QCOMPARE(joined.find("metadata")->stringAt("chart_id").value_or(""), std::string("c"));
    QCOMPARE(shown(section(document, texts::sectionId(2))), std::string("3"));
    QCOMPARE(document.find("insights")->size(), std::size_t{3});
}

void TestEditParts::pastes() {
    // Insight 1 is here already, 9 is not; the section names what doesn't come with it.
    Value document = sample();
    const auto done = report::applyEdits(
        document,
        list("[{'op':'paste-section','at':0,'section':{'section_id':'$S1','title':'From there','order':9,"
             "'insight_ids':['$I9','$I1','$I3'],'created_at':'then'},'insights':[{'insight_id':'$I1','"
             "summary':'a',"
             "'importance':1},{'insight_id':'$I9','summary':'b','importance':2,'supporting_queries':"
             "[{'execution_id':'q'}]}]}]"),
        moment);
    QVERIFY2(done, done ? "" : done.error().detail.c_str());
    QCOMPARE(titles(document), std::string("From there, Section 1, Section 2"));
    const Value& pasted = section(document, done->newIds.back());
    QVERIFY(done->newIds.back() != texts::sectionId(1));
    QCOMPARE(pasted.find("insight_ids")->size(), std::size_t{2});
    QCOMPARE(pasted.find("insight_ids")->items()[0].text(), nine);
    QVERIFY(pasted.find("insight_ids")->items()[1].text() != one);
    QCOMPARE(pasted.stringAt("created_at").value_or(""), std::string("then"));
    QCOMPARE(cited(insight(document, nine)), std::string("query q | q"));
}

void TestEditParts::keepsTheTwinsInStep_data() {
    QTest::addColumn<QString>("edits");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char* source, const char* key, const char* value, int at) {
        return QStringLiteral(
                   "{'op':'add-citation','insight_id':'$I1','at':%4,'citation':{'source':'%1','%2':'%3'}}")
            .arg(QLatin1String(source), QLatin1String(key), QLatin1String(value))
            .arg(at);
    };
    const QString first = add("query", "execution_id", "a", 0);
    QTest::newRow("before") << first << "query a, query exec-1 | a exec-1";
    QTest::newRow("behind") << add("query", "execution_id", "b", 1) << "query exec-1, query b | exec-1 b";
    for (const auto& [source, key] :
         {std::pair{"api", "endpoint"}, {"url", "url"}, {"observation", "description"}, {"document", "path"}})
        QTest::newRow(source) << add(source, key, "x", 0)
                              << QLatin1String(source) + " x, query exec-1 | exec-1";
    QTest::newRow("moved") << first + ",{'op':'move-citation','insight_id':'$I1','at':0,'to':1}"
                           << "query exec-1, query a | exec-1 a";
    QTest::newRow("edited")
        << first + ",{'op':'edit-citation','insight_id':'$I1','at':1,'fields':{'execution_id':'z'}}"
        << "query a, query z | a z";
    QTest::newRow("turned into another kind")
        << first + ",{'op':'edit-citation','insight_id':'$I1','at':0,'fields':{'source':'url','execution_id':"
                   "null,'url':'u'}}"
        << "url u, query exec-1 | exec-1";
    QTest::newRow("turned into a query")
        << add("url", "url", "u", 0) + ",{'op':'edit-citation','insight_id':'$I1','at':0,'fields':{'source':'"
                                       "query','execution_id':'n','url':null}}"
        << "query n, query exec-1 | n exec-1";
    QTest::newRow("one of two alike")
        << add("query", "execution_id", "exec-1", 1) + ",{'op':'delete-citation','insight_id':'$I1','at':0}"
        << "query exec-1 | exec-1";
    QTest::newRow("the last one") << "{'op':'delete-citation','insight_id':'$I1','at':0}"
                                  << " |";
}

void TestEditParts::keepsTheTwinsInStep() {
    QFETCH(QString, edits);
    QFETCH(QString, expected);
    const Value document = edited('[' + edits.toStdString() + ']');
    QCOMPARE(cited(insight(document, one)), expected.toStdString());
}

void TestEditParts::movesCitations() {
    Value document = sample();
    Value* changed = document.edit("insights")->editItem(0).edit("supporting_queries");
    changed->editItem(0).set("warehouse", Value::string("W"));
    QCOMPARE(
        change(document, "[{'op':'move-citation','insight_id':'$I1','at':0,'to_insight_id':'$I2','to':0}]"),
        std::string());
    QCOMPARE(cited(insight(document, one)), std::string(" |"));
    QCOMPARE(cited(insight(document, two)), std::string("query exec-1, query exec-2 | exec-1 exec-2"));
    QCOMPARE(insight(document, two).find("supporting_queries")->items()[0].stringAt("warehouse").value_or(""),
             std::string("W")); // the twin goes along whole
    // What only the older twin says is shown, so it is there for an edit.
    document.edit("insights")->editItem(1).set("citations", Value::array());
    QCOMPARE(
        change(document, "[{'op':'add-citation','insight_id':'$I2','citation':{'source':'url','url':'u'}}]"),
        std::string());
    QCOMPARE(cited(insight(document, two)), std::string("query exec-1, query exec-2, url u | exec-1 exec-2"));
}

void TestEditParts::keepsTheBytesOfWhatStays() {
    std::string text = json::pythonText(texts::sample());
    const std::string odd = R"("metadata": {"b" : [ 1.10,2e3 ] , "a\u00e9":null})";
    text.replace(text.find("\"metadata\": {}"), 14, odd);
    Value document = json::parse(text).value();
    QCOMPARE(
        change(document,
               "[{'op':'edit-section','section_id':'$S1','fields':{'metadata':{'b':[1.10,2e3,3],'aé':null}}},"
               "{'op':'edit-section','section_id':'$S1','fields':{'title':'Section 1','content':'new'}}]"),
        std::string());
    const std::string bytes = json::bytesOf(document);
    QVERIFY2(bytes.find(R"({"b" : [ 1.10,2e3,3 ] , "a\u00e9":null})") != std::string::npos,
             bytes.substr(0, 900).c_str());
}

void TestEditParts::refuses_data() {
    QTest::addColumn<QString>("edit");
    for (const char* edit :
         {"{'op':'set-status','status':'draft'}",
          "{'op':'set-status','status':1}",
          "{'op':'set-metadata','key':'tags','value':'x'}",
          "{'op':'set-metadata','key':'status','value':'x'}",
          "{'op':'tag','add':[''],'remove':[]}",
          "{'op':'edit-section','section_id':'$S1','fields':{'content_format':'text'}}",
          "{'op':'edit-section','section_id':'$S1','fields':{'title':''}}",
          "{'op':'edit-insight','insight_id':'$I1','fields':{'importance':11}}",
          "{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'\\ud800'}}",
          "{'op':'edit-insight','insight_id':'$I1','fields':{'status':'deleted'}}",
          "{'op':'add-section','section':{}}",
          "{'op':'add-insight','section_id':'$S1','insight':{'summary':''}}",
          "{'op':'add-insight','section_id':'no','insight':{'summary':'s'}}",
          "{'op':'add-citation','insight_id':'$I1','citation':{}}",
          "{'op':'add-citation','insight_id':'$I1','citation':{'source':'url','colour':'x'}}",
          "{'op':'edit-citation','insight_id':'$I1','at':5,'fields':{}}",
          "{'op':'edit-citation','insight_id':'$I1','at':0,'fields':{'source':null}}",
          "{'op':'move-citation','insight_id':'$I1','at':0,'to_insight_id':'no'}",
          "{'op':'split-insight','insight_id':'$I1'}",
          "{'op':'split-insight','insight_id':'$I1','position':0}",
          "{'op':'split-insight','insight_id':'$I1','position':999}",
          "{'op':'split-insight','insight_id':'$I1','texts':['a']}",
          "{'op':'join-insights','insight_id':'$I1','other_id':'$I1'}",
          "{'op':'duplicate-section','section_id':'$S1','new_id':'$S2'}",
          "{'op':'paste-section','section':{'title':'x','colour':1}}",
          "{'op':'paste-insight','section_id':'$S1','insight':{'summary':'x','citations':[{'source':'rumour'}"
          "]}}",
          "{'op':'paste-section','section':{'title':'x'},'insights':{}}"})
        QTest::newRow(edit) << edit;
    const std::string deep = std::string(501, '[') + std::string(501, ']');
    QTest::newRow("too deep") << QString::fromStdString("{'op':'set-metadata','key':'k','value':" + deep +
                                                        "}");
}

void TestEditParts::refuses() {
    QFETCH(QString, edit);
    Value document = sample();
    const std::string before = json::bytesOf(document);
    const auto done = report::applyEdits(document, list('[' + edit.toStdString() + ']'), moment);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::usage);
    QVERIFY(!done.error().detail.empty());
    QCOMPARE(json::bytesOf(document), before);
}

QTEST_APPLESS_MAIN(TestEditParts)
#include "tst_edit_parts.moc"
