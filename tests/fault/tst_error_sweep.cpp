// SPDX-License-Identifier: MIT
// Every unit, with an error at every single call that it makes to the disk, and with all calls of a kind
// failing from there on. The oracle: a failure that says that nothing happened left the old bytes; one that
// can't tell says so; whatever happened, the next save works and leaves a history that agrees with the
// outline, and nothing else.
#include <cerrno>
#include <cstring>

#include <QTest>

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

enum class Lasting { once, fromThereOn };

struct Fault {
    int osErrno = EIO;
    Lasting lasting = Lasting::once;
    std::optional<CallKind> kind;
};

void plan(CrashDisk& disk, const Fault& fault, std::uint64_t call) {
    if (fault.lasting == Lasting::once)
        disk.failCall(call, fault.osErrno, fault.kind);
    else
        disk.failFrom(call, fault.osErrno, fault.kind);
}

std::string outlineOn(const CrashDisk& disk) {
    return disk.bytesOf(sweptPath + "/outline.json").value_or("");
}

/// What a save that was failed somewhere did wrong; empty if nothing.
std::string judgeFailedSave(const CrashDisk& disk, const Result<journal::UnitResult>& saved, int before) {
    const std::string old = before < 0 ? std::string() : sweptOutline(before);
    const std::string now = outlineOn(disk);
    if (saved)
        return now == sweptOutline(2) ? "" : "success was told and the new outline is not there";
    if (saved.error().committed == Committed::unknown)
        return now == old || now == sweptOutline(2) ? "" : "the outline is neither old nor new";
    if (now != old)
        return "a failure that says nothing happened changed the outline: " + describe(saved.error());
    if (saved.error().detail.empty() || saved.error().action.empty())
        return "an error without words";
    return {};
}

enum class Commits { byFolder, inOrder };

std::string failingSave(const Fault& fault, std::uint64_t call, int before, bool& swept,
                        Commits commits = Commits::byFolder) {
    CrashDisk disk;
    if (commits == Commits::inOrder)
        disk.commitInOrder();
    if (before < 0)
        disk.plantDirectory(sweptPath);
    else
        plantReport(disk);
    UnitProgram program(disk);
    plan(disk, fault, call);
    const auto saved = program.save(2);
    swept = !disk.faultHappened();
    disk.stopFailing();
    if (std::string wrong = judgeFailedSave(disk, saved, before); !wrong.empty())
        return wrong;
    const auto next = program.save(3);
    if (!next)
        return "the next save fails: " + describe(next.error());
    if (outlineOn(disk) != sweptOutline(3))
        return "the next save is not there";
    if (std::string wrong = wrongWith(filesBelow(disk.files(), sweptPath)); !wrong.empty())
        return "after the next save: " + wrong;
    // What a failed sync lost must not have been taken for kept: with 0 all goes that is not durable.
    for (const std::uint64_t seed : {0, 1, 2, 3}) {
        const auto later = disk.reboot(seed);
        if (outlineOn(*later) != sweptOutline(3))
            return "the next save did not survive a power cut";
        if (UnitProgram after(*later); !after.recover())
            return "recovery fails after a power cut";
        if (std::string wrong = wrongWith(filesBelow(later->files(), sweptPath)); !wrong.empty())
            return "after a power cut: " + wrong;
    }
    return disk.openHandles() == 0 ? "" : "a handle is left open";
}

std::string failingMove(const Fault& fault, std::uint64_t call, bool& swept) {
    CrashDisk disk;
    plantReport(disk);
    UnitProgram program(disk);
    plan(disk, fault, call);
    const auto moved = program.trash();
    swept = !disk.faultHappened();
    disk.stopFailing();
    const std::string trashPath = std::string(libraryPath) + "/.trash/gone";
    const bool there = !outlineOn(disk).empty();
    const bool trashed = disk.bytesOf(trashPath + "/outline.json").has_value();
    if (there == trashed)
        return "the report is in two places, or in none";
    if (moved ? there : moved.error().committed == Committed::no && trashed)
        return "what was told is not what happened";
    if (const auto recovered = program.recover(); !recovered)
        return "recovery fails: " + describe(recovered.error());
    const Files report = filesBelow(disk.files(), trashed ? trashPath : sweptPath);
    if (std::string wrong = wrongWith(report); !wrong.empty())
        return "after recovery: " + wrong;
    if (json::readJsonLines(report.at("audit.jsonl")).lines.size() != (trashed ? 2U : 1U))
        return "the log does not agree with where the report is";
    return disk.files().size() == report.size() ? "" : "something is left";
}

