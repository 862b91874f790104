// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/base/clock.h"
#include "core/journal/draft_store.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

/// Work on a report that isn't saved: shared with whoever shows it, so that nothing is copied.
struct UnsavedWork {
    std::shared_ptr<const std::string> base;    ///< the outline on disk that was edited
    std::shared_ptr<const std::string> working; ///< the outline as it is now
    std::string title;
    /// Makes both, on the pool, where that takes long: then they are empty above.
    std::function<std::pair<std::string, std::string>()> make = {};
};

/// Keeps one window's unsaved work on one report in the draft store: on the pool, at once or, while changes
/// go on, every `delay`; the latest wins. Lives in the window's thread.
class DraftWriter : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds delay{250};
    /// When a draft that could not be written is tried again, if no change comes before.
    static constexpr std::chrono::milliseconds retryDelay{5000};

    /// `store`, `runner` and `clock` outlive it and what it started.
    DraftWriter(journal::DraftStore& store, TaskRunner& runner, const Clock& clock, std::string library,
                ReportId report, QObject* parent = nullptr);
    /// What was to be written still is, on the pool; then the draft is offered to the next window.
    ~DraftWriter() override;

    void keep(UnsavedWork work);
    /// All is saved, or was given up: nothing is to be kept.
    void drop();
    /// Writes at once what waits.
    void hurry();
    /// The store is as it was asked to be.
    [[nodiscard]] bool isSettled() const { return !m_busy && !m_due; }
    /// The name of this window's drafts in the store.
    [[nodiscard]] const std::string& owner() const { return m_owner; }

Q_SIGNALS:
    /// isSettled() became true.
    void settled();
    /// The work can't be kept. Told once, until keptAgain().
    void failed(const stemma::Error& error);
    void keptAgain();

private:
    struct Lane;
    using Task = std::function<Status()>;
    [[nodiscard]] Task task() const;
    void schedule(std::chrono::milliseconds wait);
    [[nodiscard]] std::chrono::milliseconds untilNext() const;
    void start();
    void end(const Status& done);

    journal::DraftStore& m_store;
    TaskRunner& m_runner;
    const Clock& m_clock;
    const std::string m_library;
    const ReportId m_report;
    const std::string m_owner;
    std::shared_ptr<Lane> m_lane;
    QTimer m_timer;
    QElapsedTimer m_lastStart;         ///< of a write
    std::optional<UnsavedWork> m_work; ///< what is to be kept; none: nothing
    quint64 m_generation = 0;
    bool m_due = false;  ///< the store isn't as it was asked to be, and nothing is under way
    bool m_busy = false; ///< something is under way
    bool m_kept = false; ///< there may be a draft of ours in the store
    bool m_failing = false;
};

} // namespace stemma::ui
