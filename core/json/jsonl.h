// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::json {

struct JsonLine {
    std::size_t line = 0;   ///< counts from 1
    std::size_t offset = 0; ///< of its first byte
    std::size_t length = 0; ///< without the newline
    Value value;
};

struct LineProblem {
    std::size_t line = 0;
    std::size_t offset = 0;
    std::size_t length = 0;
    std::string message; ///< "not JSON: …", "not UTF-8", "not an object", "no newline at the end: torn"
};

/// A file of one JSON object a line. A line that can't be read is a problem and never hides its neighbours.
/// Blank lines are passed over.
struct JsonLines {
    std::vector<JsonLine> lines;
    std::vector<LineProblem> problems;
    bool tornTail = false;      ///< the last line has no newline
    std::size_t tailOffset = 0; ///< where that last line begins
};

[[nodiscard]] JsonLines readJsonLines(std::string_view bytes);

} // namespace stemma::json