std::string failingCreate(const Fault& fault, std::uint64_t call, bool& swept) {
    CrashDisk disk;
    plantReport(disk);
    const std::size_t filesBefore = disk.files().size();
    UnitProgram program(disk);
    plan(disk, fault, call);
    const Status created = program.create("new");
    swept = !disk.faultHappened();
    disk.stopFailing();
    if (const auto recovered = program.recover(); !recovered)
        return "recovery fails: " + describe(recovered.error());
    const std::size_t made = disk.files().size() - filesBefore;
    if (created ? made != 3 : made != 0 && (made != 3 || created.error().committed == Committed::no))
        return "what was told is not what happened";
    return {};
}

std::string failingRecovery(const Fault& fault, std::uint64_t call, bool& swept) {
    CrashDisk first;
    plantReport(first);
    {
        UnitProgram program(first);
        first.cutPowerAt(17); // in the middle of a save
        (void)program.save(2);
    }
    const auto disk = first.reboot(1);
    UnitProgram program(*disk);
    plan(*disk, fault, call);
    (void)program.recover();
    swept = !disk->faultHappened();
    disk->stopFailing();
    if (const auto recovered = program.recover(); !recovered)
        return "recovery fails after one that failed: " + describe(recovered.error());
    return wrongWith(filesBelow(disk->files(), sweptPath));
}

} // namespace

class TestErrorSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void save_data() { faults(); }
    void save() {
        sweep([](const Fault& fault, std::uint64_t call, bool& swept) {
            return failingSave(fault, call, 1, swept);
        });
    }
    void saveInOrder_data() { faults(); }
    void saveInOrder() {
        sweep([](const Fault& fault, std::uint64_t call, bool& swept) {
            return failingSave(fault, call, 1, swept, Commits::inOrder);
        });
    }
    void firstSave_data() { faults(); }
    void firstSave() {
        sweep([](const Fault& fault, std::uint64_t call, bool& swept) {
            return failingSave(fault, call, -1, swept);
        });
    }
    void moveDirectory_data() { faults(); }
    void moveDirectory() { sweep(failingMove); }
    void createDirectory_data() { faults(); }
    void createDirectory() { sweep(failingCreate); }
    void recovery_data() { faults(); }
    void recovery() { sweep(failingRecovery); }
    void pendingEventIsToldAndAdded_data() { orders(); }
    void pendingEventIsToldAndAdded();
    void pendingEventUnderAnothersIsWrittenAnew_data() { orders(); }
    void pendingEventUnderAnothersIsWrittenAnew();

