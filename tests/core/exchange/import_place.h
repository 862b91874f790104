// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

#include "core/exchange/archive.h"
#include "core/exchange/ndf_bundle.h"
#include "core/exchange/ndf_export.h"
#include "core/graph/compose.h"
#include "tests/core/graph/operation_place.h"

namespace stemma::tests {

inline const std::string emptyUser = "/graph_data/users/eve";

/// An exported graph of a store in memory, as bytes; throws where it can't be made.
inline std::string exported(graph::UserFiles files, const std::string& graph) {
    for (const std::string& folder : files.graphFolders())
        graph::putComposed(files, folder);
    const graph::GraphStore store = graph::readGraphStore(files);
    const auto bytes = exchange::ndfBytes(files, store, graph, {"ada", editTime});
    if (!bytes)
        throw std::runtime_error(describe(bytes.error()));
    return *bytes;
}

inline exchange::Bundle readBack(const std::string& bytes) {
    const auto bundle = exchange::readBundle(bytes, "x.ndf");
    if (!bundle)
        throw std::runtime_error(describe(bundle.error()));
    return *bundle;
}

/// A user without anything, on a disk in memory.
class EmptyPlace {
public:
    EmptyPlace() { disk.plantDirectory(emptyUser); }

    [[nodiscard]] graph::GraphWorkspace workspace() const {
        return {m_environment, emptyUser, history::Actor::human, {}, {}, {}};
    }
    [[nodiscard]] graph::UserFiles read() {
        const auto files = graph::readUserFiles(disk, emptyUser, graph::ReadComposed::yes);
        return files ? *files : graph::UserFiles();
    }
    [[nodiscard]] Result<graph::SavedGraph> import(const graph::ImportedGraph& graph,
                                                   const graph::ImportChoices& choices = {}) const {
        return graph::importGraph(workspace(), graph, choices);
    }

    test::CrashDisk disk;

private:
    test::FakeClock m_clock{editTime, 1'000'001};
    io::LockKeeper m_locks;
    journal::Environment m_environment{disk, m_clock, m_locks, {}};
};

} // namespace stemma::tests
