// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/working_copy.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;
using report::WorkingCopy;

namespace {

const Timestamp moment = *parseIso("2026-01-02T03:04:05.000006+00:00");

WorkingCopy opened() {
    auto copy = WorkingCopy::open(json::pythonText(texts::sample()));
    if (!copy)
        qFatal("the sample can't be opened");
    return *copy;
}

Value list(std::string edits) {
    std::replace(edits.begin(), edits.end(), '\'', '"');
    for (int number = 1; number <= 4; ++number) {
        for (const auto& [name, id] :
             {std::pair{"$I", texts::insightId(number)}, {"$S", texts::sectionId(number)}}) {
            const std::string key = name + std::to_string(number);
            for (auto at = edits.find(key); at != std::string::npos; at = edits.find(key))
                edits.replace(at, key.size(), id);
        }
    }
    auto parsed = json::parse(edits);
    if (!parsed)
        qFatal("the test's own JSON is off: %s", edits.c_str());
    return *parsed;
}

bool change(WorkingCopy& copy, const std::string& edits, const std::string& burst = {}) {
    return copy.apply(list(edits), moment, burst).has_value();
}

bool setTitle(WorkingCopy& copy, const std::string& title, const std::string& burst = {}) {
    return change(copy, "[{'op':'set-title','title':'" + title + "'}]", burst);
}

std::string titleOf(const WorkingCopy& copy) {
    return copy.document().stringAt("title").value_or("");
}

/// The bytes as another program leaves them after these edits.
std::string changedOnDisk(const std::string& bytes, const std::string& edits, int version = 9) {
    Value document = json::parse(bytes).value();
    if (!report::applyEdits(document, list(edits), Timestamp{moment.micros + 5'000'000}))
        qFatal("the foreign edit does not fit");
    document.set("updated_at", Value::string(isoText({moment.micros + 5'000'000})));
    document.set("outline_version", Value::integer(version));
    return json::bytesOf(document);
}

std::string stamped(const std::string& bytes, int version) {
    return changedOnDisk(bytes, "[]", version);
}

/// As the window does it when the disk changed.
bool rebase(WorkingCopy& copy, const std::string& disk,
            const std::vector<report::Resolution>& resolutions = {}) {
    const auto merged =
        report::mergeOutlines(copy.saved(), copy.bytes(), disk, report::Prefer::ours, resolutions);
    return merged && copy.rebase(disk, merged->bytes);
}

} // namespace

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
    void isCleanAgainAfterUndoToTheSavedState();
    void undoesOverASave();
    void editsDuringASaveStayUnsaved();
    void whatASaveBroughtIsNotOverwrittenUnseen();
    void takesInWhatOthersWrote();
    void keepsWhatOthersChangedWhenUndoing();
    void redoesOverWhatOthersWrote();
    void undoGivesWhatTheDiskHas();
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

void TestWorkingCopy::isCleanAgainAfterUndoToTheSavedState() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "Saved"));
    const std::string written = copy.bytes();
    QVERIFY(copy.noteSaved(written, stamped(written, 4)));
    QVERIFY(!copy.isModified());
    QVERIFY(copy.canUndo());
    QVERIFY(setTitle(copy, "Later"));
    QVERIFY(copy.isModified());
    QVERIFY(copy.undo());
    QVERIFY(!copy.isModified());
    QCOMPARE(copy.savedSha256(), sha256(stamped(written, 4)));
}

void TestWorkingCopy::undoesOverASave() {
    WorkingCopy copy = opened();
    const std::string first = copy.bytes();
    QVERIFY(setTitle(copy, "One"));
    QVERIFY(setTitle(copy, "Two"));
    const std::string written = copy.bytes();
    QVERIFY(copy.noteSaved(written, stamped(written, 4)));
    QVERIFY(copy.undo());
    QCOMPARE(titleOf(copy), std::string("One"));
    QVERIFY(copy.isModified());
    QVERIFY(copy.undo());
    QCOMPARE(copy.bytes(), stamped(first, 4)); // the stamps are the disk's
    QVERIFY(copy.redo() && copy.redo());
    QVERIFY(!copy.isModified());
    QCOMPARE(copy.bytes(), stamped(written, 4));
}

void TestWorkingCopy::editsDuringASaveStayUnsaved() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "One"));
    const std::string written = copy.bytes();
    QVERIFY(setTitle(copy, "Two"));
    QVERIFY(copy.noteSaved(written, stamped(written, 4)));
    QVERIFY(copy.isModified());
    QCOMPARE(titleOf(copy), std::string("Two"));
    QVERIFY(copy.undo());
    QVERIFY(!copy.isModified());
    QVERIFY(copy.redo());
    QCOMPARE(titleOf(copy), std::string("Two"));
    // The save found another program's change and merged it.
    const std::string again = copy.bytes();
    QVERIFY(setTitle(copy, "Three"));
    QVERIFY(copy.noteSaved(again, changedOnDisk(again, "[{'op':'tag','add':['theirs'],'remove':[]}]")));
    QCOMPARE(titleOf(copy), std::string("Three"));
    QVERIFY(copy.bytes().find("theirs") != std::string::npos);
    QVERIFY(copy.undo());
    QVERIFY(!copy.isModified());
}

