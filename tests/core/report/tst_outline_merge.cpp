// SPDX-License-Identifier: MIT
#include <QtTest>

#include <chrono>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/outline_edit.h"
#include "core/report/outline_merge.h"
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

std::string sample() {
    return json::pythonText(texts::sample());
}

} // namespace

class TestOutlineMerge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteOfWhatOneSideAloneDid();
    void mergesDifferentFields();
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
