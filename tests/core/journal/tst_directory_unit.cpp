// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/journal/directory_unit.h"
#include "journal_fixture.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace stemma::test;

namespace fs = std::filesystem;

namespace {

std::string contentOf(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t entriesOf(const std::string& path) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
}

} // namespace

class TestDirectoryUnit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void makesADirectoryWhole();
    void makesTheParent();
    void existingTargetIsAConflict();
    void badNamesAreRefused();
    void filesMayHaveAnyName();
    void leftStagingIsRemovedWithoutFollowingLinks();
    void recoveryInAnotherThreadLeavesANewFolderAlone();
    void movesAndLogs();
    void moveMakesTheTrash();
    void stubIsReplaced();
    void occupiedTargetIsAConflict();
    void lockedReportIsNotMoved();
    void interruptedMoveIsFinished();
    void moveThatDidNotHappenIsTakenBack();
    void missingReportIsNotFound();

private:
    static Result<journal::UnitResult> trash(const JournalFixture& fixture, const ActionId& action) {
        return journal::moveDirectory(fixture.environment(), fixture.root() + "/by_id", reportId,
                                      fixture.root() + "/.trash", "gone", action, eventLine(action, "", ""),
                                      JournalFixture::quick());
    }
};

void TestDirectoryUnit::makesADirectoryWhole() {
    const JournalFixture fixture;
    const Status made =
        journal::createDirectory(fixture.environment(), fixture.root(), fixture.root() + "/by_id", "new",
                                 {{"outline.json", outlineOf(1)},
                                  {"audit.jsonl", "{}\n"},
                                  {"report_files/a.png", std::string(9000, 'p')}},
                                 {"backups"});
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
    const std::string place = fixture.root() + "/by_id/new";
    QCOMPARE(contentOf(place + "/outline.json"), outlineOf(1));
    QCOMPARE(contentOf(place + "/audit.jsonl"), std::string("{}\n"));
    QCOMPARE(contentOf(place + "/report_files/a.png"), std::string(9000, 'p'));
    QVERIFY(fs::is_empty(place + "/backups"));
    QCOMPARE(entriesOf(place), std::size_t{4});
    QCOMPARE(entriesOf(fixture.root()), std::size_t{1});
}

void TestDirectoryUnit::makesTheParent() {
    const QTemporaryDir root;
    const JournalFixture fixture;
    const std::string path = root.path().toStdString();
    QVERIFY(journal::createDirectory(fixture.environment(), path, path + "/by_id/", "new",
                                     {{"outline.json", outlineOf(1)}}, {}));
    QCOMPARE(contentOf(path + "/by_id/new/outline.json"), outlineOf(1));
}

void TestDirectoryUnit::existingTargetIsAConflict() {
    const JournalFixture fixture;
    const Status made =
        journal::createDirectory(fixture.environment(), fixture.root(), fixture.root() + "/by_id", reportId,
                                 {{"outline.json", outlineOf(1)}}, {});
    QVERIFY(!made);
    QVERIFY(made.error().code == ErrorCode::conflict);
    QVERIFY(!fixture.has("outline.json"));
    QCOMPARE(entriesOf(fixture.root()), std::size_t{1});
}

void TestDirectoryUnit::badNamesAreRefused() {
    const JournalFixture fixture;
    for (const char* name : {"", ".", "..", "a/b", "../x"}) {
        const Status made = journal::createDirectory(fixture.environment(), fixture.root(),
                                                     fixture.root() + "/by_id", name, {}, {});
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::unsafe);
    }
    for (const char* name : {"../x", "a/b/c", "/x", "a/.."}) {
        QVERIFY(!journal::createDirectory(fixture.environment(), fixture.root(), fixture.root() + "/by_id",
                                          "new", {{name, "x"}}, {}));
        QVERIFY(!fs::exists(fixture.root() + "/by_id/new"));
        QCOMPARE(entriesOf(fixture.root()), std::size_t{1});
    }
}

