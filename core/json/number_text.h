// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stemma::json {

struct NumberToken {
    std::size_t length = 0;        ///< 0: no number here
    std::size_t integerDigits = 0; ///< of an integer; 0 if there is a fraction or an exponent
};

/// The longest number at the start of `text`: RFC 8259's grammar, `NaN`, `Infinity` and `-Infinity`.
[[nodiscard]] NumberToken numberAt(std::string_view text);

/// The nearest double; an infinity if it is too large.
[[nodiscard]] double numberToDouble(std::string_view text);

/// A double as Python's repr() writes it: `15.999`, `1e-07`, `1e+16`, `-0.0`, `nan`, `-inf`. The fewest
/// digits that read as the same number.
[[nodiscard]] std::string pythonFloat(double value);

} // namespace stemma::json
