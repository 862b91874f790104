// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <QTest>

#include "core/io/atomic_write.h"
#include "core/io/lock_token.h"
#include "recovery_checks.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

/// Recovery of one report by the rules on its lock, log, strays and outline.
class TestRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanReportNeedsNothing();
    void leftoversOfOthersNeedNothing();
    void liveLockMeansAtWork();
    void deadLockIsRemoved();

    void wholeTailGetsItsNewline();
    void tornTailIsSetAside();
    void tornTailIsSetAsideOnce();
    void eventsAddedDuringTheCutAreKept();
    void ourOwnFragmentIsJustCut();
    void zerosOfOurEventAreCut();
    void aSecondNameOfTheLogFromUsIsRemovedFirst();
    void garbageOfOurEventIsSetAside();
    void linesOfOthersAfterACrashAreKept();
    void auditTemporaryIsMerged();
    void tornAuditTemporaryIsKept();

    void sharedBackupIsUnlinked();
    void sharedBackupOfTheHistoryIsParted();
    void temporariesOfTheDeadAreRemoved();
    void temporariesOfTheLivingStay();
    void temporariesOfAnOlderOwnerOfTheIdAreRemoved();
    void temporariesOfOtherTasksOfOursStay();
    void filesThatOnlyLookLikeTemporariesStay();
    void damagedOutlineIsToldNotTouched();
    void onlyReadableOutlineIsKept();
    void missingOutlineIsTold();
    void stubIsNoFinding();
};

void TestRecovery::cleanReportNeedsNothing() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write("audit.jsonl", line(idA) + "\n");
    const auto needed = journal::needsRecovery(fixture.disk(), fixture.report());
    QVERIFY(needed && !*needed);
    const auto before = fs::last_write_time(fixture.report());
    const auto report = fixture.recover();
    QVERIFY(report && report->steps.empty());
    QVERIFY(fs::last_write_time(fixture.report()) == before); // not even a lock was made
}

void TestRecovery::leftoversOfOthersNeedNothing() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write("audit.jsonl", line(idA).substr(0, 20));
    fixture.write("audit.tmp", line(idB) + "\n");
    fixture.write("outline.tmp", "{");
    fixture.write(".lock", "");
    const auto needed = journal::needsRecovery(fixture.disk(), fixture.report());
    QVERIFY(needed && !*needed);
}

void TestRecovery::liveLockMeansAtWork() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.writeIntent(fixture.intentFor(outlineOf(1), outlineOf(2)));
    QVERIFY(*journal::needsRecovery(fixture.disk(), fixture.report()));
    const auto directory = io::openDirectory(fixture.disk(), fixture.report());
    QVERIFY(directory);
    const auto lock =
        io::FileLock::acquire(fixture.disk(), *directory, fixture.report(), ".lock", JournalFixture::quick());
    QVERIFY(lock);
    QVERIFY(!*journal::needsRecovery(fixture.disk(), fixture.report()));
    const auto report = fixture.recover();
    QVERIFY(!report);
    QVERIFY(report.error().code == ErrorCode::locked);
}

void TestRecovery::deadLockIsRemoved() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    io::LockToken token = io::newLockToken();
    token.pid = 2147480000;
    fixture.write(".lock", io::tokenText(token));
    QVERIFY(*journal::needsRecovery(fixture.disk(), fixture.report()));
    QVERIFY(fixture.recover());
    QVERIFY(!fixture.has(".lock"));
}

void TestRecovery::wholeTailGetsItsNewline() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write("audit.jsonl", line(idA) + "\n" + line(idB));
    const auto report = fixture.recover();
    QCOMPARE(rules(report), std::vector<std::string>{"R2"});
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + line(idB) + "\n");
}

void TestRecovery::tornTailIsSetAside() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string torn = line(idB).substr(0, 30);
    fixture.write("audit.jsonl", line(idA) + "\n" + torn);
    const auto report = fixture.recover();
    QVERIFY(report);
    QVERIFY(did(report, "R2"));
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n");
    const auto aside = fixture.namesWith("audit.jsonl.damaged-", "backups");
    QCOMPARE(aside.size(), std::size_t{1});
    QCOMPARE(fixture.read("backups/" + aside.front()), torn);
}

