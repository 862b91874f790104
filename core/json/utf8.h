// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stemma::json {

enum class Surrogates { refused, accepted };

/// The length of the UTF-8 sequence at `at` (1 to 4), or 0 if there is none: overlong, beyond U+10FFFF, cut
/// off, or a surrogate where those are refused (The Unicode Standard 15, table 3-7; accepted, it is WTF-8).
[[nodiscard]] std::size_t sequenceLength(std::string_view text, std::size_t at, Surrogates surrogates);

/// The character of the sequence at `at`, as sequenceLength() found it.
[[nodiscard]] char32_t characterAt(std::string_view text, std::size_t at, std::size_t length);

/// Where the first byte is that isn't UTF-8; npos if all is.
[[nodiscard]] std::size_t firstBadByte(std::string_view text, Surrogates surrogates);

void appendUtf8(std::string& out, char32_t codePoint);

/// Whether three bytes of WTF-8 at `at` are a surrogate.
[[nodiscard]] bool isSurrogateAt(std::string_view text, std::size_t at);

} // namespace stemma::json
