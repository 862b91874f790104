// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/io/file_lock.h"

namespace stemma::io {

/// The lock of one general file: `<file>.lock` beside it, by the rules of FileLock. Where the path is a
/// symbolic link, the lock beside the link's target is held as well, so that writers who know the file by
/// either name are excluded.
class PathLock {
public:
    /// The folder must exist, the file need not. Several locks are taken in the order of their paths.
    [[nodiscard]] static Result<PathLock> acquire(Disk& disk, const std::string& path,
                                                  const LockOptions& options);

    PathLock(PathLock&&) noexcept;
    PathLock& operator=(PathLock&&) noexcept;
    ~PathLock(); ///< releases, if release() was not called

    /// False says that somebody who doesn't respect the lock walked in.
    [[nodiscard]] Result<bool> stillOurs() const;

    /// Removes every lock file that is still ours. The first failure is told; all are tried.
    Status release();

private:
    struct Held;
    explicit PathLock(std::vector<std::unique_ptr<Held>> held);
    std::vector<std::unique_ptr<Held>> m_held; ///< in the order in which they were taken
};

} // namespace stemma::io
