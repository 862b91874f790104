// SPDX-License-Identifier: MIT
#include <atomic>
#include <thread>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/io/file_lock.h"
#include "core/io/lock_holder.h"
#include "core/io/lock_token.h"
#include "core/io/posix_disk.h"

using namespace stemma;
using io::FileLock;
using io::LockOptions;
using std::chrono::milliseconds;

namespace {

LockOptions within(int ms) {
    LockOptions options;
    options.timeout = milliseconds(ms);
    return options;
}

/// A process id that no process of this machine has.
int deadPid() {
    int pid = 32000;
    while (io::processLives(pid))
        --pid;
    return pid;
}

} // namespace

class TestFileLock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        m_disk = io::makePosixDisk();
        m_directory = io::openDirectory(*m_disk, folder()).value();
    }
    void cleanup() { m_directory = io::Open(); }

    void existsWithItsTokenAndGoes() {
        {
            auto lock = take(within(1000));
            QVERIFY(lock);
            QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
            const auto token = io::parseToken(content());
            QVERIFY(token);
            QCOMPARE(token->pid, int{::getpid()});
            QVERIFY(io::ownerState(*token) == io::OwnerState::alive);
            QVERIFY(lock->stillOurs().value());
            const int other = ::open(file().c_str(), O_RDONLY | O_CLOEXEC);
            QCOMPARE(::flock(other, LOCK_EX | LOCK_NB), -1);
            ::close(other);
            QVERIFY(lock->release());
            QVERIFY(!lock->stillOurs().value());
            QVERIFY(names().isEmpty());
        }
        { QVERIFY(take(within(1000))); } // the destructor releases too
        QVERIFY(names().isEmpty());
    }

    void theDirectoryMayBeClosedMeanwhile() {
        auto lock = take(within(1000));
        QVERIFY(m_directory.close());
        QVERIFY(lock->stillOurs().value());
        QVERIFY(lock->release());
        QVERIFY(names().isEmpty());
    }

    void threadsExcludeEachOther() {
        int counter = 0; // not atomic: the lock must order the accesses
        std::atomic<int> failures{0};
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&] {
                    const auto disk = io::makePosixDisk();
                    const auto directory = io::openDirectory(*disk, folder());
                    for (int round = 0; round < 100; ++round) {
                        auto lock = FileLock::acquire(*disk, *directory, folder(), ".lock", {});
                        if (!lock || !lock->stillOurs().value_or(false)) {
                            ++failures;
                            continue;
                        }
                        ++counter;
                    }
                });
            }
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(counter, 400);
        QVERIFY(names().isEmpty());
    }

    void processesExcludeEachOther() {
        std::vector<std::unique_ptr<QProcess>> workers;
        for (int at = 0; at < 3; ++at)
            workers.push_back(start({QStringLiteral("count"), m_place->path(), QStringLiteral("150")}));
        for (const auto& worker : workers) {
            QVERIFY(worker->waitForFinished(60'000));
            QVERIFY2(worker->exitCode() == 0, worker->readAllStandardError().constData());
        }
        QFile counter(m_place->filePath(QStringLiteral("counter")));
        QVERIFY(counter.open(QIODevice::ReadOnly));
        QCOMPARE(counter.readAll(), QByteArray("450"));
        QCOMPARE(names(), QStringList{QStringLiteral("counter")});
    }

    void aLiveHolderIsNamed() {
        const auto worker = start({QStringLiteral("hold"), m_place->path()});
        QVERIFY(worker->waitForReadyRead(20'000));
        const auto refused = take(within(30));
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QCOMPARE(refused.error().path, file());
        const std::string who = "process " + std::to_string(worker->processId()) + " on this machine";
        QVERIFY2(refused.error().detail.find(who) != std::string::npos, refused.error().detail.c_str());
        QVERIFY(!refused.error().advice.empty());
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
        const auto holder = io::lockHolder(*m_disk, m_directory, ".lock");
        QVERIFY((*holder)->flocked && (*holder)->ownerAlive && !(*holder)->stale);
        QCOMPARE((*holder)->pid, static_cast<int>(worker->processId()));
        QCOMPARE(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0).error().code, ErrorCode::locked);
        worker->closeWriteChannel();
        QVERIFY(worker->waitForFinished(20'000));
        QVERIFY(take(within(1000)));
    }

    void aKilledOwnerIsTakenOverAtOnce() {
        const auto worker = start({QStringLiteral("hold"), m_place->path()});
        QVERIFY(worker->waitForReadyRead(20'000));
        worker->kill();
        QVERIFY(worker->waitForFinished(20'000));
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
        const auto holder = io::lockHolder(*m_disk, m_directory, ".lock");
        QVERIFY(!(*holder)->ownerAlive);
        auto lock = take(within(0));
        QVERIFY(lock);
        QCOMPARE(io::parseToken(content())->pid, int{::getpid()});
        lock->release();
        QVERIFY(names().isEmpty());
    }

    void tokensOfOtherTimesAreDead() {
        io::LockToken reused = io::newLockToken();
        ++reused.processStart; // the number was given to another process
        io::LockToken otherBoot = io::newLockToken();
        otherBoot.bootId = "00000000-0000-0000-0000-000000000000";
        io::LockToken gone = io::newLockToken();
        gone.pid = deadPid();
        for (const io::LockToken& token : {reused, otherBoot, gone}) {
            put(io::tokenText(token));
            QVERIFY(io::ownerState(token) == io::OwnerState::dead);
            QVERIFY(take(within(0)));
            QVERIFY(names().isEmpty());
        }
    }

    void anotherMachinesTokenIsWaitedFor() {
        io::LockToken token = io::newLockToken();
        token.host = "elsewhere";
        put(io::tokenText(token));
        QVERIFY(io::ownerState(token) == io::OwnerState::unknown);
        const auto refused = take(within(20));
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(refused.error().detail.find("elsewhere") != std::string::npos);
        QCOMPARE(content(), io::tokenText(token));
    }

    void aCopiedTokenHoldsNothing() {
        auto lock = take(within(1000));
        const std::string token = content();
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("fork")));
        QVERIFY(QFile::copy(m_place->filePath(QStringLiteral(".lock")),
                            m_place->filePath(QStringLiteral("fork/.lock"))));
        const auto fork = io::openDirectory(*m_disk, folder() + "/fork");
        auto other = FileLock::acquire(*m_disk, *fork, folder() + "/fork", ".lock", within(0));
        QVERIFY(other);
        QVERIFY(lock->stillOurs().value());
    }

    void aForeignFileIsWaitedForAndNeverTaken() {
        put("");
        const auto refused = take(within(30));
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(refused.error().detail.find("another program") != std::string::npos);
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
        std::jthread other([this] {
            std::this_thread::sleep_for(milliseconds(20));
            QFile::remove(QString::fromStdString(file()));
        });
        QVERIFY(take(within(20'000)));
    }

    void aWaiterWhosePrivateFileIsRemovedGoesOn() {
        put("");
        std::jthread other([this] {
            QDir place(m_place->path());
            const QStringList ours{QStringLiteral(".lock.new.*")};
            QStringList found;
            while ((found = place.entryList(ours, QDir::Files | QDir::Hidden)).isEmpty())
                std::this_thread::sleep_for(milliseconds(1));
            place.remove(found.first());
            place.remove(QStringLiteral(".lock"));
        });
        auto lock = take(within(20'000));
        QVERIFY(lock && lock->stillOurs().value());
        other.join();
        QVERIFY(lock->release());
        QVERIFY(names().isEmpty());
    }

    void aStaleForeignFileIsBrokenOnlyOnRequest() {
        put("");
        age(std::chrono::hours(1));
        const auto refused = take(within(0));
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(refused.error().detail.find("60 min") != std::string::npos);
        QVERIFY(refused.error().advice.find("abandoned") != std::string::npos);
        QVERIFY((*io::lockHolder(*m_disk, m_directory, ".lock"))->stale);
        LockOptions breaking = within(0);
        breaking.breakStale = true;
        QVERIFY(take(breaking));
        QVERIFY(names().isEmpty());
    }

    void aLargeFileGivesMoreTime() {
        put("");
        age(std::chrono::seconds(60));
        QVERIFY((*io::lockHolder(*m_disk, m_directory, ".lock", 0))->stale);
        QVERIFY(!(*io::lockHolder(*m_disk, m_directory, ".lock", 100'000'000))->stale);
        LockOptions breaking = within(0);
        breaking.breakStale = true;
        breaking.guardedSize = 100'000'000;
        QCOMPARE(take(breaking).error().code, ErrorCode::locked);
        QCOMPARE(io::breakLock(*m_disk, m_directory, folder(), ".lock", 100'000'000).error().code,
                 ErrorCode::locked);
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
        QVERIFY(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0));
    }

    void aForeignFlockIsRespected() {
        put("");
        age(std::chrono::hours(1));
        const int other = ::open(file().c_str(), O_RDWR | O_CLOEXEC);
        QCOMPARE(::flock(other, LOCK_EX), 0);
        LockOptions breaking = within(20);
        breaking.breakStale = true;
        QCOMPARE(take(breaking).error().code, ErrorCode::locked);
        QCOMPARE(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0).error().code, ErrorCode::locked);
        ::close(other);
        QVERIFY(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0));
        QVERIFY(names().isEmpty());
        QVERIFY(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0));
    }

    void breakLockRefusesAFreshOne() {
        put("");
        QCOMPARE(io::breakLock(*m_disk, m_directory, folder(), ".lock", 0).error().code, ErrorCode::locked);
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
    }

    void aFolderInItsPlaceIsExplained() {
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral(".lock")));
        const auto refused = take(within(20'000)); // no use in waiting
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(refused.error().detail.find("folder") != std::string::npos);
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
    }

    void anIntruderIsSeenAndKeepsHisLock() {
        auto lock = take(within(1000));
        put(""); // as a program that tested for the file just before we made it
        QVERIFY(!lock->stillOurs().value());
        QVERIFY(lock->release());
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
        QFile::remove(QString::fromStdString(file()));
        lock = take(within(1000));
        QFile::remove(QString::fromStdString(file()));
        put("somebody else");
        QVERIFY(!lock->stillOurs().value());
        QVERIFY(lock->release());
        QCOMPARE(content(), std::string("somebody else"));
    }

    void aWaitCanBeCancelled() {
        put("");
        std::stop_source stop;
        LockOptions options = within(60'000);
        options.stop = stop.get_token();
        std::jthread other([&] {
            std::this_thread::sleep_for(milliseconds(20));
            stop.request_stop();
        });
        QCOMPARE(take(options).error().code, ErrorCode::cancelled);
        QCOMPARE(names(), QStringList{QStringLiteral(".lock")});
    }

    void aThreadsWaitCanBeCancelledAndTimesOut() {
        auto lock = take(within(1000));
        const auto late = take(within(10));
        QCOMPARE(late.error().code, ErrorCode::locked);
        std::stop_source stop;
        LockOptions options = within(60'000);
        options.stop = stop.get_token();
        stop.request_stop();
        QCOMPARE(take(options).error().code, ErrorCode::cancelled);
        QVERIFY(lock->release());
        QVERIFY(take(within(1000)));
    }

private:
    [[nodiscard]] std::string folder() const { return m_place->path().toStdString(); }
    [[nodiscard]] std::string file() const { return folder() + "/.lock"; }
    [[nodiscard]] QStringList names() const {
        return QDir(m_place->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }
    Result<FileLock> take(const LockOptions& options) {
        return FileLock::acquire(*m_disk, m_directory, folder(), ".lock", options);
    }
    [[nodiscard]] std::string content() const {
        QFile lock(QString::fromStdString(file()));
        return lock.open(QIODevice::ReadOnly) ? lock.readAll().toStdString() : std::string();
    }
    void put(const std::string& text) const {
        QFile lock(QString::fromStdString(file()));
        QVERIFY(lock.open(QIODevice::WriteOnly | QIODevice::Truncate));
        lock.write(text.data(), static_cast<qint64>(text.size()));
    }
    void age(std::chrono::seconds by) const {
        QFile lock(QString::fromStdString(file()));
        QVERIFY(lock.open(QIODevice::ReadWrite));
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addSecs(-by.count()),
                                 QFileDevice::FileModificationTime));
    }
    static std::unique_ptr<QProcess> start(const QStringList& arguments) {
        auto worker = std::make_unique<QProcess>();
        worker->start(QCoreApplication::applicationDirPath() + QStringLiteral("/lock_worker"), arguments);
        return worker;
    }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_disk;
    io::Open m_directory;
};

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_file_lock.moc"
