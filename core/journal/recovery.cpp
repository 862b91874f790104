// SPDX-License-Identifier: MIT
#include "core/journal/recovery.h"

#include <utility>

#include "core/io/lock_holder.h"
#include "core/io/strays.h"
#include "core/journal/audit_file.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/report_folder.h"
#include "core/journal/report_lock.h"
#include "core/journal/staging_folder.h"

namespace stemma::journal {

namespace {

constexpr const char* recovering = "recover the report";

/// What the lock file says: that the folder is at work, or that it was left over, by us or (as far as can be
/// told: a power cut may have torn our token) by another program.
enum class LockState { none, atWork, foreign, ourLeftover, leftover };

Result<LockState> lockState(io::Disk& disk, const ReportFolder& folder, const FolderListing& listing) {
    if (!listing.lock)
        return LockState::none;
    const auto holder = io::lockHolder(disk, folder.directory, lockName, folder.outlineSize);
    if (!holder)
        return holder.error().code == ErrorCode::unsafe ? Result<LockState>(LockState::foreign)
                                                        : fail(holder.error());
    if (!*holder)
        return LockState::none;
    if ((*holder)->kind == io::LockHolder::Kind::foreign)
        return (*holder)->ownerAlive ? LockState::foreign : LockState::leftover;
    return (*holder)->ownerAlive ? LockState::atWork : LockState::ourLeftover;
}

/// What an interrupted unit of ours leaves.
Result<bool> hasOurLeftovers(io::Disk& disk, const ReportFolder& folder, const FolderListing& listing,
                             LockState lock) {
    if (lock == LockState::atWork)
        return false; // whoever works there recovers first
    if (lock == LockState::ourLeftover || !listing.intents.empty() || !listing.backupTemporaries.empty() ||
        !listing.temporaries.empty() || listing.prunedUnsettled)
        return true;
    const auto outline = outlineStamp(disk, folder);
    if (!outline)
        return outline.error().code == ErrorCode::unsafe ? Result<bool>(false) : fail(outline.error());
    if (!*outline)
        return false;
    const auto sharing = backupsSharing(disk, folder, listing, **outline);
    if (!sharing)
        return fail(sharing.error());
    return !sharing->empty();
}

/// What other programs' crashes leave in the log.
Result<bool> hasLogLeftovers(io::Disk& disk, const ReportFolder& folder, const FolderListing& listing) {
    if (listing.auditTemporary)
        return true;
    const auto log = io::openFile(disk, folder.directory, auditName, io::OpenMode::read);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Result<bool>(false) : fail(log.error());
    const auto stamp = disk.stat(log->get());
    if (!stamp)
        return fail(stamp.error());
    if (stamp->size == 0)
        return false;
    const auto last = disk.read(log->get(), stamp->size - 1, 1);
    if (!last)
        return fail(last.error());
    return *last != "\n";
}

Result<bool> needsWriting(io::Disk& disk, const ReportFolder& folder) {
    const auto listing = listFolder(disk, folder, OwnTemporaries::abandoned);
    if (!listing)
        return fail(listing.error());
    const auto lock = lockState(disk, folder, *listing);
    if (!lock)
        return fail(lock.error());
    // Under a lock that is at work, the log may be in the middle of an entry: look again when it is free.
    if (*lock == LockState::atWork || *lock == LockState::leftover)
        return true;
    const auto ours = hasOurLeftovers(disk, folder, *listing, *lock);
    if (!ours || *ours)
        return ours;
    return hasLogLeftovers(disk, folder, *listing);
}

Result<RecoveryReport> recoverFolder(const Environment& environment, const std::string& directory,
                                     const io::LockOptions& options) {
    auto folder = openReportFolder(environment.disk, directory);
    if (!folder)
        return fail(std::move(folder.error()));
    const auto needed = needsWriting(environment.disk, *folder);
    if (!needed)
        return fail(needed.error());
    if (!*needed)
        return FolderRecovery(environment, *folder).tell();
    auto lock = lockReport(environment, *folder, options);
    if (!lock)
        return fail(std::move(lock.error()));
    auto report = FolderRecovery(environment, *folder).run(Reach::everything);
    if (Status released = lock->release(); !released && report)
        return fail(std::move(released.error()));
    return report;
}

void append(RecoveryReport& all, RecoveryReport part) {
    for (RecoveryStep& step : part.steps)
        all.steps.push_back(std::move(step));
}

/// Every report in `root/place`. What can't be recovered is told, and the next one follows.
Status recoverPlace(const Environment& environment, const std::string& root, const char* place,
                    const io::LockOptions& lock, RecoveryReport& all) {
    const std::string path = io::joinPath(root, place);
    const auto folder = io::openDirectory(environment.disk, path);
    if (!folder)
        return folder.error().code == ErrorCode::notFound ? Status() : fail(folder.error());
    const auto entries = environment.disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries) {
        if (lock.stop.stop_requested())
            return fail(ErrorCode::cancelled, "recover the library", root, "it was cancelled");
        if (entry.type != io::NodeType::directory && entry.type != io::NodeType::symlink)
            continue;
        const std::string report = io::joinPath(path, entry.name);
        auto recovered = recoverFolder(environment, report, lock);
        if (recovered)
            append(all, std::move(*recovered));
        else if (entry.type == io::NodeType::directory)
            all.steps.push_back({"R4", report, describe(recovered.error()), true});
    }
    return {};
}

} // namespace

Result<bool> needsRecovery(io::Disk& disk, const std::string& directory) {
    const auto folder = openReportFolder(disk, directory);
    if (!folder)
        return folder.error().code == ErrorCode::unsafe ? Result<bool>(false) : fail(folder.error());
    const auto listing = listFolder(disk, *folder, OwnTemporaries::inUse);
    if (!listing)
        return fail(listing.error());
    const auto lock = lockState(disk, *folder, *listing);
    if (!lock)
        return fail(lock.error());
    return hasOurLeftovers(disk, *folder, *listing, *lock);
}

Result<RecoveryReport> recoverReport(const Environment& environment, const std::string& directory,
                                     const io::LockOptions& lock) {
    auto report = recoverFolder(environment, directory, lock);
    if (!report)
        return fail(during(std::move(report.error()), recovering));
    return report;
}

Result<RecoveryReport> recoverLibrary(const Environment& environment, const std::string& root,
                                      const io::LockOptions& lock) {
    RecoveryReport all;
    if (Status done = recoverPlace(environment, root, "by_id", lock, all); !done)
        return fail(during(std::move(done.error()), "recover the library"));
    if (Status done = recoverPlace(environment, root, ".trash", lock, all); !done) {
        if (done.error().code == ErrorCode::cancelled)
            return fail(during(std::move(done.error()), "recover the library"));
        all.steps.push_back({"R4", io::joinPath(root, ".trash"), describe(done.error()), true});
    }
    auto staging = removeAbandonedStaging(environment, root);
    if (!staging)
        return fail(during(std::move(staging.error()), "recover the library"));
    append(all, std::move(*staging));
    for (const char* name : {"index.jsonl", "by_id", ".trash"}) {
        const std::string path = io::joinPath(root, name);
        if (io::removeStrays(environment.disk, path) > 0)
            all.steps.push_back({"R6", path, "removed what an interrupted writing of it left"});
    }
    return all;
}

} // namespace stemma::journal
