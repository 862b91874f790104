// SPDX-License-Identifier: MIT
// Random outlines, edits, saves and foreign changes: what a working copy promises of its history.
// STEMMA_SEED and STEMMA_CASES choose others.
#include <QTest>

#include <cstdio>
#include <set>

#include "core/json/json_document.h"
#include "core/report/edit_rules.h"
#include "core/report/outline.h"
#include "core/report/text_splices.h"
#include "core/report/working_copy.h"
#include "tests/core/report/random_edits.h"

using namespace stemma;
using json::Value;
using report::WorkingCopy;

namespace {

unsigned firstSeed() {
    return qEnvironmentVariableIsSet("STEMMA_SEED")
               ? static_cast<unsigned>(qEnvironmentVariableIntValue("STEMMA_SEED"))
               : 20'261'121U;
}

unsigned cases(unsigned usual, unsigned full) {
    if (qEnvironmentVariableIsSet("STEMMA_CASES"))
        return static_cast<unsigned>(qEnvironmentVariableIntValue("STEMMA_CASES"));
#if defined(__SANITIZE_ADDRESS__)
    usual /= 8; // each takes ten times as long
    full /= 8;
#endif
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? full : usual;
}

Value parsed(const std::string& bytes) {
    auto document = json::parse(bytes);
    return document ? std::move(*document) : Value();
}

/// Ids of sections and insights that stand there more than once.
std::string doubledId(const Value& document) {
    std::set<std::string> seen;
    for (const auto& [list, key] : {std::pair{"sections", "section_id"}, {"insights", "insight_id"}}) {
        for (const Value& part : document.find(list)->items()) {
            const std::string id = part.stringAt(key).value_or("");
            if (!seen.insert(id).second)
                return id;
        }
    }
    return {};
}

/// Parts and metadata keys that another program made: its ids begin with `f`.
std::string foreignThings(const Value& document) {
    std::set<std::string> things;
    for (const Value& section : document.find("sections")->items()) {
        if (const std::string id = section.stringAt("section_id").value_or(""); id.starts_with("f0ffee00"))
            things.insert(id + ": " + section.stringAt("title").value_or(""));
    }
    for (const Value& insight : document.find("insights")->items()) {
        if (const std::string id = insight.stringAt("insight_id").value_or(""); id.starts_with("f0ffee00"))
            things.insert(id + ": " + insight.stringAt("summary").value_or(""));
    }
    for (const json::Member& member : document.find("metadata")->members()) {
        if (member.key.starts_with("foreign-"))
            things.insert(member.key + ": " + member.value.text());
    }
    std::string all;
    for (const std::string& thing : things)
        all += thing + '\n';
    return all;
}

bool isForeign(const std::string& id) {
    return id.starts_with("f0ffee00");
}

/// The person's own parts as they are displayed.
std::string ownOrder(const Value& document) {
    std::string text;
    for (const report::Section& section : report::outlineFrom(document).sections) {
        if (isForeign(section.id.text()))
            continue;
        text += section.id.text() + ':';
        for (const InsightId& insight : section.insightIds)
            text += isForeign(insight.text()) ? "" : ' ' + insight.text();
        text += '\n';
    }
    return text;
}

/// How the documents differ, but for times, and for places of foreign parts among the own ones: what they
/// stood behind may have been gone for a while.
std::string difference(const Value& a, const Value& b) {
    std::string text;
    for (const diff::Change& change : report::outlineDifference(a, b)) {
        if (change.kind == diff::ChangeKind::moved)
            continue;
        text += std::string(diff::changeKindWord(change.kind)) + ' ' + change.what + ' ' + change.id;
        for (const diff::FieldChange& field : change.fields)
            text += ' ' + field.name;
        text += '\n';
    }
    if (ownOrder(a) != ownOrder(b))
        text += "order: " + ownOrder(a) + "and: " + ownOrder(b);
    return text;
}

} // namespace

class TestWorkingCopyRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::printf("seed %u\n", firstSeed()); }
    void splicesAreExact();
    void undoIsTheReverse();
    void nothingForeignIsLost();
};

