// SPDX-License-Identifier: MIT
// Cleaning up by age. Weakness 8 of the old program's: backups of graphs whose ids hold `_` never went, or
// fresh ones did.
#include <filesystem>
#include <fstream>

#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/graph/backup_cleanup.h"
#include "core/io/posix_disk.h"
#include "core/journal/file_transaction.h"
#include "tests/support/fake_clock.h"

using namespace stemma;
namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;

constexpr Timestamp now{1'751'371'200'000'000}; // 2025-07-01T12:00:00

} // namespace

class TestBackupCleanup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void namesAreReadFromTheirEnd();
    void idsWithUnderscores();
    void theLogTellsTheTime();
    void zonesRemoveNothingEarly();
    void whatIsNoBackupStays();
    void whatChangedStays();
    void whatCantBeRestoredIsNoNewest();
    void theNewestIsLookedAtAgain();
    void whatACutOffOneLeft();
    void aHeldLock();
    void ages();

private:
    /// A backup with its three registries, made so many hours before now.
    void backup(const std::string& name, double hours) {
        const fs::path folder = m_user / "backups" / name;
        fs::create_directories(folder);
        for (const char* kind : {"node", "relation", "attribute"})
            std::ofstream(folder / (std::string(kind) + "_registry.json")) << "{}";
        for (const auto& entry : fs::directory_iterator(folder))
            setTime(entry.path(), hours);
        setTime(folder, hours);
    }
    static void setTime(const fs::path& path, double hours) {
        const std::time_t seconds = now.micros / 1'000'000 - static_cast<std::time_t>(hours * 3600);
        const timespec times[2] = {{seconds, 0}, {seconds, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    }
    std::vector<graph::CleanupRow> plan(double hours = 24) {
        const auto rows = graph::planCleanup(*m_disk, m_user.string(), m_logs.string(), hours, now);
        return rows ? *rows : std::vector<graph::CleanupRow>();
    }
    /// Those that go.
    Texts going(double hours = 24) {
        Texts names;
        for (const graph::CleanupRow& row : plan(hours))
            if (row.goes)
                names.push_back(row.folder);
        return names;
    }
    Texts folders() const {
        Texts names;
        for (const auto& entry : fs::directory_iterator(m_user / "backups"))
            names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }
    void log(const std::string& text) {
        fs::create_directories(m_logs);
        std::ofstream(m_logs / "atomic.log", std::ios::app) << text << '\n';
    }

    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    test::FakeClock m_clock{now};
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_user, m_logs;
};

void TestBackupCleanup::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_user = m_folder->path().toStdString() + "/user";
    m_logs = m_folder->path().toStdString() + "/logs";
    fs::create_directories(m_user / "backups");
}

void TestBackupCleanup::namesAreReadFromTheirEnd() {
    const auto name = graph::oldBackupOfName("log_20240101_120000_20250701_075401_120717ff");
    QVERIFY(name);
    QCOMPARE(name->graph, std::string("log_20240101_120000"));
    QCOMPARE(name->localTime, std::string("20250701_075401"));
    QCOMPARE(name->transaction, std::string("120717ff"));
    QCOMPARE(graph::oldBackupOfName("_20250701_075401_120717ff")->graph, std::string());
    for (const char* other : {"", "x_20250701_075401_120717f", "x_20250701_075401_120717fg",
                              "x-20250701_075401_120717ff", "x_2025070_1075401_120717ff", "backup"})
        QVERIFY2(!graph::oldBackupOfName(other), other);
}

void TestBackupCleanup::idsWithUnderscores() {
    backup("chemistry_basics_20250629_124157_20003ee3", 48);
    backup("chemistry_basics_20250701_124157_20003ee4", 1);
    // The old program took this id for a time stamp, and removed fresh backups.
    backup("log_20240101_120000_20250701_075401_120717ff", 5);
    backup("log_20240101_120000_20250620_075401_12071700", 250);
    QCOMPARE(going(), (Texts{"chemistry_basics_20250629_124157_20003ee3",
                             "log_20240101_120000_20250620_075401_12071700"}));
    const auto cleaned = graph::cleanUp(m_environment, m_user.string(), plan(), {});
    QVERIFY2(cleaned, cleaned ? "" : describe(cleaned.error()).c_str());
    QVERIFY(cleaned->warnings.empty());
    QCOMPARE(folders(), (Texts{"chemistry_basics_20250701_124157_20003ee4",
                               "log_20240101_120000_20250701_075401_120717ff"}));
    QVERIFY(!fs::exists(m_user / ".stemma"));
}

