// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::history {

/// A file `backups/outline.json.<stamp>.bak` of a report.
struct BackupFile {
    std::string name;
    Timestamp made; ///< from its name
    io::FileStamp stamp;
};

/// What a backup that an event names is worth.
enum class BackupState {
    none, ///< the event names none
    ok,   ///< there, readable, of this report
    missing,
    damaged, ///< there, but not an outline that can be read
    foreign, ///< an outline of another report (a fork inherits such)
    unsafe,  ///< its name leads out of backups/
    pruned,  ///< not there, as a person let it go (core/history/pruned_backups.h)
};
[[nodiscard]] const char* backupStateWord(BackupState state);

/// `outline.json.20250311T101202_743707.bak`
[[nodiscard]] std::string backupFileName(Timestamp moment);
[[nodiscard]] std::optional<Timestamp> backupTime(std::string_view fileName);

/// All backups of the report, oldest first by name. A missing folder is no backup. Other files in it are
/// passed over.
[[nodiscard]] Result<std::vector<BackupFile>> listBackups(io::Disk& disk, const std::string& reportDirectory);

/// The bytes of one. ErrorCode::unsafe if the name is not a plain file name, notFound, or damaged if it is
/// too large.
[[nodiscard]] Result<io::FileContent> readBackup(io::Disk& disk, const std::string& reportDirectory,
                                                 const std::string& name);

} // namespace stemma::history
