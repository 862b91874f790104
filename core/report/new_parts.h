// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/report/edit_parts.h"

namespace stemma::report {

/// Whole parts, in the format's order of fields, made of the fields that were given; the rest has its
/// default. What is given is checked; the id is the caller's, and nothing is put into the document.
/// Dates: created_at is the given one or now, updated_at is now.
[[nodiscard]] Result<json::Value> newSection(const EditContext& context, const json::Value& given,
                                             const std::string& id);
/// With what it cites: both twins in step.
[[nodiscard]] Result<json::Value> newInsight(const EditContext& context, const json::Value& given,
                                             const std::string& id);

/// Puts a new section into the document, at `at` in display order, and tells its id.
Status placeNewSection(EditContext& context, json::Value section, const std::string& id,
                       std::optional<std::size_t> at);

} // namespace stemma::report
