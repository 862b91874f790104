// SPDX-License-Identifier: MIT
// Whether the sweeps can fail: programs that leave out a sync, or do things in the wrong order, must be
// caught. And what a failed sync does not excuse.
#include <algorithm>
#include <cerrno>
#include <set>

#include <QTest>

#include "core/io/atomic_write.h"
#include "tests/support/proof.h"
#include "unit_cases.h"

using namespace stemma;
using namespace stemma::test;
using io::Durability;
using io::OpenMode;

namespace {

std::string exploreSave(const std::function<void(CrashDisk&)>& spoil, CrashCase save = caseOf({saving(2)})) {
    const auto run = save.run;
    save.run = [run, spoil](CrashDisk& disk, const CrashCase::Steps& steps) {
        spoil(disk);
        return run(disk, steps);
    };
    return CrashExplorer(save, CrashBounds{20, 3, {}}).run();
}

/// The syncs of a save, by their number, whose lack is noticed.
std::vector<std::uint64_t> neededSyncs(const CrashCase& save) {
    std::vector<std::uint64_t> caught;
    std::uint64_t nth = 0;
    for (bool more = true; more;) {
        ++nth;
        const std::string wrong = exploreSave([nth](CrashDisk& disk) { disk.leaveOutSync(nth); }, save);
        CrashDisk probe;
        save.plant(probe);
        probe.leaveOutSync(nth);
        UnitProgram program(probe);
        if (!program.save(2))
            return {};
        more = probe.syncWasLeftOut();
        if (!wrong.empty())
            caught.push_back(nth);
    }
    return caught;
}

/// What a careless program might do to save a report.
enum class Fault { none, eventFirst, copyUnsynced, outlineUnsynced, folderUnsynced };

class CarelessSave {
public:
    CarelessSave(CrashDisk& disk, Fault fault)
        : m_disk(disk)
        , m_fault(fault)
        , m_folder(io::openDirectory(disk, sweptPath).value())
        , m_backups(io::openDirectory(disk, sweptPath + "/backups").value()) {}

    std::string run(const std::function<void()>& promised) {
        Status done = makeBackup();
        if (done && m_fault == Fault::eventFirst)
            done = addEvent();
        if (done)
            done = replaceOutline();
        promised();
        if (done && m_fault != Fault::eventFirst)
            done = addEvent();
        return done ? "" : describe(done.error());
    }

private:
    Status makeBackup() {
        if (m_fault != Fault::copyUnsynced) {
            const Status linked = m_disk.linkAt(m_folder.get(), "outline.json", m_backups.get(), m_backup);
            return linked ? m_disk.sync(m_backups.get(), Durability::everything) : linked;
        }
        const auto copy = io::openFile(m_disk, m_backups, m_backup, OpenMode::createNew);
        Status done = m_disk.setDefaultMode(copy.value().get(), 0644);
        if (done)
            done = m_disk.write(copy.value().get(), sweptOutline(1));
        return done ? m_disk.sync(m_backups.get(), Durability::everything) : done;
    }
    Status replaceOutline() {
        const std::string temporary = "outline.tmp";
        const auto file = io::openFile(m_disk, m_folder, temporary, OpenMode::createNew);
        Status done = m_disk.write(file.value().get(), sweptOutline(2));
        if (done && m_fault != Fault::outlineUnsynced)
            done = m_disk.sync(file.value().get(), Durability::everything);
        if (done)
            done = m_disk.renameAt(m_folder.get(), temporary, m_folder.get(), "outline.json",
                                   io::RenameMode::replace);
        if (done && m_fault != Fault::folderUnsynced)
            done = m_disk.sync(m_folder.get(), Durability::everything);
        return done;
    }
    Status addEvent() {
        const auto log = io::openFile(m_disk, m_folder, "audit.jsonl", OpenMode::append);
        const Status done = m_disk.write(
            log.value().get(),
            sweptEvent("22222222-2222-4222-8222-222222222222", m_backup, sha256(sweptOutline(2))) + "\n");
        return done ? m_disk.sync(log.value().get(), Durability::data) : done;
    }

    CrashDisk& m_disk;
    const Fault m_fault;
    const io::Open m_folder;
    const io::Open m_backups;
    const std::string m_backup = "outline.json.20240202T030405_000006.bak";
};

/// What the oracle says of the disks that a power cut would leave, before anything is recovered.
std::set<std::string> foundInCareless(Fault fault) {
    CrashDisk disk;
    plantReport(disk);
    CrashOracle oracle;
    oracle.add(disk);
    disk.recordMoments();
    const std::string wrong = CarelessSave(disk, fault).run([&] { disk.mark(); });
    oracle.add(disk);
    std::set<std::string> found{wrong};
    for (const auto& moment : disk.takeMoments()) {
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const auto later = disk.at(moment.image.afterPowerCut(seed));
            found.insert(oracle.wrongBefore(later->files()));
            if (moment.mark == 1 && later->bytesOf(sweptPath + "/outline.json") != sweptOutline(2))
                found.insert("lost");
        }
    }
    found.erase("");
    return found;
}

} // namespace

class TestCrashControls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void savesWithoutSyncsAreCaught();
    void everySyncOfASaveIsNeeded();
    void everySyncOfASaveInOrderIsNeeded();
    void orderThatIsNotKeptIsCaught();
    void carelessSavesAreCaught_data();
    void carelessSavesAreCaught();
    void unsyncedOutlineBecomesADurableBackup();
    void failedSyncThenCrash_data();
    void failedSyncThenCrash();
};

void TestCrashControls::savesWithoutSyncsAreCaught() {
    QCOMPARE(exploreSave([](CrashDisk&) {}), std::string());
    for (const io::NodeType type : {io::NodeType::file, io::NodeType::directory})
        QVERIFY(!exploreSave([type](CrashDisk& disk) { disk.leaveOutSyncs(type); }).empty());
}

