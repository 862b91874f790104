// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// What an insight cites, both twins of it, as igloo-mcp has them in memory after its shim
/// (reports-format.md, 4.7). Every item has all fields of its model in the model's order, defaults filled in;
/// unknown keys follow.
struct CitedSources {
    std::vector<json::Value> citations;
    std::vector<json::Value> queries; ///< `supporting_queries`
};
[[nodiscard]] CitedSources citedSources(const json::Value& insight);

/// The supporting queries that the shim makes of citations.
[[nodiscard]] std::vector<json::Value> queriesFromCitations(const std::vector<json::Value>& citations);

/// What a citation is known by within its insight: by its kind first, then by anything that tells it from
/// others.
[[nodiscard]] std::string citationKey(const json::Value& citation);
/// To show: its title, or whatever says most about it.
[[nodiscard]] std::string citationTitle(const json::Value& citation);

/// Applies the shim to an insight that is to be written, so that igloo-mcp's next save changes nothing.
/// Touches it only where one of the twins is empty and the other gives something.
void applyCitationShim(json::Value& insight);

} // namespace stemma::report
