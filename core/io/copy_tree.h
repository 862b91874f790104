// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/progress.h"
#include "core/io/disk.h"

namespace stemma::io {

/// Copies the folder `from` with everything in it to `to`, which must not exist (ErrorCode::conflict if it
/// does): whole or not at all, durably. Regular files keep their modification times; symbolic links and
/// special files are refused (ErrorCode::unsafe). The parent folders of `to` are made if they are missing. On
/// failure nothing is left.
Status copyTree(Disk& disk, const std::string& from, const std::string& to, const Progress& progress = {});

} // namespace stemma::io
