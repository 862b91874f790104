// SPDX-License-Identifier: MIT
#include "ui/history/timeline_entries.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include <QCoreApplication>

#include "ui/history/taken_out.h"
#include "ui/session/undo_steps.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Timeline)
};

using history::RowKind;
using history::TimelineRow;

constexpr std::int64_t foldMicros = std::int64_t{10} * 60 * 1'000'000;

bool sameBytes(const history::Timeline& timeline, const TimelineRow& row) {
    if (!row.before || !row.after)
        return false;
    const std::string& before = timeline.versions[*row.before].sha256;
    return *row.before == *row.after || (!before.empty() && before == timeline.versions[*row.after].sha256);
}

/// What changes the report's course is never hidden in a fold.
bool standsAlone(const TimelineRow& row) {
    static constexpr std::array<std::string_view, 6> alone{"create",  "fork",   "revert",
                                                           "archive", "delete", "manual_edit_detected"};
    return (row.kind != RowKind::change && row.kind != RowKind::inherited) || !row.event ||
           std::find(alone.begin(), alone.end(), row.event->type) != alone.end() ||
           !changesTakenOut(*row.event).empty();
}

bool foldTogether(const history::Timeline& timeline, const TimelineRow& older, const TimelineRow& newer) {
    if (standsAlone(older) || standsAlone(newer) || older.kind != newer.kind)
        return false;
    if (older.event->requestId && !older.event->requestId->empty() &&
        older.event->requestId == newer.event->requestId)
        return true;
    if (older.actor != newer.actor)
        return false;
    if (sameBytes(timeline, newer))
        return true;
    return areNear(older.ts, newer.ts);
}

QString actionOf(const TimelineRow& row) {
    switch (row.kind) {
    case RowKind::unrecordedChange:
        return Words::tr("changed, without an entry in the history");
    case RowKind::unnamedBackup:
        return Words::tr("backup that no change names");
    case RowKind::unreadableLine:
        return Words::tr("line that can't be read");
    case RowKind::change:
    case RowKind::inherited:
        break;
    }
    if (!row.event)
        return {};
    if (row.event->type == "status_change") {
        const std::string status = row.event->payload.stringAt("status").value_or("");
        if (status == "active")
            return Words::tr("made active again");
        if (!status.empty())
            return Words::tr("changed status to %1").arg(statusText(status));
    }
    return actionText(row.event->type);
}

QStringList remarksOf(const TimelineRow& row) {
    QStringList remarks;
    if (row.kind == RowKind::inherited)
        remarks << Words::tr("Inherited from the report that this one was forked from.");
    for (const history::RowProblem& problem : row.problems)
        remarks << (problem.line > 0 ? Words::tr("Line %1 of the log: %2")
                                           .arg(QString::number(problem.line), fromUtf8(problem.message))
                                     : fromUtf8(problem.message));
    if (row.beforeIsHole && row.problems.empty())
        remarks << Words::tr("The version before this change is lost: its backup is missing.");
    if (row.clockWentBack)
        remarks << Words::tr("Its time is before that of the change before it: a clock was set back.");
    return remarks;
}

EntryKind kindOf(const TimelineRow& row) {
    switch (row.kind) {
    case RowKind::unrecordedChange:
        return EntryKind::unrecorded;
    case RowKind::unnamedBackup:
        return EntryKind::backup;
    case RowKind::unreadableLine:
        return EntryKind::unreadable;
    case RowKind::change:
    case RowKind::inherited:
        break;
    }
    return EntryKind::change;
}

TimelineEntry entryOf(const history::Timeline& timeline, const TakenOut& takenOut, std::size_t index) {
    const TimelineRow& row = timeline.rows[index];
    TimelineEntry entry;
    entry.kind = kindOf(row);
    entry.row = index;
    entry.actor = row.actor;
    entry.actionType = row.event ? row.event->type : std::string();
    entry.action = actionOf(row);
    entry.ts = row.ts;
    entry.before = row.before;
    entry.after = row.after;
    entry.counts = row.counts;
    entry.current = row.current;
    entry.sameAsCurrent = row.sameAsCurrent;
    entry.hole = row.beforeIsHole;
    entry.pruned = row.beforeIsHole && row.backupState == history::BackupState::pruned;
    entry.damagedBackup = row.backupState == history::BackupState::damaged ||
                          row.backupState == history::BackupState::foreign ||
                          row.backupState == history::BackupState::unsafe;
    entry.inherited = row.kind == RowKind::inherited;
    entry.unchanged = sameBytes(timeline, row);
    entry.remarks = remarksOf(row);
    if (row.event && row.kind == RowKind::change) {
        entry.undone = takenOut.isOut(*row.event);
        if (const QString tookOut = takenOut.actionText(*row.event); !tookOut.isEmpty()) {
            entry.action = tookOut;
            entry.remarks << takenOut.remark(*row.event);
        }
    }
    return entry;
}

