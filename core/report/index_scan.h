// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/report/report_summary.h"

namespace stemma::report {

/// What a folder of reports has to say to the index: a line for each report, and little more, as this is
/// asked of whole libraries. Private to core/report.
struct ListedReport {
    std::string
        line;       ///< as indexLine() makes it, with a newline; empty where igloo-mcp can't list the report
    std::string id; ///< the report's id in the line, where it isn't the folder's name
    io::FileStamp stamp;                      ///< of the outline
    bool settled = false;                     ///< the stamp tells every later change
    std::shared_ptr<const ReportSummary> odd; ///< all there is to know, where the outline isn't just as usual

    [[nodiscard]] bool isReport() const { return odd || !line.empty(); }
};

struct ListedFolder {
    std::vector<io::DirEntry> names;   ///< by name
    std::vector<ListedReport> reports; ///< one a name
};

/// Reads all reports of a folder with several threads. A missing folder has none. `previous`: reports whose
/// stamps haven't changed are taken over from it.
[[nodiscard]] Result<ListedFolder> listReports(const ReportFolder& folder, const ListedFolder* previous,
                                               const Progress& progress);

/// Whether the stamps of all tell every later change.
[[nodiscard]] bool allSettled(const ListedFolder& listed);
/// Whether every report still is as it was read, by a look at the stamps alone.
[[nodiscard]] bool allStillHold(const ReportFolder& folder, const ListedFolder& listed);

} // namespace stemma::report
