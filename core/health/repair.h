// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/health/finding.h"
#include "core/report/report_operations.h"

namespace stemma::health {

/// Does what a finding's `fix` says, and answers what was done. A damaged outline is replaced only if it is
/// still the one that was looked at (ErrorCode::conflict), as a new change that can be undone, its bytes kept
/// as a backup. ErrorCode::usage for a finding without a fix; notFound where it is gone meanwhile.
[[nodiscard]] Result<std::string> repair(const report::Workspace& workspace, const Finding& finding,
                                         const Progress& progress = {});

} // namespace stemma::health
