// SPDX-License-Identifier: MIT
// A working copy while it is saved, and while others write to the report.
#include <QTest>

#include "core/base/sha256.h"
#include "core/report/outline_merge.h"
#include "core/report/working_copy.h"
#include "tests/core/report/working_copies.h"

using namespace stemma;
using report::WorkingCopy;
using namespace working_copies;

namespace {

/// As the window does it when the disk changed.
bool rebase(WorkingCopy& copy, const std::string& disk,
            const std::vector<report::Resolution>& resolutions = {}) {
    const auto merged =
        report::mergeOutlines(copy.saved(), copy.bytes(), disk, report::Prefer::ours, resolutions);
    return merged && copy.rebase(disk, merged->bytes);
}

} // namespace

class TestWorkingCopySaves : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isCleanAgainAfterUndoToTheSavedState();
    void undoesOverASave();
    void editsDuringASaveStayUnsaved();
    void whatASaveBroughtIsNotOverwrittenUnseen();
    void takesInWhatOthersWrote();
    void keepsWhatOthersChangedWhenUndoing();
    void redoesOverWhatOthersWrote();
    void undoGivesWhatTheDiskHas();
};

void TestWorkingCopySaves::isCleanAgainAfterUndoToTheSavedState() {
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

void TestWorkingCopySaves::undoesOverASave() {
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

void TestWorkingCopySaves::editsDuringASaveStayUnsaved() {
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

void TestWorkingCopySaves::whatASaveBroughtIsNotOverwrittenUnseen() {
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

void TestWorkingCopySaves::takesInWhatOthersWrote() {
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

void TestWorkingCopySaves::keepsWhatOthersChangedWhenUndoing() {
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

void TestWorkingCopySaves::redoesOverWhatOthersWrote() {
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
void TestWorkingCopySaves::undoGivesWhatTheDiskHas() {
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

QTEST_APPLESS_MAIN(TestWorkingCopySaves)
#include "tst_working_copy_saves.moc"