void TestWorkingCopy::whatASaveBroughtIsNotOverwrittenUnseen() {
    const auto summary = [](const std::string& text) {
        return "[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'" + text + "'}}]";
    };
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "One"));
    const std::string written = copy.bytes();
    const std::string disk = changedOnDisk(written, summary("theirs")); // as the save merged it
    QVERIFY(change(copy, summary("mine")));                             // while it ran
    const std::string mine = copy.bytes();
    QVERIFY(copy.noteSaved(written, disk));
    QCOMPARE(copy.bytes(), mine);
    QVERIFY(copy.isModified());
    const auto merged = report::mergeOutlines(copy.saved(), copy.bytes(), disk);
    QVERIFY(merged);
    QCOMPARE(merged->conflicts.size(), std::size_t{1});
    QCOMPARE(merged->conflicts[0].field, std::string("summary"));
    QVERIFY(rebase(copy, disk, {{merged->conflicts[0].key(), report::Choice::theirs, {}}}));
    QCOMPARE(copy.bytes(), disk);
    QVERIFY(copy.undo());
    QVERIFY(copy.undo());
    QVERIFY(copy.bytes().find("theirs") != std::string::npos);
}

void TestWorkingCopy::takesInWhatOthersWrote() {
    WorkingCopy copy = opened();
    QVERIFY(change(copy, "[{'op':'edit-insight','insight_id':'$I1','fields':{'summary':'mine'}}]"));
    const std::string disk = changedOnDisk(
        copy.saved(), "[{'op':'edit-insight','insight_id':'$I3','fields':{'summary':'theirs'}}]");
    QVERIFY(rebase(copy, disk));
    QCOMPARE(copy.saved(), disk);
    QVERIFY(copy.isModified() && copy.undoSteps() == 1);
    QVERIFY(copy.bytes().find("mine") != std::string::npos);
    QVERIFY(copy.bytes().find("theirs") != std::string::npos);
    const std::string both = copy.bytes();
    QVERIFY(copy.undo()->kept.empty());
    QCOMPARE(copy.bytes(), disk);
    QVERIFY(!copy.isModified());
    QVERIFY(copy.redo());
    QCOMPARE(copy.bytes(), both);
}

void TestWorkingCopy::keepsWhatOthersChangedWhenUndoing() {
    WorkingCopy copy = opened();
    QVERIFY(change(copy, "[{'op':'edit-insight','insight_id':'$I1','fields':{'importance':2}}]"));
    const std::string written = copy.bytes();
    QVERIFY(copy.noteSaved(written, stamped(written, 4)));
    QVERIFY(
        rebase(copy, changedOnDisk(copy.saved(),
                                   "[{'op':'edit-insight','insight_id':'$I1','fields':{'importance':8}}]")));
    const auto step = copy.undo();
    QVERIFY(step);
    QCOMPARE(step->kept.size(), std::size_t{1});
    QCOMPARE(step->kept.front().field, std::string("importance"));
    QCOMPARE(copy.document().find("insights")->items()[0].find("importance")->asInteger(),
             std::optional<std::int64_t>(8));
}

void TestWorkingCopy::redoesOverWhatOthersWrote() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "One"));
    QVERIFY(setTitle(copy, "Two"));
    QVERIFY(copy.undo() && copy.undo());
    for (const char* tag : {"theirs", "again"})
        QVERIFY(rebase(copy, changedOnDisk(copy.saved(),
                                           std::string("[{'op':'tag','add':['") + tag + "'],'remove':[]}]")));
    QVERIFY(!copy.isModified());
    for (const char* title : {"One", "Two"}) {
        QVERIFY(copy.redo());
        QCOMPARE(titleOf(copy), std::string(title));
        QVERIFY(copy.bytes().find("theirs") != std::string::npos);
        QVERIFY(copy.bytes().find("again") != std::string::npos);
    }
    QVERIFY(!copy.canRedo());
    QVERIFY(copy.undo() && copy.undo());
    QVERIFY(!copy.isModified());
}

/// Also where a person decided for the own side.
void TestWorkingCopy::undoGivesWhatTheDiskHas() {
    WorkingCopy copy = opened();
    QVERIFY(setTitle(copy, "Mine"));
    QVERIFY(change(copy, "[{'op':'tag','add':['mine'],'remove':[]}]"));
    const std::string disk = changedOnDisk(copy.saved(), "[{'op':'set-title','title':'Theirs'}]");
    QVERIFY(rebase(copy, disk));
    QCOMPARE(titleOf(copy), std::string("Mine"));
    const std::string decided = copy.bytes();
    QVERIFY(copy.undo() && copy.undo());
    QCOMPARE(titleOf(copy), std::string("Theirs"));
    QVERIFY(!copy.isModified());
    QVERIFY(copy.redo() && copy.redo());
    QCOMPARE(copy.bytes(), decided);
    QVERIFY(!copy.canRedo());
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
