// SPDX-License-Identifier: MIT
#include "core/diff/tokens.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace stemma::diff {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// The ranges are those of the Unicode character database (white space, punctuation and symbols, line
/// breaking classes SA and ID, marks and format characters), as coarse as telling words apart needs. Sorted.
constexpr Range spaces[] = {{0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
                            {0x1680, 0x1680}, {0x2000, 0x200b}, {0x2028, 0x2029}, {0x202f, 0x202f},
                            {0x205f, 0x205f}, {0x3000, 0x3000}};

constexpr Range marks[] = {
    {0x300, 0x36f},     {0x483, 0x489},    {0x591, 0x5bd},   {0x5bf, 0x5bf},   {0x5c1, 0x5c2},
    {0x5c4, 0x5c5},     {0x5c7, 0x5c7},    {0x610, 0x61a},   {0x61c, 0x61c},   {0x64b, 0x65f},
    {0x670, 0x670},     {0x6d6, 0x6dc},    {0x6df, 0x6e4},   {0x6e7, 0x6e8},   {0x6ea, 0x6ed},
    {0x900, 0x903},     {0x93a, 0x93c},    {0x93e, 0x94f},   {0xe31, 0xe31},   {0xe34, 0xe3a},
    {0xe47, 0xe4e},     {0xeb1, 0xeb1},    {0xeb4, 0xebc},   {0xec8, 0xece},   {0xf18, 0xf19},
    {0xf35, 0xf35},     {0xf37, 0xf37},    {0xf39, 0xf39},   {0xf71, 0xf84},   {0xf8d, 0xfbc},
    {0x102b, 0x103e},   {0x1056, 0x1059},  {0x135d, 0x135f}, {0x17b4, 0x17d3}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},   {0x200c, 0x200f},  {0x202a, 0x202e}, {0x2060, 0x206f}, {0x20d0, 0x20ff},
    {0x3099, 0x309a},   {0xfe00, 0xfe0f},  {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0x1f3fb, 0x1f3ff},
    {0xe0020, 0xe007f}, {0xe0100, 0xe01ef}};

constexpr Range signs[] = {
    {0x00, 0x08},       {0x0e, 0x1f},      {0x21, 0x2f},     {0x3a, 0x40},     {0x5b, 0x5e},
    {0x60, 0x60},       {0x7b, 0x84},      {0x86, 0x9f},     {0xa1, 0xa9},     {0xab, 0xb4},
    {0xb6, 0xb9},       {0xbb, 0xbf},      {0xd7, 0xd7},     {0xf7, 0xf7},     {0x37e, 0x37e},
    {0x387, 0x387},     {0x55a, 0x55f},    {0x589, 0x58a},   {0x5be, 0x5be},   {0x5c0, 0x5c0},
    {0x5c3, 0x5c3},     {0x5c6, 0x5c6},    {0x5f3, 0x5f4},   {0x606, 0x60f},   {0x61b, 0x61b},
    {0x61d, 0x61f},     {0x66a, 0x66d},    {0x6d4, 0x6d4},   {0x700, 0x70d},   {0x964, 0x965},
    {0x970, 0x970},     {0xe3f, 0xe3f},    {0xe4f, 0xe4f},   {0xe5a, 0xe5b},   {0x104a, 0x104f},
    {0x10fb, 0x10fb},   {0x1360, 0x1368},  {0x17d4, 0x17db}, {0x1800, 0x180a}, {0x2010, 0x2027},
    {0x2030, 0x205e},   {0x207a, 0x207e},  {0x208a, 0x208e}, {0x20a0, 0x20cf}, {0x2100, 0x2bff},
    {0x2e00, 0x2e7f},   {0x3001, 0x3004},  {0x3008, 0x3020}, {0x3030, 0x3030}, {0x303d, 0x303f},
    {0x30fb, 0x30fb},   {0xfd3e, 0xfd3f},  {0xfe10, 0xfe1f}, {0xfe30, 0xfe6f}, {0xff01, 0xff0f},
    {0xff1a, 0xff20},   {0xff3b, 0xff40},  {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1f1e5},
    {0x1f200, 0x1f3fa}, {0x1f400, 0x1faff}};

