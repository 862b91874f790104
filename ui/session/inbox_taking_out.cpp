// SPDX-License-Identifier: MIT
// What the inbox writes to reports: changes that are taken out, and that again.
#include <utility>

#include "ui/session/inbox_session.h"
#include "ui/text/content_text.h"

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
    const report::InboxCard* found = m_inbox ? find(*m_inbox, card) : nullptr;
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
            Q_EMIT changed();
            if (saved)
                Q_EMIT offerReady(offer);
            else
                Q_EMIT failed(saved.error());
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
                Q_EMIT failed(made.error());
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
        Q_EMIT failed(saved.error());
        return;
    }
    const report::InboxCard* card = find(*offer.inbox, offer.card);
    Step step{
        tr("Took %n change(s) out of “%1”.", nullptr, static_cast<int>(offer.takeOut.preview.undone.size()))
            .arg(isolated(fromUtf8(card == nullptr ? offer.report.text() : card->title))),
        {offer.card},
        {}};
    if (!saved->unchanged)
        step.takeBack = [this, id = offer.report, action = saved->action](std::function<void()> then) {
            takeOutAgain(id, action, std::move(then));
        };
    acceptNow(offer.inbox, std::move(step));
}

/// What others changed since stays.
void InboxSession::takeOutAgain(const ReportId& report, const ActionId& action, std::function<void()> then) {
    ++m_writes;
    m_library.write(
        [report, action](const report::Workspace& workspace) {
            return report::undoChanges(workspace, report, {{action.text()}, {}, {}}, {},
                                       report::RestorePurpose::undo);
        },
        [this, report, action, then = std::move(then)](const Result<report::Saved>& saved) {
            --m_writes;
            if (saved)
                then();
            else if (saved.error().code == ErrorCode::conflict)
                Q_EMIT undoOverlaps(report, action);
            else
                Q_EMIT failed(saved.error());
        });
}

void InboxSession::trashMade(const std::string& card) {
    const report::InboxCard* found = m_inbox ? find(*m_inbox, card) : nullptr;
    if (found == nullptr)
        return;
    const QString text = tr("Moved “%1” to the trash.").arg(isolated(fromUtf8(found->title)));
    ++m_writes;
    m_library.write(
        [id = found->report](const report::Workspace& workspace) {
            return report::trashReport(workspace, id);
        },
        [this, inbox = m_inbox, card, id = found->report, text](const Result<report::Saved>& saved) {
            --m_writes;
            if (!saved) {
                Q_EMIT failed(saved.error());
                return;
            }
            Step step{text, {card}, {}};
            step.takeBack = [this, id](std::function<void()> then) {
                ++m_writes;
                m_library.write(
                    [id](const report::Workspace& workspace) { return untrashNewest(workspace, id); },
                    [this, then = std::move(then)](const Result<report::Saved>& back) {
                        --m_writes;
                        if (back)
                            then();
                        else
                            Q_EMIT failed(back.error());
                    });
            };
            acceptNow(inbox, std::move(step));
        });
}

} // namespace stemma::ui
