// SPDX-License-Identifier: MIT
#include "core/io/copy_tree.h"

#include "core/io/atomic_write.h"
#include "core/io/folders.h"

namespace stemma::io {

namespace {

constexpr const char* copyingFolder = "copy the folder";

struct Copying {
    Disk& disk;
    const Progress& progress;
};

Status copyFile(const Copying& copying, const Open& from, const Open& to, const std::string& name) {
    const auto source = openFile(copying.disk, from, name, OpenMode::read);
    if (!source)
        return fail(source.error());
    auto target = openFile(copying.disk, to, name, OpenMode::createNew);
    if (!target)
        return fail(target.error());
    auto done = copying.disk.setDefaultMode(target->get(), 0644);
    if (done)
        done = copying.disk.copyBytes(source->get(), target->get());
    if (done)
        done = copying.disk.copyTimes(source->get(), target->get());
    if (done)
        done = copying.disk.sync(target->get(), Durability::everything);
    if (done)
        done = target->close();
    return done;
}

Status copyEntries(const Copying& copying, const Open& from, const Open& to, int depth);

Status copyEntry(const Copying& copying, const Open& from, const Open& to, const DirEntry& entry, int depth) {
    if (copying.progress.cancelled())
        return fail(ErrorCode::cancelled, copyingFolder, entry.name, "it was cancelled");
    if (entry.type == NodeType::file)
        return copyFile(copying, from, to, entry.name);
    if (entry.type != NodeType::directory || depth > 16)
        return fail(ErrorCode::unsafe, copyingFolder, entry.name,
                    "it is neither a file nor a folder, or nested too deep");
    if (auto made = copying.disk.makeDirectoryAt(to.get(), entry.name); !made)
        return made;
    const auto source = openRealDirectoryAt(copying.disk, from, entry.name);
    if (!source)
        return fail(source.error());
    const auto target = openDirectoryAt(copying.disk, to, entry.name);
    if (!target)
        return fail(target.error());
    return copyEntries(copying, *source, *target, depth + 1);
}

Status copyEntries(const Copying& copying, const Open& from, const Open& to, int depth) {
    const auto entries = copying.disk.list(from.get());
    if (!entries)
        return fail(entries.error());
    for (const DirEntry& entry : *entries) {
        if (auto copied = copyEntry(copying, from, to, entry, depth); !copied)
            return copied;
    }
    return copying.disk.sync(to.get(), Durability::everything);
}

/// Best effort: it is our own half-made copy, and the failure that led here is the one to tell.
void removeTree(Disk& disk, const Open& parent, const std::string& name) {
    if (const auto folder = openRealDirectoryAt(disk, parent, name)) {
        if (const auto entries = disk.list(folder->get())) {
            for (const DirEntry& entry : *entries) {
                if (entry.type == NodeType::directory)
                    removeTree(disk, *folder, entry.name);
                else
                    (void)disk.unlinkAt(folder->get(), entry.name);
            }
        }
    }
    (void)disk.removeDirectoryAt(parent.get(), name);
}

Status copyInto(const Copying& copying, const Open& source, const Open& parent, const std::string& staging,
                const std::string& name) {
    if (auto made = copying.disk.makeDirectoryAt(parent.get(), staging); !made)
        return made;
    auto done = [&]() -> Status {
        const auto target = openDirectoryAt(copying.disk, parent, staging);
        if (!target)
            return fail(target.error());
        if (auto copied = copyEntries(copying, source, *target, 0); !copied)
            return copied;
        return copying.disk.renameAt(parent.get(), staging, parent.get(), name, RenameMode::noReplace);
    }();
    if (!done) {
        removeTree(copying.disk, parent, staging);
        return done;
    }
    return copying.disk.sync(parent.get(), Durability::everything);
}

} // namespace

Status copyTree(Disk& disk, const std::string& from, const std::string& to, const Progress& progress) {
    const auto source = openDirectory(disk, from);
    if (!source)
        return fail(source.error());
    const Place target = splitPath(to);
    const auto parent = openOrMakeFolder(disk, target.directory);
    if (!parent)
        return fail(parent.error());
    return copyInto(Copying{disk, progress}, *source, *parent, temporaryName(target.name), target.name);
}

} // namespace stemma::io
