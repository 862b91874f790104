// SPDX-License-Identifier: MIT
#include <QtTest>

#include <algorithm>
#include <map>
#include <set>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/merge_sheet.h"
#include "core/report/outline_merge.h"
#include "core/report/outline_rules.h"
#include "core/report/outline_schema.h"
#include "tests/core/report/merge_random.h"
#include "tests/support/proof.h"

using namespace stemma;
using json::Value;
using report::ConflictKind;
using report::MergeConflict;
using report::Prefer;

namespace {

struct Texts {
    std::string base, ours, theirs;
};

Value parsed(const std::string& bytes) {
    return json::parse(bytes).value_or(Value());
}

/// The document with what igloo-mcp takes as empty where it is left out.
Value filled(const std::string& bytes) {
    Value document = parsed(bytes);
    const auto fill = [&](const char* list, std::initializer_list<const char*> keys) {
        for (std::size_t i = 0; i < document.find(list)->size(); ++i) {
            Value& part = document.edit(list)->editItem(i);
            for (const char* key : keys) {
                if (part.find(key) == nullptr)
                    part.set(key, std::string_view(key) == "notes" ? Value() : Value::array());
            }
        }
    };
    fill("sections", {"insight_ids", "notes"});
    fill("insights", {"citations", "supporting_queries"});
    return document;
}

/// The document without what has no meaning: the order of the list of insights and of sets, which list item
/// a section is, and the numbers of their display order.
Value meaning(const std::string& bytes) {
    Value document = filled(bytes);
    const auto sorted = [](Value& holder, const char* key, auto less) {
        if (const Value* list = holder.find(key)) {
            std::vector<Value> items = list->items();
            std::stable_sort(items.begin(), items.end(), less);
            holder.set(key, Value::array(items));
        }
    };
    const auto order = [](const Value& section) { return section.find("order")->asInteger().value_or(0); };
    sorted(document, "sections", [&](const Value& a, const Value& b) { return order(a) < order(b); });
    std::int64_t rank = 0;
    for (std::size_t i = 0; i < document.find("sections")->size(); ++i)
        document.edit("sections")->editItem(i).set("order", Value::integer(rank++));
    const auto text = [](const Value& a, const Value& b) {
        return json::pythonLine(a) < json::pythonLine(b);
    };
    sorted(document, "insights", text);
    for (std::size_t i = 0; i < document.find("insights")->size(); ++i)
        sorted(document.edit("insights")->editItem(i), "supporting_queries", text);
    if (Value* metadata = document.edit("metadata"))
        sorted(*metadata, "tags", text);
    return document;
}

/// A conflict with the sides exchanged, in one line.
std::string lineOf(const MergeConflict& conflict, bool swapped) {
    const auto text = [](const std::optional<Value>& value) {
        return value ? json::pythonLine(*value) : std::string("(absent)");
    };
    ConflictKind kind = conflict.kind;
    if (swapped && kind == ConflictKind::deletedByUs)
        kind = ConflictKind::deletedByThem;
    else if (swapped && kind == ConflictKind::deletedByThem)
        kind = ConflictKind::deletedByUs;
    return conflict.what + '|' + conflict.id + '|' + conflict.field + '|' + report::conflictKindWord(kind) +
           '|' + text(conflict.base) + '|' + text(swapped ? conflict.theirs : conflict.ours) + '|' +
           text(swapped ? conflict.ours : conflict.theirs);
}

std::multiset<std::string> linesOf(const std::vector<MergeConflict>& conflicts, bool swapped) {
    std::multiset<std::string> lines;
    for (const MergeConflict& conflict : conflicts)
        lines.insert(lineOf(conflict, swapped));
    return lines;
}

/// The words that begin with the mark and a number, with the sign that ends them.
std::set<std::string> marksIn(const std::string& text, const std::string& mark) {
    std::set<std::string> marks;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        std::size_t end = at + mark.size();
        while (end < text.size() && text[end] >= '0' && text[end] <= '9')
            ++end;
        if (end > at + mark.size())
            marks.insert(text.substr(at, end + 1 - at));
    }
    return marks;
}

/// What theirs has that conflicts show and the result may lack: also the insights of a deleted section.
std::string atStake(const std::vector<MergeConflict>& conflicts, const Value& theirs) {
    std::string text;
    for (const MergeConflict& conflict : conflicts) {
        if (!conflict.theirs)
            continue;
        text += json::pythonLine(*conflict.theirs);
        if (conflict.what != "section" || conflict.kind != ConflictKind::deletedByUs)
            continue;
        for (const Value& id : report::itemsAt(*conflict.theirs, "insight_ids")) {
            for (const Value& insight : report::itemsAt(theirs, "insights")) {
                if (insight.stringAt("insight_id") == id.text())
                    text += json::pythonLine(insight);
            }
        }
    }
    return text;
}

