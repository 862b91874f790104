// SPDX-License-Identifier: MIT
#include "app/stemmactl/unicode_text.h"

#include <wctype.h>

#include "core/json/utf8.h"

namespace stemma::ctl {

char32_t characterOf(std::string_view sequence) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
    if (sequence.size() == 1)
        return byte(0);
    char32_t character = byte(0) & (0xFFU >> (sequence.size() + 1));
    for (std::size_t at = 1; at < sequence.size(); ++at)
        character = (character << 6) | (byte(at) & 0x3FU);
    return character;
}

std::string foldCase(std::string_view text) {
    std::string folded;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = json::sequenceLength(text, at, json::Surrogates::accepted);
        if (length == 0) {
            folded += text[at++];
            continue;
        }
        const auto small = towlower(static_cast<wint_t>(characterOf(text.substr(at, length))));
        json::appendUtf8(folded, static_cast<char32_t>(small));
        at += length;
    }
    return folded;
}

bool containsText(std::string_view text, std::string_view part) {
    return foldCase(text).find(foldCase(part)) != std::string::npos;
}

} // namespace stemma::ctl
