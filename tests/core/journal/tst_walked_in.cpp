// SPDX-License-Identifier: MIT
// Other programs that respect no lock, in the moments around the commit of a save.
#include <QTest>

#include "journal_fixture.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

namespace {

using Act = std::function<void(const std::string& step)>;

/// Saves, with something done at each step of it, and waits until the lock's linger is over.
Result<journal::UnitResult> saveAmid(const JournalFixture& fixture, const std::string& bytes, const Act& act,
                                     const std::function<void()>& inTheLinger = {}) {
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{
        fixture.disk(), clock, locks,
        [&](const ActionId&, const std::string& step, const std::string&) { act(step); }};
    auto saved = journal::saveUnit(environment, fixture.report(), composing(bytes), {});
    if (inTheLinger)
        inTheLinger();
    return saved;
}

/// As others replace a file: by renaming.
void replaceOutline(const JournalFixture& fixture, const std::string& bytes) {
    fixture.write("outline.tmp", bytes);
    fs::rename(fixture.path("outline.tmp"), fixture.path("outline.json"));
}

std::size_t backupsHolding(const JournalFixture& fixture, const std::string& bytes) {
    std::size_t count = 0;
    for (const std::string& name : fixture.namesWith(".bak", "backups"))
        count += fixture.read("backups/" + name) == bytes ? 1 : 0;
    return count;
}

} // namespace

class TestWalkedIn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsOverwrittenAtOnceIsKept();
    void whatAnEditorOverwritesIsKept();
    void whatIsBackedUpByTheOtherIsKeptOnce();
    void aBackupThatWasTakenAwayIsPutBack();
    void theNextSaveLooksToo();
    void anUndisturbedSaveLeavesNothingMore();
    void anotherAtWorkIsWaitedFor();
};

/// The other has made its backup, and walks in: nobody but us knows what it writes over.
void TestWalkedIn::whatIsOverwrittenAtOnceIsKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = saveAmid(fixture, outlineOf(2), [&](const std::string& step) {
        if (step != "committed")
            return;
        fixture.write(".lock", "");
        replaceOutline(fixture, outlineOf(3));
        fs::remove(fixture.path(".lock"));
    });
    QVERIFY(saved);
    QCOMPARE(saved->warnings.size(), std::size_t{1});
    QCOMPARE(fixture.read("outline.json"), outlineOf(3));
    QCOMPARE(backupsHolding(fixture, outlineOf(1)), std::size_t{1});
    QCOMPARE(backupsHolding(fixture, outlineOf(2)), std::size_t{1});
    QCOMPARE(fixture.log().size(), std::size_t{1});
    QVERIFY(fixture.strays().empty());
    stemma::tests::proved("P10", "what a program that walked in overwrote is kept", 1);
}

void TestWalkedIn::whatAnEditorOverwritesIsKept() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = saveAmid(
        fixture, outlineOf(2), [](const std::string&) {}, [&] { replaceOutline(fixture, outlineOf(3)); });
    QVERIFY(saved);
    QCOMPARE(backupsHolding(fixture, outlineOf(2)), std::size_t{1});
    QVERIFY(!fixture.has(".lock"));
    QVERIFY(fixture.strays().empty());
}

void TestWalkedIn::whatIsBackedUpByTheOtherIsKeptOnce() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = saveAmid(
        fixture, outlineOf(2), [](const std::string&) {},
        [&] {
            fs::copy_file(fixture.path("outline.json"),
                          fixture.path("backups/outline.json.20991231T235959_000001.bak"));
            replaceOutline(fixture, outlineOf(3));
        });
    QVERIFY(saved);
    QCOMPARE(backupsHolding(fixture, outlineOf(2)), std::size_t{1});
}

/// Another of ours came through the door that the one who walked in left open, and tidied up.
void TestWalkedIn::aBackupThatWasTakenAwayIsPutBack() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = saveAmid(fixture, outlineOf(2), [&](const std::string& step) {
        if (step != "committed")
            return;
        fs::remove(fixture.path(".lock"));
        for (const std::string& name : fixture.namesWith(".bak", "backups"))
            fs::remove(fixture.path("backups/" + name));
    });
    QVERIFY(saved);
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
}

void TestWalkedIn::theNextSaveLooksToo() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    QVERIFY(fixture.save(outlineOf(2)));
    replaceOutline(fixture, outlineOf(3)); // while the lock lingers, which the next save takes over
    const auto saved = fixture.save(outlineOf(4));
    QVERIFY(saved);
    for (const int n : {1, 2, 3})
        QCOMPARE(backupsHolding(fixture, outlineOf(n)), std::size_t{1});
    QCOMPARE(fixture.read("outline.json"), outlineOf(4));
}

void TestWalkedIn::anUndisturbedSaveLeavesNothingMore() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto saved = saveAmid(fixture, outlineOf(2), [](const std::string& step) {
        QVERIFY(step.find("walked in") == std::string::npos);
    });
    QVERIFY(saved && saved->warnings.empty());
    QCOMPARE(fixture.names("backups"), std::vector<std::string>{saved->backupName});
}

/// A second name in the backups is what a save of ours makes just before its commit: no hard link of a
/// person's.
void TestWalkedIn::anotherAtWorkIsWaitedFor() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const auto link = [&](const char* name) {
        fs::create_hard_link(fixture.path("outline.json"), fixture.path(std::string("backups/") + name));
    };
    link("outline.json.20240101T000000_000001.bak");
    int times = 0;
    const auto saved = saveAmid(fixture, outlineOf(2), [&](const std::string& step) {
        // Just after the one was tidied away, the other has staged its own.
        if (step.starts_with("recover R5") && ++times == 1)
            link("outline.json.20240101T000000_000002.bak");
    });
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(times, 2);
    QCOMPARE(fixture.read("outline.json"), outlineOf(2));
}

QTEST_GUILESS_MAIN(TestWalkedIn)
#include "tst_walked_in.moc"
