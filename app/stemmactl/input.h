// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::ctl {

/// All of standard input. ErrorCode::cancelled when a stop is requested while it waits.
[[nodiscard]] Result<std::string> readStandardInput(const std::stop_token& stop);

/// The file at `path`, or standard input where it is empty or `-`.
[[nodiscard]] Result<std::string> readInput(io::Disk& disk, const std::string& path,
                                            const std::stop_token& stop);

} // namespace stemma::ctl
