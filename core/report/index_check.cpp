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

/// All reports; before a rebuild, those that were saved meanwhile are read again.
Result<ListedFolder> readSettled(const ReportFolder& folder, DryRun dryRun, const Progress& progress) {
    const auto before = folderStamp(folder);
    auto listed = listReports(folder, nullptr, progress);
    if (!listed || dryRun == DryRun::yes)
        return listed;
    const auto after = folderStamp(folder);
    const bool sameNames = before && after && after->sameStateAs(*before) && !isFresh(*after, nowNs());
    if (sameNames && allStillHold(folder, *listed))
        return listed;
    return listReports(folder, &*listed, {progress.stop, {}});
}

/// One that the system refused to read keeps the line that it has: it may be as good as ever.
void keepRefused(ListedFolder& listed, const std::optional<std::string>& standingIndex) {
    std::optional<Index> index;
    for (std::size_t i = 0; i < listed.reports.size(); ++i) {
        ListedReport& report = listed.reports[i];
        if (!report.odd || !report.odd->refused)
            continue;
        if (!index)
            index = standingIndex ? indexFrom(*standingIndex) : Index{};
        const std::string path = "by_id/" + listed.names[i].name;
        const auto standing = std::find_if(index->entries.begin(), index->entries.end(),
                                           [&](const IndexEntry& entry) { return entry.path == path; });
        if (standing == index->entries.end())
            continue;
        report.line = indexLine(*standing) + '\n';
        report.id = standing->reportId;
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

/// The bytes of index.jsonl; nothing where there is none.
Result<std::optional<std::string>> indexBytes(io::Disk& disk, const std::string& root) {
    auto content = io::readFile(disk, io::joinPath(root, "index.jsonl"));
    if (content)
        return std::move(content->bytes);
    if (content.error().code == ErrorCode::notFound)
        return std::nullopt;
    return tl::unexpected(content.error());
}

IndexCheck compareTexts(const std::optional<std::string>& standing, const std::string& expected) {
    if (standing ? *standing == expected : expected.empty())
        return {};
    return compareAll(standing ? indexFrom(*standing) : Index{}, indexFrom(expected).entries);
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
    const auto standing = indexBytes(disk, root);
    if (!standing)
        return tl::unexpected(standing.error());
    const ReportFolder folder{disk, io::joinPath(root, "by_id")};
    auto listed = readSettled(folder, dryRun, progress);
    if (!listed)
        return tl::unexpected(listed.error());
    keepRefused(*listed, *standing);
    const std::string text = expectedText(*listed);
    IndexCheck check = compareTexts(*standing, text);
    countStates(*listed, check);
    if (dryRun == DryRun::yes)
        return check;
    if (auto written =
            io::atomicWrite(disk, io::joinPath(root, "index.jsonl"), text, io::MissingFolders::refuse);
        !written)
        return tl::unexpected(written.error());
    return check;
}

} // namespace stemma::report
