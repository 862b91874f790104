// SPDX-License-Identifier: MIT
#include <cerrno>

#include <QTest>

#include "core/history/pruned_backups.h"
#include "core/journal/recovery.h"
#include "tests/core/journal/journal_fixture.h"
#include "tests/support/crash_disk.h"

using namespace stemma;
using namespace stemma::test;

namespace {

const std::string folder = std::string("/library/by_id/") + reportId;
const std::string removed = "outline.json.20240102T030405_000006.bak";
const std::string present = "outline.json.20240102T030405_000007.bak";

/// A report of which a pruning was cut off before anything left backups/.
class Staged {
public:
    enum class Backups { one, none };
    explicit Staged(Backups backups) {
        disk.plant(folder + "/outline.json", outlineOf(3));
        disk.plant(folder + "/audit.jsonl", "");
        disk.plant(staged(removed), outlineOf(1));
        disk.plant(staged(present), outlineOf(2));
        history::PrunedSet set;
        set.id = id;
        set.backups = {{removed, "", 0}, {present, "", 0}};
        disk.plant(staged(history::prunedManifestName), history::prunedManifest(set));
        if (backups == Backups::one)
            disk.plant(folder + "/backups/" + present, outlineOf(2));
        disk.syncAll();
    }
    Result<journal::RecoveryReport> recover() {
        SystemClock clock;
        io::LockKeeper locks;
        return journal::recoverReport({disk, clock, locks, {}}, folder, JournalFixture::quick());
    }
    [[nodiscard]] bool isBack(const std::string& name) const {
        return disk.bytesOf(folder + "/backups/" + name) == outlineOf(name == removed ? 1 : 2);
    }
    [[nodiscard]] bool isSomewhere(const std::string& name) const {
        return isBack(name) || disk.bytesOf(staged(name)) == outlineOf(name == removed ? 1 : 2);
    }
    /// An empty home of pruned backups does no harm.
    [[nodiscard]] bool isAllBack() const {
        return isBack(removed) && isBack(present) && !disk.nodeOf(home());
    }

    CrashDisk disk;

private:
    static constexpr const char* id = "5a1e28ba-2fa1-41d2-883f-0016d3cca427";
    [[nodiscard]] static std::string home() {
        return folder + '/' + history::prunedHomeName + '/' + id + ".staged";
    }
    [[nodiscard]] static std::string staged(const std::string& name) { return home() + '/' + name; }
};

} // namespace

/// A pruning that was cut off is taken back, whatever other programs did to backups/ meanwhile.
class TestPrunedRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatOthersRemovedIsBack();
    void withoutBackupsFolder();
    void errorsLoseNothing_data();
    void errorsLoseNothing();
};

void TestPrunedRecovery::whatOthersRemovedIsBack() {
    Staged report(Staged::Backups::one);
    QVERIFY(report.recover());
    QVERIFY(report.isAllBack());
}

void TestPrunedRecovery::withoutBackupsFolder() {
    Staged report(Staged::Backups::none);
    QVERIFY(report.recover());
    QVERIFY(report.isAllBack());
}

void TestPrunedRecovery::errorsLoseNothing_data() {
    QTest::addColumn<bool>("hasBackups");
    QTest::newRow("one backup removed") << true;
    QTest::newRow("the folder removed") << false;
}

void TestPrunedRecovery::errorsLoseNothing() {
    QFETCH(bool, hasBackups);
    std::uint64_t swept = 0;
    for (;; ++swept) {
        Staged report(hasBackups ? Staged::Backups::one : Staged::Backups::none);
        report.disk.failCall(swept + 1, EIO);
        std::ignore = report.recover();
        const bool happened = report.disk.faultHappened();
        report.disk.stopFailing();
        QVERIFY2(report.isSomewhere(removed), qPrintable(QString::number(swept + 1)));
        QVERIFY2(report.isSomewhere(present), qPrintable(QString::number(swept + 1)));
        QVERIFY(report.recover());
        QVERIFY2(report.isAllBack(), qPrintable(QString::number(swept + 1)));
        if (!happened)
            break;
    }
    QVERIFY(swept > 20);
}

QTEST_GUILESS_MAIN(TestPrunedRecovery)
#include "tst_pruned_recovery.moc"
