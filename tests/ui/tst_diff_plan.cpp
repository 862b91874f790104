// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include <QTest>
#include <QTextBlock>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_document.h"
#include "ui/history/diff_markdown.h"
#include "ui/history/diff_plan.h"
#include "ui/history/line_pairs.h"
#include "ui/history/part_ticks.h"
#include "ui/history/shown_blocks.h"

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
        if (block.fold >= 0 && block.kind != DiffBlock::Kind::fold)
            continue;
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
    void movesStandInBothPlaces();
    void foldsWhatIsTheSame();
    void namesWhatCanBeChosen();
    void showsStampsWhenAskedFor();
    void filtersByTextAndKind();
    void pairsWrappedLines();
    void ticksParents();
    void namesTheAct();
    void writesMarkdown();
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
    made.document->moveToThread(thread());
    QTextCursor cursor = made.document->find(QStringLiteral("two"));
    QVERIFY(!cursor.isNull());
    QVERIFY(cursor.charFormat().fontStrikeOut());
    cursor = made.document->find(QStringLiteral("2"), cursor.position());
    QVERIFY(cursor.charFormat().fontUnderline());
    QVERIFY(!made.document->find(QStringLiteral("~ Edited insight")).isNull());
}

void DiffPlanTest::movesStandInBothPlaces() {
    const std::vector<Value> insights{tests::insightValue(0, "zero"), tests::insightValue(1, "one"),
                                      tests::insightValue(2, "two")};
    const DiffPlan plan =
        planOf(reportOf({tests::sectionValue(0, "", {0, 1, 2}), tests::sectionValue(1, "")}, insights),
               reportOf({tests::sectionValue(0, "", {1, 2}), tests::sectionValue(1, "", {0})}, insights));
    QCOMPARE(plan.changes, 1);
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < plan.blocks.size(); ++i)
        if (plan.blocks[i].change)
            ends.push_back(i);
    QCOMPARE(ends.size(), std::size_t{2});
    QCOMPARE(plan.blocks[ends[0]].kind, DiffBlock::Kind::was);
    QCOMPARE(plan.blocks[ends[1]].kind, DiffBlock::Kind::change);
    QCOMPARE(plan.blocks[ends[0]].twin, static_cast<int>(ends[1]));
    QCOMPARE(plan.blocks[ends[1]].twin, static_cast<int>(ends[0]));
    QVERIFY2(textOf(plan).contains(QStringLiteral("place 1")), qPrintable(textOf(plan)));
}

void DiffPlanTest::foldsWhatIsTheSame() {
    std::vector<Value> insights;
    for (int i = 0; i < 6; ++i)
        insights.push_back(tests::insightValue(i, "text " + std::to_string(i)));
    const Value before =
        reportOf({tests::sectionValue(0, "", {0, 1, 2, 3}), tests::sectionValue(1, "", {4, 5})}, insights);
    insights[1] = tests::insightValue(1, "another");
    const DiffPlan plan = planOf(
        before,
        reportOf({tests::sectionValue(0, "", {0, 1, 2, 3}), tests::sectionValue(1, "", {4, 5})}, insights));
    QCOMPARE(plan.folds, 3); // before the change, after it, and the other section
    QVERIFY2(textOf(plan).contains(QStringLiteral("unchanged section")), qPrintable(textOf(plan)));
    QVERIFY(!textOf(plan).contains(QStringLiteral("text 3")));
    const auto folded = std::count_if(plan.blocks.begin(), plan.blocks.end(), [](const DiffBlock& block) {
        return block.kind == DiffBlock::Kind::same && block.fold >= 0;
    });
    QCOMPARE(folded, 5);
    const auto rows = [&](const DiffWish& wish) { return shownBlocks(plan, wish).size(); };
    DiffWish all;
    all.unchanged = true;
    QCOMPARE(rows(all), plan.blocks.size());
    DiffWish one;
    one.open.insert(0);
    QVERIFY(rows({}) < rows(one) && rows(one) < rows(all));
}

void DiffPlanTest::namesWhatCanBeChosen() {
    Value insight = tests::insightValue(0, "text");
    const Value before =
        reportOf({tests::sectionValue(0, "", {0, 1})}, {insight, tests::insightValue(1, "x")});
    insight.set("importance", Value::integer(10));
    insight.set("summary", Value::string("other"));
    const DiffPlan plan = planOf(before, reportOf({tests::sectionValue(0, "", {0})}, {insight}));
    PartTicks ticks(plan.parts);
    for (int part = 0; part < static_cast<int>(plan.parts.size()); ++part)
        if (plan.parts[static_cast<std::size_t>(part)].parent < 0)
            ticks.toggle(part);
    std::set<std::string> fields;
    for (const report::PartChoice& choice : ticks.choices())
        fields.insert(choice.what + "." + choice.field);
    QCOMPARE(fields, (std::set<std::string>{"insight.", "insight.importance", "insight.summary"}));
}

