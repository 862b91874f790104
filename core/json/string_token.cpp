// SPDX-License-Identifier: MIT
#include "core/json/string_token.h"

#include "core/json/byte_scan.h"
#include "core/json/python_format.h"
#include "core/json/utf8.h"

namespace stemma::json {

namespace {

bool isPlainAscii(const char* bytes) {
    const EightBytes word = eightAt(bytes);
    return (hasMark(word) | (word & highBits)) == 0;
}

int hexDigit(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

class StringReader {
public:
    explicit StringReader(std::string_view source)
        : m_source(source) {}

    StringToken read() {
        std::size_t run = 1;
        m_at = 1;
        while (passPlain()) {
            const char byte = m_source[m_at];
            if (byte != '"' && byte != '\\')
                return fail("raw control character in a string: write it as an escape", m_at);
            m_token.text.append(m_source.substr(run, m_at - run));
            if (byte == '"')
                return finish();
            if (!readEscape())
                return std::move(m_token);
            run = m_at;
        }
        return std::move(m_token);
    }

private:
    StringToken fail(const char* problem, std::size_t at) {
        m_token.problem = problem;
        m_token.problemAt = at;
        return std::move(m_token);
    }

    StringToken finish() {
        m_token.length = m_at + 1;
        return std::move(m_token);
    }

    /// Moves to the next quote, backslash or control character; false, with the problem said, if there is
    /// none.
    bool passPlain() {
        const std::size_t size = m_source.size();
        while (m_at < size) {
            while (size - m_at >= 8 && isPlainAscii(m_source.data() + m_at))
                m_at += 8;
            if (m_at >= size)
                break;
            const auto byte = static_cast<unsigned char>(m_source[m_at]);
            if (byte == '"' || byte == '\\' || byte < 0x20)
                return true;
            const std::size_t length = sequenceLength(m_source, m_at, Surrogates::refused);
            if (length == 0)
                return fail("not UTF-8", m_at), false;
            m_at += length;
        }
        return fail("the string has no end", 0), false;
    }

    bool readEscape() {
        const char kind = m_at + 1 < m_source.size() ? m_source[m_at + 1] : '\0';
        if (kind == 'u')
            return readCodePoint();
        constexpr std::string_view kinds = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const std::size_t which = kinds.find(kind);
        if (which == std::string_view::npos)
            return fail("unknown escape in a string", m_at), false;
        m_token.text.push_back(meanings[which]);
        m_token.canonical = m_token.canonical && kind != '/';
        m_at += 2;
        return true;
    }

    /// The four hexadecimal digits of the escape at `at`, or -1.
    [[nodiscard]] int codeUnitAt(std::size_t at) const {
        if (m_source.substr(at, 2) != "\\u" || m_source.size() - at < 6)
            return -1;
        int unit = 0;
        for (std::size_t i = at + 2; i < at + 6; ++i) {
            const int digit = hexDigit(m_source[i]);
            if (digit < 0)
                return -1;
            unit = unit * 16 + digit;
        }
        return unit;
    }

    bool readCodePoint() {
        const int unit = codeUnitAt(m_at);
        if (unit < 0)
            return fail("\\u needs four hexadecimal digits", m_at), false;
        auto codePoint = static_cast<char32_t>(unit);
        const std::size_t from = m_at;
        m_at += 6;
        if (unit >= 0xD800 && unit <= 0xDBFF && m_at < m_source.size()) {
            const int low = codeUnitAt(m_at);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                codePoint = 0x10000U + ((static_cast<char32_t>(unit) - 0xD800U) << 10U) +
                            (static_cast<char32_t>(low) - 0xDC00U);
                m_at += 6;
            }
        }
        std::string decoded;
        appendUtf8(decoded, codePoint);
        const std::string_view written = m_source.substr(from, m_at - from);
        m_token.canonical = m_token.canonical && pythonString(decoded) == "\"" + std::string(written) + "\"";
        m_token.text += decoded;
        return true;
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    StringToken m_token;
};

} // namespace

StringToken stringAt(std::string_view source) {
    return StringReader(source).read();
}

} // namespace stemma::json
