// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_parts.h"

namespace stemma::exporting {

/// What an exported node stands for.
enum class FlatKind {
    node,      ///< of the graph
    elsewhere, ///< a node of other graphs, to which an edge leads
    missing,   ///< an edge names it, and there is no such node
    transition,
};
/// "node", "elsewhere", "missing", "transition".
[[nodiscard]] const char* flatKindWord(FlatKind kind);

struct FlatNode {
    std::string id; ///< its own; a transition may have that of a node
    FlatKind kind = FlatKind::node;
    const graph::Node* node = nullptr;             ///< null of a transition, and where it is missing
    const graph::Transition* transition = nullptr; ///< of a transition
};

enum class FlatEdgeKind { relation, transitionInput, transitionOutput };
/// "relation", "transition_input", "transition_output".
[[nodiscard]] const char* flatEdgeKindWord(FlatEdgeKind kind);

struct FlatEdge {
    FlatEdgeKind kind = FlatEdgeKind::relation;
    std::uint32_t from = 0; ///< index of a node
    std::uint32_t to = 0;
    const graph::Relation* relation = nullptr;
    const graph::Transition* transition = nullptr;
    std::vector<std::string> morphs; ///< names of the source's morphs that list it; of a transition's end the
                                     ///< morph's id that it names
    bool shown = true;               ///< in the morph that is shown
};

struct FlatAttribute {
    std::uint32_t node = 0;
    const graph::Attribute* attribute = nullptr;
    std::vector<std::string> morphs;
    bool shown = true;
};

/// A graph as formats have it that know nodes, edges and values: all morphs' relations and attributes, and
/// transitions as nodes between others. Points into the store.
struct FlatGraph {
    const graph::Graph* graph = nullptr;
    std::vector<FlatNode> nodes; ///< of the graph, its transitions, then what edges lead to besides
    std::vector<FlatEdge> edges;
    std::vector<FlatAttribute> attributes; ///< a node's own ones in a row, those that are shown first
};
[[nodiscard]] FlatGraph flatGraph(const graph::GraphStore& store, const graph::Graph& graph,
                                  graph::TransitionScope scope);

/// What an attribute's value is as text: as Python's str() has it, empty if it isn't known.
[[nodiscard]] std::string valueText(const graph::Attribute& attribute);
/// Texts with `; ` between them.
[[nodiscard]] std::string listText(const std::vector<std::string>& texts);
/// The names of a node's morphs that are on the disk.
[[nodiscard]] std::vector<std::string> morphNames(const graph::Node& node);

} // namespace stemma::exporting
