// SPDX-License-Identifier: MIT
#include "ui/session/draft_writer.h"

#include <algorithm>
#include <mutex>
#include <tuple>
#include <utility>

namespace stemma::ui {

/// What the tasks of one writer share: they come one after another, and none undoes a later one.
struct DraftWriter::Lane {
    std::mutex mutex;
    quint64 newest = 0;
};

DraftWriter::DraftWriter(journal::DraftStore& store, TaskRunner& runner, const Clock& clock,
                         std::string library, ReportId report, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_runner(runner)
    , m_clock(clock)
    , m_library(std::move(library))
    , m_report(std::move(report))
    , m_owner(journal::DraftStore::newOwner())
    , m_lane(std::make_shared<Lane>()) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DraftWriter::start);
}

DraftWriter::~DraftWriter() {
    ++m_generation;
    // The runner receives it: nobody else is left to tell.
    m_runner.run(
        &m_runner,
        [last = m_due || m_busy ? task() : Task(), lane = m_lane, &store = m_store,
         owner = m_owner]() -> Status {
            const Status done = last ? last() : Status();
            const std::scoped_lock guard(lane->mutex);
            store.release(owner);
            return done;
        },
        [](const Status&) {});
}

void DraftWriter::keep(UnsavedWork work) {
    m_runner.discard(std::exchange(m_work, std::move(work)));
    m_due = true;
    schedule(untilNext());
}

/// Not more often than every `delay`.
std::chrono::milliseconds DraftWriter::untilNext() const {
    if (!m_lastStart.isValid())
        return std::chrono::milliseconds(0);
    return std::max(std::chrono::milliseconds(0), delay - std::chrono::milliseconds(m_lastStart.elapsed()));
}

void DraftWriter::drop() {
    m_runner.discard(std::exchange(m_work, std::nullopt));
    m_due = m_kept || m_busy;
    if (!m_due)
        return m_timer.stop();
    m_timer.stop();
    start();
}

void DraftWriter::hurry() {
    if (!m_due)
        return;
    m_timer.stop();
    start();
}

/// A change that comes while one waits doesn't put it off.
void DraftWriter::schedule(std::chrono::milliseconds wait) {
    if (m_busy)
        return;
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > wait)
        m_timer.start(wait);
}

DraftWriter::Task DraftWriter::task() const {
    return [lane = m_lane, generation = m_generation, &store = m_store, &clock = m_clock, library = m_library,
            report = m_report, owner = m_owner, work = m_work]() -> Status {
        const std::scoped_lock guard(lane->mutex);
        if (generation < std::exchange(lane->newest, std::max(lane->newest, generation)))
            return {};
        if (!work)
            return store.remove(library, report, owner);
        journal::Draft draft;
        draft.library = library;
        draft.report = report;
        draft.title = work->title;
        draft.written = clock.now();
        if (work->make) {
            std::tie(draft.base, draft.working) = work->make();
        } else {
            draft.base = *work->base;
            draft.working = *work->working;
        }
        return store.write(draft, owner);
    };
}

void DraftWriter::start() {
    if (m_busy || !m_due)
        return;
    ++m_generation;
    m_busy = true;
    m_due = false;
    m_kept = true;
    m_lastStart.start();
    const bool removes = !m_work;
    m_runner.run(this, task(), [this, removes](const Status& done) {
        m_kept = !removes || !done;
        end(done);
    });
}

void DraftWriter::end(const Status& done) {
    m_busy = false;
    if (!done) {
        m_due = true;
        schedule(retryDelay);
        if (!std::exchange(m_failing, true))
            Q_EMIT failed(done.error());
        return;
    }
    if (std::exchange(m_failing, false))
        Q_EMIT keptAgain();
    if (m_due)
        schedule(m_work ? untilNext() : std::chrono::milliseconds(0));
    else
        Q_EMIT settled();
}

} // namespace stemma::ui
