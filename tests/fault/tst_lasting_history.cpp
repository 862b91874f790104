// SPDX-License-Identifier: MIT
// History stays what it was: no backup changes, whatever is done afterwards, by us or by another program; and
// no clock, whatever it says, makes one version take another's place or turn.
#include <algorithm>

#include <QTest>

#include "core/base/sha256.h"
#include "core/history/timeline.h"
#include "core/json/jsonl.h"
#include "library_program.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

/// Every backup on the disk, by its path in the library, and when its bytes were written.
struct Backup {
    std::string bytes;
    std::int64_t mtimeNs = 0;
    friend bool operator==(const Backup&, const Backup&) = default;
};
std::map<std::string, Backup> backupsOn(const CrashDisk& disk) {
    std::map<std::string, Backup> found;
    for (const auto& [path, bytes] : disk.files()) {
        const std::size_t at = path.find("/backups/outline.json.");
        if (at != std::string::npos)
            found[path.substr(at)] = {bytes, disk.nodeOf(path)->now.mtimeNs};
    }
    return found;
}

/// What was there before is there still, and the same; `more` are new.
std::string wrongWith(const std::map<std::string, Backup>& before, const std::map<std::string, Backup>& after,
                      std::size_t more) {
    for (const auto& [path, backup] : before) {
        if (!after.contains(path))
            return "gone: " + path;
        if (!(after.at(path) == backup))
            return "changed: " + path;
    }
    return after.size() == before.size() + more ? "" : "not as many backups as changes";
}

std::string outlineOf(LibraryProgram& program, const ReportId& id) {
    return program.disk().bytesOf(LibraryProgram::pathOf(id, "outline.json")).value_or("");
}

/// As Python's shutil.copy2 does it: the bytes are written in place.
void copyOver(CrashDisk& disk, const std::string& path, const std::string& bytes) {
    const std::size_t slash = path.rfind('/');
    const auto folder = io::openDirectory(disk, path.substr(0, slash)).value();
    const auto file = io::openFile(disk, folder, path.substr(slash + 1), io::OpenMode::readWrite).value();
    QVERIFY(disk.truncate(file.get(), 0));
    QVERIFY(disk.write(file.get(), bytes));
}

/// The clock at the n-th change.
using Moment = std::function<std::int64_t(int n)>;

} // namespace

Q_DECLARE_METATYPE(Moment)

class TestLastingHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void backupsNeverChange();
    void writingInPlaceSparesBackups();
    void clock_data();
    void clock();
    void takenNames();
};

void TestLastingHistory::backupsNeverChange() {
    CrashDisk disk;
    const PlantedLibrary library = plantLibrary(disk);
    const ReportId& id = library.first;
    auto before = backupsOn(disk);
    std::size_t checks = 0;
    const auto check = [&](const Result<report::Saved>& saved) {
        QVERIFY2(saved.has_value(), saved ? "" : describe(saved.error()).c_str());
        const auto after = backupsOn(disk);
        const std::string wrong = ::wrongWith(before, after, saved->backup.empty() ? 0 : 1);
        QVERIFY2(wrong.empty(), wrong.c_str());
        checks += after.size();
        before = after;
    };
    LibraryProgram program(disk);
    const report::Workspace& workspace = program.workspace();
    for (int round = 0; round < 20; ++round) {
        const std::string number = std::to_string(round);
        const std::string replaced = outlineOf(program, id);
        const auto renamed = report::renameReport(workspace, id, "Title " + number);
        QVERIFY(renamed);
        QCOMPARE(disk.bytesOf(LibraryProgram::pathOf(id, "backups/" + renamed->backup)),
                 std::optional(replaced));
        check(renamed);
        check(report::tagReport(workspace, id, {"tag" + number}, {}));
        check(report::setReportStatus(workspace, id, round % 2 == 0 ? "archived" : "active"));
        const auto names = program.backups(id);
        const std::string& old = names.at(static_cast<std::size_t>(round) % names.size());
        check(report::restoreVersion(workspace, id, "backup:" + old));
        check(report::forkReport(workspace, id, "Fork " + number));
        check(report::trashReport(workspace, id));
        const auto trash = io::openDirectory(disk, std::string(LibraryProgram::root) + "/.trash").value();
        check(report::untrashReport(workspace, disk.list(trash.get()).value().at(0).name));
    }
    QVERIFY(before.size() > 60);
    stemma::tests::proved("P7", "backups the same after every operation", checks);
}

