// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace stemma::report {

enum class LetterCase {
    ignored, ///< by simple case folding (core/base/case_folding.h)
    counts,
};

/// What is looked for: these characters, in this order, within one text.
struct TextQuery {
    std::string text;
    LetterCase letterCase = LetterCase::ignored;
};

/// A match with what stands around it in the same text.
struct Excerpt {
    std::string before, match, after;
    bool cutBefore = false; ///< there is more of the text before `before`
    bool cutAfter = false;

    friend bool operator==(const Excerpt&, const Excerpt&) = default;
};

/// A field of an outline in which the text stands.
struct FoundText {
    std::string what; ///< "report", "section", "insight" or "citation"
    std::string id; ///< of the section or the insight; that of its insight for a citation; empty: the report
    std::string field; ///< "title", "summary", "metadata.tags" …; of all citations of an insight together
    std::size_t matches = 0;       ///< that don't overlap
    std::vector<Excerpt> excerpts; ///< of the first few
};

/// Finds a query in texts. Thread-safe.
class TextMatcher {
public:
    /// ErrorCode::usage for a query that is empty or no UTF-8.
    [[nodiscard]] static Result<TextMatcher> of(const TextQuery& query);

    struct Place {
        std::size_t at = 0;
        std::size_t length = 0; ///< in bytes: letters of another case may have other lengths
    };
    /// The first match from `from` on. Texts are UTF-8, lone surrogates as WTF-8.
    [[nodiscard]] std::optional<Place> find(std::string_view text, std::size_t from = 0) const;

private:
    [[nodiscard]] std::size_t lengthAt(std::string_view text, std::size_t at) const;

    std::string m_text; ///< where case counts
    std::vector<char32_t> m_folded;
    std::array<bool, 256> m_first{};  ///< the bytes that a match can begin with
    std::array<bool, 256> m_second{}; ///< those that can come next, whether they belong to it or not
};

/// Gathers the fields of one outline in which a query stands, in the order of the outline.
class TextGatherer {
public:
    explicit TextGatherer(const TextMatcher& matcher)
        : m_matcher(matcher) {}

    void look(std::string_view what, std::string_view id, std::string_view field, std::string_view text);
    [[nodiscard]] std::vector<FoundText> take() { return std::move(m_found); }

private:
    FoundText& entryFor(std::string_view what, std::string_view id, std::string_view field);

    const TextMatcher& m_matcher;
    std::vector<FoundText> m_found;
};

} // namespace stemma::report
