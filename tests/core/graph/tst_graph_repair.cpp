// SPDX-License-Identifier: MIT
// Repairing on the disk: one transaction, that one undo could take back.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <QtTest>

#include "core/graph/graph_operations.h"
#include "core/io/posix_disk.h"
#include "tests/core/graph/deep_cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/hooked_disk.h"

using namespace stemma;
using namespace stemma::tests;
using graph::UserFiles;
namespace fs = std::filesystem;

namespace {

std::string bytesAt(const fs::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

/// 1 hour after everything that a test writes.
Timestamp later() {
    return {SystemClock().now().micros + std::int64_t{3'600'000'000}};
}

} // namespace

class TestGraphRepair : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everythingAsOneTransaction();
    void nothingToDoWritesNothing();
    void onlyTheNamedOnes();
    void whatIsRemovedIsKept();
    void youngLeftOversStay();
    void composedFilesThatAreNoFiles();
    void aPreviewTellsWhatIsDone_data();
    void aPreviewTellsWhatIsDone();
    void whatVanishesIsNotTold();
    void itsGraphsAreInTheHistory();

private:
    void save(const UserFiles& files) {
        for (const auto& [path, file] : files.all()) {
            fs::create_directories((m_root / path).parent_path());
            std::ofstream(m_root / path, std::ios::binary) << file->bytes;
        }
    }
    UserFiles read() { return *graph::readUserFiles(*m_disk, m_root.string(), graph::ReadComposed::yes); }
    Result<graph::SavedGraph> repair(const Ids& wanted = {}) {
        const graph::GraphWorkspace workspace{
            m_environment, m_root.string(), history::Actor::cli, std::nullopt, {}, std::nullopt};
        return graph::repairUser(workspace, wanted, m_done, m_left);
    }

    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    test::FakeClock m_clock{later(), 1000};
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
    Ids m_done;
    std::vector<graph::Finding> m_left;
};

void TestGraphRepair::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString() + "/user";
    fs::create_directories(m_root);
}

void TestGraphRepair::everythingAsOneTransaction() {
    save(storeOf(StoreVersion::three));
    const auto found = findingsOf(read());
    const auto saved = repair();
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QVERIFY(!saved->unchanged);
    QCOMPARE(m_done.size(), found.size());
    QVERIFY(m_left.empty());
    QVERIFY(findingsOf(read()).empty());
    const auto past = journal::readTransaction(*m_disk, m_root.string(), saved->action);
    QVERIFY(past);
    QVERIFY(past->auditLine.find("\"operation\": \"repair\"") != std::string::npos);
    QVERIFY(!fs::exists(m_root / ".stemma/lock"));
}

void TestGraphRepair::nothingToDoWritesNothing() {
    save(healthyStore());
    const auto saved = repair();
    QVERIFY(saved && saved->unchanged);
    QVERIFY(!fs::exists(m_root / ".stemma"));
    QVERIFY(!fs::exists(m_root / "backups"));
}

void TestGraphRepair::onlyTheNamedOnes() {
    save(storeOf(StoreVersion::two));
    const auto saved = repair({"transition-shape:function_registry.json"});
    QVERIFY(saved);
    QCOMPARE(saved->paths, (Ids{"function_registry.json"}));
    QCOMPARE(bytesAt(m_root / "function_registry.json"), std::string("[]"));
    const auto unknown = repair({"phantom-node:nobody"});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::notFound);
}

void TestGraphRepair::whatIsRemovedIsKept() {
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"cell"}, R"({"graphs": ["chem"], "x": 1.50})");
    save(files);
    std::ofstream(m_root / "nodes/water.json.tmp") << "half";
    std::ofstream(m_root / "nodes/water.json.lock");
    const std::string registry = bytesAt(m_root / "node_registry.json");
    const auto saved = repair();
    QVERIFY(saved);
    QVERIFY(!fs::exists(m_root / "nodes/water.json.tmp"));
    QVERIFY(fs::exists(m_root / "nodes/water.json.lock"));
    const auto past = journal::readTransaction(*m_disk, m_root.string(), saved->action);
    QVERIFY(past);
    Ids kept;
    for (const journal::PastChange& change : past->changes)
        if (change.path == "node_registry.json" || change.path.ends_with(".tmp"))
            kept.push_back(*journal::readBeforeImage(*m_disk, m_root.string(), saved->action, change));
    QCOMPARE(kept, (Ids{registry, "half"}));
}

