// SPDX-License-Identifier: MIT
#include "core/json/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
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

namespace {

/// The shortest digits that read as the same double, and where their point is: 0.d1d2… times 10 to `point`.
struct ShortestDigits {
    std::string digits;
    int point = 0;
};
ShortestDigits shortestDigits(double positive) {
    std::array<char, 32> room{};
    const auto end =
        std::to_chars(room.data(), room.data() + room.size(), positive, std::chars_format::scientific).ptr;
    const std::string_view text(room.data(), static_cast<std::size_t>(end - room.data()));
    const std::size_t e = text.find('e');
    ShortestDigits found;
    for (const char c : text.substr(0, e))
        if (c != '.')
            found.digits += c;
    const std::string_view exponent = text.substr(e + 1 + (text[e + 1] == '+' ? 1U : 0U));
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), found.point);
    ++found.point;
    return found;
}

} // namespace

// Digits from 1e-4 on and below 1e16, an exponent of at least two digits elsewhere.
std::string pythonFloat(double value) {
    if (std::isnan(value))
        return "nan";
    const std::string sign = std::signbit(value) ? "-" : "";
    if (std::isinf(value))
        return sign + "inf";
    if (value == 0)
        return sign + "0.0";
    auto [digits, point] = shortestDigits(std::abs(value));
    const int size = static_cast<int>(digits.size());
    if (point > 16 || point < -3) {
        const int exponent = point - 1;
        const std::string number = std::to_string(std::abs(exponent));
        if (size > 1)
            digits.insert(1, ".");
        return sign + digits + (exponent < 0 ? "e-" : "e+") + (number.size() < 2 ? "0" : "") + number;
    }
    if (point <= 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    if (point >= size)
        return sign + digits + std::string(static_cast<std::size_t>(point - size), '0') + ".0";
    return sign + digits.insert(static_cast<std::size_t>(point), ".");
}

} // namespace stemma::json
