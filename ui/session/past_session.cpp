// SPDX-License-Identifier: MIT
#include "ui/session/past_session.h"

#include <utility>

#include <QCoreApplication>

#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

/// Runs on the pool.
PastContent readContent(io::Disk& disk, const std::string& directory, const ReportId& id, Timestamp moment) {
    PastContent content;
    content.past = report::reportPastAt(disk, directory, id, moment);
    if (content.past.state == report::PastState::notYet) {
        content.why = PastSession::tr("This report wasn't there yet.");
        return content;
    }
    if (content.past.state == report::PastState::lost) {
        content.why = PastSession::tr("What this report held then is lost: it was changed later, and no "
                                      "backup of it was kept.");
        return content;
    }
    auto loaded = report::loadPast(disk, directory, id, content.past);
    if (loaded)
        content.report = std::make_shared<const report::LoadedReport>(std::move(*loaded));
    else
        content.why = errorText(loaded.error());
    return content;
}

} // namespace

PastSession::PastSession(LibrarySession& library, QObject* parent)
    : QObject(parent)
    , m_library(library)
    , m_past(std::make_shared<report::LibraryPast>(library.environment().disk)) {
    connect(&m_library, &LibrarySession::snapshotChanged, this, [this] {
        m_momentsDue = true;
        next();
    });
    next();
}

PastSession::~PastSession() {
    m_stop.request_stop();
}

void PastSession::goTo(Timestamp moment) {
    m_wanted = moment;
    m_stop.request_stop(); // what was read of it is kept
    next();
}

/// One call at a time; when the moments are known, they are what the person chooses among.
void PastSession::next() {
    if (m_running || !m_library.snapshot())
        return;
    if (std::exchange(m_momentsDue, false)) {
        readMoments();
        return;
    }
    if (!m_wanted)
        return;
    m_running = true;
    m_stop = {};
    const Timestamp moment = *std::exchange(m_wanted, std::nullopt);
    m_library.runner().run(
        this,
        [past = m_past, now = m_library.snapshot(), moment, stop = m_stop.get_token()] {
            return past->at(*now, moment, {stop, {}});
        },
        [this, moment](const Result<std::shared_ptr<const report::LibrarySnapshot>>& library) {
            m_running = false;
            if (library)
                Q_EMIT shown(*library, moment);
            else if (library.error().code != ErrorCode::cancelled)
                Q_EMIT failed(library.error());
            next();
        });
}

void PastSession::readMoments() {
    m_running = true;
    auto work = [past = m_past, now = m_library.snapshot()](const Progress& progress) {
        return past->moments(*now, progress);
    };
    auto done = [this](Result<Moments> moments) {
        m_running = false;
        if (moments) {
            m_moments = std::move(*moments);
            Q_EMIT momentsChanged();
        } else {
            if (moments.error().code != ErrorCode::cancelled)
                Q_EMIT failed(moments.error());
            if (m_moments == nullptr) {
                Q_EMIT abandoned();
                return;
            }
        }
        next();
    };
    if (m_moments == nullptr)
        m_library.runner().runJob(this, tr("Reading the histories"), std::move(work), std::move(done));
    else
        m_library.runner().run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
}

void PastSession::showReport(const ReportId& id, const QString& directory, Timestamp moment) {
    m_reportWanted = WantedReport{id, directory, moment};
    nextReport();
}

/// One at a time: of those that are asked for meanwhile, the last.
void PastSession::nextReport() {
    if (m_readingReport || !m_reportWanted)
        return;
    m_readingReport = true;
    m_library.runner().run(
        this,
        [&disk = m_library.environment().disk, wanted = *std::exchange(m_reportWanted, std::nullopt)] {
            return std::make_shared<const PastContent>(
                readContent(disk, toUtf8(wanted.directory), wanted.id, wanted.moment));
        },
        [this](const std::shared_ptr<const PastContent>& content) {
            m_readingReport = false;
            if (!m_reportWanted)
                Q_EMIT reportShown(content);
            nextReport();
        });
}

} // namespace stemma::ui
