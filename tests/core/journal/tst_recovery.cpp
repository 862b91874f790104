// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <QTest>

#include "core/io/lock_token.h"
#include "journal_fixture.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

namespace {

constexpr const char* deadTemporary = ".outline.json.2147480000-abcdef0123456789.new"; // no such process

std::string line(const char* id) {
    return eventLine(ActionId(id), "", "");
}

constexpr const char* idA = "aaaaaaaa-0000-4000-8000-000000000001";
constexpr const char* idB = "bbbbbbbb-0000-4000-8000-000000000002";

std::vector<std::string> rules(const Result<journal::RecoveryReport>& report) {
    std::vector<std::string> rules;
    for (const auto& step : report->steps)
        rules.push_back(step.rule + (step.needsPerson ? "!" : ""));
    return rules;
}

bool did(const Result<journal::RecoveryReport>& report, const std::string& rule) {
    const auto all = rules(report);
    return std::find(all.begin(), all.end(), rule) != all.end();
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void intentTextRoundTrips();
    void tornIntentIsKnown();
    void hostileIntentIsRefused();

    void cleanReportNeedsNothing();
    void leftoversOfOthersNeedNothing();
    void liveLockMeansAtWork();
    void deadLockIsRemoved();

    void wholeTailGetsItsNewline();
    void tornTailIsSetAside();
    void tornTailIsSetAsideOnce();
    void ourOwnFragmentIsJustCut();
    void zerosOfOurEventAreCut();
    void garbageOfOurEventIsSetAside();
    void linesOfOthersAfterACrashAreKept();
    void auditTemporaryIsMerged();
    void tornAuditTemporaryIsKept();

    void newOnDiskGetsItsEvent();
    void newOnDiskWithEventLosesTheIntent();
    void oldOnDiskTakesBack();
    void interruptedFirstSaveIsTakenBack();
    void sameContentIsJudgedByTheStagedFile();
    void foreignBackupOfThatNameIsKept();
    void copiedBackupIsTakenBack();
    void saveUnderALaterOneGetsItsEvent();
    void lostSaveIsKept();
    void eventAheadOfTheOutlineIsTold();
    void tornIntentIsRemoved();
    void intentOfAnotherVersionIsLeft();
    void nextSaveRecoversFirst();

    void sharedBackupIsUnlinked();
    void temporariesOfTheDeadAreRemoved();
    void temporariesOfTheLivingStay();
    void damagedOutlineIsToldNotTouched();
    void onlyReadableOutlineIsKept();
    void missingOutlineIsTold();
    void stubIsNoFinding();

    void secondRunDoesNothing();
    void libraryRunsOverAllReports();
    void stagingOfTheDeadIsRemoved();
};

void TestRecovery::intentTextRoundTrips() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    const auto read = journal::parseIntent(journal::intentText(intent));
    QVERIFY(read);
    QCOMPARE(read->action.text(), intent.action.text());
    QCOMPARE(read->auditLine, intent.auditLine);
    QCOMPARE(read->oldSha256, intent.oldSha256);
    QCOMPARE(read->newSha256, intent.newSha256);
    QCOMPARE(read->temporary, intent.temporary);
    QCOMPARE(read->backupName, intent.backupName);
    QVERIFY(journal::isIntentFileName(journal::intentFileName(intent.action)));
    QVERIFY(!journal::isIntentFileName(".intent"));
    QVERIFY(!journal::isIntentFileName("outline.json.20240102T030405_000006.bak"));
}

void TestRecovery::tornIntentIsKnown() {
    const JournalFixture fixture;
    const std::string text = journal::intentText(fixture.intentFor(outlineOf(1), outlineOf(2)));
    for (std::size_t length = 0; length < text.size(); ++length)
        QVERIFY(!journal::parseIntent(std::string_view(text).substr(0, length)));
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string flipped = text;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        QVERIFY(!journal::parseIntent(flipped));
    }
}

