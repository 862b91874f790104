// SPDX-License-Identifier: MIT
// Marks and power cuts: after one at any change, what was marked last and acknowledged, or more, is found
// whole; a damaged file is in one of its two places. And errors at every call.
#include <algorithm>
#include <cerrno>
#include <set>

#include <QTest>

#include "core/base/sha256.h"
#include "core/marks/mark_store.h"
#include "tests/support/crash_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::marks;
using namespace stemma::test;

namespace {

const std::string directory = "/state/marks";
const ReportId report("1b4e28ba-2fa1-41d2-883f-0016d3cca427");
const std::string version = sha256("a version");
constexpr Timestamp moment{1'746'000'000'000'000};
const std::string damage = "{\"format\": \"stemma-marks\", \"vers";

std::uint64_t seeds() {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 400 : 30;
}

/// The n-th step: each marks one thing more. Longer than sectors, so that a mixture of two is none of them.
bool mark(MarkStore& store, std::size_t number) {
    const std::string text(900 + 130 * (number % 7), static_cast<char>('a' + number % 26));
    return store.markSeen(report, {std::to_string(number) + text}, moment).has_value();
}

/// How many steps are there, if it is the first so many; -1 if something is missing or not as it was.
int stepsOn(CrashDisk& disk, std::string& wrong) {
    const FoundMarks found = MarkStore(disk, directory).find(report);
    for (const MarkProblem& problem : found.problems)
        wrong += problem.message;
    std::set<std::size_t> numbers;
    for (const std::string& seen : found.marks.seen)
        numbers.insert(static_cast<std::size_t>(std::stoul(seen)));
    return numbers.empty() || *numbers.rbegin() == numbers.size() ? static_cast<int>(numbers.size()) : -1;
}

bool damageIsKept(CrashDisk& disk) {
    const auto files = disk.files();
    return std::any_of(files.begin(), files.end(), [](const auto& file) { return file.second == damage; });
}

} // namespace

class TestMarkSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void marking_data();
    void marking();
    void unmarking_data() { marking_data(); }
    void unmarking();
    void settingAside_data() { marking_data(); }
    void settingAside();
    void anErrorAtEachCall();

private:
    static void setOrder(CrashDisk& disk) {
        QFETCH(bool, keepsOrder);
        io::FileSystemTraits traits{"ext4"};
        traits.keepsOrder = keepsOrder;
        disk.setTraits(traits);
    }
};

void TestMarkSweep::marking_data() {
    QTest::addColumn<bool>("keepsOrder");
    QTest::newRow("names in order") << true;
    QTest::newRow("names in any order") << false;
}

void TestMarkSweep::marking() {
    CrashDisk disk;
    setOrder(disk);
    disk.plantDirectory("/state");
    disk.recordMoments();
    MarkStore store(disk, directory);
    for (std::size_t number = 1; number <= 4; ++number) {
        QVERIFY(mark(store, number));
        disk.mark();
    }
    const auto moments = disk.takeMoments();
    QCOMPARE(disk.openHandles(), std::size_t{0});
    std::size_t cases = 0;
    for (std::size_t at = 0; at < moments.size(); ++at) {
        for (std::uint64_t seed = 0; seed <= seeds(); ++seed, ++cases) {
            const auto& image = moments[at].image;
            const auto later = disk.at(seed == seeds() ? image.afterKill() : image.afterPowerCut(seed));
            std::string wrong;
            const int steps = stepsOn(*later, wrong);
            const int promised = static_cast<int>(moments[at].mark);
            const std::string where = "change " + std::to_string(at) + ", seed " + std::to_string(seed) +
                                      ": " + std::to_string(steps) + ' ' + wrong;
            QVERIFY2(wrong.empty() && (steps == promised || steps == promised + 1), where.c_str());
            MarkStore next(*later, directory);
            QVERIFY2(mark(next, static_cast<std::size_t>(steps) + 1), where.c_str());
            QCOMPARE(stepsOn(*later, wrong), steps + 1);
        }
    }
    stemma::tests::proved("P1 P2 P3", std::string("marks, power cuts, ") + QTest::currentDataTag(), cases);
}

