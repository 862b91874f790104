// SPDX-License-Identifier: MIT
#include "core/io/lock_holder.h"

#include <unistd.h>

#include "core/base/clock.h"
#include "core/io/lock_inspection.h"

namespace stemma::io {

namespace {

using std::chrono::milliseconds;

std::string agePhrase(milliseconds age) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    if (seconds < 120)
        return "for " + std::to_string(seconds) + " s";
    if (seconds < 2 * 3600)
        return "for " + std::to_string(seconds / 60) + " min";
    if (seconds < 48 * 3600)
        return "for " + std::to_string(seconds / 3600) + " h";
    return "for " + std::to_string(seconds / 86400) + " days";
}

} // namespace

bool LockHolder::isThisProcess() const {
    return kind == Kind::ours && onThisMachine && pid == ::getpid();
}

std::string LockHolder::text() const {
    if (kind == Kind::foreign)
        return "another program, " + agePhrase(age);
    const std::string where = onThisMachine  ? "on this machine"
                              : host.empty() ? "on another machine"
                                             : "on " + host;
    return "process " + std::to_string(pid) + " " + where + ", " + agePhrase(age);
}

Result<std::optional<LockHolder>> lockHolder(Disk& disk, const Open& directory, const std::string& name,
                                             std::uint64_t guardedSize) {
    const LockQuestion question{name, guardedSize, SystemClock().now().micros * 1000};
    Result<std::optional<LockInspection>> seen = inspectLock(disk, directory, question);
    if (!seen)
        return fail(notAFile(std::move(seen.error()), joinPath(disk.pathOf(directory.get()), name)));
    if (!*seen)
        return std::optional<LockHolder>();
    return std::optional<LockHolder>((*seen)->holder);
}

Status breakLock(Disk& disk, const Open& directory, const std::string& directoryPath, const std::string& name,
                 std::uint64_t guardedSize) {
    const std::string path = joinPath(directoryPath, name);
    const LockQuestion question{name, guardedSize, SystemClock().now().micros * 1000};
    Result<std::optional<LockInspection>> seen = inspectLock(disk, directory, question);
    if (!seen)
        return fail(notAFile(std::move(seen.error()), path));
    if (!*seen)
        return {};
    const LockHolder& holder = (*seen)->holder;
    const bool ownAlive = holder.kind == LockHolder::Kind::ours && holder.ownerAlive && holder.onThisMachine;
    if (holder.flocked || ownAlive || (holder.ownerAlive && !holder.stale))
        return fail(ErrorCode::locked, "break the lock", path, "it is held by " + holder.text(),
                    "It may still be in use: wait until it is done.");
    const Result<bool> gone = setAside(disk, directory, name, **seen, brokenLockName(name));
    if (!gone)
        return fail(gone.error());
    if (!*gone)
        return fail(ErrorCode::locked, "break the lock", path, "another program has just taken it",
                    "Wait until it is done.");
    return {};
}

} // namespace stemma::io
