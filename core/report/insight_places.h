// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/report/edit_parts.h"

namespace stemma::report {

/// Where an insight is shown: in the first section, in display order, that names it.
struct InsightPlace {
    std::string sectionId;
    std::size_t at = 0;
};
[[nodiscard]] std::optional<InsightPlace> placeOf(const json::Value& document, const std::string& insightId);

/// Puts the insight's id into a section's list, at `at` (last if absent).
Status listInsight(const EditContext& context, const std::string& sectionId, const std::string& insightId,
                   std::optional<std::size_t> at);
/// Puts the id behind another one, in every section that names that.
Status listBehind(const EditContext& context, const std::string& other, const std::string& insightId);
/// Takes the id out of every section that names it.
Status unlistInsight(const EditContext& context, const std::string& insightId);

/// Puts `insightId` beside `other` into the lists of the insights that a chart is linked to
/// (metadata.charts).
void linkCharts(json::Value& document, const std::string& other, const std::string& insightId);

} // namespace stemma::report
