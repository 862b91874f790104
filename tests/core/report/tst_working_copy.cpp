// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/working_copy.h"
#include "tests/core/report/working_copies.h"

using namespace stemma;
using json::Value;
using report::WorkingCopy;
using namespace working_copies;
using edit_lists::list;
using edit_lists::moment;

class TestWorkingCopy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beginsClean();
    void refusesWhatIsNoOutline();
    void undoesAndRedoesExactly();
    void anEditThatChangesNothingIsNoStep();
    void aFailedEditLeavesEverything();
    void takesValuesAsTheyAreTyped();
    void typingIsOneStep();
    void aBurstThatComesBackIsNone();
    void namesItsSteps();
    void keepsToItsMemory();
    void replacingTheTextIsAStep();
};

void TestWorkingCopy::beginsClean() {
    const WorkingCopy copy = opened();
    QVERIFY(!copy.isModified() && !copy.canUndo() && !copy.canRedo());
    QCOMPARE(copy.bytes(), json::pythonText(texts::sample()));
    QCOMPARE(copy.savedSha256(), sha256(copy.bytes()));
    QCOMPARE(copy.undoLabel(), report::EditLabel());
}

void TestWorkingCopy::refusesWhatIsNoOutline() {
    for (const char* bytes : {"", "[]", "{", "\xEF\xBB\xBF{}"}) {
        const auto copy = WorkingCopy::open(bytes);
        QVERIFY(!copy);
        QCOMPARE(copy.error().code, ErrorCode::damaged);
    }
    WorkingCopy copy = opened();
    QCOMPARE(copy.undo().error().code, ErrorCode::usage);
    QCOMPARE(copy.redo().error().code, ErrorCode::usage);
}

void TestWorkingCopy::undoesAndRedoesExactly() {
    WorkingCopy copy = opened();
    std::vector<std::string> states{copy.bytes()};
    for (const char* edits :
         {"[{'op':'set-title','title':'Other'}]", "[{'op':'move-section','section_id':'$S2','at':0}]",
          "[{'op':'delete-section','section_id':'$S1','insights':'delete'}]",
          "[{'op':'join-insights','insight_id':'$I3','other_id':'$I4'}]"}) {
        QVERIFY(change(copy, edits));
        states.push_back(copy.bytes());
    }
    QCOMPARE(copy.undoSteps(), std::size_t{4});
    for (std::size_t at = states.size() - 1; at-- > 0;) {
        QVERIFY(copy.undo()->kept.empty());
        QCOMPARE(copy.bytes(), states[at]);
    }
    QVERIFY(!copy.isModified() && !copy.canUndo());
    for (std::size_t at = 1; at < states.size(); ++at) {
        QVERIFY(copy.redo());
        QCOMPARE(copy.bytes(), states[at]);
    }
    QVERIFY(!copy.canRedo());
}

void TestWorkingCopy::anEditThatChangesNothingIsNoStep() {
    WorkingCopy copy = opened();
    for (const char* edits :
         {"[]", "[{'op':'set-title','title':'Harbour traffic'}]",
          "[{'op':'tag','add':['sea'],'remove':['x']}]", "[{'op':'move-section','section_id':'$S1','at':0}]",
          "[{'op':'set-status','status':null}]",
          "[{'op':'move-insight','insight_id':'$I2','section_id':'$S1'}]",
          "[{'op':'edit-citation','insight_id':'$I1','at':0,'fields':{'execution_id':'exec-1'}}]",
          "[{'op':'move-citation','insight_id':'$I1','at':0,'to':0}]",
          "[{'op':'edit-section','section_id':'$S1','fields':{'notes':null}}]"}) {
        QVERIFY2(change(copy, edits), edits);
        QVERIFY2(!copy.canUndo() && !copy.isModified(), edits);
    }
}

void TestWorkingCopy::aFailedEditLeavesEverything() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "Other"));
    const std::string before = copy.bytes();
    const auto done = copy.apply(
        list("[{'op':'set-title','title':'Lost'},{'op':'delete-insight','insight_id':'no'}]"), moment);
    QCOMPARE(done.error().code, ErrorCode::usage);
    QCOMPARE(copy.bytes(), before);
    QCOMPARE(json::bytesOf(copy.document()), before);
    QCOMPARE(copy.undoSteps(), std::size_t{1});
}

void TestWorkingCopy::takesValuesAsTheyAreTyped() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, ""));
    QVERIFY(
        change(copy, "[{'op':'edit-insight','insight_id':'$I1','fields':{'importance':99,'summary':''}}]"));
    QVERIFY(change(copy, "[{'op':'add-insight','section_id':'$S1','insight':{'summary':''}}]"));
    QCOMPARE(copy.undoSteps(), std::size_t{3});
    QVERIFY(!change(copy, "[{'op':'edit-insight','insight_id':'$I1','fields':{'colour':1}}]"));
}

