// SPDX-License-Identifier: MIT
#include "ui/inbox/inbox_desk.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <QListView>

#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/card_text.h"
#include "ui/inbox/change_page.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

InboxDesk::InboxDesk(TaskRunner& runner, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_clock(clock)
    , m_model(std::make_unique<CardModel>(clock))
    , m_list(new CardList(*m_model, clock))
    , m_page(new ChangePage) {
    m_page->setRunner(&runner);
    connect(m_list, &CardList::currentChanged, this, &InboxDesk::showCurrent);
    connect(m_list, &CardList::activated, this, &InboxDesk::openReport);
    connect(m_list, &CardList::lookAgainRequested, this, &InboxDesk::lookAgain);
    connectPage();
}

InboxDesk::~InboxDesk() = default;

void InboxDesk::open(LibrarySession& library, marks::MarkStore& marks, marks::BaselineStore& baselines) {
    m_since = shortTime(m_clock.now(), m_clock.now());
    m_session = std::make_unique<InboxSession>(library, marks, baselines);
    connectSession();
    updateTexts();
}

void InboxDesk::close() {
    closeQuestion();
    m_undoing = false;
    m_returned.reset();
    m_session.reset();
    m_model->setRows({});
    Q_EMIT countChanged(0);
    Q_EMIT stateChanged();
}

void InboxDesk::connectSession() {
    InboxSession* session = m_session.get();
    connect(session, &InboxSession::changed, this, &InboxDesk::takeRows);
    connect(session, &InboxSession::offerReady, this, &InboxDesk::onOffer);
    connect(session, &InboxSession::done, this, &InboxDesk::tellDone);
    connect(session, &InboxSession::failed, this, &InboxDesk::onFailed);
    connect(session, &InboxSession::refused, this, [this] {
        m_refused = true;
        updateTexts();
        Q_EMIT stateChanged();
    });
    connect(session, &InboxSession::returned, this,
            [this](const std::shared_ptr<const std::vector<std::string>>& cards) {
                m_returned = cards;
                Q_EMIT stateChanged();
            });
    connect(session, &InboxSession::undoOverlaps, this, [this](const ReportId& id, const ActionId& action) {
        Q_EMIT takeOutWanted(fromUtf8(id.text()), action);
    });
    connect(session, &InboxSession::acceptAllGivenUp, this, [this] {
        Q_EMIT message({Message::Kind::information,
                        tr("Not all was accepted: one of the changes was to be undone, and is back."),
                        {},
                        QStringLiteral("accept all")});
    });
    connect(session, &InboxSession::historiesUnreadable, this, [this](const QStringList& problems) {
        Q_EMIT message(
            {Message::Kind::warning,
             tr("The history of %n report(s) can't be read: what others changed there is not shown "
                "here.",
                nullptr, static_cast<int>(problems.size())),
             {},
             QStringLiteral("histories"),
             problems.join(QLatin1Char('\n'))});
    });
    connect(session, &InboxSession::problemsFound, this, [this](const QStringList& problems) {
        Q_EMIT message({Message::Kind::warning,
                        tr("What you saw of some reports could not be looked up: they may show as new."),
                        {},
                        QStringLiteral("marks"),
                        problems.join(QLatin1Char('\n'))});
    });
}

void InboxDesk::setShown(bool shown) {
    if (m_shown == shown)
        return;
    m_shown = shown;
    m_refused = false;
    if (m_session && shown)
        m_session->lookAgain();
    if (shown)
        showCurrent();
    else
        closeQuestion();
    Q_EMIT stateChanged();
}

void InboxDesk::focusList() {
    m_list->view()->setFocus(Qt::OtherFocusReason);
}

void InboxDesk::takeRows() {
    std::vector<CardModel::Row> rows;
    const auto inbox = m_session->inbox();
    if (inbox)
        for (const report::InboxCard& card : inbox->cards)
            if (!m_session->isLeaving(card.id))
                rows.push_back({inbox, &card, m_shown && m_session->isMeanwhile(card)});
    const std::string back = firstReturned(rows);
    m_model->setRows(std::move(rows));
    if (!back.empty()) {
        m_returned.reset();
        m_list->choose(back);
    }
    updateTexts();
    showCurrent();
    Q_EMIT countChanged(m_session->count());
    Q_EMIT stateChanged();
}

/// Of the cards that were taken back, the newest that is there; empty: none is.
std::string InboxDesk::firstReturned(const std::vector<CardModel::Row>& rows) const {
    if (!m_returned)
        return {};
    const std::unordered_set<std::string_view> wanted(m_returned->begin(), m_returned->end());
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const CardModel::Row& row) { return wanted.contains(row.card->id); });
    return found == rows.end() ? std::string() : found->card->id;
}

