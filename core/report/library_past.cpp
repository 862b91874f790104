// SPDX-License-Identifier: MIT
#include "core/report/library_past.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/history/pruned_backups.h"
#include "core/report/inbox_rows.h"
#include "core/report/outline_rules.h"
#include "core/report/outline_schema.h"
#include "core/report/past_log.h"

namespace stemma::report {

namespace {

constexpr const char* looking = "look at the library as it was";
constexpr std::string_view backupPrefix = "backup:";

/// What a list shows of an outline's bytes.
ReportSummary summaryOf(const ReportId& id, const std::string& bytes) {
    ReportSummary summary;
    summary.id = id;
    const Verdict verdict = judgeOutlineBytes(bytes);
    summary.state = verdict.peerReads ? ReportState::ok : ReportState::damaged;
    summary.problems = verdict.problems;
    if (!verdict.document.isObject())
        return summary;
    const Outline outline = outlineHead(verdict.document);
    summary.innerId = outline.id.text();
    summary.title = outline.title;
    summary.status = outline.status;
    summary.tags = outline.tags;
    summary.createdAt = outline.createdAt;
    summary.updatedAt = outline.updatedAt;
    summary.outlineVersion = outline.outlineVersion;
    summary.sections = itemsAt(verdict.document, "sections").size();
    summary.insights = itemsAt(verdict.document, "insights").size();
    return summary;
}

/// What became of the file that held a report's past.
std::string whatBecameOf(io::Disk& disk, const std::string& directory, const ReportId& id,
                         const PastReport& past) {
    const std::string lost = "What it held then is lost: " +
                             (past.why.empty() ? "the backup that held it can't be read" : past.why);
    const auto sets = history::listPruned(disk, directory);
    if (!sets || !past.version.starts_with(backupPrefix))
        return lost;
    const history::PrunedPlaces places = history::placesOf(*sets);
    const auto place = places.find(past.version.substr(backupPrefix.size()));
    if (place == places.end())
        return lost;
    return history::isGoneForGood(place->second.state)
               ? "What it held then was pruned, and then removed for good"
               : "What it held then was pruned: its backup lies in the trash of the backups, from where it "
                 "can be "
                 "brought back, also by `stemmactl report unprune " +
                     id.text() + ' ' + place->second.set + '`';
}

ReportSummary lostSummary(const ReportId& id, const std::string& title, const std::string& fate) {
    ReportSummary summary;
    summary.id = id;
    summary.title = title;
    summary.state = ReportState::damaged;
    summary.problems.push_back({"version-lost", Severity::error, fate, 0, {}});
    return summary;
}

TrashedReport trashedFrom(const ReportSummary& summary, const PastReport& past) {
    TrashedReport trashed;
    trashed.name = summary.id.text();
    trashed.id = summary.id;
    trashed.trashedAt = past.lastChange ? past.lastChange->ts : std::string();
    trashed.title = summary.title;
    trashed.status = summary.status;
    trashed.tags = summary.tags;
    trashed.state = summary.state;
    trashed.problems = summary.problems;
    return trashed;
}

/// A report's log, and what it is now.
struct ReadReport {
    PastLog log;
    LiveState live;
    std::optional<ReportSummary> summary;
};

/// Empty for what just isn't there.
std::string refusalOf(const Error& error) {
    return error.code == ErrorCode::notFound ? std::string() : describe(error);
}

std::vector<UnnamedBackup> unnamedBackups(io::Disk& disk, const std::string& directory,
                                          const history::AuditLog& log) {
    std::set<std::string> named;
    for (const history::LoggedEvent& logged : log.events)
        named.insert(logged.event.backupName().value_or(std::string()));
    std::vector<UnnamedBackup> unnamed;
    const auto backups = history::listBackups(disk, directory);
    for (const history::BackupFile& backup : backups ? *backups : std::vector<history::BackupFile>())
        if (!named.contains(backup.name))
            unnamed.push_back({backup.made, backup.name});
    return unnamed;
}

ReadReport readReport(io::Disk& disk, const InboxPlace& place) {
    ReadReport read;
    const auto log = io::readFile(disk, io::joinPath(place.directory, "audit.jsonl"));
    if (log) {
        const history::AuditLog events = history::readAuditLog(log->bytes);
        read.log = pastLog(events, ownerOf(place, events));
        if (std::any_of(read.log.events.begin(), read.log.events.end(),
                        [](const PastEvent& event) { return event.opaque; }))
            read.log.unnamed = unnamedBackups(disk, place.directory, events);
    } else {
        read.log.refused = refusalOf(log.error());
    }
    const auto live = io::readFile(disk, io::joinPath(place.directory, "outline.json"));
    if (!live) {
        read.live.refused = refusalOf(live.error());
    } else {
        read.summary = summaryOf(place.report, live->bytes);
        read.live = {read.summary->createdAt,
                     read.summary->updatedAt,
                     sha256(live->bytes),
                     {live->stamp.mtimeNs / 1000},
                     {}};
    }
    return read;
}

} // namespace

/// What was read of a report, as long as its files stay.
struct LibraryPast::Kept {
    ReportId id;
    std::string directory;
    std::string title;
    std::string stamps;
    PastLog log;
    LiveState live;
    std::map<std::string, ReportSummary> summaries; ///< by the name of the version
};

LibraryPast::LibraryPast(io::Disk& disk)
    : m_disk(disk) {}

LibraryPast::~LibraryPast() = default;

Status LibraryPast::readLogs(const LibrarySnapshot& now, const Progress& progress) {
    const auto places = inboxPlaces(m_disk, now, SystemClock().now().micros * 1000);
    std::map<std::string, Kept> kept;
    std::size_t done = 0;
    for (const InboxPlace& place : places) {
        if (progress.cancelled()) {
            m_kept.merge(kept); // what was read stays read
            return fail(ErrorCode::cancelled, looking, now.root, "cancelled");
        }
        progress.tell(done++, places.size());
        if (auto before = m_kept.find(place.directory);
            before != m_kept.end() && !place.stamps.empty() && before->second.stamps == place.stamps) {
            kept.insert(m_kept.extract(before));
            continue;
        }
        Kept& report = kept[place.directory];
        report.id = place.report;
        report.directory = place.directory;
        report.title = place.title;
        report.stamps = place.stamps;
        ReadReport read = readReport(m_disk, place);
        report.log = std::move(read.log);
        report.live = std::move(read.live);
        if (!report.log.refused.empty() || !report.live.refused.empty())
            report.stamps.clear(); // it may be allowed the next time
        if (read.summary)
            report.summaries["now"] = std::move(*read.summary);
    }
    m_kept = std::move(kept);
    progress.tell(places.size(), places.size());
    return {};
}

Result<std::shared_ptr<const std::vector<Timestamp>>> LibraryPast::moments(const LibrarySnapshot& now,
                                                                           const Progress& progress) {
    if (Status read = readLogs(now, progress); !read)
        return fail(std::move(read.error()));
    auto moments = std::make_shared<std::vector<Timestamp>>();
    for (const auto& [directory, report] : m_kept)
        for (const PastEvent& event : report.log.events)
            if (event.moment.micros > 0)
                moments->push_back(event.moment);
    std::sort(moments->begin(), moments->end());
    moments->erase(std::unique(moments->begin(), moments->end()), moments->end());
    return std::shared_ptr<const std::vector<Timestamp>>(std::move(moments));
}

/// Null where it can't be read.
const ReportSummary* LibraryPast::summaryAt(Kept& kept, const PastReport& past) {
    const auto known = kept.summaries.find(past.version);
    if (known != kept.summaries.end())
        return &known->second;
    const auto bytes = readPast(m_disk, kept.directory, past);
    return bytes ? &(kept.summaries[past.version] = summaryOf(kept.id, *bytes)) : nullptr;
}

Result<std::shared_ptr<const LibrarySnapshot>> LibraryPast::at(const LibrarySnapshot& now, Timestamp moment,
                                                               const Progress& progress) {
    if (Status read = readLogs(now, {progress.stop, {}}); !read)
        return fail(std::move(read.error()));
    auto library = std::make_shared<LibrarySnapshot>();
    library->root = now.root;
    library->writable = false;
    library->readOnlyReason = "the past can't be changed";
    std::size_t done = 0;
    for (auto each = m_kept.rbegin(); each != m_kept.rend(); ++each) { // `by_id` before `.trash`
        Kept& report = each->second;
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, looking, now.root, "cancelled");
        progress.tell(done++, m_kept.size());
        const PastReport past = pastReport(report.log, report.live, moment);
        if (past.state == PastState::notYet)
            continue;
        const ReportSummary* there = past.state == PastState::there ? summaryAt(report, past) : nullptr;
        ReportSummary summary = there ? *there
                                      : lostSummary(report.id, report.title,
                                                    whatBecameOf(m_disk, report.directory, report.id, past));
        summary.lastChange = past.lastChange;
        if (past.trashed)
            library->trash.push_back(trashedFrom(summary, past));
        else
            library->reports.push_back(std::move(summary));
    }
    // One that lies in the trash too, as another took its id: what is in the library now counts.
    const auto byId = [](const ReportSummary& one, const ReportSummary& other) { return one.id < other.id; };
    std::stable_sort(library->reports.begin(), library->reports.end(), byId);
    const auto twin =
        std::unique(library->reports.begin(), library->reports.end(),
                    [](const ReportSummary& one, const ReportSummary& other) { return one.id == other.id; });
    library->reports.erase(twin, library->reports.end());
    return std::shared_ptr<const LibrarySnapshot>(std::move(library));
}

