// SPDX-License-Identifier: MIT
// What the window says of a report that another program keeps locked.
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"
#include "tests/ui/widget_test.h"
#include "ui/report/lock_bar.h"
#include "ui/report/report_page.h"
#include "ui/session/library_session.h"
#include "ui/session/task_runner.h"

using namespace stemma;
using namespace stemma::ui;
namespace fs = std::filesystem;

class LockBarTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aSaveOfAnotherIsNoNews();
    void aLongOneIsToldWithoutAnOffer();
    void anAbandonedOneIsBrokenOnlyWhenAskedTwice();
    void whoeverHoldsAFlockIsNotDisturbed();
    void aFolderInItsPlaceIsTold();
    void itGoesWithTheLock();

private:
    [[nodiscard]] fs::path lock() const { return fs::path(m_report->directory()) / ".lock"; }
    void put(std::chrono::seconds ago) const {
        std::ofstream(lock()).flush();
        fs::last_write_time(lock(), fs::file_time_type::clock::now() - ago);
        bar()->look();
    }
    [[nodiscard]] LockBar* bar() const { return m_page->lockBar(); }
    [[nodiscard]] QPushButton* button(const char* text) const {
        for (QPushButton* each : bar()->findChildren<QPushButton*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<stemma::tests::ReportBuilder> m_report;
    std::unique_ptr<io::Disk> m_disk;
    SystemClock m_clock;
    std::unique_ptr<io::LockKeeper> m_locks;
    std::unique_ptr<journal::Environment> m_environment;
    std::unique_ptr<TaskRunner> m_runner;
    std::unique_ptr<LibrarySession> m_library;
    std::unique_ptr<ReportSession> m_session;
    std::unique_ptr<ReportPage> m_page;
};

void LockBarTest::init() {
    m_place = std::make_unique<QTemporaryDir>();
    m_report = std::make_unique<stemma::tests::ReportBuilder>(m_place->path().toStdString(),
                                                              stemma::tests::fixedUuid('a', 1));
    m_report->create("A report");
    m_disk = io::makePosixDisk();
    m_locks = std::make_unique<io::LockKeeper>();
    m_environment =
        std::make_unique<journal::Environment>(journal::Environment{*m_disk, m_clock, *m_locks, {}});
    m_runner = std::make_unique<TaskRunner>();
    m_library = std::make_unique<LibrarySession>(*m_environment, *m_runner, m_place->path());
    m_library->open();
    m_session = std::make_unique<ReportSession>(*m_library, ReportId(m_report->id()));
    m_page = std::make_unique<ReportPage>();
    m_page->setSession(m_session.get());
    m_page->resize(800, 500);
    m_page->show();
    QTRY_VERIFY(m_session->report() && m_library->snapshot());
    QVERIFY(bar()->state() == LockBar::State::hidden);
}

void LockBarTest::cleanup() {
    m_page.reset();
    m_session.reset();
    m_library.reset();
    m_runner.reset();
    m_environment.reset();
    m_locks.reset();
}

void LockBarTest::aSaveOfAnotherIsNoNews() {
    put(std::chrono::seconds(0));
    QTest::qWait(300);
    QVERIFY(bar()->state() == LockBar::State::hidden);
}

void LockBarTest::aLongOneIsToldWithoutAnOffer() {
    put(std::chrono::seconds(10));
    QTRY_VERIFY(bar()->state() == LockBar::State::busy);
    QVERIFY(bar()->text().startsWith(QStringLiteral("Another program has locked this report for 1")));
    QVERIFY(bar()->isVisible() && !button("Break lock…")->isVisible());
    QCOMPARE(bar()->accessibleName(), bar()->text());
}

void LockBarTest::anAbandonedOneIsBrokenOnlyWhenAskedTwice() {
    put(std::chrono::minutes(12));
    QTRY_VERIFY(bar()->state() == LockBar::State::stale);
    QVERIFY(bar()->text().contains(QStringLiteral("another program 12 minute")));
    button("Break lock…")->click();
    QVERIFY(bar()->state() == LockBar::State::asking);
    QVERIFY(fs::exists(lock()));
    button("Keep it")->click();
    QTRY_VERIFY(bar()->state() == LockBar::State::stale);
    QVERIFY(fs::exists(lock()));

    const QSignalSpy done(m_library.get(), &LibrarySession::done);
    button("Break lock…")->click();
    bar()->look(); // looking doesn't take the question away
    QTest::qWait(100);
    QVERIFY(bar()->state() == LockBar::State::asking);
    button("Break the lock")->click();
    QTRY_VERIFY(!fs::exists(lock()));
    QTRY_VERIFY(bar()->state() == LockBar::State::hidden && done.count() == 1);
    QTRY_VERIFY(!bar()->isVisible()); // at the next look
    stemma::tests::proved("P22", "an abandoned lock is shown in the window, and broken only on request", 1);
}

void LockBarTest::whoeverHoldsAFlockIsNotDisturbed() {
    std::ofstream(lock()).flush();
    const int held = ::open(lock().c_str(), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(held, LOCK_EX | LOCK_NB), 0);
    put(std::chrono::minutes(12));
    QTRY_VERIFY(bar()->state() == LockBar::State::busy);
    QVERIFY(!button("Break lock…")->isVisible());
    ::close(held);
    bar()->look();
    QTRY_VERIFY(bar()->state() == LockBar::State::stale);
}

void LockBarTest::aFolderInItsPlaceIsTold() {
    fs::create_directory(lock());
    bar()->look();
    QTRY_VERIFY(bar()->state() == LockBar::State::blocked);
    QVERIFY(!bar()->text().isEmpty() && !button("Break lock…")->isVisible());
}

void LockBarTest::itGoesWithTheLock() {
    put(std::chrono::minutes(12));
    QTRY_VERIFY(bar()->state() == LockBar::State::stale);
    fs::remove(lock());
    QTRY_VERIFY_WITH_TIMEOUT(bar()->state() == LockBar::State::hidden, 10'000); // it looks by itself
}

STEMMA_WIDGET_TEST_MAIN(LockBarTest)
#include "tst_lock_bar.moc"
