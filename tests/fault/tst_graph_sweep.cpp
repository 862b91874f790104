// SPDX-License-Identifier: MIT
// Restoring a graph, undoing a change and cleaning up backups, cut off by a power cut and by a kill at every
// change that they make to the disk; and their recovery, and its recovery. All of the state before or all of
// the state after, byte by byte; whole backups only; and what can be read fits together.
#include <QTest>

#include "core/graph/graph_validation.h"
#include "graph_program.h"
#include "tests/support/crash_explorer.h"
#include "tests/support/proof.h"

using namespace stemma;
using namespace stemma::test;

namespace {

enum class What { restore, undo, cleanup };
enum class Order { any, kept };

#if defined(__SANITIZE_ADDRESS__)
const CrashBounds usualBounds{1, 1, {4}}; // each takes twenty times as long there
const bool skipsSome = qEnvironmentVariableIntValue("STEMMA_LONG") != 1;
#else
const CrashBounds usualBounds{3, 2, {15, 10}};
const bool skipsSome = false;
#endif

Recovery recover(CrashDisk& disk) {
    GraphProgram program(disk);
    const auto recovered = program.recover();
    if (!recovered)
        return {"recovery failed: " + describe(recovered.error()), 0};
    if (!recovered->warnings.empty())
        return {"recovery warned: " + recovered->warnings.front(), 0};
    return {{},
            recovered->finished.size() + recovered->takenBack.size() +
                (recovered->backupsPutBack > 0 ? std::size_t{1} : std::size_t{0})};
}

/// Every version of the history can be had, and no composed file is stale.
std::string wrongWithGraphs(CrashDisk& disk) {
    const auto files = graph::readUserFiles(disk, graphUser, graph::ReadComposed::yes);
    if (!files)
        return describe(files.error());
    if (files->mayBeMixed())
        return "the files may be mixed";
    for (const graph::Finding& finding : graph::deepFindings(*files, graph::readGraphStore(*files)))
        if (finding.kind == graph::FindingKind::staleComposed || finding.kind == graph::FindingKind::leftOver)
            return finding.message;
    const auto timeline = graph::loadGraphTimeline(disk, graphUser, {}, {});
    if (!timeline)
        return describe(timeline.error());
    for (const graph::GraphRow& row : timeline->rows) {
        if (row.kind == graph::GraphRowKind::unrecorded)
            return "an unrecorded change: " + row.paths.front();
        if (row.kind != graph::GraphRowKind::transaction)
            continue;
        if (const auto then = graph::filesAt(disk, graphUser, *timeline, "before:" + row.action.text());
            !then)
            return describe(then.error());
    }
    return {};
}

/// Those that stay are whole, and so are the others as long as they are there. On a disk that keeps names in
/// no order, one that was being moved may be lost to them.
std::string wrongWithBackups(CrashDisk& disk) {
    for (const auto& [name, goes] : plantedBackups) {
        std::size_t there = 0;
        for (const char* kind : {"node", "relation", "attribute"}) {
            const auto bytes = disk.bytesOf(graphUser + "/backups/" + name + "/" + kind + "_registry.json");
            there += bytes && (*bytes == "{\"" + name + "\": {}}" || *bytes == "{\"half") ? 1U : 0U;
        }
        if (there != 3 && (there != 0 || !goes))
            return "a backup is lost or torn: " + name;
    }
    return wrongWithGraphs(disk);
}

std::string runOnce(GraphProgram& program, What what, const std::string& action) {
    if (what == What::cleanup) {
        const auto cleaned = program.cleanUp();
        if (!cleaned)
            return describe(cleaned.error());
        for (const graph::CleanupRow& row : cleaned->rows)
            if (const auto planted = plantedBackups.find(row.folder);
                planted != plantedBackups.end() && planted->second != row.goes)
                return row.folder + ": " + row.reason;
        return cleaned->warnings.empty() ? "" : cleaned->warnings.front();
    }
    const auto saved = what == What::restore
                           ? graph::restoreGraph(program.workspace(), "chem", "before:" + action, {})
                           : graph::undoTransaction(program.workspace(), ActionId(action));
    if (!saved)
        return describe(saved.error());
    return saved->unchanged || !saved->warnings.empty() ? "it did nothing, or warned" : "";
}

/// The mark that a transaction was committed goes last: in the history it means nothing.
bool isSpentMark(const std::string& path) {
    return path.starts_with(graphUser + "/.stemma/txn/") && path.ends_with("/committed");
}

/// wrongWithBackups() judges those.
bool isOfGoingBackup(const std::string& path) {
    return std::any_of(plantedBackups.begin(), plantedBackups.end(), [&](const auto& planted) {
        return planted.second && path.find("/backups/" + planted.first + "/") != std::string::npos;
    });
}

CrashCase caseOf(What what, Order order) {
    CrashCase made;
    const auto action = std::make_shared<std::string>();
    made.plant = [=](CrashDisk& disk) {
        if (order == Order::kept)
            disk.commitInOrder();
        if (what == What::cleanup)
            plantBackups(disk);
        else
            *action = plantDeletion(disk);
    };
    made.run = [=](CrashDisk& disk, const CrashCase::Steps& steps) {
        GraphProgram program(disk, steps.promised);
        const std::string wrong = runOnce(program, what, *action);
        if (what == What::cleanup)
            steps.promised();
        steps.settled();
        return wrong;
    };
    made.recover = recover;
    made.check = what == What::cleanup ? wrongWithBackups : wrongWithGraphs;
    made.oracle =
        CrashOracle([backupsAreJudged = what == What::cleanup && order == Order::any](const auto& path) {
            return isSpentMark(path) || (backupsAreJudged && isOfGoingBackup(path));
        });
    return made;
}

} // namespace

