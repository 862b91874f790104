// SPDX-License-Identifier: MIT
#include "core/io/folders.h"

#include <cerrno>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/io/atomic_write.h"
#include "core/io/strays.h"

namespace stemma::io {

Place splitPath(std::string_view path) {
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos)
        return {".", std::string(path)};
    return {slash == 0 ? "/" : std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

Result<Place> splitFilePath(const std::string& path) {
    Place place = splitPath(path);
    if (path.ends_with('/') || !isSafeName(place.name))
        return fail(ErrorCode::usage, "use the file", path, "the path names no file");
    return place;
}

namespace {

/// The folder is on disk before it gets its name.
Result<Open> makeFolderFirst(Disk& disk, const Open& parent, const std::string& name) {
    removeStrays(disk, joinPath(disk.pathOf(parent.get()), name));
    const std::string temporary = temporaryName(name);
    if (const Status made = disk.makeDirectoryAt(parent.get(), temporary); !made)
        return fail(made.error());
    Result<Open> folder = openDirectoryAt(disk, parent, temporary);
    Status done = folder ? disk.sync(folder->get(), Durability::everything) : fail(folder.error());
    if (done)
        done = disk.renameAt(parent.get(), temporary, parent.get(), name, RenameMode::noReplace);
    if (done)
        return folder;
    disk.removeDirectoryAt(parent.get(), temporary); // the first error is the one that matters
    return fail(std::move(done.error()));
}

} // namespace

Result<Open> makeFolder(Disk& disk, const Open& parent, const std::string& name) {
    Result<Open> folder;
    if (disk.traits(parent.get()).keepsOrder) {
        const Status made = disk.makeDirectoryAt(parent.get(), name);
        folder = made ? openDirectoryAt(disk, parent, name) : fail(made.error());
    } else {
        folder = makeFolderFirst(disk, parent, name);
    }
    if (!folder && folder.error().osErrno != EEXIST)
        return folder;
    if (Status synced = disk.sync(parent.get(), Durability::everything); !synced)
        return fail(std::move(synced.error()));
    return folder ? std::move(folder) : openDirectoryAt(disk, parent, name);
}

bool namesFile(Disk& disk, const std::string& path) {
    if (openDirectory(disk, path))
        return false;
    const auto place = splitFilePath(path);
    const auto folder = place ? openDirectory(disk, place->directory) : Result<Open>(fail(place.error()));
    const auto stamp =
        folder ? disk.statAt(folder->get(), place->name) : Result<FileStamp>(fail(folder.error()));
    return stamp && stamp->type != NodeType::directory;
}

Result<Open> openOrMakeFolder(Disk& disk, const std::string& path) {
    std::vector<std::string> missing;
    std::string there = path;
    Result<Open> directory = openDirectory(disk, there);
    while (!directory && directory.error().code == ErrorCode::notFound && there != "/" && there != ".") {
        const Place place = splitPath(there);
        if (!place.name.empty())
            missing.push_back(place.name);
        there = place.directory;
        directory = openDirectory(disk, there);
    }
    for (auto name = missing.rbegin(); directory && name != missing.rend(); ++name)
        directory = makeFolder(disk, *directory, *name);
    return directory;
}

} // namespace stemma::io
