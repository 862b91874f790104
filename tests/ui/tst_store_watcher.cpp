// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/posix_disk.h"
#include "tests/support/event_flood.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"
#include "ui/session/store_watcher.h"
#include "ui/session/task_runner.h"

using namespace stemma::ui;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// As both programs save: a temporary file, renamed over the old one.
void renameSave(const fs::path& path, const std::string& text) {
    const fs::path temporary = path.parent_path() / "outline.tmp";
    write(temporary, text);
    fs::rename(temporary, path);
}

} // namespace

class StoreWatcherTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void renameSavesAreSeenAgainAndAgain();
    void newReportsAreSeenAndWatched();
    void removedAndReturnedReportsAreWatchedAgain();
    void lateTrashFolderIsSeen();
    void locksAreNoNews();
    void missingRootIsPolledUntilItIsBack();
    void networkFoldersArePolled();
    void afterAnOverflowItLooksByItself();

private:
    /// Waits until what was there before is taken in, so that the next hint is of the next change.
    void settle(QSignalSpy& changed);
    [[nodiscard]] QString root() const { return QString::fromStdString(m_root.string()); }
    std::unique_ptr<stemma::io::Disk> m_disk = stemma::io::makePosixDisk();
    std::unique_ptr<QTemporaryDir> m_place;
    fs::path m_root;
};

void StoreWatcherTest::init() {
    m_place = std::make_unique<QTemporaryDir>();
    m_root = m_place->path().toStdString();
    fs::create_directories(m_root / "by_id" / "a" / "backups");
    write(m_root / "by_id" / "a" / "outline.json", "{}");
}

void StoreWatcherTest::settle(QSignalSpy& changed) {
    QTRY_VERIFY(changed.count() > 0);
    // Hints are gathered: when none came for a while, none is on its way.
    for (qsizetype before = -1; before != changed.count();) {
        before = changed.count();
        QTest::qWait(400);
    }
    changed.clear();
}

void StoreWatcherTest::renameSavesAreSeenAgainAndAgain() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    QVERIFY(watcher.polling() == StoreWatcher::Polling::no);
    for (int save = 0; save < 5; ++save) {
        renameSave(m_root / "by_id" / "a" / "outline.json", std::to_string(save));
        QTRY_VERIFY(changed.count() > 0);
        settle(changed);
    }
}

void StoreWatcherTest::newReportsAreSeenAndWatched() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    fs::create_directory(m_root / "by_id" / "b");
    settle(changed);
    watcher.setFolders({"by_id/a", "by_id/b"});
    settle(changed);
    renameSave(m_root / "by_id" / "b" / "outline.json", "{}");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::removedAndReturnedReportsAreWatchedAgain() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    fs::rename(m_root / "by_id" / "a", m_root / "aside");
    settle(changed);
    watcher.setFolders({});
    fs::rename(m_root / "aside", m_root / "by_id" / "a");
    settle(changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    renameSave(m_root / "by_id" / "a" / "outline.json", "again");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::lateTrashFolderIsSeen() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    settle(changed);
    fs::create_directory(m_root / ".trash");
    settle(changed);
    fs::create_directory(m_root / ".trash" / "a_20250612T181133");
    QTRY_VERIFY(changed.count() > 0);
    QVERIFY(watcher.polling() == StoreWatcher::Polling::no);
}

void StoreWatcherTest::locksAreNoNews() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    write(m_root / "by_id" / "a" / ".lock", "");
    fs::remove(m_root / "by_id" / "a" / ".lock");
    write(m_root / "by_id" / "a" / "audit.tmp", "x");
    QTest::qWait(500);
    QCOMPARE(changed.count(), 0);
    write(m_root / "by_id" / "a" / "audit.jsonl", "x");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::missingRootIsPolledUntilItIsBack() {
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, *m_disk, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    QSignalSpy polling(&watcher, &StoreWatcher::pollingChanged);
    const fs::path aside = m_root.string() + "-aside";
    fs::rename(m_root, aside);
    QTRY_VERIFY(watcher.polling() == StoreWatcher::Polling::noNotices);
    QCOMPARE(polling.count(), 1);
    fs::rename(aside, m_root);
    QTRY_VERIFY(changed.count() > 0);
    watcher.setFolders({"by_id/a"});
    QVERIFY(watcher.polling() == StoreWatcher::Polling::no);
    settle(changed);
    renameSave(m_root / "by_id" / "a" / "outline.json", "back");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::networkFoldersArePolled() {
    stemma::test::HookedDisk remote(*m_disk, [](const std::string&, const std::string&) {});
    remote.becomeRemote();
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, remote, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    QTRY_VERIFY(watcher.polling() == StoreWatcher::Polling::noNotices);
    for (int look = 1; look <= 2; ++look)
        QTRY_VERIFY_WITH_TIMEOUT(changed.count() > look, 15'000);
    stemma::tests::proved("P10 A9", "a network file system is polled, and says so", 1);
}

/// The watch waits for a slow disk while more happens than the system keeps for it.
void StoreWatcherTest::afterAnOverflowItLooksByItself() {
    const std::size_t enough = stemma::test::eventsToOverflow();
    if (enough == 0)
        QSKIP("this system keeps more notices than a test can make");
    fs::create_directories(m_root / "by_id" / "b");
    stemma::test::Gate gate;
    stemma::test::HookedDisk slow(*m_disk, [&gate](const std::string& call, const std::string& name) {
        if (call == "openDirectory" && name.ends_with("/b"))
            gate.pass();
    });
    TaskRunner runner;
    StoreWatcher watcher(root(), {"by_id", ".trash"}, slow, runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    QSignalSpy polling(&watcher, &StoreWatcher::pollingChanged);
    watcher.setFolders({"by_id/a"});
    settle(changed);
    watcher.setFolders({"by_id/a", "by_id/b"});
    gate.waitUntilReached();
    stemma::test::flood((m_root / "by_id" / "a").string(), enough);
    gate.open();
    QTRY_VERIFY(watcher.polling() == StoreWatcher::Polling::tooMany);
    QCOMPARE(polling.count(), 1);
    QTRY_VERIFY(changed.count() > 0);
    // What comes now is seen without a notice, and with one.
    changed.clear();
    for (int look = 1; look <= 2; ++look)
        QTRY_VERIFY_WITH_TIMEOUT(changed.count() > look, 15'000);
    stemma::tests::proved("P10", "after an overflow it looks by itself, and says so", 1);
}

QTEST_GUILESS_MAIN(StoreWatcherTest)
#include "tst_store_watcher.moc"
