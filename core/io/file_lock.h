// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "core/io/disk.h"

namespace stemma::io {

enum class Removal {
    plain,   ///< the lock file is removed
    settled, ///< and where the file system doesn't keep the order of names, the folder is synced then
};

struct LockOptions {
    std::chrono::milliseconds timeout{30'000};
    std::chrono::milliseconds poll{0}; ///< 0: 2 ms growing to 100 ms, with jitter
    std::stop_token stop;              ///< cancels the wait (ErrorCode::cancelled)
    bool breakStale = false;           ///< sets a stale foreign lock aside; the person asked for it
    std::uint64_t guardedSize = 0;     ///< of the file that the lock guards, for the stale rule
    Removal removal = Removal::plain;  ///< what release() does
};

/// An exclusive lock that both kinds of foreign writers respect: a file that exists (those that test for it)
/// and carries a flock (those that take one). The file is written and flocked under a private name and then
/// linked to its own, so that it never exists without its token.
///
/// Own token with a dead owner: taken over at once; so is a copy of an own token in another file, and a file
/// that was last touched before this machine was started (what a power cut leaves). A live flock, or a
/// foreign file: waited for until the timeout (ErrorCode::locked, naming the holder). A stale foreign file is
/// never taken over silently. Within the process the same directory entry is guarded by a mutex, so threads
/// exclude each other too.
class FileLock {
public:
    /// `name` in `directory`, which may be closed while the lock is held. `directoryPath` is for messages.
    /// Whoever works under the lock asks stillOurs() before and after the commit: foreign programs walk in.
    [[nodiscard]] static Result<FileLock> acquire(Disk& disk, const Open& directory,
                                                  const std::string& directoryPath, const std::string& name,
                                                  const LockOptions& options);

    FileLock(FileLock&&) noexcept;
    FileLock& operator=(FileLock&&) noexcept;
    ~FileLock(); ///< releases, if release() was not called

    /// Whether the lock file is still the one we made, with our token: false says somebody walked in.
    [[nodiscard]] Result<bool> stillOurs() const;

    /// What its holder knows of the guarded files, for the next one in this process that takes the lock over
    /// (LockKeeper): as long as it is ours, no one who respects it can have changed them. Empty at first.
    void setNote(std::string note);
    [[nodiscard]] const std::string& note() const;

    /// Whether removed names have to be settled here: Removal::settled was asked for, and the file system
    /// doesn't keep their order.
    [[nodiscard]] bool settlesRemovals() const;
    /// Keeps `removed`, a file whose name in `directory` is gone, open until release() has synced
    /// `directory`. One that was kept before is let go: its directory must have been synced since.
    void keepUntilSynced(Open directory, Open removed);

    /// Removes the lock file, if it is still ours. A lock that somebody else put in its place stays.
    Status release();

private:
    struct State;
    explicit FileLock(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace stemma::io
