// SPDX-License-Identifier: MIT
#include <QTest>
#include <QTextBlock>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_document.h"
#include "ui/history/diff_plan.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;

namespace {

Value reportOf(const std::vector<Value>& sections, const std::vector<Value>& insights) {
    return Value::object({{"report_id", Value::string(tests::fixedUuid('a', 1))},
                          {"title", Value::string("Report")},
                          {"created_at", Value::string("2025-03-11T10:12:02+00:00")},
                          {"updated_at", Value::string("2025-03-11T10:12:02+00:00")},
                          {"version", Value::string("1.0")},
                          {"outline_version", Value::integer(1)},
                          {"sections", Value::array(sections)},
                          {"insights", Value::array(insights)},
                          {"metadata", Value::object()}});
}

QString textOf(const DiffPlan& plan, std::optional<DiffTone> tone = {}) {
    QString text;
    for (const DiffBlock& block : plan.blocks) {
        for (const DiffRun& run : block.runs)
            if (!tone || run.tone == *tone)
                text += run.text;
        text += QLatin1Char('\n');
    }
    return text;
}

DiffPlan planOf(const Value& before, const Value& after, Unchanged unchanged = Unchanged::fold) {
    return planDifference(json::pythonText(before), json::pythonText(after), unchanged);
}

std::string longText() {
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "word" + std::to_string(i) + " ";
    return text;
}

} // namespace

class DiffPlanTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsNothingOfTheSame();
    void marksWordsInProse();
    void foldsUnchangedProse();
    void tellsMovesAsMoves();
    void tellsWhatCameAndWent();
    void tellsFieldsOldToNew();
    void hidesTimeStamps();
    void comparesDamagedFilesByLines();
    void comparesRawLinesWithContext();
    void makesADocumentWithMarksBesideColours();
};

void DiffPlanTest::tellsNothingOfTheSame() {
    const Value report = reportOf({tests::sectionValue(0, "text")}, {});
    const DiffPlan plan = planOf(report, report);
    QCOMPARE(plan.changes, 0);
    QVERIFY(textOf(plan).contains(QStringLiteral("say the same")));
}

void DiffPlanTest::marksWordsInProse() {
    const Value before =
        reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "Revenue grew by 12 percent.")});
    const Value after =
        reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "Revenue fell by 12 percent.")});
    const DiffPlan plan = planOf(before, after);
    QCOMPARE(plan.changes, 1);
    QCOMPARE(textOf(plan, DiffTone::removed).simplified(), QStringLiteral("grew"));
    QCOMPARE(textOf(plan, DiffTone::added).simplified(), QStringLiteral("fell"));
    QCOMPARE(plan.blocks.front().kind, DiffBlock::Kind::heading);
}

void DiffPlanTest::foldsUnchangedProse() {
    const Value before = reportOf({tests::sectionValue(0, longText() + "end")}, {});
    const Value after = reportOf({tests::sectionValue(0, longText() + "END")}, {});
    QVERIFY(!textOf(planOf(before, after)).contains(QStringLiteral("word100 ")));
    QVERIFY(textOf(planOf(before, after)).contains(QStringLiteral("unchanged character")));
    QVERIFY(textOf(planOf(before, after, Unchanged::show)).contains(QStringLiteral("word100 ")));
}

void DiffPlanTest::tellsMovesAsMoves() {
    const std::vector<Value> insights{tests::insightValue(0, "zero"), tests::insightValue(1, "one"),
                                      tests::insightValue(2, "two")};
    const DiffPlan within = planOf(reportOf({tests::sectionValue(0, "", {0, 1, 2})}, insights),
                                   reportOf({tests::sectionValue(0, "", {2, 0, 1})}, insights));
    QCOMPARE(within.changes, 1);
    QVERIFY2(textOf(within).contains(QStringLiteral("from place 3 to place 1")), qPrintable(textOf(within)));
    const DiffPlan across =
        planOf(reportOf({tests::sectionValue(0, "", {0, 1, 2}), tests::sectionValue(1, "")}, insights),
               reportOf({tests::sectionValue(0, "", {0, 1}), tests::sectionValue(1, "", {2})}, insights));
    QCOMPARE(across.changes, 1);
    QVERIFY2(textOf(across).contains(QStringLiteral("Moved insight")), qPrintable(textOf(across)));
    QVERIFY(textOf(across, DiffTone::added).trimmed().isEmpty());
}

