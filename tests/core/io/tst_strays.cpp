// SPDX-License-Identifier: MIT
#include <chrono>
#include <filesystem>
#include <fstream>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/io/lock_token.h"
#include "core/io/posix_disk.h"
#include "core/io/strays.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
namespace fs = std::filesystem;

/// Who is said to have made what lies about: by a process id, and ids are used again.
class TestStrays : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        m_posix = io::makePosixDisk();
        m_disk = std::make_unique<test::HookedDisk>(*m_posix, [](const std::string&, const std::string&) {});
    }

    void theDeadLeaveNothing() {
        const std::string stray = make(2'147'480'000);
        QCOMPARE(io::removeStrays(*m_disk, wanted()), std::size_t{1});
        QVERIFY(!fs::exists(stray));
    }

    void theLivingAreLeftAlone() {
        const std::string own = make(::getpid());
        const std::string others = make(::getppid());
        QCOMPARE(io::removeStrays(*m_disk, wanted()), std::size_t{0});
        QVERIFY(fs::exists(own) && fs::exists(others));
    }

    void whoCameLaterMadeNothing() {
        const std::string own = make(::getpid());
        const std::string others = make(::getppid());
        const std::string lock = m_place->filePath(QStringLiteral("index.jsonl.lock.new.")).toStdString() +
                                 std::to_string(::getpid()) + ".abcdef0123456789";
        std::ofstream(lock) << "x";
        m_disk->age(beforeAllOfThem());
        QCOMPARE(io::removeStrays(*m_disk, wanted()), std::size_t{3});
        QVERIFY(!fs::exists(own) && !fs::exists(others) && !fs::exists(lock));
    }

    void anotherMachinesClockTellsNothing() {
        const std::string others = make(::getppid());
        m_disk->age(beforeAllOfThem());
        m_disk->becomeRemote();
        QCOMPARE(io::removeStrays(*m_disk, wanted()), std::size_t{0});
        QVERIFY(fs::exists(others));
    }

    void aProcessMadeNothingBeforeItsStart() {
        QProcess later;
        later.start(QStringLiteral("sleep"), {QStringLiteral("600")});
        QVERIFY(later.waitForStarted());
        const int pid = static_cast<int>(later.processId());
        const std::int64_t now = SystemClock().now().micros * 1000;
        constexpr std::int64_t second = 1'000'000'000;
        QVERIFY(io::makerMayLive(pid, now));
        QVERIFY(!io::makerMayLive(pid, now - 30 * second));
        later.kill();
        later.waitForFinished();
        QVERIFY(!io::makerMayLive(pid, now));
    }

private:
    [[nodiscard]] std::string wanted() const {
        return m_place->filePath(QStringLiteral("index.jsonl")).toStdString();
    }
    [[nodiscard]] std::string make(int pid) const {
        const std::string path = m_place->filePath(QStringLiteral(".index.jsonl.")).toStdString() +
                                 std::to_string(pid) + "-abcdef0123456789.new";
        std::ofstream(path) << "x";
        return path;
    }
    /// Long before this machine was started.
    static std::chrono::nanoseconds beforeAllOfThem() { return std::chrono::hours(24 * 365 * 20); }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_posix;
    std::unique_ptr<test::HookedDisk> m_disk;
};

QTEST_GUILESS_MAIN(TestStrays)
#include "tst_strays.moc"
