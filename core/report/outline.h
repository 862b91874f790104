// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/diff/tree_diff.h"
#include "core/history/timeline.h"
#include "core/json/json_document.h"

namespace stemma::report {

using stemma::Problem;
using stemma::Severity;
using stemma::severityWord;

struct Citation {
    std::string source;
    std::optional<std::string> provider, description, executionId, queryId, sqlSha256, cacheManifest, url,
        title, accessedAt, endpoint, responseHash, path, page, observedAt;
};

struct Insight {
    InsightId id;
    std::int64_t importance = 0;
    std::string status = "active";
    std::string summary;
    std::vector<Citation>
        citations; ///< after the shim of reports-format.md 4.7: also those made of supporting_queries
    std::string createdAt, updatedAt;
    std::optional<std::string> chartId;
};

struct Section {
    SectionId id;
    std::string title;
    std::string order;                 ///< number text: it may be any size
    std::vector<InsightId> insightIds; ///< dangling and doubled ones included
    std::optional<std::string> notes, content;
    std::string contentFormat = "markdown"; ///< "markdown", "html", "plain"; null counts as markdown
    std::string createdAt, updatedAt;
};

/// An outline to read: typed, in display order (sections by `order`, ties by position). It is made of a
/// document and never written back: edits go to the document (json::Value), so that nothing is lost. Fields
/// that are missing or of a wrong kind take their default: as much as possible is shown of a damaged outline.
struct Outline {
    ReportId id;
    std::string title;
    std::string createdAt, updatedAt;
    std::int64_t outlineVersion = 1;
    std::string status = "active"; ///< metadata.status as it stands
    std::vector<std::string> tags;
    std::optional<std::string> description;
    std::vector<Section> sections; ///< display order
    std::vector<Insight> insights; ///< list order

    [[nodiscard]] const Insight* insight(const InsightId& id) const;
    /// Insights that no section names.
    [[nodiscard]] std::vector<const Insight*> orphans() const;
};

/// Only what the report itself says: no sections, no insights.
[[nodiscard]] Outline outlineHead(const json::Value& document);
/// Reads as much as there is. ErrorCode::damaged only if the bytes are no JSON object.
[[nodiscard]] Outline outlineFrom(const json::Value& document);
[[nodiscard]] Result<Outline> readOutline(std::string_view bytes, const std::string& path);

/// What every save changes: the report's updated_at and outline_version, and updated_at of sections and
/// insights.
enum class SaveStamps { leaveOut, include };

/// The outline's parts with their fields, in display order, unknown keys included, for differences. Citations
/// have no id: theirs is made of the insight's and what identifies the source.
[[nodiscard]] diff::Tree outlineTree(const json::Value& document, SaveStamps stamps = SaveStamps::leaveOut);

/// The semantic difference of two outlines.
[[nodiscard]] diff::Changes outlineDifference(const json::Value& before, const json::Value& after);

/// How the history reads outlines: readable is what igloo-mcp reads, and a little more
/// (core/report/README.md).
[[nodiscard]] history::Content interpretOutline(std::string_view bytes);

} // namespace stemma::report
