// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/stemmactl/context.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"

namespace stemma::ctl {

/// The library's folder that the options and the environment name, resolved: ErrorCode::notFound if there is
/// none.
[[nodiscard]] Result<std::string> libraryRoot(const Context& context);
[[nodiscard]] Result<report::Workspace> workspaceOf(const Context& context);

/// A report of that library by its id or a unique beginning of it (4 characters or more; says which it took).
[[nodiscard]] Result<ReportId> findReport(const Context& context, const std::string& root,
                                          const std::string& given);

/// As findReport() in libraryRoot(), for its directory.
[[nodiscard]] Result<std::string> findReportDirectory(const Context& context, const std::string& given);

/// A report in the library or, if it isn't there, in the trash.
struct FoundReport {
    ReportId id;
    std::string directory;
};
/// As findReport(), but a report in the trash will do, by its id, the beginning of it, or its folder's name.
[[nodiscard]] Result<FoundReport> findReportAnywhere(const Context& context, const std::string& root,
                                                     const std::string& given);

/// Says what the person must know of a whole library: that it is none yet, that it can't be written.
void noteLibrary(const Context& context, const report::LibrarySnapshot& snapshot);

} // namespace stemma::ctl
