// SPDX-License-Identifier: MIT
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/history/backups.h"
#include "core/io/posix_disk.h"

using namespace stemma;
using namespace stemma::history;

class TestBackups : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();

    static void write(const QTemporaryDir& place, const QString& name, const QByteArray& bytes = "x") {
        QFile file(place.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void names() {
        const Timestamp moment{1'741'687'922'743'707};
        const std::string name = "outline.json.20250311T101202_743707.bak";
        QCOMPARE(backupFileName(moment), name);
        QCOMPARE(backupTime(name), std::optional(moment));
        for (const char* other :
             {"", "outline.json.bak", "outline.json.20250311T101202.bak",
              "outline.json.20250311T101202_743707", "outline.json.20251311T101202_743707.bak",
              "outline.json.20250311T101202_743707.bak.damaged-1", "graph.json.20250311T101202_743707.bak",
              "outline.json..bak"})
            QCOMPARE(backupTime(other), std::optional<Timestamp>());
    }

    void listsTheOldestFirstAndNothingElse() {
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkdir(QStringLiteral("backups")));
        write(place, QStringLiteral("backups/outline.json.20250311T101202_743708.bak"));
        write(place, QStringLiteral("backups/outline.json.20240311T101202_743707.bak"), "old");
        write(place, QStringLiteral("backups/notes.txt"));
        write(place, QStringLiteral("backups/.a.intent"));
        const auto files = listBackups(*m_disk, place.path().toStdString());
        QVERIFY(files.has_value());
        QCOMPARE(files->size(), std::size_t{2});
        QCOMPARE(files->front().name, std::string("outline.json.20240311T101202_743707.bak"));
        QCOMPARE(files->front().stamp.size, std::uint64_t{3});
        QVERIFY(files->front().made < files->back().made);
    }

    void noFolderIsNoBackup() {
        const QTemporaryDir place;
        const auto files = listBackups(*m_disk, place.path().toStdString());
        QVERIFY(files.has_value());
        QVERIFY(files->empty());
        const auto read =
            readBackup(*m_disk, place.path().toStdString(), "outline.json.20250311T101202_743707.bak");
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::notFound);
        QVERIFY(!listBackups(*m_disk, place.filePath(QStringLiteral("gone")).toStdString()));
    }

    void readsNoOtherPlace_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("up") << QStringLiteral("../outline.json");
        QTest::newRow("absolute") << QStringLiteral("/etc/hostname");
        QTest::newRow("folder") << QStringLiteral("a/b");
        QTest::newRow("dots") << QStringLiteral("..");
        QTest::newRow("link") << QStringLiteral("link.bak");
        QTest::newRow("a folder's name") << QStringLiteral("folder.bak");
    }

    void readsNoOtherPlace() {
        QFETCH(QString, name);
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("backups/a")));
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("backups/folder.bak")));
        write(place, QStringLiteral("outline.json"), "secret");
        write(place, QStringLiteral("backups/a/b"), "secret");
        QVERIFY(QFile::link(place.filePath(QStringLiteral("outline.json")),
                            place.filePath(QStringLiteral("backups/link.bak"))));
        const auto read = readBackup(*m_disk, place.path().toStdString(), name.toStdString());
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::unsafe);
        QVERIFY(describe(read.error()).find("secret") == std::string::npos);
    }

    void readsTheBytes() {
        const QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkdir(QStringLiteral("backups")));
        write(place, QStringLiteral("backups/b.bak"), QByteArray("a\0b", 3));
        const auto read = readBackup(*m_disk, place.path().toStdString(), "b.bak");
        QVERIFY(read.has_value());
        QCOMPARE(read->bytes, std::string("a\0b", 3));
    }
};

QTEST_APPLESS_MAIN(TestBackups)
#include "tst_backups.moc"