class TestGraphSweep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCrashAnywhere_data();
    void aCrashAnywhere();
    void missingSyncsAreCaught();
};

void TestGraphSweep::aCrashAnywhere_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("order");
    const std::pair<const char*, What> operations[] = {
        {"restore", What::restore}, {"undo", What::undo}, {"cleanup", What::cleanup}};
    for (const auto& [name, what] : operations) {
        if (skipsSome && what == What::undo)
            continue; // the same steps as those of a restore
        QTest::addRow("%s, in any order", name) << int(what) << int(Order::any);
        QTest::addRow("%s, in order", name) << int(what) << int(Order::kept);
    }
}

void TestGraphSweep::aCrashAnywhere() {
    QFETCH(int, what);
    QFETCH(int, order);
    CrashExplorer explorer(caseOf(static_cast<What>(what), static_cast<Order>(order)),
                           CrashBounds::fromEnvironment(usualBounds));
    const std::string wrong = explorer.run();
    QVERIFY2(wrong.empty(), wrong.c_str());
    QVERIFY(explorer.states() > 10);
    qInfo("%llu moments, %llu outcomes, %llu different states",
          static_cast<unsigned long long>(explorer.moments()),
          static_cast<unsigned long long>(explorer.outcomes()),
          static_cast<unsigned long long>(explorer.states()));
    const std::string proof = what == int(What::cleanup) ? "P7 P15" : "P2 P3 P8 P9 P15";
    stemma::tests::proved(proof, std::string("graphs: ") + QTest::currentDataTag(), explorer.states());
}

/// The control: a cleanup without its syncs loses or tears backups.
void TestGraphSweep::missingSyncsAreCaught() {
    const CrashCase whole = caseOf(What::cleanup, Order::any);
    int caught = 0;
    bool more = true;
    for (std::uint64_t nth = 1; more; ++nth) {
        CrashCase spoiled = whole;
        spoiled.run = [&](CrashDisk& disk, const CrashCase::Steps& steps) {
            disk.leaveOutSync(nth);
            const std::string wrong = whole.run(disk, steps);
            more = disk.syncWasLeftOut();
            return wrong;
        };
        if (const std::string wrong = CrashExplorer(spoiled, CrashBounds{6, 1, {}}).run();
            more && !wrong.empty())
            ++caught;
    }
    qInfo("%d syncs are missed", caught);
    QVERIFY(caught >= 2);
}

QTEST_GUILESS_MAIN(TestGraphSweep)
#include "tst_graph_sweep.moc"
