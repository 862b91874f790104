// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace stemma::ctl {

/// The words of a command line, with those taken out that the parser of options must not see.
struct Arguments {
    std::vector<std::string> words;   ///< without the program's name
    std::vector<std::string> command; ///< after the `--` of `file lock PATH -- COMMAND …`
    std::vector<std::string> tags;    ///< the `+a` and `-b` of `report tag ID +a -b`, in order
    bool json = false;                ///< `--json` is among the words: also a usage error is told so
};

[[nodiscard]] Arguments splitArguments(std::vector<std::string> words);

} // namespace stemma::ctl
