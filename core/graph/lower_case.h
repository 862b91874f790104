// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma::graph {

/// A text in lower case as Python's str.lower() gives it (The Unicode Standard 14, section 3.13, toLowercase
/// in no language: `İ` becomes two characters, `Σ` at the end of a word `ς`). Bytes that are no UTF-8 stay.
[[nodiscard]] std::string lowerCase(std::string_view utf8);

} // namespace stemma::graph
