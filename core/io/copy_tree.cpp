// SPDX-License-Identifier: MIT
#include "core/io/copy_tree.h"

#include "core/io/atomic_write.h"

namespace stemma::io {

namespace {

constexpr const char* action = "copy the folder";

struct Place {
    Disk& disk;
    const Progress& progress;
};

Status copyFile(const Place& place, const Open& from, const Open& to, const std::string& name) {
    const auto source = openFile(place.disk, from, name, OpenMode::read);
    if (!source)
        return fail(source.error());
    auto target = openFile(place.disk, to, name, OpenMode::createNew);
    if (!target)
        return fail(target.error());
    auto done = place.disk.setDefaultMode(target->get(), 0644);
    if (done)
        done = place.disk.copyBytes(source->get(), target->get());
    if (done)
        done = place.disk.copyTimes(source->get(), target->get());
    if (done)
        done = place.disk.sync(target->get(), Durability::everything);
    if (done)
        done = target->close();
    return done;
}

Status copyEntries(const Place& place, const Open& from, const Open& to, int depth);

Status copyEntry(const Place& place, const Open& from, const Open& to, const DirEntry& entry, int depth) {
    if (place.progress.cancelled())
        return fail(ErrorCode::cancelled, action, entry.name, "it was cancelled");
    if (entry.type == NodeType::file)
        return copyFile(place, from, to, entry.name);
    if (entry.type != NodeType::directory || depth > 16)
        return fail(ErrorCode::unsafe, action, entry.name,
                    "it is neither a file nor a folder, or nested too deep");
    if (auto made = place.disk.makeDirectoryAt(to.get(), entry.name); !made)
        return made;
    const auto source = openDirectoryAt(place.disk, from, entry.name);
    if (!source)
        return fail(source.error());
    const auto target = openDirectoryAt(place.disk, to, entry.name);
    if (!target)
        return fail(target.error());
    return copyEntries(place, *source, *target, depth + 1);
}

Status copyEntries(const Place& place, const Open& from, const Open& to, int depth) {
    const auto entries = place.disk.list(from.get());
    if (!entries)
        return fail(entries.error());
    for (const DirEntry& entry : *entries) {
        if (auto copied = copyEntry(place, from, to, entry, depth); !copied)
            return copied;
    }
    return place.disk.sync(to.get(), Durability::everything);
}

/// Best effort: it is our own half-made copy, and the failure that led here is the one to tell.
void removeTree(Disk& disk, const Open& parent, const std::string& name) {
    if (const auto folder = openDirectoryAt(disk, parent, name)) {
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

Status copyInto(const Place& place, const Open& source, const Open& parent, const std::string& staging,
                const std::string& name) {
    if (auto made = place.disk.makeDirectoryAt(parent.get(), staging); !made)
        return made;
    auto done = [&]() -> Status {
        const auto target = openDirectoryAt(place.disk, parent, staging);
        if (!target)
            return fail(target.error());
        if (auto copied = copyEntries(place, source, *target, 0); !copied)
            return copied;
        return place.disk.renameAt(parent.get(), staging, parent.get(), name, RenameMode::noReplace);
    }();
    if (!done) {
        removeTree(place.disk, parent, staging);
        return done;
    }
    return place.disk.sync(parent.get(), Durability::everything);
}

/// `/a/b/c` as `/a/b` and `c`; trailing slashes don't count.
std::pair<std::string, std::string> splitPath(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string::npos)
        return {".", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

} // namespace

Result<Open> makeFolders(Disk& disk, const std::string& path) {
    auto open = openDirectory(disk, path);
    if (open || open.error().code != ErrorCode::notFound)
        return open;
    const auto [parentPath, name] = splitPath(path);
    if (parentPath == path || name.empty())
        return open;
    const auto parent = makeFolders(disk, parentPath);
    if (!parent)
        return fail(parent.error());
    if (auto made = disk.makeDirectoryAt(parent->get(), name);
        !made && made.error().code != ErrorCode::conflict)
        return fail(made.error());
    if (auto synced = disk.sync(parent->get(), Durability::everything); !synced)
        return fail(synced.error());
    return openDirectory(disk, path);
}

Status copyTree(Disk& disk, const std::string& from, const std::string& to, const Progress& progress) {
    const auto source = openDirectory(disk, from);
    if (!source)
        return fail(source.error());
    const auto [parentPath, name] = splitPath(to);
    const auto parent = makeFolders(disk, parentPath);
    if (!parent)
        return fail(parent.error());
    return copyInto(Place{disk, progress}, *source, *parent, temporaryName(name), name);
}

} // namespace stemma::io
