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
    , m_reader(std::make_shared<report::InboxReader>(library.environment().disk, library.environment().clock,
                                                     marks, baselines)) {
    connect(&m_library, &LibrarySession::snapshotChanged, this, &InboxSession::look);
    look();
}

InboxSession::~InboxSession() {
    m_stop.request_stop();
}

/// The reader takes one call at a time.
template <class Work, class Done>
void InboxSession::enqueue(Work work, Done then) {
    m_waiting.push_back([this, work = std::move(work), then = std::move(then)] {
        m_running = true;
        m_library.runner().run(
            this, [reader = m_reader, work] { return work(*reader); },
            [this, then](auto result) {
                m_running = false;
                then(std::move(result));
                next();
            });
    });
    next();
}

void InboxSession::next() {
    if (m_running || m_waiting.empty())
        return;
    const auto start = std::move(m_waiting.front());
    m_waiting.pop_front();
    start();
}

void InboxSession::look() {
    if (m_lookWaits || !m_library.snapshot())
        return;
    m_lookWaits = true;
    const Progress progress{m_stop.get_token(), {}};
    m_waiting.push_back([this, progress] {
        m_lookWaits = false;
        m_running = true;
        m_library.runner().run(
            this,
            [reader = m_reader, snapshot = m_library.snapshot(), progress] {
                return reader->look(*snapshot, progress);
            },
            [this](Result<report::Inbox> looked) {
                m_running = false;
                take(std::move(looked));
                next();
            });
    });
    next();
}

void InboxSession::take(Result<report::Inbox> looked) {
    if (!looked) {
        m_allWanted = false;
        if (looked.error().code != ErrorCode::cancelled)
            Q_EMIT failed(looked.error());
        return;
    }
    const bool first = m_inbox == nullptr;
    m_inbox = m_library.runner().share(std::move(*looked));
    if (first)
        lookAgain();
    // What is no longer there has left.
    std::erase_if(m_leaving, [this](const std::string& card) { return find(*m_inbox, card) == nullptr; });
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
    QStringList fresh;
    for (const report::Problem& problem : m_inbox->problems)
        if (m_toldProblems.insert(problem.message).second)
            fresh << fromUtf8(problem.message);
    if (!fresh.isEmpty())
        Q_EMIT problemsFound(fresh);
}

const report::InboxCard* InboxSession::find(const report::Inbox& inbox, const std::string& card) const {
    const auto found = std::find_if(inbox.cards.begin(), inbox.cards.end(),
                                    [&](const report::InboxCard& each) { return each.id == card; });
    return found == inbox.cards.end() ? nullptr : &*found;
}

int InboxSession::count() const {
    std::size_t changes = m_inbox ? m_inbox->changes : 0;
    for (const std::string& card : m_leaving)
        if (const auto* leaving = m_inbox ? find(*m_inbox, card) : nullptr)
            changes -= leaving->changes.size();
    return static_cast<int>(changes);
}

void InboxSession::lookAgain() {
    m_seen.clear();
    if (m_inbox)
        for (const report::InboxCard& card : m_inbox->cards)
            for (const report::InboxChange& change : card.changes)
                m_seen.insert(change.key);
    look();
}

bool InboxSession::isMeanwhile(const report::InboxCard& card) const {
    return std::any_of(card.changes.begin(), card.changes.end(),
                       [this](const report::InboxChange& change) { return !m_seen.contains(change.key); });
}

int InboxSession::cameMeanwhile() const {
    int changes = 0;
    if (m_inbox)
        for (const report::InboxCard& card : m_inbox->cards)
            for (const report::InboxChange& change : card.changes)
                changes += m_seen.contains(change.key) ? 0 : 1;
    return changes;
}

void InboxSession::accept(const std::string& card) {
    const report::InboxCard* found = m_inbox ? find(*m_inbox, card) : nullptr;
    if (found == nullptr || isLeaving(card))
        return;
    acceptNow(m_inbox,
              {tr("Accepted the changes of “%1”.").arg(isolated(fromUtf8(found->title))), {card}, {}});
}

void InboxSession::acceptNow(std::shared_ptr<const report::Inbox> inbox, Step step) {
    m_leaving.insert(step.cards.begin(), step.cards.end());
    step.accepted = report::changesOf(*inbox, step.cards);
    Q_EMIT changed();
    enqueue([inbox, cards = step.cards](report::InboxReader& reader) { return reader.accept(*inbox, cards); },
            [this, step](const Status& accepted) {
                look();
                if (accepted) {
                    m_steps.push_back(step);
                    Q_EMIT done(step.text);
                    return;
                }
                for (const std::string& card : step.cards)
                    m_leaving.erase(card);
                Q_EMIT changed();
                Q_EMIT failed(accepted.error());
            });
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
    enqueue([snapshot = m_library.snapshot(), token = m_inbox->token](
                report::InboxReader& reader) { return reader.acceptAll(*snapshot, token); },
            [this](const Result<report::Inbox>& accepted) {
                look();
                if (!accepted) {
                    m_tellRefused = accepted.error().code == ErrorCode::conflict;
                    if (!m_tellRefused)
                        Q_EMIT failed(accepted.error());
                    return;
                }
                Step step{tr("Accepted %n change(s).", nullptr, static_cast<int>(accepted->changes)), {}, {}};
                for (const report::InboxCard& card : accepted->cards)
                    step.cards.push_back(card.id);
                step.accepted = report::changesOf(*accepted, step.cards);
                m_leaving.insert(step.cards.begin(), step.cards.end());
                m_steps.push_back(step);
                Q_EMIT changed();
                Q_EMIT done(step.text);
            });
}

QString InboxSession::undoText() const {
    return m_steps.empty() ? QString() : tr("Undo “%1”").arg(m_steps.back().text);
}

void InboxSession::undo() {
    if (!canUndo())
        return;
    Step step = std::move(m_steps.back());
    m_steps.pop_back();
    if (!step.takeBack) {
        markBack(std::move(step));
        return;
    }
    const auto takeBack = step.takeBack;
    takeBack([this, step = std::move(step)] { markBack(step); });
}

void InboxSession::markBack(Step step) {
    enqueue([accepted = step.accepted](report::InboxReader& reader) { return reader.takeBack(accepted); },
            [this, cards = step.cards](const Status& back) {
                for (const std::string& card : cards)
                    m_leaving.erase(card);
                look();
                if (back)
                    Q_EMIT returned(cards);
                else
                    Q_EMIT failed(back.error());
                Q_EMIT changed();
            });
}

} // namespace stemma::ui
