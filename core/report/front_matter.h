// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The block between `---` lines with which many programs begin a Markdown file. Private to core/report.
namespace stemma::report {

struct FrontMatter {
    std::string title;
    std::string description;
    std::vector<std::string> tags;
    std::vector<std::string> otherKeys; ///< that were not taken
    std::size_t length = 0;             ///< bytes that it takes of the text; 0: there is none
};

/// Understands `key: value` lines, values with or without quotes, `[a, b]` and lists of `- a` lines.
[[nodiscard]] FrontMatter readFrontMatter(std::string_view markdown);

} // namespace stemma::report
