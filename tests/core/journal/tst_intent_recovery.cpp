// SPDX-License-Identifier: MIT
#include <chrono>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QTest>

#include "recovery_checks.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

/// Intents: their text, what recovery makes of each state they may be found in, and whole libraries.
class TestIntentRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void intentTextRoundTrips();
    void tornIntentIsKnown();
    void hostileIntentIsRefused();

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

    void secondRunDoesNothing();
    void libraryRunsOverAllReports();
    void stagingOfTheDeadIsRemoved();
    void stagingOfAnOlderOwnerOfTheIdIsRemoved();
};

void TestIntentRecovery::intentTextRoundTrips() {
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

void TestIntentRecovery::tornIntentIsKnown() {
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

void TestIntentRecovery::hostileIntentIsRefused() {
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

void TestIntentRecovery::newOnDiskGetsItsEvent() {
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

void TestIntentRecovery::newOnDiskWithEventLosesTheIntent() {
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

void TestIntentRecovery::oldOnDiskTakesBack() {
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

void TestIntentRecovery::interruptedFirstSaveIsTakenBack() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor("", outlineOf(2));
    fixture.write(intent.temporary, outlineOf(2));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QCOMPARE(fixture.names(), std::vector<std::string>{"backups"});
    QVERIFY(fixture.names("backups").empty());
}

void TestIntentRecovery::sameContentIsJudgedByTheStagedFile() {
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

void TestIntentRecovery::foreignBackupOfThatNameIsKept() {
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

void TestIntentRecovery::copiedBackupIsTakenBack() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write("backups/" + intent.backupName, outlineOf(1));
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QVERIFY(fixture.names("backups").empty());
}

void TestIntentRecovery::saveUnderALaterOneGetsItsEvent() {
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

void TestIntentRecovery::lostSaveIsKept() {
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

void TestIntentRecovery::eventAheadOfTheOutlineIsTold() {
    const JournalFixture fixture;
    const journal::Intent intent = fixture.intentFor(outlineOf(1), outlineOf(2));
    fixture.write("outline.json", outlineOf(1));
    fixture.write(intent.temporary, outlineOf(2));
    fixture.write("audit.jsonl", intent.auditLine + "\n");
    fixture.writeIntent(intent);
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R4!"});
    QCOMPARE(fixture.namesWith(".new.damaged-", "backups").size(), std::size_t{1});
}

void TestIntentRecovery::tornIntentIsRemoved() {
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

void TestIntentRecovery::intentOfAnotherVersionIsLeft() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string name = "backups/" + journal::intentFileName(ActionId(idA));
    fixture.write(name, "stemma-intent 2\nwhatever\n");
    QCOMPARE(rules(fixture.recover()), std::vector<std::string>{"R4!"});
    QVERIFY(fixture.has(name));
}

void TestIntentRecovery::nextSaveRecoversFirst() {
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

void TestIntentRecovery::secondRunDoesNothing() {
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

void TestIntentRecovery::libraryRunsOverAllReports() {
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

void TestIntentRecovery::stagingOfTheDeadIsRemoved() {
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

/// Its maker's process id was given to another process since.
void TestIntentRecovery::stagingOfAnOlderOwnerOfTheIdIsRemoved() {
    const JournalFixture fixture;
    const std::string left = fixture.root() + "/.stemma-new-" + std::to_string(::getppid()) + "-abcdef";
    fs::create_directories(left);
    fs::last_write_time(left, fs::last_write_time(left) - std::chrono::hours(24 * 365 * 20));
    const int atWork = ::open(left.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    QCOMPARE(::flock(atWork, LOCK_EX | LOCK_NB), 0);
    auto report = journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QVERIFY(fs::exists(left)); // whoever holds it is at work, whatever the times say
    ::close(atWork);
    report = journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QCOMPARE(rules(report), std::vector<std::string>{"R6"});
    QVERIFY(!fs::exists(left));
}

QTEST_GUILESS_MAIN(TestIntentRecovery)
#include "tst_intent_recovery.moc"