/// Folds single rows, newest first, into one.
TimelineItem groupOf(TimelineItems members) {
    TimelineItem group;
    const TimelineEntry& newest = members.front().data;
    const TimelineEntry& oldest = members.back().data;
    group.key = "group:" + members.back().key;
    TimelineEntry& entry = group.data;
    entry = newest;
    entry.kind = EntryKind::group;
    entry.size = members.size();
    entry.before = oldest.before;
    entry.hole = oldest.hole;
    entry.pruned = oldest.pruned;
    entry.counts = history::ChangeCounts{};
    entry.remarks.clear();
    entry.registryOnly = true;
    entry.undone = true;
    for (const TimelineItem& member : members) {
        const TimelineEntry& one = member.data;
        if (one.actionType != newest.actionType && !one.unchanged)
            entry.actionType.clear();
        if (one.counts) {
            entry.counts->added += one.counts->added;
            entry.counts->edited += one.counts->edited;
            entry.counts->moved += one.counts->moved;
            entry.counts->removed += one.counts->removed;
        }
        entry.current = entry.current || one.current;
        entry.sameAsCurrent = one.sameAsCurrent && &one == &newest;
        entry.damagedBackup = entry.damagedBackup || one.damagedBackup;
        entry.unchanged = entry.unchanged && one.unchanged;
        entry.registryOnly = entry.registryOnly && one.registryOnly;
        entry.undone = entry.undone && one.undone;
        entry.remarks += one.remarks;
        if (one.how != newest.how)
            entry.how.clear();
    }
    if (entry.actionType.empty())
        entry.action = Words::tr("changed");
    group.children = std::move(members);
    return group;
}

TimelineItem nowItem(const history::Timeline& timeline) {
    TimelineItem item;
    item.key = "now";
    item.data.kind = EntryKind::now;
    item.data.after = timeline.live;
    item.data.current = true;
    item.data.action = Words::tr("the report as it is");
    item.data.row = timeline.rows.empty() ? 0 : timeline.rows.size() - 1;
    if (timeline.live) {
        const history::Version& live = timeline.versions[*timeline.live];
        item.data.ts = live.updatedAt;
        if (!live.readable)
            item.data.remarks << Words::tr("The outline is damaged: %1").arg(fromUtf8(live.problem));
    } else {
        item.data.remarks << Words::tr("The outline is missing.");
    }
    for (const history::RowProblem& problem : timeline.problems)
        item.data.remarks << fromUtf8(problem.message);
    return item;
}

} // namespace

std::string timelineKey(const history::Timeline& timeline, const TimelineRow& row) {
    const auto hash = [&timeline](std::optional<std::size_t> version) {
        return version ? timeline.versions[*version].sha256 : std::string("-");
    };
    switch (row.kind) {
    case RowKind::unrecordedChange:
        return "unrecorded:" + hash(row.before) + ":" + hash(row.after);
    case RowKind::unnamedBackup:
        return "backup:" + (row.after    ? timeline.versions[*row.after].file
                            : row.before ? timeline.versions[*row.before].file
                                         : row.backup);
    case RowKind::unreadableLine:
        return "line:" + (row.problems.empty() ? row.ts : std::to_string(row.problems.front().line));
    case RowKind::change:
    case RowKind::inherited:
        break;
    }
    return changeKey(row.event ? row.event->action.text() : row.ts);
}

std::string changeKey(const std::string& action) {
    return "event:" + action;
}

bool areNear(const std::string& older, const std::string& newer) {
    const auto from = parseIso(older);
    const auto to = parseIso(newer);
    return from && to && std::llabs(to->micros - from->micros) <= foldMicros;
}

TimelineItems folded(TimelineItems rows,
                     const std::function<bool(const TimelineEntry&, const TimelineEntry&)>& together) {
    TimelineItems items, open;
    const auto close = [&items, &open] {
        if (open.size() == 1)
            items.push_back(std::move(open.front()));
        else if (!open.empty())
            items.push_back(groupOf(std::move(open)));
        open.clear();
    };
    for (TimelineItem& row : rows) {
        if (!open.empty() && !together(row.data, open.back().data))
            close();
        open.push_back(std::move(row));
    }
    close();
    return items;
}

TimelineItems singleItems(const history::Timeline& timeline) {
    TimelineItems rows;
    const TakenOut takenOut(timeline);
    for (std::size_t i = timeline.rows.size(); i-- > 0;)
        rows.push_back({timelineKey(timeline, timeline.rows[i]), entryOf(timeline, takenOut, i), {}});
    return rows;
}

TimelineItems foldedItems(const history::Timeline& timeline, TimelineItems rows) {
    TimelineItems items =
        folded(std::move(rows), [&timeline](const TimelineEntry& older, const TimelineEntry& newer) {
            return foldTogether(timeline, timeline.rows[older.row], timeline.rows[newer.row]);
        });
    items.insert(items.begin(), nowItem(timeline));
    return items;
}

TimelineItems timelineItems(const history::Timeline& timeline) {
    return foldedItems(timeline, singleItems(timeline));
}

} // namespace stemma::ui
