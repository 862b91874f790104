// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

namespace stemma::diff {

/// Which elements of two sequences are not common to both. What remains unmarked is, in order, the same in
/// both.
struct EditScript {
    std::vector<bool> removed; ///< by index in `before`
    std::vector<bool> added;   ///< by index in `after`
};

/// A shortest edit script: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1
/// (1986), the variant in linear space. Where it would need more than `limit` edits, everything between the
/// common beginning and the common end is marked.
[[nodiscard]] EditScript shortestEditScript(const std::vector<std::uint32_t>& before,
                                            const std::vector<std::uint32_t>& after, std::size_t limit);

} // namespace stemma::diff
