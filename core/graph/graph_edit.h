// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/graph/graph_ids.h"
#include "core/graph/graph_store.h"

namespace stemma::graph {

/// What an edit sets of a field: nothing (it stays), null, or a value.
using Field = std::optional<json::Value>;

struct AddNode {
    std::string baseName, adjective, quantifier;
    Field name, role, description;
    std::optional<std::string> id; ///< if given it must be what the format's rule gives
};
/// The id stays what it is, also where the name's parts change: the file's and the registry's.
struct EditNode {
    std::string id;
    Field name, role, description, baseName, adjective, quantifier;
};
/// Goes from the user's store, with its relations, attributes and memberships in all graphs.
struct DeleteNode {
    std::string id;
};
struct AddMorph {
    std::string node, name;
    std::optional<std::string> id;
};
struct EditMorph {
    std::string node, id, name;
};
struct DeleteMorph {
    std::string node, id; ///< its relations and attributes that no other morph has go with it
};
struct ActivateMorph {
    std::string node, id;
};
struct AddRelation {
    std::string source, name, target;
    std::string adverb, modality;
    std::optional<std::string> morph; ///< of the source; none: the one that is shown
};
struct AddAttribute {
    std::string source, name;
    json::Value value;
    std::string unit, adverb, modality;
    std::optional<std::string> morph;
};
/// What the id is made of may change: then the relation gets its new id everywhere (file, registry, morphs),
/// in the same places, as one edit.
struct EditRelation {
    std::string id;
    Field name, target, adverb, modality;
};
struct EditAttribute {
    std::string id;
    Field name, value, unit, adverb, modality;
};
struct DeleteRelation {
    std::string id;
};
struct DeleteAttribute {
    std::string id;
};
/// Relations and attributes of the morph's node: in this morph too, in this one alone, or no longer in it.
struct AssignMorph {
    enum class Mode { copy, move, unlist };
    std::string morph;
    std::vector<std::string> relations, attributes;
    Mode mode = Mode::copy;
};
struct AddToGraph {
    std::string node;
};
struct RemoveFromGraph {
    std::string node; ///< stays in the store
};
struct AddTransition {
    std::string id;
    json::Value fields; ///< name, adjective, tense, inputs, outputs, description
};
struct EditTransition {
    std::string id;
    json::Value fields;
};
struct DeleteTransition {
    std::string id;
};
struct SetGraph {
    std::optional<std::string> title, description;
};
/// The text of the graph (CNL.md or cnl.md, whichever it has).
struct SetText {
    std::string text;
};

/// One edit of a graph, as the window, `stemmactl graph edit` and undo know it. A plain value.
using GraphEdit = std::variant<AddNode, EditNode, DeleteNode, AddMorph, EditMorph, DeleteMorph, ActivateMorph,
                               AddRelation, AddAttribute, EditRelation, EditAttribute, DeleteRelation,
                               DeleteAttribute, AssignMorph, AddToGraph, RemoveFromGraph, AddTransition,
                               EditTransition, DeleteTransition, SetGraph, SetText>;

struct Edited {
    std::vector<std::string> newIds;     ///< of what the edit made, in the order of making; an id that a
                                         ///< relation or attribute has instead of its old one is new too
    std::vector<std::string> removedIds; ///< of what went: with a node its relations and attributes
    std::vector<std::string> nodes;      ///< whose file or registry entry it changed
    std::vector<std::string> graphs;     ///< those whose composed files are no longer right
};

/// Applies an edit to the files in memory, in graph `graph`, as the old program would on a good day: the
/// inner id of a file stays, unknown keys stay, the registries follow. Composed files are not touched
/// (putComposed). An edit that changes nothing leaves every byte. On an error nothing has changed:
/// ErrorCode::notFound for an unknown graph, usage for what can't be done (a name that is empty, an unknown
/// id or morph, an id that exists), unsafe for an id that would leave its folder, damaged for a file or
/// registry that can't be read.
[[nodiscard]] Result<Edited> applyEdit(UserFiles& files, const std::string& graph, const GraphEdit& edit,
                                       Timestamp now);
/// The same for a list, in order: all of it, or on an error (which names the edit by its index) nothing.
[[nodiscard]] Result<Edited> applyEdits(UserFiles& files, const std::string& graph,
                                        const std::vector<GraphEdit>& edits, Timestamp now);

/// How a node made now gets its id: as the last registered node shows whose id can tell (made as N1 of the
/// format, its base name with a capital). Lower-cased where none can.
[[nodiscard]] NodeIdRule nodeIdRule(const UserFiles& files);

/// What an edit does, for undo and the history: "Rename node ‘oxygen’".
[[nodiscard]] std::string editLabel(const GraphEdit& edit, const GraphStore& before);

/// A list of edits as `stemmactl graph edit` takes it (command-line.md). ErrorCode::usage names the element
/// by its index.
[[nodiscard]] Result<std::vector<GraphEdit>> graphEditsFrom(const json::Value& list);
[[nodiscard]] json::Value jsonOf(const GraphEdit& edit);
/// The words for `op`, in the order of GraphEdit.
[[nodiscard]] std::vector<std::string> graphEditNames();

} // namespace stemma::graph
