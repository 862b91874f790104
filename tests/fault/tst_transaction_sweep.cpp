// SPDX-License-Identifier: MIT
// A transaction of many files, cut off by a power cut and by a kill at every change that it makes to the
// disk; and the recovery from that, and the recovery of that. The oracle: byte by byte all of the state
// before it or all of the state after it, with its history; acknowledged means after; nothing is left.
#include <QTest>

#include "core/io/atomic_write.h"
#include "tests/support/crash_explorer.h"
#include "tests/support/proof.h"
#include "transaction_program.h"

using namespace stemma;
using namespace stemma::test;

namespace {

using Act = std::function<Result<journal::TransactionResult>(TransactionProgram&)>;

Result<journal::TransactionResult> changeAgain(TransactionProgram& program) {
    return program.run({{"node_registry.json", "{}"},
                        {"nodes/water.json", std::nullopt},
                        {"nodes/oxygen.json", "{\"id\": \"oxygen\"}"},
                        {"graphs/new/composed.json", "{}"}},
                       {{"backups/b/node_registry.json", "node_registry.json"}});
}

Recovery recover(CrashDisk& disk) {
    TransactionProgram program(disk);
    const auto recovered = program.recover();
    if (!recovered)
        return {"recovery failed: " + describe(recovered.error()), 0};
    if (!recovered->stopped.empty())
        return {"recovery stopped at " + recovered->stopped.front().paths.front(), 0};
    return {{}, recovered->finished.size() + recovered->takenBack.size()};
}

/// Its history can be read, and every before-image is what its hash says.
std::string wrongWithHistory(CrashDisk& disk) {
    const std::string history = userPath + "/.stemma/txn/";
    for (const auto& [path, bytes] : disk.files()) {
        if (!path.starts_with(history) || !path.ends_with("/manifest"))
            continue;
        const ActionId id(path.substr(history.size(), path.find('/', history.size()) - history.size()));
        const auto past = journal::readTransaction(disk, userPath, id);
        if (!past)
            return describe(past.error());
        for (const auto& change : past->changes)
            if (const auto image = journal::readBeforeImage(disk, userPath, id, change);
                !image && !change.image.empty())
                return describe(image.error());
    }
    const bool changed =
        disk.bytesOf(userPath + "/node_registry.json") != plantedUser.at("node_registry.json");
    for (const char* made : {"graphs/new", "graphs/new/deep", "attributeNodes", "backups"})
        if (disk.nodeOf(userPath + "/" + made).has_value() != changed)
            return std::string("a folder is left or missing: ") + made;
    if (disk.nodeOf(userPath + "/graphs/old").has_value() == changed)
        return "a folder that goes is left, or one that stays is missing";
    if (journal::needsTransactionRecovery(disk, userPath) || journal::generationOf(disk, userPath).busy)
        return "something is still unfinished";
    return {};
}

#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t outcomesOfAMoment = 4; // each takes twenty times as long there
#else
constexpr std::uint64_t outcomesOfAMoment = 12;
#endif

enum class Kind { inAnyOrder, inOrder, withoutLinks };

/// The mark that a transaction was committed goes last: in the history it means nothing.
bool isSpentMark(const std::string& path) {
    return path.starts_with(userPath + "/.stemma/txn/") && path.ends_with("/committed");
}

CrashCase caseOf(std::vector<Act> acts, Kind kind) {
    CrashCase made;
    made.oracle = CrashOracle(isSpentMark);
    made.plant = [kind](CrashDisk& disk) {
        if (kind == Kind::inOrder)
            disk.commitInOrder();
        if (kind == Kind::withoutLinks)
            disk.forbidLinks();
        plantUser(disk);
    };
    made.run = [acts = std::move(acts)](CrashDisk& disk, const CrashCase::Steps& steps) {
        for (const Act& act : acts) {
            TransactionProgram program(disk, steps.promised);
            const auto done = act(program);
            if (!done)
                return describe(done.error());
            if (!done->warnings.empty())
                return done->warnings.front();
            steps.settled();
        }
        return std::string();
    };
    made.recover = recover;
    made.check = wrongWithHistory;
    return made;
}

} // namespace

class TestTransactionSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCrashAnywhere_data();
    void aCrashAnywhere();
    void savesWithoutAManifestAreCaught();
    void missingSyncsAreCaught_data();
    void missingSyncsAreCaught();
};

void TestTransactionSweep::aCrashAnywhere_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("second");
    QTest::newRow("in any order") << int(Kind::inAnyOrder) << false;
    QTest::newRow("in order") << int(Kind::inOrder) << false;
    QTest::newRow("without hard links") << int(Kind::withoutLinks) << false;
    QTest::newRow("one after another, in any order") << int(Kind::inAnyOrder) << true;
    QTest::newRow("one after another, in order") << int(Kind::inOrder) << true;
}

void TestTransactionSweep::aCrashAnywhere() {
    QFETCH(int, kind);
    QFETCH(bool, second);
    std::vector<Act> acts{changeTenFiles};
    if (second)
        acts.emplace_back(changeAgain);
    CrashExplorer explorer(caseOf(std::move(acts), static_cast<Kind>(kind)),
                           CrashBounds::fromEnvironment(CrashBounds{4, 3, {30, 20, 15}}));
    const std::string wrong = explorer.run();
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(explorer.states() > 50);
    qInfo("%llu moments, %llu outcomes, %llu different states",
          static_cast<unsigned long long>(explorer.moments()),
          static_cast<unsigned long long>(explorer.outcomes()),
          static_cast<unsigned long long>(explorer.states()));
    stemma::tests::proved("P2 P3 P9 P15", std::string("transactions: ") + QTest::currentDataTag(),
                          explorer.states());
}

/// The control: the same files, each saved for itself as safely as can be.
void TestTransactionSweep::savesWithoutAManifestAreCaught() {
    CrashCase control;
    control.plant = plantUser;
    control.run = [](CrashDisk& disk, const CrashCase::Steps& steps) {
        for (const char* path : {"node_registry.json", "nodes/oxygen.json", "nodes/carbon.json"})
            if (Status done = io::atomicWrite(disk, userPath + "/" + path, "new"); !done)
                return describe(done.error());
        steps.promised();
        steps.settled();
        return std::string();
    };
    control.recover = recover;
    const std::string wrong = CrashExplorer(control, CrashBounds{4, 3, {}}).run();
    QVERIFY2(wrong.find("neither the state that was promised nor the next") != std::string::npos,
             wrong.c_str());
}

void TestTransactionSweep::missingSyncsAreCaught_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("expected");
    QTest::newRow("in any order") << int(Kind::inAnyOrder) << 10;
    QTest::newRow("in order") << int(Kind::inOrder) << 4;
}

/// Each sync left out alone: of those that nobody would miss, there are few.
void TestTransactionSweep::missingSyncsAreCaught() {
    QFETCH(int, kind);
    QFETCH(int, expected);
    const CrashCase whole = caseOf({changeAgain}, static_cast<Kind>(kind));
    int caught = 0;
    std::string needless;
    bool more = true;
    for (std::uint64_t nth = 1; more; ++nth) {
        CrashCase spoiled = whole;
        spoiled.plant = [&](CrashDisk& disk) {
            whole.plant(disk);
            TransactionProgram program(disk);
            QVERIFY(changeTenFiles(program)); // so that there is a log
        };
        spoiled.run = [&](CrashDisk& disk, const CrashCase::Steps& steps) {
            disk.leaveOutSync(nth);
            const std::string wrong = whole.run(disk, steps);
            more = disk.syncWasLeftOut();
            return wrong;
        };
        const std::string wrong = CrashExplorer(spoiled, CrashBounds{outcomesOfAMoment, 1, {}}).run();
        if (!more)
            break;
        if (wrong.empty())
            needless += " " + std::to_string(nth);
        else
            ++caught;
    }
    qInfo("%d syncs are missed; not:%s", caught, needless.c_str());
    QVERIFY(caught >= (outcomesOfAMoment < 12 ? 1 : expected));
}

QTEST_GUILESS_MAIN(TestTransactionSweep)
#include "tst_transaction_sweep.moc"
