// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "core/graph/user_files.h"

namespace stemma::tests {

/// How large a graph is to be made.
struct GraphSize {
    std::uint32_t nodes = 10'000;
    std::uint32_t relations = 30'000;
    std::uint32_t seed = 1;
};

/// A user's files as version 2 of NDF Studio leaves them: the graph `large` of so many nodes and relations,
/// attributes on every tenth node, a node that every twentieth relation leads to, a transition, and the graph
/// `small` of its first nodes (at most 60). Composed files are fresh, and nothing is wrong with any file. The
/// same size gives the same bytes. Relations are as many as asked for unless there are too few nodes for
/// that.
[[nodiscard]] graph::UserFiles largeGraph(const GraphSize& size);

/// Writes a graph library with that one user (`someone`) into a folder (the `graph_data`, made if missing).
/// Throws where the disk fails.
void writeGraphLibrary(const std::string& folder, const graph::UserFiles& user);

} // namespace stemma::tests
