// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace stemma::layout {

/// What errors say that could not be done.
inline constexpr const char* layingOut = "lay out the graph";

enum class Kind {
    layered, ///< ranks from left to right along the edges (Graphviz's dot)
    force,   ///< springs (neato; sfdp for many nodes, the only one that serves for thousands)
    radial,  ///< rings around one node (twopi)
    grid,    ///< rows in the order given
};
[[nodiscard]] const char* kindWord(Kind kind);
[[nodiscard]] std::optional<Kind> kindFrom(std::string_view word);

/// In points, 72 an inch, as the picture has them at 100 %.
struct Size {
    double width = 0;
    double height = 0;
};
/// Of a node's centre; y grows downwards.
struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Edge {
    std::uint32_t from = 0; ///< index of a node
    std::uint32_t to = 0;
    float room = 0; ///< points that its label needs between both ends; a wish, kept in smaller pictures
};

/// A picture to be laid out. The same request gives the same positions on the same machine.
struct Request {
    Kind kind = Kind::layered;
    std::vector<Size> nodes;
    std::vector<Edge> edges;             ///< to nodes that are not there: left out
    std::optional<std::uint32_t> centre; ///< of a radial one; none: the node with the most edges
    std::uint32_t seed = 1;
};

/// Lays a picture out: one point a node. Graphviz does it, in a process of its own (`program`): so it can be
/// cancelled at any moment, and nothing that it does harms this one. A grid is made here. Nodes don't
/// overlap. Blocks, for a second at 2,000 nodes and half a minute at 10,000; progress tells nothing on the
/// way. ErrorCode::notFound where the program is missing, cancelled, or io with what it said.
[[nodiscard]] Result<std::vector<Point>> layOut(const Request& request, const std::string& program,
                                                const Progress& progress = {});

/// Where the layout program is: `stemma-layout` beside the running program, or in `../libexec/stemma`.
[[nodiscard]] std::string layoutProgram();

/// Places nodes that have no point yet beside their neighbours, where nothing lies, and moves no other: a
/// change of one node leaves the picture as it is. `known`: one entry a node.
[[nodiscard]] std::vector<Point> placeBeside(const Request& request,
                                             const std::vector<std::optional<Point>>& known);

/// Moves those of the `grown` nodes that lie on another one to the nearest place where nothing lies, and no
/// other node. `known`: one entry a node.
void makeRoom(const std::vector<Size>& nodes, const std::vector<std::uint32_t>& grown,
              std::vector<std::optional<Point>>& known);

/// The grid: as many columns as rows, each as wide as its widest node.
[[nodiscard]] std::vector<Point> gridOf(const std::vector<Size>& nodes);

} // namespace stemma::layout
