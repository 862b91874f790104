// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/graph/compose.h"
#include "core/graph/graph_store.h"

namespace stemma::graph {

/// What a graph holds, each once, in the order in which it is met: nodes by the registry, what all their
/// morphs name, then what is only registered for the graph. They belong to the store.
struct GraphParts {
    std::vector<const Node*> nodes;
    std::vector<const Relation*> relations;
    std::vector<const Attribute*> attributes;
    std::vector<const Transition*> transitions;
};
[[nodiscard]] GraphParts graphParts(const GraphStore& store, const Graph& graph, TransitionScope scope);

/// A node alone with what its morphs name, and with all that leads to it or comes from it, in any graph.
[[nodiscard]] GraphParts nodeParts(const GraphStore& store, const Node& node);

} // namespace stemma::graph
