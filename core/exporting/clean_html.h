// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stemma::exporting {

/// As safeHtml, for one of several pieces of one page: `id`s, and links to them, get the prefix, so that two
/// pieces can't take each other's anchors. Links to the page's own anchors (`#section-…`, `#insight-…`,
/// `#source-…`) stay. Nothing if the HTML is too large or too deep to be read.
[[nodiscard]] std::optional<std::string> cleanHtml(std::string_view html, std::string_view idPrefix);

/// As markdownHtml, with that prefix. What is too large or too deep is shown as it stands.
[[nodiscard]] std::string cleanMarkdown(std::string_view markdown, std::string_view idPrefix);

/// Text as it stands: paragraphs at blank lines, within them every line and blank kept.
[[nodiscard]] std::string plainHtml(std::string_view text);

/// In bytes. Beyond it text is shown as it stands: parsers of marked-up text take time that grows faster than
/// their input.
constexpr std::size_t largestMarkup = std::size_t{2} << 20;

} // namespace stemma::exporting
