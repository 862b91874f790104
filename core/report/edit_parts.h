// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::report {

/// One edit while it is being applied: the document, the element of the list, and where made ids are told.
/// Only for the files that implement outline_edit.h.
struct EditContext {
    json::Value& document;
    const json::Value& edit;
    std::string now; ///< ISO, for created_at and updated_at
    std::vector<std::string>& newIds;
};

/// A failure of the edit list itself.
[[nodiscard]] Unexpected editUsage(std::string detail);

/// Whether the element has no keys but `op` and these.
Status allowKeys(const json::Value& edit, std::initializer_list<std::string_view> keys);
[[nodiscard]] Result<std::string> requiredString(const json::Value& edit, std::string_view key);
/// `at`: nothing if absent.
[[nodiscard]] Result<std::optional<std::size_t>> position(const json::Value& edit);

/// The array `key` of the document.
[[nodiscard]] Result<json::Value*> documentArray(json::Value& document, std::string_view key);
/// The index of the part whose `idKey` is `id`.
[[nodiscard]] Result<std::size_t> findPart(const json::Value& parts, std::string_view idKey,
                                           const std::string& id);
/// Sets the given fields of a part and its updated_at, if they differ; keys must be among the part's or
/// `allowed`.
Status setFields(json::Value& part, const json::Value& fields,
                 std::initializer_list<std::string_view> allowed, const std::string& now);

/// Makes the list `key` hold these texts, in this order; what stays of it keeps its bytes.
void setTexts(json::Value& object, std::string_view key, const std::vector<std::string>& texts);

Status addSection(EditContext& context);
Status editSection(EditContext& context);
Status moveSection(EditContext& context);
Status deleteSection(EditContext& context);

Status addInsight(EditContext& context);
Status editInsight(EditContext& context);
Status moveInsight(EditContext& context);
Status deleteInsight(EditContext& context);

Status addCitation(EditContext& context);
Status editCitation(EditContext& context);
Status deleteCitation(EditContext& context);

} // namespace stemma::report