void TestRecovery::tornTailIsSetAsideOnce() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string torn(10'000, 'x');
    fixture.write("backups/audit.jsonl.damaged-20240102T030405_000006", torn); // a first try got that far
    fixture.write("audit.jsonl", torn);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("audit.jsonl"), std::string());
    QCOMPARE(fixture.names("backups").size(), std::size_t{1});
}

/// Another program, which takes no lock for it, logs its event in the last moment before the cut.
void TestRecovery::eventsAddedDuringTheCutAreKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write("audit.jsonl", line(idA) + "\n" + line(idA).substr(0, 30));
    HookedDisk disk(fixture.disk(), [&](const std::string& call, const std::string& name) {
        if ((call == "truncate" || (call == "renameAt" && name == "audit.jsonl")) && !fixture.has("added")) {
            std::ofstream(fixture.path("audit.jsonl"), std::ios::app) << line(idB) << "\n";
            fixture.write("added", "");
        }
    });
    io::LockKeeper locks;
    SystemClock clock;
    const journal::Environment environment{disk, clock, locks, {}};
    QVERIFY(journal::recoverReport(environment, fixture.report(), JournalFixture::quick()));
    QVERIFY(fixture.has("added"));
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + line(idB) + "\n");
    QCOMPARE(fixture.namesWith("audit.jsonl.damaged-", "backups").size(), std::size_t{1});
    QVERIFY(fixture.strays().empty());
}

void TestRecovery::ourOwnFragmentIsJustCut() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2));
    fixture.write("audit.jsonl", line(idA) + "\n");
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    for (const std::size_t length :
         {std::size_t{1}, intent.auditLine.size() / 2, intent.auditLine.size() - 1}) {
        fixture.writeIntent(intent);
        fixture.write("audit.jsonl", line(idA) + "\n" + intent.auditLine.substr(0, length));
        QVERIFY(fixture.recover());
        QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + intent.auditLine + "\n");
        QCOMPARE(fixture.names("backups"), std::vector<std::string>{intent.backupName});
    }
}

void TestRecovery::zerosOfOurEventAreCut() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2));
    fixture.write("audit.jsonl", line(idA) + "\n");
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    const std::string zeros(intent.auditLine.size() + 1, '\0');
    const std::string middle =
        intent.auditLine.substr(0, 9) + zeros.substr(0, 9) + intent.auditLine.substr(18);
    for (const std::string& tail : {zeros, intent.auditLine.substr(0, 9) + zeros.substr(9),
                                    intent.auditLine.substr(0, 9) + zeros.substr(10) + "\n",
                                    zeros.substr(0, 9) + intent.auditLine.substr(9) + "\n", middle + "\n"}) {
        fixture.writeIntent(intent);
        fixture.write("audit.jsonl", line(idA) + "\n" + tail);
        QVERIFY(fixture.recover());
        QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + intent.auditLine + "\n");
        QCOMPARE(fixture.names("backups"), std::vector<std::string>{intent.backupName});
    }
}

void TestRecovery::aSecondNameOfTheLogFromUsIsRemovedFirst() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2));
    fixture.write("audit.jsonl", line(idA) + "\n");
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    // A recovery that was replacing the log was cut off: the new log has its own name and the temporary one.
    fixture.write("audit.jsonl", line(idA) + "\n" + intent.auditLine + "\n");
    fs::create_hard_link(fixture.path("audit.jsonl"),
                         fixture.path(".audit.jsonl.2147480000-abcdef0123456789.new"));
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + intent.auditLine + "\n");
    QCOMPARE(fs::hard_link_count(fixture.path("audit.jsonl")), std::uintmax_t{1});
}