void DiffPlanTest::showsStampsWhenAskedFor() {
    Value young = reportOf({tests::sectionValue(0, "")}, {});
    const Value before = young;
    young.set("updated_at", Value::string("2031-01-01T00:00:00+00:00"));
    const std::string old = json::pythonText(before), now = json::pythonText(young);
    QCOMPARE(planDifference(old, now, Unchanged::fold).changes, 0);
    const DiffPlan plan = planDifference(old, now, Unchanged::fold, Stamps::show);
    QCOMPARE(plan.changes, 1);
    QVERIFY(textOf(plan).contains(QStringLiteral("2031")));
    for (const DiffPart& part : plan.parts)
        QVERIFY(part.field != "updated_at"); // it can't be restored by itself
}

void DiffPlanTest::filtersByTextAndKind() {
    const std::vector<Value> old{tests::insightValue(0, "apples"), tests::insightValue(1, "pears")};
    const std::vector<Value> young{tests::insightValue(0, "Apples and nuts"),
                                   tests::insightValue(2, "plums")};
    const DiffPlan plan = planOf(reportOf({tests::sectionValue(0, "", {0, 1})}, old),
                                 reportOf({tests::sectionValue(0, "", {0, 2})}, young));
    QCOMPARE(plan.changes, 3);
    const auto shown = [&](const DiffWish& wish) {
        int changes = 0;
        for (const int block : shownBlocks(plan, wish))
            changes += beginsChange(plan.blocks[static_cast<std::size_t>(block)]) ? 1 : 0;
        return changes;
    };
    DiffWish text;
    text.text = QStringLiteral(" NUTS ");
    QCOMPARE(shown(text), 1);
    DiffWish removed;
    removed.kinds = {false, true, false, false};
    QCOMPARE(shown(removed), 1);
    removed.text = QStringLiteral("plums");
    QCOMPARE(shown(removed), 0);
    QCOMPARE(countKinds(plan), (std::array<int, 4>{1, 1, 0, 1}));
}

/// Two and a half lines that only one side has: the rest stands beside its counterpart again.
void DiffPlanTest::pairsWrappedLines() {
    const std::vector<int> before{0, 10, 20};
    const std::vector<int> after{0, 10, 20, 30, 40, 50};
    const LinePairs pairs = pairLines(before, after, {{0, 25, 30}});
    QCOMPARE(pairs.before, (std::vector<int>{2, 3, 4}));
    QCOMPARE(pairs.after, (std::vector<int>{0, 1, 2, 3, 4, 5}));
    QCOMPARE(pairs.rows, 6);
    const LinePairs back = pairLines(after, before, {{25, 0, 30}});
    QCOMPARE(back.after, pairs.before);
    const LinePairs words = pairLines({0, 10, 20}, {0, 10, 20}, {{0, 0, 5}, {12, 9, 18}});
    QCOMPARE(words.rows, 3); // a few characters more don't tear it apart
    QCOMPARE(pairLines({}, {0, 10}, {}).rows, 2);
    QCOMPARE(pairLines({0, 10}, {0}, {}).rows, 2);
}

void DiffPlanTest::ticksParents() {
    PartTicks ticks({{{}, {}, {}, -1, {}},
                     {"insight", "a", {}, 0, QStringLiteral("A")},
                     {"insight", "a", "summary", 1, QStringLiteral("A")},
                     {"insight", "a", "importance", 1, QStringLiteral("A")},
                     {"insight", "b", {}, 0, QStringLiteral("B")}});
    QVERIFY(ticks.none());
    ticks.toggle(2);
    QCOMPARE(ticks.state(1), Qt::PartiallyChecked);
    QCOMPARE(ticks.state(0), Qt::PartiallyChecked);
    ticks.toggle(0);
    QCOMPARE(ticks.state(1), Qt::Checked);
    QCOMPARE(ticks.choices().size(), std::size_t{3});
    ticks.toggle(1);
    QCOMPARE(ticks.choices(), (std::vector<report::PartChoice>{{"insight", "b", {}}}));
    ticks.toggle(4);
    QVERIFY(ticks.none());
}

void DiffPlanTest::namesTheAct() {
    PartTicks ticks({{"section", "s", {}, -1, QStringLiteral("Risks")},
                     {"insight", "a", "summary", -1, QStringLiteral("A")},
                     {"insight", "b", {}, -1, QStringLiteral("B")}});
    ticks.toggle(1);
    QVERIFY2(ticks.text().contains(QStringLiteral("Text of insight")), qPrintable(ticks.text()));
    ticks.toggle(0);
    QVERIFY2(ticks.text().startsWith(QStringLiteral("section “")), qPrintable(ticks.text()));
    ticks.toggle(2);
    QVERIFY2(ticks.text().endsWith(QStringLiteral("2 insight(s)")), qPrintable(ticks.text()));
}

void DiffPlanTest::writesMarkdown() {
    const Value before = reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "a *b* two c")});
    const Value after = reportOf({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, "a *b* 2 c")});
    const QString text = markdownOf(planOf(before, after), QStringLiteral("From x\nto y"));
    QVERIFY2(text.startsWith(QStringLiteral("From x  \nto y\n")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("a \\*b\\* ~~two~~**2** c")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("## ")), qPrintable(text));
    const QString raw = markdownOf(planRawDifference("a\nb\n", "a\nc\n", Unchanged::fold), {});
    QVERIFY2(raw.contains(QStringLiteral("```diff\n a\n-b\n+c\n```")), qPrintable(raw));
}

QTEST_MAIN(DiffPlanTest)
#include "tst_diff_plan.moc"
