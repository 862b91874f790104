// SPDX-License-Identifier: MIT
// A transaction of many files, cut off by a power cut and by a kill at every change that it makes to the
// disk; and the recovery from that, and the recovery of that. The oracle: byte by byte all of the state
// before it or all of the state after it, with its history; acknowledged means after; nothing is left.
#include <QTest>

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
    if (journal::needsTransactionRecovery(disk, userPath) || journal::generationOf(disk, userPath).busy)
        return "something is still unfinished";
    return {};
}

enum class Kind { inAnyOrder, inOrder, withoutLinks };

CrashCase caseOf(std::vector<Act> acts, Kind kind) {
    CrashCase made;
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
    tests::proved("P2 P3 P9 P15", std::string("transactions: ") + QTest::currentDataTag(), explorer.states());
}

QTEST_GUILESS_MAIN(TestTransactionSweep)
#include "tst_transaction_sweep.moc"
