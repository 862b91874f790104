// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

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

private:
    /// Waits until what was there before is taken in, so that the next hint is of the next change.
    void settle(QSignalSpy& changed);
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
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setReports({"a"});
    settle(changed);
    QVERIFY(!watcher.polling());
    for (int save = 0; save < 5; ++save) {
        renameSave(m_root / "by_id" / "a" / "outline.json", std::to_string(save));
        QTRY_VERIFY(changed.count() > 0);
        settle(changed);
    }
}

void StoreWatcherTest::newReportsAreSeenAndWatched() {
    TaskRunner runner;
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setReports({"a"});
    settle(changed);
    fs::create_directory(m_root / "by_id" / "b");
    settle(changed);
    watcher.setReports({"a", "b"});
    settle(changed);
    renameSave(m_root / "by_id" / "b" / "outline.json", "{}");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::removedAndReturnedReportsAreWatchedAgain() {
    TaskRunner runner;
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setReports({"a"});
    settle(changed);
    fs::rename(m_root / "by_id" / "a", m_root / "aside");
    settle(changed);
    watcher.setReports({});
    fs::rename(m_root / "aside", m_root / "by_id" / "a");
    settle(changed);
    watcher.setReports({"a"});
    settle(changed);
    renameSave(m_root / "by_id" / "a" / "outline.json", "again");
    QTRY_VERIFY(changed.count() > 0);
}

void StoreWatcherTest::lateTrashFolderIsSeen() {
    TaskRunner runner;
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    settle(changed);
    fs::create_directory(m_root / ".trash");
    settle(changed);
    fs::create_directory(m_root / ".trash" / "a_20250612T181133");
    QTRY_VERIFY(changed.count() > 0);
    QVERIFY(!watcher.polling());
}

void StoreWatcherTest::locksAreNoNews() {
    TaskRunner runner;
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setReports({"a"});
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
    StoreWatcher watcher(QString::fromStdString(m_root.string()), runner);
    QSignalSpy changed(&watcher, &StoreWatcher::changed);
    watcher.setReports({"a"});
    settle(changed);
    QSignalSpy polling(&watcher, &StoreWatcher::pollingChanged);
    const fs::path aside = m_root.string() + "-aside";
    fs::rename(m_root, aside);
    QTRY_VERIFY(watcher.polling());
    QCOMPARE(polling.count(), 1);
    fs::rename(aside, m_root);
    QTRY_VERIFY(changed.count() > 0);
    watcher.setReports({"a"});
    QVERIFY(!watcher.polling());
    settle(changed);
    renameSave(m_root / "by_id" / "a" / "outline.json", "back");
    QTRY_VERIFY(changed.count() > 0);
}

QTEST_GUILESS_MAIN(StoreWatcherTest)
#include "tst_store_watcher.moc"
