// SPDX-License-Identifier: MIT
#include "core/json/number_text.h"

#include <charconv>
#include <limits>

namespace stemma::json {

namespace {

std::size_t digitsAt(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    return end - at;
}

/// The power of ten of the first digit that isn't 0, as far as it matters for telling huge from tiny.
long long magnitude(std::string_view text) {
    const std::size_t exponentAt = text.find_first_of("eE");
    long long exponent = 0;
    if (exponentAt != std::string_view::npos) {
        const bool negative = exponentAt + 1 < text.size() && text[exponentAt + 1] == '-';
        const std::size_t digits = text.find_first_of("0123456789", exponentAt);
        const auto result = std::from_chars(text.data() + digits, text.data() + text.size(), exponent);
        if (result.ec != std::errc())
            exponent = std::numeric_limits<long long>::max() / 4;
        exponent = negative ? -exponent : exponent;
    }
    const std::string_view mantissa = text.substr(0, exponentAt);
    const std::size_t first = mantissa.find_first_of("123456789");
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    return exponent + static_cast<long long>(point) -
           static_cast<long long>(std::min(first, mantissa.size()));
}

} // namespace

NumberToken numberAt(std::string_view text) {
    if (text.substr(0, 3) == "NaN")
        return {3, 0};
    std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
    if (text.substr(at, 8) == "Infinity")
        return {at + 8, 0};
    const std::size_t whole = at < text.size() && text[at] == '0' ? 1 : digitsAt(text, at);
    if (whole == 0)
        return {};
    at += whole;
    NumberToken token{at, whole};
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = digitsAt(text, at + 1);
        if (fraction == 0)
            return token;
        at += 1 + fraction;
        token = {at, 0};
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
        const std::size_t exponent = digitsAt(text, at + 1 + sign);
        if (exponent != 0)
            token = {at + 1 + sign + exponent, 0};
    }
    return token;
}

double numberToDouble(std::string_view text) {
    const bool negative = text.substr(0, 1) == "-";
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text.substr(negative ? 1 : 0) == "Infinity")
        return negative ? -infinity : infinity;
    double number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range) {
        const double size = magnitude(text) > 0 ? infinity : 0.0;
        return negative ? -size : size;
    }
    return number;
}

} // namespace stemma::json
