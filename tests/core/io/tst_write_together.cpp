// SPDX-License-Identifier: MIT
#include <cerrno>

#include <QtTest>

#include "core/io/atomic_write.h"
#include "core/io/write_together.h"
#include "tests/support/crash_disk.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using io::Existing;
using io::FileToWrite;
using test::CrashDisk;

namespace {

using Files = std::map<std::string, std::string>;
const std::vector<FileToWrite> three = {{"/out/a", "new"}, {"/out/b", "new"}, {"/out/c", "new"}};
const Files allNew = {{"/out/a", "new"}, {"/out/b", "new"}, {"/out/c", "new"}};
const Files allOld = {{"/out/a", "old"}, {"/out/b", "old"}, {"/out/c", "old"}};

void plant(CrashDisk& disk, bool there) {
    disk.plantDirectory("/out");
    if (there)
        for (const auto& [path, bytes] : allOld)
            disk.plant(path, bytes);
    disk.syncAll();
}

Existing existingOf(bool there) {
    return there ? Existing::replace : Existing::keep;
}

/// What is on the disk and was neither there before nor told of by the error; empty if nothing.
std::string untold(const CrashDisk& disk, const Files& before, const Error& error) {
    for (const auto& [path, bytes] : disk.files()) {
        const std::string name = path.substr(path.rfind('/') + 1);
        const bool isOld = before.contains(path) && before.at(path) == bytes;
        const bool isTold =
            io::isTemporaryName(name)
                ? error.detail.find(name) != std::string::npos
                : bytes == "new" && error.committed == Committed::unknown &&
                      (path == error.path || error.detail.find(path + " is written") != std::string::npos);
        if (!isOld && !isTold)
            return path + " is untold by: " + describe(error);
    }
    return {};
}

} // namespace

class TestWriteTogether final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newFiles();
    void whatIsThereStays();
    void whatComesMeanwhileStays();
    void whatTookThePlaceMeanwhileStays();
    void anErrorAtEachCall_data() { places(); }
    void anErrorAtEachCall();
    void noRoomForOneOfThem_data() { places(); }
    void noRoomForOneOfThem();
    void aPowerCutAtEachChange_data() { places(); }
    void aPowerCutAtEachChange();
    void takenPlacesAreAllTold();

private:
    static void places() {
        QTest::addColumn<bool>("there");
        QTest::addRow("new files") << false;
        QTest::addRow("replaced files") << true;
    }
};

void TestWriteTogether::newFiles() {
    CrashDisk disk;
    disk.plantDirectory("/out");
    QVERIFY(io::writeTogether(disk, three, Existing::keep));
    QCOMPARE(disk.files(), allNew);
    const auto refusal = [&](const char* path) {
        return io::writeTogether(disk, {{"/out/d", "x"}, {path, "x"}}, Existing::keep).error().code;
    };
    QCOMPARE(refusal("/none/a"), ErrorCode::notFound);
    QCOMPARE(refusal("/out/"), ErrorCode::usage);
    QCOMPARE(refusal("/out/.."), ErrorCode::usage);
    QCOMPARE(disk.files(), allNew);
    QCOMPARE(disk.openHandles(), std::size_t{0});
}

void TestWriteTogether::whatIsThereStays() {
    CrashDisk disk;
    disk.plant("/out/b", "mine");
    disk.plantSymlink("/out/link", "/nowhere/else");
    const Status written = io::writeTogether(disk, three, Existing::keep);
    QCOMPARE(written.error().code, ErrorCode::conflict);
    QCOMPARE(written.error().path, std::string("/out/b"));
    QCOMPARE(io::writeTogether(disk, {{"/out/link", "x"}}, Existing::keep).error().code, ErrorCode::conflict);
    QCOMPARE(disk.files(), (Files{{"/out/b", "mine"}}));
    QVERIFY(io::writeTogether(disk, three, Existing::replace));
    QCOMPARE(disk.files(), allNew);
}

