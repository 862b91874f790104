// SPDX-License-Identifier: MIT
#include "ui/session/report_session.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "ui/session/read_log.h"
#include "ui/session/version_places.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

const report::ReportSummary* summaryOf(const report::LibrarySnapshot& snapshot, const ReportId& id) {
    for (const report::ReportSummary& summary : snapshot.reports)
        if (summary.id == id)
            return &summary;
    return nullptr;
}

/// A history that is longer is read in two steps: its end, which is what one sees first, and then all of it.
constexpr std::size_t longHistory = 300; // changes
constexpr std::size_t firstSeen = 60;
constexpr qsizetype longestName = 60; // of a report in a sentence

} // namespace

/// What one look at the report's files gave.
struct ReportSession::Reading {
    Result<report::LoadedReport> report;
    std::optional<Result<history::Timeline>> timeline; ///< none: not asked for, or as it was
    Result<ReadLog> log;
    bool wholeDue = false;    ///< `timeline` is only the end of a long history, or it isn't read yet
    bool same = false;        ///< as the session has it already
    quint64 writeMoments = 0; ///< when it was begun
};

namespace {

Result<history::Timeline> endOfHistory(io::Disk& disk, const std::string& directory) {
    auto recent = history::loadRecent(
        disk, directory, report::interpretOutline,
        [](const history::AuditLog& log) {
            return log.events.size() - std::min(log.events.size(), firstSeen);
        },
        history::Counts::compute);
    if (!recent)
        return fail(std::move(recent.error()));
    return std::move(recent->timeline);
}

} // namespace

ReportSession::ReportSession(LibrarySession& library, ReportId id, QObject* parent)
    : QObject(parent)
    , m_library(library)
    , m_id(std::move(id)) {
    connect(&m_library, &LibrarySession::snapshotChanged, this, &ReportSession::onSnapshot);
    refresh();
}

void ReportSession::onSnapshot(const std::shared_ptr<const report::LibrarySnapshot>& snapshot) {
    if (!snapshot)
        return;
    const report::ReportSummary* summary = summaryOf(*snapshot, m_id);
    if (summary == nullptr) {
        if (m_report)
            refresh();
        return;
    }
    if (m_tellLater || !summary->outlineStamp.sameStateAs(m_outlineStamp) ||
        !summary->auditStamp.sameStateAs(m_auditStamp)) {
        m_outlineStamp = summary->outlineStamp;
        m_auditStamp = summary->auditStamp;
        refresh();
    }
}

void ReportSession::refresh(Force force) {
    m_force = m_force || force == Force::yes;
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    start();
}

void ReportSession::setHistoryWanted(bool wanted) {
    if (m_historyWanted == wanted)
        return;
    m_historyWanted = wanted;
    if (wanted)
        refresh();
    else
        m_timeline.reset();
}

void ReportSession::start() {
    m_loading = true;
    m_loadAgain = false;
    const bool force = std::exchange(m_force, false);
    auto work = [&disk = m_library.environment().disk, root = toUtf8(m_library.root()), id = m_id, force,
                 wanted = m_historyWanted, hadTimeline = m_timeline != nullptr, partial = m_partial,
                 before = m_report, auditBefore = m_readAudit] {
        Reading reading{report::loadReport(disk, root, id), {}, {}};
        if (!reading.report)
            return reading;
        const std::string& directory = reading.report->directory;
        reading.log = readLog(disk, directory);
        reading.same = !force && before && before->sha256 == reading.report->sha256 &&
                       before->state == reading.report->state &&
                       before->lockedBy.has_value() == reading.report->lockedBy.has_value() &&
                       (!reading.log || auditBefore.sameStateAs(reading.log->stamp));
        // Without the log, a history would be one of nothing but backups.
        if (!wanted || (hadTimeline && !partial && (reading.same || !reading.log)))
            return reading;
        reading.wholeDue = reading.log && reading.log->log.events.size() > longHistory;
        if (!reading.wholeDue)
            reading.timeline =
                history::loadTimeline(disk, directory, report::interpretOutline, history::Counts::compute);
        else if (!hadTimeline)
            reading.timeline = endOfHistory(disk, directory);
        return reading;
    };
    m_library.runner().run(this, std::move(work), [this, moments = m_writeMoments](Reading reading) {
        reading.writeMoments = moments;
        take(std::move(reading));
    });
}

void ReportSession::take(Reading reading) {
    m_loading = false;
    if (!reading.report) {
        if (reading.report.error().code == ErrorCode::notFound && m_report) {
            m_report.reset();
            m_timeline.reset();
            m_steps = {};
            Q_EMIT reportChanged();
            Q_EMIT undoChanged();
        }
        Q_EMIT failed(reading.report.error());
    } else {
        takeLog(reading);
        if (!reading.same || !m_report) {
            m_report = std::make_shared<const report::LoadedReport>(std::move(*reading.report));
            Q_EMIT reportChanged();
        }
        Q_EMIT undoChanged();
        takeTimeline(reading);
        if (reading.wholeDue && m_historyWanted && !m_loading)
            return readWholeTimeline(m_report->directory);
    }
    finishLoading();
}

void ReportSession::readWholeTimeline(const std::string& directory) {
    m_loading = true;
    m_library.runner().run(
        this,
        [&disk = m_library.environment().disk, directory] {
            return history::loadTimeline(disk, directory, report::interpretOutline, history::Counts::compute);
        },
        [this](Result<history::Timeline> read) {
            m_loading = false;
            Reading reading{fail(ErrorCode::notFound, "read the report", {}, {}), std::move(read), {}};
            takeTimeline(reading);
            finishLoading();
        });
}

