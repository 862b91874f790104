// SPDX-License-Identifier: MIT
// A lock on a disk that fails, and one that loses its power.
#include <cerrno>
#include <cstdint>

#include <QTest>

#include "core/io/file_lock.h"
#include "core/io/lock_token.h"
#include "tests/support/crash_disk.h"

using namespace stemma;
using io::FileLock;
using io::LockOptions;
using test::CrashDisk;

namespace {

LockOptions within(int ms) {
    LockOptions options;
    options.timeout = std::chrono::milliseconds(ms);
    return options;
}

} // namespace

class TestLockFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void failuresLeaveNothing() {
        for (const bool links : {true, false}) {
            for (std::uint64_t nth = 1;; ++nth) {
                CrashDisk disk;
                disk.plantDirectory("/r");
                if (!links)
                    disk.forbidLinks();
                const auto directory = io::openDirectory(disk, "/r").value();
                disk.failCall(nth, EIO);
                auto lock = FileLock::acquire(disk, directory, "/r", ".lock", within(1000));
                const bool over = !disk.faultHappened();
                disk.stopFailing();
                QCOMPARE(lock.has_value(), over);
                if (!over)
                    QVERIFY(disk.files().empty());
                if (over)
                    break;
            }
        }
    }

    void aFailedReleaseDoesNotShutUsOut() {
        for (std::uint64_t nth = 1;; ++nth) {
            CrashDisk disk;
            disk.plantDirectory("/r");
            const auto directory = io::openDirectory(disk, "/r").value();
            auto lock = FileLock::acquire(disk, directory, "/r", ".lock", within(1000)).value();
            disk.failCall(nth, EIO);
            (void)lock.release();
            const bool over = !disk.faultHappened();
            disk.stopFailing();
            QVERIFY(FileLock::acquire(disk, directory, "/r", ".lock", within(0)));
            if (over)
                break;
        }
    }

    void noCrashShutsUsOut() {
        for (std::uint64_t nth = 1;; ++nth) {
            CrashDisk disk;
            disk.plantDirectory("/r");
            disk.cutPowerAt(nth);
            {
                const auto directory = io::openDirectory(disk, "/r").value();
                auto lock = FileLock::acquire(disk, directory, "/r", ".lock", within(1000));
                if (lock)
                    (void)lock->release();
            }
            if (!disk.powerIsOff())
                break;
            for (std::uint64_t seed = 0; seed < 30; ++seed) {
                const auto later = disk.reboot(seed);
                const auto directory = io::openDirectory(*later, "/r").value();
                const auto lock = FileLock::acquire(*later, directory, "/r", ".lock", within(0));
                QVERIFY2(lock, lock ? "" : describe(lock.error()).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLockFaults)
#include "tst_lock_faults.moc"