/// Only folders are named in a journal, line by line.
void TestDirectoryUnit::filesMayHaveAnyName() {
    const JournalFixture fixture;
    const Status made =
        journal::createDirectory(fixture.environment(), fixture.root(), fixture.root() + "/by_id", "new",
                                 {{"report_files/two\nlines.png", "p"}}, {"backups"});
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
    QVERIFY(fs::exists(fixture.root() + "/by_id/new/report_files/two\nlines.png"));
    const Status folder = journal::createDirectory(fixture.environment(), fixture.root(),
                                                   fixture.root() + "/by_id", "two\nlines", {}, {});
    QVERIFY(!folder);
    QVERIFY(folder.error().code == ErrorCode::unsafe);
}

void TestDirectoryUnit::leftStagingIsRemovedWithoutFollowingLinks() {
    const JournalFixture fixture;
    const fs::path left = fixture.root() + "/.stemma-new-2147480000-abcdef0123456789";
    const fs::path elsewhere = fixture.root() + "/elsewhere";
    fs::create_directories(left / "backups");
    fs::create_directories(elsewhere);
    std::ofstream(elsewhere / "precious") << "x";
    bool reached = false;
    HookedDisk disk(fixture.disk(), [&](const std::string& call, const std::string& name) {
        reached = reached || name == left.filename();
        if (reached && call == "openDirectoryAt" && name == "backups" && !fs::is_symlink(left / "backups")) {
            fs::remove(left / "backups");
            fs::create_directory_symlink(elsewhere, left / "backups");
        }
    });
    io::LockKeeper locks;
    SystemClock clock;
    const journal::Environment environment{disk, clock, locks, {}};
    QVERIFY(journal::recoverLibrary(environment, fixture.root(), JournalFixture::quick()));
    QVERIFY(fs::is_symlink(left / "backups"));
    QVERIFY(fs::exists(elsewhere / "precious"));
    QVERIFY(fixture.recoverAll()); // the next one removes the link as what it is
    QVERIFY(!fs::exists(left));
    QVERIFY(fs::exists(elsewhere / "precious"));
}

/// Between the making of the folder and its flock there is nothing that tells that it is in use.
void TestDirectoryUnit::recoveryInAnotherThreadLeavesANewFolderAlone() {
    const JournalFixture fixture;
    int recoveries = 0;
    HookedDisk disk(fixture.disk(), [&](const std::string& call, const std::string& name) {
        const bool ours = name.find(".stemma-new-") != std::string::npos;
        if (ours && (call == "openDirectoryAt" || call == "tryFlock") && ++recoveries <= 2)
            QVERIFY(fixture.recoverAll());
    });
    io::LockKeeper locks;
    SystemClock clock;
    const journal::Environment environment{disk, clock, locks, {}};
    const Status made = journal::createDirectory(environment, fixture.root(), fixture.root() + "/by_id",
                                                 "new", {{"outline.json", "x"}}, {"backups"});
    QVERIFY2(made, made ? "" : describe(made.error()).c_str());
    QVERIFY(recoveries >= 2);
    QVERIFY(fs::exists(fixture.root() + "/by_id/new/outline.json"));
    QCOMPARE(entriesOf(fixture.root()), std::size_t{1});
}

void TestDirectoryUnit::movesAndLogs() {
    const JournalFixture fixture;
    fs::create_directory(fixture.root() + "/.trash");
    fixture.write("outline.json", outlineOf(1));
    const ActionId action(newUuid());
    const auto moved = trash(fixture, action);
    QVERIFY2(moved, moved ? "" : describe(moved.error()).c_str());
    QVERIFY(moved->warnings.empty());
    QCOMPARE(moved->sha256, sha256(outlineOf(1)));
    QVERIFY(!fs::exists(fixture.report()));
    const std::string place = fixture.root() + "/.trash/gone";
    QCOMPARE(contentOf(place + "/outline.json"), outlineOf(1));
    QCOMPARE(contentOf(place + "/audit.jsonl"), eventLine(action, "", "") + "\n");
    QCOMPARE(entriesOf(place), std::size_t{3}); // with backups/, and no lock
    QVERIFY(fs::is_empty(place + "/backups"));
}

