// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <unistd.h>

#include <QTest>

#include "journal_fixture.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

class TestSaveUnit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesOutlineBackupAndEvent();
    void firstSaveHasNoBackup();
    void makesTheBackupsFolder();
    void backupKeepsBytesAndTime();
    void keepsTheFileMode();
    void unchangedWritesNothing();
    void conflictWritesNothing();
    void baseOfAMissingOutline();
    void composeErrorWritesNothing();
    void refusesAnEventOfTwoLines();
    void nowIsLaterThanAnyBackup();
    void equalClockGivesDistinctBackups();
    void closesATornTailBeforeTheEvent();
    void walkedInLockStartsAgain();
    void walkedInForEverIsLocked();
    void changeInPlaceDuringTheSaveStartsAgain();
    void cancelledWaitSaysSo();
    void lockIsRemovedInTheEnd();
    void savesOneAfterAnother();
    void tracesItsSteps();
};

void TestSaveUnit::writesOutlineBackupAndEvent() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QVERIFY(saved->warnings.empty());
    QVERIFY(!saved->unchanged);
    QCOMPARE(fixture.read("outline.json"), outlineOf(2));
    QCOMPARE(saved->sha256, sha256(outlineOf(2)));
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
    const std::string line = eventLine(saved->action, saved->backupName, saved->sha256);
    QCOMPARE(fixture.read("audit.jsonl"), line + "\n");
    QCOMPARE(fixture.names("backups"), std::vector<std::string>{saved->backupName});
    QVERIFY(fixture.strays().empty());
}

void TestSaveUnit::firstSaveHasNoBackup() {
    const JournalFixture fixture;
    const auto saved = fixture.save(outlineOf(1));
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QVERIFY(saved->backupName.empty());
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
    QVERIFY(fixture.names("backups").empty());
    QCOMPARE(fixture.log().size(), std::size_t{1});
}

void TestSaveUnit::makesTheBackupsFolder() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::remove(fixture.path("backups"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
}

void TestSaveUnit::backupKeepsBytesAndTime() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto then = fs::file_time_type::clock::now() - std::chrono::hours(100);
    fs::last_write_time(fixture.path("outline.json"), then);
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY(saved);
    QVERIFY(fs::last_write_time(fixture.path("backups/" + saved->backupName)) == then);
    QVERIFY(fixture.save(outlineOf(3)));
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
}

void TestSaveUnit::keepsTheFileMode() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::permissions(fixture.path("outline.json"), fs::perms(0640));
    QVERIFY(fixture.save(outlineOf(2)));
    QVERIFY(fs::status(fixture.path("outline.json")).permissions() == fs::perms(0640));
}

void TestSaveUnit::unchangedWritesNothing() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto nothing = [](const journal::UnitInput&) -> Result<std::optional<journal::UnitContent>> {
        return std::optional<journal::UnitContent>();
    };
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(), nothing, {});
    QVERIFY(saved);
    QVERIFY(saved->unchanged);
    QCOMPARE(saved->sha256, sha256(outlineOf(1)));
    QVERIFY(saved->backupName.empty());
    QCOMPARE(fixture.names(), (std::vector<std::string>{"backups", "outline.json"}));
    QVERIFY(fixture.names("backups").empty());
}

void TestSaveUnit::conflictWritesNothing() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    journal::UnitOptions options;
    options.baseSha256 = sha256(outlineOf(0));
    bool composed = false;
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(),
                                         whileComposing(outlineOf(2), [&] { composed = true; }), options);
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::conflict);
    QVERIFY(!saved.error().advice.empty());
    QVERIFY(!composed);
    QCOMPARE(fixture.names(), (std::vector<std::string>{"backups", "outline.json"}));
    options.baseSha256 = sha256(outlineOf(1));
    QVERIFY(fixture.save(outlineOf(2), options));
}

void TestSaveUnit::baseOfAMissingOutline() {
    const JournalFixture fixture;
    journal::UnitOptions options;
    options.baseSha256 = sha256(outlineOf(1));
    const auto saved = fixture.save(outlineOf(2), options);
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::conflict);
    QVERIFY(!fixture.has("outline.json"));
}

void TestSaveUnit::composeErrorWritesNothing() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto refuse = [](const journal::UnitInput&) -> Result<std::optional<journal::UnitContent>> {
        return fail(ErrorCode::damaged, "read", "x", "broken");
    };
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(), refuse, {});
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::damaged);
    QCOMPARE(fixture.names(), (std::vector<std::string>{"backups", "outline.json"}));
}

void TestSaveUnit::refusesAnEventOfTwoLines() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto twoLines = [](const journal::UnitInput&) -> Result<std::optional<journal::UnitContent>> {
        journal::UnitContent content;
        content.outlineBytes = outlineOf(2);
        content.auditLine = "{}\n{}";
        return std::optional(content);
    };
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(), twoLines, {});
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::usage);
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
}

void TestSaveUnit::nowIsLaterThanAnyBackup() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const Timestamp ahead{SystemClock().now().micros + 3'600'000'000};
    const std::string name = "outline.json." + backupStamp(ahead) + ".bak";
    fixture.write("backups/" + name, outlineOf(0));
    fixture.write("backups/outline.json.99991231T235959_999999.bak", outlineOf(0)); // nonsense: passed over
    Timestamp now;
    const auto look = [&](const journal::UnitInput& input) {
        now = input.now;
        return composing(outlineOf(2))(input);
    };
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(), look, {});
    QVERIFY(saved);
    QCOMPARE(now.micros, ahead.micros + 1);
    QCOMPARE(fixture.read("backups/" + name), outlineOf(0));
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
}

