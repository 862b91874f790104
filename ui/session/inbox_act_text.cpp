// SPDX-License-Identifier: MIT
#include "ui/session/inbox_act_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::InboxAct)
};

constexpr qsizetype longestTitle = 60;
constexpr qsizetype longestName = 40; // in a menu
constexpr qsizetype longestRequest = 40;

QString titleOf(const report::InboxCard& card, qsizetype longest) {
    return isolated(oneLine(fromUtf8(card.title.empty() ? card.report.text() : card.title), longest));
}

QString deed(const report::InboxCard& card) {
    if (card.changes.size() > 1)
        return Words::tr("%n change(s) by %1", "how many changes, who", static_cast<int>(card.changes.size()))
            .arg(cardActors(card));
    const report::InboxChange& change = card.changes.front();
    if (change.kind == history::RowKind::unreadableLine)
        return Words::tr("a line of the history that can't be read");
    if (change.action.empty() && change.actor.empty())
        return Words::tr("a change without a note in the history");
    return Words::tr("%1 %2", "who, what was done: agent edited")
        .arg(cardActors(card), actionText(change.type));
}

} // namespace

QString cardActors(const report::InboxCard& card) {
    QStringList names;
    for (const QString& actor : fromUtf8(card.actor).split(QStringLiteral(", ")))
        names << actorText(toUtf8(actor));
    return names.join(Words::tr(", ", "between names"));
}

QString cardChange(const report::InboxCard& card, Timestamp now) {
    QString change = deed(card);
    if (parseIso(card.ts))
        change = Words::tr("%1, %2", "what was done, when").arg(change, shortTime(card.ts, now));
    if (card.requestId && !card.requestId->empty())
        change = Words::tr("%1 (%2)", "what was done and when, its request")
                     .arg(change, isolated(oneLine(fromUtf8(*card.requestId), longestRequest)));
    return change;
}

ActText acceptedText(const report::InboxCard& card, Timestamp now) {
    return {Words::tr("Accepted in “%1”: %2.", "report, change")
                .arg(titleOf(card, longestTitle), cardChange(card, now)),
            Words::tr("accepted: %1", "report").arg(titleOf(card, longestName))};
}

ActText acceptedAllText(std::size_t changes) {
    const int count = static_cast<int>(changes);
    return {Words::tr("Accepted %n change(s).", nullptr, count),
            Words::tr("accepted: %n change(s)", nullptr, count)};
}

ActText takenOutText(const report::InboxCard& card, TakenOut what, Timestamp now) {
    const QString told = what == TakenOut::whole
                             ? Words::tr("Took out of “%1”: %2.", "report, change")
                             : Words::tr("Took parts out of “%1”: of %2.", "report, change");
    return {told.arg(titleOf(card, longestTitle), cardChange(card, now)),
            Words::tr("taken out: %1", "report").arg(titleOf(card, longestName))};
}

ActText trashedText(const report::InboxCard& card) {
    return {Words::tr("Moved “%1” to the trash.").arg(titleOf(card, longestTitle)),
            Words::tr("moved to the trash: %1", "report").arg(titleOf(card, longestName))};
}

} // namespace stemma::ui