void TestDirectoryUnit::moveMakesTheTrash() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    QVERIFY(trash(fixture, ActionId(newUuid())));
    QVERIFY(fs::exists(fixture.root() + "/.trash/gone/outline.json"));
}

void TestDirectoryUnit::stubIsReplaced() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fs::create_directories(fixture.root() + "/.trash/gone/backups");
    QVERIFY(trash(fixture, ActionId(newUuid())));
    QVERIFY(fs::exists(fixture.root() + "/.trash/gone/outline.json"));
}

void TestDirectoryUnit::occupiedTargetIsAConflict() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    const std::string place = fixture.root() + "/.trash/gone";
    fs::create_directories(place + "/backups");
    std::ofstream(place + "/backups/x") << "x";
    const auto moved = trash(fixture, ActionId(newUuid()));
    QVERIFY(!moved);
    QVERIFY(moved.error().code == ErrorCode::conflict);
    QVERIFY(fs::exists(place + "/backups/x"));
    QCOMPARE(fixture.names(), (std::vector<std::string>{"backups", "outline.json"}));
    QVERIFY(fixture.names("backups").empty());
}

void TestDirectoryUnit::lockedReportIsNotMoved() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    fixture.write(".lock", "");
    const auto moved = trash(fixture, ActionId(newUuid()));
    QVERIFY(!moved);
    QVERIFY(moved.error().code == ErrorCode::locked);
    QVERIFY(fixture.has("outline.json"));
    QVERIFY(fixture.has(".lock"));
}

void TestDirectoryUnit::interruptedMoveIsFinished() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    journal::Intent intent;
    intent.kind = journal::Intent::Kind::move;
    intent.action = ActionId(newUuid());
    intent.auditLine = eventLine(intent.action, "", "");
    intent.moveFrom = std::string("by_id/") + reportId;
    intent.moveTo = ".trash/gone";
    fixture.writeIntent(intent);
    fs::create_directory(fixture.root() + "/.trash");
    fs::rename(fixture.report(), fixture.root() + "/.trash/gone");
    const auto report =
        journal::recoverLibrary(fixture.environment(), fixture.root(), JournalFixture::quick());
    QVERIFY2(report, report ? "" : describe(report.error()).c_str());
    QCOMPARE(report->steps.size(), std::size_t{1});
    QCOMPARE(contentOf(fixture.root() + "/.trash/gone/audit.jsonl"), intent.auditLine + "\n");
    QVERIFY(fs::is_empty(fixture.root() + "/.trash/gone/backups"));
}

void TestDirectoryUnit::moveThatDidNotHappenIsTakenBack() {
    const JournalFixture fixture;
    fixture.write("outline.json", outlineOf(1));
    journal::Intent intent;
    intent.kind = journal::Intent::Kind::move;
    intent.action = ActionId(newUuid());
    intent.auditLine = eventLine(intent.action, "", "");
    intent.moveFrom = std::string("by_id/") + reportId;
    intent.moveTo = ".trash/gone";
    fixture.writeIntent(intent);
    QVERIFY(fixture.recover());
    QVERIFY(fixture.log().empty());
    QVERIFY(fixture.names("backups").empty());
    QVERIFY(fixture.has("outline.json"));
}

void TestDirectoryUnit::missingReportIsNotFound() {
    const JournalFixture fixture;
    const ActionId action(newUuid());
    const auto moved = journal::moveDirectory(fixture.environment(), fixture.root() + "/by_id", "none",
                                              fixture.root() + "/.trash", "gone", action,
                                              eventLine(action, "", ""), JournalFixture::quick());
    QVERIFY(!moved);
    QVERIFY(moved.error().code == ErrorCode::notFound);
}

QTEST_GUILESS_MAIN(TestDirectoryUnit)
#include "tst_directory_unit.moc"
