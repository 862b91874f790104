// SPDX-License-Identifier: MIT
// PyYAML's block style: which strings it leaves plain, how it quotes the others, where it folds them.
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/json/number_text.h"
#include "core/json/utf8.h"
#include "core/yaml/yaml_scalar.h"
#include "core/yaml/yaml_text.h"

namespace stemma::yaml {

namespace {

constexpr std::size_t foldAfter = 80; ///< columns
constexpr std::size_t step = 2;       ///< of indentation

bool isBreak(char32_t c) {
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}
bool isBlank(char32_t c) {
    return c == 0 || c == ' ' || c == '\t' || c == '\r' || isBreak(c);
}
bool isAmong(char32_t c, std::string_view characters) {
    return c < 0x80 && characters.find(static_cast<char>(c)) != std::string_view::npos;
}

/// Beyond ASCII, and printable as YAML has it.
bool isPrintableUnicode(char32_t c) {
    return c == 0x85 || (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF) ||
           (c >= 0x10000 && c < 0x10FFFF);
}

std::u32string codePoints(std::string_view text) {
    constexpr std::array<unsigned, 5> masks = {0, 0x7F, 0x1F, 0x0F, 0x07};
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = json::sequenceLength(text, at, json::Surrogates::accepted);
        char32_t point = length == 0 ? 0xFFFD : static_cast<unsigned char>(text[at]) & masks[length];
        for (std::size_t i = 1; i < length; ++i)
            point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        points += point;
        at += length == 0 ? 1 : length;
    }
    return points;
}

enum class Quotes { none, single, twofold };

/// What of a text matters for how it can be written.
struct Looks {
    bool breaks = false;
    bool blankEdge = false;  ///< a blank or a break at either end
    bool breakSpace = false; ///< a blank that follows a break
    bool spaceBreak = false; ///< a break that follows a blank
    bool special = false;    ///< what only an escape can say
    bool indicators = false; ///< what would be taken for YAML's own
};

bool isIndicator(const std::u32string& text, std::size_t at) {
    const char32_t c = text[at];
    const bool blankNext = at + 1 >= text.size() || isBlank(text[at + 1]);
    if (at == 0)
        return isAmong(c, "#,[]{}&*!|>'\"%@`") || (isAmong(c, "?:-") && blankNext);
    return (c == ':' && blankNext) || (c == '#' && isBlank(text[at - 1]));
}

Looks looksOf(const std::u32string& text, Unicode unicode) {
    Looks looks;
    looks.indicators = text.starts_with(U"---") || text.starts_with(U"...");
    looks.blankEdge = !text.empty() && (text.front() == ' ' || isBreak(text.front()) || text.back() == ' ' ||
                                        isBreak(text.back()));
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char32_t c = text[at];
        looks.indicators = looks.indicators || isIndicator(text, at);
        looks.breaks = looks.breaks || isBreak(c);
        const bool plain = c == '\n' || (c >= 0x20 && c <= 0x7E);
        looks.special = looks.special || (!plain && (!isPrintableUnicode(c) || unicode == Unicode::escaped));
        if (at == 0)
            continue;
        looks.breakSpace = looks.breakSpace || (c == ' ' && isBreak(text[at - 1]));
        looks.spaceBreak = looks.spaceBreak || (isBreak(c) && text[at - 1] == ' ');
    }
    return looks;
}

class BlockWriter {
public:
    explicit BlockWriter(Unicode unicode)
        : m_unicode(unicode) {}

    std::string document(const json::Value& value) {
        node(value, 0, Place::start);
        if (m_openEnded)
            put("\n...");
        put("\n");
        return std::move(m_out);
    }

private:
    /// Where a value stands.
    enum class Place {
        start,    ///< of the document
        afterKey, ///< behind `key:`
        afterMark ///< behind `-`, `?` or `:` with which a line begins
    };

