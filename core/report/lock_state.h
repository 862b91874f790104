// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/io/disk.h"
#include "core/io/lock_holder.h"

namespace stemma::report {

/// Who holds a report's lock now; nothing if nobody. ErrorCode::locked if what lies there is no lock file.
/// Writes nothing.
[[nodiscard]] Result<std::optional<io::LockHolder>> reportLock(io::Disk& disk, const std::string& root,
                                                               const ReportId& id);

/// Sets a report's abandoned lock aside, on a person's request: io::breakLock().
Status breakReportLock(io::Disk& disk, const std::string& root, const ReportId& id);

} // namespace stemma::report
