// SPDX-License-Identifier: MIT
#include "core/io/folders.h"

#include <cerrno>
#include <vector>

#include "core/base/ids.h"

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
    for (auto name = missing.rbegin(); directory && name != missing.rend(); ++name) {
        const Status made = disk.makeDirectoryAt(directory->get(), *name);
        if (!made && made.error().osErrno != EEXIST)
            return fail(made.error());
        if (const Status synced = disk.sync(directory->get(), Durability::everything); !synced)
            return fail(synced.error());
        directory = openDirectoryAt(disk, *directory, *name);
    }
    return directory;
}

} // namespace stemma::io
