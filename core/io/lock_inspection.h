// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/io/disk.h"
#include "core/io/lock_holder.h"
#include "core/io/lock_token.h"

/// What a lock file looks like from outside. Private to core/io.
namespace stemma::io {

/// One look at a lock file. While this value lives and `holder.flocked` is false, we hold its flock
/// ourselves: nobody of those who use flocks can take it meanwhile.
struct LockInspection {
    LockHolder holder;
    FileStamp stamp;
    std::string content; ///< its first bytes
    Open file;           ///< nothing if it could not be opened
};

/// What the looker knows.
struct LockQuestion {
    std::string name;
    std::uint64_t guardedSize = 0;
    std::int64_t nowNs = 0; ///< file-system time
    /// This process surely doesn't hold it, so a token of this process is a left-over.
    enum class Ourselves { mayHold, doNotHold } ourselves = Ourselves::mayHold;
};

/// Nothing if there is no such file. ErrorCode::unsafe if the name is a folder, a link or a device.
[[nodiscard]] Result<std::optional<LockInspection>> inspectLock(Disk& disk, const Open& directory,
                                                                const LockQuestion& question);

/// Renames the inspected lock file to `aside` and removes it, if it is still the file that was inspected.
/// True: it is gone. False: another file had come in its place, and was put back.
[[nodiscard]] Result<bool> setAside(Disk& disk, const Open& directory, const std::string& name,
                                    const LockInspection& judged, const std::string& aside);

/// Names beside a lock file: of one that is being made or taken away, and of one that a person broke.
[[nodiscard]] std::string privateLockName(const std::string& name);
[[nodiscard]] std::string brokenLockName(const std::string& name);

/// What to say of the lock file at `path` that can't be inspected: one that is no file keeps every program
/// out, for ever, and is ErrorCode::locked.
[[nodiscard]] Error notAFile(Error error, const std::string& path);

/// The first bytes of a lock file, more than any token has.
[[nodiscard]] Result<std::string> lockContent(Disk& disk, const Open& file);

} // namespace stemma::io
