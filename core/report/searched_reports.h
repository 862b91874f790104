// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "core/report/text_search.h"

/// Private to core/report.
namespace stemma::report {

/// The reports to search: those of the scope, which must be there, or everything that may be one, by name.
[[nodiscard]] Result<std::vector<ReportId>> searchedReports(io::Disk& disk, const std::string& root,
                                                            const SearchScope& scope);

/// How many hits tell that there are more than the limit.
[[nodiscard]] inline std::size_t enoughFor(const SearchScope& scope) {
    return scope.limit == std::numeric_limits<std::size_t>::max() ? scope.limit : scope.limit + 1;
}

} // namespace stemma::report