void InboxDesk::updateTexts() {
    const bool looked = m_session && m_session->inbox();
    m_list->setCount(m_session ? m_session->count() : 0);
    m_list->setMeanwhile(m_session && m_shown ? m_session->cameMeanwhile() : 0, m_refused);
    m_list->setEmptyText(!looked ? tr("Looking what is new…")
                                 : tr("Nothing new since %1.\n\nWhat agents and scripts change in this "
                                      "library appears here by itself.",
                                      "a time")
                                       .arg(m_since));
}

const report::InboxCard* InboxDesk::current() const {
    const CardModel::Row* row = m_model->rowOf(m_model->indexOf(m_list->current()));
    return row == nullptr ? nullptr : row->card;
}

void InboxDesk::showCurrent() {
    const report::InboxCard* card = current();
    if (!m_shown)
        return;
    if (card == nullptr) {
        m_showing.clear();
        closeQuestion();
        m_page->showNothing(m_model->rowCount() == 0 ? QString()
                                                     : tr("Choose a card to see what it changed."));
    } else {
        m_page->showFacts({cardTitle(*card), relativeTime(card->ts, m_clock.now()), cardDeed(*card),
                           card->counts, cardRemarks(*card), card->state != report::CardState::ok, false},
                          exactTime(card->ts));
        if (card->id != m_showing) {
            closeQuestion();
            m_showing = card->id;
            m_part.clear();
            readCurrent();
        }
    }
    Q_EMIT stateChanged();
}

/// While cards are passed quickly only the last is read.
void InboxDesk::readCurrent() {
    const report::InboxCard* card = current();
    if (card == nullptr || !m_session)
        return;
    m_page->awaitChange();
    if (std::exchange(m_reading, true))
        return;
    m_runner.run(
        this,
        [&disk = m_session->library().environment().disk, card = *card] { return readChange(disk, card); },
        [this, id = card->id](ReadChange change) {
            m_reading = false;
            if (id != m_showing) {
                readCurrent();
                return;
            }
            m_part = change.part;
            if (m_asking == Asking::nothing || !m_offer)
                m_page->showChange(std::move(change));
            Q_EMIT stateChanged();
        });
}

InboxAbility InboxDesk::ability() const {
    InboxAbility ability;
    ability.shown = m_shown && m_session;
    if (!ability.shown)
        return ability;
    const report::InboxCard* card = current();
    ability.cards = m_model->rowCount() > 0;
    ability.card = card != nullptr;
    ability.asking = m_undoing || m_asking != Asking::nothing;
    if (card == nullptr)
        return ability;
    ability.whyNoUndo = whyNotTakenOut(*card);
    ability.whyNoParts = card->made && ability.whyNoUndo.isEmpty()
                             ? tr("The report was made by this: it can only go as a whole.")
                             : ability.whyNoUndo;
    if (card->trashed)
        ability.whyNoEdit = tr("The report is in the trash: take it out first.");
    return ability;
}

void InboxDesk::step(int cards) {
    m_list->step(cards);
}

void InboxDesk::accept() {
    if (m_session && !m_list->current().empty())
        m_session->accept(m_list->current());
}

void InboxDesk::acceptAll() {
    if (m_session)
        m_session->acceptAll();
}

void InboxDesk::lookAgain() {
    if (!m_session)
        return;
    std::string first;
    for (int row = 0; row < m_model->rowCount() && first.empty(); ++row)
        if (m_model->rowOf(m_model->index(row))->fresh)
            first = m_model->rowOf(m_model->index(row))->card->id;
    m_refused = false;
    m_session->lookAgain();
    takeRows();
    if (!first.empty())
        m_list->choose(first);
    focusList();
}

void InboxDesk::undo() {
    if (m_session)
        m_session->undo();
    Q_EMIT stateChanged();
}

void InboxDesk::redo() {
    if (m_session)
        m_session->redo();
    Q_EMIT stateChanged();
}

void InboxDesk::tellDone(const QString& what) {
    m_undoing = false;
    m_since = shortTime(m_clock.now(), m_clock.now());
    Message told{Message::Kind::done, what, {}, QStringLiteral("done")};
    told.actions.push_back({tr("Undo"), [this] { undo(); }});
    Q_EMIT message(told);
    updateTexts();
    Q_EMIT stateChanged();
}

QString InboxDesk::keyOf(const report::InboxCard& card) {
    if (!card.trashed)
        return fromUtf8(card.report.text());
    return QLatin1String("trash/") + fromUtf8(card.directory).section(QLatin1Char('/'), -1);
}

void InboxDesk::openReport() {
    if (const report::InboxCard* card = current())
        Q_EMIT reportWanted(keyOf(*card), m_part, false);
}

void InboxDesk::editReport() {
    if (const report::InboxCard* card = current())
        Q_EMIT reportWanted(keyOf(*card), m_part, true);
}

} // namespace stemma::ui
