// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/graph/graph_edit.h"
#include "core/graph/graph_operations.h"
#include "core/graph/merge_elements.h"

// Only for the files that implement the restore part of graph_operations.h.

namespace stemma::graph {

/// Parts that came or went with a whole node: they are restored with its files.
[[nodiscard]] std::vector<std::string> wholeNodesOf(const GraphStore& now, const GraphStore& then,
                                                    const std::string& graph,
                                                    const std::vector<RestorePart>& parts);

/// What no edit can make what it was: transitions that are gone, or name nodes that are, and attributes whose
/// value was lost. They are restored with file and entry.
[[nodiscard]] std::set<ElementId> wholeElementsOf(const GraphStore& now, const GraphStore& then,
                                                  const std::vector<RestorePart>& parts);

/// Nodes among the parts that named no morph as shown do so again: there is no edit for it.
void showNoMorph(UserFiles& files, const GraphStore& then, const std::vector<RestorePart>& parts);
/// The morph that a node has in memory is written down when something is put into it, and no edit takes it
/// out again: of parts that weren't there then it goes, if it is empty.
void takeOutBasic(UserFiles& files, const GraphStore& then, const std::vector<RestorePart>& parts);

/// The edits that make the other parts what they were; none for what is that already. ErrorCode::notFound for
/// a part that is in neither.
[[nodiscard]] Result<std::vector<GraphEdit>> editsBackTo(const GraphStore& now, const GraphStore& then,
                                                         const std::string& graph,
                                                         const std::vector<RestorePart>& parts);

} // namespace stemma::graph