void TestGraphRepair::youngLeftOversStay() {
    save(healthyStore());
    std::ofstream(m_root / "nodes/water.json.tmp") << "half";
    m_clock.set(SystemClock().now());
    const auto saved = repair();
    QVERIFY(saved && saved->unchanged);
    QVERIFY(fs::exists(m_root / "nodes/water.json.tmp"));
    QCOMPARE(idsOf(m_left), (Ids{"left-over:nodes/water.json.tmp"}));
    m_clock.set(later());
}

void TestGraphRepair::composedFilesThatAreNoFiles() {
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"cell"}, R"({"graphs": ["chem"]})");
    save(files);
    fs::remove(m_root / "graphs/chem/composed.yaml");
    fs::create_symlink("composed.json", m_root / "graphs/chem/composed.yaml");
    const auto saved = repair();
    QVERIFY(saved);
    QCOMPARE(saved->paths, (Ids{"node_registry.json"}));
    QCOMPARE(idsOf(m_left), (Ids{"stale-composed:chem"}));
}

void TestGraphRepair::aPreviewTellsWhatIsDone_data() {
    QTest::addColumn<bool>("young");
    QTest::newRow("old left-overs") << false;
    QTest::newRow("young left-overs") << true;
}

void TestGraphRepair::aPreviewTellsWhatIsDone() {
    QFETCH(bool, young);
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"cell"}, R"({"graphs": ["chem"]})");
    save(files);
    std::ofstream(m_root / "nodes/water.json.tmp") << "half";
    fs::create_symlink("water.json", m_root / "nodes/cell.json.tmp");
    std::ofstream(m_root / "nodes/bare.json") << "{";
    if (young)
        m_clock.set(SystemClock().now());
    const auto plan = graph::previewRepair(*m_disk, m_root.string(), {}, m_clock.now());
    QVERIFY2(plan, plan ? "" : describe(plan.error()).c_str());
    QVERIFY(!fs::exists(m_root / ".stemma"));
    Ids paths;
    for (const graph::FileDifference& each : plan->differences)
        paths.push_back(each.path);
    const auto saved = repair();
    m_clock.set(later());
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QCOMPARE(plan->done, m_done);
    QCOMPARE(idsOf(plan->left), idsOf(m_left));
    Ids written = saved->paths;
    std::sort(written.begin(), written.end());
    QCOMPARE(paths, written);
    QCOMPARE(fs::exists(m_root / "nodes/water.json.tmp"), young);
    QVERIFY(fs::is_symlink(m_root / "nodes/cell.json.tmp"));
}

/// Its program took it away between two looks: then nobody repaired anything.
void TestGraphRepair::whatVanishesIsNotTold() {
    save(healthyStore());
    std::ofstream(m_root / "nodes/water.json.tmp") << "half";
    test::HookedDisk hooked(*m_disk, [&](const std::string&, const std::string& name) {
        if (name.ends_with("water.json.tmp"))
            fs::remove(m_root / "nodes/water.json.tmp");
    });
    const journal::Environment environment{hooked, m_clock, m_locks, {}};
    const graph::GraphWorkspace workspace{environment, m_root.string(), history::Actor::cli, std::nullopt,
                                          {},          std::nullopt};
    const auto saved = graph::repairUser(workspace, {}, m_done, m_left);
    QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
    QVERIFY(saved->unchanged);
    QCOMPARE(m_done, Ids());
    QVERIFY(m_left.empty());
}

void TestGraphRepair::itsGraphsAreInTheHistory() {
    UserFiles files = healthyStore();
    setMember(files, "node_registry.json", {"cell"}, R"({"graphs": ["chem"]})");
    save(files);
    const auto one = repair({"phantom-node:cell"});
    QVERIFY(one);
    QVERIFY2(one->backup.starts_with("chem_"), one->backup.c_str());
    const auto timeline = graph::loadGraphTimeline(*m_disk, m_root.string(), "chem", {});
    QVERIFY(timeline);
    QCOMPARE(timeline->rows.size(), std::size_t{1});
    QCOMPARE(timeline->rows[0].graph, std::string("chem"));
    QCOMPARE(timeline->rows[0].nodes, (Ids{"cell"}));
    save(storeOf(StoreVersion::three));
    const auto all = repair();
    QVERIFY(all);
    QVERIFY2(all->backup.starts_with("all-graphs_"), all->backup.c_str());
}

QTEST_GUILESS_MAIN(TestGraphRepair)
#include "tst_graph_repair.moc"
