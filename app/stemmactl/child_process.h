// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/stemmactl/signals.h"
#include "core/base/result.h"

namespace stemma::ctl {

/// Runs a command, found as the shell finds it, with this program's standard streams and no other file of it,
/// and the signals as they are by default. Returns its exit status, 128 + signal if a signal ended it, 127 if
/// it isn't found and 126 if it can't be run. While it runs, signals go to it (see Signals).
[[nodiscard]] Result<int> runChild(const std::vector<std::string>& command, Signals& signals);

} // namespace stemma::ctl
