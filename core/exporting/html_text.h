// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma::exporting {

enum class Direction { none, leftToRight, rightToLeft };

/// Text that an HTML parser and Qt can take: UTF-8, with U+FFFD for bytes that are none and for control
/// characters other than tab and line ends.
[[nodiscard]] std::string cleanText(std::string_view text);

/// Text for an element's content or a quoted attribute: cleaned, with `&`, `<`, `>` and quotes as entities.
[[nodiscard]] std::string escaped(std::string_view text);

/// The direction of the first strong character (rule P2 of the Unicode Bidirectional Algorithm, UAX #9), by
/// ranges of scripts; none if there is none.
[[nodiscard]] Direction firstStrong(std::string_view utf8);

/// ` dir="rtl"` for text that begins right-to-left, else nothing.
[[nodiscard]] std::string directionAttribute(std::string_view utf8);

/// Nothing but white space, as Python's `str.strip` has it.
[[nodiscard]] bool isBlank(std::string_view utf8);

} // namespace stemma::exporting
