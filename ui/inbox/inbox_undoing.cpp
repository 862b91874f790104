// SPDX-License-Identifier: MIT
// What the inbox asks before a card's changes are taken out.
#include <algorithm>
#include <utility>

#include <QApplication>
#include <QPointer>

#include "ui/history/diff_view.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/restore_panel.h"
#include "ui/history/take_out_text.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/card_text.h"
#include "ui/inbox/change_page.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

void InboxDesk::connectPage() {
    connect(m_page->panel(), &RestorePanel::accepted, this, &InboxDesk::acceptQuestion);
    connect(m_page->panel(), &RestorePanel::wishChanged, this, &InboxDesk::lookAtWish);
    connect(m_page->overlaps(), &OverlapChooser::changed, this, &InboxDesk::lookAtWish);
    connect(m_page->panel(), &RestorePanel::rejected, this, [this] {
        closeQuestion();
        focusList();
        Q_EMIT stateChanged();
    });
    connect(m_page, &ChangePage::leaveRequested, this, [this] {
        closeQuestion();
        focusList();
        Q_EMIT stateChanged();
    });
}

void InboxDesk::undoCard() {
    const report::InboxCard* card = current();
    if (card == nullptr || !whyNotTakenOut(*card).isEmpty() || m_asking != Asking::nothing)
        return;
    if (card->made) {
        askTrash(*card);
        return;
    }
    m_session->takeOutAtOnce(std::string(card->id));
    m_movedTo = m_list->current();
}

void InboxDesk::undoParts() {
    const report::InboxCard* card = current();
    if (card == nullptr || card->made || !whyNotTakenOut(*card).isEmpty() || m_asking != Asking::nothing)
        return;
    m_asking = Asking::parts;
    m_session->previewTakeOut(card->id, {}, std::nullopt);
    Q_EMIT stateChanged();
}

void InboxDesk::onOffer(const std::shared_ptr<const CardOffer>& offer) {
    if (m_asking != Asking::nothing && m_asking != Asking::trash && offer->card == m_list->current()) {
        takeOffer(offer);
        return;
    }
    // One that was to be taken out at once, and is back.
    const report::UndoPreview& preview = offer->takeOut.preview;
    const auto decide = [this, offer] {
        m_list->choose(offer->card);
        if (offer->card != m_list->current() || m_asking != Asking::nothing)
            return;
        m_asking = Asking::overlaps;
        takeOffer(offer);
    };
    if (preview.resolved.empty())
        Q_EMIT message({Message::Kind::information,
                        tr("Nothing of that change is in the report any more: there is nothing to undo."),
                        {},
                        QStringLiteral("inbox")});
    else if (m_movedTo == m_list->current())
        decide();
    else
        Q_EMIT message({Message::Kind::warning,
                        tr("A change could not be undone at once: later changes overlap it."),
                        {{tr("Decide…"), decide}},
                        QStringLiteral("inbox")});
}

void InboxDesk::takeOffer(const std::shared_ptr<const CardOffer>& offer) {
    const bool begins = !m_offer;
    m_offer = offer;
    m_refusal.clear();
    if (begins) {
        m_parts = m_asking == Asking::parts ? cardParts(offer->whole) : std::vector<CardPart>();
        m_wanted.assign(m_parts.size(), true);
    }
    m_undoing = false;
    ask();
}

RestoreQuestion InboxDesk::question() const {
    const report::UndoPreview& preview = m_offer->takeOut.preview;
    RestoreQuestion question;
    const std::size_t changes = preview.undone.size();
    question.question = m_asking == Asking::parts
                            ? tr("Undo which parts of %n change(s)?", nullptr, static_cast<int>(changes))
                            : takeOutQuestion(m_offer->takeOut);
    const bool none =
        !m_parts.empty() && std::none_of(m_wanted.begin(), m_wanted.end(), [](bool is) { return is; });
    if (!m_refusal.isEmpty())
        question.body = m_refusal;
    else if (none)
        question.body = tr("All of it stays: there is nothing to undo.");
    else
        question.body = takeOutText(preview, {});
    if (m_remade)
        question.body.prepend(tr("The report was changed meanwhile: this preview is made anew.") +
                              QLatin1Char('\n'));
    question.act = m_asking == Asking::parts ? tr("Undo the Chosen Parts") : undoChangesText(changes);
    question.possible = m_refusal.isEmpty() && !none && !preview.unchanged;
    question.partsTitle = tr("What isn’t chosen stays as it is now:");
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        question.parts.push_back({m_parts[i].text, {}, m_wanted[i]});
    return question;
}

