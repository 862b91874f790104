// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/io/disk.h"

namespace stemma::io {

/// The real disk, by the system's own calls (Linux). Handles are file descriptors, all close-on-exec.
[[nodiscard]] std::unique_ptr<Disk> makePosixDisk();

} // namespace stemma::io