PastReport reportPastAt(io::Disk& disk, const std::string& directory, const ReportId& id, Timestamp moment) {
    InboxPlace place;
    place.report = id;
    place.directory = directory;
    const ReadReport read = readReport(disk, place);
    return pastReport(read.log, read.live, moment);
}

Result<LoadedReport> loadPast(io::Disk& disk, const std::string& directory, const ReportId& id,
                              const PastReport& past) {
    auto bytes = readPast(disk, directory, past);
    if (!bytes)
        return fail(std::move(bytes.error()));
    LoadedReport loaded;
    loaded.id = id;
    loaded.directory = directory;
    loaded.bytes = std::move(*bytes);
    loaded.sha256 = sha256(loaded.bytes);
    Verdict verdict = judgeOutlineBytes(loaded.bytes);
    loaded.state = verdict.peerReads ? ReportState::ok : ReportState::damaged;
    loaded.problems = std::move(verdict.problems);
    loaded.document = std::move(verdict.document);
    if (loaded.document.isObject())
        loaded.outline = outlineFrom(loaded.document);
    return loaded;
}

Result<std::string> readPast(io::Disk& disk, const std::string& directory, const PastReport& past) {
    auto file = past.version.starts_with(backupPrefix)
                    ? history::readBackup(disk, directory, past.version.substr(backupPrefix.size()))
                    : io::readFile(disk, io::joinPath(directory, "outline.json"));
    if (!file)
        return fail(std::move(file.error()));
    return std::move(file->bytes);
}

} // namespace stemma::report
