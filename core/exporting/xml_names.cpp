// SPDX-License-Identifier: MIT
#include "core/exporting/xml_names.h"

#include <algorithm>
#include <array>

#include "core/json/utf8.h"

namespace stemma::exporting {

namespace {

struct CharRange {
    char32_t first;
    char32_t last;
};
/// XML 1.0, 5th edition, productions 4 and 4a, without the colon.
constexpr std::array nameCharacters = {
    CharRange{'-', '.'},       CharRange{'0', '9'},       CharRange{'A', 'Z'},
    CharRange{'_', '_'},       CharRange{'a', 'z'},       CharRange{0xB7, 0xB7},
    CharRange{0xC0, 0xD6},     CharRange{0xD8, 0xF6},     CharRange{0xF8, 0x37D},
    CharRange{0x37F, 0x1FFF},  CharRange{0x200C, 0x200D}, CharRange{0x203F, 0x2040},
    CharRange{0x2070, 0x218F}, CharRange{0x2C00, 0x2FEF}, CharRange{0x3001, 0xD7FF},
    CharRange{0xF900, 0xFDCF}, CharRange{0xFDF0, 0xFFFD}, CharRange{0x10000, 0xEFFFF}};

bool isNameCharacter(char32_t character) {
    return std::any_of(nameCharacters.begin(), nameCharacters.end(), [&](const CharRange& range) {
        return character >= range.first && character <= range.last;
    });
}

char32_t characterOf(std::string_view sequence) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
    if (sequence.size() == 1)
        return byte(0);
    char32_t character = byte(0) & (0xFFU >> (sequence.size() + 1));
    for (std::size_t at = 1; at < sequence.size(); ++at)
        character = (character << 6U) | (byte(at) & 0x3FU);
    return character;
}

} // namespace

std::string nameToken(std::string_view text) {
    std::string token;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length =
            std::max<std::size_t>(json::sequenceLength(text, at, json::Surrogates::refused), 1);
        const std::string_view sequence = text.substr(at, length);
        const bool valid = json::sequenceLength(text, at, json::Surrogates::refused) > 0;
        if (valid && isNameCharacter(characterOf(sequence)))
            token += sequence;
        else
            token += '_';
        at += length;
    }
    return token.empty() ? "_" : token;
}

std::string freeNameToken(std::string_view text, TakenNames& taken) {
    const std::string token = nameToken(text);
    std::string name = token;
    std::size_t& count = taken.counts.try_emplace(token, 1).first->second;
    while (!taken.names.insert(name).second)
        name = token + '_' + std::to_string(++count);
    return name;
}

} // namespace stemma::exporting
