// SPDX-License-Identifier: MIT
#include "core/exporting/export_file.h"

#include <cerrno>

#include "core/exporting/html_text.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"

namespace stemma::exporting {

namespace {

constexpr const char* writing = "write the export";
constexpr std::size_t longestName = 120; ///< in bytes: room for what is added

Unexpected isThere(const std::string& path) {
    return fail(ErrorCode::conflict, writing, path, "there is a file of that name already",
                "Choose another name, or allow that it is replaced.");
}

Unexpected exportFailed(Error error) {
    error.action = writing;
    return fail(std::move(error));
}

/// The file gets its name at last, unless somebody else has taken it.
Status putInPlace(io::Disk& disk, const io::Open& folder, const std::string& temporary,
                  const std::string& path) {
    const std::string name = io::splitPath(path).name;
    const Status renamed =
        disk.renameAt(folder.get(), temporary, folder.get(), name, io::RenameMode::noReplace);
    if (!renamed) {
        const Status removed = disk.unlinkAt(folder.get(), temporary);
        if (renamed.error().osErrno == EEXIST)
            return isThere(path);
        Error error = renamed.error();
        error.path = path;
        if (!removed)
            error.detail += "; " + temporary + " was left beside it";
        return exportFailed(std::move(error));
    }
    if (Status synced = disk.sync(folder.get(), io::Durability::everything); !synced) {
        Error error = synced.error();
        error.path = path;
        error.committed = Committed::unknown;
        return exportFailed(std::move(error));
    }
    return {};
}

} // namespace

Status checkExportPlace(io::Disk& disk, const std::string& path, Existing existing) {
    const auto place = io::splitFilePath(path);
    if (!place)
        return exportFailed(place.error());
    const auto folder = io::openDirectory(disk, place->directory);
    if (!folder)
        return exportFailed(folder.error());
    const auto stamp = disk.statAt(folder->get(), place->name);
    if (stamp && existing == Existing::keep)
        return isThere(path);
    if (!stamp && stamp.error().code != ErrorCode::notFound)
        return exportFailed(stamp.error());
    return {};
}

Status writeExport(io::Disk& disk, const std::string& path, std::string_view bytes, Existing existing) {
    if (Status place = checkExportPlace(disk, path, existing); !place)
        return place;
    if (existing == Existing::replace) {
        if (Status written = io::atomicWrite(disk, path, bytes, io::MissingFolders::refuse); !written)
            return exportFailed(written.error());
        return {};
    }
    const io::Place split = io::splitPath(path);
    const auto folder = io::openDirectory(disk, split.directory);
    if (!folder)
        return exportFailed(folder.error());
    const std::string temporary = io::temporaryName(split.name);
    if (Status written = io::writeNewFile(disk, *folder, temporary, bytes); !written) {
        written.error().path = path; // a person knows the file, not its temporary name
        return exportFailed(written.error());
    }
    return putInPlace(disk, *folder, temporary, path);
}

std::string exportName(const std::string& title, const std::string& id) {
    std::string name;
    for (const char byte : cleanText(title.empty() ? id : title)) {
        const bool barred = static_cast<unsigned char>(byte) < 0x20 ||
                            std::string_view("/\\:*?\"<>|").find(byte) != std::string_view::npos;
        name += barred ? '_' : byte;
    }
    if (name.size() > longestName) {
        name.resize(longestName);
        while (!name.empty() && cleanText(name) != name)
            name.pop_back();
    }
    const std::size_t begin = name.find_first_not_of(" .");
    const std::size_t end = name.find_last_not_of(" .");
    return begin == std::string::npos ? "graph" : name.substr(begin, end - begin + 1);
}

} // namespace stemma::exporting
