// SPDX-License-Identifier: MIT
#include "ui/session/task_runner.h"

#include <algorithm>
#include <atomic>

#include "core/base/thread_priority.h"

namespace stemma::ui {

namespace {

// A save that waits for a foreign lock occupies a thread; reading must go on beside it.
constexpr int leastThreads = 4;

int percentOf(std::uint64_t done, std::uint64_t total) {
    if (total == 0)
        return -1;
    return static_cast<int>(std::min(done, total) * 100 / total);
}

} // namespace

Job::Job(QString title, QObject* parent)
    : QObject(parent)
    , m_title(std::move(title)) {}

Progress Job::progress() {
    Progress progress;
    progress.stop = m_stop.get_token();
    // Only a new percentage is worth an event: work may tell its progress for each of 100,000 files.
    auto told = std::make_shared<std::atomic<int>>(-1);
    progress.report = [this, told](std::uint64_t done, std::uint64_t total) {
        const int percent = percentOf(done, total);
        if (told->exchange(percent) == percent)
            return;
        QMetaObject::invokeMethod(
            this,
            [this, percent] {
                m_percent = percent;
                Q_EMIT percentChanged(percent);
            },
            Qt::QueuedConnection);
    };
    return progress;
}

TaskRunner::TaskRunner(QObject* parent)
    : QObject(parent) {
    m_pool.setMaxThreadCount(std::max(leastThreads, QThread::idealThreadCount()));
    m_idlePool.setMaxThreadCount(1);
}

TaskRunner::~TaskRunner() {
    for (Job* job : std::as_const(m_jobs))
        job->cancel();
    // Started saves are finished, never cut: nothing is cleared from the queue.
    waitForDone();
    // Jobs whose end nobody takes any more: what they hold may have to be destroyed on the pool.
    qDeleteAll(findChildren<Job*>(QString(), Qt::FindDirectChildrenOnly));
    waitForDone();
}

void TaskRunner::waitForDone() {
    m_idlePool.waitForDone();
    m_pool.waitForDone();
}

void TaskRunner::start(std::function<void()> work, Urgency urgency) {
    if (urgency == Urgency::usual)
        m_pool.start(std::move(work));
    else
        m_idlePool.start([work = std::move(work)] {
            giveWay();
            work();
        });
}

Job* TaskRunner::addJob(const QString& title) {
    auto* job = new Job(title, this);
    m_jobs.append(job);
    Q_EMIT jobAdded(job);
    return job;
}

void TaskRunner::endJob(Job* job) {
    if (!m_jobs.removeOne(job))
        return;
    Q_EMIT job->finished();
    Q_EMIT jobEnded(job);
    job->deleteLater();
}

} // namespace stemma::ui
