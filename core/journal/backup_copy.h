// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/journal/report_folder.h"

namespace stemma::journal {

/// Writes a backup of these bytes, whole and synced before it gets its name; `backups/` itself is left to be
/// synced. Attributes and times are those of the open file `like`, or the usual ones if it is none.
/// ErrorCode::conflict (EEXIST) if the name is taken. Leaves nothing behind on failure.
[[nodiscard]] Status writeBackupCopy(io::Disk& disk, const ReportFolder& folder, const std::string& name,
                                     std::string_view bytes, io::Handle like);

} // namespace stemma::journal