private:
    using Run = std::function<std::string(const Fault&, std::uint64_t, bool&)>;

    static void faults() {
        QTest::addColumn<int>("osErrno");
        QTest::addColumn<bool>("lasting");
        QTest::addColumn<int>("kind");
        QTest::newRow("any call, EIO") << EIO << false << -1;
        QTest::newRow("any call, ENOSPC") << ENOSPC << false << -1;
        QTest::newRow("any call, EACCES") << EACCES << false << -1;
        QTest::newRow("writes from there on, ENOSPC") << ENOSPC << true << int(CallKind::write);
        QTest::newRow("new files from there on, EDQUOT") << EDQUOT << true << int(CallKind::create);
        QTest::newRow("syncs from there on, EIO") << EIO << true << int(CallKind::sync);
        QTest::newRow("renames from there on, EROFS") << EROFS << true << int(CallKind::rename);
        QTest::newRow("removals from there on, EPERM") << EPERM << true << int(CallKind::unlink);
        QTest::newRow("closing from there on, EIO") << EIO << true << int(CallKind::close);
    }
    static void orders() {
        QTest::addColumn<bool>("inOrder");
        QTest::newRow("committed by the folder") << false;
        QTest::newRow("committed by the log") << true;
    }
    static std::unique_ptr<CrashDisk> plantedDisk() {
        QFETCH(bool, inOrder);
        auto disk = std::make_unique<CrashDisk>();
        if (inOrder)
            disk->commitInOrder();
        plantReport(*disk);
        return disk;
    }
    static void sweep(const Run& run) {
        QFETCH(int, osErrno);
        QFETCH(bool, lasting);
        QFETCH(int, kind);
        Fault fault;
        fault.osErrno = osErrno;
        fault.lasting = lasting ? Lasting::fromThereOn : Lasting::once;
        if (kind >= 0)
            fault.kind = static_cast<CallKind>(kind);
        bool swept = false;
        for (std::uint64_t call = 1; !swept; ++call) {
            const std::string wrong = run(fault, call, swept);
            QVERIFY2(wrong.empty(), (wrong + " [call " + std::to_string(call) + "]").c_str());
        }
    }
};

/// The event can't be written after the commit: the save is a success with a warning, and the event comes
/// later.
void TestErrorSweep::pendingEventIsToldAndAdded() {
    const auto planted = plantedDisk();
    CrashDisk& disk = *planted;
    std::uint64_t writes = 0;
    {
        const auto again = plantedDisk();
        CrashDisk& counted = *again;
        UnitProgram program(counted);
        counted.resetCounts();
        QVERIFY(program.save(2));
        writes = counted.callCount(CallKind::write);
    }
    UnitProgram program(disk);
    disk.failCall(writes, ENOSPC, CallKind::write);
    const auto saved = program.save(2);
    QVERIFY(saved);
    QVERIFY(disk.faultHappened());
    QCOMPARE(saved->warnings.size(), std::size_t{1});
    QVERIFY(saved->warnings.front().find("history entry") != std::string::npos);
    disk.stopFailing();
    const auto recovered = program.recover();
    QVERIFY(recovered && !recovered->steps.empty());
    QCOMPARE(wrongWith(filesBelow(disk.files(), sweptPath)), std::string());
}

/// The sync of the log fails, and another program logs behind our event: a second sync of that file would
/// succeed and write nothing of ours.
void TestErrorSweep::pendingEventUnderAnothersIsWrittenAnew() {
    const auto isPending = [](const Result<journal::UnitResult>& saved) {
        return saved && !saved->warnings.empty() &&
               saved->warnings.front().find("history entry") != std::string::npos;
    };
    int pending = 0;
    for (std::uint64_t sync = 1;; ++sync) {
        const auto planted = plantedDisk();
        CrashDisk& disk = *planted;
        UnitProgram program(disk);
        disk.failCall(sync, EIO, CallKind::sync);
        const auto saved = program.save(2);
        if (!disk.faultHappened())
            break;
        disk.stopFailing();
        if (!isPending(saved))
            continue; // it was not the sync of the log
        ++pending;
        const std::string others = sweptEvent("22222222-2222-4222-8222-222222222222", "", "");
        {
            const auto directory = io::openDirectory(disk, sweptPath);
            const auto log = io::openFile(disk, *directory, "audit.jsonl", io::OpenMode::append);
            QVERIFY(disk.write(log->get(), others + "\n"));
        }
        QVERIFY(program.recover());
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto lines =
                json::readJsonLines(disk.reboot(seed)->bytesOf(sweptPath + "/audit.jsonl").value_or(""));
            QCOMPARE(lines.problems.size(), std::size_t{0});
            QCOMPARE(lines.lines.size(), std::size_t{3});
        }
    }
    QCOMPARE(pending, 1);
}

QTEST_GUILESS_MAIN(TestErrorSweep)
#include "tst_error_sweep.moc"
