// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/base/clock.h"
#include "core/io/atomic_write.h"
#include "core/report/index_scan.h"
#include "core/report/report_index.h"

namespace stemma::report {

namespace {

/// What the index should hold: one entry a report id, in the order of the folders. Of two folders with one id
/// the one that bears it as its name counts.
std::vector<IndexEntry> expectedEntries(const std::vector<IndexedReport>& reports) {
    std::vector<IndexEntry> entries;
    std::unordered_map<std::string, std::size_t> places;
    for (const IndexedReport& report : reports) {
        if (!report.entry)
            continue;
        const auto [place, isNew] = places.try_emplace(report.entry->reportId, entries.size());
        if (isNew)
            entries.push_back(*report.entry);
        else if (report.directory == report.entry->reportId)
            entries[place->second] = *report.entry;
    }
    return entries;
}

void addLineFindings(const Index& index, std::vector<IndexFinding>& findings) {
    for (const json::LineProblem& problem : index.problems)
        findings.push_back(
            {"unreadable-line",
             {},
             problem.message == "not UTF-8"
                 ? "a line is not UTF-8: with it igloo-mcp can't even start"
                 : "a line can't be read (" + problem.message + "): igloo-mcp sets the index aside",
             problem.line});
    for (const json::LineProblem& line : index.setBack)
        findings.push_back(
            {"duplicate-entry", line.message, "an older entry of the report follows a newer one", line.line});
}

/// What a rebuild would do, with a finding for each.
void compareEntries(const Index& index, const std::vector<IndexEntry>& expected, IndexCheck& check) {
    std::unordered_map<std::string, const IndexEntry*> standing;
    for (const IndexEntry& entry : index.entries)
        standing.emplace(entry.reportId, &entry);
    for (const IndexEntry& entry : expected) {
        const auto found = standing.find(entry.reportId);
        if (found == standing.end()) {
            ++check.added;
            check.findings.push_back(
                {"missing-entry", entry.reportId, "“" + entry.currentTitle + "” is not in the index"});
            continue;
        }
        if (*found->second != entry) {
            ++check.changed;
            check.findings.push_back(
                {"stale-entry", entry.reportId, "the entry of “" + entry.currentTitle + "” is out of date"});
        }
        standing.erase(found);
    }
    for (const IndexEntry& entry : index.entries) { // in the order of the file
        if (!standing.contains(entry.reportId))
            continue;
        ++check.removed;
        check.findings.push_back(
            {"ghost-entry", entry.reportId,
             "the index names “" + entry.currentTitle + "”, which igloo-mcp can't read or find"});
    }
}

IndexCheck compareAll(const Index& index, const std::vector<IndexEntry>& expected) {
    IndexCheck check;
    if (!index.exists && !expected.empty())
        check.findings.push_back({"missing", {}, "index.jsonl is missing: igloo-mcp lists nothing"});
    addLineFindings(index, check.findings);
    compareEntries(index, expected, check);
    return check;
}

std::int64_t nowNs() {
    return SystemClock().now().micros * 1000;
}

Result<io::FileStamp> folderStamp(const ReportFolder& folder) {
    const auto opened = io::openDirectory(folder.disk, folder.path);
    return opened ? folder.disk.stat(opened->get()) : tl::unexpected(opened.error());
}

void countStates(const ListedFolder& listed, IndexCheck& check) {
    for (const ListedReport& report : listed.reports) {
        const ReportState state = report.odd ? report.odd->state : ReportState::ok;
        check.reports += report.isReport() && state == ReportState::ok ? 1 : 0;
        check.damaged += state == ReportState::damaged || state == ReportState::missing ? 1 : 0;
    }
}

/// The index as it stands before anything else is read.
struct StandingIndex {
    std::optional<std::string> bytes; ///< nothing where there is none
    io::FileStamp stamp;
};

Result<StandingIndex> standingIndex(io::Disk& disk, const std::string& root) {
    auto content = io::readFile(disk, io::joinPath(root, indexName));
    if (content)
        return StandingIndex{std::move(content->bytes), content->stamp};
    if (content.error().code == ErrorCode::notFound)
        return StandingIndex{};
    return tl::unexpected(content.error());
}

/// All reports. Where the index can't tell whether some were saved meanwhile, as every program's save adds to
/// one that is there, the reports are asked themselves; those that were are read again.
Result<ListedFolder> readSettled(const ReportFolder& folder, const StandingIndex& index,
                                 const Progress& progress) {
    const auto before = folderStamp(folder);
    auto listed = listReports(folder, nullptr, progress);
    if (!listed)
        return listed;
    const auto after = folderStamp(folder);
    const bool sameNames = before && after && after->sameStateAs(*before) && !isFresh(*after, nowNs());
    if (sameNames && (index.bytes ? allSettled(*listed) : allStillHold(folder, *listed)))
        return listed;
    return listReports(folder, &*listed, {progress.stop, {}});
}

/// One that the system refused to read keeps the line that it has: it may be as good as ever.
void keepRefused(ListedFolder& listed, const StandingIndex& standing) {
    std::optional<Index> index;
    for (std::size_t i = 0; i < listed.reports.size(); ++i) {
        ListedReport& report = listed.reports[i];
        if (!report.odd || !report.odd->refused)
            continue;
        if (!index)
            index = standing.bytes ? indexFrom(*standing.bytes) : Index{};
        const std::string path = "by_id/" + listed.names[i].name;
        const auto entry = std::find_if(index->entries.begin(), index->entries.end(),
                                        [&](const IndexEntry& candidate) { return candidate.path == path; });
        if (entry == index->entries.end())
            continue;
        report.line = indexLine(*entry) + '\n';
        report.id = entry->reportId;
    }
}

/// The index as it should be, with the same choice between folders of one id as expectedEntries() has it.
std::string expectedText(const ListedFolder& listed) {
    std::vector<const std::string*> lines;
    lines.reserve(listed.reports.size());
    std::unordered_map<std::string_view, std::size_t> places;
    const bool mayBeDoubled = std::any_of(listed.reports.begin(), listed.reports.end(),
                                          [](const ListedReport& report) { return !report.id.empty(); });
    std::size_t size = 0;
    for (std::size_t i = 0; i < listed.reports.size(); ++i) {
        const ListedReport& report = listed.reports[i];
        const std::string& name = listed.names[i].name;
        const std::string_view id = report.id.empty() ? name : report.id;
        size += report.line.size();
        if (report.line.empty())
            continue;
        const auto place = mayBeDoubled ? places.try_emplace(id, lines.size()).first->second : lines.size();
        if (place == lines.size())
            lines.push_back(&report.line);
        else if (id == name)
            lines[place] = &report.line;
    }
    std::string text;
    text.reserve(size);
    for (const std::string* line : lines)
        text += *line;
    return text;
}

IndexCheck compareTexts(const std::optional<std::string>& standing, const std::string& expected) {
    if (standing ? *standing == expected : expected.empty())
        return {};
    return compareAll(standing ? indexFrom(*standing) : Index{}, indexFrom(expected).entries);
}

/// ErrorCode::conflict if somebody has added to the index since, just before it is replaced.
Status writeIndex(io::Disk& disk, const std::string& root, const StandingIndex& standing,
                  std::string_view text) {
    const std::string path = io::joinPath(root, indexName);
    if (!standing.bytes)
        return io::atomicWrite(disk, path, text, io::MissingFolders::refuse);
    return io::atomicWrite(disk, path, text, io::MissingFolders::refuse, [&]() -> Status {
        const auto directory = io::openDirectory(disk, root);
        const auto now = directory ? disk.statAt(directory->get(), indexName)
                                   : Result<io::FileStamp>(tl::unexpected(directory.error()));
        if (now && now->sameStateAs(standing.stamp))
            return {};
        return fail(ErrorCode::conflict, "rebuild the index", path, "reports were saved meanwhile",
                    "Rebuild it again.");
    });
}

Status mustBeThere(io::Disk& disk, const std::string& root) {
    const auto opened = io::openDirectory(disk, root);
    return opened ? Status() : tl::unexpected(opened.error());
}

} // namespace

std::vector<IndexFinding> compareIndex(const Index& index, const std::vector<IndexedReport>& reports) {
    return compareAll(index, expectedEntries(reports)).findings;
}

Result<IndexCheck> checkIndex(io::Disk& disk, const std::string& root, const Progress& progress) {
    return rebuildIndex(disk, root, DryRun::yes, progress);
}

Result<IndexCheck> rebuildIndex(io::Disk& disk, const std::string& root, DryRun dryRun,
                                const Progress& progress) {
    if (auto there = mustBeThere(disk, root); !there)
        return tl::unexpected(there.error());
    const auto standing = standingIndex(disk, root);
    if (!standing)
        return tl::unexpected(standing.error());
    const ReportFolder folder{disk, io::joinPath(root, "by_id")};
    auto listed = dryRun == DryRun::yes ? listReports(folder, nullptr, progress)
                                        : readSettled(folder, *standing, progress);
    if (!listed)
        return tl::unexpected(listed.error());
    keepRefused(*listed, *standing);
    const std::string text = expectedText(*listed);
    IndexCheck check = compareTexts(standing->bytes, text);
    countStates(*listed, check);
    if (dryRun == DryRun::yes)
        return check;
    Status written = writeIndex(disk, root, *standing, text);
    if (!written && written.error().code == ErrorCode::conflict) {
        listed = listReports(folder, &*listed, {progress.stop, {}});
        if (!listed)
            return tl::unexpected(listed.error());
        keepRefused(*listed, *standing);
        written = writeIndex(disk, root, StandingIndex{}, expectedText(*listed));
    }
    if (!written)
        return tl::unexpected(written.error());
    return check;
}

} // namespace stemma::report
