// SPDX-License-Identifier: MIT
#include "core/yaml/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "core/json/number_text.h"

namespace stemma::yaml {

namespace {

/// Moves through a text by what it holds.
class Cursor {
public:
    explicit Cursor(std::string_view text)
        : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    /// One character of the set.
    bool one(std::string_view set) {
        if (m_text.empty() || set.find(m_text.front()) == std::string_view::npos)
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    /// Any number of characters of the set: how many.
    std::size_t run(std::string_view set) {
        const std::size_t length = std::min(m_text.find_first_not_of(set), m_text.size());
        m_text.remove_prefix(length);
        return length;
    }
    bool word(std::string_view word) {
        if (!m_text.starts_with(word))
            return false;
        m_text.remove_prefix(word.size());
        return true;
    }

private:
    std::string_view m_text;
};

constexpr std::string_view digits = "0123456789";
constexpr std::string_view digitsAnd = "0123456789_";

template <std::size_t Size>
bool isOneOf(std::string_view text, const std::array<std::string_view, Size>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 9> trueWords = {"yes",  "Yes", "YES", "true", "True",
                                                       "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 9> falseWords = {"no",    "No",  "NO",  "false", "False",
                                                        "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> nullWords = {"", "~", "null", "Null", "NULL"};

/// `:59`, any number of times and at least once: parts to the base of sixty.
bool sixties(Cursor& cursor) {
    bool any = false;
    while (cursor.one(":")) {
        const bool tens = cursor.one("012345");
        if (!cursor.one(digits) && !tens)
            return false;
        any = true;
    }
    return any;
}

bool exponentOrEnd(Cursor& cursor) {
    if (cursor.atEnd())
        return true;
    return cursor.one("eE") && cursor.one("-+") && cursor.run(digits) > 0 && cursor.atEnd();
}

bool isReal(std::string_view text) {
    Cursor cursor(text);
    if (cursor.one(".") && cursor.one(digits)) {
        cursor.run(digitsAnd);
        return exponentOrEnd(cursor);
    }
    if (isOneOf(text, std::array<std::string_view, 3>{".nan", ".NaN", ".NAN"}))
        return true;
    cursor = Cursor(text);
    cursor.one("-+");
    if (cursor.one(".")) {
        const bool infinite = cursor.word("inf") || cursor.word("Inf") || cursor.word("INF");
        return infinite && cursor.atEnd();
    }
    if (!cursor.one(digits))
        return false;
    cursor.run(digitsAnd);
    const bool inSixties = sixties(cursor);
    if (!cursor.one("."))
        return false;
    cursor.run(digitsAnd);
    return inSixties ? cursor.atEnd() : exponentOrEnd(cursor);
}

bool isInteger(std::string_view text) {
    Cursor cursor(text);
    cursor.one("-+");
    if (cursor.one("0")) {
        if (cursor.one("b"))
            return cursor.run("01_") > 0 && cursor.atEnd();
        if (cursor.one("x"))
            return cursor.run("0123456789abcdefABCDEF_") > 0 && cursor.atEnd();
        cursor.run("01234567_");
        return cursor.atEnd();
    }
    if (!cursor.one(digits))
        return false;
    cursor.run(digitsAnd);
    return cursor.atEnd() || (sixties(cursor) && cursor.atEnd());
}

std::size_t upToTwoDigits(Cursor& cursor) {
    return static_cast<std::size_t>(cursor.one(digits)) + static_cast<std::size_t>(cursor.one(digits));
}

bool isZoneOrEnd(Cursor& cursor) {
    if (cursor.atEnd())
        return true;
    cursor.run(" \t");
    if (cursor.one("Z"))
        return cursor.atEnd();
    if (!cursor.one("-+") || upToTwoDigits(cursor) == 0)
        return false;
    return cursor.atEnd() || (cursor.one(":") && upToTwoDigits(cursor) == 2 && cursor.atEnd());
}

bool isTimestamp(std::string_view text) {
    Cursor cursor(text);
    if (cursor.run(digits) != 4 || !cursor.one("-"))
        return false;
    const std::size_t month = upToTwoDigits(cursor);
    if (month == 0 || !cursor.one("-"))
        return false;
    const std::size_t day = upToTwoDigits(cursor);
    if (day == 0)
        return false;
    if (cursor.atEnd())
        return month == 2 && day == 2;
    if (!cursor.one("Tt") && cursor.run(" \t") == 0)
        return false;
    if (upToTwoDigits(cursor) == 0 || !cursor.one(":") || upToTwoDigits(cursor) != 2 || !cursor.one(":") ||
        upToTwoDigits(cursor) != 2)
        return false;
    if (cursor.one("."))
        cursor.run(digits);
    return isZoneOrEnd(cursor);
}

std::string without(std::string_view text, char character) {
    std::string rest(text);
    std::erase(rest, character);
    return rest;
}

bool takeSign(std::string& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.erase(0, 1);
    return negative;
}

/// Digits with `:` between parts to the base of sixty.
double sixtiesToDouble(std::string_view text) {
    double value = 0;
    for (;;) {
        const std::size_t colon = text.find(':');
        value = value * 60 + json::numberToDouble(text.substr(0, colon));
        if (colon == std::string_view::npos)
            return value;
        text.remove_prefix(colon + 1);
    }
}

std::optional<json::Value> integerValue(std::string_view text) {
    std::string plain = without(text, '_');
    const bool negative = takeSign(plain);
    const auto decimal = [&](const std::string& number) {
        return json::Value::numberFromText((negative && number != "0" ? "-" : "") + number);
    };
    constexpr double exactly = 9007199254740992.0;
    if (plain.find(':') != std::string::npos) {
        const double value = sixtiesToDouble(plain);
        return value > exactly ? std::nullopt
                               : std::optional(decimal(std::to_string(static_cast<long long>(value))));
    }
    if (plain == "0" || !plain.starts_with('0'))
        return decimal(plain);
    const int base = plain.starts_with("0x") ? 16 : plain.starts_with("0b") ? 2 : 8;
    unsigned long long value = 0;
    const char* end = plain.data() + plain.size();
    const auto read = std::from_chars(plain.data() + (base == 8 ? 1 : 2), end, value, base);
    if (read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    return decimal(std::to_string(value));
}

json::Value realNumber(double value) {
    if (std::isnan(value))
        return json::Value::numberFromText("NaN");
    if (std::isinf(value))
        return json::Value::numberFromText(value < 0 ? "-Infinity" : "Infinity");
    return json::Value::numberFromText(json::pythonFloat(value));
}

json::Value realValue(std::string_view text) {
    std::string plain = without(text, '_');
    const bool negative = takeSign(plain);
    double value = 0;
    if (plain == ".nan" || plain == ".NaN" || plain == ".NAN")
        value = std::numeric_limits<double>::quiet_NaN();
    else if (plain.size() == 4 && plain.front() == '.' && (plain[1] == 'i' || plain[1] == 'I'))
        value = std::numeric_limits<double>::infinity();
    else if (plain.find(':') != std::string::npos)
        value = sixtiesToDouble(plain);
    else
        value = json::numberToDouble(plain.front() == '.' ? "0" + plain : plain);
    return realNumber(negative ? -value : value);
}

} // namespace

ScalarType typeOfPlain(std::string_view text) {
    if (isOneOf(text, nullWords))
        return ScalarType::null;
    if (isOneOf(text, trueWords) || isOneOf(text, falseWords))
        return ScalarType::boolean;
    if (text == "<<")
        return ScalarType::merge;
    if (text == "=" || text == "!" || text == "&" || text == "*")
        return ScalarType::other;
    if (std::string_view("+-.0123456789").find(text.front()) == std::string_view::npos)
        return ScalarType::text;
    if (isReal(text))
        return ScalarType::real;
    if (isInteger(text))
        return ScalarType::integer;
    return isTimestamp(text) ? ScalarType::timestamp : ScalarType::text;
}

std::optional<json::Value> valueOfPlain(std::string_view text, ScalarType type) {
    switch (type) {
    case ScalarType::null:
        return json::Value();
    case ScalarType::boolean:
        return json::Value::boolean(isOneOf(text, trueWords));
    case ScalarType::integer:
        return integerValue(text);
    case ScalarType::real:
        return realValue(text);
    case ScalarType::text:
    case ScalarType::timestamp:
    case ScalarType::merge:
    case ScalarType::other:
        break;
    }
    return json::Value::string(std::string(text));
}

} // namespace stemma::yaml
