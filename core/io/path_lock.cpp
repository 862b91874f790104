// SPDX-License-Identifier: MIT
#include "core/io/path_lock.h"

#include <set>
#include <utility>

#include "core/io/folders.h"

namespace stemma::io {

namespace {

/// The paths whose `.lock` must be held: the file's as it was named, and its target's if that is elsewhere.
Result<std::set<std::string>> lockedPaths(Disk& disk, const std::string& path) {
    const auto split = splitFilePath(path);
    if (!split)
        return fail(split.error());
    const auto folder = disk.resolve(split->directory);
    if (!folder)
        return fail(folder.error());
    std::set<std::string> paths{joinPath(*folder, split->name)};
    const auto target = disk.resolve(path);
    if (target)
        paths.insert(*target);
    else if (target.error().code != ErrorCode::notFound)
        return fail(target.error());
    return paths;
}

} // namespace

struct PathLock::Held {
    Open folder; ///< stays open as long as the lock is held
    FileLock lock;
};

PathLock::PathLock(std::vector<std::unique_ptr<Held>> held)
    : m_held(std::move(held)) {}
PathLock::PathLock(PathLock&&) noexcept = default;
PathLock& PathLock::operator=(PathLock&&) noexcept = default;
PathLock::~PathLock() = default;

Result<PathLock> PathLock::acquire(Disk& disk, const std::string& path, const LockOptions& options) {
    const auto paths = lockedPaths(disk, path);
    if (!paths)
        return fail(paths.error());
    LockOptions asked = options;
    asked.removal = Removal::settled;
    std::vector<std::unique_ptr<Held>> held;
    for (const std::string& each : *paths) {
        const auto split = splitFilePath(each);
        if (!split)
            return fail(split.error());
        auto folder = openDirectory(disk, split->directory);
        if (!folder)
            return fail(folder.error());
        auto lock = FileLock::acquire(disk, *folder, split->directory, split->name + ".lock", asked);
        if (!lock)
            return fail(lock.error());
        held.push_back(std::make_unique<Held>(Held{std::move(*folder), std::move(*lock)}));
    }
    return PathLock(std::move(held));
}

Result<bool> PathLock::stillOurs() const {
    for (const auto& each : m_held) {
        const auto ours = each->lock.stillOurs();
        if (!ours || !*ours)
            return ours;
    }
    return true;
}

Status PathLock::release() {
    Status first;
    while (!m_held.empty()) {
        Status status = m_held.back()->lock.release();
        if (!status && first)
            first = std::move(status);
        m_held.pop_back();
    }
    return first;
}

} // namespace stemma::io