/// A backup is the old file itself: whoever writes into outline.json must not reach it.
void TestLastingHistory::writingInPlaceSparesBackups() {
    std::size_t cases = 0;
    for (const bool links : {true, false}) {
        CrashDisk disk;
        const PlantedLibrary library = plantLibrary(disk);
        if (!links)
            disk.forbidLinks();
        LibraryProgram program(disk);
        for (int round = 0; round < 10; ++round) {
            QVERIFY(
                report::renameReport(program.workspace(), library.first, "Ours " + std::to_string(round)));
            const auto before = backupsOn(disk);
            const std::string backup = program.backups(library.first).front();
            const std::string path = LibraryProgram::pathOf(library.first, "outline.json");
            copyOver(disk, path, before.at("/backups/" + backup).bytes);
            const std::string wrong = ::wrongWith(before, backupsOn(disk), 0);
            QVERIFY2(wrong.empty(), wrong.c_str());
            QCOMPARE(disk.nodeOf(path)->links, std::uint64_t{1});
            cases += before.size();
        }
    }
    stemma::tests::proved("P7", "backups the same after another program's restore in place", cases);
}

void TestLastingHistory::clock_data() {
    QTest::addColumn<Moment>("moment");
    const std::int64_t start = 1'760'000'000 * second;
    QTest::newRow("stands still") << Moment([start](int) { return start; });
    QTest::newRow("goes backwards") << Moment([start](int n) { return start - n * day; });
    QTest::newRow("falls back once by ten years")
        << Moment([start](int n) { return n < 4 ? start + n : start - 3650 * day + n; });
    QTest::newRow("was in the far future for a while")
        << Moment([start](int n) { return n == 3 ? start + 90 * 365 * day : start + n * second; });
    QTest::newRow("jumps to and fro")
        << Moment([start](int n) { return start + (n % 2 == 0 ? n : -n) * day; });
    QTest::newRow("begins in 1970") << Moment([start](int n) { return n < 3 ? n : start + n; });
}

void TestLastingHistory::clock() {
    QFETCH(Moment, moment);
    constexpr int changes = 12;
    CrashDisk disk;
    const PlantedLibrary library = plantLibrary(disk);
    const ReportId& id = library.first;
    LibraryProgram program(disk);
    program.clock().setStep(0);
    const auto timeline = [&] {
        return history::loadTimeline(disk, std::string(LibraryProgram::root) + "/by_id/" + id.text(),
                                     report::interpretOutline, history::Counts::leaveOut)
            .value();
    };
    const std::size_t rows = timeline().rows.size();
    std::vector<std::string> actions;
    std::vector<std::string> replaced;
    std::vector<std::string> names;
    for (int n = 0; n < changes; ++n) {
        program.clock().set({moment(n)});
        const auto before = backupsOn(disk);
        replaced.push_back(outlineOf(program, id));
        const auto saved = report::renameReport(program.workspace(), id, "Title " + std::to_string(n));
        QVERIFY2(saved.has_value(), saved ? "" : describe(saved.error()).c_str());
        const std::string wrong = ::wrongWith(before, backupsOn(disk), 1);
        QVERIFY2(wrong.empty(), wrong.c_str());
        actions.push_back(saved->action.text());
        names.push_back(saved->backup);
    }
    // In the order of the log, each with the version that it replaced.
    const history::Timeline all = timeline();
    QCOMPARE(all.rows.size(), rows + changes);
    for (std::size_t n = 0; n < changes; ++n) {
        QVERIFY(all.rows.at(rows + n).event);
        QCOMPARE(all.rows.at(rows + n).event->action.text(), actions.at(n));
        QCOMPARE(disk.bytesOf(LibraryProgram::pathOf(id, "backups/" + names.at(n))),
                 std::optional(replaced.at(n)));
        const auto found = history::findVersion(all, "before:" + actions.at(n));
        QVERIFY(found);
        QCOMPARE(all.versions.at(*found).sha256, sha256(replaced.at(n)));
    }
    stemma::tests::proved("P16", "saves under clocks that err", changes);
}

/// The name of the moment is taken by somebody else's backup, and so are the next ones.
void TestLastingHistory::takenNames() {
    CrashDisk disk;
    const PlantedLibrary library = plantLibrary(disk);
    LibraryProgram program(disk);
    program.clock().setStep(0);
    const std::int64_t now = 1'800'000'000 * second;
    program.clock().set({now});
    for (std::int64_t n = 0; n < 50; ++n)
        disk.plant(
            LibraryProgram::pathOf(library.first, "backups/outline.json." + backupStamp({now + n}) + ".bak"),
            "somebody's " + std::to_string(n));
    const auto before = backupsOn(disk);
    const auto saved = report::renameReport(program.workspace(), library.first, "Between them");
    QVERIFY(saved);
    const std::string wrong = ::wrongWith(before, backupsOn(disk), 1);
    QVERIFY2(wrong.empty(), wrong.c_str());
    stemma::tests::proved("P7 P16", "a save whose backup's name is taken", before.size());
}

QTEST_GUILESS_MAIN(TestLastingHistory)
#include "tst_lasting_history.moc"
