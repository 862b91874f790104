// SPDX-License-Identifier: MIT
// Backups are counted and judged, old ones go to the trash as the preview says, and come back byte for byte.
#include <algorithm>
#include <filesystem>
#include <set>

#include <QtTest>

#include "core/history/trust_chain.h"
#include "core/journal/recovery.h"
#include "core/report/pruning.h"
#include "core/report/report_trust.h"
#include "tests/core/report/pruned_fixture.h"
#include "tests/core/report/random_history.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace checks;
using namespace pruning;
using history::RetentionPolicy;
using report::BackupHealth;

namespace {

const Timestamp later{1'760'000'000'000'000};

} // namespace

class TestPruning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void censusJudgesEach();
    void whatThePreviewListsGoesAndComesBack();
    void marksAndAgentsHoldBack();
    void aStalePreviewIsRefused();
    void theHistoryTellsIt();
    void goneForGood();
    void inTheWay();
    void randomHistories();
};

void TestPruning::censusJudgesEach() {
    Pruned pruned;
    const auto names = pruned.backups();
    QCOMPARE(names.size(), std::size_t{7});
    const std::string folder = "by_id/" + texts::reportId + "/backups/";
    pruned.write(folder + names[1], "{\"no\": \"outline\"}");
    pruned.write(folder + names[2], pruned.read(folder + names[2]) + " ");
    std::filesystem::remove(pruned.path(folder + names[3]));
    pruned.write(folder + "outline.json.20200101T000000_000000.bak", pruned.read(folder + names[0]));
    const Timestamp muchLater{2'000'000'000'000'000}; // than all file times: nothing is fresh
    report::CensusCache cache;
    const auto census = report::takeCensus(pruned.disk(), pruned.root, sampleId, &cache, muchLater);
    QVERIFY(census.has_value());
    const auto stateOf = [&](const std::string& name) {
        for (const report::CensusRow& row : (*census)->rows)
            if (row.name == name)
                return std::string(backupHealthWord(row.health));
        return std::string("absent");
    };
    QCOMPARE(stateOf(names[0]), std::string("restorable"));
    QCOMPARE(stateOf(names[1]), std::string("mismatch"));
    QCOMPARE(stateOf(names[2]), std::string("mismatch"));
    QCOMPARE(stateOf(names[3]), std::string("missing"));
    QCOMPARE(stateOf("outline.json.20200101T000000_000000.bak"), std::string("restorable"));
    QCOMPARE((*census)->count(), std::size_t{7});
    QCOMPARE((*census)->sharedBytes(), static_cast<std::uint64_t>(pruned.read(folder + names[0]).size()));
    const auto again = report::takeCensus(pruned.disk(), pruned.root, sampleId, &cache, muchLater);
    QVERIFY(again && again->get() == census->get());
    pruned.write(folder + names[4], "");
    const auto changed = report::takeCensus(pruned.disk(), pruned.root, sampleId, &cache, muchLater);
    QVERIFY(changed && (*changed)->countOf(BackupHealth::mismatch) == 3);
}

void TestPruning::whatThePreviewListsGoesAndComesBack() {
    Pruned pruned;
    const auto picture = pruned.picture();
    const auto preview = pruned.preview(keepNewest(2));
    QCOMPARE(pruned.picture(), picture);
    const auto listed = goingOf(preview);
    const auto names = pruned.backups();
    // The fourth is the last before the agent changed a person's work.
    QCOMPARE(listed, (std::set<std::string>{names[0], names[1], names[2], names[4]}));
    const auto done = report::prune(pruned.workspace(), preview, &pruned.marks);
    QVERIFY(done && done->size() == 1 && !done->front().refused && done->front().warnings.empty());
    QCOMPARE(pruned.backups(), (std::vector<std::string>{names[3], names[5], names[6]}));
    QCOMPARE(done->front().set.backups.size(), listed.size());
    const auto entries = report::prunedEntries(pruned.disk(), pruned.root, {});
    QVERIFY(entries && entries->size() == 1);
    QCOMPARE(entries->front().set.rule, std::string("the newest 2 stay"));
    const auto back = report::bringBack(pruned.workspace(), sampleId, entries->front().set.id);
    QVERIFY2(back.has_value(), back ? "" : describe(back.error()).c_str());
    QCOMPARE(pruned.picture(), picture);
    QVERIFY(!pruned.exists("by_id/" + texts::reportId + "/.stemma-pruned"));
    QCOMPARE(report::bringBack(pruned.workspace(), sampleId, entries->front().set.id).error().code,
             ErrorCode::notFound);
}

void TestPruning::marksAndAgentsHoldBack() {
    Pruned pruned;
    const auto names = pruned.backups();
    const auto before = pruned.preview(keepNewest(0));
    QVERIFY(goingOf(before).contains(names[0]));
    const auto census = before.reports.front().census;
    QVERIFY(pruned.marks.markVersion(sampleId, census->rows.front().sha256, {{}, {}, true}).has_value());
    const auto held = goingOf(pruned.preview(keepNewest(0)));
    QVERIFY(!held.contains(names[0]) && held.contains(names[1]) && !held.contains(names[3]));
    QVERIFY(!held.contains(names.back()));
    // What was seen before the pin is stale.
    const auto refused = report::prune(pruned.workspace(), before, &pruned.marks);
    QVERIFY(!refused && refused.error().code == ErrorCode::conflict);
    // A restore's own backup stays: undoing it needs it.
    QVERIFY(report::restoreVersion(pruned.workspace(), sampleId, "backup:" + names[1]).has_value());
    pruned.rename("Eight");
    pruned.rename("Nine");
    const auto now = pruned.backups();
    QVERIFY(!goingOf(pruned.preview(keepNewest(0))).contains(now[7]));
    QVERIFY(goingOf(pruned.preview(keepNewest(0))).contains(now[8]));
}

void TestPruning::aStalePreviewIsRefused() {
    Pruned pruned;
    const auto preview = pruned.preview(keepNewest(1));
    pruned.rename("Eight");
    pruned.endLinger();
    const auto picture = pruned.picture();
    const auto refused = report::prune(pruned.workspace(), preview, &pruned.marks);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::conflict);
    QCOMPARE(pruned.picture(), picture);
    const auto one = pruned.preview(keepNewest(1));
    const auto moment = report::momentOfToken(one.token);
    QVERIFY(moment && *moment == one.now);
    const auto same = report::previewPrune(pruned.disk(), pruned.root, {}, keepNewest(1),
                                           {&pruned.marks, nullptr}, one.now);
    QVERIFY(same && same->token == one.token);
    QVERIFY(pruned.preview(keepNewest(2)).token != one.token);
    auto future = one;
    future.now = Timestamp{1'900'000'000'000'000};
    QVERIFY(!report::prune(pruned.workspace(), future, &pruned.marks));
    QVERIFY(!report::momentOfToken("none"));
}

void TestPruning::theHistoryTellsIt() {
    Pruned pruned;
    marks::TrustStore chains(pruned.disk(), pruned.state.path().toStdString());
    const auto look = [&] {
        return report::verifyTrust(pruned.disk(), chains, pruned.root, sampleId, later).value().state;
    };
    QCOMPARE(look(), history::ChainVerdict::State::begun);
    const auto set = pruned.prune(keepNewest(1)).front().set;
    const auto timeline = history::loadTimeline(pruned.disk(), pruned.path("by_id/" + texts::reportId),
                                                report::interpretOutline, history::Counts::compute);
    QVERIFY(timeline.has_value());
    std::size_t told = 0;
    for (const history::TimelineRow& row : timeline->rows) {
        told += row.backupState == history::BackupState::pruned ? 1 : 0;
        for (const history::RowProblem& problem : row.problems)
            QCOMPARE(problem.rule, std::string("backup-pruned"));
    }
    QCOMPARE(told, set.backups.size());
    QCOMPARE(look(), history::ChainVerdict::State::whole); // what a person let go was not lost
    const auto rows = report::verifyReport(pruned.disk(), pruned.root, sampleId);
    QVERIFY(rows && std::count_if(rows->begin(), rows->end(), [](const auto& row) {
                        return row.state == "pruned";
                    }) == static_cast<std::ptrdiff_t>(told));
    // What was lost otherwise is told as before.
    std::filesystem::remove(pruned.reportPath(texts::reportId, "backups/" + pruned.backups().back()));
    QCOMPARE(look(), history::ChainVerdict::State::broken);
}

void TestPruning::goneForGood() {
    Pruned pruned;
    const auto set = pruned.prune(keepNewest(1)).front().set;
    const auto gone = report::emptyPruned(pruned.workspace(), sampleId, set.id);
    QVERIFY(gone && gone->warnings.empty());
    const auto entries = report::prunedEntries(pruned.disk(), pruned.root, {});
    QVERIFY(entries && entries->size() == 1);
    QCOMPARE(entries->front().set.state, history::PrunedState::emptied);
    QCOMPARE(entries->front().set.backups.size(), set.backups.size());
    QCOMPARE(report::bringBack(pruned.workspace(), sampleId, set.id).error().code, ErrorCode::notFound);
    const auto folder = "by_id/" + texts::reportId + "/.stemma-pruned/" + set.id + ".emptied";
    QCOMPARE(pruned.names(folder), (std::vector<std::string>{"manifest"}));
    const auto verified = report::verifyReport(pruned.disk(), pruned.root, sampleId);
    QVERIFY(verified && std::any_of(verified->begin(), verified->end(),
                                    [](const auto& row) { return row.state == "pruned"; }));
}

void TestPruning::inTheWay() {
    Pruned pruned;
    const auto set = pruned.prune(keepNewest(1)).front().set;
    const std::string taken = "by_id/" + texts::reportId + "/backups/" + set.backups.front().name;
    pruned.write(taken, "another's");
    const auto picture = pruned.picture();
    QCOMPARE(report::bringBack(pruned.workspace(), sampleId, set.id).error().code, ErrorCode::conflict);
    QCOMPARE(pruned.picture(), picture);
    std::filesystem::remove(pruned.path(taken));
    // Without its manifest the files still come back.
    std::filesystem::remove(pruned.reportPath(texts::reportId, ".stemma-pruned/" + set.id + "/manifest"));
    QVERIFY(report::bringBack(pruned.workspace(), sampleId, set.id).has_value());
    QCOMPARE(pruned.backups().size(), std::size_t{7});
    QVERIFY(!pruned.exists("by_id/" + texts::reportId + "/.stemma-pruned"));
}

/// Whatever the history and the rule: what is removed is what was listed, what never goes is there, and back
/// it is byte for byte.
void TestPruning::randomHistories() {
    const unsigned seeds = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 300 : 6;
    constexpr RandomHistory::Damage damages[] = {RandomHistory::Damage::lostBackups,
                                                 RandomHistory::Damage::changesByHand,
                                                 RandomHistory::Damage::none};
    std::size_t cases = 0;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        RandomHistory random(seed, damages[seed % std::size(damages)], RandomHistory::Begin::found, 14);
        LibraryFixture& library = random.library;
        library.endLinger();
        RetentionPolicy policy = keepNewest(random.random.below(4));
        policy.thin = random.random.oneIn(2);
        if (random.random.oneIn(2))
            policy.mostBytes = random.random.below(40'000);
        const auto picture = library.picture();
        const auto preview = report::previewPrune(library.disk(), library.root, {}, policy, {}, later);
        QVERIFY2(preview.has_value(), preview ? "" : describe(preview.error()).c_str());
        const auto listed = goingOf(*preview);
        auto workspace = library.workspace();
        auto sound = *preview;
        sound.now = Timestamp{};
        const auto done = report::prune(workspace, sound, nullptr);
        QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
        QCOMPARE(done->size(), std::size_t{listed.empty() ? 0U : 1U});
        const std::string folder = random.directory();
        for (const report::CensusRow& row : preview->reports.front().census->rows)
            if (row.isThere())
                QCOMPARE(std::filesystem::exists(folder + "/backups/" + row.name),
                         !listed.contains(row.name));
        if (listed.empty())
            continue;
        ++cases;
        QVERIFY(!done->front().refused);
        const auto again = report::previewPrune(library.disk(), library.root, {}, policy, {}, later);
        QVERIFY(again && again->plan.going == 0);
        QVERIFY(report::bringBack(workspace, done->front().id, done->front().set.id).has_value());
        QCOMPARE(library.picture(), picture);
    }
    QVERIFY(cases > seeds / 3);
    stemma::tests::proved("P7", "pruning random histories and back", cases);
}

QTEST_GUILESS_MAIN(TestPruning)
#include "tst_pruning.moc"
