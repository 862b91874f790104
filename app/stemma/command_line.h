// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/logging/log_file.h"

namespace stemma::app {

/// What the program was asked for.
struct Invocation {
    std::string path;    ///< of a library, or of an exported report; absolute; empty: none was named
    bool sample = false; ///< open the sample library
    logging::Level logLevel = logging::Level::info;
};

/// Reads the arguments. Options of Qt's own (`-platform`, `-style` …) are left to Qt. Where only something
/// was to be printed (help, version, what is wrong), it has been, and the answer is the exit code.
struct CommandLine {
    std::optional<Invocation> invocation;
    int exitCode = 0;
};
[[nodiscard]] CommandLine readCommandLine(int argc, char** argv);

} // namespace stemma::app