/// But for that of the old file, which is durable here, and those that keep removed names from coming back as
/// other files (tst_name_order).
void TestCrashControls::everySyncOfASaveIsNeeded() {
    const std::vector<std::uint64_t> caught = neededSyncs(caseOf({saving(2)}));
    // The new outline, the intent, backups/; the folder at the commit; the log.
    QCOMPARE(caught, (std::vector<std::uint64_t>{1, 2, 3, 5, 6}));
    stemma::tests::proved("P2 P3 P6", "controls: saves without one of their syncs are caught", caught.size());
}

void TestCrashControls::everySyncOfASaveInOrderIsNeeded() {
    const std::vector<std::uint64_t> caught = neededSyncs(inOrder(caseOf({saving(2)})));
    // The new outline, the intent; the log.
    QCOMPARE(caught, (std::vector<std::uint64_t>{1, 2, 4}));
    stemma::tests::proved("P2 P3 P6", "controls: saves in order without one of their syncs are caught",
                          caught.size());
}

/// A disk that only says that it commits in order.
void TestCrashControls::orderThatIsNotKeptIsCaught() {
    CrashCase save = caseOf({saving(2)});
    QCOMPARE(exploreSave([](CrashDisk&) {}, inOrder(save)), std::string());
    save.plant = [](CrashDisk& disk) {
        plantReport(disk);
        disk.setTraits({"ext4", false, false, true, true});
    };
    QVERIFY(!exploreSave([](CrashDisk&) {}, save).empty());
    stemma::tests::proved("P2 P3", "controls: a save in order on a disk that keeps none is caught", 1);
}

void TestCrashControls::carelessSavesAreCaught_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("wrong");
    QTest::newRow("in order") << int(Fault::none) << "";
    QTest::newRow("event before the outline") << int(Fault::eventFirst) << "ahead of its outline";
    QTest::newRow("copied backup not synced") << int(Fault::copyUnsynced) << "not there, or not whole";
    QTest::newRow("outline not synced") << int(Fault::outlineUnsynced) << "ahead of its outline";
    QTest::newRow("folder not synced") << int(Fault::folderUnsynced) << "lost";
}

void TestCrashControls::carelessSavesAreCaught() {
    QFETCH(int, fault);
    QFETCH(QString, wrong);
    const std::set<std::string> found = foundInCareless(static_cast<Fault>(fault));
    if (wrong.isEmpty()) {
        QVERIFY2(found.empty(), found.empty() ? "" : found.begin()->c_str());
        return;
    }
    QVERIFY(std::any_of(found.begin(), found.end(),
                        [&](const std::string& one) { return QString::fromStdString(one).contains(wrong); }));
    stemma::tests::proved("P2 P3 P6 P7", "controls: careless saves are caught", 1);
}

/// Another program wrote the outline in place and synced nothing; it becomes a backup all the same.
void TestCrashControls::unsyncedOutlineBecomesADurableBackup() {
    CrashDisk disk;
    plantReport(disk);
    const std::string foreign = sweptOutline(5);
    {
        const auto folder = io::openDirectory(disk, sweptPath);
        const auto file = io::openFile(disk, folder.value(), "outline.json", OpenMode::readWrite);
        QVERIFY(disk.truncate(file.value().get(), 0));
        QVERIFY(disk.write(file.value().get(), foreign));
    }
    std::string backup;
    {
        UnitProgram program(disk);
        backup = program.save(2).value().backupName;
    }
    std::size_t cuts = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed, ++cuts)
        QCOMPARE(disk.reboot(seed)->bytesOf(sweptPath + "/backups/" + backup), std::optional(foreign));
    stemma::tests::proved("P3 P7", "power cuts after a save over what another program had not synced", cuts);
}

void TestCrashControls::failedSyncThenCrash_data() {
    QTest::addColumn<bool>("inOrder");
    QTest::newRow("names in any order") << false;
    QTest::newRow("committed in order") << true;
}

/// A sync fails, at any place; the program is told and goes on, and the power goes at any later change.
void TestCrashControls::failedSyncThenCrash() {
    QFETCH(bool, inOrder);
    std::uint64_t states = 0;
    for (std::uint64_t nth = 1;; ++nth) {
        bool happened = false;
        CrashCase twice = inOrder ? ::inOrder(caseOf({})) : caseOf({});
        twice.run = [&](CrashDisk& disk, const CrashCase::Steps& steps) -> std::string {
            bool promised = false;
            UnitProgram program(disk, [&] {
                promised = true;
                steps.promised();
            });
            disk.failCall(nth, EIO, CallKind::sync);
            const auto first = program.save(2);
            happened = disk.faultHappened();
            disk.stopFailing();
            if (const auto recovered = program.recover(); !recovered)
                return describe(recovered.error());
            if (!promised && disk.bytesOf(sweptPath + "/outline.json") == sweptOutline(2)) {
                promised = true;
                steps.promised();
            }
            if (promised)
                steps.settled();
            const auto second = program.save(3);
            steps.settled();
            return second ? "" : describe(second.error());
        };
        CrashExplorer explorer(twice, CrashBounds{4, 2, {8}});
        const std::string wrong = explorer.run();
        QVERIFY2(wrong.empty(), (wrong + " [sync " + std::to_string(nth) + " failed]").c_str());
        states += explorer.states();
        if (!happened)
            break;
    }
    stemma::tests::proved("P3 P4 P5 P6", "a failed sync, another save, and crashes at any change", states);
}

QTEST_GUILESS_MAIN(TestCrashControls)
#include "tst_crash_controls.moc"
