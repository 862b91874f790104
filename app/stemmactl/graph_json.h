// SPDX-License-Identifier: MIT
#pragma once

#include "core/graph/compose.h"
#include "core/graph/graph_library.h"
#include "core/graph/graph_store.h"
#include "core/json/json_value.h"

namespace stemma::ctl {

/// What the commands print of graphs as JSON: the shapes are in the README.
[[nodiscard]] json::Value graphUserValue(const graph::UserSummary& user);
[[nodiscard]] json::Value graphSummaryValue(const graph::GraphSummary& graph);
[[nodiscard]] json::Value graphNodeValue(const graph::Node& node);
[[nodiscard]] json::Value graphRelationValue(const graph::Relation& relation);
[[nodiscard]] json::Value graphAttributeValue(const graph::Attribute& attribute);
[[nodiscard]] json::Value graphTransitionValue(const graph::Transition& transition);
[[nodiscard]] json::Value graphProblemsValue(const std::vector<Problem>& problems);
[[nodiscard]] json::Value graphTextsValue(const std::vector<std::string>& texts);

/// `ok`, `damaged` (a problem of severity error) or `hidden` (the old program doesn't list it).
[[nodiscard]] const char* graphStateWord(const graph::GraphSummary& graph);
/// `fresh`, `stale`, `missing`, `unreadable`, `unknown`.
[[nodiscard]] const char* composedStateWord(graph::ComposedState state);
/// `ok`, `unregistered` (a file alone), `missing` (registered alone), `damaged`, `stub`.
[[nodiscard]] const char* knownWord(const graph::Known& known);

} // namespace stemma::ctl
