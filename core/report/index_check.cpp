// SPDX-License-Identifier: MIT
#include <unordered_map>
#include <utility>

#include "core/base/clock.h"
#include "core/io/atomic_write.h"
#include "core/report/report_index.h"
#include "core/report/report_summary.h"

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

IndexCheck compareAll(const Index& index, const std::vector<IndexedReport>& reports) {
    IndexCheck check;
    const std::vector<IndexEntry> expected = expectedEntries(reports);
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

void countStates(const std::vector<ReportSummary>& summaries, IndexCheck& check) {
    for (const ReportSummary& summary : summaries) {
        check.reports += summary.state == ReportState::ok ? 1 : 0;
        check.damaged +=
            summary.state == ReportState::damaged || summary.state == ReportState::missing ? 1 : 0;
    }
}

/// All reports; before a rebuild, those that were saved meanwhile are read again.
Result<std::vector<ReportSummary>> readSettled(const ReportFolder& folder, DryRun dryRun,
                                               const Progress& progress) {
    const auto before = folderStamp(folder);
    auto summaries = summariseFolder(folder, Look::indexOnly, nullptr, progress, nullptr);
    if (!summaries || dryRun == DryRun::yes)
        return summaries;
    const auto after = folderStamp(folder);
    const bool sameNames = before && after && after->sameStateAs(*before) && !isFresh(*after, nowNs());
    if (sameNames && allStillHold(folder, *summaries, Look::indexOnly))
        return summaries;
    return summariseFolder(folder, Look::indexOnly, &*summaries, {progress.stop, {}}, nullptr);
}

Status mustBeThere(io::Disk& disk, const std::string& root) {
    const auto opened = io::openDirectory(disk, root);
    return opened ? Status() : tl::unexpected(opened.error());
}

} // namespace

std::vector<IndexFinding> compareIndex(const Index& index, const std::vector<IndexedReport>& reports) {
    return compareAll(index, reports).findings;
}

Result<IndexCheck> checkIndex(io::Disk& disk, const std::string& root, const Progress& progress) {
    if (auto there = mustBeThere(disk, root); !there)
        return tl::unexpected(there.error());
    const auto index = readIndex(disk, root);
    if (!index)
        return tl::unexpected(index.error());
    const ReportFolder folder{disk, io::joinPath(root, "by_id")};
    const auto summaries = summariseFolder(folder, Look::indexOnly, nullptr, progress, nullptr);
    if (!summaries)
        return tl::unexpected(summaries.error());
    IndexCheck check = compareAll(*index, indexedReports(*summaries, *index));
    countStates(*summaries, check);
    return check;
}

Result<IndexCheck> rebuildIndex(io::Disk& disk, const std::string& root, DryRun dryRun,
                                const Progress& progress) {
    if (auto there = mustBeThere(disk, root); !there)
        return tl::unexpected(there.error());
    const auto index = readIndex(disk, root);
    if (!index)
        return tl::unexpected(index.error());
    const ReportFolder folder{disk, io::joinPath(root, "by_id")};
    auto summaries = readSettled(folder, dryRun, progress);
    if (!summaries)
        return tl::unexpected(summaries.error());
    const std::vector<IndexedReport> reports = indexedReports(*summaries, *index);
    IndexCheck check = compareAll(*index, reports);
    countStates(*summaries, check);
    if (dryRun == DryRun::yes)
        return check;
    std::string text;
    for (const IndexEntry& entry : expectedEntries(reports))
        text += indexLine(entry) + '\n';
    if (auto written =
            io::atomicWrite(disk, io::joinPath(root, "index.jsonl"), text, io::MissingFolders::refuse);
        !written)
        return tl::unexpected(written.error());
    return check;
}

} // namespace stemma::report
