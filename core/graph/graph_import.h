// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph_operations.h"

namespace stemma::graph {

/// A node, relation, attribute or transition of another library: what its file holds. `id` is its identity,
/// which the file's own may differ from; `entry` has those of a node's `name` and `role` that its registry
/// says otherwise than its file.
struct ImportedPart {
    std::string id;
    json::Value file;
    json::Value entry = json::Value::object();
};

/// A graph of another library, as values (core/exchange/ndf_bundle.h reads one).
struct ImportedGraph {
    std::string id;
    std::vector<ImportedPart> nodes, relations, attributes, transitions;
    std::optional<std::string> metadata; ///< bytes of metadata.yaml, if it has a title
    std::optional<std::string> text;     ///< of CNL.md or cnl.md; UTF-8
};

/// What becomes of what is there already, and says something else.
enum class Clash {
    refuse,     ///< nothing is imported: ErrorCode::conflict
    keepOurs,   ///< it stays; relations and attributes that a node has only there are left out with it
    takeTheirs, ///< it is replaced; what it was is in the history. Relations and attributes that only our
                ///< node listed stay registered, in no morph
};

enum class ImportFate {
    add,     ///< it isn't there
    same,    ///< it is there and says the same; nodes, relations and attributes join the graph
    clash,   ///< it says something else, and nobody has said what is to become of it
    keep,    ///< ours stays
    take,    ///< theirs replaces it
    leaveOut ///< it belongs to a node of which ours stays
};
[[nodiscard]] const char* importFateWord(ImportFate fate);

struct ImportItem {
    std::string what; ///< "metadata", "text", "node", "relation", "attribute" or "transition"
    std::string id;
    std::string label; ///< to show
    ImportFate fate = ImportFate::add;
    std::string ours{}; ///< a digest of what theirs replaces; of ImportFate::take alone
};

struct ImportChoices {
    std::string graph; ///< the id that it gets here; empty: its own
    Clash clash = Clash::refuse;
    /// What takeTheirs was agreed for (ImportPreview::taken()): anything else that it would replace is a
    /// conflict. None: whatever there is.
    std::optional<std::vector<ImportItem>> agreed = std::nullopt;
};

/// What an import would make.
struct ImportPreview {
    std::string graph;         ///< its id here
    bool graphIsThere = false; ///< it joins a graph of that id
    std::string freeId;        ///< an id for it that no graph has: its own where that is free
    std::string title;
    std::vector<ImportItem> items;  ///< in the order of the file
    std::vector<std::string> notes; ///< what else is worth knowing, a sentence each

    /// What is replaced.
    [[nodiscard]] std::vector<ImportItem> taken() const;
    [[nodiscard]] std::size_t count(ImportFate fate) const;
    [[nodiscard]] std::size_t count(std::string_view what, ImportFate fate) const;
};

/// Looks what importing would do to a user's data. Writes nothing. ErrorCode::unsafe or usage for an id that
/// no file of ours may have, damaged for a registry of ours that can't be read, cancelled. `previous`: files
/// with the same stamp are not read again.
[[nodiscard]] Result<ImportPreview> previewImport(io::Disk& disk, const std::string& userFolder,
                                                  const ImportedGraph& imported, const ImportChoices& choices,
                                                  const UserFiles* previous = nullptr,
                                                  const Progress& progress = {});

/// Makes the graph part of a user's data, as one transaction, which one undo takes back: nodes, relations,
/// attributes and transitions that aren't there, each with file and registry entry, membership of all in the
/// graph, its metadata and text, and its composed files made anew. Types (`schema/`) are not merged: they
/// only repeat what names are used. SavedGraph::newIds: the graph's id if it is new, and the nodes'. Fails as
/// previewImport() does, and with ErrorCode::conflict where Clash::refuse finds a clash, or
/// takeTheirs one that nobody agreed to.
[[nodiscard]] Result<SavedGraph> importGraph(const GraphWorkspace& workspace, const ImportedGraph& imported,
                                             const ImportChoices& choices);

} // namespace stemma::graph
