// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/report/outline.h"

namespace stemma::exporting {

/// What a reader of the published report sees, as one HTML body that Qt's rich text and browsers both show:
/// the title, the sections in display order with their content (notes where content is blank), the insights
/// in each section's order, and the citations numbered by distinct source, listed at the end. Markdown is
/// rendered by cmark-gfm (tables, strike-through, autolinks, footnotes); HTML content keeps only harmless
/// elements and attributes; plain text keeps its lines. Nothing in it runs, and nothing in it loads from the
/// network. Every section heading and insight carries an anchor `section-<id>`, `insight-<id>`.
[[nodiscard]] std::string reportHtml(const report::Outline& outline);

/// The same as a whole page, which needs nothing beside it and fits the light and the dark.
[[nodiscard]] std::string htmlPage(const report::Outline& outline);

/// One piece of Markdown as safe HTML.
[[nodiscard]] std::string markdownHtml(std::string_view markdown);

/// Foreign HTML with everything taken out that could run, load or break the page around it (libxml2's HTML
/// parser).
[[nodiscard]] std::string safeHtml(std::string_view html);

} // namespace stemma::exporting