/// As if another program had made it between the look and the rename.
void TestWriteTogether::whatComesMeanwhileStays() {
    for (std::uint64_t call = 1; call <= three.size(); ++call) {
        CrashDisk disk;
        disk.plantDirectory("/out");
        disk.failCall(call, EEXIST, test::CallKind::rename);
        const Status written = io::writeTogether(disk, three, Existing::keep);
        QCOMPARE(written.error().code, ErrorCode::conflict);
        QCOMPARE(written.error().path, three[call - 1].path);
        QCOMPARE(written.error().committed, Committed::no);
        QVERIFY(disk.files().empty());
    }
}

/// A file of another program that replaced ours in the meantime is not taken back with ours.
void TestWriteTogether::whatTookThePlaceMeanwhileStays() {
    CrashDisk disk;
    disk.plantDirectory("/out");
    bool isDone = false;
    test::HookedDisk hooked(disk, [&](const std::string& call, const std::string& name) {
        if (isDone || call != "renameAt" || name != "b")
            return;
        isDone = true;
        QVERIFY(io::atomicWrite(disk, "/out/a", "theirs"));
        disk.failCall(1, EIO, test::CallKind::rename);
    });
    const Status written = io::writeTogether(hooked, three, Existing::keep);
    QCOMPARE(written.error().committed, Committed::unknown);
    QCOMPARE(disk.files(), (Files{{"/out/a", "theirs"}}));
}

void TestWriteTogether::anErrorAtEachCall() {
    QFETCH(bool, there);
    std::size_t cases = 0;
    for (const bool lasting : {false, true})
        for (std::uint64_t call = 1;; ++call, ++cases) {
            CrashDisk disk;
            plant(disk, there);
            const Files before = disk.files();
            if (lasting)
                disk.failFrom(call, EIO);
            else
                disk.failCall(call, EIO);
            const Status written = io::writeTogether(disk, three, existingOf(there));
            const bool happened = disk.faultHappened();
            disk.stopFailing();
            if (written)
                QCOMPARE(disk.files(), allNew);
            else
                QCOMPARE(untold(disk, before, written.error()), std::string());
            if (!written && written.error().committed == Committed::no && !lasting)
                QCOMPARE(disk.files(), before);
            QCOMPARE(disk.openHandles(), std::size_t{0});
            if (!happened)
                break;
        }
    QVERIFY(cases > 60);
    stemma::tests::proved("P4", "errors at every call of writing files together", cases);
}

void TestWriteTogether::noRoomForOneOfThem() {
    QFETCH(bool, there);
    for (std::uint64_t call = 1; call <= three.size(); ++call) {
        CrashDisk disk;
        plant(disk, there);
        const Files before = disk.files();
        disk.failFrom(call, ENOSPC, test::CallKind::write);
        const Status written = io::writeTogether(disk, three, existingOf(there));
        QCOMPARE(written.error().osErrno, ENOSPC);
        QCOMPARE(written.error().path, three[call - 1].path);
        QCOMPARE(disk.files(), before);
    }
}

void TestWriteTogether::aPowerCutAtEachChange() {
    QFETCH(bool, there);
    std::size_t cases = 0;
    for (std::uint64_t at = 1;; ++at) {
        CrashDisk disk;
        plant(disk, there);
        disk.cutPowerAt(at);
        const Status written = io::writeTogether(disk, three, existingOf(there));
        const bool isCut = disk.powerIsOff();
        QCOMPARE(bool(written), !isCut);
        for (std::uint64_t seed = 0; seed < 20; ++seed, ++cases) {
            const auto later = disk.reboot(seed);
            for (const FileToWrite& file : three) {
                const auto bytes = later->bytesOf(file.path);
                QVERIFY(bytes == "new" || (isCut && (there ? bytes == "old" : !bytes)));
            }
        }
        if (!isCut)
            break;
    }
    QVERIFY(cases > 200);
    stemma::tests::proved("P1", "power cuts at every change of writing files together", cases);
}

void TestWriteTogether::takenPlacesAreAllTold() {
    CrashDisk disk;
    disk.plant("/out/a", "mine");
    disk.plant("/out/c", "mine");
    QCOMPARE(*io::takenPlaces(disk, {"/out/a", "/out/b", "/out/c"}),
             (std::vector<std::string>{"/out/a", "/out/c"}));
    QCOMPARE(io::takenPlaces(disk, {"/none/a"}).error().code, ErrorCode::notFound);
}

QTEST_APPLESS_MAIN(TestWriteTogether)
#include "tst_write_together.moc"
