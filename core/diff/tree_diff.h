// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::diff {

/// A part of a document that has an identity. `fields` are compared one by one; what has an identity of its
/// own (a section's insights) is not among them.
struct Part {
    std::string what;   ///< "report", "section", "insight", "citation" …
    std::string id;     ///< unique among its kind; doubled ids are told apart by a suffix `#2`
    std::string parent; ///< the id of the part that it stands in, empty for none
    std::string title;  ///< to show
    std::vector<std::pair<std::string, json::Value>> fields;
};

/// A document as its parts, in the order in which they are displayed.
using Tree = std::vector<Part>;

enum class ChangeKind { added, removed, moved, edited };
[[nodiscard]] const char* changeKindWord(ChangeKind kind);

struct FieldChange {
    std::string name;
    json::Value before; ///< null if it was absent: see hadBefore
    json::Value after;
    bool hadBefore = true;
    bool hasAfter = true;
};

/// One difference. A part that was moved and edited gives two.
struct Change {
    ChangeKind kind = ChangeKind::edited;
    std::string what;
    std::string id;
    std::string parent;    ///< after; before if removed
    std::string oldParent; ///< of a move
    std::string title;
    std::size_t oldPosition = 0; ///< among its parent's parts of the same kind
    std::size_t newPosition = 0;
    std::vector<FieldChange> fields; ///< of an edit; all fields of what was added or removed
};

using Changes = std::vector<Change>;

/// The difference of two documents by identity: a part that changed place is moved, not rewritten. Within one
/// parent the fewest parts are called moved (all that are not on a longest increasing subsequence of the old
/// positions). Ordered as displayed in `after`, with removed parts where they stood.
[[nodiscard]] Changes difference(const Tree& before, const Tree& after);

} // namespace stemma::diff
