// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace stemma::diff {

/// The line difference of two texts in the unified format that `diff -u` prints and `patch` takes
/// (POSIX.1-2017, diff, "Diff -u Output Format"), three lines of context, a missing newline at the end
/// marked. Empty if the texts are equal.
[[nodiscard]] std::string unifiedDifference(std::string_view before, std::string_view after,
                                            const std::string& beforeName, const std::string& afterName);

} // namespace stemma::diff
