// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/graph/graph_picture.h"

namespace stemma::exporting {

/// The picture of a graph in the DOT language (https://graphviz.org/doc/info/lang.html), with the shapes and
/// colours of the window's: one directed graph named by its id, with its title. Its
/// nodes are n0, n1 … as the picture has them, and their ids are tooltips. UTF-8; characters that no
/// text can show are U+FFFD.
[[nodiscard]] std::string dotText(const graph::Graph& graph, const graph::Picture& picture);

} // namespace stemma::exporting
