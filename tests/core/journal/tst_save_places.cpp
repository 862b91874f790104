// SPDX-License-Identifier: MIT
// Where a save writes, and where it refuses to: links, folders that were moved, what can't be written.
#include <cerrno>

#include <unistd.h>

#include <QTest>

#include "journal_fixture.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

class TestSavePlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void movedDirectoryIsNotWritten();
    void linkInTheFolderIsFollowed();
    void linkOutOfTheFolderIsRefused();
    void foreignHardLinkIsRefused();
    void backupsThatLeadOutOfTheFolderAreRefused();
    void backupsThatStayInTheFolderAreFollowed();
    void readsAndReplacesOneFile();
    void unwritableFolderSaysWhy();
    void unwritableLogIsFoundBeforeTheCommit();
};

void TestSavePlaces::movedDirectoryIsNotWritten() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string trash = fixture.root() + "/moved";
    const auto saved = journal::saveUnit(
        fixture.environment(), fixture.report(),
        whileComposing(outlineOf(2),
                       [&] {
                           fs::rename(fixture.report(), trash);
                           fs::create_directories(fixture.report() +
                                                  "/backups"); // as the other program does on any look
                       }),
        {});
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::conflict);
    QVERIFY(fs::is_empty(fixture.report() + "/backups"));
    QVERIFY(!fs::exists(fixture.report() + "/outline.json"));
    QVERIFY(fs::is_empty(trash + "/backups"));
    QVERIFY(!fs::exists(trash + "/.lock"));
}

void TestSavePlaces::linkInTheFolderIsFollowed() {
    const JournalFixture fixture;
    fixture.write("real.json", outlineOf(1));
    fs::create_symlink("real.json", fixture.path("outline.json"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QVERIFY(fs::is_symlink(fixture.path("outline.json")));
    QCOMPARE(fixture.read("real.json"), outlineOf(2));
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(1));
}

void TestSavePlaces::linkOutOfTheFolderIsRefused() {
    const JournalFixture fixture;
    const std::string target = fixture.root() + "/elsewhere.json";
    std::ofstream(target) << outlineOf(1);
    fs::create_symlink(target, fixture.path("outline.json"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::unsafe);
    QVERIFY(fs::is_symlink(fixture.path("outline.json")));
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
    fs::remove(fixture.path("outline.json"));
    fs::create_symlink("nowhere.json", fixture.path("outline.json"));
    QVERIFY(!fixture.save(outlineOf(2)));
}

void TestSavePlaces::foreignHardLinkIsRefused() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::create_hard_link(fixture.path("outline.json"), fixture.root() + "/twin.json");
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::unsafe);
    QCOMPARE(fs::hard_link_count(fixture.path("outline.json")), std::uintmax_t{2});
    QVERIFY(!fixture.has(".lock"));
}

void TestSavePlaces::backupsThatLeadOutOfTheFolderAreRefused() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const fs::path elsewhere = fixture.root() + "/elsewhere";
    fs::create_directories(elsewhere);
    fs::remove(fixture.path("backups"));
    for (const fs::path& target : {elsewhere, fs::path("../../elsewhere"), fs::path("nowhere")}) {
        fs::create_directory_symlink(target, fixture.path("backups"));
        const auto saved = fixture.save(outlineOf(2));
        QVERIFY(!saved);
        QVERIFY(saved.error().code == ErrorCode::unsafe);
        QVERIFY(saved.error().detail.find("symbolic link") != std::string::npos);
        QCOMPARE(fixture.read("outline.json"), outlineOf(1));
        QVERIFY(!fixture.recover());
        QVERIFY(fs::is_empty(elsewhere));
        fs::remove(fixture.path("backups"));
    }
}

void TestSavePlaces::backupsThatStayInTheFolderAreFollowed() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::rename(fixture.path("backups"), fixture.path("kept"));
    fs::create_directory_symlink("kept", fixture.path("backups"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QCOMPARE(fixture.read("kept/" + saved->backupName), outlineOf(1));
}

/// Another program may put a new outline in place while ours is being read: bytes, attributes and backup are
/// those of one and the same file.
void TestSavePlaces::readsAndReplacesOneFile() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    int looks = 0;
    HookedDisk disk(fixture.disk(), [&](const std::string& call, const std::string& name) {
        const bool second = call == "openFile" && name == "outline.json" && ++looks == 2;
        if (!name.ends_with("outline.json") || !(second || call == "read") || fixture.has("replaced"))
            return;
        fixture.write("outline.tmp", outlineOf(9));
        fs::permissions(fixture.path("outline.tmp"), fs::perms::owner_read | fs::perms::owner_write);
        fs::rename(fixture.path("outline.tmp"), fixture.path("outline.json"));
        fixture.write("replaced", "");
    });
    io::LockKeeper locks;
    SystemClock clock;
    const journal::Environment environment{disk, clock, locks, {}};
    const auto saved = journal::saveUnit(environment, fixture.report(), composing(outlineOf(2)), {});
    QVERIFY2(saved, saved ? "" : told(saved.error()).c_str());
    QCOMPARE(fixture.read("backups/" + saved->backupName), outlineOf(9));
    QVERIFY(fs::status(fixture.path("outline.json")).permissions() ==
            (fs::perms::owner_read | fs::perms::owner_write));
}

void TestSavePlaces::unwritableFolderSaysWhy() {
    if (::geteuid() == 0)
        QSKIP("root may write everywhere");
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::permissions(fixture.report(), fs::perms(0555));
    const auto saved = fixture.save(outlineOf(2));
    fs::permissions(fixture.report(), fs::perms(0755));
    QVERIFY(!saved);
    QVERIFY(saved.error().osErrno == EACCES);
    QVERIFY(!saved.error().advice.empty());
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
}

void TestSavePlaces::unwritableLogIsFoundBeforeTheCommit() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::create_directory(fixture.path("audit.jsonl"));
    const auto saved = fixture.save(outlineOf(2));
    QVERIFY(!saved);
    QVERIFY(saved.error().code == ErrorCode::unsafe);
    QCOMPARE(fixture.read("outline.json"), outlineOf(1));
    QVERIFY(fixture.names("backups").empty());
}

QTEST_GUILESS_MAIN(TestSavePlaces)
#include "tst_save_places.moc"
