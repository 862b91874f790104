// SPDX-License-Identifier: MIT
#pragma once

#include "core/graph/edit_links.h"

namespace stemma::graph {

/// The key of a morph's list of relations or attributes.
[[nodiscard]] const char* listKey(Registry which);
/// Puts another id in the place of one that a morph lists; one that it lists already isn't doubled.
void renameMember(EditDraft& draft, Registry which, const MorphPlace& morph, const std::string& from,
                  const std::string& to);
/// The id of the node whose file that is.
[[nodiscard]] std::string idOfNodePath(const std::string& path);
/// Takes ids out of the lists of all morphs of all nodes.
void removeMembers(EditDraft& draft, Registry which, const IdSet& ids);

} // namespace stemma::graph
