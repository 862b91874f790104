// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/graph/graph_edit.h"

namespace stemma::ui {

/// What an edit does, to stand behind "Undo" and "Redo": "rename node “oxygen”". `before`: what it is done
/// to.
[[nodiscard]] QString editWords(const graph::GraphEdit& edit, const graph::GraphStore& before);

/// The name of a node in quotation marks.
[[nodiscard]] QString nodeWords(const graph::GraphStore& store, const std::string& node);

/// What goes along when a node is deleted: "3 relations, 2 attributes, membership in 2 graphs"; empty:
/// nothing.
[[nodiscard]] QString lossWords(const graph::GraphStore& store, const std::string& node);

} // namespace stemma::ui
