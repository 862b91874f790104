// SPDX-License-Identifier: MIT
#pragma once

#include <unordered_map>
#include <vector>

#include "core/diff/tree_diff.h"
#include "core/graph/graph_picture.h"

namespace stemma::graph {

/// What became of a part of a picture from one state to another.
enum class Became : std::uint8_t { same, added, edited, removed };

/// Two pictures of a graph as one: all of the later one, and what went in the end of each list.
struct PictureDifference {
    Picture picture;
    std::unordered_map<std::string, Became> elements, edges; ///< by id; those that are the same aren't listed
};

/// `changes`: the difference of the graph in the two states (graphDifference()). The value of an attribute
/// that was changed is one that was edited: its old value isn't shown. Linear.
[[nodiscard]] PictureDifference pictureDifference(const Picture& before, Picture after,
                                                  const diff::Changes& changes);

/// The same for a part of that picture, in the order of its elements and edges.
struct PictureChanges {
    std::vector<Became> elements, edges;
    [[nodiscard]] bool any() const { return !elements.empty(); }
};
[[nodiscard]] PictureChanges changesOf(const PictureDifference& difference, const Picture& part);

} // namespace stemma::graph
