// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph_edit.h"

namespace stemma::graph {

/// The four registries that edits keep.
enum class Registry { nodes, relations, attributes, transitions };
[[nodiscard]] std::string registryPath(Registry registry);
/// The folder of what a registry lists: "nodes", "relationNodes" …
[[nodiscard]] std::string folderOf(Registry registry);
/// What one of them is called: "node", "relation" …
[[nodiscard]] std::string wordOf(Registry registry);

/// A user's files while a list of edits is applied: what changes lies over the files, which stay as they are
/// until apply(). So a list is applied whole or not at all, and a file is written once however many edits
/// touch it. Only for the files that implement graph_edit.h and graph_operations.h.
class EditDraft {
public:
    EditDraft(const UserFiles& files, std::string graph, Timestamp now);

    [[nodiscard]] const std::string& graph() const { return m_graph; }
    [[nodiscard]] const UserFiles& files() const { return m_files; }

    [[nodiscard]] bool exists(const std::string& path) const;
    /// Null pointer if there is none, or it can't be read.
    [[nodiscard]] const json::Value* document(const std::string& path) const;
    /// An object that is there and can be read: ErrorCode::damaged otherwise.
    [[nodiscard]] Result<const json::Value*> object(const std::string& path, const std::string& what) const;
    /// To change a document that can be read; null pointer otherwise. Stays valid until it is removed.
    [[nodiscard]] json::Value* edit(const std::string& path);
    /// The bytes of a file that is no document; null pointer if there is none, or it can't be read.
    [[nodiscard]] const std::string* text(const std::string& path) const;
    void put(const std::string& path, json::Value document);
    void putText(const std::string& path, std::string bytes);
    void remove(const std::string& path);
    /// Paths below a folder, with what the edits made and without what they removed.
    [[nodiscard]] std::vector<std::string> below(const std::string& folder) const;

    /// A registry to read. One that is missing is empty only where nothing of its kind lies in its folder;
    /// else it was lost, and ErrorCode::damaged keeps that from becoming final.
    [[nodiscard]] Result<const json::Value*> registry(Registry which) const;
    [[nodiscard]] Result<json::Value*> editRegistry(Registry which);
    /// The entry of an id; null pointer if it is not registered (or the registry can't be read).
    [[nodiscard]] const json::Value* entry(Registry which, const std::string& id) const;
    /// To be changed; null pointer as above.
    [[nodiscard]] json::Value* editEntry(Registry which, const std::string& id);

    /// The path of something that exists: ErrorCode::unsafe if its id would leave the folder.
    [[nodiscard]] Result<std::string> pathOf(Registry which, const std::string& id) const;
    /// All ids of a kind: registered ones in their order, then those that only have a file.
    [[nodiscard]] std::vector<std::string> ids(Registry which) const;
    [[nodiscard]] bool known(Registry which, const std::string& id) const;

    /// `2025-06-28T06:26:08.977261`: UTC, without a zone.
    [[nodiscard]] json::Value isoNow() const;
    /// `1751085209.163017`: seconds since 1970.
    [[nodiscard]] json::Value secondsNow() const;

    /// The composed files of these are no longer right.
    void touchGraph(const std::string& graph);
    /// Those of all graphs that a node is in, and of the one that is edited; the node is noted.
    void touchNode(const std::string& node);
    void touchAllGraphs();

    /// Brings what differs to the files.
    void apply(UserFiles& files) const;

    Edited edited; ///< what the edits tell

private:
    struct Change {
        std::optional<json::Value> document;
        std::optional<std::string> text; ///< neither: removed
    };

    const UserFiles& m_files;
    std::string m_graph;
    Timestamp m_now;
    std::map<std::string, Change> m_changes;
};

/// A failure of what was asked for.
[[nodiscard]] Unexpected graphUsage(std::string detail, std::string advice = {});
[[nodiscard]] Unexpected graphDamaged(const std::string& path, std::string detail, std::string advice = {});
/// The id in the marks that messages have.
[[nodiscard]] std::string quotedId(std::string_view id);

} // namespace stemma::graph
