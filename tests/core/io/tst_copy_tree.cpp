// SPDX-License-Identifier: MIT
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/copy_tree.h"
#include "core/io/posix_disk.h"

using namespace stemma;

namespace {

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestCopyTree : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();

    Status copy(const QTemporaryDir& place, const QString& to = QStringLiteral("to"),
                const Progress& progress = {}) {
        return io::copyTree(*m_disk, place.filePath(QStringLiteral("from")).toStdString(),
                            place.filePath(to).toStdString(), progress);
    }

private Q_SLOTS:
    void copiesEverything() {
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("from/a/b")));
        writeFile(place.filePath(QStringLiteral("from/one")), "1");
        writeFile(place.filePath(QStringLiteral("from/a/b/two")), QByteArray(100'000, 'x'));
        QVERIFY(copy(place, QStringLiteral("new/parent/to")).has_value());
        QCOMPARE(readFile(place.filePath(QStringLiteral("new/parent/to/one"))), QByteArray("1"));
        QCOMPARE(readFile(place.filePath(QStringLiteral("new/parent/to/a/b/two"))), QByteArray(100'000, 'x'));
    }

    void replacesNothing() {
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("from")));
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("to")));
        writeFile(place.filePath(QStringLiteral("to/mine")), "kept");
        const auto done = copy(place);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::conflict);
        QCOMPARE(readFile(place.filePath(QStringLiteral("to/mine"))), QByteArray("kept"));
        QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
                 2);
    }

    void leavesNothingWhenItFails() {
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("from/a")));
        writeFile(place.filePath(QStringLiteral("from/a/one")), "1");
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), place.filePath(QStringLiteral("from/link"))));
        const auto done = copy(place);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::unsafe);
        QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("from")});
    }

    void canBeCancelled() {
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("from/a")));
        std::stop_source stop;
        stop.request_stop();
        const auto done = copy(place, QStringLiteral("to"), Progress{stop.get_token(), {}});
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::cancelled);
        QVERIFY(!QFile::exists(place.filePath(QStringLiteral("to"))));
    }
};

QTEST_APPLESS_MAIN(TestCopyTree)
#include "tst_copy_tree.moc"
