// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/report/report_index.h"
#include "core/report/report_library.h"

namespace stemma::report {

/// How much of a report's directory is looked at.
enum class Look {
    outlineOnly, ///< enough for the index
    everything,  ///< also the log's end, the lock and what others left behind
};

/// One directory of reports: a library's `by_id` or `.trash`.
struct ReportFolder {
    io::Disk& disk;
    std::string path;
};

/// What a list shows of one directory. Nothing for a name that is no report: a file, a dangling link, a loop.
/// Blocks on no special file, writes nothing. `previous` is given back where its stamps still hold.
[[nodiscard]] std::optional<ReportSummary> summariseReport(const ReportFolder& folder, const io::Open& opened,
                                                           const std::string& name, Look look,
                                                           const ReportSummary* previous);

/// All reports of a folder by name, read by several threads where there are many. A missing folder has none.
/// `strays` takes the names that are no reports. `previous` must be sorted by id, as the result is.
[[nodiscard]] Result<std::vector<ReportSummary>> summariseFolder(const ReportFolder& folder, Look look,
                                                                 const std::vector<ReportSummary>* previous,
                                                                 const Progress& progress,
                                                                 std::vector<std::string>* strays);

/// The line of the index that a report should have; none where igloo-mcp can't list it. `folderName` is
/// `by_id`.
[[nodiscard]] IndexedReport indexedReport(const ReportSummary& summary);

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
