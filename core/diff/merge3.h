// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stemma::diff {

/// One stretch of a text merged by three: where both sides changed it differently it is in conflict.
struct MergeChunk {
    bool conflict = false;
    std::string text;               ///< merged; of a conflict empty
    std::string base, ours, theirs; ///< of a conflict
};

/// Whose words stand where two sides disagree.
enum class MergeSide { ours, theirs };

struct TextMerge {
    std::vector<MergeChunk> chunks; ///< in order; never two merged ones in a row
    [[nodiscard]] bool hasConflict() const;
    /// The text, if nothing is in conflict.
    [[nodiscard]] std::optional<std::string> text() const;
    /// The text with one side's words where the two are in conflict, and all else merged.
    [[nodiscard]] std::string textWith(MergeSide side) const;
};

/// Three-way merge of prose, first by lines, and within lines that both sides changed by words. Changes that
/// touch (nothing unchanged between them but blanks within a line) are a conflict unless they are the same.
/// merge(a,b,a) = b, merge(a,a,b) = b, and merge(a,b,c) is merge(a,c,b) with the sides exchanged.
/// S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3" (2007).
[[nodiscard]] TextMerge mergeTexts(std::string_view base, std::string_view ours, std::string_view theirs);

/// Both texts in one: lines that they share once, where they differ first those of `ours`, then, as a
/// paragraph of their own, those of `theirs`.
[[nodiscard]] std::string bothTexts(std::string_view ours, std::string_view theirs);

/// Three-way merge of a set that is kept as a list: what one side took out goes, what one side put in comes,
/// in the order of `ours`, then what only `theirs` has, each after its nearest predecessor there. Elements
/// that are there several times are told apart by count. Never a conflict.
[[nodiscard]] std::vector<std::string> mergeSets(const std::vector<std::string>& base,
                                                 const std::vector<std::string>& ours,
                                                 const std::vector<std::string>& theirs);

/// Three-way merge of an order. The elements of each list are all different; the result has those of `ours`
/// and of `theirs`, each once (what is to go, the caller takes out of both; `base` may have more or fewer).
/// Elements that only one side moved or has stand where that side has them: after their nearest neighbour
/// there that the other side left in its place, those of `ours` first. As few elements as can be count as
/// moved.
struct OrderMerge {
    std::vector<std::string> order;
    bool conflict = false; ///< both moved the same element to different places; it stands where `ours` has it
};
[[nodiscard]] OrderMerge mergeOrders(const std::vector<std::string>& base,
                                     const std::vector<std::string>& ours,
                                     const std::vector<std::string>& theirs);

} // namespace stemma::diff
