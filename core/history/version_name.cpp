// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>

#include "core/base/ids.h"
#include "core/history/timeline.h"

namespace stemma::history {

namespace {

constexpr std::size_t shortestPrefix = 4;
const char* const finding = "find the version";

Unexpected refuse(ErrorCode code, const std::string& name, std::string why, std::string advice = {}) {
    return fail(code, finding, name, std::move(why), std::move(advice));
}

/// The row of an action id, or of a prefix that only one has.
Result<std::size_t> rowOfAction(const Timeline& timeline, const std::string& name,
                                const std::string& action) {
    std::size_t found = 0;
    std::size_t matches = 0;
    for (std::size_t i = 0; i < timeline.rows.size(); ++i) {
        const TimelineRow& row = timeline.rows[i];
        if (!row.event || !row.event->action.text().starts_with(action))
            continue;
        if (row.event->action.text() == action)
            return i;
        found = i;
        ++matches;
    }
    if (action.size() < shortestPrefix)
        return refuse(ErrorCode::usage, name, "a prefix of an action id has at least 4 characters");
    if (matches > 1)
        return refuse(ErrorCode::usage, name, std::to_string(matches) + " changes begin with that",
                      "Give more characters of the action id.");
    if (matches == 0)
        return refuse(ErrorCode::notFound, name, "no change of this report has that action id",
                      "The log of the report lists all of them.");
    return found;
}

/// What a person let go is not lost: it says how it comes back.
Unexpected refusePruned(const Timeline& timeline, const std::string& backup, const std::string& name) {
    const auto place = timeline.pruned.find(backup);
    if (place == timeline.pruned.end())
        return refuse(ErrorCode::notFound, name, "the backup that held it is not there: " + backup);
    if (isGoneForGood(place->second.state))
        return refuse(ErrorCode::notFound, name,
                      "the backup that held it was pruned, and then removed for good: " + backup);
    std::string report = "ID";
    for (const TimelineRow& row : timeline.rows)
        if (row.event && row.backup == backup)
            report = row.event->report.text();
    return refuse(ErrorCode::notFound, name,
                  "the backup that held it was pruned, and lies in the trash of the backups: " + backup,
                  "From there it can be brought back, also by `stemmactl report unprune " + report + ' ' +
                      place->second.set + "`.");
}

Result<std::size_t> stateBefore(const Timeline& timeline, const TimelineRow& row, const std::string& name) {
    if (row.backupState == BackupState::unsafe)
        return refuse(ErrorCode::unsafe, name, "its backup's name leads out of the report: " + row.backup);
    if (row.before)
        return *row.before;
    if (row.beforeIsHole)
        return refusePruned(timeline, row.backup, name);
    if (row.event && row.event->type == "create")
        return refuse(ErrorCode::notFound, name, "there was nothing before: the change created the report");
    return refuse(ErrorCode::notFound, name, "the change kept no backup of what it replaced");
}

Result<std::size_t> stateAfter(const Timeline& timeline, const TimelineRow& row, const std::string& name) {
    if (row.after)
        return *row.after;
    for (const Version& version : timeline.versions) // one that the system refused to read may be it
        if (version.sha256.empty())
            return refuse(ErrorCode::io, name, "a file that may hold it can't be read. " + version.problem);
    for (std::size_t next = row.n; next < timeline.rows.size(); ++next) // what replaced it names its backup
        if (const TimelineRow& later = timeline.rows[next]; !later.backup.empty()) {
            if (later.backupState == BackupState::pruned)
                return refusePruned(timeline, later.backup, name);
            break;
        }
    return refuse(ErrorCode::notFound, name, "no file holds the state after it any more");
}

Result<std::size_t> backupNamed(const Timeline& timeline, const std::string& name, const std::string& file) {
    if (!isSafeName(file))
        return refuse(ErrorCode::unsafe, name, "that is not the name of a file in the report's backups");
    for (std::size_t i = 0; i < timeline.versions.size(); ++i)
        if (timeline.versions[i].file == file)
            return i;
    if (timeline.pruned.contains(file))
        return refusePruned(timeline, file, name);
    return refuse(ErrorCode::notFound, name, "the report has no such backup");
}

Result<std::size_t> rowNumbered(const Timeline& timeline, const std::string& name, std::string_view digits) {
    std::size_t n = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (problem != std::errc{} || end != digits.data() + digits.size())
        return refuse(ErrorCode::usage, name, "after @ comes the number of a row of the log");
    if (n == 0 || n > timeline.rows.size())
        return refuse(ErrorCode::notFound, name,
                      "the log has " + std::to_string(timeline.rows.size()) + " rows, counted from 1");
    return stateAfter(timeline, timeline.rows[n - 1], name);
}

} // namespace

Result<std::size_t> findVersion(const Timeline& timeline, const std::string& name) {
    const auto after = [&](std::string_view prefix) { return name.substr(prefix.size()); };
    if (name == "now") {
        if (timeline.live)
            return *timeline.live;
        return refuse(ErrorCode::notFound, name, "there is no outline.json");
    }
    if (name.starts_with("backup:"))
        return backupNamed(timeline, name, after("backup:"));
    if (name.starts_with("@"))
        return rowNumbered(timeline, name, std::string_view(name).substr(1));
    const bool before = name.starts_with("before:");
    if (!before && !name.starts_with("after:"))
        return refuse(ErrorCode::usage, name, "no such way to name a version",
                      "Use now, before:ACTION, after:ACTION, backup:FILENAME or @N.");
    const auto row = rowOfAction(timeline, name, before ? after("before:") : after("after:"));
    if (!row)
        return tl::unexpected(row.error());
    return before ? stateBefore(timeline, timeline.rows[*row], name)
                  : stateAfter(timeline, timeline.rows[*row], name);
}

Result<std::size_t> findChange(const Timeline& timeline, const std::string& action) {
    return rowOfAction(timeline, action, action);
}

} // namespace stemma::history
