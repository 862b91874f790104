// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stemma::report {

/// A stretch of bytes by which two texts differ.
struct Splice {
    std::size_t at = 0; ///< in the text before
    std::string removed;
    std::string inserted;
};

/// What makes one text of another, in the order of the text; the stretches never touch.
using Splices = std::vector<Splice>;

/// The stretches by which the texts differ: one where that is short, else by whole lines, so that a part that
/// moved through a long text doesn't cost what it moved past.
[[nodiscard]] Splices splicesBetween(std::string_view before, std::string_view after);

/// The text after, made of the one before; and the reverse. Exact, byte for byte, for the text that the
/// splices were made of; any other gives nonsense but is safe.
[[nodiscard]] std::string spliced(std::string_view before, const Splices& splices);
[[nodiscard]] std::string unspliced(std::string_view after, const Splices& splices);

/// About how many bytes they keep in memory.
[[nodiscard]] std::size_t memoryOf(const Splices& splices);

} // namespace stemma::report
