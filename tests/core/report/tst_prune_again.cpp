// SPDX-License-Identifier: MIT
// What never goes in one pruning never goes in the next: what shows that it must stay, stays too.
#include <functional>

#include <QTemporaryDir>
#include <QTest>

#include "core/history/backups.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/report/pruning.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using stemma::tests::fixedUuid;
using stemma::tests::ReportBuilder;
using Make = std::function<void(ReportBuilder&)>;
Q_DECLARE_METATYPE(Make)

namespace {

ReportBuilder::Edit section(int number) {
    return [number](json::Value& outline) {
        outline.edit("sections")->appendItem(stemma::tests::sectionValue(number, "New."));
    };
}

/// How many backups go where everything goes that may.
std::size_t pruned(const report::Workspace& workspace, std::size_t& held) {
    history::RetentionPolicy policy;
    policy.keep = 0;
    const auto preview =
        report::previewPrune(workspace.environment.disk, workspace.root, {}, policy, {}, Timestamp{});
    if (!preview)
        qFatal("%s", describe(preview.error()).c_str());
    held = 0;
    for (const report::CensusRow& row : preview->reports.front().census->rows)
        held += row.isThere() && (row.overwritten || row.beforeAgent) ? 1 : 0;
    const auto done = report::prune(workspace, *preview, nullptr);
    if (!done)
        qFatal("%s", describe(done.error()).c_str());
    return preview->plan.going;
}

} // namespace

class TestPruneAgain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingMoreGoes_data();
    void nothingMoreGoes();
};

void TestPruneAgain::nothingMoreGoes_data() {
    QTest::addColumn<Make>("make");
    QTest::newRow("a stale tag") << Make([](ReportBuilder& report) {
        const json::Value stale = report.outline();
        report.evolve(section(1));
        report.writeOn(stale, "tag_update");
    });
    QTest::newRow("a stale evolve with the number of the new one") << Make([](ReportBuilder& report) {
        report.evolve(section(1));
        const std::string second = report.evolve(section(2));
        const json::Value stale = report.outline();
        report.revert(second);
        report.evolve(section(3));
        report.writeOn(stale, "evolve");
    });
    QTest::newRow("a backup that no event names before an agent's change") << Make([](ReportBuilder& report) {
        report.evolve(section(1));
        report.lowLevelSave(section(2));
        report.evolve(section(3));
    });
    QTest::newRow("a program that died before its event") << Make([](ReportBuilder& report) {
        report.evolve(section(1));
        report.changeWithoutEvent(section(2));
        report.evolve(section(3));
    });
    QTest::newRow("a copy that somebody made before an agent's change") << Make([](ReportBuilder& report) {
        report.evolve(section(1));
        const Timestamp then{report.now().micros + 200'000};
        report.writeBackup(history::backupFileName(then), report.outlineBytes());
        report.evolve(section(2));
    });
}

void TestPruneAgain::nothingMoreGoes() {
    QFETCH(Make, make);
    const QTemporaryDir place;
    ReportBuilder builder(place.path().toStdString(), fixedUuid('1', 1));
    builder.create("Harbour");
    make(builder);
    for (const int number : {6, 7, 8})
        builder.evolve(section(number));
    const auto disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    const report::Workspace workspace{environment, place.path().toStdString(), history::Actor::human, {}, {}};
    std::size_t held = 0, heldThen = 0;
    QVERIFY(pruned(workspace, held) > 1);
    QVERIFY(held > 0);
    QCOMPARE(pruned(workspace, heldThen), std::size_t{0});
    QCOMPARE(heldThen, held);
    stemma::tests::proved("A15", "what never goes in one pruning never goes in the next", held);
}

QTEST_GUILESS_MAIN(TestPruneAgain)
#include "tst_prune_again.moc"