void TestSaveUnit::equalClockGivesDistinctBackups() {
    class StoppedClock final : public Clock {
        [[nodiscard]] Timestamp now() const override { return {1'700'000'000'000'000}; }
    };
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const StoppedClock clock;
    const journal::Environment environment{fixture.disk(), clock, fixture.environment().locks, {}};
    const auto first = journal::saveUnit(environment, fixture.report(), composing(outlineOf(2)), {});
    const auto second = journal::saveUnit(environment, fixture.report(), composing(outlineOf(3)), {});
    QVERIFY(first && second);
    QVERIFY(first->backupName < second->backupName);
    QCOMPARE(fixture.read("backups/" + first->backupName), outlineOf(1));
    QCOMPARE(fixture.read("backups/" + second->backupName), outlineOf(2));
}

void TestSaveUnit::closesATornTailBeforeTheEvent() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string whole = eventLine(ActionId(newUuid()), "x", "y");
    fixture.write("audit.jsonl", whole);
    QVERIFY(fixture.save(outlineOf(2)));
    QCOMPARE(fixture.log().size(), std::size_t{2});
    QCOMPARE(fixture.log().front(), whole);
}

void TestSaveUnit::walkedInLockStartsAgain() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    int times = 0;
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(),
                                         whileComposing(outlineOf(3),
                                                        [&] {
                                                            if (++times > 1)
                                                                return;
                                                            // a foreign writer truncates the lock, writes,
                                                            // and is done
                                                            fixture.write(".lock", "");
                                                            fixture.write("outline.json", outlineOf(2));
                                                            fs::remove(fixture.path(".lock"));
                                                        }),
                                         {});
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QCOMPARE(times, 2);
    QCOMPARE(fixture.read("outline.json"), outlineOf(3));
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(2));
    QCOMPARE(fixture.names("backups").size(), std::size_t{1});
    QCOMPARE(fixture.log().size(), std::size_t{1});
}

void TestSaveUnit::walkedInForEverIsLocked() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    journal::UnitOptions options;
    options.lock = JournalFixture::quick();
    const auto saved =
        journal::saveUnit(fixture.environment(), fixture.report(),
                          whileComposing(outlineOf(3), [&] { fs::remove(fixture.path(".lock")); }), options);
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::locked);
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
    QVERIFY(fixture.names("backups").empty());
    QVERIFY(fixture.strays().empty());
}

void TestSaveUnit::changeInPlaceDuringTheSaveStartsAgain() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    int times = 0;
    const auto saved = journal::saveUnit(fixture.environment(), fixture.report(),
                                         whileComposing(outlineOf(3),
                                                        [&] {
                                                            if (++times == 1)
                                                                fixture.write("outline.json", outlineOf(2));
                                                        }),
                                         {});
    QVERIFY(saved);
    QCOMPARE(times, 2);
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(2));
    QCOMPARE(fixture.names("backups").size(), std::size_t{1});
}

void TestSaveUnit::cancelledWaitSaysSo() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write(".lock", "");
    std::stop_source stop;
    stop.request_stop();
    journal::UnitOptions options;
    options.lock.stop = stop.get_token();
    const auto saved = fixture.save(outlineOf(2), options);
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::cancelled);
    QVERIFY(fixture.has(".lock"));
}

void TestSaveUnit::lockIsRemovedInTheEnd() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    QVERIFY(fixture.save(outlineOf(2)));
    QVERIFY(fixture.has(".lock")); // it lingers
    QTRY_VERIFY(!fixture.has(".lock"));
    QCOMPARE(journal::lingerFor(0).count(), 40);
    QCOMPARE(journal::lingerFor(10'000'000).count(), 440);
}

void TestSaveUnit::savesOneAfterAnother() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(0));
    journal::UnitOptions options;
    for (int n = 1; n <= 30; ++n) {
        options.baseSha256 = sha256(outlineOf(n - 1));
        const auto saved = fixture.save(outlineOf(n), options);
        QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
        QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(n - 1));
    }
    QCOMPARE(fixture.names("backups").size(), std::size_t{30});
    QCOMPARE(fixture.log().size(), std::size_t{30});
}

void TestSaveUnit::tracesItsSteps() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    std::vector<std::string> steps;
    std::vector<ActionId> actions;
    journal::Environment environment{
        fixture.disk(), fixture.environment().clock, fixture.environment().locks, {}};
    environment.trace = [&](const ActionId& action, const std::string& step, const std::string&) {
        steps.push_back(step);
        actions.push_back(action);
    };
    const auto saved = journal::saveUnit(environment, fixture.report(), composing(outlineOf(2)), {});
    QVERIFY(saved);
    QCOMPARE(steps, (std::vector<std::string>{"lock", "locked", "stage", "verify", "committed", "recorded",
                                              "done"}));
    QVERIFY(
        std::all_of(actions.begin(), actions.end(), [&](const ActionId& id) { return id == saved->action; }));
}

QTEST_GUILESS_MAIN(TestSaveUnit)
#include "tst_save_unit.moc"
