// SPDX-License-Identifier: MIT
#include "core/diff/text_diff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "core/diff/edit_script.h"
#include "core/diff/tokens.h"

namespace stemma::diff {

namespace {

/// Beyond that many edits two texts have nothing in common that would help a reader.
constexpr std::size_t mostEdits = 4000;

using Tokens = std::vector<std::string_view>;

/// A stretch of both texts: equal tokens, or what was removed and what came instead.
struct Stretch {
    bool same = false;
    std::string removed; ///< the common text, if same
    std::string added;
    std::size_t removedCharacters = 0;
    std::size_t addedCharacters = 0;
};

class Numbering {
public:
    std::vector<std::uint32_t> numbersOf(const Tokens& tokens) {
        std::vector<std::uint32_t> numbers;
        numbers.reserve(tokens.size());
        for (const std::string_view token : tokens)
            numbers.push_back(
                m_numbers.try_emplace(token, static_cast<std::uint32_t>(m_numbers.size())).first->second);
        return numbers;
    }

private:
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

/// What an equality weighs against the changes around it: blanks nothing, everything else double, so that a
/// word that stands keeps two rewritten ones apart.
std::size_t weightOf(std::string_view equality) {
    const auto blanks = std::count_if(equality.begin(), equality.end(),
                                      [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    return 2 * (characterCount(equality) - static_cast<std::size_t>(blanks));
}

std::vector<Stretch> stretchesOf(const Tokens& before, const Tokens& after) {
    Numbering numbering;
    const auto old = numbering.numbersOf(before);
    const auto now = numbering.numbersOf(after);
    const EditScript script = shortestEditScript(old, now, mostEdits);
    std::vector<Stretch> stretches;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        Stretch stretch;
        while (i < before.size() && script.removed[i])
            stretch.removed += before[i++];
        while (j < after.size() && script.added[j])
            stretch.added += after[j++];
        stretch.same = stretch.removed.empty() && stretch.added.empty();
        if (stretch.same) {
            while (i < before.size() && j < after.size() && !script.removed[i] && !script.added[j]) {
                stretch.removed += before[i++];
                ++j;
            }
        }
        stretch.removedCharacters = characterCount(stretch.removed);
        stretch.addedCharacters = characterCount(stretch.added);
        stretches.push_back(std::move(stretch));
    }
    return stretches;
}

/// Whether an equality between two changes is a coincidence that only shreds them: it weighs no more than
/// what changes on either side of it, where something was rewritten and not just inserted or just removed.
bool shreds(const Stretch& left, const Stretch& equality, const Stretch& right) {
    const bool removes = !left.removed.empty() || !right.removed.empty();
    const bool adds = !left.added.empty() || !right.added.empty();
    const std::size_t weight = weightOf(equality.removed);
    return removes && adds && weight <= std::max(left.removedCharacters, left.addedCharacters) &&
           weight <= std::max(right.removedCharacters, right.addedCharacters);
}

/// Joins changes that are parted by coincidences (the idea is the semantic clean-up of N. Fraser's
/// diff-match-patch, here on whole tokens). One pass with a stack: a joined change may swallow what is left
/// of it.
std::vector<Stretch> withoutShreds(std::vector<Stretch> stretches) {
    std::vector<Stretch> out;
    for (Stretch& next : stretches) {
        out.push_back(std::move(next));
        while (out.size() >= 3 && !out.back().same && out[out.size() - 2].same) {
            Stretch& left = out[out.size() - 3];
            const Stretch& equality = out[out.size() - 2];
            const Stretch& right = out.back();
            if (left.same || !shreds(left, equality, right))
                break;
            left.removed += equality.removed + right.removed;
            left.added += equality.removed + right.added;
            left.removedCharacters += equality.removedCharacters + right.removedCharacters;
            left.addedCharacters += equality.removedCharacters + right.addedCharacters;
            out.pop_back();
            out.pop_back();
        }
    }
    return out;
}

std::vector<Segment> segmentsOf(std::vector<Stretch> stretches) {
    std::vector<Segment> segments;
    for (Stretch& stretch : stretches) {
        if (stretch.same) {
            segments.push_back({SegmentKind::same, std::move(stretch.removed)});
            continue;
        }
        if (!stretch.removed.empty())
            segments.push_back({SegmentKind::removed, std::move(stretch.removed)});
        if (!stretch.added.empty())
            segments.push_back({SegmentKind::added, std::move(stretch.added)});
    }
    return segments;
}

} // namespace

std::vector<Segment> wordDifference(std::string_view before, std::string_view after) {
    return segmentsOf(withoutShreds(stretchesOf(wordTokens(before), wordTokens(after))));
}

std::vector<Segment> lineDifference(std::string_view before, std::string_view after) {
    return segmentsOf(stretchesOf(lineTokens(before), lineTokens(after)));
}

} // namespace stemma::diff
