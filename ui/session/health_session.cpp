// SPDX-License-Identifier: MIT
#include "ui/session/health_session.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ui/library/list_row.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::chrono::milliseconds shortestPause{400};
constexpr int pauseForLook = 10; // of the time that a look takes: it is to cost little

report::Workspace workspaceIn(const journal::Environment& environment, const std::string& root,
                              const std::stop_token& stop) {
    report::Workspace workspace{environment, root, history::Actor::human, {}, {}};
    workspace.lock.stop = stop;
    return workspace;
}

HealthRows rowsOf(health::Checkup checkup, const HealthSession::Titles& titles, Timestamp now) {
    HealthRows made;
    made.reports = checkup.reports;
    made.users = checkup.users;
    made.at = now;
    auto names = titles ? titles() : std::unordered_map<std::string, QString>();
    for (const health::Finding& finding : checkup.findings)
        if (!finding.title.empty())
            names.emplace(finding.subject, oneLine(fromUtf8(finding.title)));
    made.rows.reserve(checkup.findings.size());
    for (health::Finding& finding : checkup.findings) {
        made.toSee += finding.severity == Severity::info ? 0 : 1;
        made.fixable += finding.fix.empty() ? 0 : 1;
        const auto name = names.find(finding.subject);
        QString where = name == names.end() ? fromUtf8(finding.subject) : name->second;
        QString haystack = foldedForSearch(
            QStringList{where, fromUtf8(finding.message), fromUtf8(finding.id)}.join(QLatin1Char('\n')));
        made.rows.push_back({std::move(finding), std::move(where), std::move(haystack)});
    }
    std::stable_sort(made.rows.begin(), made.rows.end(), [](const HealthRow& left, const HealthRow& right) {
        return static_cast<int>(left.finding.severity) > static_cast<int>(right.finding.severity);
    });
    return made;
}

/// What became of it, where it wasn't done.
FixOutcome::State stateOf(const Error& error) {
    switch (error.code) {
    case ErrorCode::conflict:
    case ErrorCode::notFound: // what was looked at is not what is there any more
        return FixOutcome::State::gone;
    case ErrorCode::cancelled:
        return FixOutcome::State::left;
    default:
        return FixOutcome::State::failed;
    }
}

} // namespace

/// A repair that was done.
struct HealthSession::Act {
    health::Finding finding;
    health::Repaired repaired;
};

struct HealthSession::Acts {
    std::vector<FixOutcome> outcomes;
    std::vector<Act> done;
};

struct HealthSession::Undone {
    std::vector<report::Saved> saved;
    std::optional<Error> error;
    std::size_t count = 0;
};

HealthSession::HealthSession(Host host, QObject* parent)
    : QObject(parent)
    , m_host(std::move(host)) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(shortestPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { look(Look::quiet, m_titles); });
}

HealthSession::~HealthSession() {
    stopLooking();
    stopFixing();
    m_host.runner.discard(std::move(m_rows));
}

void HealthSession::stopLooking() {
    m_pause.stop();
    m_stop.request_stop();
    if (m_job)
        m_job->cancel();
}

void HealthSession::stopFixing() {
    if (m_fixJob)
        m_fixJob->cancel();
}

void HealthSession::look(Look how, Titles titles) {
    m_titles = std::move(titles);
    m_pause.stop();
    if (m_looking || m_fixing) {
        m_lookAgain = true; // a fix is followed by a look
        return;
    }
    run(how);
}

void HealthSession::lookSoon(Titles titles) {
    m_titles = std::move(titles);
    if (m_looking || m_fixing)
        m_lookSoon = true;
    else if (!m_pause.isActive())
        m_pause.start();
}

void HealthSession::run(Look how) {
    m_looking = true;
    m_lookAgain = m_lookSoon = false;
    m_percent = -1;
    m_stop = {};
    m_begun.start();
    auto work = [&environment = m_host.environment, root = toUtf8(m_host.root), titles = m_titles,
                 stop = m_stop.get_token()](const Progress& shown) -> Result<HealthRows> {
        const Progress progress = shown.stop.stop_possible() ? shown : Progress{stop, {}};
        auto checkup = health::examine(workspaceIn(environment, root, progress.stop), progress);
        if (!checkup)
            return fail(std::move(checkup.error()));
        return rowsOf(std::move(*checkup), titles, environment.clock.now());
    };
    auto done = [this](Result<HealthRows> looked) { takeLook(std::move(looked)); };
    if (how == Look::quiet) {
        m_host.runner.run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
    } else {
        m_job =
            m_host.runner.runJob(this, tr("Looking through the library for what is wrong"), std::move(work),
                                 std::move(done), how == Look::idle ? Urgency::whenIdle : Urgency::usual);
        connect(m_job, &Job::percentChanged, this, [this](int percent) {
            m_percent = percent;
            Q_EMIT stateChanged();
        });
    }
    Q_EMIT stateChanged();
}

