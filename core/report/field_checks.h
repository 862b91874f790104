// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/json/json_value.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

/// What is wrong with one value of one field.
struct FieldFault {
    std::string rule;    ///< "field-type", "field-value", "field-unknown", "metadata-tags" …
    std::string message; ///< "“title” must not be empty"
    std::string fix;
};

/// Holds a value against the field table of a kind of part ("report", "section", "insight", "citation",
/// "query"). `field` may name a key of metadata: "metadata.status".
[[nodiscard]] std::optional<FieldFault> fieldFault(std::string_view what, std::string_view field,
                                                   const json::Value& value);

/// The fields of a kind of part; none for a kind that there isn't.
[[nodiscard]] std::span<const FieldRule> fieldsOf(std::string_view what);

} // namespace stemma::report
