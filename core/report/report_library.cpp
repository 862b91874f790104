// SPDX-License-Identifier: MIT
#include "core/report/report_library.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/sha256.h"
#include "core/report/outline_rules.h"
#include "core/report/report_index.h"
#include "core/report/report_summary.h"

namespace stemma::report {

namespace {

/// `2025-06-12T18:11:32+00:00` of `<id>_20250612T181132`.
void readTrashName(TrashedReport& report) {
    report.id = ReportId(report.name);
    const std::size_t bar = report.name.rfind('_');
    if (bar == std::string::npos)
        return;
    const auto moment = parseBackupStamp(report.name.substr(bar + 1) + "_000000");
    if (!moment)
        return;
    report.id = ReportId(report.name.substr(0, bar));
    report.trashedAt = isoText(*moment);
}

TrashedReport trashedFrom(ReportSummary summary) {
    TrashedReport report;
    report.name = summary.id.text();
    readTrashName(report);
    report.title = std::move(summary.title);
    report.status = std::move(summary.status);
    report.tags = std::move(summary.tags);
    report.state = summary.state;
    // In the trash the folder's name carries the time as well.
    std::erase_if(summary.problems, [](const Problem& problem) { return problem.rule == "id-mismatch"; });
    report.problems = std::move(summary.problems);
    return report;
}

void findDoubledIds(std::vector<ReportSummary>& reports) {
    std::unordered_map<std::string, std::vector<std::string>> folders;
    for (const ReportSummary& report : reports) {
        if (!report.innerId.empty())
            folders[report.innerId].push_back(report.id.text());
    }
    for (ReportSummary& report : reports) {
        std::erase_if(report.problems,
                      [](const Problem& problem) { return problem.rule == "doubled-report-id"; });
        if (report.innerId.empty() || folders[report.innerId].size() < 2)
            continue;
        for (const std::string& other : folders[report.innerId]) {
            if (other != report.id.text())
                report.problems.push_back(
                    {"doubled-report-id", Severity::error,
                     "the folder " + other +
                         " holds a report with the same id: igloo-mcp "
                         "shows only one of them",
                     0, "Move the copy to the trash, or fork it to give it an id of its own."});
        }
    }
}

/// The problems of the index, a line a kind.
void addIndexProblems(io::Disk& disk, LibrarySnapshot& snapshot) {
    const auto index = readIndex(disk, snapshot.root);
    if (!index) {
        snapshot.problems.push_back({"index-unreadable",
                                     Severity::warning,
                                     "index.jsonl can't be read: " + index.error().detail,
                                     0,
                                     {}});
        return;
    }
    const std::vector<IndexedReport> reports = indexedReports(snapshot.reports, *index);
    std::vector<std::pair<IndexFinding, std::size_t>> kinds;
    for (IndexFinding& finding : compareIndex(*index, reports)) {
        const auto same = std::find_if(kinds.begin(), kinds.end(),
                                       [&](const auto& kind) { return kind.first.kind == finding.kind; });
        if (same != kinds.end())
            ++same->second;
        else
            kinds.emplace_back(std::move(finding), 1);
    }
    for (const auto& [finding, count] : kinds)
        snapshot.problems.push_back(
            {"index-" + finding.kind, Severity::warning,
             finding.message + (count > 1 ? " (and " + std::to_string(count - 1) + " more)" : ""),
             finding.line, "Rebuild the index; the reports themselves are not touched."});
}

void addStrays(const std::vector<std::string>& strays, LibrarySnapshot& snapshot) {
    for (const std::string& name : strays)
        snapshot.problems.push_back({"stray-entry",
                                     Severity::info,
                                     "by_id/" + name + " is no report's folder, and no link to one",
                                     0,
                                     {}});
}

/// A trash that can't be read hides no report.
Status readTrash(io::Disk& disk, LibrarySnapshot& snapshot, const LibrarySnapshot* previous,
                 const Progress& progress) {
    auto trashed =
        summariseFolder({disk, io::joinPath(snapshot.root, ".trash")}, Look::outlineOnly,
                        previous ? &previous->trashSummaries : nullptr, {progress.stop, {}}, nullptr);
    if (!trashed && trashed.error().code == ErrorCode::cancelled)
        return fail(std::move(trashed.error()));
    if (!trashed) {
        snapshot.problems.push_back({"trash-unreadable",
                                     Severity::warning,
                                     ".trash can't be read: " + trashed.error().detail,
                                     0,
                                     {}});
        return {};
    }
    for (const ReportSummary& summary : *trashed)
        snapshot.trash.push_back(trashedFrom(summary));
    snapshot.trashSummaries = std::move(*trashed);
    return {};
}

void readRoot(io::Disk& disk, const io::Open& root, LibrarySnapshot& snapshot) {
    const auto entries = disk.list(root.get());
    bool known = false;
    for (const io::DirEntry& entry : entries ? *entries : std::vector<io::DirEntry>{}) {
        known = known || entry.name == "by_id" || entry.name == "index.jsonl";
        if (entry.name == "index.tmp" || entry.name == "index.jsonl.corrupted" ||
            entry.name == "index.jsonl.bak")
            snapshot.problems.push_back(
                {"leftover-index", Severity::info, entry.name + " was left behind by igloo-mcp", 0, {}});
    }
    snapshot.looksLikeLibrary = known;
}

io::FileStamp stampOrNone(io::Disk& disk, const io::Open& root, const char* name) {
    return disk.statAt(root.get(), name).value_or(io::FileStamp());
}

/// Before anything is read: what is written meanwhile is found by the next scan.
void takeStamps(io::Disk& disk, const io::Open& root, LibrarySnapshot& snapshot) {
    const std::int64_t now = SystemClock().now().micros * 1000;
    snapshot.rootStamp = disk.stat(root.get()).value_or(io::FileStamp());
    snapshot.reportsStamp = stampOrNone(disk, root, "by_id");
    snapshot.trashStamp = stampOrNone(disk, root, ".trash");
    snapshot.indexStamp = stampOrNone(disk, root, "index.jsonl");
    snapshot.settled = true;
    for (const io::FileStamp* stamp :
         {&snapshot.rootStamp, &snapshot.reportsStamp, &snapshot.trashStamp, &snapshot.indexStamp})
        if (isFresh(*stamp, now) || stamp->type == io::NodeType::symlink)
            snapshot.settled = false;
}

bool nothingChanged(io::Disk& disk, const io::Open& root, const LibrarySnapshot& previous) {
    if (!previous.settled || disk.traits(root.get()).readOnly == previous.writable)
        return false;
    LibrarySnapshot now;
    takeStamps(disk, root, now);
    return now.rootStamp.sameStateAs(previous.rootStamp) &&
           now.reportsStamp.sameStateAs(previous.reportsStamp) &&
           now.trashStamp.sameStateAs(previous.trashStamp) &&
           now.indexStamp.sameStateAs(previous.indexStamp) &&
           allStillHold({disk, io::joinPath(previous.root, "by_id")}, previous.reports, Look::everything) &&
           allStillHold({disk, io::joinPath(previous.root, ".trash")}, previous.trashSummaries,
                        Look::outlineOnly);
}

/// As far as can be told without trying: a write that fails all the same says so itself.
void checkWritable(io::Disk& disk, const io::Open& root, LibrarySnapshot& snapshot) {
    const auto stamp = disk.stat(root.get());
    if (disk.traits(root.get()).readOnly) {
        snapshot.writable = false;
        snapshot.readOnlyReason = "the file system is mounted read-only";
    } else if (stamp && ::geteuid() != 0) {
        const std::uint32_t mask = stamp->owner == ::geteuid() ? 0200 : 0022;
        snapshot.writable = (stamp->mode & mask) != 0;
        if (!snapshot.writable)
            snapshot.readOnlyReason = "you have no permission to write to the folder";
    }
}

} // namespace

const char* reportStateWord(ReportState state) {
    switch (state) {
    case ReportState::ok:
        return "ok";
    case ReportState::damaged:
        return "damaged";
    case ReportState::missing:
        return "missing";
    case ReportState::stub:
        return "stub";
    }
    return "damaged";
}

Result<std::shared_ptr<const LibrarySnapshot>>
scanLibrary(io::Disk& disk, const std::string& root, const std::shared_ptr<const LibrarySnapshot>& previous,
            const Progress& progress) {
    const auto opened = io::openDirectory(disk, root);
    if (!opened)
        return tl::unexpected(opened.error());
    if (previous && previous->root == root && nothingChanged(disk, *opened, *previous))
        return previous;
    auto snapshot = std::make_shared<LibrarySnapshot>();
    snapshot->root = root;
    takeStamps(disk, *opened, *snapshot);
    readRoot(disk, *opened, *snapshot);
    checkWritable(disk, *opened, *snapshot);
    std::vector<std::string> strays;
    auto reports = summariseFolder({disk, io::joinPath(root, "by_id")}, Look::everything,
                                   previous ? &previous->reports : nullptr, progress, &strays);
    if (!reports)
        return tl::unexpected(reports.error());
    snapshot->reports = std::move(*reports);
    findDoubledIds(snapshot->reports);
    if (Status read = readTrash(disk, *snapshot, previous.get(), progress); !read)
        return tl::unexpected(read.error());
    addStrays(strays, *snapshot);
    addIndexProblems(disk, *snapshot);
    return std::shared_ptr<const LibrarySnapshot>(std::move(snapshot));
}

Result<std::string> reportDirectory(io::Disk& disk, const std::string& root, const ReportId& id) {
    if (!isSafeName(id.text()))
        return fail(ErrorCode::unsafe, "open the report", root,
                    "“" + id.text() + "” is no name of a report's folder",
                    "Use the report's id as “report list” shows it.");
    const auto folder = io::openDirectory(disk, io::joinPath(root, "by_id"));
    const auto directory =
        folder ? io::openDirectoryAt(disk, *folder, id.text()) : tl::unexpected(folder.error());
    const std::string path = io::joinPath(io::joinPath(root, "by_id"), id.text());
    if (directory)
        return path;
    if (directory.error().code == ErrorCode::notFound)
        return fail(ErrorCode::notFound, "open the report", path, "there is no such report",
                    "“report list” shows the ids there are.");
    return tl::unexpected(directory.error());
}

Result<LoadedReport> loadReport(io::Disk& disk, const std::string& root, const ReportId& id) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    const ReportFolder folder{disk, io::joinPath(root, "by_id")};
    const auto opened = io::openDirectory(disk, folder.path);
    if (!opened)
        return tl::unexpected(opened.error());
    QuickReader quick;
    const auto summary = summariseReport(folder, *opened, id.text(), Look::everything, quick);
    if (!summary)
        return fail(ErrorCode::notFound, "open the report", *directory, "it went away meanwhile");
    LoadedReport report;
    report.id = id;
    report.directory = *directory;
    report.problems = summary->problems;
    report.state = summary->state;
    report.outline.title = summary->title;
    const auto own = io::openDirectory(disk, *directory);
    if (auto holder = own ? io::lockHolder(disk, *own, ".lock") : Result<std::optional<io::LockHolder>>();
        holder && *holder && !(*holder)->isThisProcess())
        report.lockedBy = *holder;
    auto content = io::readFile(disk, io::joinPath(*directory, "outline.json"));
    if (!content)
        return report; // the summary said why
    Verdict verdict = judgeOutlineBytes(content->bytes);
    report.sha256 = sha256(content->bytes);
    report.bytes = std::move(content->bytes);
    report.stamp = content->stamp;
    if (verdict.document.isObject())
        report.outline = outlineFrom(verdict.document);
    report.document = std::move(verdict.document);
    return report;
}

} // namespace stemma::report
