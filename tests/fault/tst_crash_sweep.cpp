// SPDX-License-Identifier: MIT
// Every unit of the journal, cut off by a power cut and by a kill at every change that it makes to the disk;
// and recovery itself, three times in a row. The oracle: byte by byte the state that was promised, or the
// next one.
#include <QTest>

#include "tests/support/crash_explorer.h"
#include "tests/support/proof.h"
#include "unit_program.h"

using namespace stemma;
using namespace stemma::test;

namespace {

const std::string firstBackup = "outline.json.20240102T030405_000006.bak";

void plantReport(CrashDisk& disk) {
    disk.plant(sweptPath + "/outline.json", sweptOutline(1));
    disk.plant(sweptPath + "/backups/" + firstBackup, sweptOutline(0));
    disk.plant(sweptPath + "/audit.jsonl",
               sweptEvent("11111111-1111-4111-8111-111111111111", firstBackup, sha256(sweptOutline(1))) +
                   "\n");
}

Recovery recoverUnits(CrashDisk& disk) {
    UnitProgram program(disk);
    const auto recovered = program.recover();
    if (!recovered)
        return {"recovery failed: " + describe(recovered.error()), 0};
    for (const auto& step : recovered->steps) {
        if (step.needsPerson)
            return {"recovery asks a person: " + step.message, 0};
    }
    return {{}, recovered->steps.size()};
}

/// The acts of a program, one after the other. Each makes its promise when it is committed.
using Act = std::function<std::string(UnitProgram&)>;
CrashCase caseOf(std::vector<Act> acts) {
    CrashCase made;
    made.plant = plantReport;
    made.run = [acts = std::move(acts)](CrashDisk& disk, const CrashCase::Steps& steps) -> std::string {
        for (const Act& act : acts) {
            bool promised = false;
            UnitProgram program(disk, [&] {
                promised = true;
                steps.promised();
            });
            if (std::string wrong = act(program); !wrong.empty())
                return wrong;
            if (!promised)
                steps.promised();
            steps.settled();
        }
        return {};
    };
    made.recover = recoverUnits;
    return made;
}

template <class T>
std::string wrongOf(const Result<T>& result) {
    return result ? std::string() : describe(result.error());
}

Act saving(int n) {
    return [n](UnitProgram& program) { return wrongOf(program.save(n)); };
}

} // namespace

class TestCrashSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void save();
    void saveWhereOrderIsKept();
    void saveWithoutLinks();
    void firstSave();
    void twoSavesInARow();
    void createDirectory();
    void moveDirectory();
};

namespace {

void explore(CrashCase crashCase, const char* what, std::uint64_t atLeastMoments) {
    CrashExplorer explorer(std::move(crashCase), CrashBounds::usual());
    const std::string wrong = explorer.run();
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(explorer.moments() >= atLeastMoments);
    qInfo("%llu moments, %llu outcomes, %llu different states",
          static_cast<unsigned long long>(explorer.moments()),
          static_cast<unsigned long long>(explorer.outcomes()),
          static_cast<unsigned long long>(explorer.states()));
    ::tests::proved("P1 P2 P3 P6 P7 P15", std::string("crashes in memory: ") + what, explorer.states());
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

void TestCrashSweep::createDirectory() {
    explore(caseOf({[](UnitProgram& program) { return wrongOf(program.create("new")); }}), "a new report",
            10);
}

void TestCrashSweep::moveDirectory() {
    explore(caseOf({[](UnitProgram& program) { return wrongOf(program.trash()); }}), "a move", 15);
}

QTEST_GUILESS_MAIN(TestCrashSweep)
#include "tst_crash_sweep.moc"
