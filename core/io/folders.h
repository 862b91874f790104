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

/// Opens a folder; the missing part of its path is made, each new folder synced in its parent.
[[nodiscard]] Result<Open> openOrMakeFolder(Disk& disk, const std::string& path);

} // namespace stemma::io
