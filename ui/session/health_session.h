// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include "core/health/check.h"
#include "core/health/repair.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

/// A finding, and what the thing is called that it is of.
struct HealthRow {
    health::Finding finding;
    QString where;    ///< the report's title, the user's name; empty: the library
    QString haystack; ///< where, message and id, folded to be searched in
};

/// What a look found, the worst first. Shared and never changed.
struct HealthRows {
    std::vector<HealthRow> rows;
    std::size_t toSee = 0; ///< warnings and errors
    std::size_t fixable = 0;
    std::size_t reports = 0; ///< that were looked at
    std::size_t users = 0;
    Timestamp at;
};

/// What became of one finding that was to be fixed.
struct FixOutcome {
    enum class State {
        done,
        gone,   ///< it was no longer as it was looked at; nothing was done
        failed, ///< `error` says why
        left,   ///< its turn didn't come: it was cancelled
    };
    health::Finding finding;
    State state = State::left;
    QString words; ///< what was done
    std::optional<Error> error;
};

/// What is wrong in a library of reports or of graphs, and the fixing of it. Lives in the window's thread;
/// all disk work is done on the task runner.
class HealthSession : public QObject {
    Q_OBJECT
public:
    /// What the session is of. All of it outlives the session.
    struct Host {
        const journal::Environment& environment;
        TaskRunner& runner;
        QString root;
        /// Something is about to be written, and was.
        std::function<void()> beginWriting;
        std::function<void(const std::vector<report::Saved>&)> endWriting;
    };
    /// What subjects of findings are called, by their ids. Work for the pool.
    using Titles = std::function<std::unordered_map<std::string, QString>()>;
    enum class Look {
        idle,  ///< a job that gives way to everything else
        asked, ///< a job
        quiet, ///< no job: the person didn't ask for it
    };

    explicit HealthSession(Host host, QObject* parent = nullptr);
    ~HealthSession() override;

    /// Looks through the library. One look at a time: another that is asked for meanwhile follows it,
    /// quietly.
    void look(Look how, Titles titles);
    /// The library has changed: looks again quietly, after a pause that grows with what a look takes.
    void lookSoon(Titles titles);
    void stopLooking();
    [[nodiscard]] bool isLooking() const { return m_looking; }
    [[nodiscard]] int percent() const { return m_percent; } ///< of the look; -1 while unknown
    /// Null until the first look is done.
    [[nodiscard]] const std::shared_ptr<const HealthRows>& rows() const { return m_rows; }
    /// Why the last look came to no end; none if it did.
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

    /// Fixes step by step (health::repairSteps()), and looks again. The answer is fixed().
    void fix(const std::vector<health::RepairStep>& steps);
    void stopFixing();
    [[nodiscard]] bool isFixing() const { return m_fixing; }
    /// Takes back what the last fix() did and can be taken back, the last first, and looks again.
    void takeBack();

Q_SIGNALS:
    /// What is looked at, or done, has changed.
    void stateChanged();
    void rowsChanged();
    /// Percent of the fixing.
    void fixingProgressed(int percent);
    /// An outcome for each finding, in the order of the steps. `canTakeBack`: something of it can be.
    void fixed(const std::vector<stemma::ui::FixOutcome>& outcomes, bool canTakeBack);
    /// So many fixes were taken back.
    void tookBack(int fixes);
    void failed(const stemma::Error& error);

private:
    struct Act;
    struct Acts;
    struct Undone;
    static Acts doSteps(const report::Workspace& workspace, const std::vector<health::RepairStep>& steps,
                        const Progress& progress);
    void run(Look how);
    void takeLook(Result<HealthRows> looked);
    void takeActs(Acts acts);
    void takeUndone(const Undone& undone);

    Host m_host;
    Titles m_titles;
    std::shared_ptr<const HealthRows> m_rows;
    std::optional<Error> m_failure;
    std::vector<Act> m_undo; ///< what can be taken back
    QPointer<Job> m_job;     ///< of the look
    QPointer<Job> m_fixJob;
    std::stop_source m_stop; ///< of quiet looks
    QTimer m_pause;
    QElapsedTimer m_begun;
    int m_percent = -1;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_lookSoon = false;
    bool m_fixing = false;
};

} // namespace stemma::ui
