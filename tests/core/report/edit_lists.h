// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/json/json_value.h"
#include "core/report/outline_edit.h"

/// Edit lists as the tests of this folder write them: with ' for ", `$S1` for the id of section 1 and `$I1`
/// for that of insight 1 of report_texts.h.
namespace edit_lists {

/// A moment later than every time in the sample.
extern const stemma::Timestamp moment;

[[nodiscard]] stemma::json::Value list(std::string edits);
/// The sample as it stands in a file.
[[nodiscard]] stemma::json::Value sample();
/// Applies the list; what is wrong, empty if nothing.
[[nodiscard]] std::string change(stemma::json::Value& document, const std::string& edits);
/// The sample after these edits; the test ends if they don't fit.
[[nodiscard]] stemma::json::Value edited(const std::string& edits);

[[nodiscard]] const stemma::json::Value& section(const stemma::json::Value& document, const std::string& id);
[[nodiscard]] const stemma::json::Value& insight(const stemma::json::Value& document, const std::string& id);
/// The last digits of the ids that a section names: "1 2".
[[nodiscard]] std::string shown(const stemma::json::Value& section);
/// What an insight cites, and its queries: "query exec-1, url x | exec-1".
[[nodiscard]] std::string cited(const stemma::json::Value& insight);

} // namespace edit_lists
