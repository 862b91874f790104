// SPDX-License-Identifier: MIT
#include "core/journal/staging_folder.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <unistd.h>

#include "core/base/ids.h"
#include "core/io/lock_token.h"
#include "core/journal/report_lock.h"

namespace stemma::journal {

namespace {

constexpr std::string_view prefix = ".stemma-new-";
constexpr const char* removedMessage = "removed the beginnings of a report that was never made";
constexpr int mostTries = 100;
constexpr int deepest = 8; ///< what is staged has two levels; whatever is deeper isn't ours

/// The process that made a folder of that name; nothing if it is no staging folder's name.
std::optional<int> makerOf(std::string_view name) {
    if (!name.starts_with(prefix))
        return std::nullopt;
    name.remove_prefix(prefix.size());
    int pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc() || pid <= 0 || end == name.data() + name.size() || *end != '-')
        return std::nullopt;
    return pid;
}

/// Its maker holds a flock on it, so here the times are but a second opinion: the older one will do, which is
/// still that of the original if the library was copied.
bool isLeftOver(io::Disk& disk, const io::Open& root, const std::string& name, int maker) {
    if (maker == ::getpid() || !io::processLives(maker))
        return true;
    const auto stamp = disk.statAt(root.get(), name);
    return stamp && !io::makerMayLive(maker, std::min(stamp->ctimeNs, stamp->mtimeNs));
}

Status removeContent(io::Disk& disk, const io::Open& folder, int depth) {
    const auto entries = disk.list(folder.get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries) {
        Status removed;
        if (entry.type == io::NodeType::directory) {
            if (depth >= deepest)
                return fail(ErrorCode::unsafe, "remove a left-over folder", entry.name,
                            "it is nested too deeply");
            const auto inner = io::openRealDirectoryAt(disk, folder, entry.name);
            if (!inner)
                return fail(inner.error());
            removed = removeContent(disk, *inner, depth + 1);
            if (removed)
                removed = disk.removeDirectoryAt(folder.get(), entry.name);
        } else {
            removed = disk.unlinkAt(folder.get(), entry.name);
        }
        if (!removed)
            return removed;
    }
    return {};
}

Status removeFolder(io::Disk& disk, const io::Open& root, const io::Open& folder, const std::string& name) {
    if (Status removed = removeContent(disk, folder, 0); !removed)
        return removed;
    Status removed = disk.removeDirectoryAt(root.get(), name);
    return removed ? settleRemovals(disk, root, {}) : removed;
}

} // namespace

Result<StagingFolder> StagingFolder::make(const Environment& environment, const io::Open& root) {
    for (int tries = 0; tries < mostTries; ++tries) {
        StagingFolder staging(environment, root);
        const auto ours = staging.claim();
        if (!ours)
            return fail(ours.error());
        if (*ours)
            return staging;
    }
    return fail(ErrorCode::conflict, "make a folder", environment.disk.pathOf(root.get()),
                "new folders are removed as soon as they are made", "Try again in a moment.");
}

/// Until it has its flock, a recovery in another thread takes it for a left-over. False: one did.
Result<bool> StagingFolder::claim() {
    io::Disk& disk = m_environment->disk;
    const std::string name = std::string(prefix) + std::to_string(::getpid()) + "-" + randomHex(8);
    if (Status made = disk.makeDirectoryAt(m_root->get(), name); !made)
        return fail(std::move(made.error()));
    auto folder = io::openRealDirectoryAt(disk, *m_root, name);
    if (!folder) {
        disk.removeDirectoryAt(m_root->get(), name); // empty; the first error is the one that matters
        return folder.error().code == ErrorCode::notFound ? Result<bool>(false)
                                                          : fail(std::move(folder.error()));
    }
    m_name = name;
    m_folder = std::move(*folder);
    const auto flocked = disk.tryFlock(m_folder.get());
    if (!flocked)
        return fail(flocked.error());
    const auto mine = disk.stat(m_folder.get());
    if (!mine)
        return fail(mine.error());
    const auto there = disk.statAt(m_root->get(), name);
    if (!there && there.error().code != ErrorCode::notFound)
        return fail(there.error());
    const bool claimed = *flocked && there && there->sameFileAs(*mine);
    if (!claimed)
        m_name.clear(); // whoever has the flock removes it
    return claimed;
}

StagingFolder::StagingFolder(StagingFolder&& other) noexcept
    : m_environment(other.m_environment)
    , m_root(other.m_root)
    , m_name(std::exchange(other.m_name, {}))
    , m_folder(std::move(other.m_folder)) {}

StagingFolder::~StagingFolder() {
    // What can't be removed now goes at the next recovery, which tells of it.
    if (!m_name.empty())
        removeFolder(m_environment->disk, *m_root, m_folder, m_name);
}

Status StagingFolder::putInPlace(const io::Open& parent, const std::string& name) {
    io::Disk& disk = m_environment->disk;
    if (Status renamed = disk.renameAt(m_root->get(), m_name, parent.get(), name, io::RenameMode::noReplace);
        !renamed)
        return renamed;
    m_name.clear();
    for (const io::Handle touched : {parent.get(), m_root->get()}) {
        if (Status synced = disk.sync(touched, io::Durability::everything); !synced) {
            synced.error().committed = Committed::unknown;
            return synced;
        }
    }
    return {};
}

Result<RecoveryReport> removeAbandonedStaging(const Environment& environment, const std::string& root) {
    io::Disk& disk = environment.disk;
    RecoveryReport report;
    const auto directory = io::openDirectory(disk, root);
    if (!directory)
        return fail(directory.error());
    const auto entries = disk.list(directory->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries) {
        const auto maker = makerOf(entry.name);
        if (!maker || !isLeftOver(disk, *directory, entry.name, *maker))
            continue;
        const std::string path = io::joinPath(root, entry.name);
        if (entry.type == io::NodeType::file) { // what a file system check makes of a folder that got lost
            if (disk.unlinkAt(directory->get(), entry.name))
                report.steps.push_back({"R6", path, removedMessage, false});
            continue;
        }
        if (entry.type != io::NodeType::directory)
            continue;
        const auto folder = io::openRealDirectoryAt(disk, *directory, entry.name);
        if (!folder)
            continue; // gone meanwhile, or swapped
        const auto flocked = disk.tryFlock(folder->get());
        if (!flocked || !*flocked)
            continue; // at work
        const Status removed = removeFolder(disk, *directory, *folder, entry.name);
        if (removed)
            report.steps.push_back({"R6", path, removedMessage, false});
        else
            report.steps.push_back(
                {"R6", path, "could not remove the beginnings of a report: " + describe(removed.error()),
                 true});
    }
    return report;
}

} // namespace stemma::journal
