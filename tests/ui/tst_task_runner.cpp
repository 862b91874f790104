// SPDX-License-Identifier: MIT
#include <atomic>
#include <semaphore>

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "ui/session/task_runner.h"

using namespace stemma;
using namespace stemma::ui;

class TaskRunnerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultsComeBackInTheReceiversThread();
    void resultIsDroppedWhenTheReceiverIsGone();
    void jobEndsThoughItsReceiverIsGone();
    void progressIsToldInTheWindowsThread();
    void cancelReachesTheWork();
    void destructionWaitsForWhatRuns();
    void whatJobsHoldGoesBeforeIt();
};

void TaskRunnerTest::resultsComeBackInTheReceiversThread() {
    TaskRunner runner;
    QObject receiver;
    QThread* workedIn = nullptr;
    QThread* doneIn = nullptr;
    int result = 0;
    runner.run(
        &receiver,
        [&workedIn] {
            workedIn = QThread::currentThread();
            return 42;
        },
        [&](int value) {
            doneIn = QThread::currentThread();
            result = value;
        });
    QTRY_COMPARE(result, 42);
    QCOMPARE(doneIn, QThread::currentThread());
    QVERIFY(workedIn != doneIn);
}

void TaskRunnerTest::resultIsDroppedWhenTheReceiverIsGone() {
    TaskRunner runner;
    std::binary_semaphore go(0);
    bool told = false;
    auto receiver = std::make_unique<QObject>();
    runner.run(
        receiver.get(),
        [&go] {
            go.acquire();
            return 1;
        },
        [&told](int) { told = true; });
    receiver.reset();
    go.release();
    runner.waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!told);
}

void TaskRunnerTest::jobEndsThoughItsReceiverIsGone() {
    TaskRunner runner;
    QSignalSpy ended(&runner, &TaskRunner::jobEnded);
    std::binary_semaphore go(0);
    bool told = false;
    auto receiver = std::make_unique<QObject>();
    runner.runJob(
        receiver.get(), QStringLiteral("job"),
        [&go](const Progress&) {
            go.acquire();
            return 1;
        },
        [&told](int) { told = true; });
    QCOMPARE(runner.jobs().size(), 1);
    receiver.reset();
    go.release();
    QTRY_COMPARE(ended.count(), 1);
    QVERIFY(runner.jobs().isEmpty());
    QVERIFY(!told);
}

void TaskRunnerTest::progressIsToldInTheWindowsThread() {
    TaskRunner runner;
    QObject receiver;
    bool done = false;
    std::binary_semaphore seen(0);
    Job* job = runner.runJob(
        &receiver, QStringLiteral("job"),
        [&seen](const Progress& progress) {
            for (std::uint64_t step = 0; step <= 1'000; ++step)
                progress.tell(step, 2'000);
            seen.acquire();
            return 0;
        },
        [&done](int) { done = true; });
    QSignalSpy percents(job, &Job::percentChanged);
    QTRY_COMPARE(job->percent(), 50);
    QVERIFY2(percents.count() <= 51, "only new percentages are worth an event");
    seen.release();
    QTRY_VERIFY(done);
}

void TaskRunnerTest::cancelReachesTheWork() {
    TaskRunner runner;
    QObject receiver;
    bool cancelled = false;
    Job* job = runner.runJob(
        &receiver, QStringLiteral("job"),
        [](const Progress& progress) {
            while (!progress.cancelled())
                QThread::msleep(1);
            return true;
        },
        [&cancelled](bool was) { cancelled = was; });
    job->cancel();
    QTRY_VERIFY(cancelled);
}

void TaskRunnerTest::destructionWaitsForWhatRuns() {
    std::atomic<int> finished = 0;
    {
        TaskRunner runner;
        QObject receiver;
        for (int task = 0; task < 20; ++task)
            runner.run(
                &receiver, [&finished] { return ++finished; }, [](int) {});
        runner.runJob(
            &receiver, QStringLiteral("endless"),
            [](const Progress& progress) {
                while (!progress.cancelled())
                    QThread::msleep(1);
                return 0;
            },
            [](int) {});
    }
    QCOMPARE(finished.load(), 20);
}

/// Nobody takes the job's end; what it shared is destroyed while the pool is there.
void TaskRunnerTest::whatJobsHoldGoesBeforeIt() {
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> seen = value;
    {
        TaskRunner runner;
        QObject receiver;
        runner.runJob(
            &receiver, QStringLiteral("job"), [](const Progress&) { return 0; },
            [held = runner.share(std::move(value))](int) {});
        runner.waitForDone();
        QVERIFY(!seen.expired());
    }
    QVERIFY(seen.expired());
}

QTEST_GUILESS_MAIN(TaskRunnerTest)
#include "tst_task_runner.moc"
