// SPDX-License-Identifier: MIT
// Keeping unsaved work: what is written, when, and what is told if it can't be.
#include <atomic>
#include <cerrno>
#include <semaphore>

#include <QSignalSpy>
#include <QTest>

#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"
#include "tests/support/hooked_disk.h"
#include "ui/session/draft_writer.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

const std::string library = "/home/ana/reports";
const ReportId reportId("1b4e28ba-2fa1-41d2-883f-0016d3cca427");

UnsavedWork workOf(const std::string& text) {
    return {std::make_shared<const std::string>("base"), std::make_shared<const std::string>(text), "Churn"};
}

/// A store whose writes can be counted and held up.
struct Place {
    test::CrashDisk disk;
    std::atomic<int> writes = 0;
    std::atomic<bool> holds = false;
    std::binary_semaphore arrived{0}, go{0};
    test::HookedDisk hooked{disk, [this](const std::string& call, const std::string& name) {
                                if (call != "renameAt" || !name.ends_with(".draft"))
                                    return;
                                ++writes;
                                if (holds.exchange(false)) {
                                    arrived.release();
                                    go.acquire();
                                }
                            }};
    journal::DraftStore store{hooked, "/state/drafts"};
    test::FakeClock clock{{1'746'000'000'000'000}, 1};
    TaskRunner runner; // last: it waits for what runs

    [[nodiscard]] std::vector<journal::Draft> drafts() { return store.find(library, reportId).value().drafts; }
};

} // namespace

class TestDraftWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsTheLatest();
    void manyChangesAtOnceAreOneWrite();
    void whatComesDuringAWriteIsWrittenAfterIt();
    void dropRemoves();
    void dropDuringAWriteRemoves();
    void dropOfNothingWritesNothing();
    void failureIsToldOnce();
    void theEndWritesWhatWaits();
};

void TestDraftWriter::keepsTheLatest() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    for (const char* text : {"one", "two", "three"}) {
        QSignalSpy settled(&writer, &DraftWriter::settled);
        writer.keep(workOf(text));
        QVERIFY(!writer.isSettled());
        QTRY_COMPARE(settled.count(), 1);
        QCOMPARE(place.drafts().size(), std::size_t{1});
        QCOMPARE(place.drafts().front().working, std::string(text));
    }
    const journal::Draft draft = place.drafts().front();
    QCOMPARE(draft.base, std::string("base"));
    QCOMPARE(draft.title, std::string("Churn"));
    QCOMPARE(draft.owner, writer.owner());
    QVERIFY(draft.ownerAlive);
}

void TestDraftWriter::manyChangesAtOnceAreOneWrite() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    QSignalSpy settled(&writer, &DraftWriter::settled);
    for (int n = 0; n <= 100; ++n)
        writer.keep(workOf(std::to_string(n)));
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE(place.writes.load(), 1);
    QCOMPARE(place.drafts().front().working, std::string("100"));
}

void TestDraftWriter::whatComesDuringAWriteIsWrittenAfterIt() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    QSignalSpy settled(&writer, &DraftWriter::settled);
    place.holds = true;
    writer.keep(workOf("old"));
    writer.hurry();
    place.arrived.acquire();
    writer.keep(workOf("newer"));
    writer.keep(workOf("newest"));
    writer.hurry();
    place.go.release();
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE(place.writes.load(), 2);
    QCOMPARE(place.drafts().front().working, std::string("newest"));
}

void TestDraftWriter::dropRemoves() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    QSignalSpy settled(&writer, &DraftWriter::settled);
    writer.keep(workOf("one"));
    QTRY_COMPARE(settled.count(), 1);
    writer.drop();
    QTRY_COMPARE(settled.count(), 2);
    QVERIFY(place.drafts().empty());
    writer.keep(workOf("again"));
    writer.drop(); // before anything was written
    QVERIFY(writer.isSettled());
    QVERIFY(place.drafts().empty());
}

void TestDraftWriter::dropDuringAWriteRemoves() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    QSignalSpy settled(&writer, &DraftWriter::settled);
    place.holds = true;
    writer.keep(workOf("old"));
    writer.hurry();
    place.arrived.acquire();
    writer.drop();
    place.go.release();
    QTRY_COMPARE(settled.count(), 1);
    QVERIFY(place.drafts().empty());
}

void TestDraftWriter::dropOfNothingWritesNothing() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    writer.drop();
    QVERIFY(writer.isSettled());
    QCOMPARE(place.disk.files().size(), std::size_t{0});
}

void TestDraftWriter::failureIsToldOnce() {
    Place place;
    DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
    QSignalSpy settled(&writer, &DraftWriter::settled);
    QSignalSpy again(&writer, &DraftWriter::keptAgain);
    int told = 0;
    connect(&writer, &DraftWriter::failed, this, [&](const Error& error) {
        QCOMPARE(error.osErrno, ENOSPC);
        ++told;
    });
    place.disk.failFrom(1, ENOSPC, test::CallKind::create);
    for (const char* text : {"one", "two"}) {
        const auto before = place.disk.callCount(test::CallKind::create);
        writer.keep(workOf(text));
        writer.hurry();
        QTRY_VERIFY(place.disk.callCount(test::CallKind::create) > before);
        place.runner.waitForDone();
        QTRY_COMPARE(told, 1);
    }
    QVERIFY(!writer.isSettled());
    place.disk.stopFailing();
    writer.keep(workOf("three"));
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE(again.count(), 1);
    QCOMPARE(told, 1);
    QCOMPARE(place.drafts().front().working, std::string("three"));
}

void TestDraftWriter::theEndWritesWhatWaits() {
    Place place;
    {
        DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
        place.holds = true;
        writer.keep(workOf("old"));
        writer.hurry();
        place.arrived.acquire();
        writer.keep(workOf("last words"));
    }
    place.go.release();
    place.runner.waitForDone();
    QCOMPARE(place.drafts().size(), std::size_t{1});
    QCOMPARE(place.drafts().front().working, std::string("last words"));
    QVERIFY(!place.drafts().front().ownerAlive);
    { // one that is under way only
        DraftWriter writer(place.store, place.runner, place.clock, library, reportId);
        place.holds = true;
        writer.keep(workOf("under way"));
        writer.hurry();
        place.arrived.acquire();
    }
    place.go.release();
    place.runner.waitForDone();
    QCOMPARE(place.drafts().front().working, std::string("under way"));
    QVERIFY(!place.drafts().front().ownerAlive);
}

QTEST_GUILESS_MAIN(TestDraftWriter)
#include "tst_draft_writer.moc"
