// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// The shapes that a new report can begin with: those of igloo-mcp (its names are the words in
/// `metadata.template`), with texts of our own.
enum class Template { standard, deepDive, analyst, empty };

struct TemplateSection {
    std::string_view title;
    std::string_view category; ///< of the section's metadata
    std::string_view notes;    ///< what belongs there, for whoever writes it
};

[[nodiscard]] std::span<const Template> allTemplates();
/// "default", "deep_dive", "analyst_v1", "empty".
[[nodiscard]] const char* templateWord(Template which);
[[nodiscard]] std::optional<Template> templateFromWord(std::string_view word);
/// In display order.
[[nodiscard]] std::span<const TemplateSection> templateSections(Template which);

/// The outline of a new report, in the format, without ids and dates: newReport() makes those.
[[nodiscard]] json::Value templateOutline(Template which, const std::vector<std::string>& tags);

/// A section with every field of the model but id and dates.
[[nodiscard]] json::Value plainSection(const std::string& title, std::size_t order);
/// A list of the texts, each once.
[[nodiscard]] json::Value distinctTexts(const std::vector<std::string>& texts);

} // namespace stemma::report
