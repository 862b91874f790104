// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "core/graph/graph_operations.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"

namespace stemma::tests {

inline const std::string userRoot = "/graph_data/users/ada";

/// A user's folder on a disk in memory, and who works there.
class OperationPlace {
public:
    explicit OperationPlace(StoreVersion version)
        : m_environment{disk, m_clock, m_locks, {}} {
        const graph::UserFiles files = storeOf(version);
        for (const auto& [path, file] : files.all())
            disk.plant(userRoot + "/" + path, file->bytes);
        disk.syncAll();
    }

    [[nodiscard]] graph::GraphWorkspace workspace() const {
        return {m_environment, userRoot, history::Actor::agent, "request-1", lock, "because"};
    }
    /// The user's files on the disk, but for what is ours and for backups.
    [[nodiscard]] std::map<std::string, std::string> data() const {
        return filesBut({".stemma/", "backups/"});
    }
    [[nodiscard]] std::map<std::string, std::string> backups() const {
        return filesBut(
            {".stemma/", "graphs/", "nodes/", "relationNodes/", "attributeNodes/", "transitions/"});
    }
    [[nodiscard]] std::string bytes(const std::string& path) const {
        return disk.bytesOf(userRoot + "/" + path).value_or("(none)");
    }
    [[nodiscard]] graph::UserFiles read() {
        const auto files = graph::readUserFiles(disk, userRoot, graph::ReadComposed::yes);
        return files ? *files : graph::UserFiles();
    }
    [[nodiscard]] journal::Environment& environment() { return m_environment; }

    test::CrashDisk disk;
    io::LockOptions lock;

private:
    [[nodiscard]] std::map<std::string, std::string> filesBut(const std::vector<std::string>& others) const {
        std::map<std::string, std::string> found;
        for (const auto& [path, content] : disk.files()) {
            if (!path.starts_with(userRoot + "/"))
                continue;
            const std::string name = path.substr(userRoot.size() + 1);
            bool other = false;
            for (const std::string& each : others)
                other = other || name.starts_with(each);
            if (!other)
                found[name] = content;
        }
        return found;
    }

    test::FakeClock m_clock{editTime, 1'000'001};
    io::LockKeeper m_locks;
    journal::Environment m_environment;
};

} // namespace stemma::tests
