// SPDX-License-Identifier: MIT
#pragma once

#include "core/layout/layout.h"

namespace stemma::layout {

/// Lays out with Graphviz in this process: for the layout program alone, as Graphviz can neither be
/// interrupted nor used by two threads. ErrorCode::io where it refuses.
[[nodiscard]] Result<std::vector<Point>> layOutWithGraphviz(const Request& request);

} // namespace stemma::layout
