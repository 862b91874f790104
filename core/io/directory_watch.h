// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::io {

/// What a DirectoryWatch tells, always from its own thread. Functions may be left empty. They may call add()
/// and remove(), and must not destroy the watch.
struct DirectoryWatchCallbacks {
    /// Something in the directory was made, written, renamed or removed; told once for a burst of changes. A
    /// hint: look what it was.
    std::function<void(const std::string& directory)> changed;
    /// The directory itself was removed, moved away or unmounted, and is watched no longer. Add it again when
    /// it is back.
    std::function<void(const std::string& directory)> gone;
    /// Changes were lost, as too many came at once: anything may have changed anywhere.
    std::function<void()> overflowed;
    /// The directory can't be watched: poll it instead. The system's limit of watches is reached (ENOSPC),
    /// the file system does not tell of other machines' changes (EOPNOTSUPP), or the directory is not there
    /// or not readable.
    std::function<void(const std::string& directory, const Error& why)> limited;
    /// Every directory that was added until now is watched, or was reported as limited. Changes from before
    /// it was watched are not told: look once after this. Told again after later additions.
    std::function<void()> ready;
    /// Names whose changes are not worth telling (lock files, temporary files). Must be quick.
    std::function<bool(std::string_view name)> ignores;
};

/// Watches directories (not what is below them) by inotify(7), on a thread of its own: no function blocks on
/// a disk. Tens of thousands of directories are all right, as far as fs.inotify.max_user_watches allows.
/// Thread-safe.
class DirectoryWatch {
public:
    /// `disk` tells which file systems give notices; it outlives the watch.
    DirectoryWatch(Disk& disk, DirectoryWatchCallbacks callbacks);
    /// No callback runs afterwards; waits for one that is running.
    ~DirectoryWatch();
    DirectoryWatch(const DirectoryWatch&) = delete;
    DirectoryWatch& operator=(const DirectoryWatch&) = delete;

    /// Starts watching a directory, soon. Adding it once more does no harm, and renews the watch if another
    /// directory has come in its place. The path is told back as it was given.
    void add(std::string directory);
    /// As add() of each, but the thread is woken once.
    void addAll(const std::vector<std::string>& directories);
    /// Stops watching it, soon; changes seen before may still be told.
    void remove(std::string directory);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::io