void TestWorkingCopyRandom::splicesAreExact() {
    const unsigned rounds = cases(2000, 100'000);
    for (unsigned round = 0; round < rounds; ++round) {
        RandomEdits random(firstSeed() + round);
        std::string before;
        for (std::size_t lines = random.below(200); lines > 0; --lines)
            before += random.text() + (random.oneIn(2) ? "\n" : "");
        std::string after = before;
        for (std::size_t changes = random.below(5); changes > 0; --changes) {
            const std::size_t at = random.below(after.size() + 1);
            const std::size_t length = random.below(after.size() - at + 1);
            after.replace(at, random.oneIn(2) ? length : length % 7, random.oneIn(2) ? random.text() : "");
        }
        const report::Splices splices = report::splicesBetween(before, after);
        QVERIFY2(report::spliced(before, splices) == after, std::to_string(round).c_str());
        QVERIFY2(report::unspliced(after, splices) == before, std::to_string(round).c_str());
        QCOMPARE(splices.empty(), before == after);
    }
}

void TestWorkingCopyRandom::undoIsTheReverse() {
    const unsigned rounds = cases(400, 100'000);
    for (unsigned round = 0; round < rounds; ++round) {
        RandomEdits random(firstSeed() + round);
        const std::string where = "case " + std::to_string(round);
        const std::string text = random.text(random.outline());
        WorkingCopy copy = WorkingCopy::open(text).value();
        std::vector<std::string> states{text};
        for (std::size_t step = 1 + random.below(8); step > 0; --step) {
            const Value edits = random.edits(copy.document());
            const auto done =
                copy.apply(edits, Timestamp{1'700'000'000'000'000 + static_cast<std::int64_t>(step)});
            QVERIFY2(done, where.c_str());
            QVERIFY2(parsed(copy.bytes()) == copy.document(), where.c_str());
            const auto problems = report::blockingProblems(copy.document());
            QVERIFY2(problems.empty(),
                     (where + ": " + (problems.empty() ? "" : describe(problems.front()))).c_str());
            if (copy.bytes() != states.back())
                states.push_back(copy.bytes());
        }
        QCOMPARE(copy.undoSteps(), states.size() - 1);
        for (std::size_t at = states.size() - 1; at-- > 0;) {
            QVERIFY2(copy.undo(), where.c_str());
            QVERIFY2(copy.bytes() == states[at], where.c_str());
        }
        QVERIFY2(!copy.isModified() && !copy.canUndo(), where.c_str());
        for (std::size_t at = 1; at < states.size(); ++at) {
            QVERIFY2(copy.redo(), where.c_str());
            QVERIFY2(copy.bytes() == states[at], where.c_str());
        }
        QVERIFY2(!copy.canRedo(), where.c_str());
    }
}

namespace {

/// One person and one other program at the same report.
class Session {
public:
    explicit Session(unsigned seed)
        : m_random(seed)
        , m_copy(WorkingCopy::open(m_random.text(m_random.outline())).value())
        , m_disk(m_copy.saved())
        , m_foreignOnly(parsed(m_disk)) {}

    /// What is wrong after it; empty if nothing.
    std::string step() {
        std::string wrong;
        switch (m_random.below(7)) {
        case 0:
            wrong = otherProgramWrites();
            break;
        case 1:
            wrong = m_random.oneIn(2) ? save() : "";
            break;
        case 2:
        case 3:
            if (m_copy.canUndo() && !m_copy.undo())
                return "undo fails";
            break;
        case 4:
            if (m_copy.canRedo() && !m_copy.redo())
                return "redo fails";
            break;
        default:
            if (!m_copy.apply(m_random.edits(m_copy.document()), now()))
                return "an edit fails";
        }
        return wrong.empty() ? judge() : wrong;
    }

    /// Undoes all; the disk's content must come of it where only others wrote to it.
    std::string undoAll() {
        while (m_copy.canUndo()) {
            if (!m_copy.undo())
                return "undo fails";
            if (std::string wrong = judge(); !wrong.empty())
                return wrong;
        }
        if (!m_saves)
            return m_copy.isModified() ? "undoing all does not give what is on disk" : "";
        const std::string left = difference(m_foreignOnly, m_copy.document());
        return left.empty() ? "" : "undoing all leaves: " + left;
    }

    /// Redoes all, and undoes it again: the same texts.
    std::string thereAndBack() {
        std::vector<std::string> texts{m_copy.bytes()};
        while (m_copy.canRedo()) {
            if (!m_copy.redo())
                return "redo fails";
            texts.push_back(m_copy.bytes());
        }
        for (; m_copy.canUndo(); texts.pop_back()) {
            if (texts.empty() || m_copy.bytes() != texts.back())
                return "undo does not come back the way that redo went";
            if (!m_copy.undo())
                return "undo fails";
        }
        return texts.size() == 1 && m_copy.bytes() == texts.back() ? "" : "redo and undo differ in number";
    }

private:
    Timestamp now() { return {1'700'000'000'000'000 + 1'000'000 * ++m_time}; }

    std::string stamped(Value document) {
        document.set("updated_at", Value::string(isoText(now())));
        document.set("outline_version", Value::integer(++m_version));
        return json::bytesOf(document);
    }

    std::string otherProgramWrites() {
        Value document = parsed(m_disk);
        const Value edits = m_random.foreignEdits(document);
        const Timestamp moment = now();
        if (!report::applyEdits(document, edits, moment) || !report::applyEdits(m_foreignOnly, edits, moment))
            return "the test's own foreign edit fails";
        m_disk = stamped(std::move(document));
        const auto merged = report::mergeOutlines(m_copy.saved(), m_copy.bytes(), m_disk);
        if (!merged)
            return "merging fails: " + describe(merged.error());
        if (!merged->conflicts.empty())
            return "a conflict: " + merged->conflicts.front().key();
        return m_copy.rebase(m_disk, merged->bytes) ? "" : "rebase fails";
    }

    std::string save() {
        const std::string written = m_copy.bytes();
        if (written == m_copy.saved())
            return {};
        if (m_random.oneIn(3) && !m_copy.apply(m_random.edits(m_copy.document()), now()))
            return "an edit fails";
        m_saves = true;
        m_disk = stamped(parsed(written));
        return m_copy.noteSaved(written, m_disk) ? "" : "noteSaved fails";
    }

    std::string judge() {
        const Value now = parsed(m_copy.bytes());
        if (now != m_copy.document())
            return "the document is not what the bytes say";
        if (const std::string id = doubledId(now); !id.empty())
            return "doubled: " + id;
        if (foreignThings(now) != foreignThings(m_foreignOnly))
            return "foreign things:\n" + foreignThings(now) + "instead of\n" + foreignThings(m_foreignOnly);
        const auto problems = report::blockingProblems(now);
        return problems.empty() ? "" : report::describe(problems.front());
    }

    RandomEdits m_random;
    WorkingCopy m_copy;
    std::string m_disk;
    Value m_foreignOnly; ///< as if the person had done nothing
    bool m_saves = false;
    std::int64_t m_time = 0;
    std::int64_t m_version = 100;
};

} // namespace

void TestWorkingCopyRandom::nothingForeignIsLost() {
    const unsigned rounds = cases(80, 100'000);
    for (unsigned round = 0; round < rounds; ++round) {
        Session session(firstSeed() + round);
        const std::string where = "case " + std::to_string(round) + ": ";
        for (int step = 0; step < 14; ++step) {
            const std::string wrong = session.step();
            QVERIFY2(wrong.empty(), (where + wrong).c_str());
        }
        std::string wrong = session.undoAll();
        QVERIFY2(wrong.empty(), (where + wrong).c_str());
        wrong = session.thereAndBack();
        QVERIFY2(wrong.empty(), (where + wrong).c_str());
    }
}

QTEST_APPLESS_MAIN(TestWorkingCopyRandom)
#include "tst_working_copy_random.moc"