/// Taken away, a mark is there or not, and what else is marked stays.
void TestMarkSweep::unmarking() {
    CrashDisk disk;
    setOrder(disk);
    disk.plantDirectory("/state");
    MarkStore store(disk, directory);
    const std::string stays(1500, 's'), goes(1400, 'g');
    QVERIFY(store.markSeen(report, {stays, goes}, moment));
    disk.syncAll();
    disk.recordMoments();
    QVERIFY(store.unmarkSeen(report, {goes}));
    disk.mark();
    QVERIFY(store.unmarkSeen(report, {goes})); // nothing is left to be done
    const auto moments = disk.takeMoments();
    std::size_t cases = 0;
    for (std::size_t at = 0; at < moments.size(); ++at) {
        for (std::uint64_t seed = 0; seed < seeds(); ++seed, ++cases) {
            const auto later = disk.at(moments[at].image.afterPowerCut(seed));
            const FoundMarks found = MarkStore(*later, directory).find(report);
            const std::string where = "change " + std::to_string(at) + ", seed " + std::to_string(seed);
            QVERIFY2(found.problems.empty() && found.marks.seen.contains(stays), where.c_str());
            QVERIFY2(moments[at].mark == 0 || found.marks.seen.size() == 1, where.c_str());
        }
    }
    stemma::tests::proved("P1 P2 P3", std::string("marks taken away, power cuts, ") + QTest::currentDataTag(),
                          cases);
}

void TestMarkSweep::settingAside() {
    CrashDisk disk;
    setOrder(disk);
    MarkStore store(disk, directory);
    QVERIFY(mark(store, 1));
    disk.plant(disk.files().begin()->first, damage);
    disk.syncAll();
    disk.recordMoments();
    QVERIFY(mark(store, 1));
    disk.mark();
    const auto moments = disk.takeMoments();
    std::size_t cases = 0;
    for (std::size_t at = 0; at < moments.size(); ++at) {
        for (std::uint64_t seed = 0; seed < seeds(); ++seed, ++cases) {
            const auto later = disk.at(moments[at].image.afterPowerCut(seed));
            const std::string where = "change " + std::to_string(at) + ", seed " + std::to_string(seed);
            QVERIFY2(damageIsKept(*later), where.c_str());
            std::string wrong;
            const int steps = stepsOn(*later, wrong);
            QVERIFY2(moments[at].mark == 0 ? steps == 0 || wrong.empty() : steps == 1 && wrong.empty(),
                     where.c_str());
            QVERIFY2(damageIsKept(*later), where.c_str());
        }
    }
    stemma::tests::proved("P2 P3", std::string("marks, setting aside, ") + QTest::currentDataTag(), cases);
}

/// A failure leaves what was marked, says so, and the next one works.
void TestMarkSweep::anErrorAtEachCall() {
    std::size_t cases = 0;
    for (const int osErrno : {EIO, ENOSPC, EROFS, EACCES}) {
        for (std::uint64_t call = 1;; ++call, ++cases) {
            CrashDisk disk;
            MarkStore store(disk, directory);
            QVERIFY(mark(store, 1));
            disk.syncAll();
            disk.failCall(call, osErrno);
            const auto written = store.markSeen(report, {"2"}, moment);
            const bool swept = !disk.faultHappened();
            disk.stopFailing();
            const std::string where = "call " + std::to_string(call) + ", errno " + std::to_string(osErrno);
            if (!written)
                QVERIFY2(!written.error().detail.empty() && written.error().osErrno == osErrno,
                         where.c_str());
            std::string wrong;
            const int is = stepsOn(*disk.reboot(call), wrong);
            QVERIFY2(wrong.empty(), (where + wrong).c_str());
            QVERIFY2(written ? is == 2
                             : is == 1 || (is == 2 && written.error().committed == Committed::unknown),
                     where.c_str());
            QVERIFY2(store.markVersion(report, version, {.pinned = true}), where.c_str());
            QVERIFY(MarkStore(*disk.reboot(call), directory).find(report).marks.versions.at(version).pinned);
            QCOMPARE(disk.openHandles(), std::size_t{0});
            if (swept)
                break;
        }
        for (std::uint64_t call = 1;; ++call, ++cases) {
            CrashDisk disk;
            MarkStore store(disk, directory);
            QVERIFY(mark(store, 1));
            disk.syncAll();
            disk.failCall(call, osErrno);
            const FoundMarks found = store.find(report);
            if (!disk.faultHappened())
                break;
            QVERIFY2(found.marks.seen.size() == 1 || found.problems.size() == 1, "neither found nor told");
        }
    }
    stemma::tests::proved("P4 P5", "marks, errors at every call", cases);
}

QTEST_GUILESS_MAIN(TestMarkSweep)
#include "tst_mark_sweep.moc"
