// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::report {

/// What may be a report in a folder of reports: folders, and links that may lead to one. By name. `strays`
/// takes the names of everything else.
[[nodiscard]] Result<std::vector<io::DirEntry>> reportFolders(io::Disk& disk, const io::Open& opened,
                                                              std::vector<std::string>* strays);

} // namespace stemma::report
