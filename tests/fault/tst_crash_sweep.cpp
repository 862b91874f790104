// SPDX-License-Identifier: MIT
// Every unit of the journal, cut off by a power cut and by a kill at every change that it makes to the disk;
// and recovery itself, three times in a row. The oracle: byte by byte the state that was promised, or the
// next one.
#include <cstdio>

#include <QTest>

#include "tests/support/proof.h"
#include "unit_cases.h"

using namespace stemma;
using namespace stemma::test;

class TestCrashSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void save();
    void saveWhereOrderIsKept();
    void saveWithoutLinks();
    void firstSave();
    void twoSavesInARow();
    void savesWhereCommitsAreInOrder();
    void otherUnitsWhereCommitsAreInOrder();
    void createDirectory();
    void moveDirectory();
};

namespace {

void explore(CrashCase crashCase, const char* what, std::uint64_t atLeastMoments) {
    CrashExplorer explorer(std::move(crashCase), CrashBounds::fromEnvironment(CrashBounds{}));
    const std::string wrong = explorer.run();
    if (!wrong.empty())
        std::fputs((wrong + '\n').c_str(), stderr); // a failure's own text is cut
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(explorer.moments() >= atLeastMoments);
    qInfo("%llu moments, %llu outcomes, %llu different states",
          static_cast<unsigned long long>(explorer.moments()),
          static_cast<unsigned long long>(explorer.outcomes()),
          static_cast<unsigned long long>(explorer.states()));
    stemma::tests::proved("P1 P2 P3 P6 P7 P15", std::string("crashes in memory: ") + what, explorer.states());
}

} // namespace

void TestCrashSweep::save() {
    explore(caseOf({saving(2)}), "a save, its recovery, and the recovery of that", 20);
}

void TestCrashSweep::saveWhereOrderIsKept() {
    CrashCase save = caseOf({saving(2)});
    save.plant = [](CrashDisk& disk) {
        plantReport(disk);
        io::FileSystemTraits traits{"ext4"};
        traits.keepsOrder = true;
        disk.setTraits(traits);
    };
    explore(save, "a save where the file system keeps the order of names", 20);
}

void TestCrashSweep::saveWithoutLinks() {
    CrashCase save = caseOf({saving(2)});
    save.plant = [](CrashDisk& disk) {
        plantReport(disk);
        disk.forbidLinks();
    };
    explore(save, "a save without hard links", 20);
}

void TestCrashSweep::firstSave() {
    CrashCase save = caseOf({saving(1)});
    save.plant = [](CrashDisk& disk) { disk.plantDirectory(sweptPath); };
    explore(save, "a first save", 20);
}

void TestCrashSweep::twoSavesInARow() {
    explore(caseOf({saving(2), saving(3)}), "two saves in a row", 40);
}

void TestCrashSweep::savesWhereCommitsAreInOrder() {
    explore(inOrder(caseOf({saving(2)})), "a save that its log commits", 15);
    explore(inOrder(caseOf({saving(2), saving(3)})), "two saves that their log commits", 30);
}

void TestCrashSweep::otherUnitsWhereCommitsAreInOrder() {
    CrashCase first = caseOf({saving(1), saving(2)});
    first.plant = [](CrashDisk& disk) { disk.plantDirectory(sweptPath); };
    explore(inOrder(first), "a first save and another, in order", 30);
    explore(inOrder(caseOf({saving(2), [](UnitProgram& program) { return wrongOf(program.trash()); }})),
            "a save and a move, in order", 30);
}

void TestCrashSweep::createDirectory() {
    explore(caseOf({[](UnitProgram& program) { return wrongOf(program.create("new")); }}), "a new report",
            10);
}

void TestCrashSweep::moveDirectory() {
    explore(caseOf({[](UnitProgram& program) { return wrongOf(program.trash()); }}), "a move", 15);
}

QTEST_GUILESS_MAIN(TestCrashSweep)
#include "tst_crash_sweep.moc"
