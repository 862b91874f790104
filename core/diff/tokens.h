// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace stemma::diff {

/// Cuts UTF-8 text into the units that a person sees change: words (with inner apostrophes, and numbers with
/// their inner points and commas), runs of white space, single punctuation marks and symbols with what joins
/// to them, single characters of scripts that write no blanks. A byte that is no UTF-8 is a unit.
/// Concatenated they are the text.
[[nodiscard]] std::vector<std::string_view> wordTokens(std::string_view text);

/// Lines with their newline.
[[nodiscard]] std::vector<std::string_view> lineTokens(std::string_view text);

/// How many characters (code points) a text has.
[[nodiscard]] std::size_t characterCount(std::string_view text);

} // namespace stemma::diff
