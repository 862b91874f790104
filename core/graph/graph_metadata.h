// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/graph/graph_store.h"

namespace stemma::graph {

/// What metadata.yaml says of a graph: fills title, description, created, modified, exists, and adds to
/// problems. `file` may be null. Private to core/graph.
void readMetadata(const UserFile* file, const std::string& path, Graph& graph);

} // namespace stemma::graph
