// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "core/graph/graph_operations.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"

namespace stemma::tests {

/// A graph library of one user on a disk in memory, whose composed files are fresh.
class HistoryPlace {
public:
    explicit HistoryPlace(StoreVersion version) {
        const graph::UserFiles files = storeOf(version);
        for (const auto& [path, file] : files.all())
            plant(path, file->bytes);
        for (const std::string& each : files.graphFolders())
            (void)graph::composeFiles(workspace(), each);
    }

    void plant(const std::string& path, const std::string& bytes) {
        disk.plant(root + "/" + path, bytes);
        disk.syncAll();
    }
    [[nodiscard]] graph::GraphWorkspace workspace() {
        return {environment, root, history::Actor::agent, "request-1", {}, std::nullopt};
    }
    [[nodiscard]] std::string bytes(const std::string& path) const {
        return disk.bytesOf(root + "/" + path).value_or("(none)");
    }
    /// All that is the user's: without what is ours, and without backups.
    [[nodiscard]] std::map<std::string, std::string> data() const {
        std::map<std::string, std::string> found;
        for (const auto& [path, content] : disk.files()) {
            const std::string name = path.starts_with(root) ? path.substr(root.size() + 1) : ".";
            if (!name.starts_with(".") && !name.starts_with("backups/"))
                found[name] = content;
        }
        return found;
    }
    [[nodiscard]] graph::GraphTimeline timeline(const std::string& graph = "chem") {
        const auto loaded = graph::loadGraphTimeline(disk, root, graph, graph::oldLogFolder(disk, root));
        return loaded ? *loaded : graph::GraphTimeline();
    }
    [[nodiscard]] graph::UserFiles read() {
        const auto files = graph::readUserFiles(disk, root, graph::ReadComposed::yes);
        return files ? *files : graph::UserFiles();
    }
    /// Edits that must succeed; gives the action.
    std::string edit(const std::vector<graph::GraphEdit>& edits, const std::string& graph = "chem") {
        const auto saved = graph::editGraph(workspace(), graph, edits, {});
        return saved ? saved->action.text() : describe(saved.error());
    }

    const std::string root = "/home/ada/graph_data/users/ada-1";
    test::CrashDisk disk;
    test::FakeClock clock{editTime, 1'000'001};
    io::LockKeeper locks;
    journal::Environment environment{disk, clock, locks, {}};
};

} // namespace stemma::tests
