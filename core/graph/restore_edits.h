// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/graph/graph_edit.h"
#include "core/graph/graph_operations.h"

// Only for the files that implement the restore part of graph_operations.h.

namespace stemma::graph {

/// Parts that came or went with a whole node: they are restored with its files.
[[nodiscard]] std::vector<std::string> wholeNodesOf(const GraphStore& now, const GraphStore& then,
                                                    const std::string& graph,
                                                    const std::vector<RestorePart>& parts);

/// The edits that make the other parts what they were; none for what is that already. ErrorCode::notFound for
/// a part that is in neither.
[[nodiscard]] Result<std::vector<GraphEdit>> editsBackTo(const GraphStore& now, const GraphStore& then,
                                                         const std::string& graph,
                                                         const std::vector<RestorePart>& parts);

} // namespace stemma::graph
