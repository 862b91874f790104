// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>

namespace stemma::json {

/// Eight bytes of text at a time, for passing over what needs no care. Each test tells whether some byte is
/// such, in the bytes' highest bits (Warren, Hacker's Delight, 2nd edition, section 6-1).
using EightBytes = std::uint64_t;

constexpr EightBytes everyByte(EightBytes byte) {
    return 0x0101010101010101ULL * byte;
}
constexpr EightBytes highBits = everyByte(0x80);

inline EightBytes eightAt(const char* text) {
    EightBytes word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
}

constexpr EightBytes hasBelow(EightBytes word, EightBytes limit) {
    return (word - everyByte(limit)) & ~word & highBits;
}
constexpr EightBytes hasByte(EightBytes word, EightBytes byte) {
    return hasBelow(word ^ everyByte(byte), 1);
}

/// A quote, a backslash or a control character: what no JSON string holds raw.
constexpr EightBytes hasMark(EightBytes word) {
    return hasBelow(word, 0x20) | hasByte(word, '"') | hasByte(word, '\\');
}

} // namespace stemma::json
