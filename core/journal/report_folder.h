// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::journal {

inline constexpr const char* outlineName = "outline.json";
inline constexpr const char* auditName = "audit.jsonl";
inline constexpr const char* auditTemporaryName = "audit.tmp";     ///< the other program's, appended to by it
inline constexpr const char* outlineTemporaryName = "outline.tmp"; ///< the other program's
inline constexpr const char* backupsName = "backups";
inline constexpr const char* lockName = ".lock";

/// A report's directory, held open: everything is done in the one that was found, wherever it is moved
/// meanwhile. Movable; one thread at a time.
struct ReportFolder {
    std::string path; ///< as it was opened; for messages
    io::Open directory;
    io::Open backups;    ///< not open if there is none
    io::FileStamp stamp; ///< of the directory
    std::string outline; ///< the file to replace: outline.json, or what it links to in the same folder
    std::uint64_t outlineSize = 0; ///< when it was opened; for how long a lock on it may last

    [[nodiscard]] std::string pathOf(std::string_view name) const { return io::joinPath(path, name); }
    [[nodiscard]] std::string backupPathOf(std::string_view name) const {
        return io::joinPath(io::joinPath(path, backupsName), name);
    }
};

/// Opens it and finds the file that holds the outline. An outline.json that links out of the folder is
/// ErrorCode::unsafe: its lock, backups and history would stand in another place than the file. So is a
/// backups/ that links out of it: what is written there would be lost to whoever copies, moves or trashes the
/// report.
[[nodiscard]] Result<ReportFolder> openReportFolder(io::Disk& disk, const std::string& path);

/// Makes `backups/` if there is none, durably.
Status ensureBackups(io::Disk& disk, ReportFolder& folder);

/// Whether the directory is still where it was opened (another program may move it to the trash under us).
[[nodiscard]] Result<bool> stillInPlace(io::Disk& disk, const ReportFolder& folder);

/// The outline's stamp; nothing if there is none. ErrorCode::unsafe if it is no regular file.
[[nodiscard]] Result<std::optional<io::FileStamp>> outlineStamp(io::Disk& disk, const ReportFolder& folder);

/// What to think of a temporary file of this very process: under the report's lock it is a left-over if it is
/// one that a unit makes, as all units hold that lock. Others (an export into the folder) hold none and are
/// left alone.
enum class OwnTemporaries { inUse, abandoned };

/// What lies in the folder, from the names alone.
struct FolderListing {
    std::vector<std::string> intents;           ///< in backups/
    std::vector<std::string> temporaries;       ///< ours, of owners that are gone
    std::vector<std::string> backupTemporaries; ///< the same, in backups/
    std::vector<std::string> backups;           ///< names of backups, in no order
    bool auditTemporary = false;
    bool prunedUnsettled = false; ///< an act on pruned backups was cut off
    bool lock = false;
};
[[nodiscard]] Result<FolderListing> listFolder(io::Disk& disk, const ReportFolder& folder,
                                               OwnTemporaries own);

/// The names of the backups, the newest first.
[[nodiscard]] std::vector<std::string> newestBackupsFirst(const FolderListing& listing);

/// The backups that are the outline itself, by another name.
[[nodiscard]] Result<std::vector<std::string>> backupsSharing(io::Disk& disk, const ReportFolder& folder,
                                                              const FolderListing& listing,
                                                              const io::FileStamp& outline);

/// The same failure, told as the failure of `action`.
[[nodiscard]] Error during(Error error, const char* action);

} // namespace stemma::journal
