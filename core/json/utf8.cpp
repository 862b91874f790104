// SPDX-License-Identifier: MIT
#include "core/json/utf8.h"

namespace stemma::json {

namespace {

unsigned byteAt(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool isContinuation(unsigned byte, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte >= low && byte <= high;
}

} // namespace

std::size_t sequenceLength(std::string_view text, std::size_t at, Surrogates surrogates) {
    const unsigned first = byteAt(text, at);
    const unsigned second = byteAt(text, at + 1);
    if (first < 0x80)
        return at < text.size() ? 1 : 0;
    if (first >= 0xC2 && first <= 0xDF)
        return isContinuation(second) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0U : 0x80U;
        const unsigned high = first == 0xED && surrogates == Surrogates::refused ? 0x9FU : 0xBFU;
        return isContinuation(second, low, high) && isContinuation(byteAt(text, at + 2)) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90U : 0x80U;
        const unsigned high = first == 0xF4 ? 0x8FU : 0xBFU;
        const bool good = isContinuation(second, low, high) && isContinuation(byteAt(text, at + 2)) &&
                          isContinuation(byteAt(text, at + 3));
        return good ? 4 : 0;
    }
    return 0;
}

char32_t characterAt(std::string_view text, std::size_t at, std::size_t length) {
    if (length <= 1)
        return byteAt(text, at);
    char32_t character = byteAt(text, at) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6U) | (byteAt(text, at + i) & 0x3FU);
    return character;
}

std::size_t firstBadByte(std::string_view text, Surrogates surrogates) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequenceLength(text, at, surrogates);
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

void appendUtf8(std::string& out, char32_t codePoint) {
    const auto put = [&out](char32_t byte) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xC0 | (codePoint >> 6));
        put(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        put(0xE0 | (codePoint >> 12));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    } else {
        put(0xF0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3F));
        put(0x80 | ((codePoint >> 6) & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    }
}

bool isSurrogateAt(std::string_view text, std::size_t at) {
    return byteAt(text, at) == 0xED && byteAt(text, at + 1) >= 0xA0 && byteAt(text, at + 1) <= 0xBF &&
           byteAt(text, at + 2) >= 0x80;
}

} // namespace stemma::json