std::map<std::string, std::size_t> countOfIds(const Value& document, const char* list, const char* key) {
    std::map<std::string, std::size_t> counts;
    for (const Value& part : report::itemsAt(document, list))
        ++counts[part.stringAt(key).value_or("")];
    return counts;
}

/// Empty, or what is wrong with the ids of the result: each part that no side deleted stands there once.
std::string idProblem(const Texts& texts, const Value& result, const char* list, const char* key) {
    const auto names = [&](const std::string& bytes) {
        const Value document = parsed(bytes);
        const auto all = report::partNames(report::itemsAt(document, list), key);
        return std::set<std::string>(all.begin(), all.end());
    };
    const auto base = names(texts.base);
    const auto ours = names(texts.ours);
    const auto theirs = names(texts.theirs);
    std::set<std::string> either = ours;
    either.insert(theirs.begin(), theirs.end());
    std::map<std::string, std::size_t> least;
    std::map<std::string, std::size_t> most;
    for (const std::string& name : either) {
        const std::string id = name.substr(0, name.find('#'));
        ++most[id];
        if (!base.contains(name) || (ours.contains(name) && theirs.contains(name)))
            ++least[id];
    }
    const auto counts = countOfIds(result, list, key);
    for (const auto& [id, count] : counts) {
        if (count > most[id])
            return id + " is doubled";
    }
    for (const auto& [id, count] : least) {
        if (!counts.contains(id) || counts.at(id) < count)
            return id + " is lost";
    }
    return {};
}

const std::set<std::string> referenceRules = {"dangling-insight", "orphan-insight", "doubled-reference",
                                              "doubled-insight", "doubled-section"};

std::set<std::string> referenceProblems(const std::string& bytes) {
    std::set<std::string> rules;
    for (const report::Problem& problem : report::judgeOutlineBytes(bytes).problems) {
        if (referenceRules.contains(problem.rule))
            rules.insert(problem.rule);
    }
    return rules;
}

} // namespace

/// What merges of random changes to random outlines must hold. Seed: the number of the case.
class TestOutlineMergeRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSideAloneIsTakenByteForByte_data() { addSeeds(); }
    void oneSideAloneIsTakenByteForByte();
    void losesNothing_data() { addSeeds(); }
    void losesNothing();
    void isTheSameFromBothSides_data() { addSeeds(); }
    void isTheSameFromBothSides();
    void changesOfDifferentPartsCommute_data() { addSeeds(); }
    void changesOfDifferentPartsCommute();
    void keepsTheBytesThatTheOthersLeft_data() { addSeeds(); }
    void keepsTheBytesThatTheOthersLeft();
    void cleanupTestCase() {
        stemma::tests::proved("P10 P12", "random three-way merges of outlines", m_cases);
        qInfo("%zu cases, %zu conflicts", m_cases, m_conflicts);
    }

private:
    /// Under a sanitizer each case takes twenty times as long.
#if defined(__SANITIZE_ADDRESS__)
    static constexpr int portion = 40;
#else
    static constexpr int portion = 400;
#endif
    /// In portions, so that each ends in time.
    static void addSeeds() {
        const int end = qEnvironmentVariableIsSet("STEMMA_LONG") ? 50 * portion : portion;
        QTest::addColumn<int>("first");
        for (int first = 0; first < end; first += portion)
            QTest::addRow("seeds from %d", first) << first;
    }

    Texts make(MergeRandom& random) {
        ++m_cases;
        const std::string base = random.laidOut(random.outline(random.once(2)));
        const std::string ours = random.changed(base, "our", 1 + random.below(6));
        return {base, ours, random.changed(base, "thr", 1 + random.below(6))};
    }

    std::size_t m_cases = 0;
    std::size_t m_conflicts = 0;
};

void TestOutlineMergeRandom::oneSideAloneIsTakenByteForByte() {
    QFETCH(int, first);
    for (int seed = first; seed < first + portion; ++seed) {
        MergeRandom random(static_cast<unsigned>(seed));
        const Texts texts = make(random);
        QCOMPARE(report::mergeOutlines(texts.base, texts.base, texts.theirs)->bytes, texts.theirs);
        QCOMPARE(report::mergeOutlines(texts.base, texts.ours, texts.base)->bytes, texts.ours);
        QCOMPARE(report::mergeOutlines(texts.base, texts.ours, texts.ours)->bytes, texts.ours);
        // The same without the short cut: the base in another layout is the same to a merge.
        const std::string other = json::pythonText(parsed(texts.base), 3);
        const auto theirs = report::mergeOutlines(texts.base, other, texts.theirs);
        QVERIFY2(theirs->conflicts.empty(), qPrintable(QString::number(seed)));
        QVERIFY2(theirs->bytes == texts.theirs, qPrintable(QString::number(seed)));
        const auto ours = report::mergeOutlines(texts.base, texts.ours, other);
        QVERIFY2(ours->conflicts.empty(), qPrintable(QString::number(seed)));
        QVERIFY2(filled(ours->bytes) == filled(texts.ours), qPrintable(QString::number(seed)));
    }
}