void DiffPlanTest::tellsWhatCameAndWent() {
    const Value before = reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "the old one")});
    const Value after = reportOf({tests::sectionValue(0, "", {1})}, {tests::insightValue(1, "the new one")});
    const DiffPlan plan = planOf(before, after);
    QVERIFY(textOf(plan).contains(QStringLiteral("+ Added insight")));
    QVERIFY(textOf(plan).contains(QStringLiteral("− Removed insight")));
    QVERIFY(textOf(plan, DiffTone::added).contains(QStringLiteral("the new one")));
    QVERIFY(textOf(plan, DiffTone::removed).contains(QStringLiteral("the old one")));
}

void DiffPlanTest::tellsFieldsOldToNew() {
    Value insight = tests::insightValue(0, "text");
    const Value before = reportOf({tests::sectionValue(0, "", {0})}, {insight});
    insight.set("importance", Value::integer(10));
    insight.set("status", Value::string("killed"));
    const DiffPlan plan = planOf(before, reportOf({tests::sectionValue(0, "", {0})}, {insight}));
    QCOMPARE(plan.changes, 1);
    QVERIFY(textOf(plan).contains(QStringLiteral("Importance:")));
    QVERIFY(textOf(plan, DiffTone::added).contains(QStringLiteral("10")));
    QVERIFY(textOf(plan, DiffTone::added).contains(QStringLiteral("killed")));
}

void DiffPlanTest::hidesTimeStamps() {
    Value insight = tests::insightValue(0, "text");
    const Value before = reportOf({tests::sectionValue(0, "", {0})}, {insight});
    insight.set("created_at", Value::string("2031-01-01T00:00:00+00:00"));
    const DiffPlan plan = planOf(before, reportOf({tests::sectionValue(0, "", {0})}, {insight}));
    QCOMPARE(plan.changes, 0);
    QVERIFY(!textOf(plan).contains(QStringLiteral("2031")));
}

void DiffPlanTest::comparesDamagedFilesByLines() {
    const DiffPlan plan = planDifference("{\n  \"title\": \"a\"\n}", "{\n  \"title\": \"b", Unchanged::fold);
    QVERIFY(plan.changes > 0);
    QVERIFY(textOf(plan).contains(QStringLiteral("damaged")));
    QVERIFY(textOf(plan, DiffTone::removed).contains(QStringLiteral("\"a\"")));
}

void DiffPlanTest::comparesRawLinesWithContext() {
    std::string before, after;
    for (int i = 0; i < 100; ++i) {
        before += "line " + std::to_string(i) + "\n";
        after += i == 50 ? "changed\n" : "line " + std::to_string(i) + "\n";
    }
    const QString folded = textOf(planRawDifference(before, after, Unchanged::fold));
    QVERIFY(folded.contains(QStringLiteral("− line 50")));
    QVERIFY(folded.contains(QStringLiteral("+ changed")));
    QVERIFY(folded.contains(QStringLiteral("line 48")));
    QVERIFY(!folded.contains(QStringLiteral("line 10\n")));
    QVERIFY(textOf(planRawDifference(before, after, Unchanged::show)).contains(QStringLiteral("line 10\n")));
}

void DiffPlanTest::makesADocumentWithMarksBesideColours() {
    const Value before =
        reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "one two three")});
    const Value after = reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "one 2 three")});
    const DiffDocument made = diffDocument(planOf(before, after), diffStyle(QPalette(), QFont()));
    QCOMPARE(made.changes.size(), std::size_t{1});
    made.document->moveToThread(thread());
    QTextCursor cursor = made.document->find(QStringLiteral("two"));
    QVERIFY(!cursor.isNull());
    QVERIFY(cursor.charFormat().fontStrikeOut());
    cursor = made.document->find(QStringLiteral("2"), cursor.position());
    QVERIFY(cursor.charFormat().fontUnderline());
    QTextCursor change(made.document.get());
    change.setPosition(made.changes.front());
    QVERIFY(change.block().text().startsWith(QLatin1Char('~')));
}

QTEST_MAIN(DiffPlanTest)
#include "tst_diff_plan.moc"
