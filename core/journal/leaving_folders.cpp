// SPDX-License-Identifier: MIT
#include "core/journal/leaving_folders.h"

#include <utility>

#include "core/io/folders.h"

namespace stemma::journal {

namespace {

Result<io::Open> openLeft(io::Disk& disk, const TransactionRoot& root, const char* name) {
    auto folder = io::openRealDirectoryAt(disk, root.ours.directory, name);
    if (!folder && isNotThere(folder.error()))
        return io::Open();
    return folder;
}

/// The removal of a name must last before the number of its file is given away, where names keep no order.
Status syncRemoval(io::Disk& disk, const TransactionRoot& root, const io::Open& folder) {
    return root.keepsOrder ? Status() : disk.sync(folder.get(), io::Durability::everything);
}

Status removeFolder(io::Disk& disk, const TransactionRoot& root, const io::Open& parent,
                    const std::string& name) {
    const auto folder = io::openRealDirectoryAt(disk, parent, name);
    if (!folder)
        return fail(folder.error());
    const auto entries = disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries)
        if (const Status removed = disk.unlinkAt(folder->get(), entry.name); !removed)
            return removed;
    if (const Status synced = syncRemoval(disk, root, *folder); !synced)
        return synced;
    return disk.removeDirectoryAt(parent.get(), name);
}

/// Removes one of ours that is empty, durably.
Status removeLeft(io::Disk& disk, const TransactionRoot& root, const char* name) {
    const Status removed = disk.removeDirectoryAt(root.ours.directory.get(), name);
    return removed ? syncRemoval(disk, root, root.ours.directory) : removed;
}

std::vector<std::string> emptyGone(io::Disk& disk, const TransactionRoot& root) {
    std::vector<std::string> warnings;
    const auto warn = [&](const Error& error) {
        warnings.push_back("A backup that went could not be removed from the disk yet: that is done with "
                           "the next change. " +
                           describe(error));
    };
    const auto gone = openLeft(disk, root, leftName);
    if (!gone || !*gone) {
        if (!gone)
            warn(gone.error());
        return warnings;
    }
    const auto entries = disk.list(gone->get());
    if (!entries) {
        warn(entries.error());
        return warnings;
    }
    for (const io::DirEntry& entry : *entries)
        if (const Status removed = removeFolder(disk, root, *gone, entry.name); !removed)
            warn(removed.error());
    Status done = syncRemoval(disk, root, *gone);
    if (done && warnings.empty())
        done = removeLeft(disk, root, leftName);
    if (!done)
        warn(done.error());
    return warnings;
}

/// Where they came from; another program may have removed it since.
Result<io::Open> openHome(io::Disk& disk, const TransactionRoot& root) {
    auto home = io::openRealDirectoryAt(disk, root.directory, leavingHomeName);
    if (!home && isNotThere(home.error()))
        return io::makeFolder(disk, root.directory, leavingHomeName);
    return home;
}

/// Moves all of `leaving` back, durably, and removes it.
Result<std::size_t> putBack(io::Disk& disk, const TransactionRoot& root, const io::Open& leaving) {
    const auto entries = disk.list(leaving.get());
    if (!entries)
        return fail(entries.error());
    if (!entries->empty()) {
        const auto home = openHome(disk, root);
        if (!home)
            return fail(home.error());
        for (const io::DirEntry& entry : *entries)
            if (const Status moved = disk.renameAt(leaving.get(), entry.name, home->get(), entry.name,
                                                   io::RenameMode::noReplace);
                !moved)
                return fail(moved.error());
        for (const io::Open* folder : {&*home, &leaving})
            if (const Status synced = disk.sync(folder->get(), io::Durability::everything); !synced)
                return fail(synced.error());
    }
    if (const Status removed = removeLeft(disk, root, leavingName); !removed)
        return fail(removed.error());
    return entries->size();
}

} // namespace

Result<LeavingFolders> LeavingFolders::begin(io::Disk& disk, const TransactionRoot& root) {
    for (const char* name : {leavingName, leftName})
        if (disk.statAt(root.ours.directory.get(), name))
            return fail(ErrorCode::conflict, "remove backups", root.ownPathOf(name),
                        "what was left of an interrupted cleanup could not be settled",
                        "See to it that the folder can be written, and try again.");
    LeavingFolders folders(disk, root);
    auto home = io::openRealDirectoryAt(disk, root.directory, leavingHomeName);
    if (!home)
        return fail(std::move(home.error()));
    folders.m_home = std::move(*home);
    auto leaving = io::makeFolder(disk, root.ours.directory, leavingName);
    if (!leaving)
        return fail(std::move(leaving.error()));
    folders.m_leaving = std::move(*leaving);
    return folders;
}

Status LeavingFolders::moveOut(const std::string& name) {
    return m_disk->renameAt(m_home.get(), name, m_leaving.get(), name, io::RenameMode::noReplace);
}

Status LeavingFolders::moveBack(const std::string& name) {
    return m_disk->renameAt(m_leaving.get(), name, m_home.get(), name, io::RenameMode::noReplace);
}

Status LeavingFolders::commit() {
    const io::Handle ours = m_root->ours.directory.get();
    Status done;
    for (const io::Open* folder : {&m_leaving, &m_home})
        if (done)
            done = m_disk->sync(folder->get(), io::Durability::everything);
    if (done)
        done = m_disk->renameAt(ours, leavingName, ours, leftName, io::RenameMode::noReplace);
    if (done)
        done = m_disk->sync(ours, io::Durability::everything);
    if (done)
        return done;
    if (const Status back = takeBack(); !back) {
        done.error().committed = Committed::unknown;
        done.error().advice = back.error().advice;
    }
    return done;
}

Status LeavingFolders::takeBack() {
    const io::Handle ours = m_root->ours.directory.get();
    // Only where the commit itself failed does that name stand for what is on its way out.
    Status done;
    if (m_disk->statAt(ours, leftName))
        done = m_disk->renameAt(ours, leftName, ours, leavingName, io::RenameMode::noReplace);
    if (done) {
        const auto back = putBack(*m_disk, *m_root, m_leaving);
        done = back ? m_disk->sync(ours, io::Durability::everything) : fail(back.error());
    }
    if (!done) {
        done.error().committed = Committed::unknown;
        done.error().advice = "The backups that were to go may be gone, or still on their way in " +
                              m_root->pathOf(oursName) +
                              ": the next change, or `stemmactl recover`, settles it.";
    }
    return done;
}

std::vector<std::string> LeavingFolders::empty() {
    return emptyGone(*m_disk, *m_root);
}

SettledFolders settleLeavingFolders(io::Disk& disk, const TransactionRoot& root) {
    SettledFolders settled;
    const auto warn = [&](const Error& error) {
        settled.warnings.push_back(
            "Backups that an interrupted cleanup had moved could not be put back yet. " + describe(error));
    };
    // After a kill the rename may be in memory only, and half a backup must never come back.
    if (disk.statAt(root.ours.directory.get(), leftName)) {
        if (const Status synced = disk.sync(root.ours.directory.get(), io::Durability::everything); synced)
            settled.warnings = emptyGone(disk, root);
        else
            warn(synced.error());
    }
    const auto leaving = openLeft(disk, root, leavingName);
    if (!leaving)
        warn(leaving.error());
    if (!leaving || !*leaving)
        return settled;
    if (const auto back = putBack(disk, root, *leaving))
        settled.movedBack = *back;
    else
        warn(back.error());
    return settled;
}

} // namespace stemma::journal
