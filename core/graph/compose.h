// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/graph/graph_store.h"
#include "core/json/json_value.h"

namespace stemma::graph {

/// The three files that the old program derives from a graph (graphs-format.md, 4.9 and 4.10).
struct Composed {
    json::Value picture;     ///< composed.json: nodes and edges for the picture
    json::Value polymorphic; ///< polymorphic_composed.json: everything whole
};

/// Which transitions a graph gets: those that name it, or all of the user's, as version 1 had it (its
/// registry of transitions is a list).
enum class TransitionScope { ofTheGraph, all };
[[nodiscard]] TransitionScope transitionScope(const UserFiles& files);

/// Composes as the old program composes: registered nodes in registry order, the active morph's relations and
/// attributes, labels. Where that program would stop with an error (stubs, entries without id) the part is
/// left out. `description` of the second file is the graph's.
[[nodiscard]] Composed composeGraph(const UserFiles& files, const GraphStore& store,
                                    const std::string& graph);

/// Puts the composed files of a graph into `files`, where their values differ from what is there: a fresh
/// file keeps its bytes (the order of its lists and the second one's description don't count). Those that
/// were not read are replaced.
void putComposed(UserFiles& files, const std::string& graph);

/// Whether the composed files on disk are what composing gives now, compared as values, without the volatile
/// description of the second file and the order of the lists. The worst of the three counts: unreadable,
/// missing, unknown (not read), stale. `files` must have been read with ReadComposed::yes.
[[nodiscard]] ComposedState composedState(const UserFiles& files, const GraphStore& store,
                                          const std::string& graph);

} // namespace stemma::graph
