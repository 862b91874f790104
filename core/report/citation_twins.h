// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "core/json/json_value.h"
#include "core/report/edit_parts.h"

namespace stemma::report {

/// A citation, and the supporting query that is its deprecated twin, if it has one.
struct CitedPair {
    json::Value citation;
    std::optional<json::Value> query;
};

/// Both lists of what an insight cites, kept in step while they are edited (reports-format.md, 4.7). On
/// making it the insight is brought to what igloo-mcp has in memory after reading it, so that positions are
/// those that are shown, and no citation is hidden behind a new one. The insight outlives it.
class CitationTwins {
public:
    explicit CitationTwins(json::Value& insight);

    [[nodiscard]] std::size_t count() const { return citations().size(); }
    [[nodiscard]] const std::vector<json::Value>& citations() const;

    /// At the end if `at` is past it. A query that the pair lacks is made of the citation.
    void insert(std::size_t at, CitedPair pair);
    /// Sets fields of a citation, and what its twin repeats of them.
    void edit(std::size_t at, const json::Value& fields);
    [[nodiscard]] CitedPair take(std::size_t at);

private:
    [[nodiscard]] const std::vector<json::Value>& queries() const;
    [[nodiscard]] std::vector<std::optional<std::size_t>> matches() const;
    [[nodiscard]] std::size_t queryPlace(std::size_t at) const;
    json::Value& editList(const char* key);

    json::Value& m_insight;
};

/// A citation with all of the format's fields, in its order.
[[nodiscard]] Result<json::Value> wholeCitation(const EditContext& context, const json::Value& given);

} // namespace stemma::report
