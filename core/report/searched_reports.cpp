// SPDX-License-Identifier: MIT
#include "core/report/searched_reports.h"

#include "core/report/folder_walk.h"
#include "core/report/report_library.h"

namespace stemma::report {

Result<std::vector<ReportId>> searchedReports(io::Disk& disk, const std::string& root,
                                              const SearchScope& scope) {
    for (const ReportId& id : scope.reports) {
        if (const auto directory = reportDirectory(disk, root, id); !directory)
            return fail(directory.error());
    }
    if (!scope.reports.empty())
        return scope.reports;
    if (auto opened = io::openDirectory(disk, root); !opened)
        return fail(opened.error());
    const auto folder = io::openDirectory(disk, io::joinPath(root, "by_id"));
    if (!folder && folder.error().code == ErrorCode::notFound)
        return std::vector<ReportId>();
    if (!folder)
        return fail(folder.error());
    const auto names = reportFolders(disk, *folder, nullptr);
    if (!names)
        return fail(names.error());
    std::vector<ReportId> ids;
    for (const io::DirEntry& entry : *names)
        ids.emplace_back(entry.name);
    return ids;
}

} // namespace stemma::report
