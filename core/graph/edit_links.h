// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/graph/edit_draft.h"

// What the edits of relations and of attributes share: both belong to a node, are listed in its morphs, and
// are named by an id that is made of their parts. Only for the files that implement graph_edit.h.

namespace stemma::graph {

using IdSet = std::unordered_set<std::string>;

/// A morph in a node's file.
struct MorphPlace {
    std::string node;
    std::size_t index = 0;
    std::string id;
};

/// The node's document, to be changed; says why there is none.
[[nodiscard]] Result<json::Value*> editNodeDocument(EditDraft& draft, const std::string& node);
[[nodiscard]] Result<const json::Value*> nodeDocument(const EditDraft& draft, const std::string& node);
/// The morphs that a node's document has; empty if it has none.
[[nodiscard]] const std::vector<json::Value>& morphsOf(const json::Value& node);
/// The id of the morph that reading adds where none is called `basic`: made with the id that the node's file
/// says, as the format's program makes it.
[[nodiscard]] std::string impliedMorph(const json::Value& document, const std::string& node);
/// Whether a node has such a morph, the implied one included.
[[nodiscard]] bool hasMorph(const json::Value& document, const std::string& node, const std::string& morph);
[[nodiscard]] bool hasMorph(const EditDraft& draft, const std::string& node, const std::string& morph);
/// The place of a morph in the node's file: the wanted one, else the one that is shown. `basic` is made where
/// it is only implied. ErrorCode::usage if there is no such morph.
[[nodiscard]] Result<std::size_t> morphFor(EditDraft& draft, const std::string& node,
                                           const std::optional<std::string>& wanted);
/// A morph as the old program makes it, empty.
[[nodiscard]] json::Value newMorph(const std::string& id, const std::string& node, const std::string& name);

/// The morphs of all nodes that list the relation or attribute.
[[nodiscard]] std::vector<MorphPlace> morphsHolding(const EditDraft& draft, Registry which,
                                                    const std::string& id);
/// Adds it to the end of a morph's list, if it isn't there.
void addMember(EditDraft& draft, Registry which, const MorphPlace& morph, const std::string& id);
/// Takes it out of a morph's list.
void removeMember(EditDraft& draft, Registry which, const MorphPlace& morph, const std::string& id);
/// Makes `morph_id`, in the file and in the registry, name the morphs that it is in. Where both agree as
/// sets, and where there is no such key, nothing changes.
void refreshHints(EditDraft& draft, Registry which, const std::string& id);

/// Adds file, registry entry and membership of a new relation or attribute. `parts`: its file but for
/// `morph_id`; `hasTarget`: the entry names the target too.
[[nodiscard]] Status addLink(EditDraft& draft, Registry which, const std::string& id, json::Value parts,
                             const std::optional<std::string>& morph);
/// Gives it another id, in file, registry and morphs, each in the same place. ErrorCode::usage if that id is
/// taken, or as checkNewId() says.
[[nodiscard]] Status renameLink(EditDraft& draft, Registry which, const std::string& from,
                                const std::string& to);
/// Takes files, registry entries and memberships away; those who had them are noted.
[[nodiscard]] Status removeLinks(EditDraft& draft, Registry which, const IdSet& ids);

/// Whether a new thing may have that id: by its form, and not being taken. `nodes`: those that a relation or
/// attribute belongs to.
[[nodiscard]] Status checkFree(const EditDraft& draft, Registry which, const std::string& id,
                               const std::vector<std::string>& nodes = {});
/// Takes files and registry entries away, in the order of the registry.
[[nodiscard]] Status removeKnown(EditDraft& draft, Registry which, const IdSet& ids);

/// ErrorCode::usage for a value that no field can hold: of another kind, or with half a character.
[[nodiscard]] Status checkTextOrNull(const Field& field, const std::string& what);
[[nodiscard]] Status checkText(const std::string& text, const std::string& what);
/// The text of a field, empty for null.
[[nodiscard]] std::string textOf(const json::Value& value);
/// Null for an empty text.
[[nodiscard]] json::Value textOrNull(const std::string& text);
/// Sets a member if that changes it; an absent one that is to be null stays absent.
bool setMember(json::Value& object, std::string_view key, const json::Value& value);

} // namespace stemma::graph