    void node(const json::Value& value, std::size_t indent, Place place);
    void mapping(const json::Value& value, std::size_t indent, Place place);
    void sequence(const json::Value& value, std::size_t indent, Place place);
    void member(const std::string& name, const json::Value& value, std::size_t indent);
    void number(const json::Value& value);
    void string(const std::string& text, std::size_t indent, Place place, bool isSimpleKey);
    void plain(const std::u32string& text, std::size_t indent, bool folds);
    void single(const std::u32string& text, std::size_t indent, bool folds);
    void breaks(const std::u32string& text, std::size_t begin, std::size_t end, std::size_t indent);
    void twofold(const std::u32string& text, std::size_t indent, bool folds);
    void escape(char32_t c);

    void put(std::string_view ascii) {
        m_out += ascii;
        m_column += ascii.size();
    }
    void put(const std::u32string& text, std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at)
            json::appendUtf8(m_out, text[at]);
        m_column += end - begin;
    }
    void line(std::size_t indent) {
        m_out += '\n';
        m_out.append(indent, ' ');
        m_column = indent;
    }

    std::string m_out;
    std::size_t m_column = 0;
    Unicode m_unicode;
    bool m_openEnded = false; ///< a document that is one plain scalar needs an end of its own
};

void BlockWriter::node(const json::Value& value, std::size_t indent, Place place) {
    if (value.isObject() && value.size() > 0)
        return mapping(value, indent, place);
    if (value.isArray() && value.size() > 0)
        return sequence(value, indent, place);
    if (place != Place::start)
        put(" ");
    m_openEnded = place == Place::start && !value.isObject() && !value.isArray();
    switch (value.kind()) {
    case json::Kind::null:
        return put("null");
    case json::Kind::boolean:
        return put(value.asBoolean() ? "true" : "false");
    case json::Kind::number:
        return number(value);
    case json::Kind::string:
        return string(value.text(), indent + step, place, false);
    case json::Kind::array:
        return put("[]");
    case json::Kind::object:
        return put("{}");
    }
}

void BlockWriter::mapping(const json::Value& value, std::size_t indent, Place place) {
    const std::size_t own = place == Place::start ? indent : indent + step;
    std::unordered_map<std::string_view, const json::Value*> last; // as in a dict, of keys that are doubled
    for (const json::Member& each : value.members())
        last[each.key] = &each.value;
    bool first = true;
    for (const json::Member& each : value.members()) {
        const json::Value* shown = std::exchange(last[each.key], nullptr);
        if (!shown)
            continue;
        if (!first || place == Place::afterKey)
            line(own);
        else if (place == Place::afterMark)
            put(" ");
        first = false;
        member(each.key, *shown, own);
    }
}

void BlockWriter::member(const std::string& name, const json::Value& value, std::size_t indent) {
    constexpr std::size_t longest = 127;
    constexpr std::size_t tag = 5; // the length of `!!str`, which counts though it isn't written
    const std::u32string key = codePoints(name);
    const bool simple = !key.empty() && key.size() + tag <= longest && !looksOf(key, m_unicode).breaks;
    if (simple) {
        string(name, indent + step, Place::start, true);
        put(":");
        return node(value, indent, Place::afterKey);
    }
    put("? ");
    string(name, indent + step, Place::afterMark, false);
    line(indent);
    put(":");
    node(value, indent, Place::afterMark);
}

void BlockWriter::sequence(const json::Value& value, std::size_t indent, Place place) {
    const std::size_t own = place == Place::afterMark ? indent + step : indent;
    bool first = true;
    for (const json::Value& item : value.items()) {
        if (!first || place == Place::afterKey)
            line(own);
        else if (place == Place::afterMark)
            put(" ");
        first = false;
        put("-");
        node(item, own, Place::afterMark);
    }
}

void BlockWriter::number(const json::Value& value) {
    if (value.text().find_first_not_of("-0123456789") == std::string::npos)
        return put(value.text() == "-0" ? "0" : value.text());
    const double real = value.asDouble();
    if (std::isnan(real))
        return put(".nan");
    if (std::isinf(real))
        return put(real < 0 ? "-.inf" : ".inf");
    std::string text = json::pythonFloat(real);
    const std::size_t exponent = text.find('e');
    if (exponent != std::string::npos && text.find('.') == std::string::npos)
        text.insert(exponent, ".0");
    put(text);
}

