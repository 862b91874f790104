// SPDX-License-Identifier: MIT
#include "core/io/path_lock.h"

#include <set>
#include <utility>

#include "core/base/ids.h"

namespace stemma::io {

namespace {

/// The paths whose `.lock` must be held: the file's as it was named, and its target's if that is elsewhere.
Result<std::set<std::string>> lockedPaths(Disk& disk, const std::string& path) {
    const auto split = splitPath(path);
    if (!split)
        return fail(split.error());
    const auto folder = disk.resolve(split->folder);
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
    std::vector<std::unique_ptr<Held>> held;
    for (const std::string& each : *paths) {
        const auto split = splitPath(each);
        if (!split)
            return fail(split.error());
        auto folder = openDirectory(disk, split->folder);
        if (!folder)
            return fail(folder.error());
        auto lock = FileLock::acquire(disk, *folder, split->folder, split->name + ".lock", options);
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

Result<SplitPath> splitPath(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    SplitPath split;
    split.folder = slash == std::string::npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
    split.name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (!isSafeName(split.name))
        return fail(ErrorCode::usage, "use the file", path, "the path names no file");
    return split;
}

} // namespace stemma::io
