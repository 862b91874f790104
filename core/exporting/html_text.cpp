// SPDX-License-Identifier: MIT
#include "core/exporting/html_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/json/utf8.h"

namespace stemma::exporting {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Range {
    char32_t first;
    char32_t last;
};

/// Scripts written from right to left, their digits and marks left out (Unicode 15, DerivedBidiClass: R and
/// AL).
constexpr std::array rightToLeft = {
    Range{0x05BE, 0x05BE},   Range{0x05C0, 0x05C0},   Range{0x05C3, 0x05C3},   Range{0x05C6, 0x05C6},
    Range{0x05D0, 0x05F4},   Range{0x0608, 0x0608},   Range{0x060B, 0x060B},   Range{0x060D, 0x060D},
    Range{0x061B, 0x064A},   Range{0x066D, 0x066F},   Range{0x0671, 0x06D5},   Range{0x06E5, 0x06E6},
    Range{0x06EE, 0x06EF},   Range{0x06FA, 0x070D},   Range{0x070F, 0x0710},   Range{0x0712, 0x072F},
    Range{0x074D, 0x07A5},   Range{0x07B1, 0x07B1},   Range{0x07C0, 0x07EA},   Range{0x07F4, 0x07F5},
    Range{0x07FA, 0x07FA},   Range{0x0800, 0x0815},   Range{0x081A, 0x081A},   Range{0x0824, 0x0824},
    Range{0x0828, 0x0828},   Range{0x0830, 0x0858},   Range{0x085E, 0x088E},   Range{0x08A0, 0x08C9},
    Range{0x200F, 0x200F},   Range{0xFB1D, 0xFB1D},   Range{0xFB1F, 0xFB28},   Range{0xFB2A, 0xFD3D},
    Range{0xFD50, 0xFDCE},   Range{0xFDF0, 0xFDFC},   Range{0xFE70, 0xFEFC},   Range{0x10800, 0x1091E},
    Range{0x10920, 0x10A00}, Range{0x10A10, 0x10A37}, Range{0x10A40, 0x10B38}, Range{0x10B40, 0x10D23},
    Range{0x10E80, 0x10EAA}, Range{0x10EAD, 0x10F45}, Range{0x10F51, 0x10F81}, Range{0x10F86, 0x10FFF},
    Range{0x1E800, 0x1E8CF}, Range{0x1E900, 0x1E943}, Range{0x1E94B, 0x1EEEF}};

/// Letters of the other scripts, by blocks: what is between them is punctuation, symbols, digits and emoji.
constexpr std::array leftToRight = {
    Range{'A', 'Z'},        Range{'a', 'z'},         Range{0x00AA, 0x00AA},   Range{0x00B5, 0x00B5},
    Range{0x00BA, 0x00BA},  Range{0x00C0, 0x00D6},   Range{0x00D8, 0x00F6},   Range{0x00F8, 0x02B8},
    Range{0x0370, 0x0373},  Range{0x0376, 0x037D},   Range{0x037F, 0x0482},   Range{0x048A, 0x0589},
    Range{0x0903, 0x1FFF},  Range{0x200E, 0x200E},   Range{0x2071, 0x2071},   Range{0x207F, 0x207F},
    Range{0x2090, 0x209C},  Range{0x2102, 0x2102},   Range{0x2107, 0x2107},   Range{0x210A, 0x2113},
    Range{0x2160, 0x2188},  Range{0x2C00, 0x2CE4},   Range{0x2D00, 0x2DDF},   Range{0x3005, 0x3007},
    Range{0x3021, 0x3029},  Range{0x3031, 0x3035},   Range{0x3041, 0x3096},   Range{0x309D, 0x30FA},
    Range{0x30FC, 0x31BF},  Range{0x31F0, 0x321C},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0xA48C},
    Range{0xA4D0, 0xD7FF},  Range{0xE000, 0xFB1C},   Range{0xFF21, 0xFF3A},   Range{0xFF41, 0xFF5A},
    Range{0xFF66, 0xFFDC},  Range{0x10000, 0x107FF}, Range{0x11000, 0x1D7FF}, Range{0x1D800, 0x1E7FF},
    Range{0x20000, 0x3FFFF}};

template <std::size_t Size>
bool isIn(const std::array<Range, Size>& ranges, char32_t codePoint) {
    const auto range =
        std::lower_bound(ranges.begin(), ranges.end(), codePoint,
                         [](const Range& candidate, char32_t point) { return candidate.last < point; });
    return range != ranges.end() && codePoint >= range->first;
}

/// The character at `at`, moving past it; a byte that is no UTF-8 counts as U+FFFD.
char32_t next(std::string_view text, std::size_t& at) {
    const std::size_t length = json::sequenceLength(text, at, json::Surrogates::refused);
    if (length == 0) {
        ++at;
        return 0xFFFD;
    }
    const auto first = static_cast<unsigned char>(text[at]);
    constexpr std::array<unsigned, 5> masks = {0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t codePoint = first & masks[length];
    for (std::size_t i = 1; i < length; ++i)
        codePoint = (codePoint << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    at += length;
    return codePoint;
}

bool isControl(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return (code < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || code == 0x7F;
}

} // namespace

std::string cleanText(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = json::sequenceLength(text, at, json::Surrogates::refused);
        if (length == 0 || isControl(text[at]))
            clean += replacement;
        else
            clean += text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return clean;
}

std::string escaped(std::string_view text) {
    std::string made;
    for (const char byte : cleanText(text)) {
        switch (byte) {
        case '&':
            made += "&amp;";
            break;
        case '<':
            made += "&lt;";
            break;
        case '>':
            made += "&gt;";
            break;
        case '"':
            made += "&quot;";
            break;
        case '\'':
            made += "&#39;";
            break;
        default:
            made.push_back(byte);
        }
    }
    return made;
}

Direction firstStrong(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t codePoint = next(utf8, at);
        if (isIn(leftToRight, codePoint))
            return Direction::leftToRight;
        if (isIn(rightToLeft, codePoint))
            return Direction::rightToLeft;
    }
    return Direction::none;
}

std::string directionAttribute(std::string_view utf8) {
    return firstStrong(utf8) == Direction::rightToLeft ? " dir=\"rtl\"" : "";
}

bool isBlank(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t c = next(utf8, at);
        const bool blank = (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
                           c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
                           c == 0x202F || c == 0x205F || c == 0x3000;
        if (!blank)
            return false;
    }
    return true;
}

} // namespace stemma::exporting
