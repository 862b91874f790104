// SPDX-License-Identifier: MIT
#include "ui/session/trust_check.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "ui/session/library_session.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::chrono::milliseconds shortestPause{500};
constexpr int pauseForWork = 20; // of the time that a check takes: it is to cost little
constexpr std::uint64_t checkedByItself = std::uint64_t{32} << 20; // bytes of all versions

std::uint64_t bytesOf(const history::Timeline& timeline) {
    return std::accumulate(timeline.versions.begin(), timeline.versions.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const history::Version& one) { return sum + one.size; });
}

std::string lastChange(const history::Timeline& timeline) {
    const auto row = std::find_if(timeline.rows.rbegin(), timeline.rows.rend(),
                                  [](const history::TimelineRow& one) { return one.event.has_value(); });
    return row == timeline.rows.rend() ? std::string() : row->ts;
}

} // namespace

TrustCheck::TrustCheck(marks::TrustStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(shortestPause);
    connect(&m_pause, &QTimer::timeout, this, &TrustCheck::check);
}

void TrustCheck::setSession(ReportSession* session) {
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    ++m_generation;
    m_pause.stop();
    m_pause.setInterval(shortestPause);
    m_again = false;
    m_verdict.reset();
    m_error.reset();
    if (session != nullptr)
        connect(session, &ReportSession::timelineChanged, this, &TrustCheck::onTimeline);
    set(State::none);
    if (session != nullptr && session->timeline())
        onTimeline();
}

void TrustCheck::onTimeline() {
    if (!m_session || !m_session->timeline() || m_session->timelineIsPartial())
        return;
    if (m_state == State::running)
        m_again = true;
    else if (bytesOf(*m_session->timeline()) <= checkedByItself)
        m_pause.start();
    else
        set(State::asked);
}

Timestamp TrustCheck::now() const {
    return m_session ? m_session->library().environment().clock.now() : Timestamp{};
}

void TrustCheck::check() {
    if (m_state != State::running)
        run(report::OnBreak::keep);
}

void TrustCheck::accept() {
    if (m_state != State::running)
        run(report::OnBreak::renew);
}

void TrustCheck::run(report::OnBreak onBreak) {
    if (!m_session || !m_session->timeline())
        return;
    m_pause.stop();
    m_upTo = lastChange(*m_session->timeline());
    m_again = false;
    m_begun.start();
    LibrarySession& library = m_session->library();
    const auto title = m_session->report() ? fromUtf8(m_session->report()->outline.title) : QString();
    library.runner().runJob(
        this, tr("Checking the history of “%1”").arg(isolated(oneLine(title, 40))),
        [&disk = library.environment().disk, &store = m_store, root = toUtf8(library.root()),
         id = m_session->id(), now = library.environment().clock.now(), onBreak,
         seen = m_verdict ? m_verdict->present : std::string()](const Progress& progress) {
            return report::verifyTrust(disk, store, root, id, now, onBreak, progress, seen);
        },
        [this, generation = ++m_generation](const Result<history::ChainVerdict>& verdict) {
            if (generation == m_generation)
                take(verdict);
        });
    set(State::running);
}

void TrustCheck::take(const Result<history::ChainVerdict>& verdict) {
    m_pause.setInterval(std::max(shortestPause, std::chrono::milliseconds(m_begun.elapsed() * pauseForWork)));
    m_verdict.reset();
    m_error.reset();
    const bool cancelled = !verdict && verdict.error().code == ErrorCode::cancelled;
    if (verdict)
        m_verdict = *verdict;
    else if (!cancelled)
        m_error = verdict.error();
    set(verdict ? State::done : cancelled ? State::asked : State::failed);
    if (m_again && !cancelled)
        onTimeline();
}

void TrustCheck::set(State state) {
    m_state = state;
    Q_EMIT changed();
}

} // namespace stemma::ui