void TestRecovery::hostileIntentIsRefused() {
    const JournalFixture fixture;
    const journal::Intent good = fixture.intentFor(outlineOf(1), outlineOf(2));
    for (const char* name : {"../../x", "outline.json", "", ".outline.json.1-ab.new/x"}) {
        journal::Intent bad = good;
        bad.temporary = name;
        QVERIFY(!journal::parseIntent(journal::intentText(bad)));
    }
    for (const char* name : {"../outline.json", "outline.json", ".lock"}) {
        journal::Intent bad = good;
        bad.backupName = name;
        QVERIFY(!journal::parseIntent(journal::intentText(bad)));
    }
}

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
    for (const std::string& tail : {zeros, intent.auditLine.substr(0, 9) + zeros.substr(9),
                                    intent.auditLine.substr(0, 9) + zeros.substr(10) + "\n"}) {
        fixture.writeIntent(intent);
        fixture.write("audit.jsonl", line(idA) + "\n" + tail);
        QVERIFY(fixture.recover());
        QCOMPARE(fixture.read("audit.jsonl"), line(idA) + "\n" + intent.auditLine + "\n");
        QCOMPARE(fixture.names("backups"), std::vector<std::string>{intent.backupName});
    }
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

void TestRecovery::newOnDiskGetsItsEvent() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.write("audit.jsonl", line(idA) + "\n");
    fixture.writeIntent(intent);
    QVERIFY(*journal::needsRecovery(fixture.disk(), fixture.report()));
    const auto report = fixture.recover();
    QCOMPARE(rules(report), std::vector<std::string>{"R4"});
    QCOMPARE(fixture.log(), (std::vector<std::string>{line(idA), intent.auditLine}));
    QCOMPARE(fixture.names("backups"), std::vector<std::string>{intent.backupName});
    QVERIFY(!*journal::needsRecovery(fixture.disk(), fixture.report()));
}

void TestRecovery::newOnDiskWithEventLosesTheIntent() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.write("audit.jsonl", intent.auditLine + "\n");
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.log(), std::vector<std::string>{intent.auditLine});
    QCOMPARE(fixture.names("backups"), std::vector<std::string>{intent.backupName});
}

void TestRecovery::oldOnDiskTakesBack() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write(intent.temporary, outlineOf(2));
    fs::create_hard_link(fixture.path("outline.json"), fixture.path("backups/" + intent.backupName));
    fixture.write("audit.jsonl", line(idA) + "\n");
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
    QCOMPARE(fixture.log(), std::vector<std::string>{line(idA)});
    QCOMPARE(fixture.names(), (std::vector<std::string>{"audit.jsonl", "backups", "outline.json"}));
    QVERIFY(fixture.names("backups").empty());
}

void TestRecovery::interruptedFirstSaveIsTakenBack() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor("", outlineOf(2));
    fixture.write(intent.temporary, outlineOf(2));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.names(), std::vector<std::string>{"backups"});
    QVERIFY(fixture.names("backups").empty());
}

void TestRecovery::sameContentIsJudgedByTheStagedFile() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(1));
    fixture.write("outline.json", outlineOf(1));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.log().size(), std::size_t{1}); // it had been renamed
    fixture.write("audit.jsonl", "");
    fixture.write(intent.temporary, outlineOf(1));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QVERIFY(fixture.log().empty());
    QVERIFY(!fixture.has(intent.temporary));
}

void TestRecovery::foreignBackupOfThatNameIsKept() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write("backups/" + intent.backupName, outlineOf(0));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.read("backups/" + intent.backupName), outlineOf(0));
    // the right bytes, but an event relies on it
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.write("audit.jsonl", eventLine(ActionId(idA), intent.backupName, "") + "\n");
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QVERIFY(fixture.has("backups/" + intent.backupName));
}

void TestRecovery::copiedBackupIsTakenBack() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QVERIFY(fixture.names("backups").empty());
}

void TestRecovery::saveUnderALaterOneGetsItsEvent() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(3));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.write("backups/outline.json.20240102T030405_000007.bak", outlineOf(2));
    fixture.write("audit.jsonl", line(idB) + "\n");
    fixture.writeIntent(intent);
    const auto report = fixture.recover();
    QCOMPARE(rules(report), std::vector<std::string>{"R4"});
    QCOMPARE(fixture.log(), (std::vector<std::string>{line(idB), intent.auditLine}));
    QCOMPARE(fixture.read("outline.json"), outlineOf(3));
}

void TestRecovery::lostSaveIsKept() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(3));
    fixture.write(intent.temporary, outlineOf(2));
    fixture.writeIntent(intent);
    const auto report = fixture.recover();
    QCOMPARE(rules(report), std::vector<std::string>{"R4!"});
    QVERIFY(fixture.log().empty());
    QCOMPARE(fixture.read("outline.json"), outlineOf(3));
    const auto aside = fixture.namesWith(".new.damaged-", "backups");
    QCOMPARE(aside.size(), std::size_t{1});
    QCOMPARE(fixture.read("backups/" + aside.front()), outlineOf(2));
    QVERIFY(report->steps.front().path.find(aside.front()) != std::string::npos);
    QCOMPARE(fixture.namesWith(".intent.damaged-", "backups").size(), std::size_t{1});
    QVERIFY(fixture.strays().empty());
}

