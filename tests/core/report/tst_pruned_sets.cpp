// SPDX-License-Identifier: MIT
// Sets of pruned backups that were damaged, are half way, or can't be read: what is told of them is what is
// so.
#include <cerrno>
#include <filesystem>
#include <map>

#include <QtTest>

#include "core/base/sha256.h"
#include "core/journal/prune_unit.h"
#include "core/report/pruning.h"
#include "core/report/report_trust.h"
#include "tests/core/report/pruned_fixture.h"
#include "tests/support/crash_disk.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace checks;
using namespace pruning;

namespace {

const Timestamp later{1'760'000'000'000'000};

/// Of what was pruned the first backup is lost, and the second is rubbish of the same length.
struct DamagedSet : Pruned {
    DamagedSet() {
        for (const char* title : {"Eight", "Nine", "Ten"})
            rename(title);
        endLinger();
        whole = backups();
        for (const std::string& name : whole)
            bytes[name] = read("by_id/" + texts::reportId + "/backups/" + name);
        set = prune(keepNewest(1)).front().set;
        lost = set.backups.at(0).name;
        spoilt = set.backups.at(1).name;
        rubbish = std::string(read(inTrash(set.id + '/' + spoilt)).size(), 'x');
        std::filesystem::remove(path(inTrash(set.id + '/' + lost)));
        write(inTrash(set.id + '/' + spoilt), rubbish);
    }
    [[nodiscard]] bool isInBackups(const std::string& name) const {
        return exists("by_id/" + texts::reportId + "/backups/" + name);
    }

    std::vector<std::string> whole;
    std::map<std::string, std::string> bytes;
    history::PrunedSet set;
    std::string lost, spoilt, rubbish;
};

bool isTold(const std::vector<std::string>& warnings, const std::string& name) {
    return std::any_of(warnings.begin(), warnings.end(),
                       [&](const std::string& warning) { return warning.find(name) != std::string::npos; });
}

} // namespace

class TestPrunedSets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatWasPrunedComesBack();
    void whatIsPutRightComesBackLater();
    void aSetOfRubbish();
    void anotherNameIsTaken();
    void whatWasChosenIsWhatGoes();
    void damageIsNotPruned();
    void oneReportHidesNoOther();
};

void TestPrunedSets::onlyWhatWasPrunedComesBack() {
    DamagedSet pruned;
    const auto back = report::bringBack(pruned.workspace(), sampleId, pruned.set.id);
    QVERIFY2(back.has_value(), back ? "" : describe(back.error()).c_str());
    QCOMPARE(back->set.backups.size(), pruned.set.backups.size() - 2);
    QVERIFY(isTold(back->warnings, pruned.lost) && isTold(back->warnings, pruned.spoilt));
    QCOMPARE(back->warnings.size(), std::size_t{2});
    for (const history::PrunedBackup& backup : pruned.set.backups)
        QCOMPARE(pruned.isInBackups(backup.name), backup.name != pruned.lost && backup.name != pruned.spoilt);
    QCOMPARE(pruned.names(Pruned::inTrash(pruned.set.id)),
             (std::vector<std::string>{"manifest", pruned.spoilt}));
    QCOMPARE(pruned.read(Pruned::inTrash(pruned.set.id + '/' + pruned.spoilt)), pruned.rubbish);
    const auto again = report::bringBack(pruned.workspace(), sampleId, pruned.set.id);
    QVERIFY(!again && again.error().code == ErrorCode::damaged);
    const auto entries = report::prunedEntries(pruned.disk(), pruned.root, {});
    QVERIFY(entries && entries->size() == 1 && entries->front().set.state == history::PrunedState::kept);
}

void TestPrunedSets::whatIsPutRightComesBackLater() {
    DamagedSet pruned;
    QVERIFY(report::bringBack(pruned.workspace(), sampleId, pruned.set.id).has_value());
    for (const std::string& name : {pruned.lost, pruned.spoilt})
        pruned.write(Pruned::inTrash(pruned.set.id + '/' + name), pruned.bytes[name]);
    const auto back = report::bringBack(pruned.workspace(), sampleId, pruned.set.id);
    QVERIFY2(back.has_value(), back ? "" : describe(back.error()).c_str());
    QCOMPARE(back->set.backups.size(), std::size_t{2});
    QVERIFY2(back->warnings.empty(), back->warnings.empty() ? "" : back->warnings.front().c_str());
    QCOMPARE(pruned.backups(), pruned.whole);
    QVERIFY(!pruned.exists("by_id/" + texts::reportId + "/.stemma-pruned"));
}

void TestPrunedSets::aSetOfRubbish() {
    Pruned pruned;
    const auto set = pruned.prune(keepNewest(1)).front().set;
    for (const history::PrunedBackup& backup : set.backups)
        pruned.write(Pruned::inTrash(set.id + '/' + backup.name), "rubbish");
    const auto picture = pruned.picture();
    const auto back = report::bringBack(pruned.workspace(), sampleId, set.id);
    QVERIFY(!back && back.error().code == ErrorCode::damaged);
    QVERIFY(!back.error().advice.empty());
    pruned.endLinger();
    QCOMPARE(pruned.picture(), picture);
    QVERIFY(report::emptyPruned(pruned.workspace(), sampleId, set.id).has_value());
}

