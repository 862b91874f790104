// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/graph/graph_library.h"

namespace stemma::graph {

/// A user and the graphs, as a list shows them: of the registries and the graphs' metadata. What can't be
/// read is told in the problems. Private to core/graph.
[[nodiscard]] UserSummary summariseUser(io::Disk& disk, const std::string& folder, const std::string& id);

} // namespace stemma::graph
