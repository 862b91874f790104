// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace stemma {

/// How bad a thing is that a check found.
enum class Severity { info, warning, error };

/// What a rule says about data. `error`: the program that wrote it can't read it any more, or is harmed by
/// it.
struct Problem {
    std::string rule; ///< "outline-unreadable", "metadata-status", "dangling-insight" …
    Severity severity = Severity::warning;
    std::string message;
    std::size_t line = 0; ///< 0 if none
    std::string fix;      ///< what would mend it, empty if nothing known
};
[[nodiscard]] const char* severityWord(Severity severity);

} // namespace stemma
