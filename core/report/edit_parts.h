// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"
#include "core/report/outline_edit.h"

namespace stemma::report {

/// One edit while it is being applied: the document, the element of the list, and where made ids are told.
/// Only for the files that implement outline_edit.h.
struct EditContext {
    json::Value& document;
    const json::Value& edit;
    std::string now; ///< ISO, for created_at and updated_at
    std::vector<std::string>& newIds;
    Values values = Values::checked;
};

/// A failure of the edit list itself.
[[nodiscard]] Unexpected editUsage(std::string detail);

/// Whether the element has no keys but `op` and these.
Status allowKeys(const json::Value& edit, std::initializer_list<std::string_view> keys);
[[nodiscard]] Result<std::string> requiredString(const json::Value& edit, std::string_view key);
/// Nothing if absent or null.
[[nodiscard]] Result<std::optional<std::string>> optionalString(const json::Value& edit,
                                                                std::string_view key);
[[nodiscard]] Result<const json::Value*> requiredObject(const json::Value& edit, std::string_view key);
/// A position, 0 or more: nothing if absent.
[[nodiscard]] Result<std::optional<std::size_t>> position(const json::Value& edit,
                                                          std::string_view key = "at");
/// The id that a new part is to have: `key` of `given` if it is a UUID that no part has yet, else a new one.
[[nodiscard]] Result<std::string> newId(const json::Value& given, std::string_view key,
                                        const json::Value& parts, std::string_view idKey);

/// Whether a part of that kind ("section", "citation" …) may have this value in this field.
Status checkField(const EditContext& context, std::string_view what, std::string_view field,
                  const json::Value& value);
/// The same for all members of an object that was given for a part; nothing may be unknown.
Status checkFields(const EditContext& context, std::string_view what, const json::Value& given);

/// The array `key` of the document.
[[nodiscard]] Result<json::Value*> documentArray(json::Value& document, std::string_view key);
/// The index of the part whose `idKey` is `id`.
[[nodiscard]] Result<std::size_t> findPart(const json::Value& parts, std::string_view idKey,
                                           const std::string& id);
/// The part itself, to be edited.
[[nodiscard]] Result<json::Value*> editSectionPart(json::Value& document, const std::string& id);
[[nodiscard]] Result<json::Value*> editInsightPart(json::Value& document, const std::string& id);

/// Sets the given fields of a part and its updated_at, if they differ; keys must be among `allowed`.
Status setFields(const EditContext& context, std::string_view what, json::Value& part,
                 const json::Value& fields, std::initializer_list<std::string_view> allowed);
/// Sets updated_at.
void touch(const EditContext& context, json::Value& part);

/// Makes the list `key` hold these texts, in this order; what stays of it keeps its bytes.
void setTexts(json::Value& object, std::string_view key, const std::vector<std::string>& texts);

Status setTitle(EditContext& context);
Status setDescription(EditContext& context);
Status setStatus(EditContext& context);
Status setMetadata(EditContext& context);
Status changeTags(EditContext& context);

Status addSection(EditContext& context);
Status editSection(EditContext& context);
Status moveSection(EditContext& context);
Status deleteSection(EditContext& context);
Status duplicateSection(EditContext& context);
Status pasteSection(EditContext& context);

Status addInsight(EditContext& context);
Status editInsight(EditContext& context);
Status moveInsight(EditContext& context);
Status deleteInsight(EditContext& context);
Status duplicateInsight(EditContext& context);
Status splitInsight(EditContext& context);
Status joinInsights(EditContext& context);
Status pasteInsight(EditContext& context);

Status addCitation(EditContext& context);
Status editCitation(EditContext& context);
Status moveCitation(EditContext& context);
Status deleteCitation(EditContext& context);

} // namespace stemma::report
