// SPDX-License-Identifier: MIT
#include "ui/session/inbox_session.h"

#include <algorithm>
#include <utility>

#include "ui/text/content_text.h"

namespace stemma::ui {

InboxSession::InboxSession(LibrarySession& library, marks::MarkStore& marks, marks::BaselineStore& baselines,
                           QObject* parent)
    : QObject(parent)
    , m_library(library)
    , m_reader(new Reader{{}, {library.environment().disk, library.environment().clock, marks, baselines}}) {
    connect(&m_library, &LibrarySession::snapshotChanged, this, &InboxSession::look);
    look();
}

/// What was accepted is marked, whoever is still there to see it.
InboxSession::~InboxSession() {
    m_stop.request_stop();
    std::vector<std::function<void()>> left;
    for (Waiting& waiting : m_waiting)
        if (waiting.alone)
            left.push_back(std::move(waiting.alone));
    if (!left.empty())
        m_library.runner().runAlone([left = std::move(left)] {
            for (const auto& call : left)
                call();
        });
}

void InboxSession::next() {
    if (m_running || m_waiting.empty())
        return;
    const auto start = std::move(m_waiting.front().start);
    m_waiting.pop_front();
    start();
}

void InboxSession::look() {
    if (m_lookWaits || !m_library.snapshot())
        return;
    m_lookWaits = true;
    const Progress progress{m_stop.get_token(), {}};
    const auto start = [this, progress] {
        m_lookWaits = false;
        m_running = true;
        m_library.runner().run(
            this,
            [reader = m_reader, snapshot = m_library.snapshot(), progress,
             &runner = m_library.runner()]() -> Result<std::shared_ptr<const Looked>> {
                const std::lock_guard turn(reader->turn);
                auto inbox = reader->reader.look(*snapshot, progress);
                if (!inbox)
                    return fail(std::move(inbox.error()));
                return lookedAt(runner, std::move(*inbox));
            },
            [this](Result<std::shared_ptr<const Looked>> looked) {
                m_running = false;
                take(std::move(looked));
                next();
            });
    };
    m_waiting.push_back({start, {}});
    next();
}

std::shared_ptr<const InboxSession::Looked> InboxSession::lookedAt(TaskRunner& runner, report::Inbox inbox) {
    Looked looked;
    looked.inbox = runner.share(std::move(inbox));
    looked.cards.reserve(looked.inbox->cards.size());
    looked.keys.reserve(looked.inbox->changes);
    for (const report::InboxCard& card : looked.inbox->cards) {
        looked.cards.emplace(card.id, &card);
        for (const report::InboxChange& change : card.changes)
            looked.keys.insert(change.key);
    }
    return runner.share(std::move(looked));
}

void InboxSession::take(Result<std::shared_ptr<const Looked>> looked) {
    if (!looked) {
        m_allWanted = false;
        if (looked.error().code != ErrorCode::cancelled)
            Q_EMIT failed(looked.error());
        return;
    }
    const bool first = m_inbox == nullptr;
    m_looked = std::move(*looked);
    m_inbox = m_looked->inbox;
    if (first)
        lookAgain();
    countMeanwhile();
    // What is no longer there has left.
    std::erase_if(m_leaving, [this](const std::string& card) { return find(card) == nullptr; });
    tellProblems();
    Q_EMIT changed();
    if (std::exchange(m_tellRefused, false)) {
        if (const int changes = cameMeanwhile(); changes > 0)
            Q_EMIT refused(changes);
        else
            m_allWanted = true; // only fewer than were counted: what is left was seen
    }
    if (m_allWanted && m_leaving.empty())
        acceptAllNow();
}

void InboxSession::tellProblems() {
    QStringList marks, histories;
    for (const report::Problem& problem : m_inbox->problems)
        if (m_toldProblems.insert(problem.message).second)
            (problem.rule == "history-unreadable" ? histories : marks) << fromUtf8(problem.message);
    if (!marks.isEmpty())
        Q_EMIT problemsFound(marks);
    if (!histories.isEmpty())
        Q_EMIT historiesUnreadable(histories);
}

const report::InboxCard* InboxSession::find(const std::string& card) const {
    if (!m_looked)
        return nullptr;
    const auto found = m_looked->cards.find(card);
    return found == m_looked->cards.end() ? nullptr : found->second;
}

int InboxSession::count() const {
    std::size_t changes = m_inbox ? m_inbox->changes : 0;
    for (const std::string& card : m_leaving)
        if (const report::InboxCard* leaving = find(card))
            changes -= leaving->changes.size();
    return static_cast<int>(changes);
}

void InboxSession::lookAgain() {
    m_seen = m_looked;
    m_meanwhile = 0;
    look();
}

bool InboxSession::isMeanwhile(const report::InboxCard& card) const {
    return m_meanwhile > 0 &&
           std::any_of(card.changes.begin(), card.changes.end(), [this](const report::InboxChange& change) {
               return !m_seen || !m_seen->keys.contains(change.key);
           });
}

void InboxSession::countMeanwhile() {
    m_meanwhile = 0;
    if (m_seen == m_looked)
        return;
    for (const std::string_view key : m_looked->keys)
        m_meanwhile += m_seen && m_seen->keys.contains(key) ? 0 : 1;
}

void InboxSession::accept(const std::string& card) {
    const report::InboxCard* found = find(card);
    if (found != nullptr && !isLeaving(card))
        acceptNow(m_inbox, card, {acceptedText(*found, m_library.environment().clock.now()), nullptr});
}

void InboxSession::acceptNow(const std::shared_ptr<const report::Inbox>& inbox, const std::string& card,
                             Step step) {
    step.accepted = std::make_shared<const Acceptance>(Acceptance{{card}, report::changesOf(*inbox, {card})});
    letLeave(step);
    enqueue([inbox, accepted = step.accepted](
                report::InboxReader& reader) { return reader.accept(*inbox, accepted->cards); },
            [this, step](const Status& accepted) {
                look();
                if (accepted)
                    return finish(step);
                letReturn(step);
                if (step.beside != Step::Beside::nothing)
                    finish(step); // that was written, and can be taken back
                Q_EMIT failed(accepted.error());
            });
}

void InboxSession::letLeave(const Step& step) {
    m_leaving.insert(step.accepted->cards.begin(), step.accepted->cards.end());
    Q_EMIT changed();
}

void InboxSession::letReturn(const Step& step) {
    for (const std::string& card : step.accepted->cards)
        m_leaving.erase(card);
    Q_EMIT changed();
}

/// Something new was done: what was taken back before it stays so.
void InboxSession::finish(Step step) {
    m_undone.clear();
    m_steps.push_back(std::move(step));
    Q_EMIT done(m_steps.back().text.told);
}

void InboxSession::acceptAll() {
    if (!m_inbox || m_inbox->cards.empty() || m_allWanted)
        return;
    if (const int changes = cameMeanwhile(); changes > 0) {
        Q_EMIT refused(changes);
        return;
    }
    m_allWanted = true;
    if (m_leaving.empty() && !m_lookWaits)
        acceptAllNow();
}

void InboxSession::acceptAllNow() {
    m_allWanted = false;
    if (const int changes = cameMeanwhile(); changes > 0) {
        Q_EMIT refused(changes);
        return;
    }
    struct Answer {
        Status status;
        std::size_t changes = 0;
        std::shared_ptr<const Acceptance> accepted = {};
    };
    enqueue(
        [&runner = m_library.runner(), snapshot = m_library.snapshot(),
         token = m_inbox->token](report::InboxReader& reader) {
            const auto inbox = reader.acceptAll(*snapshot, token);
            if (!inbox)
                return Answer{fail(inbox.error())};
            Acceptance all;
            for (const report::InboxCard& card : inbox->cards)
                all.cards.push_back(card.id);
            all.changes = report::changesOf(*inbox, all.cards);
            return Answer{{}, inbox->changes, runner.share(std::move(all))};
        },
        [this](const Answer& answer) {
            look();
            if (answer.status) {
                Step step{acceptedAllText(answer.changes), answer.accepted};
                letLeave(step);
                finish(std::move(step));
                return;
            }
            m_tellRefused = answer.status.error().code == ErrorCode::conflict;
            if (!m_tellRefused)
                Q_EMIT failed(answer.status.error());
        });
}

} // namespace stemma::ui
