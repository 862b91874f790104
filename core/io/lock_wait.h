// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>

#include "core/io/disk.h"
#include "core/io/file_lock.h"
#include "core/io/lock_holder.h"

/// Waiting for a lock file that somebody else has put. Private to core/io.
namespace stemma::io {

/// One wait: looks at the lock file that is in the way, takes away what nobody holds, and paces the looks.
/// What it was made of outlives it.
class LockWait {
public:
    enum class Verdict {
        tryAgain, ///< it is gone
        wait,     ///< somebody has it
    };

    /// `fileSystemNs` is the file system's time now.
    LockWait(Disk& disk, const Open& directory, const std::string& path, const std::string& name,
             const LockOptions& options, std::int64_t fileSystemNs);

    /// A left-over is set aside; so is a stale lock, where the options ask for it.
    [[nodiscard]] Result<Verdict> look();
    /// How long to wait until the next look: 2 ms growing to 100 ms, with jitter, so that waiters do not
    /// march in step.
    [[nodiscard]] std::chrono::milliseconds pause();
    /// ErrorCode::locked, naming who was seen last.
    [[nodiscard]] Unexpected busy() const;

private:
    using Steady = std::chrono::steady_clock;

    Disk& m_disk;
    const Open& m_directory;
    const std::string& m_path;
    const std::string& m_name;
    const LockOptions& m_options;
    std::int64_t m_fileSystemNs; ///< when m_since was
    Steady::time_point m_since = Steady::now();
    LockHolder m_holder; ///< as last seen
    std::chrono::milliseconds::rep m_delay = 2;
    std::minstd_rand m_random;
};

} // namespace stemma::io
