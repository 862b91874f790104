// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/graph/graph_draft.h"

// Only for the files that implement graph_draft.h.

namespace stemma::graph {

/// What `ours` and `theirs`, both made of `base`, have in each other's way. `result`: what ours came to on
/// theirs; what others changed must be in it.
[[nodiscard]] std::vector<DraftClash> clashesBetween(const UserFiles& base, const UserFiles& ours,
                                                     const UserFiles& theirs, const UserFiles* result);

} // namespace stemma::graph