void ReportSession::finishLoading() {
    if (m_loadAgain && !m_loading)
        start();
    else if (!m_loading && !m_said.isEmpty())
        Q_EMIT restored(std::exchange(m_said, {}));
}

void ReportSession::takeLog(const Reading& reading) {
    if (reading.log) {
        announceOthers(reading.log->log, *reading.report);
        m_readAudit = reading.log->stamp;
        m_steps = undoSteps(reading.log->log);
        // What was read while we wrote may be from before: what it offers would be refused.
        m_stepsKnown = !m_writing && reading.writeMoments == m_writeMoments;
    } else {
        m_tellLater = true; // who changed the report is told once the log can be read again
        if (!m_logFailed)
            Q_EMIT failed(reading.log.error());
    }
    m_logFailed = !reading.log;
}

void ReportSession::takeTimeline(Reading& reading) {
    if (!reading.timeline || !m_historyWanted)
        return;
    if (*reading.timeline) {
        m_partial = reading.wholeDue;
        m_timeline = m_library.runner().share(std::move(**reading.timeline));
        Q_EMIT timelineChanged();
    } else {
        Q_EMIT failed(reading.timeline->error());
    }
}

void ReportSession::announceOthers(const history::AuditLog& log, const report::LoadedReport& loaded) {
    // While we write, our own change may be on the disk before we know what it is called.
    m_tellLater = m_loadedOnce && (m_writing || m_library.isWriting());
    if (m_tellLater)
        return;
    const history::AuditEvent* newest = nullptr;
    int changes = 0;
    for (const history::LoggedEvent& logged : log.events) {
        const ActionId& action = logged.event.action;
        if (!m_knownEvents.insert(action.text()).second || m_library.isOwn(action))
            continue;
        newest = &logged.event;
        ++changes;
    }
    const bool contentChanged = std::exchange(m_knownContent, loaded.sha256) != loaded.sha256;
    const bool ours = m_library.isOwnContent(loaded.sha256);
    if (!std::exchange(m_loadedOnce, true))
        return;
    const std::string& title = loaded.outline.title.empty() ? m_id.text() : loaded.outline.title;
    const QString name = isolated(oneLine(fromUtf8(title), longestName));
    if (newest != nullptr && changes == 1)
        Q_EMIT changedByOthers(tr("%1 %2 “%3”.", "Agent edited “a report”.")
                                   .arg(actorTitle(newest->actor), actionText(newest->type), name),
                               fromUtf8(newest->action.text()));
    else if (newest != nullptr)
        Q_EMIT changedByOthers(
            tr("%1 changed “%2”: %n change(s).", nullptr, changes).arg(actorTitle(newest->actor), name),
            fromUtf8(newest->action.text()));
    else if (contentChanged && !ours)
        Q_EMIT changedByOthers(tr("Another program changed “%1” without a note in its history.").arg(name),
                               {});
}

QString ReportSession::versionText(std::size_t version) const {
    if (!m_timeline || version >= m_timeline->versions.size())
        return {};
    return ui::versionText(*m_timeline, version, m_library.environment().clock.now());
}

std::string ReportSession::versionName(const history::Version& version) {
    return version.live || version.file.empty() ? std::string("now") : "backup:" + version.file;
}

void ReportSession::compare(std::size_t before, std::size_t after, const QString& beforeText,
                            const QString& afterText) {
    if (!m_timeline || before >= m_timeline->versions.size() || after >= m_timeline->versions.size())
        return;
    compare(m_timeline->versions[before], m_timeline->versions[after],
            beforeText.isEmpty() ? versionText(before) : beforeText,
            afterText.isEmpty() ? versionText(after) : afterText);
}

void ReportSession::compare(const history::Version& before, const history::Version& after,
                            const QString& beforeText, const QString& afterText) {
    if (!m_report) {
        ++m_compareGeneration;
        Q_EMIT notCompared({ErrorCode::notFound,
                            "compare the versions",
                            toUtf8(m_library.root()),
                            "the report is not there",
                            {}});
        return;
    }
    auto comparison = std::make_shared<Comparison>(Comparison{before, after, beforeText, afterText, {}, {}});
    auto work = [&disk = m_library.environment().disk, directory = m_report->directory,
                 comparison]() -> Status {
        auto old = history::readVersion(disk, directory, comparison->before);
        if (!old)
            return fail(old.error());
        auto young = history::readVersion(disk, directory, comparison->after);
        if (!young)
            return fail(young.error());
        if (sha256(*old) != comparison->before.sha256 || sha256(*young) != comparison->after.sha256)
            return fail(ErrorCode::conflict, "compare the versions", directory,
                        "the report changed meanwhile");
        comparison->beforeBytes = std::move(*old);
        comparison->afterBytes = std::move(*young);
        return {};
    };
    m_library.runner().run(
        this, std::move(work), [this, comparison, generation = ++m_compareGeneration](const Status& read) {
            if (generation != m_compareGeneration)
                return;
            if (read)
                Q_EMIT compared(comparison);
            else if (read.error().code == ErrorCode::conflict)
                refresh(Force::yes); // the newer timeline is compared again by whoever shows it
            else {
                Q_EMIT failed(read.error());
                Q_EMIT notCompared(read.error());
            }
        });
}

} // namespace stemma::ui
