// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/report/quick_outline.h"
#include "core/report/report_index.h"
#include "core/report/report_library.h"

namespace stemma::report {

/// How much of a report's directory is looked at.
enum class Look {
    indexOnly,   ///< only what the index holds: problems are told only where they keep a report out of it
    outlineOnly, ///< the outline with all its problems
    everything,  ///< also the log's end, the lock and what others left behind
};

/// One directory of reports: a library's `by_id` or `.trash`.
struct ReportFolder {
    io::Disk& disk;
    std::string path;
};

/// What a list shows of one directory. Nothing for a name that is no report: a file, a dangling link, a loop.
/// Blocks on no special file, writes nothing.
[[nodiscard]] std::optional<ReportSummary> summariseReport(const ReportFolder& folder, const io::Open& opened,
                                                           const std::string& name, Look look,
                                                           QuickReader& quick);

/// All reports of a folder by name, read by several threads where there are many. A missing folder has none.
/// `strays` takes the names that are no reports. `previous` must be sorted by id, as the result is: reports
/// whose stamps still hold are taken over from it.
[[nodiscard]] Result<std::vector<ReportSummary>> summariseFolder(const ReportFolder& folder, Look look,
                                                                 const std::vector<ReportSummary>* previous,
                                                                 const Progress& progress,
                                                                 std::vector<std::string>* strays);

/// Whether a report still is what its summary says, by a look at the stamps alone, without opening anything.
[[nodiscard]] bool stillHolds(const ReportFolder& folder, const io::Open& opened,
                              const ReportSummary& summary, Look look);
/// Whether every report still is what its summary says, by a look at the stamps alone. New names don't show:
/// they change the folder's own stamp.
[[nodiscard]] bool allStillHold(const ReportFolder& folder, const std::vector<ReportSummary>& summaries,
                                Look look);

/// The line of the index that a report should have; none where igloo-mcp can't list it. `folderName` is
/// `by_id`.
[[nodiscard]] IndexedReport indexedReport(const ReportSummary& summary);
/// The same for all. One that the system refused to read keeps the line that it has: it may be as good as
/// ever.
[[nodiscard]] std::vector<IndexedReport> indexedReports(const std::vector<ReportSummary>& summaries,
                                                        const Index& index);

/// The last event of a log, of its last 64 KiB.
struct LogEnd {
    bool exists = false;
    std::optional<LastChange> change;
    std::string title; ///< the title that the event names, if any
    std::vector<Problem> problems;
    io::FileStamp stamp;
};
[[nodiscard]] LogEnd readLogEnd(io::Disk& disk, const io::Open& directory);

/// The title that a file which is no JSON any more seems to have; empty if it can't be made out.
[[nodiscard]] std::string titleOfDamaged(std::string_view bytes);

} // namespace stemma::report