void InboxDesk::ask() {
    const report::UndoPreview& preview = m_offer->takeOut.preview;
    m_page->panel()->ask(question());
    m_page->overlaps()->setConflicts(preview.resolved);
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->afterText = tr("what undoing it would make of it");
    source->before = m_offer->takeOut.liveBytes;
    source->after = preview.bytes;
    m_page->showDifference(std::move(source));
    m_page->panel()->show();
    Q_EMIT stateChanged();
}

void InboxDesk::askTrash(const report::InboxCard& card) {
    if (m_undoing || m_asking != Asking::nothing)
        return;
    m_asking = Asking::trash;
    RestoreQuestion question;
    question.question = tr("Move the new report “%1” to the trash?").arg(isolated(cardTitle(card)));
    question.body = tr("It was made by this change: undoing it takes the whole report away, with all that "
                       "was changed in it since.\nNothing is deleted. This can be undone.");
    question.act = tr("Move to Trash");
    m_page->panel()->ask(question);
    m_page->overlaps()->clear();
    m_page->panel()->show();
    Q_EMIT stateChanged();
}

/// Something else is to stay, or to go.
void InboxDesk::lookAtWish() {
    if (!m_offer || m_asking == Asking::trash)
        return;
    m_wanted = m_page->panel()->wantedParts();
    m_wanted.resize(m_parts.size(), true);
    m_remade = false;
    const auto parts = wantedParts(m_parts, m_wanted);
    if (parts && parts->empty()) {
        m_session->cancelPreview();
        m_refusal.clear();
        m_page->panel()->ask(question());
        return;
    }
    m_page->panel()->setBusy(true);
    m_session->previewTakeOut(m_offer->card, m_page->overlaps()->resolutions(), parts);
}

void InboxDesk::acceptQuestion() {
    m_page->panel()->setBusy(true);
    const auto offer = m_offer;
    const bool trash = m_asking == Asking::trash;
    m_undoing = true;
    if (trash) {
        const std::string card = m_list->current();
        closeQuestion();
        m_undoing = true; // until it is there
        m_session->trashMade(card);
    } else if (offer) {
        m_session->takeOut(*offer);
    }
    focusList();
    Q_EMIT stateChanged();
}

void InboxDesk::closeQuestion() {
    if (m_session)
        m_session->cancelPreview();
    const bool asked = m_asking != Asking::nothing && m_page->panel()->isVisibleTo(m_page);
    const bool shownElse = asked && m_offer;
    m_asking = Asking::nothing;
    m_undoing = false;
    m_offer.reset();
    m_parts.clear();
    m_wanted.clear();
    m_refusal.clear();
    m_remade = false;
    if (!asked)
        return;
    if (m_page->panel()->isAncestorOf(QApplication::focusWidget()))
        focusList();
    m_page->overlaps()->clear();
    m_page->panel()->hide();
    if (shownElse)
        readCurrent(); // its own difference again
}

/// A preview that is no longer true is made anew; parts that can't be had are told where they were chosen.
void InboxDesk::onFailed(const Error& error, const std::string& card) {
    const std::string& asked = m_offer ? m_offer->card : m_list->current();
    if (m_asking != Asking::nothing && !card.empty() && card != asked) {
        Q_EMIT failed(error); // of another card than the one that is asked about
        return;
    }
    m_undoing = false;
    const bool asking = m_offer && (m_asking == Asking::overlaps || m_asking == Asking::parts);
    if (asking && error.code == ErrorCode::conflict) {
        m_remade = true;
        m_session->previewTakeOut(m_offer->card, m_page->overlaps()->resolutions(),
                                  wantedParts(m_parts, m_wanted));
    } else if (asking && error.code == ErrorCode::usage) {
        m_refusal = errorText(error);
        m_page->panel()->ask(question());
    } else {
        closeQuestion();
        Q_EMIT failed(error);
    }
    Q_EMIT stateChanged();
}

} // namespace stemma::ui
