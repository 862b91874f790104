// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/diff/merge3.h"
#include "core/json/json_value.h"

// Only for the files that implement undo and graph_draft.h.

namespace stemma::graph {

/// `ours` with what leads from `base` to `theirs` done to it. Objects are merged by their keys, lists of
/// texts as sets, lists of objects by their `morph_id` or `id`. Nothing where both changed the same thing
/// differently; but the time of a change (`updated_at`) is then that of `ours`. With a `winner` it is that
/// side's there, and all else of both; the time is then that of `theirs`.
[[nodiscard]] std::optional<json::Value> mergedValue(const json::Value& base, const json::Value& ours,
                                                     const json::Value& theirs,
                                                     std::optional<diff::MergeSide> winner = {});

/// The same for the bytes of a file of a user's; a text is merged by lines and words. No bytes: no file.
/// Nothing where they can't be merged.
[[nodiscard]] std::optional<std::string> mergedBytes(const std::string& path, const std::string& base,
                                                     const std::string& ours,
                                                     const std::optional<std::string>& theirs,
                                                     std::optional<diff::MergeSide> winner = {});

/// Whether it is one of a user's registries.
[[nodiscard]] bool isRegistryPath(const std::string& path);

} // namespace stemma::graph
