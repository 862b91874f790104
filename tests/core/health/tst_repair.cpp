// SPDX-License-Identifier: MIT
// What repairing does is told beforehand, done in the order that helps, and taken back.
#include <fstream>
#include <sstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/health/check.h"
#include "core/health/repair.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using health::Finding;
using health::FindingKind;

namespace {

Finding findingOf(FindingKind kind, const std::string& subject, const char* fix = "does something") {
    Finding finding;
    finding.kind = kind;
    finding.subject = subject;
    finding.id = std::string(health::findingKindWord(kind)) + ':' + subject;
    finding.fix = fix;
    return finding;
}

} // namespace

class TestRepair : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void stepsStandInTheOrderThatHelps();
    void aDamagedOutlineComesBackAndGoesBack();
    void nothingIsPutBackOverLaterChanges();
    void aSpoiledBackupIsNotPutBack();
    void whatCannotBeTakenBackSaysSo();
    void aFindingThatIsNoLongerSoIsRefused();

private:
    [[nodiscard]] report::Workspace workspace() {
        return {m_environment, m_folder->path().toStdString(), history::Actor::human, {}, {}};
    }
    /// The finding of that kind; the test fails if there isn't just one.
    Finding found(FindingKind kind) {
        const auto checkup = health::examine(workspace());
        std::vector<Finding> all;
        if (checkup)
            std::copy_if(checkup->findings.begin(), checkup->findings.end(), std::back_inserter(all),
                         [kind](const Finding& one) { return one.kind == kind; });
        return all.size() == 1 ? all.front() : Finding();
    }
    [[nodiscard]] std::size_t toSee() {
        const auto checkup = health::examine(workspace());
        return !checkup ? 99
                        : static_cast<std::size_t>(std::count_if(
                              checkup->findings.begin(), checkup->findings.end(),
                              [](const Finding& one) { return one.severity != Severity::info; }));
    }

    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    SystemClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<tests::ReportBuilder> m_writer;
    std::string m_damaged;
};

/// A report whose outline is cut off in the middle.
void TestRepair::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_writer =
        std::make_unique<tests::ReportBuilder>(m_folder->path().toStdString(), tests::fixedUuid('a', 1));
    m_writer->create("Overview");
    m_writer->evolve([](json::Value& outline) { outline.set("title", json::Value::string("Second")); });
    QVERIFY(health::repair(workspace(), findingOf(FindingKind::index, {})));
    m_damaged = m_writer->outlineBytes().substr(0, 120);
    m_writer->writeOutline(m_damaged);
}

void TestRepair::stepsStandInTheOrderThatHelps() {
    const std::vector<Finding> findings{findingOf(FindingKind::index, {}),
                                        findingOf(FindingKind::graphs, "ann"),
                                        findingOf(FindingKind::graphs, "bob"),
                                        findingOf(FindingKind::graphs, "ann"),
                                        findingOf(FindingKind::damagedHistory, "r1", ""),
                                        findingOf(FindingKind::damagedOutline, "r1"),
                                        findingOf(FindingKind::abandonedLock, "r1"),
                                        findingOf(FindingKind::interruptedSave, "r2")};
    const auto steps = health::repairSteps(findings);
    QStringList told;
    for (const health::RepairStep& step : steps)
        told << QStringLiteral("%1 ×%2").arg(QString::fromStdString(step.front().id)).arg(step.size());
    QCOMPARE(told,
             (QStringList{QStringLiteral("interrupted-save:r2 ×1"), QStringLiteral("abandoned-lock:r1 ×1"),
                          QStringLiteral("damaged-outline:r1 ×1"), QStringLiteral("graphs:ann ×2"),
                          QStringLiteral("graphs:bob ×1"), QStringLiteral("index: ×1")}));
}

void TestRepair::aDamagedOutlineComesBackAndGoesBack() {
    const Finding finding = found(FindingKind::damagedOutline);
    QVERIFY(health::canTakeBack(finding));
    const auto repaired = health::repair(workspace(), finding);
    QVERIFY2(repaired, repaired ? "" : describe(repaired.error()).c_str());
    QCOMPARE(m_writer->outline().stringAt("title").value_or(""), std::string("Overview"));
    QCOMPARE(toSee(), std::size_t{0}); // the backup of the damaged bytes is as it was kept
    const auto back = health::takeBack(workspace(), finding, *repaired);
    QVERIFY2(back, back ? "" : describe(back.error()).c_str());
    QCOMPARE(m_writer->outlineBytes(), m_damaged);
    const Finding again = found(FindingKind::damagedOutline);
    QCOMPARE(again.id, finding.id);
    QVERIFY(health::repair(workspace(), again));
    QCOMPARE(m_writer->outline().stringAt("title").value_or(""), std::string("Overview"));
    QCOMPARE(toSee(), std::size_t{0});
}

void TestRepair::nothingIsPutBackOverLaterChanges() {
    const Finding finding = found(FindingKind::damagedOutline);
    const auto repaired = health::repair(workspace(), finding);
    QVERIFY(repaired);
    QVERIFY(report::renameReport(workspace(), ReportId(m_writer->id()), "Later"));
    const std::string later = m_writer->outlineBytes();
    const auto back = health::takeBack(workspace(), finding, *repaired);
    QVERIFY(!back && back.error().code == ErrorCode::conflict);
    QCOMPARE(m_writer->outlineBytes(), later);
}

void TestRepair::aSpoiledBackupIsNotPutBack() {
    const Finding finding = found(FindingKind::damagedOutline);
    const auto repaired = health::repair(workspace(), finding);
    QVERIFY(repaired && repaired->saved);
    m_writer->writeBackup(repaired->saved->backup, "something else");
    const std::string restored = m_writer->outlineBytes();
    const auto back = health::takeBack(workspace(), finding, *repaired);
    QVERIFY(!back && back.error().code == ErrorCode::damaged);
    QCOMPARE(m_writer->outlineBytes(), restored);
}

void TestRepair::whatCannotBeTakenBackSaysSo() {
    for (const FindingKind kind :
         {FindingKind::index, FindingKind::abandonedLock, FindingKind::interruptedSave,
          FindingKind::unrecordedChange, FindingKind::interruptedTransaction}) {
        const Finding finding = findingOf(kind, "x");
        QVERIFY(!health::canTakeBack(finding));
        const auto back = health::takeBack(workspace(), finding, {});
        QVERIFY(!back && back.error().code == ErrorCode::usage);
    }
}

void TestRepair::aFindingThatIsNoLongerSoIsRefused() {
    const Finding finding = found(FindingKind::damagedOutline);
    m_writer->writeOutline("{");
    const auto repaired = health::repair(workspace(), finding);
    QVERIFY(!repaired && repaired.error().code == ErrorCode::conflict);
    QCOMPARE(m_writer->outlineBytes(), std::string("{"));
}

QTEST_GUILESS_MAIN(TestRepair)
#include "tst_repair.moc"
