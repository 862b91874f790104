// SPDX-License-Identifier: MIT
#pragma once

#include "core/graph/edit_links.h"
#include "core/history/timeline.h"

// The edits of graph_edit.h, each on a draft. On an error the draft is given up. Only for graph_edit.cpp and
// graph_operations.h.

namespace stemma::graph {

[[nodiscard]] Status applyTo(EditDraft& draft, const AddNode& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const EditNode& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const DeleteNode& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AddMorph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const EditMorph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const DeleteMorph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const ActivateMorph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AddRelation& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AddAttribute& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const EditRelation& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const EditAttribute& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const DeleteRelation& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const DeleteAttribute& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AssignMorph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AddToGraph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const RemoveFromGraph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const AddTransition& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const EditTransition& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const DeleteTransition& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const SetGraph& edit);
[[nodiscard]] Status applyTo(EditDraft& draft, const SetText& edit);

/// Nodes with all that hangs on them: their relations, those that point at them, their attributes.
[[nodiscard]] Status deleteNodes(EditDraft& draft, const IdSet& nodes);
/// Where a relation leads from and to, as far as it can be told: by its file, the registry, its id.
struct Ends {
    std::string source, target;
};
[[nodiscard]] Ends endsOf(const EditDraft& draft, const std::string& relation, const json::Value* entry);
[[nodiscard]] Ends endsOf(const EditDraft& draft, const std::string& relation);
/// The node that an attribute belongs to, in the same way.
[[nodiscard]] std::string sourceOf(const EditDraft& draft, const std::string& attribute,
                                   const json::Value* entry);
[[nodiscard]] std::string sourceOf(const EditDraft& draft, const std::string& attribute);

/// The registry of transitions, in the form that it has, without the empty members that version 1 dies of.
/// One that is still empty becomes a list where version 1 reads it: its object would be read as a member.
[[nodiscard]] Result<json::Value*> healedTransitions(EditDraft& draft);

/// Makes a node that a relation names and that isn't there, as the old program does.
[[nodiscard]] Status makeMissingTarget(EditDraft& draft, const std::string& node);

/// What an event calls a list of edits: `edit_node`, in the old program's manner; `edit_graph` if they are of
/// several kinds.
[[nodiscard]] std::string operationOf(const std::vector<GraphEdit>& edits);
/// An edit counts once; what an edit makes or takes away besides counts too.
[[nodiscard]] history::ChangeCounts countsOf(const std::vector<GraphEdit>& edits, const Edited& edited);

/// Where the text of a graph lies, or would.
[[nodiscard]] std::string textPath(const UserFiles& files, const std::string& graph);
/// Whether the store was written by version 1 of the program, as far as can be told.
[[nodiscard]] bool isOfVersionOne(const UserFiles& files);

} // namespace stemma::graph
