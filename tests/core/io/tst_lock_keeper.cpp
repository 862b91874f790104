// SPDX-License-Identifier: MIT
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"

using namespace stemma;
using io::FileLock;
using io::LockKeeper;
using std::chrono::hours;
using std::chrono::milliseconds;

class TestLockKeeper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        m_disk = io::makePosixDisk();
        m_directory = io::openDirectory(*m_disk, folder()).value();
        m_stamp = m_disk->stat(m_directory.get()).value();
    }
    void cleanup() { m_directory = io::Open(); }

    void releasesWhenTheTimeIsOver() {
        LockKeeper keeper;
        keeper.keep(m_stamp, take(), milliseconds(20));
        QTRY_VERIFY(!exists());
        QVERIFY(!keeper.take(m_stamp));
    }

    void keepsUntilThen() {
        LockKeeper keeper;
        keeper.keep(m_stamp, take(), hours(1));
        io::LockOptions soon;
        soon.timeout = milliseconds(20);
        const auto refused = FileLock::acquire(*m_disk, m_directory, folder(), ".lock", soon);
        QCOMPARE(refused.error().code, ErrorCode::locked);
        QVERIFY(keeper.take(m_stamp)); // or the keeper would keep us for an hour
    }

    void handsOverAKeptLock() {
        LockKeeper keeper;
        keeper.keep(m_stamp, take(), hours(1));
        io::FileStamp other = m_stamp;
        ++other.inode;
        QVERIFY(!keeper.take(other));
        auto lock = keeper.take(m_stamp);
        QVERIFY(lock && lock->stillOurs().value());
        QVERIFY(!keeper.take(m_stamp));
        QVERIFY(lock->release());
        QVERIFY(!exists());
    }

    void endsInTheOrderOfTheDeadlines() {
        QTemporaryDir elsewhere;
        const std::string path = elsewhere.path().toStdString();
        const auto directory = io::openDirectory(*m_disk, path).value();
        auto second = FileLock::acquire(*m_disk, directory, path, ".lock", {}).value();
        const io::FileStamp stamp = m_disk->stat(directory.get()).value();
        LockKeeper keeper;
        keeper.keep(stamp, std::move(second), hours(1));
        keeper.keep(m_stamp, take(), milliseconds(10));
        QTRY_VERIFY(!exists());
        QVERIFY(QFile::exists(elsewhere.filePath(QStringLiteral(".lock"))));
        QVERIFY(keeper.take(stamp));
    }

    void itsEndWaitsForTheLinger() {
        {
            LockKeeper keeper;
            keeper.keep(m_stamp, take(), milliseconds(50));
            QVERIFY(exists());
        }
        QVERIFY(!exists());
    }

private:
    [[nodiscard]] std::string folder() const { return m_place->path().toStdString(); }
    [[nodiscard]] bool exists() const { return QFile::exists(m_place->filePath(QStringLiteral(".lock"))); }
    FileLock take() { return FileLock::acquire(*m_disk, m_directory, folder(), ".lock", {}).value(); }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_disk;
    io::Open m_directory;
    io::FileStamp m_stamp;
};

QTEST_GUILESS_MAIN(TestLockKeeper)
#include "tst_lock_keeper.moc"
