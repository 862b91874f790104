// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "core/io/disk.h"

namespace stemma::io {

/// Whether the process whose id that name of ours carries is gone: no such process lives, or the one that has
/// the id now is younger than what it would have made. That is told by the last change of the file or folder
/// itself, a time that nobody can set; not where other machines' clocks set it.
[[nodiscard]] bool isStray(Disk& disk, const Open& folder, const std::string& name, int pid);

/// Removes what killed writers of ours left beside the file or folder at `path`: temporary files, empty
/// temporary folders, and private lock files that carry its name and whose process is gone. Where other
/// machines write too, nothing is removed, as a process can't be known to be gone there. Best-effort: What
/// can't be removed stays for the next one. Returns how many went.
std::size_t removeStrays(Disk& disk, const std::string& path);

} // namespace stemma::io
