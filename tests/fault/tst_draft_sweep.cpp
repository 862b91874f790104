// SPDX-License-Identifier: MIT
// Drafts and power cuts: after one at any change, the newest draft that was acknowledged, or a later one, is
// found whole; what was put away is there; what was removed for good is gone. And errors at every call.
#include <algorithm>
#include <cerrno>
#include <functional>
#include <set>

#include <QTest>

#include "core/journal/draft_file.h"
#include "core/journal/draft_store.h"
#include "tests/support/crash_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::journal;
using namespace stemma::test;

namespace {

const std::string library = "/home/ana/reports";
const std::string directory = "/state/drafts";
const ReportId report("1b4e28ba-2fa1-41d2-883f-0016d3cca427");
const std::string owner = "0123456789abcdef";

Draft draftOf(int number) {
    Draft draft;
    draft.library = library;
    draft.report = report;
    draft.written = {1'746'000'000'000'000 + number};
    draft.base = "{\"n\": 0}";
    // Longer than sectors, and each of another length, so that a mixture of two is none of them.
    draft.working =
        "{\"n\": " + std::to_string(number) + ", \"t\": \"" +
        std::string(1500 + 200 * static_cast<std::size_t>(number % 7), static_cast<char>('a' + number % 26)) +
        "\"}";
    return draft;
}

/// Which draft it is; -1 if it is none, whole.
int numberOf(const Draft& draft) {
    const int number = static_cast<int>(draft.written.micros - 1'746'000'000'000'000);
    return draft.working == draftOf(number).working && draft.base == draftOf(number).base ? number : -1;
}

std::uint64_t seeds() {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 400 : 40;
}

/// What is found in the place, and in `set-aside/`.
struct Kept {
    std::vector<int> offered;
    std::vector<int> aside;
    std::string wrong;
};

Kept keptOn(CrashDisk& disk) {
    Kept kept;
    DraftStore store(disk, directory);
    const auto found = store.find(library, report);
    if (!found)
        return {{}, {}, describe(found.error())};
    for (const DraftProblem& problem : found->problems)
        kept.wrong += problem.message;
    for (const Draft& draft : found->drafts)
        kept.offered.push_back(numberOf(draft));
    for (const auto& [path, bytes] : disk.files())
        if (path.find("/set-aside/") != std::string::npos)
            kept.aside.push_back(numberOf(readDraft(bytes).draft));
    if (disk.openHandles() != 0)
        kept.wrong += "a handle is left open";
    return kept;
}

using Check = std::function<std::string(const Kept&, std::size_t mark)>;

/// All outcomes of a power cut, and of a kill, at each change of `work`.
void sweep(CrashDisk& disk, const std::string& what, const std::function<bool()>& work, const Check& check) {
    disk.recordMoments();
    QVERIFY(work());
    const auto moments = disk.takeMoments();
    std::size_t cases = 0;
    for (std::size_t at = 0; at < moments.size(); ++at) {
        for (std::uint64_t seed = 0; seed <= seeds(); ++seed, ++cases) {
            const auto& image = moments[at].image;
            const auto later = disk.at(seed == seeds() ? image.afterKill() : image.afterPowerCut(seed));
            const Kept kept = keptOn(*later);
            const std::string wrong = kept.wrong.empty() ? check(kept, moments[at].mark) : kept.wrong;
            QVERIFY2(wrong.empty(), (what + ", change " + std::to_string(at) + ", seed " +
                                     std::to_string(seed) + ": " + wrong)
                                        .c_str());
            DraftStore store(*later, directory);
            QVERIFY2(store.write(draftOf(99), DraftStore::newOwner()), "the next draft can't be written");
            QCOMPARE(keptOn(*later).offered.front(), 99);
        }
    }
    stemma::tests::proved("P1 P2 P3", "power cuts: " + what, cases);
}

} // namespace

class TestDraftSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void order_data() {
        QTest::addColumn<bool>("keepsOrder");
        QTest::newRow("names in order") << true;
        QTest::newRow("names in any order") << false;
    }

    void typing_data() { order_data(); }
    void typing();
    void puttingAway_data() { order_data(); }
    void puttingAway();
    void removing_data() { order_data(); }
    void removing();
    void anErrorAtEachCall();

private:
    static void setOrder(CrashDisk& disk) {
        QFETCH(bool, keepsOrder);
        io::FileSystemTraits traits{"ext4"};
        traits.keepsOrder = keepsOrder;
        disk.setTraits(traits);
    }
};

void TestDraftSweep::typing() {
    CrashDisk disk;
    setOrder(disk);
    disk.plantDirectory("/state");
    DraftStore store(disk, directory);
    sweep(
        disk, std::string("typing, ") + QTest::currentDataTag(),
        [&] {
            for (int number = 1; number <= 6; ++number) {
                if (!store.write(draftOf(number), owner))
                    return false;
                disk.mark();
            }
            return true;
        },
        [](const Kept& kept, std::size_t mark) -> std::string {
            if (kept.offered.size() > 1)
                return "more than one";
            const int is = kept.offered.empty() ? 0 : kept.offered.front();
            const int promised = static_cast<int>(mark);
            return is == promised || is == promised + 1
                       ? ""
                       : "found " + std::to_string(is) + " instead of " + std::to_string(promised);
        });
}

void TestDraftSweep::puttingAway() {
    CrashDisk disk;
    setOrder(disk);
    DraftStore store(disk, directory);
    QVERIFY(store.write(draftOf(1), owner));
    disk.syncAll();
    sweep(
        disk, std::string("putting away, ") + QTest::currentDataTag(),
        [&] {
            const Draft draft = store.find(library, report).value().drafts.at(0);
            if (!store.setAside(draft))
                return false;
            disk.mark();
            if (!store.write(draftOf(2), owner) ||
                !store.settle(store.find(library, report).value().drafts.at(0)))
                return false;
            disk.mark();
            return true;
        },
        [](const Kept& kept, std::size_t mark) -> std::string {
            std::set<int> all(kept.offered.begin(), kept.offered.end());
            all.insert(kept.aside.begin(), kept.aside.end());
            if (!all.contains(1))
                return "the first is gone";
            if (mark >= 1 && std::count(kept.offered.begin(), kept.offered.end(), 1) != 0)
                return "set aside, and offered again";
            return mark >= 2 && (!all.contains(2) || !kept.offered.empty()) ? "the second isn't put away"
                                                                            : "";
        });
}

void TestDraftSweep::removing() {
    CrashDisk disk;
    setOrder(disk);
    DraftStore store(disk, directory);
    QVERIFY(store.write(draftOf(1), owner));
    disk.syncAll();
    sweep(
        disk, std::string("removing, ") + QTest::currentDataTag(),
        [&] {
            const bool done = store.remove(library, report, owner).has_value();
            disk.mark();
            return done;
        },
        [](const Kept& kept, std::size_t mark) -> std::string {
            return mark == 1 && !kept.offered.empty() ? "it is back" : "";
        });
}

/// A failure leaves the draft that was there, says so, and the next write works.
void TestDraftSweep::anErrorAtEachCall() {
    std::size_t cases = 0;
    for (const int osErrno : {EIO, ENOSPC, EDQUOT, EROFS, EACCES}) {
        for (std::uint64_t call = 1;; ++call, ++cases) {
            CrashDisk disk;
            DraftStore store(disk, directory);
            QVERIFY(store.write(draftOf(1), owner));
            disk.syncAll();
            disk.failCall(call, osErrno);
            const Status written = store.write(draftOf(2), owner);
            const bool swept = !disk.faultHappened();
            disk.stopFailing();
            const std::string where = "call " + std::to_string(call) + ", errno " + std::to_string(osErrno);
            if (!written)
                QVERIFY2(!written.error().detail.empty() && written.error().osErrno == osErrno,
                         where.c_str());
            const auto later = disk.reboot(call);
            const Kept kept = keptOn(*later);
            QVERIFY2(kept.wrong.empty() && kept.offered.size() == 1, where.c_str());
            const int is = kept.offered.front();
            QVERIFY2(written ? is == 2
                             : is == 1 || (is == 2 && written.error().committed == Committed::unknown),
                     where.c_str());
            QVERIFY2(store.write(draftOf(3), owner), where.c_str());
            QCOMPARE(keptOn(*disk.reboot(call)).offered, std::vector<int>{3});
            if (swept)
                break;
        }
    }
    stemma::tests::proved("P4 P5", "drafts, errors at every call", cases);
}

QTEST_GUILESS_MAIN(TestDraftSweep)
#include "tst_draft_sweep.moc"
