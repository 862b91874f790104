// SPDX-License-Identifier: MIT
#include "core/journal/report_folder.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <unistd.h>

#include "core/base/ids.h"
#include "core/history/backups.h"
#include "core/history/pruned_backups.h"
#include "core/io/atomic_write.h"
#include "core/io/strays.h"
#include "core/journal/intent.h"

namespace stemma::journal {

namespace {

Unexpected unsafeOutline(const ReportFolder& folder, std::string why) {
    return fail(ErrorCode::unsafe, "use the report", folder.pathOf(outlineName), std::move(why),
                "Put a regular file in its place.");
}

/// The name behind outline.json, if it is a symbolic link: resolved once, and only within the folder.
Result<std::string> linkTarget(io::Disk& disk, const ReportFolder& folder) {
    auto target = disk.readLinkAt(folder.directory.get(), outlineName);
    if (!target)
        return fail(std::move(target.error()));
    if (!isSafeName(*target))
        return unsafeOutline(folder, "it is a symbolic link that leads out of the report's folder");
    auto stamp = disk.statAt(folder.directory.get(), *target);
    if (!stamp && stamp.error().code != ErrorCode::notFound)
        return fail(std::move(stamp.error()));
    if (!stamp || stamp->type != io::NodeType::file)
        return unsafeOutline(folder, "it is a symbolic link to something that is no regular file");
    return std::move(*target);
}

/// The name behind backups/, if it is a symbolic link: resolved once, and only within the folder.
Result<io::Open> openBackups(io::Disk& disk, const ReportFolder& folder) {
    const auto there = disk.statAt(folder.directory.get(), backupsName);
    if (!there)
        return there.error().code == ErrorCode::notFound ? Result<io::Open>() : fail(there.error());
    if (there->type != io::NodeType::symlink)
        return io::openRealDirectoryAt(disk, folder.directory, backupsName);
    const auto target = disk.readLinkAt(folder.directory.get(), backupsName);
    if (!target)
        return fail(target.error());
    auto opened = isSafeName(*target) ? io::openRealDirectoryAt(disk, folder.directory, *target)
                                      : Result<io::Open>(io::Open());
    if (opened && *opened)
        return opened;
    return fail(ErrorCode::unsafe, "use the report", folder.pathOf(backupsName),
                "it is a symbolic link that leads out of the report's folder, or to no folder in it",
                "The history belongs into the report: put a folder with these files in its place.");
}

/// A temporary file that nobody can be using.
bool isAbandoned(io::Disk& disk, const io::Open& folder, const std::string& name, OwnTemporaries own) {
    io::TemporaryOwner owner;
    if (!io::isTemporaryName(name, &owner))
        return false;
    const bool ofUnit = owner.name == outlineName || owner.name == auditName || owner.name == lockName;
    if (owner.pid == ::getpid() && ofUnit && own == OwnTemporaries::abandoned)
        return true;
    return io::isStray(disk, folder, name, owner.pid);
}

/// Whether an act on pruned backups was cut off.
Result<bool> isPrunedUnsettled(io::Disk& disk, const ReportFolder& folder) {
    const auto home = io::openRealDirectoryAt(disk, folder.directory, history::prunedHomeName);
    const auto entries = home ? disk.list(home->get()) : fail(home.error());
    if (!entries)
        return entries.error().code == ErrorCode::notFound ? Result<bool>(false) : fail(entries.error());
    return std::any_of(entries->begin(), entries->end(), [](const io::DirEntry& entry) {
        const auto set = history::prunedSetOf(entry.name);
        return set && history::isUnsettled(set->state);
    });
}

} // namespace

Result<ReportFolder> openReportFolder(io::Disk& disk, const std::string& path) {
    ReportFolder folder;
    folder.path = path;
    folder.outline = outlineName;
    auto directory = io::openDirectory(disk, path);
    if (!directory)
        return fail(std::move(directory.error()));
    folder.directory = std::move(*directory);
    auto stamp = disk.stat(folder.directory.get());
    if (!stamp)
        return fail(std::move(stamp.error()));
    folder.stamp = *stamp;
    auto backups = openBackups(disk, folder);
    if (!backups)
        return fail(std::move(backups.error()));
    folder.backups = std::move(*backups);
    auto outline = disk.statAt(folder.directory.get(), outlineName);
    if (!outline)
        return outline.error().code == ErrorCode::notFound ? Result<ReportFolder>(std::move(folder))
                                                           : fail(std::move(outline.error()));
    folder.outlineSize = outline->size;
    if (outline->type == io::NodeType::symlink) {
        auto target = linkTarget(disk, folder);
        if (!target)
            return fail(std::move(target.error()));
        folder.outline = std::move(*target);
    }
    return folder;
}

Status ensureBackups(io::Disk& disk, ReportFolder& folder) {
    if (folder.backups)
        return {};
    if (Status made = disk.makeDirectoryAt(folder.directory.get(), backupsName);
        !made && made.error().code != ErrorCode::conflict)
        return made;
    if (Status synced = disk.sync(folder.directory.get(), io::Durability::everything); !synced)
        return synced;
    auto opened = io::openRealDirectoryAt(disk, folder.directory, backupsName);
    if (!opened)
        return fail(std::move(opened.error()));
    folder.backups = std::move(*opened);
    return {};
}

Result<bool> stillInPlace(io::Disk& disk, const ReportFolder& folder) {
    const auto there = io::openDirectory(disk, folder.path);
    if (!there) {
        const ErrorCode code = there.error().code;
        if (code == ErrorCode::notFound || code == ErrorCode::unsafe)
            return false;
        return fail(there.error());
    }
    const auto stamp = disk.stat(there->get());
    if (!stamp)
        return fail(stamp.error());
    return stamp->sameFileAs(folder.stamp);
}

Result<std::optional<io::FileStamp>> outlineStamp(io::Disk& disk, const ReportFolder& folder) {
    auto stamp = disk.statAt(folder.directory.get(), folder.outline);
    if (!stamp) {
        if (stamp.error().code == ErrorCode::notFound)
            return std::optional<io::FileStamp>();
        return fail(std::move(stamp.error()));
    }
    if (stamp->type != io::NodeType::file)
        return unsafeOutline(folder, "it is no regular file");
    return std::optional<io::FileStamp>(*stamp);
}

Result<FolderListing> listFolder(io::Disk& disk, const ReportFolder& folder, OwnTemporaries own) {
    FolderListing listing;
    auto entries = disk.list(folder.directory.get());
    if (!entries)
        return fail(std::move(entries.error()));
    for (io::DirEntry& entry : *entries) {
        if (entry.name == lockName) {
            listing.lock = true;
        } else if (entry.name == history::prunedHomeName && entry.type == io::NodeType::directory) {
            const auto unsettled = isPrunedUnsettled(disk, folder);
            if (!unsettled)
                return fail(unsettled.error());
            listing.prunedUnsettled = *unsettled;
        }
        if (entry.type != io::NodeType::file || entry.name == lockName)
            continue;
        if (entry.name == auditTemporaryName)
            listing.auditTemporary = true;
        else if (isAbandoned(disk, folder.directory, entry.name, own))
            listing.temporaries.push_back(std::move(entry.name));
    }
    if (!folder.backups)
        return listing;
    entries = disk.list(folder.backups.get());
    if (!entries)
        return fail(std::move(entries.error()));
    for (io::DirEntry& entry : *entries) {
        if (entry.type != io::NodeType::file)
            continue;
        if (!entry.name.starts_with('.')) {
            if (history::backupTime(entry.name))
                listing.backups.push_back(std::move(entry.name));
        } else if (isIntentFileName(entry.name)) {
            listing.intents.push_back(std::move(entry.name));
        } else if (isAbandoned(disk, folder.backups, entry.name, own)) {
            listing.backupTemporaries.push_back(std::move(entry.name));
        }
    }
    std::sort(listing.intents.begin(), listing.intents.end());
    return listing;
}

std::vector<std::string> newestBackupsFirst(const FolderListing& listing) {
    std::vector<std::string> names = listing.backups;
    std::sort(names.begin(), names.end(), std::greater<>());
    return names;
}

Result<std::vector<std::string>> backupsSharing(io::Disk& disk, const ReportFolder& folder,
                                                const FolderListing& listing, const io::FileStamp& outline) {
    std::vector<std::string> sharing;
    if (outline.links < 2)
        return sharing;
    for (const std::string& name : listing.backups) {
        auto stamp = disk.statAt(folder.backups.get(), name);
        if (!stamp) {
            if (stamp.error().code == ErrorCode::notFound)
                continue;
            return fail(std::move(stamp.error()));
        }
        if (stamp->sameFileAs(outline))
            sharing.push_back(name);
    }
    return sharing;
}

Error during(Error error, const char* action) {
    error.action = action;
    return error;
}

} // namespace stemma::journal
