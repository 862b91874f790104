// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "core/io/file_lock.h"

namespace stemma::io {

/// Keeps locks for a little while after their work is done (the linger of durability.md: a foreign program
/// that read the old file runs into the lock instead of over the new one), without anybody waiting for it.
/// One for each program, made by its composition root; thread-safe. The next save of the same process on the
/// same directory takes the kept lock over. The destructor waits until every linger is over and releases.
class LockKeeper {
public:
    LockKeeper();
    ~LockKeeper();
    LockKeeper(const LockKeeper&) = delete;
    LockKeeper& operator=(const LockKeeper&) = delete;

    /// A last look at the work while its lock is still held. Must not use the keeper.
    using LastLook = std::function<void(const FileLock& lock)>;

    /// Holds `lock` for `linger` more, then releases it. `atEnd` runs before that, on the keeper's own
    /// thread, or before the lock is handed over, on the thread that takes it.
    void keep(const FileStamp& directory, FileLock lock, std::chrono::milliseconds linger,
              LastLook atEnd = {});

    /// The kept lock of that directory, if there is one.
    [[nodiscard]] std::optional<FileLock> take(const FileStamp& directory);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::io
