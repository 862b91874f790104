// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/journal/intent.h"
#include "core/journal/report_folder.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// The outline as it was read under the lock.
struct LiveOutline {
    io::Open file; ///< the inode that becomes the backup
    std::string bytes;
    io::FileStamp stamp;
    std::string sha256;     ///< empty until somebody needs it
    bool isDurable = false; ///< our own last save made it, so it needs no sync to be a backup
};

/// Which sync commits a save: makes the rename of its outline durable.
enum class CommitBy {
    folder, ///< that of the report's folder, before its event is written
    log,    ///< that of the event: where FileSystemTraits::commitsInOrder
};

/// Everything of one save that must be on disk before the commit: the new outline under its temporary name,
/// the intent, and the backup. Discards what it made unless it was committed, so no way out of a save leaves
/// anything behind. Not thread-safe; uses a second thread of its own while it stages.
class StagedSave {
public:
    /// `wished` is what may be; commitBy() what is.
    StagedSave(const Environment& environment, const ReportFolder& folder, const UnitInput& input,
               CommitBy wished);
    ~StagedSave();
    StagedSave(const StagedSave&) = delete;
    StagedSave& operator=(const StagedSave&) = delete;

    /// Writes all of it and syncs it at once; the names in backups/ only if the log's sync won't do that.
    /// ErrorCode::conflict: the backup's name was taken meanwhile.
    /// Sets live->sha256 if that wasn't known.
    Status stage(const UnitContent& content, LiveOutline* live, std::uint64_t logSize);

    /// Renames the new outline into place, durably if it is to be committed by the folder. On failure:
    /// nothing happened, unless the error says Committed::unknown.
    Status rename(bool hasPredecessor);

    /// Makes the rename durable by the folder. On failure: Committed::unknown.
    Status syncFolder();

    [[nodiscard]] CommitBy commitBy() const { return m_commitBy; }

    /// Of the new outline, before its rename.
    [[nodiscard]] const io::FileStamp& newStamp() const { return m_newStamp; }

    /// Removes the intent when the event is in the log. `lock` is the report's.
    Status finish(io::FileLock& lock);

    /// Takes everything back. Errors are left to recovery, which finds the same by the intent.
    void discard();

    [[nodiscard]] const Intent& intent() const { return m_intent; }

private:
    Status linkBackup();
    Result<io::Open> writeOutline(const UnitContent& content, const LiveOutline* live);
    Result<io::Open> writeIntent();
    Status copyBackup(const LiveOutline& live);
    [[nodiscard]] bool isRenamed(const Error& error) const;

    const Environment& m_environment;
    const ReportFolder& m_folder;
    Intent m_intent;
    std::string m_intentName;
    io::FileStamp m_newStamp;
    CommitBy m_commitBy;
    bool m_mustCopy = false;
    bool m_madeBackup = false;
    bool m_open = false; ///< something may have been made that is neither committed nor discarded
};

} // namespace stemma::journal
