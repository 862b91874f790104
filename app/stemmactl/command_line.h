// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/stemmactl/signals.h"

namespace stemma::ctl {

/// Parses and runs one command line (without the program's name); returns the exit code.
[[nodiscard]] int runCommandLine(std::vector<std::string> words, Signals& signals);

} // namespace stemma::ctl
