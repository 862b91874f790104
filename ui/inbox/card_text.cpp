// SPDX-License-Identifier: MIT
#include "ui/inbox/card_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/session/inbox_act_text.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::InboxCard)
};

using report::CardState;

QString joined(const QStringList& parts) {
    return parts.join(Words::tr(" · ", "between facts"));
}

} // namespace

QString cardTitle(const report::InboxCard& card) {
    return fromUtf8(card.title.empty() ? card.report.text() : card.title);
}

QString cardDeed(const report::InboxCard& card) {
    if (card.state == CardState::unreadableLine)
        return Words::tr("A line of the history that can't be read");
    if (card.state == CardState::unrecorded && card.actor.empty())
        return Words::tr("Changed without a note in the history");
    const QString who = cardActors(card);
    if (card.changes.size() > 1)
        return Words::tr("%1: %n changes", "who, how many changes", static_cast<int>(card.changes.size()))
            .arg(who);
    return Words::tr("%1 %2", "who, what was done: agent edited")
        .arg(who, actionText(card.changes.front().type));
}

QString cardStateText(const report::InboxCard& card) {
    switch (card.state) {
    case CardState::ok:
        return {};
    case CardState::backupMissing:
        return Words::tr("the version before is lost");
    case CardState::backupPruned:
        return Words::tr("the version before was pruned");
    case CardState::backupDamaged:
        return Words::tr("the version before is damaged");
    case CardState::backupForeign:
        return Words::tr("its backup is another report's");
    case CardState::backupUnsafe:
        return Words::tr("its backup lies outside the report");
    case CardState::unrecorded:
        return Words::tr("nobody recorded it");
    case CardState::unreadableLine:
        return Words::tr("it may have been a change");
    }
    return {};
}

QString cardRemarks(const report::InboxCard& card) {
    QStringList remarks;
    if (card.requestId && !card.requestId->empty())
        remarks << oneLine(fromUtf8(*card.requestId), 60);
    if (card.made)
        remarks << Words::tr("new report");
    if (card.trashed)
        remarks << Words::tr("in the trash");
    if (const QString state = cardStateText(card); !state.isEmpty())
        remarks << state;
    return joined(remarks);
}

QString countsInWords(const history::ChangeCounts& counts) {
    QStringList parts;
    if (counts.added > 0)
        parts << Words::tr("%n added", "parts", static_cast<int>(counts.added));
    if (counts.edited > 0)
        parts << Words::tr("%n edited", "parts", static_cast<int>(counts.edited));
    if (counts.moved > 0)
        parts << Words::tr("%n moved", "parts", static_cast<int>(counts.moved));
    if (counts.removed > 0)
        parts << Words::tr("%n removed", "parts", static_cast<int>(counts.removed));
    return parts.isEmpty() ? Words::tr("no part changed") : parts.join(Words::tr(", ", "between counts"));
}

QString spokenCard(const report::InboxCard& card, Timestamp now) {
    QStringList facts{cardTitle(card), cardDeed(card), relativeTime(card.ts, now)};
    if (card.counts)
        facts << countsInWords(*card.counts);
    if (const QString remarks = cardRemarks(card); !remarks.isEmpty())
        facts << remarks;
    return facts.join(Words::tr(", ", "between spoken facts"));
}

QString whyNotTakenOut(const report::InboxCard& card) {
    if (card.trashed)
        return Words::tr("The report is in the trash: take it out first.");
    if (card.made)
        return {}; // it goes as a whole
    const bool recorded = std::all_of(card.changes.begin(), card.changes.end(), [](const auto& change) {
        return change.kind == history::RowKind::change && !change.action.empty();
    });
    if (!recorded)
        return Words::tr("No event of the history tells this change: restore an earlier version instead.");
    if (!card.before || !card.after)
        return Words::tr("A version around this change is lost: it can't be taken out.");
    return {};
}

} // namespace stemma::ui