/// Another program takes the name of a backup in the moment in which it comes back.
void TestPrunedSets::anotherNameIsTaken() {
    Pruned pruned;
    const auto set = pruned.prune(keepNewest(1)).front().set;
    const std::string name = set.backups.front().name;
    const std::string place = "by_id/" + texts::reportId + "/backups/" + name;
    test::HookedDisk disk(pruned.disk(), [&](const std::string& call, const std::string& to) {
        if (call == "renameAt" && to.ends_with(".coming"))
            pruned.write(place, "another's");
    });
    const auto workspace = pruned.workspace();
    const journal::Environment environment{
        disk, workspace.environment.clock, workspace.environment.locks, {}};
    const auto back =
        journal::bringBackPruned(environment, pruned.path("by_id/" + texts::reportId), set.id, {});
    pruned.endLinger();
    QVERIFY2(back.has_value(), back ? "" : describe(back.error()).c_str());
    QCOMPARE(back->set.backups.size(), set.backups.size() - 1);
    QVERIFY(isTold(back->warnings, name));
    QCOMPARE(pruned.read(place), std::string("another's"));
    QCOMPARE(pruned.names(Pruned::inTrash(set.id)), (std::vector<std::string>{"manifest", name}));
}

/// Between the look and the act another program wrote in place, and gave the file its old times.
void TestPrunedSets::whatWasChosenIsWhatGoes() {
    Pruned pruned;
    const std::string name = pruned.backups().front();
    const std::string bytes = pruned.read("by_id/" + texts::reportId + "/backups/" + name);
    const auto picture = pruned.picture();
    for (const std::string& sha : {std::string(64, 'a'), sha256(bytes)}) {
        const auto workspace = pruned.workspace(); // endLinger() makes another
        const auto done =
            journal::pruneBackups(workspace.environment, pruned.path("by_id/" + texts::reportId),
                                  [&]() -> Result<history::PrunedSet> {
                                      history::PrunedSet set;
                                      set.backups.push_back({name, sha, bytes.size()});
                                      return set;
                                  },
                                  {});
        pruned.endLinger();
        if (sha256(bytes) == sha) {
            QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
            continue;
        }
        QVERIFY(!done && done.error().code == ErrorCode::conflict);
        QCOMPARE(pruned.picture(), picture);
    }
}

void TestPrunedSets::damageIsNotPruned() {
    DamagedSet pruned;
    const std::string torn = pruned.set.backups.at(2).name;
    pruned.write(Pruned::inTrash(pruned.set.id + '/' + torn), "{ torn");
    const auto rows = report::verifyReport(pruned.disk(), pruned.root, sampleId);
    QVERIFY(rows.has_value());
    const auto stateOf = [&](const std::string& name) {
        for (const report::VerifyRow& row : *rows)
            if (row.name == name)
                return row.state;
        return std::string("untold");
    };
    QCOMPARE(stateOf(pruned.lost), std::string("missing"));
    QCOMPARE(stateOf(torn), std::string("missing"));
    QCOMPARE(stateOf(pruned.spoilt), std::string("missing"));
    QCOMPARE(stateOf(pruned.set.backups.at(3).name), std::string("pruned"));
    const auto entries = report::prunedEntries(pruned.disk(), pruned.root, {});
    QVERIFY(entries.has_value());
    QCOMPARE(entries->front().set.backups.size(), pruned.set.backups.size());
}

/// Whatever call fails: of each report its sets are told, or that it could not be read.
void TestPrunedSets::oneReportHidesNoOther() {
    const std::vector<std::string> ids = {texts::reportId, "0f6b1c9e-7c0f-4a9c-9d3b-8f0e5d7a1b2c"};
    std::size_t partly = 0;
    for (std::uint64_t call = 1;; ++call) {
        test::CrashDisk disk;
        for (const std::string& id : ids) {
            const std::string folder = "/library/by_id/" + id;
            disk.plant(folder + "/outline.json", sampleText());
            const std::string set = folder + "/.stemma-pruned/5a1e28ba-2fa1-41d2-883f-0016d3cca427";
            const std::string name = "outline.json.20240102T030405_000006.bak";
            disk.plant(set + '/' + name, sampleText());
            history::PrunedSet manifest;
            manifest.backups.push_back({name, sha256(sampleText()), sampleText().size()});
            disk.plant(set + "/manifest", history::prunedManifest(manifest));
        }
        disk.syncAll();
        disk.failCall(call, EIO);
        std::size_t unread = 0;
        const auto entries =
            report::prunedEntries(disk, "/library", {}, {}, [&](const ReportId&, const Error&) { ++unread; });
        if (!disk.faultHappened())
            break;
        if (!entries)
            continue; // the library itself
        QCOMPARE(entries->size() + unread, ids.size());
        partly += unread;
    }
    QVERIFY(partly > 4);
}

QTEST_GUILESS_MAIN(TestPrunedSets)
#include "tst_pruned_sets.moc"
