// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/io/staged_file.h"

namespace stemma::io {

struct FileToWrite {
    std::string path;
    std::string_view bytes;
};

/// Writes files that belong together, durably, in folders that are there: each is staged (staged_file.h)
/// before the first gets its name, so that want of room leaves what was there. Existing::keep: all or none.
/// Existing::replace: if one can't get its name after others got theirs, the error is Committed::unknown. In
/// any case an error's path is the file that failed, and its detail names those that are new all the same.
/// For what a library holds there is the save path (core/journal).
[[nodiscard]] Status writeTogether(Disk& disk, const std::vector<FileToWrite>& files, Existing existing);

/// Those of the paths where something is already. Fails as checkPlace() does for other reasons.
[[nodiscard]] Result<std::vector<std::string>> takenPlaces(Disk& disk, const std::vector<std::string>& paths);

} // namespace stemma::io
