// SPDX-License-Identifier: MIT
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_merge.h"
#include "core/report/outline_rules.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;
using report::Choice;
using report::ConflictKind;

namespace {

Value edits(const char* text) {
    return json::parse(text).value_or(Value());
}

std::string edited(const std::string& bytes, const std::string& list) {
    Value document = json::parse(bytes).value();
    const auto done = report::applyEdits(document, edits(list.c_str()), Timestamp{});
    return done ? json::bytesOf(document) : describe(done.error());
}

std::string fileText(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// What stands at a path such as `insights/ID/citations/0/page`; parts by id, and `shown` for the ids of the
/// sections in display order. Null pointer if nothing does.
const Value* valueAt(const Value& document, const std::string& path) {
    const Value* at = &document;
    for (const QString& qstep : QString::fromStdString(path).split(QLatin1Char('/'))) {
        const std::string step = qstep.toStdString();
        if (at == nullptr || at->isObject()) {
            at = at == nullptr ? nullptr : at->find(step);
            continue;
        }
        const Value* found = nullptr;
        for (std::size_t i = 0; i < at->items().size(); ++i) {
            const Value& item = at->items()[i];
            if (item.stringAt("section_id") == step || item.stringAt("insight_id") == step ||
                std::to_string(i) == step)
                found = &item;
        }
        at = found;
    }
    return at;
}

/// Empty, or what of an expected result is not so.
std::string difference(const Value& expected, const Value& document) {
    Value shown = Value::array();
    for (const report::Section& section : report::outlineFrom(document).sections)
        shown.appendItem(Value::string(section.id.text()));
    for (const json::Member& member : expected.members()) {
        const Value* found = member.key == "shown" ? &shown : valueAt(document, member.key);
        const bool absent = member.value.isObject() && member.value.find("absent") != nullptr;
        if (absent ? found != nullptr : found == nullptr || !(*found == member.value))
            return member.key + " is " + (found == nullptr ? "absent" : json::pythonLine(*found));
    }
    return {};
}

std::string sample() {
    return json::pythonText(texts::sample());
}

} // namespace

class TestOutlineMerge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteOfWhatOneSideAloneDid();
    void mergesDifferentFields();
    void handMadeConflicts_data();
    void handMadeConflicts();
    void takesAValueOfOnesOwn();
    void resolutionsHoldInLaterMerges();
    void bigOutlinesAreQuick();
    void damagedTextsAreRefused_data();
    void damagedTextsAreRefused();
};

void TestOutlineMerge::keepsEveryByteOfWhatOneSideAloneDid() {
    const std::string base = sample();
    const std::string other = edited(base, R"([{"op":"set-title","title":"new"}])");
    QCOMPARE(report::mergeOutlines(base, base, other)->bytes, other);
    QCOMPARE(report::mergeOutlines(base, other, base)->bytes, other);
    QCOMPARE(report::mergeOutlines(base, other, other)->bytes, other);
}

void TestOutlineMerge::mergesDifferentFields() {
    const std::string base = sample();
    const std::string title = R"([{"op":"set-title","title":"new"}])";
    const std::string move = R"([{"op":"move-insight","insight_id":")" + texts::insightId(1) +
                             R"(","section_id":")" + texts::sectionId(2) + R"("}])";
    const auto merge = report::mergeOutlines(base, edited(base, title), edited(base, move));
    QVERIFY(merge);
    QVERIFY(merge->conflicts.empty());
    QCOMPARE(merge->bytes, edited(edited(base, title), move));
    QCOMPARE(report::mergeOutlines(base, edited(base, move), edited(base, title))->bytes, merge->bytes);
}

void TestOutlineMerge::handMadeConflicts_data() {
    QTest::addColumn<QString>("path");
    const std::filesystem::path folder = qEnvironmentVariable("STEMMA_TEST_DATA").toStdString() + "/merge";
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
}

void TestOutlineMerge::handMadeConflicts() {
    QFETCH(QString, path);
    const Value test = json::parse(fileText(path.toStdString())).value_or(Value());
    const auto text = [&](const char* side) { return json::pythonText(*test.find(side)); };
    const std::string base = text("base");
    const std::string ours = text("ours");
    const std::string theirs = text("theirs");
    QStringList keys;
    for (const Value& key : test.find("conflicts")->items())
        keys << QString::fromStdString(key.text());
    for (const json::Member& result : test.find("results")->members()) {
        std::vector<report::Resolution> resolutions;
        const Choice choice = result.key == "theirs" ? Choice::theirs
                              : result.key == "both" ? Choice::both
                                                     : Choice::ours;
        if (!result.key.starts_with("unresolved")) {
            for (const QString& key : keys)
                resolutions.push_back({key.toStdString(), choice, {}});
        }
        const auto prefer = result.key == "unresolved theirs" ? report::Prefer::theirs : report::Prefer::ours;
        const auto merge = report::mergeOutlines(base, ours, theirs, prefer, resolutions);
        QVERIFY(merge);
        QStringList met;
        for (const auto& conflict : resolutions.empty() ? merge->conflicts : merge->resolved)
            met << QString::fromStdString(conflict.key());
        QCOMPARE(met, keys);
        QCOMPARE(merge->conflicts.empty(), !resolutions.empty());
        QCOMPARE(QString::fromStdString(difference(result.value, merge->document)), QString());
        QVERIFY(report::judgeOutlineBytes(merge->bytes).peerReads);
        if (choice == Choice::ours && !resolutions.empty())
            QCOMPARE(report::mergeOutlines(base, ours, theirs)->bytes, merge->bytes);
    }
}

