// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::json {

struct Limits {
    std::size_t depth = 512;
    std::size_t bytes = std::size_t{512} << 20;
    std::size_t integerDigits = 4300; ///< of one integer: where Python 3.11 stops reading
};

/// Where and why a text is not JSON. Lines and columns count from 1, columns in bytes.
struct ParseProblem {
    std::size_t line = 0;
    std::size_t column = 0;
    std::size_t offset = 0;
    std::string message;
};

/// Parses one JSON text as Python's `json.loads` takes it: RFC 8259 plus `NaN`, `Infinity`, `-Infinity`;
/// doubled keys and lone surrogate escapes are kept. A byte order mark, bytes that are not UTF-8, raw control
/// characters in strings, anything after the value, and whatever passes the limits are errors. Never recurses
/// on the input's depth.
[[nodiscard]] tl::expected<Value, ParseProblem> parse(std::string_view bytes, const Limits& limits = {});

/// As parse, with the problem made into an Error (ErrorCode::damaged, "line 3, column 7: …").
[[nodiscard]] Result<Value> parseFile(std::string_view bytes, const std::string& path,
                                      const Limits& limits = {});

/// The document's bytes. Of a value that was parsed and not edited: exactly the bytes that were parsed.
[[nodiscard]] std::string bytesOf(const Value& value);

} // namespace stemma::json
