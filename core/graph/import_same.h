// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json_value.h"

// When two files of different libraries say the same. Only for import_plan.cpp.

namespace stemma::graph {

/// As values, but for the empty morph `basic` that every version of the format's program adds in memory to a
/// node without one, and the `nbh` that names it.
[[nodiscard]] bool sameNode(const json::Value& ours, const json::Value& theirs);
/// Of relations and attributes: `morph_id` is only a hint (graphs-format, 4.6), and doesn't count.
[[nodiscard]] bool sameLink(const json::Value& ours, const json::Value& theirs);
/// Without what only entries of the registry have.
[[nodiscard]] bool sameTransition(const json::Value& ours, const json::Value& theirs);
/// A transition without what only entries of the registry have: what its file holds.
[[nodiscard]] json::Value transitionFile(const json::Value& given);

} // namespace stemma::graph
