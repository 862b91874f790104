// SPDX-License-Identifier: MIT
// A transaction is cut off, and another program writes the same files before, in or after that moment: what
// it wrote stays, and what it replaced is kept.
#include <algorithm>

#include <QTest>

#include "core/journal/transaction_folder.h"
#include "tests/fault/transaction_program.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

/// Whether the history has such bytes as what was at that path before.
bool isKept(CrashDisk& disk, const std::string& path, const std::string& bytes) {
    const auto history = disk.openDirectory(userPath + "/.stemma/txn");
    if (!history)
        return false;
    const io::Open folder(disk, *history);
    const auto entries = disk.list(folder.get());
    return entries && std::any_of(entries->begin(), entries->end(), [&](const io::DirEntry& entry) {
               const auto past = journal::readTransaction(disk, userPath, ActionId(entry.name));
               return past &&
                      std::any_of(past->changes.begin(), past->changes.end(), [&](const auto& change) {
                          const auto image =
                              change.path == path && !change.image.empty()
                                  ? journal::readBeforeImage(disk, userPath, past->action, change)
                                  : Result<std::string>(std::string());
                          return image && *image == bytes;
                      });
           });
}

} // namespace

class TestTransactionMeetings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesThemAloneAfterACrash_data();
    void leavesThemAloneAfterACrash();
    void givesBackWhatACrashCaught_data();
    void givesBackWhatACrashCaught();
};

void TestTransactionMeetings::leavesThemAloneAfterACrash_data() {
    QTest::addColumn<QString>("file");
    for (const char* path : {"graphs/air/composed.json", "node_registry.json", "nodes/oxygen.json",
                             "relationNodes/r.json", "graphs/old/composed.json", "nodes/water.json"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

/// Killed in any moment, and another program replaces one of the files before recovery.
void TestTransactionMeetings::leavesThemAloneAfterACrash() {
    QFETCH(QString, file);
    const std::string path = file.toStdString();
    CrashDisk disk;
    plantUser(disk);
    disk.syncAll();
    disk.recordMoments();
    {
        TransactionProgram program(disk);
        QVERIFY(changeTenFiles(program));
    }
    std::size_t stopped = 0;
    std::size_t afterIt = 0;
    for (const CrashDisk::Moment& moment : disk.takeMoments()) {
        const auto later = disk.at(moment.image.afterKill());
        const auto seen = later->bytesOf(userPath + "/" + path);
        const bool wasOld = plantedUser.contains(path) ? seen && *seen == plantedUser.at(path) : !seen;
        later->plant(userPath + "/" + path, "foreign");
        TransactionProgram program(*later);
        const auto recovered = program.recover();
        QVERIFY2(recovered, recovered ? "" : describe(recovered.error()).c_str());
        QCOMPARE(later->bytesOf(userPath + "/" + path).value(), "foreign");
        const bool isNew = later->bytesOf(userPath + "/attributeNodes/a.json").has_value();
        if (path != "relationNodes/r.json")
            QCOMPARE(later->bytesOf(userPath + "/relationNodes/r.json").has_value(), !isNew);
        QCOMPARE(later->bytesOf(userPath + "/graphs/new/deep/composed.json").has_value(), isNew);
        if (!wasOld) { // what it replaced was replaced by ours
            ++afterIt;
            QVERIFY(!plantedUser.contains(path) || isKept(*later, path, plantedUser.at(path)));
        }
        for (const auto& each : recovered->stopped) {
            ++stopped;
            QCOMPARE(each.paths, std::vector<std::string>{path});
            QVERIFY(isNew && wasOld);
        }
        const auto next = program.run({{path, "taken up"}});
        QVERIFY2(next, next ? "" : describe(next.error()).c_str());
    }
    QVERIFY(afterIt > 0);
    QVERIFY(stopped > 0 || path == "node_registry.json");
    stemma::tests::proved("P9 P10", "recovery beside foreign edits", stopped + afterIt);
}

void TestTransactionMeetings::givesBackWhatACrashCaught_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("moment"); // the name that the rename makes
    QTest::addColumn<QString>("way");
    for (const char* way : {"replace", "in place"}) {
        QTest::addRow("first, %s", way) << "node_registry.json"
                                        << "node_registry.json" << way;
        QTest::addRow("replaced, %s", way) << "nodes/oxygen.json"
                                           << "oxygen.json" << way;
        QTest::addRow("removed, %s", way) << "relationNodes/r.json"
                                          << "gone-8" << way; // the ninth change
    }
}

/// Another program writes a file just before it is exchanged, and ours is killed in any moment after that.
void TestTransactionMeetings::givesBackWhatACrashCaught() {
    QFETCH(QString, file);
    QFETCH(QString, moment);
    QFETCH(QString, way);
    const std::string path = file.toStdString();
    CrashDisk disk;
    plantUser(disk);
    disk.syncAll();
    bool caught = false;
    const io::Open folder(disk, disk.openDirectory(userPath + "/" + journal::folderOf(path)).value());
    HookedDisk hooked(disk, [&](const std::string& call, const std::string& name) {
        if (caught || call != "renameAt" || name != moment.toStdString())
            return;
        caught = true;
        if (way == "replace")
            QVERIFY(disk.unlinkAt(folder.get(), journal::nameOf(path)));
        disk.plant(userPath + "/" + path, "foreign");
        disk.recordMoments();
    });
    {
        TransactionProgram program(hooked);
        (void)changeTenFiles(program); // done or refused: what it leaves is what counts
    }
    QVERIFY(caught);
    std::size_t cases = 0;
    for (const CrashDisk::Moment& each : disk.takeMoments()) {
        const auto later = disk.at(each.image.afterKill());
        TransactionProgram program(*later);
        const auto recovered = program.recover();
        QVERIFY2(recovered, recovered ? "" : describe(recovered.error()).c_str());
        const auto now = later->bytesOf(userPath + "/" + path);
        QVERIFY2((now && *now == "foreign") || isKept(*later, path, "foreign"),
                 qPrintable(QStringLiteral("moment %1").arg(cases)));
        ++cases;
    }
    QVERIFY(cases > 0);
    stemma::tests::proved("P9 P10", "kills with another program's file in our hands", cases);
}

QTEST_GUILESS_MAIN(TestTransactionMeetings)
#include "tst_transaction_meetings.moc"
