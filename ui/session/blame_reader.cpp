// SPDX-License-Identifier: MIT
#include "ui/session/blame_reader.h"

#include <utility>

#include "ui/text/error_text.h"

namespace stemma::ui {

BlameReader::BlameReader(QObject* parent)
    : QObject(parent) {}

void BlameReader::setSession(ReportSession* session) {
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    if (m_job)
        m_job->cancel();
    ++m_generation;
    m_reading = false;
    m_session = session;
    m_blame.reset();
    m_readSha.clear();
    m_failure.clear();
    if (session != nullptr) {
        connect(session, &ReportSession::reportChanged, this, &BlameReader::read);
        connect(session, &ReportSession::timelineChanged, this, &BlameReader::read);
    }
    Q_EMIT changed();
    read();
}

void BlameReader::setWanted(bool wanted) {
    m_wanted = wanted;
    read();
}

void BlameReader::read() {
    const auto report = m_session ? m_session->report() : nullptr;
    if (!m_wanted || m_reading || !report || report->sha256 == m_readSha)
        return;
    m_reading = true;
    m_job = m_session->library().runner().runJob(
        this, tr("Reading who wrote what"),
        [&disk = m_session->library().environment().disk, directory = report->directory,
         known = m_blame](const Progress& progress) {
            return known ? report::renewBlame(disk, directory, *known, progress)
                         : report::loadBlame(disk, directory, "now", progress);
        },
        [this, sha = report->sha256, generation = ++m_generation](Result<report::Blame> read) {
            if (generation != m_generation || !m_session)
                return;
            m_reading = false;
            take(std::move(read), sha);
        });
}

void BlameReader::take(Result<report::Blame> read, const std::string& sha256) {
    m_readSha = sha256;
    m_failure.clear();
    if (read) {
        const history::Version& version = read->timeline.versions[read->version];
        m_readSha = version.sha256; // it may have been saved again meanwhile
        m_blame = m_session->library().runner().share(std::move(*read));
    } else {
        m_failure = errorText(read.error());
    }
    Q_EMIT changed();
    if (const auto report = m_session->report(); report && report->sha256 != sha256)
        this->read();
}

} // namespace stemma::ui
