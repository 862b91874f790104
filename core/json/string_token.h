// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stemma::json {

/// A string as it stands in a source, quotes included, and what it says.
struct StringToken {
    std::size_t length = 0; ///< of the token; 0 if it is none
    std::string text;       ///< decoded; a lone surrogate escape as its three WTF-8 bytes
    bool canonical = true;  ///< whether Python would write this very token

    const char* problem = nullptr; ///< why it is none
    std::size_t problemAt = 0;     ///< counted from the token's first byte
};

/// Reads the string that begins with the quote at the start of `source`.
[[nodiscard]] StringToken stringAt(std::string_view source);

} // namespace stemma::json
