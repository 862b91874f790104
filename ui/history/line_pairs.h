// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace stemma::ui {

/// A stretch of characters that two texts have in common.
struct SameStretch {
    int before = 0; ///< where it begins in the one text
    int after = 0;  ///< in the other
    int length = 0;
};

/// In which row, counted from 0, each line of two wrapped texts stands.
struct LinePairs {
    std::vector<int> before, after;
    int rows = 0;
};

/// Sets the lines of two texts beside each other so that what they have in common stands on one height, as
/// far as the lines allow: where one side has more, the other waits. Given are the characters at which the
/// lines begin (empty: there is no text) and the stretches in their order. In time linear in all of them.
[[nodiscard]] LinePairs pairLines(const std::vector<int>& beforeStarts, const std::vector<int>& afterStarts,
                                  const std::vector<SameStretch>& same);

} // namespace stemma::ui
