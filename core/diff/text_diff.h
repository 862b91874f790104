// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stemma::diff {

enum class SegmentKind { same, removed, added };

struct Segment {
    SegmentKind kind = SegmentKind::same;
    std::string text;
    friend bool operator==(const Segment&, const Segment&) = default;
};

/// The word-level difference of two UTF-8 texts: words, runs of white space and single punctuation marks are
/// compared as units; scripts without blanks by character. Concatenating same+removed gives `before`,
/// same+added `after`. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space;
/// texts that differ beyond any use (more than about 4,000 edits) are one removal and one addition.
[[nodiscard]] std::vector<Segment> wordDifference(std::string_view before, std::string_view after);

/// The same by whole lines, newline included.
[[nodiscard]] std::vector<Segment> lineDifference(std::string_view before, std::string_view after);

} // namespace stemma::diff