void HealthSession::takeLook(Result<HealthRows> looked) {
    m_looking = false;
    m_percent = -1;
    m_job.clear();
    m_pause.setInterval(std::max(shortestPause, std::chrono::milliseconds(m_begun.elapsed() * pauseForLook)));
    m_failure.reset();
    if (looked)
        m_rows = m_host.runner.share(std::move(*looked));
    else
        m_failure = std::move(looked.error());
    if (!m_failure)
        Q_EMIT rowsChanged();
    else if (m_failure->code != ErrorCode::cancelled)
        Q_EMIT failed(*m_failure);
    if (std::exchange(m_lookAgain, false) && !m_looking && !m_fixing)
        run(Look::quiet);
    else if (std::exchange(m_lookSoon, false))
        m_pause.start();
    Q_EMIT stateChanged();
}

/// Work for the pool.
HealthSession::Acts HealthSession::doSteps(const report::Workspace& workspace,
                                           const std::vector<health::RepairStep>& steps,
                                           const Progress& progress) {
    Acts acts;
    for (std::size_t at = 0; at < steps.size(); ++at) {
        progress.tell(at, steps.size());
        Result<health::Repaired> done =
            progress.cancelled()
                ? fail(ErrorCode::cancelled, "fix what was found", workspace.root, "cancelled")
                : health::repair(workspace, steps[at], {progress.stop, {}});
        FixOutcome outcome;
        outcome.state = done ? FixOutcome::State::done : stateOf(done.error());
        if (!done)
            outcome.error = done.error();
        for (const health::Finding& finding : steps[at]) {
            outcome.finding = finding;
            if (done) // of several at once the words are those of all
                outcome.words =
                    fromUtf8(steps[at].size() == 1 ? done->done : finding.message + ' ' + finding.fix);
            acts.outcomes.push_back(outcome);
        }
        if (done)
            acts.done.push_back({steps[at].front(), std::move(*done)});
    }
    return acts;
}

void HealthSession::fix(const std::vector<health::RepairStep>& steps) {
    if (m_fixing || steps.empty())
        return;
    stopLooking(); // what it would find is soon otherwise
    m_fixing = true;
    m_undo.clear();
    m_host.beginWriting();
    auto work = [&environment = m_host.environment, root = toUtf8(m_host.root),
                 steps](const Progress& progress) {
        return doSteps(workspaceIn(environment, root, progress.stop), steps, progress);
    };
    m_fixJob = m_host.runner.runJob(this, tr("Fixing what was found"), std::move(work),
                                    [this](Acts acts) { takeActs(std::move(acts)); });
    connect(m_fixJob, &Job::percentChanged, this, &HealthSession::fixingProgressed);
    Q_EMIT stateChanged();
}

void HealthSession::takeActs(Acts acts) {
    m_fixing = false;
    m_fixJob.clear();
    std::vector<report::Saved> saved;
    for (Act& act : acts.done) {
        if (act.repaired.saved)
            saved.push_back(*act.repaired.saved);
        if (health::canTakeBack(act.finding) && (act.repaired.saved || !act.repaired.change.empty()))
            m_undo.push_back(std::move(act));
    }
    m_host.endWriting(saved);
    Q_EMIT fixed(acts.outcomes, !m_undo.empty());
    look(Look::quiet, m_titles);
    Q_EMIT stateChanged();
}

void HealthSession::takeBack() {
    if (m_fixing || m_undo.empty())
        return;
    stopLooking();
    m_fixing = true;
    m_host.beginWriting();
    m_host.runner.run(
        this,
        [&environment = m_host.environment, root = toUtf8(m_host.root), acts = std::exchange(m_undo, {})] {
            const report::Workspace workspace = workspaceIn(environment, root, {});
            Undone undone;
            for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
                auto back = health::takeBack(workspace, act->finding, act->repaired);
                if (back && back->saved)
                    undone.saved.push_back(*back->saved);
                undone.count += back ? 1 : 0;
                if (!back)
                    undone.error = std::move(back.error());
            }
            return undone;
        },
        [this](const Undone& undone) { takeUndone(undone); });
    Q_EMIT stateChanged();
}

void HealthSession::takeUndone(const Undone& undone) {
    m_fixing = false;
    m_host.endWriting(undone.saved);
    if (undone.count > 0)
        Q_EMIT tookBack(static_cast<int>(undone.count));
    if (undone.error)
        Q_EMIT failed(*undone.error);
    look(Look::quiet, m_titles);
    Q_EMIT stateChanged();
}

} // namespace stemma::ui
