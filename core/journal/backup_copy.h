// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/journal/report_folder.h"

namespace stemma::journal {

/// Writes a backup of these bytes into an open folder, whole and synced before it gets its name; the folder
/// itself is left to be synced. Attributes and times are those of the open file `like`, or the usual ones if
/// it is none. ErrorCode::conflict (EEXIST) if the name is taken, unless `mode` lets it replace what has it.
/// Leaves nothing behind on failure.
[[nodiscard]] Status writeBackupCopy(io::Disk& disk, const io::Open& folder, const std::string& name,
                                     std::string_view bytes, io::Handle like,
                                     io::RenameMode mode = io::RenameMode::noReplace);

/// The same of another backup, from a folder into one (it may be the same).
[[nodiscard]] Status copyBackup(io::Disk& disk, const io::Open& from, const io::Open& to,
                                const std::string& name, io::RenameMode mode = io::RenameMode::noReplace);

} // namespace stemma::journal
