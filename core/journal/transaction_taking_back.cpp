// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include "core/io/atomic_write.h"
#include "core/io/strays.h"
#include "core/journal/transaction_steps.h"

namespace stemma::journal {

namespace {

constexpr const char* markName = "taking-back";
constexpr const char* returningName = "returning"; ///< of a before-image, on its way back

Status unlinkIfThere(io::Disk& disk, io::Handle folder, const std::string& name) {
    Status gone = disk.unlinkAt(folder, name);
    return gone || isNotThere(gone.error()) ? Status() : gone;
}

/// From here on recovery takes it back too.
Status markTakingBack(io::Disk& disk, const io::Open& current) {
    const auto file = io::openFile(disk, current, markName, io::OpenMode::createNew);
    if (!file)
        return file.error().osErrno == EEXIST ? Status() : fail(file.error());
    return disk.syncTogether({{file->get()}, {current.get()}});
}

/// Folders that were already removed, for what is to come back into them.
Status makeGoneFolders(CurrentTransaction& current) {
    const auto& gone = current.plan.goneFolders;
    for (auto place = gone.rbegin(); place != gone.rend(); ++place) {
        const auto parent = current.folders.open(folderOf(*place));
        if (!parent)
            return fail(parent.error());
        if (Status made = current.environment.disk.makeDirectoryAt(*parent, nameOf(*place));
            !made && made.error().osErrno != EEXIST)
            return made;
    }
    return {};
}

/// The before-image keeps its name until all is done: by a second one it goes into its place. What has come
/// there from another program meanwhile stays.
Status putBack(CurrentTransaction& current, std::size_t change, const std::optional<io::FileStamp>& live) {
    io::Disk& disk = current.environment.disk;
    const io::Handle ours = current.folder.get();
    const PlannedChange& planned = current.plan.changes[change];
    Status done = unlinkIfThere(disk, ours, returningName);
    if (!done)
        return done;
    if (planned.oldSha256.empty()) {
        done = live ? removeExactly(current, returningName, planned.place, *live) : Status();
    } else {
        done = linkOrCopy(disk, ours, oldName(change), current.folder, returningName);
        if (!done && isNotThere(done.error()))
            return {}; // all was taken back, and is being forgotten
        if (done && live)
            done = replaceExactly(current, returningName, planned.place, *live);
        else if (done)
            done = putWhereNothingIs(current, returningName, planned.place);
    }
    const bool walkedIn = !done && (done.error().code == ErrorCode::conflict || isNotThere(done.error()));
    return walkedIn ? Status() : done;
}

/// A folder that got no further than its temporary name. Under the lock, one of this very process is left
/// over too.
void removeUnfinishedFolders(io::Disk& disk, io::Handle parent, const std::string& name) {
    const auto own = disk.openDirectoryAt(parent, ".");
    if (!own)
        return;
    const io::Open folder(disk, *own);
    const auto entries = disk.list(folder.get());
    if (!entries)
        return;
    for (const io::DirEntry& entry : *entries) {
        io::TemporaryOwner owner;
        if (entry.type == io::NodeType::directory && io::isTemporaryName(entry.name, &owner) &&
            owner.name == name &&
            (owner.pid == ::getpid() || io::isStray(disk, folder, entry.name, owner.pid)))
            disk.removeDirectoryAt(folder.get(), entry.name); // an empty one only
    }
}

void removeMadeFolders(CurrentTransaction& current) {
    const auto& made = current.plan.madeFolders;
    for (auto place = made.rbegin(); place != made.rend(); ++place) {
        current.folders.forget(*place);
        const auto parent = current.folders.open(folderOf(*place));
        if (parent) // what others put into it keeps it
            current.environment.disk.removeDirectoryAt(*parent, nameOf(*place));
        if (parent && !current.root.keepsOrder)
            removeUnfinishedFolders(current.environment.disk, *parent, nameOf(*place));
    }
}

} // namespace

Result<bool> isBeingTakenBack(io::Disk& disk, const io::Open& current) {
    const auto mark = disk.statAt(current.get(), markName);
    if (mark)
        return true;
    return isNotThere(mark.error()) ? Result<bool>(false) : fail(mark.error());
}

Status takeBack(CurrentTransaction& current) {
    io::Disk& disk = current.environment.disk;
    if (Status marked = markTakingBack(disk, current.folder); !marked)
        return marked;
    if (Status made = makeGoneFolders(current); !made)
        return made;
    for (std::size_t change = current.plan.changes.size(); change-- > 0;) {
        const auto live = current.folders.look(current.plan.changes[change].place);
        const auto state = live ? stateOf(current, change) : fail(live.error());
        if (!state)
            return fail(state.error());
        if (*state != FileState::changed)
            continue;
        if (Status done = putBack(current, change, *live); !done)
            return done;
    }
    removeMadeFolders(current);
    if (Status synced = syncTouchedFolders(current); !synced)
        return synced;
    return discardCurrent(disk, current.root, current.folder);
}

Status discardCurrent(io::Disk& disk, TransactionRoot& root, const io::Open& current) {
    const auto entries = disk.list(current.get());
    if (!entries)
        return fail(entries.error());
    // The manifest first: without it nothing is looked at any more.
    if (Status gone = unlinkIfThere(disk, current.get(), manifestName); !gone)
        return gone;
    for (const io::DirEntry& entry : *entries)
        if (Status gone = unlinkIfThere(disk, current.get(), entry.name); !gone)
            return gone;
    if (!root.keepsOrder) {
        if (Status synced = disk.sync(current.get(), io::Durability::everything); !synced)
            return synced;
    }
    Status done = disk.removeDirectoryAt(root.ours.directory.get(), currentName);
    if (done && !root.keepsOrder) // while it is open, so that its number isn't given away
        done = disk.sync(root.ours.directory.get(), io::Durability::everything);
    return done;
}

} // namespace stemma::journal
