// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::report {

/// A Markdown text, read as a report.
struct MarkdownReport {
    std::string title;             ///< the first heading, or of the front matter; empty if there is none
    std::vector<std::string> tags; ///< of the front matter
    /// For newReport(): in the format, without ids of sections and dates.
    json::Value outline;
    std::vector<std::string> notes; ///< what has no place in a report and was left out, one sentence each
};

/// No Markdown that is larger is read.
inline constexpr std::size_t largestMarkdown = std::size_t{2} << 20;

/// Reads Markdown (CommonMark 0.29, by cmark-gfm) as a report. Each heading begins a section, but for one of
/// level 1 before all else: that is the report's title, unless the report has another one already (`title`,
/// or the front matter's). What stands before the first section is a section “Introduction”. The items of
/// bullet lists become insights of importance 5, nested lists stay in their text; each link of an item to a
/// web address is also a citation of source `url`. All else – paragraphs, numbered lists, tables, code,
/// quotes – is the section's content, with the bytes of the source; links whose address stands elsewhere in
/// the text get it in place. Of a YAML front matter the one-line `title`, `description` and `tags` are taken.
/// Pure. ErrorCode::damaged if it is no UTF-8, ErrorCode::usage if it is too large or has no content.
[[nodiscard]] Result<MarkdownReport> importMarkdown(std::string_view markdown, const std::string& title = {});

} // namespace stemma::report
