// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QString>
#include <QThread>
#include <QThreadPool>

#include "core/base/progress.h"

namespace stemma::ui {

/// A job that the job list shows: work that may take over a second. Lives in the window's thread.
class Job : public QObject {
    Q_OBJECT
public:
    Job(QString title, QObject* parent);

    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] int percent() const { return m_percent; } ///< -1 while unknown
    void cancel() { m_stop.request_stop(); }
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    /// For the working thread: tells how far it is; queued to the window's thread.
    [[nodiscard]] Progress progress();

Q_SIGNALS:
    void percentChanged(int percent);
    void finished();

private:
    friend class TaskRunner;
    QString m_title;
    int m_percent = -1;
    std::stop_source m_stop;
};

/// How soon work is wanted.
enum class Urgency {
    usual,
    whenIdle, ///< one thing after the other, by a thread that gives way to all others
};

/// Runs work on a pool of threads and brings its result back to the thread of a receiver. The result is
/// dropped when the receiver is gone by then. One for each program. Its destructor cancels all jobs and waits
/// for what runs.
///
/// Not QFuture::then(context, …): on Qt 6.4 that aborts when the context dies first.
class TaskRunner : public QObject {
    Q_OBJECT
public:
    explicit TaskRunner(QObject* parent = nullptr);
    ~TaskRunner() override;

    /// `work()` on the pool; then `done(result)` in the receiver's (the window's) thread.
    template <class Work, class Done>
    void run(QObject* receiver, Work work, Done done, Urgency urgency = Urgency::usual) {
        using Out = std::invoke_result_t<Work>;
        auto* watcher = new QFutureWatcher<std::shared_ptr<Out>>(receiver);
        QObject::connect(watcher, &QFutureWatcherBase::finished, receiver,
                         [watcher, done = std::move(done)]() mutable {
                             watcher->deleteLater();
                             if (watcher->future().resultCount() > 0)
                                 done(std::move(*watcher->future().result()));
                         });
        auto promise = std::make_shared<QPromise<std::shared_ptr<Out>>>();
        watcher->setFuture(promise->future());
        promise->start();
        start(
            [promise, work = std::move(work)]() mutable {
                promise->addResult(std::make_shared<Out>(work()));
                promise->finish();
            },
            urgency);
    }

    /// As run(), shown in the job list under `title`, with progress and cancel: `work(const Progress&)`. The
    /// job ends with the work even when the receiver is gone by then.
    template <class Work, class Done>
    Job* runJob(QObject* receiver, const QString& title, Work work, Done done,
                Urgency urgency = Urgency::usual) {
        Job* job = addJob(title);
        const Progress progress = job->progress();
        QPointer<QObject> guard(receiver);
        run(
            job, [work = std::move(work), progress]() mutable { return work(progress); },
            [guard, done = std::move(done), job, this](auto result) mutable {
                endJob(job);
                if (guard)
                    done(std::move(result));
            },
            urgency);
        return job;
    }

    /// Work that nobody waits for, and that is done though everybody goes.
    void runAlone(std::function<void()> work) { start(std::move(work)); }

    /// Destroys a value on the pool: freeing what a big library left takes longer than a frame.
    template <class Value>
    void discard(Value value) {
        start([held = std::make_shared<Value>(std::move(value))] {});
    }

    /// A value that is destroyed on the pool, whoever lets go of it last: that may be the window.
    template <class Value>
    [[nodiscard]] std::shared_ptr<const Value> share(Value value) {
        return {new Value(std::move(value)),
                [this](const Value* done) { discard(std::unique_ptr<const Value>(done)); }};
    }

    [[nodiscard]] const QList<Job*>& jobs() const { return m_jobs; }
    /// Waits until nothing runs (for the end of the program and for tests).
    void waitForDone();

Q_SIGNALS:
    void jobAdded(stemma::ui::Job* job);
    void jobEnded(stemma::ui::Job* job);

private:
    void start(std::function<void()> work, Urgency urgency = Urgency::usual);
    Job* addJob(const QString& title);
    void endJob(Job* job);

    QThreadPool m_pool;
    QThreadPool m_idlePool;
    QList<Job*> m_jobs;
};

} // namespace stemma::ui
