// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "core/graph/edit_draft.h"
#include "core/graph/graph_import.h"
#include "core/graph/known_entries.h"

namespace stemma::graph {

/// ErrorCode::unsafe or usage for ids that can't be made here: `/` may part names, as in ids that are there
/// already, but each part must be one that checkNewId() takes, at most 16, and all but the last
/// without `.json` at the end; and all must be UTF-8.
[[nodiscard]] Status checkImportedIds(const ImportedGraph& imported);
/// As newGraph() asks it of a graph's id.
[[nodiscard]] Status checkImportedGraphId(const std::string& id);

/// Brings an imported graph into a draft whose graph is the one that it becomes, and tells item by item what
/// that means. Only for graph_import.cpp.
class ImportPlan {
public:
    ImportPlan(EditDraft& draft, const ImportedGraph& imported, Clash clash)
        : m_draft(draft)
        , m_imported(imported)
        , m_clash(clash) {}

    /// ErrorCode::damaged for a registry that can't be read. Once.
    [[nodiscard]] Status run();

    [[nodiscard]] std::vector<ImportItem>& items() { return m_items; }
    [[nodiscard]] std::vector<std::string>& notes() { return m_notes; }

private:
    /// One kind, and its registry.
    struct Known {
        Registry registry;
        KnownEntries entries;
    };

    [[nodiscard]] ImportFate fateOf(bool there, bool same) const;
    [[nodiscard]] bool isThere(const Known& known, const ImportedPart& part) const;
    /// `path`: where ours is.
    void tell(const Known& known, const ImportedPart& part, const std::string& path, ImportFate fate);
    [[nodiscard]] std::string digestOf(const std::string& path, const json::Value* entry) const;
    void importFiles();
    [[nodiscard]] Status importAll(Registry registry, const std::vector<ImportedPart>& parts);
    void importNodes(Known& known);
    void importLinks(Known& known, const std::vector<ImportedPart>& parts);
    [[nodiscard]] Status importTransitions();
    void importTransition(Known& known, const ImportedPart& part);
    void putNodeEntry(Known& known, const ImportedPart& part, ImportFate fate);
    void putLinkEntry(Known& known, const ImportedPart& part, ImportFate fate);
    void putTransitionEntry(Known& known, const ImportedPart& part, ImportFate fate, json::Value said);
    [[nodiscard]] bool isMember(const Known& known, const std::string& id) const;
    void joinGraph(json::Value& entry);
    void touchGraphsOf(const json::Value& entry);
    void noteLooseEnds();

    EditDraft& m_draft;
    const ImportedGraph& m_imported;
    Clash m_clash;
    std::unordered_set<std::string> m_keptNodes; ///< ours stays
    std::vector<ImportItem> m_items;
    std::vector<std::string> m_notes;
};

} // namespace stemma::graph
