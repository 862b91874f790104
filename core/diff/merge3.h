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

struct TextMerge {
    std::vector<MergeChunk> chunks; ///< in order; never two merged ones in a row
    [[nodiscard]] bool hasConflict() const;
    /// The text, if nothing is in conflict.
    [[nodiscard]] std::optional<std::string> text() const;
};

/// Three-way merge of prose, first by lines, and within lines that both sides changed by words. Changes that
/// touch (nothing unchanged between them) are a conflict unless they are the same. merge(a,b,a) = b and
/// merge(a,a,b) = b. S. Khanna, K. Kunal, B. C. Pierce, "A Formal Investigation of Diff3" (2007).
[[nodiscard]] TextMerge mergeTexts(std::string_view base, std::string_view ours, std::string_view theirs);

/// Three-way merge of a set that is kept as a list: what one side took out goes, what one side put in comes,
/// in the order of `ours`, then what only `theirs` has, each after its nearest predecessor there. Never a
/// conflict.
[[nodiscard]] std::vector<std::string> mergeSets(const std::vector<std::string>& base,
                                                 const std::vector<std::string>& ours,
                                                 const std::vector<std::string>& theirs);

/// Three-way merge of the order of elements that are the same set in all three (`base` may lack some):
/// elements that only one side moved stand where that side put them (after their nearest unmoved neighbour
/// there). `conflict`: both moved the same element to different places; then it stands where `ours` has it.
struct OrderMerge {
    std::vector<std::string> order;
    bool conflict = false;
};
[[nodiscard]] OrderMerge mergeOrders(const std::vector<std::string>& base,
                                     const std::vector<std::string>& ours,
                                     const std::vector<std::string>& theirs);

} // namespace stemma::diff