void TestBackupCleanup::theLogTellsTheTime() {
    backup("x_20250601_000000_aaaaaaaa", 1); // copied: its files' times are new
    backup("x_20250630_000000_bbbbbbbb", 1000);
    backup("x_20250701_000000_cccccccc", 0.5);
    const std::string line = R"(2025-06-28 10:01:17 | ndf.atomic | INFO | {"timestamp": ")";
    const std::string middle =
        R"(", "message": "Transaction backup created", "backup_dir": "graph_data/users/u/backups/)";
    log("no line of it");
    log(line + "2025-06-01T00:00:00.5+00:00" + middle + "x_20250601_000000_aaaaaaaa\"}");
    log(line + "2025-07-01T02:00:00+00:00" + middle + "x_20250630_000000_bbbbbbbb\"}");
    QCOMPARE(going(), (Texts{"x_20250601_000000_aaaaaaaa"}));
}

/// The name holds local time of some machine: it is never asked for the age.
void TestBackupCleanup::zonesRemoveNothingEarly() {
    backup("x_20250630_013000_aaaaaaaa", 23.5);
    backup("x_20250701_113000_bbbbbbbb", 0.5);
    for (const char* zone : {"UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"}) {
        qputenv("TZ", zone);
        ::tzset();
        QCOMPARE(going(), Texts());
        QCOMPARE(going(23), (Texts{"x_20250630_013000_aaaaaaaa"}));
    }
    qputenv("TZ", "UTC");
    ::tzset();
}

void TestBackupCleanup::whatIsNoBackupStays() {
    backup("precious", 1000);
    backup("x_20250601_000000_aaaaaaaa", 700);
    backup("x_20250602_000000_bbbbbbbb", 650);
    backup("x_20250603_000000_cccccccc", 600); // the newest, old as it is
    std::ofstream(m_user / "backups/x_20250601_000000_aaaaaaaa/notes.txt") << "mine";
    fs::create_directory_symlink("precious", m_user / "backups/x_20250501_000000_dddddddd");
    std::ofstream(m_user / "backups/x_20250502_000000_eeeeeeee") << "a file";
    QCOMPARE(going(), (Texts{"x_20250602_000000_bbbbbbbb"}));
    for (const graph::CleanupRow& row : plan())
        QVERIFY2(!row.reason.empty(), row.folder.c_str());
}

void TestBackupCleanup::whatChangedStays() {
    backup("x_20250601_000000_aaaaaaaa", 700);
    backup("x_20250602_000000_bbbbbbbb", 650);
    backup("x_20250603_000000_cccccccc", 600);
    const auto planned = plan();
    std::ofstream(m_user / "backups/x_20250601_000000_aaaaaaaa/node_registry.json") << "{\"x\": {}}";
    const auto cleaned = graph::cleanUp(m_environment, m_user.string(), planned, {});
    QVERIFY(cleaned);
    QCOMPARE(folders(), (Texts{"x_20250601_000000_aaaaaaaa", "x_20250603_000000_cccccccc"}));
    QCOMPARE(cleaned->rows[0].reason, std::string("it has changed since"));
    QVERIFY(!cleaned->rows[0].goes && cleaned->rows[0].refused && cleaned->rows[1].goes);
}

