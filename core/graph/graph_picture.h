// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/graph/graph_store.h"

namespace stemma::graph {

enum class ElementKind { node, attributeValue, transition };
enum class EdgeKind { relation, attribute, transitionInput, transitionOutput };
[[nodiscard]] const char* edgeKindWord(EdgeKind kind);

/// One thing in the picture of a graph. Ids are those of composed.json: a node's own, `attrval_…`,
/// `transition_…`.
struct PictureElement {
    std::string id;
    ElementKind kind = ElementKind::node;
    std::string label;
    std::string subject;  ///< id of the node, attribute or transition that it shows
    bool foreign = false; ///< a node that isn't in the graph: an edge leads to it
    bool missing = false; ///< and isn't in the store either
};

struct PictureEdge {
    std::string id;
    std::uint32_t from = 0; ///< index of an element
    std::uint32_t to = 0;
    EdgeKind kind = EdgeKind::relation;
    std::string label;
    std::string subject; ///< id of the relation, attribute or transition
};

/// What a graph looks like: elements in the order of composed.json, then what edges lead to outside it.
struct Picture {
    std::vector<PictureElement> elements;
    std::vector<PictureEdge> edges;
    std::unordered_map<std::string, std::uint32_t> at; ///< element by id

    [[nodiscard]] std::optional<std::uint32_t> find(const std::string& id) const;
};

enum class Show { no, yes };
struct PictureOptions {
    Show attributes = Show::yes;
    Show transitions = Show::yes;
    Show foreign = Show::yes;
    /// Morphs that nodes have for now, by node id: a transition that is only tried out. Others have their
    /// active one.
    std::map<std::string, std::string> morphs{};
};
/// The picture of a graph: what composed.json has, and what that leaves out because a file of it is missing
/// or can't be read. Edges without an end are left out. Linear.
[[nodiscard]] Picture pictureOf(const GraphStore& store, const std::string& graph,
                                const PictureOptions& options = {});

/// The picture that composed.json holds, which may be of another day than the store, but is one file and not
/// thousands. What it doesn't say right is left out.
[[nodiscard]] Picture composedPicture(const json::Value& composed);

enum class Direction { in, out, both };
/// Which edges may be walked.
struct EdgeFilter {
    Direction direction = Direction::both;
    std::set<std::string> relations{}; ///< names of relations; empty: all
    std::set<EdgeKind> kinds{};        ///< empty: all
};

/// What can be reached from some elements (ids) in at most `depth` steps, with the edges among that: at most
/// `most` elements, those that are nearest. The order stays.
[[nodiscard]] Picture focusOn(const Picture& picture, const std::vector<std::string>& from, unsigned depth,
                              const EdgeFilter& filter = {}, std::size_t most = SIZE_MAX);
/// The picture without the edges that don't pass, whichever their direction, and without what lies outside
/// the graph and only they led to.
[[nodiscard]] Picture withoutOthers(const Picture& picture, const EdgeFilter& filter);
/// The element to begin with where a graph is too large to be shown whole: the one with the most edges.
[[nodiscard]] std::string mostConnected(const Picture& picture);

/// A shortest way between two elements: indices of its edges in their order; empty if there is none or both
/// are one (breadth first; Moore, The shortest path through a maze, 1959).
[[nodiscard]] std::vector<std::uint32_t> pathBetween(const Picture& picture, const std::string& from,
                                                     const std::string& to, const EdgeFilter& filter = {});

/// Names of the relations in a picture, each with how often it stands there, by name.
[[nodiscard]] std::map<std::string, std::size_t> relationNames(const Picture& picture);

/// After a transition: the morphs that its outputs have. ErrorCode::usage if an input has another morph than
/// it wants, with the nodes that are off.
[[nodiscard]] Result<std::map<std::string, std::string>>
afterTransition(const GraphStore& store, const std::string& transition,
                std::map<std::string, std::string> morphs);

} // namespace stemma::graph