void TestRecovery::garbageOfOurEventIsSetAside() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2));
    fixture.write("audit.jsonl", line(idA) + "\n");
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    fixture.write("audit.jsonl", line(idA) + "\n" + "gar\nbage\n");
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + intent.auditLine + "\n");
    const auto aside = fixture.namesWith("audit.jsonl.damaged-", "backups");
    QCOMPARE(aside.size(), std::size_t{1});
    QCOMPARE(fixture.read("backups/" + aside.front()), std::string("gar\nbage\n"));
}

void TestRecovery::linesOfOthersAfterACrashAreKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2));
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    fixture.write("audit.jsonl", "gar\n" + line(idA) + "\n");
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("audit.jsonl"), "gar\n" + line(idA) + "\n" + intent.auditLine + "\n");
}

void TestRecovery::auditTemporaryIsMerged() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write("audit.jsonl", line(idA) + "\n");
    fixture.write("audit.tmp", line(idA) + "\n" + line(idB) + "\n");
    const auto report = fixture.recover();
    QCOMPARE(rules(report), (std::vector<std::string>{"R3", "R3"}));
    QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + line(idB) + "\n");
    QVERIFY(!fixture.has("audit.tmp"));
}

void TestRecovery::tornAuditTemporaryIsKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string bytes = line(idB) + "\n" + line(idA).substr(0, 12);
    fixture.write("audit.tmp", bytes);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("audit.jsonl"), line(idB) + "\n");
    QVERIFY(!fixture.has("audit.tmp"));
    const auto aside = fixture.namesWith("audit.tmp.damaged-", "backups");
    QCOMPARE(aside.size(), std::size_t{1});
    QCOMPARE(fixture.read("backups/" + aside.front()), bytes);
}

void TestRecovery::sharedBackupIsUnlinked() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string name = "backups/outline.json.20240102T030405_000006.bak";
    fs::create_hard_link(fixture.path("outline.json"), fixture.path(name));
    fixture.write("backups/outline.json.20240102T030405_000005.bak", outlineOf(1));
    QVERIFY(*journal::needsRecovery(fixture.disk(), fixture.report()));
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R5"});
    QVERIFY(!fixture.has(name));
    QCOMPARE(fixture.names("backups").size(), std::size_t{1});
}

/// `ln -f backups/X outline.json` is a way to restore by hand, and must not cost the version X.
void TestRecovery::sharedBackupOfTheHistoryIsParted() {
    const JournalFixture fixture;
    const std::string file = "outline.json.20240102T030405_000006.bak";
    const std::string name = "backups/" + file;
    fixture.write(name, outlineOf(1));
    fixture.write("audit.jsonl", eventLine(ActionId(reportId), file, {}) + "\n");
    const auto time = fs::last_write_time(fixture.path(name)) - std::chrono::hours(24);
    fs::last_write_time(fixture.path(name), time);
    fs::create_hard_link(fixture.path(name), fixture.path("outline.json"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY(saved);
    QCOMPARE(fixture.read(name), outlineOf(1));
    QVERIFY(fs::last_write_time(fixture.path(name)) == time);
    QCOMPARE(fs::hard_link_count(fixture.path(name)), std::uintmax_t{1});
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
    QVERIFY(fixture.strays().empty());
}

void TestRecovery::temporariesOfTheDeadAreRemoved() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write(deadTemporary, outlineOf(2));
    fixture.write(std::string("backups/") + deadTemporary, outlineOf(2));
    fixture.write(".lock.new.2147480000.abcdef0123456789", "x");
    QVERIFY(*journal::needsRecovery(fixture.disk(), fixture.report()));
    QCOMPARE(rules(fixture.recover()), (std::vector<std::string>{"R6", "R6", "R6"}));
    QVERIFY(fixture.strays().empty());
}

void TestRecovery::temporariesOfTheLivingStay() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string name = ".outline.json." + std::to_string(::getppid()) + "-abcdef0123456789.new";
    fixture.write(name, outlineOf(2));
    fixture.write(".someone.new", "not ours");
    QVERIFY(!*journal::needsRecovery(fixture.disk(), fixture.report()));
    QVERIFY(fixture.recover());
    QVERIFY(fixture.has(name));
    QVERIFY(fixture.has(".someone.new"));
}

