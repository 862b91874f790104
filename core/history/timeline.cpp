// SPDX-License-Identifier: MIT
#include "core/history/timeline.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "core/history/stale_base.h"
#include "core/history/timeline_build.h"
#include "core/history/timeline_span.h"
#include "core/history/version_reader.h"

namespace stemma::history {

namespace {

const char* const logName = "audit.jsonl";

std::string lastComponent(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path.substr(path.find_last_of('/') + 1);
}

/// The log, and the stamp of the file that it was read from; an empty one, with the reason, if it can't be
/// read.
struct ReadLog {
    AuditLog log;
    std::string bytes;
    std::optional<io::FileStamp> stamp;
    std::vector<RowProblem> problems;
    std::optional<Error> refusal;
};

ReadLog readLog(io::Disk& disk, const io::Open& directory) {
    ReadLog read;
    auto content = io::readFile(disk, directory, logName);
    if (!content) {
        noteRefusal(read.refusal, content.error());
        const bool missing = content.error().code == ErrorCode::notFound;
        read.problems.push_back(missing
                                    ? RowProblem{"log-missing", "There is no audit.jsonl: nothing says who "
                                                                "changed the report, or when."}
                                    : RowProblem{"log-unreadable", describe(content.error())});
        return read;
    }
    read.stamp = content->stamp;
    read.log = readAuditLog(content->bytes);
    if (read.log.tornTail)
        read.problems.push_back({"log-torn",
                                 "The last line of audit.jsonl has no end: igloo-mcp would lose the "
                                 "next event to it."});
    for (const json::LineProblem& line : read.log.repeated)
        read.problems.push_back({"log-line-repeated", line.message, line.line});
    read.bytes = std::move(content->bytes);
    return read;
}

/// Whether the log is still as it was read: a writer may have finished a change while the backups were being
/// read.
bool unchanged(io::Disk& disk, const io::Open& directory, const std::optional<io::FileStamp>& stamp) {
    const auto now = disk.statAt(directory.get(), logName);
    if (!now)
        return !stamp;
    return stamp && now->sameStateAs(*stamp);
}

/// The report that a history belongs to. The folder's name counts where the log knows it (igloo-mcp can put
/// another report's id into a fork's outline), else the outline's id (a folder may have been renamed).
std::string ownIdOf(const std::string& directory, const AuditLog& log, const Contents& contents) {
    const std::string name = lastComponent(directory);
    const bool known = std::any_of(log.events.begin(), log.events.end(), [&](const LoggedEvent& logged) {
        return logged.event.report.text() == name;
    });
    if (known)
        return name;
    if (contents.live && !contents.versions[*contents.live].reportId.empty())
        return contents.versions[*contents.live].reportId;
    if (!log.events.empty() && !isUuid(name))
        return log.events.back().event.report.text();
    return name;
}

/// Tells the backups that are gone because a person let them go from those that were lost.
PrunedPlaces markPruned(io::Disk& disk, const std::string& directory, Contents& contents) {
    PrunedPlaces known, named;
    bool looked = false;
    for (auto& [name, found] : contents.backups) {
        if (found.state != BackupState::missing)
            continue;
        if (!looked) {
            const auto sets = listPruned(disk, directory);
            if (sets)
                known = placesOf(*sets);
            else
                noteRefusal(contents.refusal, sets.error());
            looked = true;
        }
        const auto place = known.find(name);
        if (place == known.end())
            continue;
        const bool gone = isGoneForGood(place->second.state);
        found.state = BackupState::pruned;
        found.problem = "The backup " + name +
                        (gone ? " was pruned, and then removed for good."
                              : " was pruned: it lies in the trash and can be brought back.");
        named[name] = place->second;
    }
    return named;
}

/// The names to read: all backups that are there, oldest first, and those that events name beside them.
struct BackupNames {
    std::vector<std::string> toRead;
    std::vector<std::string> unnamed;
};

BackupNames backupNames(const std::vector<BackupFile>& files, const AuditLog& log) {
    std::unordered_set<std::string> named;
    std::unordered_set<std::string> listed;
    BackupNames names;
    for (const LoggedEvent& logged : log.events)
        if (const auto name = logged.event.backupName())
            named.insert(*name);
    for (const BackupFile& file : files) {
        names.toRead.push_back(file.name);
        listed.insert(file.name);
        if (named.count(file.name) == 0)
            names.unnamed.push_back(file.name);
    }
    for (const LoggedEvent& logged : log.events) {
        const auto name = logged.event.backupName();
        if (name && listed.insert(*name).second)
            names.toRead.push_back(*name);
    }
    return names;
}

/// The log from an event on, and the backups that its rows need.
void leaveOutBefore(std::size_t first, AuditLog& log, BackupNames& names) {
    if (first == 0 || log.events.empty())
        return;
    first = std::min(first, log.events.size() - 1);
    const AuditEvent& event = log.events[first].event;
    const auto backup = event.backupName();
    const auto since = backup ? backupTime(*backup) : parseIso(event.ts);
    const std::size_t line = log.events[first].line;
    log.events.erase(log.events.begin(), log.events.begin() + static_cast<std::ptrdiff_t>(first));
    std::erase_if(log.problems, [line](const auto& problem) { return problem.line < line; });
    std::erase_if(names.unnamed, [&](const std::string& name) {
        const auto made = backupTime(name);
        return since && made && *made < *since;
    });
    std::unordered_set<std::string> needed(names.unnamed.begin(), names.unnamed.end());
    for (const LoggedEvent& logged : log.events)
        needed.insert(logged.event.backupName().value_or(std::string()));
    std::erase_if(names.toRead, [&](const std::string& name) { return !needed.contains(name); });
}

/// The log up to the event that shows the state after those that are wanted, and the backups that its rows
/// need.
void leaveOutAfter(std::size_t end, AuditLog& log, BackupNames& names,
                   const std::unordered_set<std::string>& there) {
    const auto shows = [&](const LoggedEvent& logged) {
        return there.contains(logged.event.backupName().value_or(std::string()));
    };
    const auto begin = log.events.begin() + static_cast<std::ptrdiff_t>(std::min(end, log.events.size()));
    const auto sight = std::find_if(begin, log.events.end(), shows);
    if (sight == log.events.end())
        return;
    const std::size_t line = sight->line;
    const auto until = backupTime(*sight->event.backupName());
    log.events.erase(sight + 1, log.events.end());
    std::erase_if(log.problems, [line](const auto& problem) { return problem.line > line; });
    std::erase_if(names.unnamed, [&](const std::string& name) {
        const auto made = backupTime(name);
        return until && made && *made > *until;
    });
    std::unordered_set<std::string> needed(names.unnamed.begin(), names.unnamed.end());
    for (const LoggedEvent& logged : log.events)
        needed.insert(logged.event.backupName().value_or(std::string()));
    std::erase_if(names.toRead, [&](const std::string& name) { return !needed.contains(name); });
}

void leaveOutAround(const EventSpan& span, const AuditLog& whole, AuditLog& log, BackupNames& names,
                    const std::vector<BackupFile>& files) {
    if (span.end < whole.events.size()) {
        std::unordered_set<std::string> there;
        for (const BackupFile& file : files)
            there.insert(file.name);
        leaveOutAfter(span.end, log, names, there);
    }
    leaveOutBefore(span.first, log, names);
}

/// Without the row of that event of the log that was read, and those below it.
void endRowsBefore(std::size_t event, std::vector<TimelineRow>& rows) {
    std::size_t at = 0;
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const TimelineRow& each) { return each.event && at++ == event; });
    rows.erase(row, rows.end());
}

