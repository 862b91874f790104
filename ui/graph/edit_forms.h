// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "ui/graph/form_spec.h"
#include "ui/session/graph_session.h"

namespace stemma::ui {

// The forms of what a person can edit in a graph. Each knows what is off before anything is done. `graphs` is
// what they are filled from, and must outlive none of them.

using GraphsPtr = std::shared_ptr<const UserGraphs>;

[[nodiscard]] FormSpec newNodeForm(const GraphsPtr& graphs);
[[nodiscard]] FormSpec nodeForm(const GraphsPtr& graphs, const std::string& node);
/// A node of the user's that isn't in the graph.
[[nodiscard]] FormSpec existingNodeForm(const GraphsPtr& graphs, const std::string& graph);

/// From a node, in one of its morphs (empty: the active one). `target`: where to, if that is known.
[[nodiscard]] FormSpec newRelationForm(const GraphsPtr& graphs, const std::string& source,
                                       const std::string& morph, const std::string& target = {});
[[nodiscard]] FormSpec relationForm(const GraphsPtr& graphs, const std::string& relation);
[[nodiscard]] FormSpec newAttributeForm(const GraphsPtr& graphs, const std::string& node,
                                        const std::string& morph);
[[nodiscard]] FormSpec attributeForm(const GraphsPtr& graphs, const std::string& attribute);

[[nodiscard]] FormSpec newMorphForm(const GraphsPtr& graphs, const std::string& node);
[[nodiscard]] FormSpec morphForm(const GraphsPtr& graphs, const std::string& node, const std::string& morph);
/// What of the node's relations and attributes is in which of its morphs.
[[nodiscard]] FormSpec membersForm(const GraphsPtr& graphs, const std::string& node,
                                   const std::string& morph);

[[nodiscard]] FormSpec newTransitionForm(const GraphsPtr& graphs);
[[nodiscard]] FormSpec transitionForm(const GraphsPtr& graphs, const std::string& transition);

[[nodiscard]] FormSpec graphForm(const GraphsPtr& graphs, const std::string& graph);
[[nodiscard]] FormSpec graphTextForm(const GraphsPtr& graphs, const std::string& graph);
/// Its edits are none: title, folder and description are what a graph is made of.
[[nodiscard]] FormSpec newGraphForm(const GraphsPtr& graphs);

/// A field is one of the person's own: null where it is empty, and not given where it is as it was.
[[nodiscard]] graph::Field changedField(const FormValues& values, const QString& key,
                                        const std::optional<std::string>& was);

} // namespace stemma::ui
