// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/io/disk.h"

namespace stemma::io {

/// Who holds a lock, as far as its token tells (durability.md, Locks; pitfalls 20–28).
struct LockHolder {
    enum class Kind {
        ours,    ///< a token that Stemma wrote
        foreign, ///< another program's, or an empty file
    };
    Kind kind = Kind::foreign;
    int pid = 0;      ///< 0 if unknown
    std::string host; ///< empty if unknown
    bool onThisMachine = false;
    bool ownerAlive = true;           ///< false only if it is sure that the owner is gone
    bool flocked = false;             ///< somebody holds a flock on it
    std::chrono::milliseconds age{0}; ///< since the lock file was last written, by file-system time
    bool stale = false; ///< unchanged for 30 s + 5 s per 10 MB of the guarded file and nobody holds a flock

    [[nodiscard]] bool isThisProcess() const;
    /// "process 4711 on this machine, for 12 s", "another program, for 3 min".
    [[nodiscard]] std::string text() const;
};

/// Who holds `name` now; nothing if there is no such file.
[[nodiscard]] Result<std::optional<LockHolder>>
lockHolder(Disk& disk, const Open& directory, const std::string& name, std::uint64_t guardedSize = 0);

/// Moves a stale lock file aside to `<name>.broken-<UTC stamp>` and removes that: refuses (ErrorCode::locked)
/// if its owner may be alive or someone holds a flock.
/// `guardedSize` is the size of the file that the lock guards, for the stale rule.
Status breakLock(Disk& disk, const Open& directory, const std::string& directoryPath, const std::string& name,
                 std::uint64_t guardedSize);

} // namespace stemma::io
