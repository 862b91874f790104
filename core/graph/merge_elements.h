// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/graph/edit_draft.h"
#include "core/graph/graph_draft.h"

// Only for the files that implement graph_draft.h.

namespace stemma::graph {

/// Something that has a file of its own and an entry in a registry.
struct ElementId {
    Registry which = Registry::nodes;
    std::string id;
    friend auto operator<=>(const ElementId&, const ElementId&) = default;
};
/// Whose file it is, or would be.
[[nodiscard]] std::optional<ElementId> elementOfPath(const std::string& path);

/// Elements whose entry one side removed from a registry, and the other changed.
[[nodiscard]] std::vector<ElementId> entriesOnOneSide(const std::string& registry, const UserFile& base,
                                                      const UserFile& ours, const UserFile& theirs);

/// A relation or attribute that one side made or changed, of a node that the other deleted.
struct LinkOfGone {
    std::string path; ///< of the link's file
    std::string node;
};
[[nodiscard]] std::vector<LinkOfGone> linksOfGone(const UserFiles& base, const UserFiles& ours,
                                                  const UserFiles& theirs);

/// Makes elements what they are on one side, whole: file and entry, what belongs to a node, what led to it
/// and what lists it. What isn't there goes with all of that; with a link that is there comes the node that
/// it leads from or to. Where a registry can't be read, what would go from it stays.
void decideElements(UserFiles& merged, const UserFiles& side, const std::set<ElementId>& elements);

} // namespace stemma::graph
