// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/graph/graph_change.h"
#include "core/graph/restore_parts.h"

// Only for the files that implement the restore part of graph_operations.h.

namespace stemma::graph {

/// How much a version knows: everything, or the three registries alone.
enum class VersionDepth { whole, registries };

/// A graph, or nodes of it, as they were; all else as it is. What isn't known of `then` is as in `now`.
/// ErrorCode::notFound for a graph or node that was in neither, damaged for a registry that can't be read.
[[nodiscard]] Result<UserFiles> restoredFiles(const UserFiles& now, const UserFiles& then,
                                              const std::string& graph, const RestoreScope& scope,
                                              VersionDepth depth);

/// Whether what lies there is what a person saw; ErrorCode::conflict if not. Composed files don't count.
[[nodiscard]] Status checkSeen(const UserFiles* seen, const UserFiles& now);

/// The change from one state to another: graphs, nodes, counts and folders that go. What `then` has of
/// composed files is put into it.
[[nodiscard]] GraphChange changeTo(const UserFiles& before, const GraphStore& beforeStore, UserFiles after,
                                   const GraphStore& afterStore, const UserFiles& then,
                                   const std::string& graph);

/// Reads those composed files of `before` whose stamps alone are known, where `after` has others.
[[nodiscard]] Status readDifferingComposed(io::Disk& disk, const std::string& userFolder, UserFiles& before,
                                           const UserFiles& after);

} // namespace stemma::graph
