// SPDX-License-Identifier: MIT
// What the names of versions mean.
#include <charconv>

#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

using At = GraphVersion::At;

constexpr std::size_t shortestActionPrefix = 4;

Unexpected noVersion(ErrorCode code, const std::string& name, std::string why, std::string advice = {}) {
    return fail(code, "find the version", name, std::move(why), std::move(advice));
}

Result<const GraphRow*> graphRowOfAction(const GraphTimeline& timeline, const std::string& name,
                                         const std::string& action) {
    const GraphRow* found = nullptr;
    std::size_t matches = 0;
    for (const GraphRow& row : timeline.rows) {
        if (row.action.empty() || !row.action.text().starts_with(action))
            continue;
        if (row.action.text() == action && row.kind == GraphRowKind::transaction)
            return &row;
        found = &row;
        ++matches;
    }
    if (action.size() < shortestActionPrefix)
        return noVersion(ErrorCode::usage, name, "a prefix of an action id has at least 4 characters");
    if (matches > 1)
        return noVersion(ErrorCode::usage, name, std::to_string(matches) + " changes begin with that",
                         "Give more characters of the action id.");
    if (found == nullptr)
        return noVersion(ErrorCode::notFound, name, "no change of this graph has that action id",
                         "`graph log` lists all of them.");
    return found;
}

Result<GraphVersion> versionOfRow(const GraphTimeline& timeline, const GraphRow& row,
                                  const std::string& name) {
    switch (row.kind) {
    case GraphRowKind::transaction:
        return GraphVersion{At::after, row.action, {}};
    case GraphRowKind::oldBackup:
        return GraphVersion{At::backup, {}, row.backup};
    case GraphRowKind::unrecorded:
        for (const GraphRow& later : timeline.rows)
            if (later.kind == GraphRowKind::transaction && later.done > row.done)
                return GraphVersion{At::before, later.action, {}};
        return GraphVersion();
    case GraphRowKind::unreadableLine:
        break;
    }
    return noVersion(ErrorCode::notFound, name, "that line of the log can't be read");
}

Result<GraphVersion> graphBackupNamed(const GraphTimeline& timeline, const std::string& name,
                                      const std::string& folder) {
    if (!isSafeName(folder))
        return noVersion(ErrorCode::unsafe, name, "that is not the name of a folder in the user's backups");
    for (const GraphRow& row : timeline.rows)
        if (row.kind == GraphRowKind::transaction && row.backup == folder &&
            row.backupState == history::BackupState::ok)
            return GraphVersion{At::before, row.action, {}};
    if (!oldBackupOfName(folder))
        return noVersion(ErrorCode::notFound, name, "that is no backup of the graph program, by its name");
    return GraphVersion{At::backup, {}, folder};
}

Result<GraphVersion> graphRowNumbered(const GraphTimeline& timeline, const std::string& name,
                                      std::string_view digits) {
    std::size_t n = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (problem != std::errc{} || end != digits.data() + digits.size())
        return noVersion(ErrorCode::usage, name, "after @ comes the number of a row of the log");
    if (n == 0 || n > timeline.rows.size())
        return noVersion(ErrorCode::notFound, name,
                         "the log has " + std::to_string(timeline.rows.size()) + " rows, counted from 1");
    return versionOfRow(timeline, timeline.rows[n - 1], name);
}

} // namespace

Result<GraphVersion> findGraphVersion(const GraphTimeline& timeline, const std::string& name) {
    const auto behind = [&](std::string_view prefix) { return name.substr(prefix.size()); };
    if (name == "now")
        return GraphVersion();
    if (name.starts_with("backup:"))
        return graphBackupNamed(timeline, name, behind("backup:"));
    if (name.starts_with("@"))
        return graphRowNumbered(timeline, name, std::string_view(name).substr(1));
    const bool before = name.starts_with("before:");
    if (!before && !name.starts_with("after:"))
        return noVersion(ErrorCode::usage, name, "no such way to name a version",
                         "Use now, before:ACTION, after:ACTION, backup:FOLDER or @N.");
    const auto row = graphRowOfAction(timeline, name, before ? behind("before:") : behind("after:"));
    if (!row)
        return fail(row.error());
    if ((*row)->kind == GraphRowKind::transaction)
        return GraphVersion{before ? At::before : At::after, (*row)->action, {}};
    if (before)
        return GraphVersion{At::backup, {}, (*row)->backup};
    return noVersion(ErrorCode::notFound, name, "the old program keeps nothing of what an operation made",
                     "Its next backup may hold it.");
}

std::string nameOf(const GraphVersion& version) {
    switch (version.at) {
    case At::now:
        break;
    case At::before:
        return "before:" + version.action.text();
    case At::after:
        return "after:" + version.action.text();
    case At::backup:
        return "backup:" + version.folder;
    }
    return "now";
}

Result<UserFiles> filesAt(io::Disk& disk, const std::string& userFolder, const GraphTimeline& timeline,
                          const std::string& version, const Progress& progress) {
    const auto found = findGraphVersion(timeline, version);
    if (!found)
        return fail(found.error());
    const auto now = readUserFiles(disk, userFolder, ReadComposed::yes, nullptr, progress);
    if (!now)
        return fail(now.error());
    return filesAt(disk, userFolder, *found, *now, progress);
}

Result<UserFiles> filesAt(io::Disk& disk, const std::string& userFolder, const GraphVersion& version,
                          const UserFiles& now, const Progress& progress) {
    const auto history = readUserHistory(disk, userFolder, progress);
    if (!history)
        return fail(history.error());
    return filesOfVersion(disk, userFolder, *history, now, version, progress);
}

} // namespace stemma::graph
