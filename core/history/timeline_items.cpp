// SPDX-License-Identifier: MIT
#include "core/history/timeline_build.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/ids.h"

namespace stemma::history {

namespace {

/// When an event happened, as its backup's name says, which is nearer to the change than its own time.
std::optional<Timestamp> timeOf(const AuditEvent& event) {
    if (const auto name = event.backupName())
        if (const auto time = backupTime(*name))
            return time;
    return parseIso(event.ts);
}

/// The number of events that a backup of that time comes after: the place that contradicts the fewest of
/// their times, since a clock may have gone back meanwhile.
std::size_t placeByTime(const std::vector<std::optional<Timestamp>>& times, Timestamp time) {
    std::size_t wrong = static_cast<std::size_t>(
        std::count_if(times.begin(), times.end(), [&](const auto& t) { return t && *t < time; }));
    std::size_t best = 0;
    std::size_t fewest = wrong;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] && *times[i] > time)
            ++wrong;
        else if (times[i] && *times[i] < time)
            --wrong;
        if (wrong <= fewest) {
            fewest = wrong;
            best = i + 1;
        }
    }
    return best;
}

Verdict certainIf(bool yes) {
    return yes ? Verdict::certain : Verdict::no;
}

Verdict verdictOnRevert(const AuditEvent& event, const Version& result, const Contents& contents) {
    const auto restored = event.payload.stringAt("backup_restored");
    const auto found = restored ? contents.backups.find(*restored) : contents.backups.end();
    if (found == contents.backups.end() || !found->second.version)
        return Verdict::possible;
    return certainIf(contents.versions[*found->second.version].sha256 == result.sha256);
}

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

std::optional<std::string> recordedHash(const AuditEvent& event, const char* key) {
    const json::Value* own = event.payload.isObject() ? event.payload.find("stemma") : nullptr;
    if (own == nullptr || !own->isObject())
        return std::nullopt;
    const auto hash = own->stringAt(key);
    return hash && !hash->empty() ? hash : std::nullopt;
}

Verdict verdictOn(const AuditEvent& event, const Version& result, const Contents& contents) {
    if (result.sha256.empty())
        return Verdict::possible; // it couldn't be read: who knows
    if (const auto hash = recordedHash(event, "after_sha256"))
        return certainIf(*hash == result.sha256);
    if (!event.payload.isObject())
        return Verdict::possible;
    if (event.type == "revert")
        return verdictOnRevert(event, result, contents);
    constexpr std::array<std::string_view, 5> stamped = {"create", "evolve", "archive", "tag_update", "fork"};
    if (!isOneOf(stamped, event.type))
        return Verdict::possible;
    const json::Value* version = event.type == "evolve" ? event.payload.find("outline_version") : nullptr;
    const auto number = version != nullptr ? version->asInteger() : std::nullopt;
    return certainIf(result.updatedAt == event.ts && (!number || *number == result.outlineVersion));
}

bool changesWithoutBackup(const AuditEvent& event) {
    const auto before = recordedHash(event, "before_sha256");
    const auto after = recordedHash(event, "after_sha256");
    if (before && after)
        return *before != *after;
    constexpr std::array<std::string_view, 3> passing = {"status_change", "render", "delete"};
    return !isOneOf(passing, event.type);
}

std::size_t nearestState(const AuditLog& log, std::size_t at) {
    if (log.events.empty())
        return 0;
    at = std::min(at, log.events.size() - 1);
    while (at > 0 && !log.events[at].event.backupName() && !changesWithoutBackup(log.events[at].event))
        --at;
    return at;
}

std::vector<TimelineItem> orderedItems(const AuditLog& log, const Contents& contents,
                                       const std::vector<std::size_t>& unnamed) {
    std::vector<std::optional<Timestamp>> times;
    for (const LoggedEvent& logged : log.events)
        times.push_back(timeOf(logged.event));
    std::vector<std::vector<std::size_t>> after(log.events.size() + 1); // versions, by the events before them
    for (const std::size_t version : unnamed) {
        const Version& content = contents.versions[version];
        const auto time = backupTime(content.file);
        std::size_t place = time ? placeByTime(times, *time) : times.size();
        // A fork's event is dated before the backup that the fork makes of what it replaces.
        if (place > 0 && !log.events[place - 1].event.backupName() &&
            changesWithoutBackup(log.events[place - 1].event) &&
            verdictOn(log.events[place - 1].event, content, contents) == Verdict::no)
            --place;
        after[place].push_back(version);
    }
    std::vector<TimelineItem> items;
    const auto addBackups = [&](std::size_t place) {
        for (const std::size_t version : after[place])
            items.push_back({TimelineItem::Kind::backup, version});
    };
    std::size_t line = 0;
    const auto addLinesBefore = [&](std::size_t number) {
        for (; line < log.problems.size() && log.problems[line].line < number; ++line)
            items.push_back({TimelineItem::Kind::line, line});
    };
    addBackups(0);
    for (std::size_t i = 0; i < log.events.size(); ++i) {
        addLinesBefore(log.events[i].line);
        // A torn tail that is a whole event is told of the log, not as a line of its own.
        while (line < log.problems.size() && log.problems[line].line == log.events[i].line)
            ++line;
        items.push_back({TimelineItem::Kind::event, i});
        addBackups(i + 1);
    }
    addLinesBefore(static_cast<std::size_t>(-1));
    return items;
}

} // namespace stemma::history
