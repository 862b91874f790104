// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/json/json_value.h"
#include "core/report/merge_ledger.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

/// One thing in the three texts; null where it isn't.
struct ThreeValues {
    const json::Value* base = nullptr;
    const json::Value* ours = nullptr;
    const json::Value* theirs = nullptr;

    /// The same member of all three.
    [[nodiscard]] ThreeValues at(std::string_view key) const;
};

/// The value, where there is one.
[[nodiscard]] std::optional<json::Value> valueIfAny(const json::Value* value);

/// How a part is named in conflicts.
struct PartName {
    std::string what, id, title;
};

/// Whether two values of a field are the same to igloo-mcp: what a file leaves out is the field's default,
/// and integers count in any spelling. `rule` null: a key that no model knows.
[[nodiscard]] bool sameField(const json::Value* a, const json::Value* b, const FieldRule* rule);

/// Whether two parts differ in any field but `updated_at` and those in `skip`.
[[nodiscard]] bool fieldsDiffer(const json::Value& a, const json::Value& b, std::span<const FieldRule> rules,
                                std::span<const std::string_view> skip);

/// Merges all fields but those in `skip` into `result`, which holds what theirs has.
void mergeFields(json::Value& result, const ThreeValues& parts, const PartName& part,
                 std::span<const FieldRule> rules, std::span<const std::string_view> skip,
                 MergeLedger& ledger);

/// Sets a member; a new one goes where it stands among its neighbours in `model`.
void setLike(json::Value& object, std::string_view key, const json::Value& value, const json::Value& model);

} // namespace stemma::report