void TestOutlineMerge::takesAValueOfOnesOwn() {
    const std::string base = sample();
    const auto summary = [&](const char* text) {
        return edited(base, R"([{"op":"edit-insight","insight_id":")" + texts::insightId(1) +
                                R"(","fields":{"summary":")" + text + R"("}}])");
    };
    const auto open = report::mergeOutlines(base, summary("one"), summary("two"));
    QCOMPARE(open->conflicts.size(), std::size_t{1});
    QVERIFY(open->conflicts.front().isProse);
    const auto merge =
        report::mergeOutlines(base, summary("one"), summary("two"), report::Prefer::theirs,
                              {{open->conflicts.front().key(), Choice::text, Value::string("three")}});
    QCOMPARE(merge->document.find("insights")->items().front().stringAt("summary").value_or(""),
             std::string("three"));
}

void TestOutlineMerge::resolutionsHoldInLaterMerges() {
    const std::string base = sample();
    const std::string first = edited(base, R"([{"op":"set-metadata","key":"k","value":1}])");
    const std::string second = edited(base, R"([{"op":"set-metadata","key":"k","value":2}])");
    const std::string later = edited(second, R"([{"op":"set-title","title":"later"}])");
    const auto open = report::mergeOutlines(base, first, second);
    QCOMPARE(open->conflicts.size(), std::size_t{1});
    const std::vector<report::Resolution> resolutions{{open->conflicts.front().key(), Choice::theirs, {}}};
    const auto merge = report::mergeOutlines(base, first, later, report::Prefer::ours, resolutions);
    QVERIFY(merge->conflicts.empty());
    QCOMPARE(merge->bytes, later);
}

void TestOutlineMerge::bigOutlinesAreQuick() {
    std::vector<Value> sections;
    std::vector<Value> insights;
    for (int i = 0; i < 80; ++i) {
        std::vector<int> ids;
        for (int k = 0; k < 10; ++k) {
            ids.push_back(10 * i + k);
            insights.push_back(texts::insight(10 * i + k));
        }
        sections.push_back(texts::section(i, i, ids));
    }
    const std::string base = json::pythonText(texts::outline(sections, insights));
    const std::string ours = edited(base, R"([{"op":"move-section","section_id":")" + texts::sectionId(3) +
                                              R"(","at":40},{"op":"delete-insight","insight_id":")" +
                                              texts::insightId(7) + R"("}])");
    const std::string theirs =
        edited(base, R"([{"op":"set-title","title":"new"},{"op":"move-insight","insight_id":")" +
                         texts::insightId(11) + R"(","section_id":")" + texts::sectionId(9) + R"("}])");
    QVERIFY(base.size() > 900'000);
    QElapsedTimer timer;
    timer.start();
    const auto merge = report::mergeOutlines(base, ours, theirs);
    qInfo("%zu bytes merged in %lld ms", base.size(), static_cast<long long>(timer.elapsed()));
    QVERIFY(merge);
    QVERIFY(merge->conflicts.empty());
    QCOMPARE(merge->document.find("insights")->size(), std::size_t{799});
    QCOMPARE(report::outlineFrom(merge->document).sections[40].id.text(), texts::sectionId(3));
}

void TestOutlineMerge::damagedTextsAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << "";
    QTest::newRow("torn") << "{\"sections\": [";
    QTest::newRow("a list") << "[]";
    QTest::newRow("no list") << "{\"sections\": {}}";
    QTest::newRow("no references") << "{\"sections\": [{\"insight_ids\": null}]}";
    QTest::newRow("no citations") << "{\"insights\": [{\"citations\": 3}]}";
}

void TestOutlineMerge::damagedTextsAreRefused() {
    QFETCH(QString, text);
    const std::string good = sample();
    const std::string bad = text.toStdString();
    for (const auto& merge : {report::mergeOutlines(bad, good, good), report::mergeOutlines(good, bad, good),
                              report::mergeOutlines(good, good, bad)}) {
        QVERIFY(!merge);
        QCOMPARE(merge.error().code, ErrorCode::damaged);
        QVERIFY(!describe(merge.error()).empty());
    }
}

QTEST_GUILESS_MAIN(TestOutlineMerge)
#include "tst_outline_merge.moc"
