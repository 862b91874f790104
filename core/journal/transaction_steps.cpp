// SPDX-License-Identifier: MIT
#include "core/journal/transaction_steps.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/journal/transaction_log.h"

namespace stemma::journal {

namespace {

/// The folder for a change to its names, which is to be there.
Result<io::Open> openPlace(CurrentTransaction& current, const std::string& folder) {
    const auto handle = current.folders.open(folder);
    if (!handle)
        return fail(handle.error());
    io::Disk& disk = current.environment.disk;
    const auto own = disk.openDirectoryAt(*handle, ".");
    return own ? Result<io::Open>(io::Open(disk, *own)) : fail(own.error());
}

Status walkedInto(const CurrentTransaction& current, const std::string& place) {
    return fail(ErrorCode::conflict, "change the files", current.root.pathOf(place),
                "another program has changed it in this moment");
}

/// What came out of that place, as `staged`, when `mine` was put there is another program's: exchanged back.
/// If what comes out then is not what was put there, it is later still, and belongs there; and so on.
Status giveBack(CurrentTransaction& current, const std::string& staged, const std::string& place,
                const io::FileStamp& mine, const io::FileStamp& foreign) {
    constexpr int most = 1000; // nobody writes so often between two calls
    io::Disk& disk = current.environment.disk;
    const auto folder = current.folders.open(folderOf(place));
    if (!folder)
        return fail(folder.error());
    io::FileStamp put = mine;
    io::FileStamp cameOut = foreign;
    for (int turn = 0; turn < most; ++turn) {
        if (Status done =
                disk.renameAt(current.folder.get(), staged, *folder, nameOf(place), io::RenameMode::exchange);
            !done)
            return done;
        const auto next = disk.statAt(current.folder.get(), staged);
        if (!next)
            return fail(next.error());
        if (next->sameFileAs(put))
            break;
        put = std::exchange(cameOut, *next);
    }
    return {};
}

/// Every folder of whose names some are made or removed.
std::set<std::string> touchedFolders(const TransactionPlan& plan) {
    std::set<std::string> folders;
    for (const PlannedChange& change : plan.changes)
        folders.insert(folderOf(change.place));
    for (const auto* list : {&plan.madeFolders, &plan.goneFolders})
        for (const std::string& folder : *list)
            folders.insert(folderOf(folder));
    return folders;
}

} // namespace

bool cannotLink(int osErrno) {
    return osErrno == EPERM || osErrno == EMLINK || osErrno == EXDEV || osErrno == EOPNOTSUPP ||
           osErrno == ENOSYS || osErrno == EINVAL;
}

Status linkOrCopy(io::Disk& disk, io::Handle fromFolder, const std::string& from, const io::Open& toFolder,
                  const std::string& to) {
    Status linked = disk.linkAt(fromFolder, from, toFolder.get(), to);
    if (linked || !cannotLink(linked.error().osErrno))
        return linked;
    const auto source = disk.openFile(fromFolder, from, io::OpenMode::read);
    if (!source)
        return fail(source.error());
    const io::Open original(disk, *source);
    auto copy = io::openFile(disk, toFolder, to, io::OpenMode::createNew);
    if (!copy)
        return fail(std::move(copy.error()));
    Status done = disk.copyAttributes(original.get(), copy->get());
    if (done)
        done = disk.copyBytes(original.get(), copy->get());
    if (done)
        done = disk.copyTimes(original.get(), copy->get());
    if (done)
        done = disk.sync(copy->get(), io::Durability::everything);
    return done ? copy->close() : done;
}

Result<FileState> stateOf(CurrentTransaction& current, std::size_t change) {
    const PlannedChange& planned = current.plan.changes[change];
    const auto stamp = current.folders.look(planned.place);
    if (!stamp)
        return fail(stamp.error());
    std::string hash;
    if (*stamp) {
        if ((*stamp)->type != io::NodeType::file)
            return FileState::foreign;
        const auto folder = openPlace(current, folderOf(planned.place));
        if (!folder)
            return fail(folder.error());
        const auto content = io::readFile(current.environment.disk, *folder, nameOf(planned.place));
        if (!content)
            return fail(content.error());
        hash = sha256(content->bytes);
    }
    if (hash == planned.newSha256)
        return FileState::changed;
    return hash == planned.oldSha256 ? FileState::old : FileState::foreign;
}

Status makePlannedFolders(CurrentTransaction& current) {
    io::Disk& disk = current.environment.disk;
    for (const std::string& place : current.plan.madeFolders) {
        const auto parent = openPlace(current, folderOf(place));
        if (!parent)
            return fail(parent.error());
        if (!current.root.keepsOrder) {
            const auto made = io::makeFolder(disk, *parent, nameOf(place));
            if (!made)
                return fail(made.error());
            continue;
        }
        if (Status made = disk.makeDirectoryAt(parent->get(), nameOf(place));
            !made && made.error().osErrno != EEXIST)
            return made;
    }
    return {};
}

Status applyChange(CurrentTransaction& current, std::size_t change,
                   const std::optional<io::FileStamp>& live) {
    const PlannedChange& planned = current.plan.changes[change];
    if (live && planned.newSha256.empty())
        return removeExactly(current, goneName(change), planned.place, *live);
    if (live)
        return replaceExactly(current, newName(change), planned.place, *live);
    return putWhereNothingIs(current, newName(change), planned.place);
}

Status putWhereNothingIs(CurrentTransaction& current, const std::string& staged, const std::string& place) {
    const auto folder = current.folders.open(folderOf(place));
    if (!folder)
        return fail(folder.error());
    return current.environment.disk.renameAt(current.folder.get(), staged, *folder, nameOf(place),
                                             io::RenameMode::noReplace);
}

Status replaceExactly(CurrentTransaction& current, const std::string& staged, const std::string& place,
                      const io::FileStamp& live) {
    io::Disk& disk = current.environment.disk;
    const io::Handle ours = current.folder.get();
    const auto folder = current.folders.open(folderOf(place));
    const auto mine = disk.statAt(ours, staged);
    if (!folder || !mine)
        return fail(folder ? mine.error() : folder.error());
    const std::string name = nameOf(place);
    Status done = disk.renameAt(ours, staged, *folder, name, io::RenameMode::exchange);
    if (!done && done.error().osErrno == EINVAL)
        return disk.renameAt(ours, staged, *folder, name, io::RenameMode::replace);
    if (!done)
        return done;
    const auto replaced = disk.statAt(ours, staged);
    if (!replaced || replaced->sameBytesAs(live))
        return replaced ? Status() : fail(replaced.error());
    done = giveBack(current, staged, place, *mine, *replaced);
    return done ? walkedInto(current, place) : done;
}

Status removeExactly(CurrentTransaction& current, const std::string& aside, const std::string& place,
                     const io::FileStamp& live) {
    io::Disk& disk = current.environment.disk;
    const io::Handle ours = current.folder.get();
    const auto folder = current.folders.open(folderOf(place));
    if (!folder)
        return fail(folder.error());
    Status done = disk.renameAt(*folder, nameOf(place), ours, aside, io::RenameMode::noReplace);
    if (!done && done.error().code == ErrorCode::conflict) {
        // Where names reach the disk in any order, a power cut can leave this one and the file in its place.
        done = disk.unlinkAt(ours, aside);
        if (done)
            done = disk.renameAt(*folder, nameOf(place), ours, aside, io::RenameMode::noReplace);
    }
    if (!done)
        return done;
    const auto removed = disk.statAt(ours, aside);
    if (removed && removed->sameBytesAs(live))
        return {};
    // What has come into its place meanwhile is later still, and stays.
    done = disk.renameAt(ours, aside, *folder, nameOf(place), io::RenameMode::noReplace);
    if (!removed)
        return fail(removed.error());
    return done || done.error().code == ErrorCode::conflict ? walkedInto(current, place) : done;
}

Status removeGoneFolders(CurrentTransaction& current) {
    for (const std::string& place : current.plan.goneFolders) {
        current.folders.forget(place);
        const auto parent = current.folders.open(folderOf(place));
        Status gone = parent ? current.environment.disk.removeDirectoryAt(*parent, nameOf(place))
                             : fail(parent.error());
        const bool stays = !gone && (gone.error().osErrno == ENOTEMPTY || gone.error().osErrno == EEXIST);
        if (!gone && !stays && !isNotThere(gone.error()))
            return gone;
    }
    return {};
}

Status syncTouchedFolders(CurrentTransaction& current, std::vector<io::SyncRequest> others) {
    constexpr std::size_t atOnce = 64;
    io::Disk& disk = current.environment.disk;
    std::vector<io::Open> open;
    std::vector<io::SyncRequest> requests;
    for (const std::string& place : touchedFolders(current.plan)) {
        auto folder = openPlace(current, place);
        if (!folder && isNotThere(folder.error()))
            continue; // it is gone, which its parent's sync makes last
        if (!folder)
            return fail(std::move(folder.error()));
        requests.push_back({folder->get(), io::Durability::everything});
        open.push_back(std::move(*folder));
        if (open.size() < atOnce)
            continue;
        if (Status done = disk.syncTogether(std::exchange(requests, {})); !done)
            return done;
        open.clear();
    }
    requests.insert(requests.end(), others.begin(), others.end());
    return disk.syncTogether(requests);
}

Status markCommitted(CurrentTransaction& current, MarkFor what) {
    io::Disk& disk = current.environment.disk;
    if (disk.statAt(current.folder.get(), committedName))
        return {};
    if (what == MarkFor::recovery) {
        Status marked = io::writeNewFile(disk, current.folder, committedName, "");
        return marked ? disk.sync(current.folder.get(), io::Durability::everything) : marked;
    }
    const auto mark = disk.openFile(current.folder.get(), committedName, io::OpenMode::createNew);
    return mark ? disk.close(*mark) : fail(mark.error());
}

Result<CommitKnown> commitKnown(CurrentTransaction& current) {
    const auto mark = current.environment.disk.statAt(current.folder.get(), committedName);
    if (mark)
        return CommitKnown::all;
    if (!isNotThere(mark.error()))
        return fail(mark.error());
    if (!current.root.keepsOrder)
        return CommitKnown::no;
    const auto logged = hasTransactionEvent(current.environment.disk, current.root, current.plan);
    if (!logged)
        return fail(logged.error());
    if (!*logged)
        return CommitKnown::no;
    return current.root.commitsInOrder ? CommitKnown::all : CommitKnown::event;
}

Status finishTransaction(CurrentTransaction& current, const std::set<std::size_t>& kept) {
    io::Disk& disk = current.environment.disk;
    for (std::size_t change = 0; change < current.plan.changes.size(); ++change) {
        const PlannedChange& planned = current.plan.changes[change];
        if (planned.oldSha256.empty() && current.root.keepsOrder)
            continue; // the staged file went into its place by that name
        if (kept.contains(change))
            continue;
        if (Status gone = disk.unlinkAt(current.folder.get(), spareName(current.plan, change));
            !gone && !isNotThere(gone.error()))
            return gone;
    }
    const io::Open& ours = current.root.ours.directory;
    if (!current.root.keepsOrder) {
        // Names that are gone must not come back in the history.
        if (Status synced = disk.sync(current.folder.get(), io::Durability::everything); !synced)
            return synced;
    }
    auto history = io::openRealDirectoryAt(disk, ours, historyName);
    if (!history && isNotThere(history.error()))
        history = io::makeFolder(disk, ours, historyName);
    if (!history)
        return fail(history.error());
    Status done = disk.renameAt(ours.get(), currentName, history->get(), current.plan.action.text(),
                                io::RenameMode::noReplace);
    if (done && !current.root.keepsOrder)
        done = disk.syncTogether({{history->get()}, {ours.get()}});
    if (!done)
        return done;
    // Not before: should a crash bring the old name back, it is still known what it was.
    const Status gone = disk.unlinkAt(current.folder.get(), committedName);
    return gone || isNotThere(gone.error()) ? Status() : gone;
}

Result<bool> isUnfinished(CurrentTransaction& current) {
    const auto there = current.environment.disk.statAt(current.root.ours.directory.get(), currentName);
    if (there)
        return true;
    return isNotThere(there.error()) ? Result<bool>(false) : fail(there.error());
}

} // namespace stemma::journal
