// SPDX-License-Identifier: MIT
#include "core/journal/transaction_steps.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/folders.h"

namespace stemma::journal {

namespace {

bool isMissing(const Error& error) {
    return error.code == ErrorCode::notFound;
}

/// The folder for a change to its names, which is to be there.
Result<io::Open> openPlace(CurrentTransaction& current, const std::string& folder) {
    const auto handle = current.folders.open(folder);
    if (!handle)
        return fail(handle.error());
    io::Disk& disk = current.environment.disk;
    const auto own = disk.openDirectoryAt(*handle, ".");
    return own ? Result<io::Open>(io::Open(disk, *own)) : fail(own.error());
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

Status applyChange(CurrentTransaction& current, std::size_t change) {
    const PlannedChange& planned = current.plan.changes[change];
    const auto folder = current.folders.open(folderOf(planned.place));
    if (!folder)
        return fail(folder.error());
    io::Disk& disk = current.environment.disk;
    if (planned.newSha256.empty())
        return disk.unlinkAt(*folder, nameOf(planned.place));
    Status done =
        disk.renameAt(current.folder.get(), newName(change), *folder, nameOf(planned.place),
                      planned.oldSha256.empty() ? io::RenameMode::noReplace : io::RenameMode::replace);
    return done;
}

void removeGoneFolders(CurrentTransaction& current) {
    for (const std::string& place : current.plan.goneFolders) {
        const auto parent = current.folders.open(folderOf(place));
        if (parent) // one that is not empty refuses, and stays
            current.environment.disk.removeDirectoryAt(*parent, nameOf(place));
        current.folders.forget(place);
    }
}

Status syncTouchedFolders(CurrentTransaction& current, std::vector<io::SyncRequest> others) {
    constexpr std::size_t atOnce = 64;
    io::Disk& disk = current.environment.disk;
    std::vector<io::Open> open;
    std::vector<io::SyncRequest> requests;
    for (const std::string& place : touchedFolders(current.plan)) {
        auto folder = openPlace(current, place);
        if (!folder && isMissing(folder.error()))
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

Status finishTransaction(CurrentTransaction& current) {
    io::Disk& disk = current.environment.disk;
    const io::Open& ours = current.root.ours.directory;
    if (!current.root.keepsOrder) {
        // Names that are gone must not come back in the history.
        if (Status synced = disk.sync(current.folder.get(), io::Durability::everything); !synced)
            return synced;
    }
    const auto history = io::openRealDirectoryAt(disk, ours, historyName);
    if (!history)
        return fail(history.error());
    Status done = disk.renameAt(ours.get(), currentName, history->get(), current.plan.action.text(),
                                io::RenameMode::noReplace);
    if (done && !current.root.keepsOrder)
        done = disk.syncTogether({{history->get()}, {ours.get()}});
    return done;
}

} // namespace stemma::journal