/// Their makers' process ids were given to other processes since: a living one, and this very one.
void TestRecovery::temporariesOfAnOlderOwnerOfTheIdAreRemoved() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string others = ".report.html." + std::to_string(::getppid()) + "-abcdef0123456789.new";
    fixture.write(others, "half of it");
    const std::string exported = io::temporaryName("report.html");
    fixture.write(exported, "half of it");
    HookedDisk disk(fixture.disk(), [](const std::string&, const std::string&) {});
    disk.age(std::chrono::hours(24 * 365 * 20));
    io::LockKeeper locks;
    const SystemClock clock;
    const journal::Environment environment{disk, clock, locks, {}};
    QVERIFY(*journal::needsRecovery(disk, fixture.report()));
    QCOMPARE(rules(journal::recoverReport(environment, fixture.report(), JournalFixture::quick())),
             (std::vector<std::string>{"R6", "R6"}));
    QVERIFY(fixture.strays().empty());
}

/// An export of this process into the folder takes no lock: only what units make is known to be left over.
void TestRecovery::temporariesOfOtherTasksOfOursStay() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string exported = io::temporaryName("report.html");
    const std::string staged = io::temporaryName("outline.json");
    fixture.write(exported, "half of it");
    fixture.write(staged, outlineOf(3));
    QVERIFY(fixture.save(outlineOf(2)));
    QVERIFY(fixture.has(exported));
    QVERIFY(!fixture.has(staged));
    QVERIFY(fixture.recover());
    QVERIFY(fixture.has(exported));
}

void TestRecovery::filesThatOnlyLookLikeTemporariesStay() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    for (const char* name : {"minutes.new.2147480000.10", ".plan.2147480000-10.new"})
        fixture.write(name, "somebody's own");
    QVERIFY(!*journal::needsRecovery(fixture.disk(), fixture.report()));
    QVERIFY(fixture.recover());
    QVERIFY(fixture.save(outlineOf(2)));
    QVERIFY(fixture.has("minutes.new.2147480000.10"));
    QVERIFY(fixture.has(".plan.2147480000-10.new"));
}

void TestRecovery::damagedOutlineIsToldNotTouched() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(2).substr(0, 9));
    fixture.write("backups/outline.json.20240102T030405_000006.bak", outlineOf(1));
    fixture.write("backups/outline.json.20240102T030405_000007.bak", "torn");
    const auto report = fixture.recover();
    QCOMPARE(rules(report), std::vector<std::string>{"R7!"});
    QVERIFY(report->steps.front().message.find("_000006.bak") != std::string::npos);
    QCOMPARE(fixture.read("outline.json"), outlineOf(2).substr(0, 9));
    fixture.write("outline.tmp", outlineOf(2)); // newer than that backup
    QVERIFY(fixture.recover()->steps.front().message.find("outline.tmp") != std::string::npos);
}

void TestRecovery::onlyReadableOutlineIsKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", "torn");
    fixture.write(deadTemporary, outlineOf(2));
    const auto report = fixture.recover();
    QCOMPARE(rules(report), (std::vector<std::string>{"R6!", "R7!"}));
    const auto aside = fixture.namesWith(".new.damaged-", "backups");
    QCOMPARE(aside.size(), std::size_t{1});
    QVERIFY(report->steps.back().message.find(aside.front()) != std::string::npos);
    QCOMPARE(fixture.read("outline.json"), std::string("torn"));
}

void TestRecovery::missingOutlineIsTold() {
    const JournalFixture fixture;
    fixture.write("backups/outline.json.20240102T030405_000006.bak", outlineOf(1));
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R7!"});
}

void TestRecovery::stubIsNoFinding() {
    const JournalFixture fixture;
    QVERIFY(fixture.recover()->steps.empty());
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
