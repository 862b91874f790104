// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/io/disk.h"

namespace stemma::io {

/// A path as the folder and the name in it. `/a` is in `/`, `a` in `.`; slashes at the end don't count.
struct Place {
    std::string directory;
    std::string name;
};
[[nodiscard]] Place splitPath(std::string_view path);
/// As splitPath, for the path of a file: ErrorCode::usage if it names none (empty, ends in `/`, `.` or `..`).
[[nodiscard]] Result<Place> splitFilePath(const std::string& path);

/// Makes a folder, durably, and opens it; one that is there already is opened. Where the file system doesn't
/// keep the order of names, it is made under a temporary name first: a name that reaches the disk before its
/// folder comes back as something else. A power cut can leave that temporary folder, empty; removeStrays()
/// removes it.
[[nodiscard]] Result<Open> makeFolder(Disk& disk, const Open& parent, const std::string& name);

/// Whether something is there that is no folder: a file, or what a symbolic link to none leads to.
[[nodiscard]] bool namesFile(Disk& disk, const std::string& path);

/// Opens a folder; the missing part of its path is made by makeFolder().
[[nodiscard]] Result<Open> openOrMakeFolder(Disk& disk, const std::string& path);

} // namespace stemma::io
