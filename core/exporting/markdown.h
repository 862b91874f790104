// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/report/outline.h"

namespace stemma::exporting {

/// What a reader of the published report sees (html.h), in Markdown: the title, the sections in display order
/// with their content (notes where content is blank), the insights of each as a list, and the citations
/// numbered by distinct source, listed at the end. Markdown of the report stays as it is written, and so does
/// HTML, which Markdown may hold; titles and plain text are shown as they stand, whatever signs they hold.
[[nodiscard]] std::string reportMarkdown(const report::Outline& outline);

/// Text in one line that Markdown shows as it stands.
[[nodiscard]] std::string markdownText(std::string_view text);
/// The same as code.
[[nodiscard]] std::string markdownCode(std::string_view text);

} // namespace stemma::exporting
