// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/graph/edit_draft.h"
#include "core/graph/graph_store.h"
#include "core/graph/graph_validation.h"
#include "core/graph/user_files.h"

// What restores and undo share. Only for the files that implement the restore part of graph_operations.h.

namespace stemma::graph {

/// A member of an object, put behind the member before which it stands in `like`, as far as that is there.
void insertAsIn(const json::Value& like, json::Value& object, const std::string& key, json::Value value);
/// Equal as data, with the keys of both in the same order.
[[nodiscard]] bool sameInOrder(const json::Value& a, const json::Value& b);

/// The id of a file in a folder of elements; none for one that isn't there.
[[nodiscard]] std::optional<std::string> idOfPath(const std::string& path, const std::string& folder);

/// What a registry is to say of an id: an entry, or none.
using WantedEntries = std::map<std::string, std::optional<json::Value>>;
/// The registry with these entries, new ones where `then` has them; the file of `then` itself where it says
/// the same in the same order, and the one of now if nothing differs. Where the one of now can't be read it
/// is that of `then`.
[[nodiscard]] UserFilePtr withEntries(const std::string& path, const UserFilePtr& now,
                                      const UserFilePtr& then, const WantedEntries& wanted);

/// The entry that something had, as far as one graph goes: what it says of other graphs is as now.
[[nodiscard]] json::Value entryOfGraph(const json::Value* now, const json::Value& then,
                                       const std::string& graph);
/// The entry of now, which is no longer of the graph; as it was then where but its time differs.
[[nodiscard]] json::Value entryWithoutGraph(const json::Value& now, const json::Value* then,
                                            const std::string& graph);

/// The entry of now, which is again of the graph and else as now; as it was then where but its time differs.
/// Where there is none now it is that of then, of this graph alone.
[[nodiscard]] json::Value entryWithGraph(const json::Value* now, const json::Value& then,
                                         const std::string& graph);

/// Entries of a registry by their ids. They are those of the document, and live as long.
[[nodiscard]] std::map<std::string, const json::Value*> entriesById(const UserFiles& files,
                                                                    const std::string& path);

/// Whether it is one of the three files that are derived from a graph.
[[nodiscard]] bool isComposedPath(const std::string& path);

/// What differs between two states, in terms of graphs.
struct Touched {
    std::vector<std::string> nodes;  ///< by their file, entry, relations or attributes
    std::vector<std::string> graphs; ///< of `after`, whose composed files may no longer be right
};
[[nodiscard]] Touched touchedBetween(const UserFiles& before, const GraphStore& beforeStore,
                                     const UserFiles& after, const GraphStore& afterStore);

/// Folders in which nothing is left, deepest first.
[[nodiscard]] std::vector<std::string> emptiedFolders(const UserFiles& before, const UserFiles& after);

/// Relations of nodes that are still there to nodes that come back: they went with those. Of `then`.
[[nodiscard]] std::vector<const Relation*> lostRelations(const GraphStore& now, const GraphStore& then,
                                                         const std::set<std::string>& returning);
/// A node's file whose morphs list the relation or attribute as they did then; null pointer if none that did
/// is there any more. The file of now if none did, that of `then` if nothing else differs.
[[nodiscard]] UserFilePtr listedAgain(const std::string& path, const UserFilePtr& now,
                                      const UserFilePtr& then, Registry which, const std::string& link);

/// What is wrong in `after` and wasn't in `before`: files that nothing registers, entries without a file,
/// relations and morphs that name what isn't there.
[[nodiscard]] std::vector<Finding> newlyWrong(const GraphStore& before, const GraphStore& after);

} // namespace stemma::graph
