// SPDX-License-Identifier: MIT
#include "ui/history/take_out_text.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>
#include <QStringList>

#include "ui/history/restore_panel.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::TakeOut)
};

using Counts = std::vector<report::RestorePreview::Lost>;

void add(Counts& counts, const std::string& actor) {
    const auto known =
        std::find_if(counts.begin(), counts.end(), [&](const auto& one) { return one.actor == actor; });
    if (known == counts.end())
        counts.push_back({actor, 1});
    else
        ++known->changes;
}

QString listed(const Counts& counts) {
    QStringList parts;
    for (const auto& one : counts)
        parts << changesBy(one.actor, one.changes);
    return parts.join(Words::tr(", ", "between items of a list"));
}

/// What is to be chosen comes first: it may be scrolled out of sight.
QStringList ofOverlaps(const report::UndoPreview& preview) {
    std::set<std::string> places;
    for (const report::MergeConflict& conflict : preview.resolved)
        places.insert(conflict.key());
    if (places.empty())
        return {};
    return {places.size() == 1
                ? Words::tr("A later change overlaps in one place: you can choose below.")
                : Words::tr("Later changes overlap in %1 places: you can choose below.").arg(places.size())};
}

} // namespace

Counts laterChanges(const history::Timeline& timeline, const std::vector<ActionId>& undone) {
    std::set<std::string> out;
    for (const ActionId& action : undone)
        out.insert(action.text());
    Counts later;
    bool after = false;
    for (const history::TimelineRow& row : timeline.rows) {
        const bool isOut = row.event && out.contains(row.event->action.text());
        after = after || isOut;
        const bool isChange =
            row.kind == history::RowKind::change || row.kind == history::RowKind::unrecordedChange;
        if (after && isChange && !isOut && (!row.counts || row.counts->any()))
            add(later, row.actor);
    }
    return later;
}

QString undoChangesText(std::size_t changes) {
    return changes == 1 ? Words::tr("Undo This Change") : Words::tr("Undo These %1 Changes").arg(changes);
}

QString takeOutQuestion(const TakeOutOffer& offer) {
    const std::size_t changes = offer.preview.undone.size();
    if (changes == 1 && !offer.changeText.isEmpty())
        return Words::tr("Undo the change %1, and keep the later ones?", "… “edited” by agent, 14:02")
            .arg(offer.changeText);
    return changes == 1 ? Words::tr("Undo this change, and keep the later ones?")
                        : Words::tr("Undo these %1 changes, and keep all others?").arg(changes);
}

QString takeOutText(const report::UndoPreview& preview, const Counts& later) {
    QStringList lines = ofOverlaps(preview);
    if (!preview.unchanged)
        lines << Words::tr("What it will change in the report is shown below.");
    else if (preview.resolved.empty())
        lines << Words::tr("Nothing of it is in the report any more: there is nothing to undo.");
    else
        lines << Words::tr("As it stands, it would change nothing.");
    if (!later.empty() && !preview.unchanged)
        lines << Words::tr("These later changes stay: %1.").arg(listed(later));
    if (!preview.unchanged)
        lines << Words::tr("This can be undone.");
    return lines.join(QLatin1Char('\n'));
}

QString keepingText(const RestoreOffer& offer) {
    Counts stays, goes;
    for (const auto& one : offer.preview.lost) {
        const bool byPerson = one.actor.empty() || one.actor == history::actorWord(history::Actor::human);
        (byPerson ? stays : goes).push_back(one);
    }
    const report::UndoPreview& preview = offer.keeping->preview;
    QStringList lines = ofOverlaps(preview);
    lines << (preview.unchanged ? Words::tr("As it stands, it would change nothing.")
                                : Words::tr("What it will change in the report is shown below."));
    lines << Words::tr("These later changes stay: %1.").arg(listed(stays));
    if (!goes.empty())
        lines << Words::tr("These will no longer be in the report: %1. They stay in the history.")
                     .arg(listed(goes));
    if (!preview.unchanged)
        lines << Words::tr("This can be undone.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace stemma::ui
