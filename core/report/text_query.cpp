// SPDX-License-Identifier: MIT
#include "core/report/text_query.h"

#include <utility>

#include "core/base/case_folding.h"
#include "core/json/utf8.h"

namespace stemma::report {

namespace {

constexpr unsigned firstBeyondAscii = 0x80;
bool isInnerByte(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Where the text begins that is shown before a match.
std::size_t contextBefore(std::string_view text, std::size_t at, std::size_t characters) {
    while (at > 0 && characters > 0) {
        --at;
        if (!isInnerByte(text[at]))
            --characters;
    }
    return at;
}

std::size_t contextAfter(std::string_view text, std::size_t at, std::size_t characters) {
    while (at < text.size() && (characters > 0 || isInnerByte(text[at]))) {
        if (!isInnerByte(text[at]))
            --characters;
        ++at;
    }
    return at;
}

std::string bytesOf(char32_t character) {
    std::string bytes;
    json::appendUtf8(bytes, character);
    return bytes;
}

Excerpt excerptOf(std::string_view text, const TextMatcher::Place& place) {
    constexpr std::size_t around = 48;
    const std::size_t end = place.at + place.length;
    const std::size_t from = contextBefore(text, place.at, around);
    const std::size_t to = contextAfter(text, end, around);
    return {std::string(text.substr(from, place.at - from)), std::string(text.substr(place.at, place.length)),
            std::string(text.substr(end, to - end)), from > 0, to < text.size()};
}

} // namespace

Result<TextMatcher> TextMatcher::of(const TextQuery& query) {
    const auto refuse = [&](const char* why) {
        return fail(ErrorCode::usage, "search for a text", {}, why, "Give the words to look for.");
    };
    if (query.text.empty())
        return refuse("there is none");
    if (json::firstBadByte(query.text, json::Surrogates::refused) != std::string::npos)
        return refuse("it is no UTF-8");
    TextMatcher matcher;
    if (query.letterCase == LetterCase::counts) {
        matcher.m_text = query.text;
        return matcher;
    }
    for (std::size_t at = 0; at < query.text.size();) {
        const std::size_t length = json::sequenceLength(query.text, at, json::Surrogates::refused);
        matcher.m_folded.push_back(foldedCase(json::characterAt(query.text, at, length)));
        at += length;
    }
    for (const char32_t character : charactersFoldedTo(matcher.m_folded.front())) {
        const std::string bytes = bytesOf(character);
        matcher.m_first[static_cast<unsigned char>(bytes[0])] = true;
        if (bytes.size() > 1)
            matcher.m_second[static_cast<unsigned char>(bytes[1])] = true;
    }
    if (matcher.m_folded.size() == 1)
        matcher.m_second.fill(true);
    else
        for (const char32_t character : charactersFoldedTo(matcher.m_folded[1]))
            matcher.m_second[static_cast<unsigned char>(bytesOf(character)[0])] = true;
    return matcher;
}

std::optional<TextMatcher::Place> TextMatcher::find(std::string_view text, std::size_t from) const {
    if (!m_text.empty()) {
        const std::size_t at = text.find(m_text, from);
        return at == std::string_view::npos ? std::nullopt : std::optional(Place{at, m_text.size()});
    }
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = from; at < text.size(); ++at) {
        // Both are looked at, without a branch between them that no processor could foresee.
        while (at + 1 < text.size() && (int{m_first[byte(at)]} & int{m_second[byte(at + 1)]}) == 0)
            ++at;
        if (const std::size_t length = lengthAt(text, at); length > 0)
            return Place{at, length};
    }
    return std::nullopt;
}

/// How long the match at `at` is; 0 if there is none.
std::size_t TextMatcher::lengthAt(std::string_view text, std::size_t at) const {
    std::size_t end = at;
    for (const char32_t wanted : m_folded) {
        if (end >= text.size())
            return 0;
        char32_t character = static_cast<unsigned char>(text[end]);
        std::size_t length = 1;
        if (character >= firstBeyondAscii) {
            length = json::sequenceLength(text, end, json::Surrogates::accepted);
            if (length == 0)
                return 0;
            character = json::characterAt(text, end, length);
        }
        if (foldedCase(character) != wanted)
            return 0;
        end += length;
    }
    return end - at;
}

void TextGatherer::look(std::string_view what, std::string_view id, std::string_view field,
                        std::string_view text) {
    constexpr std::size_t mostExcerpts = 4;
    auto place = m_matcher.find(text);
    if (!place)
        return;
    FoundText& found = entryFor(what, id, field);
    while (place) {
        ++found.matches;
        if (found.excerpts.size() < mostExcerpts)
            found.excerpts.push_back(excerptOf(text, *place));
        place = m_matcher.find(text, place->at + place->length);
    }
}

/// What belongs to one part comes in one go: a look at the last few is enough.
FoundText& TextGatherer::entryFor(std::string_view what, std::string_view id, std::string_view field) {
    for (auto entry = m_found.rbegin(); entry != m_found.rend() && entry->id == id; ++entry) {
        if (entry->what == what && entry->field == field)
            return *entry;
    }
    m_found.push_back({std::string(what), std::string(id), std::string(field), 0, {}});
    return m_found.back();
}

} // namespace stemma::report
