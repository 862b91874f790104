// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/diff/tree_diff.h"
#include "ui/history/diff_plan.h"

namespace stemma::ui {

/// What a field of the format is called: "Importance"; a name that isn't known as it stands.
[[nodiscard]] QString fieldName(const std::string& name);

/// A value to show: text as it is, anything else as JSON; "none" for null.
[[nodiscard]] QString fieldValue(const json::Value& value);

/// Whether a field says only when its part was made or changed.
[[nodiscard]] bool isTimeStamp(const std::string& name);

/// One changed field as blocks: short values side by side, prose by words, other JSON by lines.
[[nodiscard]] std::vector<DiffBlock> fieldBlocks(const diff::FieldChange& field, Unchanged unchanged);

/// Two texts, word by word.
[[nodiscard]] DiffBlock proseBlock(const std::string& before, const std::string& after, Unchanged unchanged);

} // namespace stemma::ui