std::vector<std::size_t> unnamedVersions(const BackupNames& names, const Contents& contents) {
    std::vector<std::size_t> versions;
    for (const std::string& name : names.unnamed) {
        const auto found = contents.backups.find(name);
        if (found != contents.backups.end() && found->second.version)
            versions.push_back(*found->second.version);
    }
    return versions;
}

bool comparable(const TimelineRow& row) {
    return row.after && std::none_of(row.problems.begin(), row.problems.end(), [](const RowProblem& problem) {
               return problem.rule == "backup-foreign";
           });
}

Status count(Timeline& timeline, VersionReader& reader, const Progress& progress,
             const std::string& directory) {
    for (TimelineRow& row : timeline.rows) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "read the history", directory, "cancelled");
        if (comparable(row) && (row.before || beganFromNothing(row)))
            row.counts = reader.countsBetween(timeline.versions, row.before, *row.after);
    }
    return {};
}

} // namespace

bool beganFromNothing(const TimelineRow& row) {
    // A fork of ours begins a history of its own, as a new report does.
    return row.event && (row.event->type == "create" || (row.event->type == "fork" && row.n == 1));
}

const char* rowKindWord(RowKind kind) {
    switch (kind) {
    case RowKind::change:
        return "change";
    case RowKind::unrecordedChange:
        return "unrecorded-change";
    case RowKind::unnamedBackup:
        return "unnamed-backup";
    case RowKind::unreadableLine:
        return "unreadable-line";
    case RowKind::inherited:
        return "inherited";
    }
    return "change";
}

