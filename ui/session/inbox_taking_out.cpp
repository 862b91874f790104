// SPDX-License-Identifier: MIT
// What the inbox writes to reports: changes that are taken out, and that again.
#include <algorithm>
#include <utility>

#include "ui/session/inbox_session.h"

namespace stemma::ui {

namespace {

std::vector<std::string> actionsOf(const report::InboxCard& card) {
    std::vector<std::string> actions;
    for (const report::InboxChange& change : card.changes)
        if (change.kind == history::RowKind::change && !change.action.empty())
            actions.push_back(change.action);
    return actions;
}

/// Both looks are of the same report, or it is told that somebody wrote between them.
Status lookAtCard(const report::Workspace& workspace, CardOffer& offer,
                  std::optional<std::vector<report::PartChoice>> parts) {
    if (Status whole = lookAtTakeOut(workspace, offer.report, offer.takeOut); !whole)
        return whole;
    offer.whole = offer.takeOut.preview.changes;
    if (!parts)
        return {};
    const std::string base = offer.takeOut.preview.baseSha256;
    offer.takeOut.request.parts = std::move(parts);
    if (Status some = lookAtTakeOut(workspace, offer.report, offer.takeOut); !some)
        return some;
    return base == offer.takeOut.preview.baseSha256
               ? Status()
               : fail(ErrorCode::conflict, "undo the change", offer.report.text(),
                      "the report was changed meanwhile");
}

/// What was written; none: there is something to ask.
Result<std::optional<report::Saved>> takeOutUnlessAsked(const report::Workspace& workspace,
                                                        CardOffer& offer) {
    constexpr int attempts = 5; // somebody may write at any moment
    for (int attempt = 1;; ++attempt) {
        if (Status looked = lookAtCard(workspace, offer, std::nullopt); !looked)
            return fail(std::move(looked.error()));
        const report::UndoPreview& preview = offer.takeOut.preview;
        if (preview.unchanged || !preview.resolved.empty())
            return std::optional<report::Saved>();
        auto saved = report::undoChanges(workspace, offer.report, offer.takeOut.request, preview.baseSha256);
        if (saved)
            return std::optional(std::move(*saved));
        if (saved.error().code != ErrorCode::conflict || attempt == attempts)
            return fail(std::move(saved.error()));
    }
}

} // namespace

std::shared_ptr<CardOffer> InboxSession::offerOf(const std::string& card) const {
    const report::InboxCard* found = find(card);
    if (found == nullptr)
        return nullptr;
    auto offer = std::make_shared<CardOffer>();
    offer->inbox = m_inbox;
    offer->card = card;
    offer->report = found->report;
    offer->takeOut.request.actions = actionsOf(*found);
    return offer;
}

void InboxSession::takeOutAtOnce(const std::string& card) {
    const auto offer = offerOf(card);
    if (!offer || isLeaving(card))
        return;
    m_leaving.insert(card);
    ++m_writes;
    Q_EMIT changed();
    auto asks = std::make_shared<bool>(false);
    m_library.write(
        [offer, asks](const report::Workspace& workspace) -> Result<report::Saved> {
            auto saved = takeOutUnlessAsked(workspace, *offer);
            if (!saved)
                return fail(std::move(saved.error()));
            *asks = !saved->has_value();
            report::Saved none;
            none.unchanged = true;
            return saved->value_or(std::move(none));
        },
        [this, offer, asks](const Result<report::Saved>& saved) {
            if (saved && !*asks) {
                takeTakenOut(*offer, saved);
                return;
            }
            --m_writes;
            m_leaving.erase(offer->card);
            const bool givenUp = std::exchange(m_allWanted, false); // it isn't to be accepted
            Q_EMIT changed();
            if (saved)
                Q_EMIT offerReady(offer);
            else
                Q_EMIT failed(saved.error(), offer->card);
            if (givenUp)
                Q_EMIT acceptAllGivenUp();
        });
}

void InboxSession::previewTakeOut(const std::string& card, std::vector<report::Resolution> resolutions,
                                  std::optional<std::vector<report::PartChoice>> parts) {
    const auto offer = offerOf(card);
    if (!offer)
        return;
    offer->takeOut.request.resolutions = std::move(resolutions);
    m_library.runner().run(
        this,
        [workspace = m_library.workspace(), offer, parts = std::move(parts)] {
            return lookAtCard(workspace, *offer, parts);
        },
        [this, offer, preview = ++m_previews](const Status& made) {
            if (preview != m_previews)
                return;
            if (made)
                Q_EMIT offerReady(offer);
            else
                Q_EMIT failed(made.error(), offer->card);
        });
}

void InboxSession::takeOut(const CardOffer& offer) {
    ++m_writes;
    m_library.write(
        [id = offer.report, request = offer.takeOut.request, base = offer.takeOut.preview.baseSha256](
            const report::Workspace& workspace) { return report::undoChanges(workspace, id, request, base); },
        [this, offer](const Result<report::Saved>& saved) { takeTakenOut(offer, saved); });
}

void InboxSession::takeTakenOut(const CardOffer& offer, const Result<report::Saved>& saved) {
    --m_writes;
    if (!saved) {
        Q_EMIT failed(saved.error(), offer.card);
        return;
    }
    const auto& cards = offer.inbox->cards;
    const auto card = std::find_if(cards.begin(), cards.end(),
                                   [&](const report::InboxCard& each) { return each.id == offer.card; });
    if (card == cards.end())
        return;
    const TakenOut what = offer.takeOut.request.parts ? TakenOut::parts : TakenOut::whole;
    Step step{takenOutText(*card, what, m_library.environment().clock.now()), nullptr};
    if (!saved->unchanged) {
        step.beside = Step::Beside::takenOut;
        step.report = offer.report;
        step.action = saved->action;
    }
    acceptNow(offer.inbox, offer.card, std::move(step));
}

void InboxSession::trashMade(const std::string& card) {
    const report::InboxCard* found = find(card);
    if (found == nullptr)
        return;
    Step step{trashedText(*found), nullptr, Step::Beside::trashed, found->report};
    ++m_writes;
    m_library.write(
        [id = found->report](const report::Workspace& workspace) {
            return report::trashReport(workspace, id);
        },
        [this, inbox = m_inbox, card, step = std::move(step)](const Result<report::Saved>& saved) mutable {
            --m_writes;
            if (saved)
                acceptNow(inbox, card, std::move(step));
            else
                Q_EMIT failed(saved.error());
        });
}

} // namespace stemma::ui
