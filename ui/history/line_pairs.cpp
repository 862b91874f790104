// SPDX-License-Identifier: MIT
#include "ui/history/line_pairs.h"

#include <algorithm>
#include <limits>

namespace stemma::ui {
namespace {

constexpr int none = -1;

/// Of each line of one text: the line of the other that has its first common character.
std::vector<int> counterparts(const std::vector<int>& starts, const std::vector<int>& others,
                              const std::vector<SameStretch>& same, int SameStretch::*from,
                              int SameStretch::*to) {
    std::vector<int> found(starts.size(), none);
    auto stretch = same.begin();
    std::size_t other = 0;
    for (std::size_t line = 0; line < starts.size(); ++line) {
        const int begin = starts[line];
        const int end = line + 1 < starts.size() ? starts[line + 1] : std::numeric_limits<int>::max();
        while (stretch != same.end() && (*stretch).*from + stretch->length <= begin)
            ++stretch;
        if (stretch == same.end() || (*stretch).*from >= end)
            continue;
        const int at = (*stretch).*to + std::max(0, begin - (*stretch).*from);
        while (other + 1 < others.size() && others[other + 1] <= at)
            ++other;
        found[line] = static_cast<int>(other);
    }
    return found;
}

} // namespace

LinePairs pairLines(const std::vector<int>& beforeStarts, const std::vector<int>& afterStarts,
                    const std::vector<SameStretch>& same) {
    const auto toAfter =
        counterparts(beforeStarts, afterStarts, same, &SameStretch::before, &SameStretch::after);
    const auto toBefore =
        counterparts(afterStarts, beforeStarts, same, &SameStretch::after, &SameStretch::before);
    LinePairs pairs;
    std::size_t left = 0, right = 0;
    while (left < toAfter.size() || right < toBefore.size()) {
        const bool both = left < toAfter.size() && right < toBefore.size();
        // Not both at once: the stretches run the same way in both texts.
        const bool leftWaits = both && toAfter[left] > static_cast<int>(right);
        const bool rightWaits = both && toBefore[right] > static_cast<int>(left);
        if (left < toAfter.size() && !leftWaits) {
            pairs.before.push_back(pairs.rows);
            ++left;
        }
        if (right < toBefore.size() && !rightWaits) {
            pairs.after.push_back(pairs.rows);
            ++right;
        }
        ++pairs.rows;
    }
    return pairs;
}

} // namespace stemma::ui
