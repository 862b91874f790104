// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// Why an outline that is being edited must not be saved as it is: igloo-mcp could not read it any more, or
/// would be harmed by it, or would lose something. To be shown beside the field that it is about; it never
/// hinders typing.
struct EditProblem {
    std::string rule; ///< as in outline_rules.h: "field-value", "metadata-status", "dangling-insight" …
    std::string what; ///< "report", "section", "insight", "citation", "query" (of supporting_queries)
    std::string id;   ///< of the part; of citations and queries the insight's; empty for the report
    std::optional<std::size_t> at; ///< which citation or query of the insight, from 0
    std::string field;   ///< "title", "metadata.status", "insight_ids" …; empty for the whole part
    std::string message; ///< what the rule says
    std::string fix;     ///< what to do
};

/// What is wrong with one value that somebody types into a field of a part ("report", "section", "insight",
/// "citation", "query"). `field` may be "metadata.status" and the like. Quick: for each key that is pressed.
[[nodiscard]] std::optional<EditProblem> problemOfField(std::string_view what, std::string_view field,
                                                        const json::Value& value);

/// All that stands against saving the document, in the order of the file.
[[nodiscard]] std::vector<EditProblem> blockingProblems(const json::Value& document);

/// The same, without what is just so in `before` (what is on disk): harm that somebody else did may stay, so
/// that a report can be mended step by step.
[[nodiscard]] std::vector<EditProblem> blockingProblems(const json::Value& document,
                                                        const json::Value& before);

/// One sentence with the part that it is about, for a list of problems and for errors.
[[nodiscard]] std::string describe(const EditProblem& problem);

} // namespace stemma::report
