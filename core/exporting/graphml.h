// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/exporting/flat_graph.h"

namespace stemma::exporting {

/// A graph as GraphML 1.0 (http://graphml.graphdrawing.org/specification.html), valid against its schema: all
/// morphs' relations as edges, transitions as nodes between others, and each name of an attribute (with its
/// unit, adverb and modality) as a typed key of the nodes: `boolean`, `long` or `double` where all its values
/// are, else `string`. A second value of a node gets a key of its own, `name (2)`; what the shown morph has
/// comes first. Names of keys are made such as the schema wants them, and stand as they are in `<desc>`. Ids
/// are data, as the format's own must be names. UTF-8; characters that XML has no place for are U+FFFD.
[[nodiscard]] std::string graphmlText(const FlatGraph& flat);

} // namespace stemma::exporting
