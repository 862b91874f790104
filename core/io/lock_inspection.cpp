// SPDX-License-Identifier: MIT
#include "core/io/lock_inspection.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/ids.h"

namespace stemma::io {

namespace {

using std::chrono::milliseconds;

milliseconds staleAfter(std::uint64_t guardedSize) {
    constexpr std::uint64_t step = 10'000'000;
    return milliseconds(30'000 + 5'000 * static_cast<std::int64_t>(guardedSize / step));
}

/// For writing first: on NFS a flock needs that.
Result<Open> openLock(Disk& disk, const Open& directory, const std::string& name) {
    Result<Open> file = openFile(disk, directory, name, OpenMode::readWrite);
    if (!file &&
        (file.error().osErrno == EACCES || file.error().osErrno == EPERM || file.error().osErrno == EROFS))
        file = openFile(disk, directory, name, OpenMode::read);
    return file;
}

bool isThisProcess(const LockToken& token) {
    const LockToken own = newLockToken();
    return token.pid == own.pid && token.processStart == own.processStart && token.bootId == own.bootId &&
           token.host == own.host;
}

bool ownerGone(const LockToken& token, const LockInspection& seen, const LockQuestion& question,
               bool remote) {
    if (seen.holder.flocked)
        return false;
    if (question.ourselves == LockQuestion::Ourselves::doNotHold && isThisProcess(token))
        return true;
    // A copy of a lock file (a fork of the report made by copying its folder) guards nothing.
    if (!remote && token.inode != 0 && token.inode != seen.stamp.inode)
        return true;
    return ownerState(token) == OwnerState::dead;
}

/// A file of this machine that nobody touched since before it was started has no living owner, whoever wrote
/// it. That is also what a power cut makes of a lock file of ours: the name is there, the token never reached
/// the disk.
bool fromBeforeBoot(const FileStamp& stamp, bool remote) {
    constexpr std::int64_t margin = 2'000'000'000; // the boot time is told in whole seconds
    const std::int64_t boot = bootTimeNs();
    return !remote && boot != 0 && stamp.ctimeNs < boot - margin;
}

void judge(LockInspection& seen, const LockQuestion& question, bool remote) {
    LockHolder& holder = seen.holder;
    const std::int64_t ageNs = std::max<std::int64_t>(0, question.nowNs - seen.stamp.mtimeNs);
    holder.age = std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds(ageNs));
    if (const auto token = parseToken(seen.content)) {
        holder.kind = LockHolder::Kind::ours;
        holder.pid = token->pid;
        holder.host = token->host;
        holder.onThisMachine = token->host == newLockToken().host;
        holder.ownerAlive = !ownerGone(*token, seen, question, remote);
    } else {
        holder.ownerAlive = holder.flocked || !fromBeforeBoot(seen.stamp, remote);
    }
    holder.stale = !holder.flocked && holder.age > staleAfter(question.guardedSize);
}

} // namespace

std::string privateLockName(const std::string& name) {
    return name + ".new." + std::to_string(::getpid()) + "." + randomHex(8);
}

std::string brokenLockName(const std::string& name) {
    return name + ".broken-" + backupStamp(SystemClock().now());
}

Error notAFile(Error error, const std::string& path) {
    if (error.code != ErrorCode::unsafe)
        return error;
    return Error{ErrorCode::locked,
                 "get the lock",
                 path,
                 "a folder or a special file is where the lock file belongs",
                 "No program can write here until it is moved away: look what it is, and remove it.",
                 error.osErrno};
}

Result<std::string> lockContent(Disk& disk, const Open& file) {
    constexpr std::uint64_t enough = 1024;
    return disk.read(file.get(), 0, enough);
}

Result<std::optional<LockInspection>> inspectLock(Disk& disk, const Open& directory,
                                                  const LockQuestion& question) {
    LockInspection seen;
    Result<Open> file = openLock(disk, directory, question.name);
    if (!file) {
        if (file.error().code == ErrorCode::notFound)
            return std::optional<LockInspection>();
        if (file.error().osErrno != EACCES && file.error().osErrno != EPERM)
            return fail(std::move(file.error()));
    }
    const Result<FileStamp> stamp =
        file ? disk.stat(file->get()) : disk.statAt(directory.get(), question.name);
    if (!stamp)
        return stamp.error().code == ErrorCode::notFound ? Result<std::optional<LockInspection>>(std::nullopt)
                                                         : fail(stamp.error());
    seen.stamp = *stamp;
    if (file) {
        const Result<bool> had = disk.tryFlock(file->get());
        if (!had)
            return fail(had.error());
        seen.holder.flocked = !*had;
        Result<std::string> content = lockContent(disk, *file);
        if (!content)
            return fail(std::move(content.error()));
        seen.content = std::move(*content);
        seen.file = std::move(*file);
    }
    judge(seen, question, disk.traits(directory.get()).remote);
    return std::optional<LockInspection>(std::move(seen));
}

Result<bool> setAside(Disk& disk, const Open& directory, const std::string& name,
                      const LockInspection& judged, const std::string& aside) {
    const Status moved = disk.renameAt(directory.get(), name, directory.get(), aside, RenameMode::noReplace);
    if (!moved) {
        if (moved.error().code == ErrorCode::notFound)
            return true;
        return fail(moved.error());
    }
    const Result<FileStamp> stamp = disk.statAt(directory.get(), aside);
    bool same = stamp && stamp->sameFileAs(judged.stamp);
    if (same && judged.file) {
        const Result<std::string> content = lockContent(disk, judged.file);
        same = content && *content == judged.content;
    }
    if (!same) {
        const Status back =
            disk.renameAt(directory.get(), aside, directory.get(), name, RenameMode::noReplace);
        if (back)
            return false;
        if (back.error().osErrno != EEXIST)
            return fail(back.error());
        // A third lock took the name meanwhile: the one in our hand can't come back, and its owner notices.
    }
    if (const Status removed = disk.unlinkAt(directory.get(), aside); !removed)
        return fail(removed.error());
    return same;
}

} // namespace stemma::io