void TestOutlineMergeRandom::losesNothing() {
    QFETCH(int, first);
    for (int seed = first; seed < first + portion; ++seed) {
        MergeRandom random(static_cast<unsigned>(seed) + 1000000U);
        const Texts texts = make(random);
        const auto merge = report::mergeOutlines(texts.base, texts.ours, texts.theirs);
        const QByteArray at = QByteArray::number(seed);
        QVERIFY2(merge, at);
        m_conflicts += merge->conflicts.size();
        QVERIFY2(json::bytesOf(merge->document) == merge->bytes, at);
        const std::string sections = idProblem(texts, merge->document, "sections", "section_id");
        const std::string insights = idProblem(texts, merge->document, "insights", "insight_id");
        QVERIFY2(sections.empty() && insights.empty(),
                 (at + ": " + (sections + insights).c_str()).constData());
        for (const std::string& mark : marksIn(texts.ours, "our"))
            QVERIFY2(merge->bytes.find(mark) != std::string::npos,
                     (at + ": lost " + mark.c_str()).constData());
        const std::string stake = atStake(merge->conflicts, parsed(texts.theirs));
        for (const std::string& mark : marksIn(texts.theirs, "thr"))
            QVERIFY2(merge->bytes.find(mark) != std::string::npos || stake.find(mark) != std::string::npos,
                     (at + ": lost " + mark.c_str()).constData());
        for (const std::string* text : {&texts.base, &texts.ours, &texts.theirs})
            QVERIFY2(report::judgeOutlineBytes(*text).peerReads, at);
        QVERIFY2(report::judgeOutlineBytes(merge->bytes).peerReads, at);
        std::set<std::string> known = referenceProblems(texts.ours);
        known.merge(referenceProblems(texts.theirs));
        for (const std::string& rule : referenceProblems(merge->bytes))
            QVERIFY2(known.contains(rule), (at + ": " + rule.c_str()).constData());
    }
}

void TestOutlineMergeRandom::isTheSameFromBothSides() {
    QFETCH(int, first);
    for (int seed = first; seed < first + portion; ++seed) {
        MergeRandom random(static_cast<unsigned>(seed) + 2000000U);
        const Texts texts = make(random);
        const auto here = report::mergeOutlines(texts.base, texts.ours, texts.theirs, Prefer::ours);
        const auto there = report::mergeOutlines(texts.base, texts.theirs, texts.ours, Prefer::theirs);
        const QByteArray at = QByteArray::number(seed);
        QVERIFY2(linesOf(here->conflicts, false) == linesOf(there->conflicts, true), at);
        QVERIFY2(meaning(here->bytes) == meaning(there->bytes), at);
    }
}

void TestOutlineMergeRandom::changesOfDifferentPartsCommute() {
    QFETCH(int, first);
    for (int seed = first; seed < first + portion; ++seed) {
        MergeRandom random(static_cast<unsigned>(seed) + 3000000U);
        const std::string base = random.laidOut(random.outline(false));
        const std::string even = random.changedHalf(base, 0, 1 + random.below(6));
        const std::string odd = random.changedHalf(base, 1, 1 + random.below(6));
        ++m_cases;
        const auto here = report::mergeOutlines(base, even, odd);
        const auto there = report::mergeOutlines(base, odd, even);
        const QByteArray at = QByteArray::number(seed);
        QVERIFY2(here->conflicts.empty() && there->conflicts.empty(), at);
        QVERIFY2(meaning(here->bytes) == meaning(there->bytes), at);
    }
}

void TestOutlineMergeRandom::keepsTheBytesThatTheOthersLeft() {
    QFETCH(int, first);
    for (int seed = first; seed < first + portion; ++seed) {
        MergeRandom random(static_cast<unsigned>(seed) + 4000000U);
        const Value document = random.outline(random.once(2));
        const std::string base = json::pythonText(document);
        const std::string theirs = random.laidOut(parsed(random.changed(base, "thr", 1 + random.below(6))));
        ++m_cases;
        Value ours = document;
        Value expected = parsed(theirs);
        ours.set("created_at", Value::string("2001"));
        expected.set("created_at", Value::string("2001"));
        ours.edit("metadata")->set("mine", Value::numberFromText("1.50"));
        expected.edit("metadata")->set("mine", Value::numberFromText("1.50"));
        const auto merge = report::mergeOutlines(base, json::pythonText(ours), theirs);
        QVERIFY2(merge->conflicts.empty(), qPrintable(QString::number(seed)));
        // A new key goes where ours has it among its neighbours: it is the last there, not always in theirs.
        QVERIFY2(parsed(merge->bytes) == expected, qPrintable(QString::number(seed)));
        QCOMPARE(merge->bytes.size(), json::bytesOf(expected).size());
    }
}

QTEST_GUILESS_MAIN(TestOutlineMergeRandom)
#include "tst_outline_merge_random.moc"