/// A server that was killed while it made a backup leaves such ones: the last good one went for them.
void TestBackupCleanup::whatCantBeRestoredIsNoNewest() {
    backup("x_20250601_000000_aaaaaaaa", 700);
    backup("x_20250602_000000_bbbbbbbb", 600);
    backup("x_20250603_000000_cccccccc", 500);
    backup("x_20250604_000000_dddddddd", 400);
    backup("x_20250605_000000_eeeeeeee", 300);
    std::ofstream(m_user / "backups/x_20250603_000000_cccccccc/node_registry.json") << "{\"half";
    std::ofstream(m_user / "backups/x_20250604_000000_dddddddd/relation_registry.json") << "[]";
    for (const char* kind : {"node", "relation", "attribute"})
        fs::remove(m_user / "backups/x_20250605_000000_eeeeeeee" / (std::string(kind) + "_registry.json"));
    for (const char* folder :
         {"x_20250603_000000_cccccccc", "x_20250604_000000_dddddddd", "x_20250605_000000_eeeeeeee"})
        setTime(m_user / "backups" / folder, 300);
    QCOMPARE(going(), (Texts{"x_20250601_000000_aaaaaaaa"}));
    const auto rows = plan();
    QCOMPARE(rows[1].reason, std::string("newest of its graph"));
    for (std::size_t at = 2; at < rows.size(); ++at)
        QVERIFY2(rows[at].reason.starts_with("it could not be restored: "), rows[at].reason.c_str());
}

/// Another cleanup, of a program without locks, may have taken what was to stay.
void TestBackupCleanup::theNewestIsLookedAtAgain() {
    backup("x_20250601_000000_aaaaaaaa", 700);
    backup("x_20250602_000000_bbbbbbbb", 600);
    backup("y_20250601_000000_cccccccc", 700);
    backup("y_20250602_000000_dddddddd", 600);
    const auto planned = plan();
    fs::remove_all(m_user / "backups/x_20250602_000000_bbbbbbbb");
    const auto cleaned = graph::cleanUp(m_environment, m_user.string(), planned, {});
    QVERIFY2(cleaned, cleaned ? "" : describe(cleaned.error()).c_str());
    QCOMPARE(folders(), (Texts{"x_20250601_000000_aaaaaaaa", "y_20250602_000000_dddddddd"}));
    QVERIFY(!cleaned->rows[0].goes && cleaned->rows[0].refused);
    QVERIFY(cleaned->rows[2].goes && !cleaned->rows[2].refused);
}

void TestBackupCleanup::whatACutOffOneLeft() {
    const auto leave = [&](const char* where) {
        fs::create_directories(m_user / ".stemma" / where);
        std::ofstream(m_user / ".stemma" / where / "node_registry.json") << "{}";
    };
    leave("left/x_20250501_000000_dddddddd");
    leave("leaving/x_20250502_000000_eeeeeeee");
    QVERIFY(journal::needsTransactionRecovery(*m_disk, m_user.string()));
    const auto recovered = journal::recoverTransactions(m_environment, m_user.string(), {});
    QVERIFY(recovered);
    QCOMPARE(recovered->backupsPutBack, std::size_t{1});
    QVERIFY2(recovered->warnings.empty(), recovered->warnings.empty() ? "" : recovered->warnings[0].c_str());
    QCOMPARE(folders(), (Texts{"x_20250502_000000_eeeeeeee"}));
    QVERIFY(!fs::exists(m_user / ".stemma"));
}

void TestBackupCleanup::aHeldLock() {
    backup("x_20250601_000000_aaaaaaaa", 700);
    backup("x_20250602_000000_bbbbbbbb", 600);
    fs::create_directories(m_user / ".stemma");
    std::ofstream(m_user / ".stemma/lock") << "somebody else";
    io::LockOptions options;
    options.timeout = std::chrono::milliseconds(20);
    const auto cleaned = graph::cleanUp(m_environment, m_user.string(), plan(), options);
    QVERIFY(!cleaned);
    QCOMPARE(cleaned.error().code, ErrorCode::locked);
    QCOMPARE(folders().size(), std::size_t{2});
}

void TestBackupCleanup::ages() {
    for (const double age : {-1.0, std::nan("")})
        QVERIFY(!graph::planCleanup(*m_disk, m_user.string(), {}, age, now));
    fs::remove_all(m_user / "backups");
    QVERIFY(graph::planCleanup(*m_disk, m_user.string(), {}, 24, now)->empty());
    QVERIFY(!graph::planCleanup(*m_disk, m_user.string() + "/none", {}, 24, now));
}

QTEST_GUILESS_MAIN(TestBackupCleanup)
#include "tst_backup_cleanup.moc"