void BlockWriter::string(const std::string& text, std::size_t indent, Place place, bool isSimpleKey) {
    const std::u32string points = codePoints(text);
    const Looks looks = looksOf(points, m_unicode);
    const bool bare = typeOfPlain(text) == ScalarType::text && !looks.special && !looks.breaks &&
                      !looks.blankEdge && !looks.indicators;
    m_openEnded = m_openEnded && bare && place == Place::start && !isSimpleKey;
    if (bare)
        return plain(points, indent, !isSimpleKey);
    if (looks.special || looks.breakSpace || looks.spaceBreak)
        return twofold(points, indent, !isSimpleKey);
    single(points, indent, !isSimpleKey);
}

void BlockWriter::plain(const std::u32string& text, std::size_t indent, bool folds) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && text[end] != ' ')
            ++end;
        put(text, at, end);
        at = end;
        while (end < text.size() && text[end] == ' ')
            ++end;
        if (folds && end - at == 1 && m_column > foldAfter)
            line(indent);
        else
            put(text, at, end);
        at = end;
    }
}

/// An empty line more for the first newline, as one alone would be folded away.
void BlockWriter::breaks(const std::u32string& text, std::size_t begin, std::size_t end, std::size_t indent) {
    if (text[begin] == '\n')
        m_out += '\n';
    for (std::size_t at = begin; at < end; ++at)
        json::appendUtf8(m_out, text[at]);
    m_out.append(indent, ' ');
    m_column = indent;
}

void BlockWriter::single(const std::u32string& text, std::size_t indent, bool folds) {
    put("'");
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text[at];
        std::size_t end = at;
        if (c == ' ') {
            while (end < text.size() && text[end] == ' ')
                ++end;
            const bool inside = at != 0 && end != text.size();
            if (folds && inside && end - at == 1 && m_column > foldAfter)
                line(indent);
            else
                put(text, at, end);
        } else if (isBreak(c)) {
            while (end < text.size() && isBreak(text[end]))
                ++end;
            breaks(text, at, end, indent);
        } else if (c == '\'') {
            put("''");
            ++end;
        } else {
            while (end < text.size() && text[end] != ' ' && text[end] != '\'' && !isBreak(text[end]))
                ++end;
            put(text, at, end);
        }
        at = end;
    }
    put("'");
}

void BlockWriter::escape(char32_t c) {
    using namespace std::string_view_literals;
    constexpr std::u32string_view named = U"\0\a\b\t\n\v\f\r\x1B\"\\\u0085\u00A0\u2028\u2029"sv;
    constexpr std::string_view names = "0abtnvfre\"\\N_LP";
    put("\\");
    if (const std::size_t at = named.find(c); at != std::u32string_view::npos)
        return put(names.substr(at, 1));
    const int digits = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
    put(digits == 2 ? "x" : digits == 4 ? "u" : "U");
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        put(std::string_view("0123456789ABCDEF").substr((c >> static_cast<unsigned>(shift)) & 0xFU, 1));
}

/// Folds at blanks, and behind any escape; a line that goes on says so with a backslash.
void BlockWriter::twofold(const std::u32string& text, std::size_t indent, bool folds) {
    const auto raw = [&](char32_t c) {
        const bool ascii = c >= 0x20 && c <= 0x7E && c != '"' && c != '\\';
        return ascii || (m_unicode == Unicode::raw && c <= 0xFFFD && isPrintableUnicode(c) && !isBreak(c));
    };
    put("\"");
    std::size_t begin = 0; // of what isn't written yet
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char32_t c = text[at];
        if (!raw(c)) {
            put(text, begin, at);
            escape(c);
            begin = at + 1;
        }
        const bool inside = at > 0 && at + 1 < text.size();
        if (!folds || !inside || (c != ' ' && begin < at) || m_column + at - begin <= foldAfter)
            continue;
        if (begin < at) {
            put(text, begin, at);
            begin = at;
        }
        put("\\");
        line(indent);
        if (text[begin] == ' ')
            put("\\");
    }
    put(text, begin, text.size());
    put("\"");
}

} // namespace

std::string text(const json::Value& value, Unicode unicode) {
    return BlockWriter(unicode).document(value);
}

} // namespace stemma::yaml
