// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/graph/graph_edit.h"
#include "core/graph/user_files.h"

/// Small users' folders in memory, as the versions of the graph program leave them, for tests of edits.
namespace stemma::tests {

enum class StoreVersion {
    one,   ///< cnl.md, ids with capitals, a list of transitions, a nested morph_id
    two,   ///< CNL.md, lower-cased ids, transitions by id, imported entries
    three, ///< as two, with stubs of relations and attributes
};

/// Two graphs, `chem` and `other`. Nodes: `Oxygen` (from version 2 on `oxygen`; in both graphs, with the
/// morphs basic and ionized), `water`, `living_cell` whose file says `cell`, and `electron`, made by a
/// relation. Unknown keys and odd numbers are everywhere.
[[nodiscard]] graph::UserFiles storeOf(StoreVersion version);
/// The node that is called oxygen there.
[[nodiscard]] std::string oxygenOf(StoreVersion version);

/// 2025-07-01T12:00:00.250000
inline constexpr Timestamp editTime{1'751'371'200'250'000};

/// The file's document; null if there is none.
[[nodiscard]] json::Value documentAt(const graph::UserFiles& files, const std::string& path);
/// Its member, walked to by keys; null if there is none. `#2` is the third item of a list.
[[nodiscard]] json::Value memberAt(const graph::UserFiles& files, const std::string& path,
                                   const std::vector<std::string>& keys);
/// As JSON in one line, for comparisons that can be read.
[[nodiscard]] std::string lineAt(const graph::UserFiles& files, const std::string& path,
                                 const std::vector<std::string>& keys = {});
/// `M node_registry.json`, `A nodes/x.json`, `D …`, in the order of the paths.
[[nodiscard]] std::vector<std::string> changedPaths(const graph::UserFiles& before,
                                                    const graph::UserFiles& after);
/// Applies an edit that must succeed; throws with its error otherwise.
graph::Edited mustApply(graph::UserFiles& files, const graph::GraphEdit& edit,
                        const std::string& graph = "chem");
/// The lines of a file that differ.
[[nodiscard]] std::vector<std::string> linesOf(const graph::UserFiles& before, const graph::UserFiles& after,
                                               const std::string& path);
/// The lines that differ: `-old`, `+new`, by the longest common subsequence.
[[nodiscard]] std::vector<std::string> changedLines(const std::string& before, const std::string& after);

} // namespace stemma::tests