constexpr Range unspaced[] = {{0xe00, 0xeff},   {0xf00, 0xfff},     {0x1000, 0x109f},  {0x1780, 0x17ff},
                              {0x1950, 0x19df}, {0x1a20, 0x1aaf},   {0x2e80, 0x2fdf},  {0x3005, 0x3007},
                              {0x3021, 0x302f}, {0x3031, 0x303c},   {0x3040, 0x312f},  {0x31a0, 0x31ff},
                              {0x3400, 0x4dbf}, {0x4e00, 0xa4cf},   {0xaa60, 0xaadf},  {0xf900, 0xfaff},
                              {0xff66, 0xff9f}, {0x1b000, 0x1b16f}, {0x20000, 0x3ffff}};

template <std::size_t N>
bool isIn(const Range (&ranges)[N], char32_t c) {
    const auto after =
        std::upper_bound(std::begin(ranges), std::end(ranges), c,
                         [](char32_t value, const Range& range) { return value < range.first; });
    return after != std::begin(ranges) && c <= std::prev(after)->last;
}

constexpr char32_t joiner = 0x200d;

enum class Class { word, space, sign, single, mark, flag, broken };

Class classOf(char32_t c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
        return Class::word;
    if (isIn(spaces, c))
        return Class::space;
    if (isIn(marks, c))
        return Class::mark;
    if (isIn(signs, c))
        return Class::sign;
    if (c >= 0x1f1e6 && c <= 0x1f1ff)
        return Class::flag;
    if (isIn(unspaced, c))
        return Class::single;
    return Class::word;
}

struct Character {
    char32_t code = 0;
    std::size_t length = 1;
    Class kind = Class::broken;
};

/// The character at `at`; one broken byte where the bytes are no UTF-8.
Character characterAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80)
        return {lead, 1, classOf(lead)};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > text.size())
        return {};
    char32_t code = lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0U) != 0x80U)
            return {};
        code = (code << 6U) | (byte(at + i) & 0x3fU);
    }
    return {code, length, classOf(code)};
}

bool isDigit(char32_t c) {
    return c >= '0' && c <= '9';
}

/// Whether a sign between two characters of words belongs to the word: `don't`, `1,200.50`.
bool joinsWords(char32_t before, char32_t sign, char32_t after) {
    if (sign == '\'' || sign == 0x2019)
        return !isDigit(before) && !isDigit(after);
    return (sign == '.' || sign == ',') && isDigit(before) && isDigit(after);
}

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text)
        : m_text(text) {}

    [[nodiscard]] std::string_view next() {
        const std::size_t start = m_at;
        Character c = take();
        switch (c.kind) {
        case Class::word:
            takeWord(c.code);
            break;
        case Class::space:
            while (more() && peek().kind == Class::space)
                take();
            break;
        case Class::flag: // two of them are one flag
            if (more() && peek().kind == Class::flag)
                take();
            takeMarks(c);
            break;
        case Class::sign:
        case Class::single:
        case Class::mark:
            takeMarks(c);
            break;
        case Class::broken:
            break;
        }
        return m_text.substr(start, m_at - start);
    }

    [[nodiscard]] bool more() const { return m_at < m_text.size(); }

private:
    [[nodiscard]] Character peek() const { return characterAt(m_text, m_at); }
    Character take() {
        const Character c = peek();
        m_at += c.length;
        return c;
    }

    /// Marks, and what a joiner binds: an emoji of several characters is one.
    void takeMarks(Character last) {
        while (more()) {
            const Character c = peek();
            const bool bound = last.code == joiner && (c.kind == Class::sign || c.kind == Class::single);
            if (c.kind != Class::mark && !bound)
                return;
            last = take();
        }
    }

    void takeWord(char32_t last) {
        while (more()) {
            const Character c = peek();
            if (c.kind == Class::sign) {
                const std::size_t beyond = m_at + c.length;
                if (beyond >= m_text.size())
                    return;
                const Character after = characterAt(m_text, beyond);
                if (after.kind != Class::word || !joinsWords(last, c.code, after.code))
                    return;
            } else if (c.kind != Class::word && c.kind != Class::mark) {
                return;
            }
            last = take().code;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::vector<std::string_view> wordTokens(std::string_view text) {
    std::vector<std::string_view> tokens;
    Tokenizer tokenizer(text);
    while (tokenizer.more())
        tokens.push_back(tokenizer.next());
    return tokens;
}

std::vector<std::string_view> lineTokens(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

std::size_t characterCount(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace stemma::diff
