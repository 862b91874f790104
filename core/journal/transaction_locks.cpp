// SPDX-License-Identifier: MIT
#include "core/journal/transaction_locks.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/journal/report_lock.h"

namespace stemma::journal {

namespace {

/// For writing first: on NFS a flock needs that. Not open: there is none, or it is no lock file.
Result<io::Open> openForeignLock(io::Disk& disk, io::Handle folder, const std::string& name) {
    auto handle = disk.openFile(folder, name, io::OpenMode::readWrite);
    if (!handle && (handle.error().osErrno == EACCES || handle.error().osErrno == EPERM ||
                    handle.error().osErrno == EROFS))
        handle = disk.openFile(folder, name, io::OpenMode::read);
    if (handle)
        return io::Open(disk, *handle);
    const bool none = isNotThere(handle.error()) || handle.error().code == ErrorCode::unsafe;
    return none ? Result<io::Open>(io::Open()) : fail(std::move(handle.error()));
}

/// Whether the file that was locked is still the one of that name.
bool isStillNamed(io::Disk& disk, io::Handle folder, const std::string& name, const io::Open& lock) {
    const auto mine = disk.stat(lock.get());
    const auto there = disk.statAt(folder, name);
    return mine && there && mine->sameFileAs(*there);
}

} // namespace

Result<ForeignLocks> ForeignLocks::acquire(io::Disk& disk, const TransactionRoot& root, PlaceFolders& folders,
                                           std::vector<std::string> places, const io::LockOptions& options) {
    std::sort(places.begin(), places.end());
    ForeignLocks locks;
    Patience patience(options);
    for (const std::string& place : places) {
        const auto folder = folders.open(folderOf(place));
        if (!folder && isNotThere(folder.error()))
            continue;
        if (!folder)
            return fail(folder.error());
        const std::string name = nameOf(place) + ".lock";
        for (;;) {
            auto lock = openForeignLock(disk, *folder, name);
            if (!lock)
                return fail(std::move(lock.error()));
            if (!*lock)
                break;
            const auto had = disk.tryFlock(lock->get());
            if (!had)
                return fail(had.error());
            if (*had && isStillNamed(disk, *folder, name, *lock)) {
                locks.m_held.push_back(std::move(*lock));
                break;
            }
            if (!patience.wait())
                return fail(patience.cancelled() ? ErrorCode::cancelled : ErrorCode::locked, "get the lock",
                            root.pathOf(place) + ".lock", "another program holds it (a flock)",
                            "Wait until it is done, and try again.");
        }
    }
    return locks;
}

} // namespace stemma::journal