void TestWorkingCopy::typingIsOneStep() {
    WorkingCopy copy = opened();
    for (const char* title : {"a", "ab", "abc"})
        QVERIFY(setTitle(copy, title, "title"));
    QCOMPARE(copy.undoSteps(), std::size_t{1});
    QVERIFY(setTitle(copy, "abcd", "another field"));
    copy.endBurst();
    QVERIFY(setTitle(copy, "abcde", "another field"));
    QCOMPARE(copy.undoSteps(), std::size_t{3});
    QVERIFY(copy.undo());
    QCOMPARE(titleOf(copy), std::string("abcd"));
    QVERIFY(setTitle(copy, "x", "another field"));
    QCOMPARE(copy.undoSteps(), std::size_t{3});
    QVERIFY(copy.undo() && copy.undo());
    QCOMPARE(titleOf(copy), std::string("abc"));
    QVERIFY(copy.undo());
    QVERIFY(!copy.isModified());
}

void TestWorkingCopy::aBurstThatComesBackIsNone() {
    WorkingCopy copy = opened();
    for (const char* text : {"Text of section 1x", "Text of section 1"})
        QVERIFY(change(copy,
                       std::string("[{'op':'edit-section','section_id':'$S1','fields':{'content':'") + text +
                           "'}}]",
                       "content"));
    QVERIFY(!copy.isModified() && !copy.canUndo());
    QCOMPARE(json::bytesOf(copy.document()), copy.bytes());
}

void TestWorkingCopy::namesItsSteps() {
    const WorkingCopy copy = opened();
    const auto label = [&](const char* edits) { return report::labelOf(copy.document(), list(edits)); };
    using report::EditLabel;
    QCOMPARE(label("[{'op':'move-insight','insight_id':'$I1','section_id':'$S2'}]"),
             (EditLabel{"move-insight", "Insight 1 über Öl", "Section 2", 1}));
    QCOMPARE(label("[{'op':'edit-section','section_id':'$S1','fields':{'notes':'x'}}]"),
             (EditLabel{"edit-section", "Section 1", "notes", 1}));
    QCOMPARE(label("[{'op':'set-title','title':'New'}]"), (EditLabel{"set-title", "Harbour traffic", "", 1}));
    QCOMPARE(label("[{'op':'delete-insight','insight_id':'$I3'},{'op':'delete-insight','insight_id':'$I4'}]"),
             (EditLabel{"delete-insight", "Insight 3 über Öl", "", 2}));
    QCOMPARE(label("[{'op':'join-insights','insight_id':'$I1','other_id':'$I2'}]").other,
             std::string("Insight 2 über Öl"));
    QCOMPARE(label("[{'op':'tag','add':['a'],'remove':['b']}]").other, std::string("a, b"));
    const std::string shown =
        label(("[{'op':'add-section','section':{'title':'" + std::string(200, 'y') + "'}}]").c_str()).title;
    QCOMPARE(shown, std::string(60, 'y') + "…");
}

void TestWorkingCopy::keepsToItsMemory() {
    constexpr std::size_t bound = 20'000;
    auto copy = WorkingCopy::open(json::pythonText(texts::sample()), bound);
    QVERIFY(copy);
    std::vector<std::string> states;
    for (int step = 0; step < 60; ++step) {
        states.push_back(copy->bytes());
        QVERIFY(change(*copy, "[{'op':'edit-section','section_id':'$S1','fields':{'content':'" +
                                  std::string(900, static_cast<char>('a' + step % 26)) + "'}}]"));
        QVERIFY(copy->undoMemory() <= bound);
    }
    QVERIFY(copy->undoSteps() > 5 && copy->undoSteps() < 30);
    while (copy->canUndo()) {
        QVERIFY(copy->undo());
        QCOMPARE(copy->bytes(), states.back());
        states.pop_back();
        QVERIFY(copy->undoMemory() <= bound);
    }
    QVERIFY(change(*copy, "[{'op':'edit-section','section_id':'$S1','fields':{'content':'" +
                              std::string(2 * bound, 'z') + "'}}]"));
    QCOMPARE(copy->undoSteps(), std::size_t{1}); // the last one stays, however large
}

void TestWorkingCopy::replacingTheTextIsAStep() {
    WorkingCopy copy = opened();
    const std::string before = copy.bytes();
    QVERIFY(!copy.replace("[1]", {"replace", "", "", 1}));
    QCOMPARE(copy.bytes(), before);
    QVERIFY(copy.replace(stamped(before, 7), {"take-draft", "x", "", 1}));
    QCOMPARE(copy.undoLabel().op, std::string("take-draft"));
    QVERIFY(copy.undo());
    QCOMPARE(copy.bytes(), before);
}

QTEST_APPLESS_MAIN(TestWorkingCopy)
#include "tst_working_copy.moc"