void TestRecovery::eventAheadOfTheOutlineIsTold() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write(intent.temporary, outlineOf(2));
    fixture.write("audit.jsonl", intent.auditLine + "\n");
    fixture.writeIntent(intent);
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R4!"});
    QCOMPARE(fixture.namesWith(".new.damaged-", "backups").size(), std::size_t{1});
}

void TestRecovery::tornIntentIsRemoved() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write(intent.temporary, outlineOf(2));
    fs::create_hard_link(fixture.path("outline.json"), fixture.path("backups/" + intent.backupName));
    fixture.write("backups/" + journal::intentFileName(intent.action),
                  journal::intentText(intent).substr(0, 40));
    QVERIFY(fixture.recover());
    QVERIFY(fixture.names("backups").empty());
    QVERIFY(fixture.strays().empty());
    QVERIFY(fixture.log().empty());
}

void TestRecovery::intentOfAnotherVersionIsLeft() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string name = "backups/" + journal::intentFileName(ActionId(idA));
    fixture.write(name, "stemma-intent 2\nwhatever\n");
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R4!"});
    QVERIFY(fixture.has(name));
}

void TestRecovery::nextSaveRecoversFirst() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    fixture.write("audit.tmp", line(idA) + "\n");
    const auto saved = fixture.save(outlineOf(3));
    QVERIFY(saved);
    const auto log = fixture.log();
    QCOMPARE(log.size(), std::size_t{3});
    QCOMPARE(log[0], line(idA));
    QCOMPARE(log[1], intent.auditLine);
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(2));
    QVERIFY(fixture.strays().empty());
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

void TestRecovery::secondRunDoesNothing() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(2));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.write("audit.jsonl", "torn");
    fixture.write("audit.tmp", line(idA) + "\n" + "torn");
    fixture.write(deadTemporary, "x");
    fixture.writeIntent(intent);
    const auto first = fixture.recover();
    QVERIFY(first && first->steps.size() >= 4);
    const auto before = fixture.names("backups");
    const auto second = fixture.recover();
    QVERIFY(second);
    QVERIFY(second->steps.empty());
    QCOMPARE(fixture.names("backups"), before);
    QCOMPARE(fixture.log(), (std::vector<std::string>{line(idA), intent.auditLine}));
}

void TestRecovery::libraryRunsOverAllReports() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(2));
    fixture.writeIntent(intent);
    const std::string trashed = fixture.root() + "/.trash/x_20240101T000000";
    fs::create_directories(trashed);
    std::ofstream(trashed + "/outline.json") << outlineOf(1);
    std::ofstream(trashed + "/audit.jsonl") << line(idA);
    fs::create_directories(fixture.root() + "/by_id/broken");
    std::ofstream(fixture.root() + "/by_id/broken/backups") << "a file where a folder belongs";
    std::ofstream(fixture.root() + "/by_id/a-file") << "x";
    const auto report =
        journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QVERIFY2(report, report ? "" : describe(report.error()).c_str());
    QCOMPARE(report->steps.size(), std::size_t{3});
    QCOMPARE(fixture.log(), std::vector<std::string>{intent.auditLine});
    const auto again =
        journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QCOMPARE(again->steps.size(), std::size_t{1}); // the broken one is still told
}

void TestRecovery::stagingOfTheDeadIsRemoved() {
    const JournalFixture fixture;
    const std::string dead = fixture.root() + "/.stemma-new-2147480000-abcdef";
    const std::string living = fixture.root() + "/.stemma-new-" + std::to_string(::getppid()) + "-abcdef";
    const std::string foreign = fixture.root() + "/.stemma-new-x";
    for (const std::string& folder : {dead, living, foreign})
        fs::create_directories(folder + "/backups");
    std::ofstream(dead + "/outline.json") << "x";
    fs::create_symlink(fixture.report(), dead + "/link");
    const auto report =
        journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QCOMPARE(rules(report), std::vector<std::string>{"R6"});
    QVERIFY(!fs::exists(dead));
    QVERIFY(fs::exists(living));
    QVERIFY(fs::exists(foreign));
    QVERIFY(fs::exists(fixture.report()));
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
