// SPDX-License-Identifier: MIT
#include "core/report/past_log.h"

#include <algorithm>

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

/// igloo-mcp notes with these that it read something.
bool onlyReads(const history::AuditEvent& event) {
    return event.type == "render" || event.type == "backup";
}

/// Before the first event: the report was there if that one didn't make it.
bool wasThere(const PastLog& log, const LiveState& live, Timestamp moment) {
    if (!log.events.empty() && log.events.front().fate == Fate::isMade)
        return false;
    const auto created = parseIso(live.createdAt);
    return created && *created <= moment;
}

void lose(PastReport& past, const char* why) {
    past.state = PastState::lost;
    past.why = why;
}

/// No later event holds the state: it is the outline's own, unless that was changed since.
void takeLive(PastReport& past, const PastLog& log, const LiveState& live, Timestamp moment) {
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
        if (onlyReads(event) || (!event.report.empty() && event.report.text() != owner))
            continue;
        latest = std::max(latest, parseIso(event.ts).value_or(Timestamp()));
        past.events.push_back({latest,
                               {event.ts, event.actor, event.type, event.requestId},
                               event.action.text(),
                               event.backupName().value_or(std::string()),
                               history::recordedHash(event, "after_sha256"),
                               fateOf(event)});
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
    const auto holder =
        std::find_if(next, log.events.end(), [](const PastEvent& event) { return !event.backup.empty(); });
    if (holder == log.events.end()) {
        takeLive(past, log, live, moment);
        return past;
    }
    past.state = PastState::there;
    past.version = "backup:" + holder->backup;
    return past;
}

} // namespace stemma::report
