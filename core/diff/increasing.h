// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace stemma::diff {

/// Which of the values, all different, are on one longest increasing subsequence (patience sorting: M. L.
/// Fredman, "On computing the length of longest increasing subsequences", Discrete Mathematics 11 (1975)):
/// what stays in place when the fewest are to be called moved.
[[nodiscard]] std::vector<bool> onLongestIncreasing(const std::vector<std::size_t>& values);

} // namespace stemma::diff