namespace {

enum class Attempt { mayRepeat, last };

/// How a history is to be read.
struct Loading {
    std::function<VersionReader()> reader; ///< a new one for each attempt
    const ChooseSpan& span;                ///< empty: all of it
    Counts counts;
    const Progress& progress;
};

/// Nothing if a writer was at work and it is worth reading again.
Result<std::optional<RecentTimeline>> loadOnce(io::Disk& disk, const std::string& directory,
                                               const Loading& loading, Attempt attempt) {
    const bool some = static_cast<bool>(loading.span);
    VersionReader reader = loading.reader();
    auto open = io::openDirectory(disk, directory);
    if (!open)
        return tl::unexpected(std::move(open.error()));
    ReadLog read = readLog(disk, *open);
    RecentTimeline recent{{}, some ? read.log : AuditLog(), std::move(read.bytes)};
    Timeline& timeline = recent.timeline;
    timeline.problems = std::move(read.problems);
    timeline.refusal = std::move(read.refusal);
    auto files = listBackups(disk, directory);
    if (!files) {
        noteRefusal(timeline.refusal, files.error());
        timeline.problems.push_back({"backups-unreadable", describe(files.error())});
        files = std::vector<BackupFile>{};
    }
    BackupNames names = backupNames(*files, read.log);
    const AuditLog& whole = some ? recent.log : read.log;
    const EventSpan span = some ? loading.span(whole) : EventSpan{0, whole.events.size()};
    leaveOutAround(span, whole, read.log, names, *files);
    auto contents = reader.readAll(names.toRead);
    if (!contents)
        return tl::unexpected(std::move(contents.error()));
    if (attempt == Attempt::mayRepeat && !unchanged(disk, *open, read.stamp))
        return std::nullopt;
    timeline.pruned = markPruned(disk, directory, *contents);
    const std::string ownId = ownIdOf(directory, whole, *contents);
    const auto items = orderedItems(read.log, *contents, unnamedVersions(names, *contents));
    timeline.rows = buildRows(read.log, *contents, items, ownId);
    markRows(timeline.rows, *contents);
    if (span.end < whole.events.size())
        endRowsBefore(span.end - std::min(span.first, span.end), timeline.rows);
    markStaleBases(timeline.rows, *contents, [&](const Version& version) {
        return readVersion(disk, directory, version).value_or(std::string());
    });
    timeline.live = contents->live;
    timeline.versions = std::move(contents->versions);
    if (contents->refusal)
        noteRefusal(timeline.refusal, *contents->refusal);
    for (RowProblem& problem : contents->problems)
        timeline.problems.push_back(std::move(problem));
    if (loading.counts == Counts::compute) {
        if (auto counted = count(timeline, reader, loading.progress, directory); !counted)
            return tl::unexpected(std::move(counted.error()));
    }
    return recent;
}

Result<RecentTimeline> load(io::Disk& disk, const std::string& directory, const Loading& loading) {
    for (const Attempt attempt : {Attempt::mayRepeat, Attempt::mayRepeat, Attempt::last}) {
        auto recent = loadOnce(disk, directory, loading, attempt);
        if (!recent)
            return tl::unexpected(std::move(recent.error()));
        if (*recent)
            return std::move(**recent);
    }
    return fail(ErrorCode::io, "read the history", directory, "it kept changing"); // not reached
}

} // namespace

Result<RecentTimeline> loadRecent(io::Disk& disk, const std::string& reportDirectory,
                                  const Interpret& interpret, const FirstEvent& first, Counts counts,
                                  const Progress& progress) {
    return loadSpan(
        disk, reportDirectory, interpret,
        [&first](const AuditLog& log) {
            return EventSpan{first(log), log.events.size()};
        },
        counts, progress);
}

Result<RecentTimeline> loadSpan(io::Disk& disk, const std::string& reportDirectory,
                                const Interpret& interpret, const ChooseSpan& choose, Counts counts,
                                const Progress& progress) {
    const auto reader = [&] { return VersionReader(disk, reportDirectory, interpret, counts, progress); };
    return load(disk, reportDirectory, {reader, choose, counts, progress});
}

Result<Timeline> loadTimeline(io::Disk& disk, const std::string& reportDirectory, const Interpret& interpret,
                              Counts counts, const Progress& progress, const SeeComparison& see) {
    const auto reader = [&] {
        return VersionReader(disk, reportDirectory, interpret, counts, progress, see);
    };
    auto recent = load(disk, reportDirectory, {reader, {}, counts, progress});
    if (!recent)
        return tl::unexpected(std::move(recent.error()));
    return std::move(recent->timeline);
}

Result<Timeline> loadTimeline(io::Disk& disk, const std::string& reportDirectory, const Examine& examine,
                              const Progress& progress) {
    const auto reader = [&] { return VersionReader(disk, reportDirectory, examine, progress); };
    auto recent = load(disk, reportDirectory, {reader, {}, Counts::leaveOut, progress});
    if (!recent)
        return tl::unexpected(std::move(recent.error()));
    return std::move(recent->timeline);
}

Result<std::string> readVersion(io::Disk& disk, const std::string& reportDirectory, const Version& version) {
    Result<io::FileContent> content = [&]() -> Result<io::FileContent> {
        if (!version.file.empty())
            return readBackup(disk, reportDirectory, version.file);
        auto directory = io::openDirectory(disk, reportDirectory);
        if (!directory)
            return tl::unexpected(std::move(directory.error()));
        return io::readFile(disk, *directory, outlineName);
    }();
    if (!content)
        return tl::unexpected(std::move(content.error()));
    if (!version.sha256.empty() && sha256(content->bytes) != version.sha256)
        return fail(
            ErrorCode::conflict, "read the version",
            io::joinPath(reportDirectory, version.file.empty() ? outlineName : "backups/" + version.file),
            "the file was changed since the history was read", "Load the history again.");
    return std::move(content->bytes);
}

} // namespace stemma::history
