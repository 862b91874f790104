// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace fuzz {

/// Ends the program, as a sanitizer would, where something that must hold doesn't.
inline void require(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

/// Cuts an input into two at its first NUL; without one the second part is empty.
inline std::pair<std::string_view, std::string_view> twoParts(std::string_view bytes) {
    const std::size_t at = bytes.find('\0');
    if (at == std::string_view::npos)
        return {bytes, {}};
    return {bytes.substr(0, at), bytes.substr(at + 1)};
}

} // namespace fuzz
