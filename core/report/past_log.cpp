// SPDX-License-Identifier: MIT
#include "core/report/past_log.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/history/timeline_build.h"

namespace stemma::report {

namespace {

using Fate = PastEvent::Fate;

Fate fateOf(const history::AuditEvent& event) {
    if (event.type == "create" || event.type == "fork")
        return Fate::isMade;
    if (event.type == "delete")
        return Fate::goesToTrash;
    if (event.type == "status_change" && event.payload.find("untrashed_from") != nullptr)
        return Fate::comesBack;
    return Fate::stays;
}

bool isOpaque(const history::AuditEvent& event, Fate fate) {
    return fate != Fate::isMade && !event.backupName() && history::changesWithoutBackup(event);
}

/// Before the first event: the report was there if that one didn't make it.
bool wasThere(const PastLog& log, const LiveState& live, Timestamp moment) {
    if (!log.events.empty() && log.events.front().fate == Fate::isMade)
        return false;
    if (!live.refused.empty())
        return true; // as far as anybody can tell
    const auto created = parseIso(live.createdAt);
    return created && *created <= moment;
}

void lose(PastReport& past, std::string why) {
    past.state = PastState::lost;
    past.why = std::move(why);
}

/// The one backup that was made between an opaque event and the one above it holds the state before it.
const UnnamedBackup* heldBefore(const PastLog& log, std::vector<PastEvent>::const_iterator opaque) {
    const Timestamp from = opaque == log.events.begin() ? Timestamp() : std::prev(opaque)->moment;
    const UnnamedBackup* found = nullptr;
    for (const UnnamedBackup& backup : log.unnamed) {
        if (backup.made <= from || backup.made > opaque->moment)
            continue;
        if (found != nullptr)
            return nullptr;
        found = &backup;
    }
    return found;
}

/// No later event holds the state: it is the outline's own, unless that was changed since.
void takeLive(PastReport& past, const PastLog& log, const LiveState& live, Timestamp moment) {
    if (!live.refused.empty())
        return lose(past, live.refused);
    if (log.events.empty()) {
        const auto updated = parseIso(live.updatedAt);
        if (!updated || *updated > moment)
            return lose(past, "it was changed since, and no history tells what it held");
    } else if (const auto& result = log.events.back().result;
               result && live.since > moment && !live.sha256.empty() && *result != live.sha256) {
        return lose(past, "it was changed since without a note in its history");
    }
    past.state = PastState::there;
    past.version = "now";
}

} // namespace

PastLog pastLog(const history::AuditLog& log, const std::string& owner) {
    PastLog past;
    Timestamp latest;
    for (const history::LoggedEvent& logged : log.events) {
        const history::AuditEvent& event = logged.event;
        if (event.type == "render" || (!event.report.empty() && event.report.text() != owner))
            continue;
        latest = std::max(latest, parseIso(event.ts).value_or(Timestamp()));
        past.events.push_back({latest,
                               {event.ts, event.actor, event.type, event.requestId},
                               event.action.text(),
                               event.backupName().value_or(std::string()),
                               history::recordedHash(event, "after_sha256"),
                               fateOf(event),
                               isOpaque(event, fateOf(event))});
    }
    return past;
}

PastReport pastReport(const PastLog& log, const LiveState& live, Timestamp moment) {
    PastReport past;
    const auto next =
        std::upper_bound(log.events.begin(), log.events.end(), moment,
                         [](Timestamp when, const PastEvent& event) { return when < event.moment; });
    if (next == log.events.begin() && !wasThere(log, live, moment))
        return past;
    for (auto event = log.events.begin(); event != next; ++event) {
        if (event->fate == Fate::goesToTrash)
            past.trashed = true;
        else if (event->fate == Fate::comesBack)
            past.trashed = false;
        past.lastChange = event->change;
        past.action = event->action;
    }
    if (!log.refused.empty()) {
        lose(past, log.refused);
        return past;
    }
    const auto holder = std::find_if(
        next, log.events.end(), [](const PastEvent& event) { return event.opaque || !event.backup.empty(); });
    if (holder == log.events.end()) {
        takeLive(past, log, live, moment);
        return past;
    }
    const UnnamedBackup* unnamed = holder->opaque ? heldBefore(log, holder) : nullptr;
    if (holder->opaque && unnamed == nullptr) {
        lose(past, "the change after it kept no backup that it names");
        return past;
    }
    past.state = PastState::there;
    past.version = "backup:" + (unnamed != nullptr ? unnamed->name : holder->backup);
    return past;
}

} // namespace stemma::report
