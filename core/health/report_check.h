// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/health/finding.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"

/// Private to the files that check.
namespace stemma::health {

/// What is wrong with one report. An error is cancellation.
[[nodiscard]] Result<std::vector<Finding>> reportFindings(const report::Workspace& workspace,
                                                          const report::ReportSummary& summary,
                                                          const Progress& progress);

} // namespace stemma::health
