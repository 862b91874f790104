// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/graph/backup_cleanup.h"
#include "core/graph/compose.h"
#include "core/graph/graph_operations.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"

namespace stemma::test {

inline const std::string graphUser = "/graph_data/users/ada";

/// One run of the program on a user's folder.
class GraphProgram {
public:
    /// `committed`: called when a transaction can't be undone by a crash any more.
    explicit GraphProgram(io::Disk& disk, std::function<void()> committed = {})
        : m_environment{disk, m_clock, m_locks, {}} {
        m_lock.timeout = std::chrono::milliseconds(200);
        if (committed)
            m_environment.trace = [committed = std::move(committed)](const ActionId&, const std::string& step,
                                                                     const std::string&) {
                if (step == "committed")
                    committed();
            };
    }

    [[nodiscard]] graph::GraphWorkspace workspace() const {
        return {m_environment, graphUser, history::Actor::agent, std::nullopt, m_lock, std::nullopt};
    }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    Result<graph::SavedGraph> edit(const graph::GraphEdit& edit, const std::string& graph = "chem") {
        return graph::editGraph(workspace(), graph, {edit}, {});
    }
    Result<graph::Cleaned> cleanUp() {
        io::Disk& disk = m_environment.disk;
        const auto plan = graph::planCleanup(disk, graphUser, {}, 24, tests::editTime);
        if (!plan)
            return fail(plan.error());
        return graph::cleanUp(m_environment, graphUser, *plan, m_lock);
    }
    Result<journal::RecoveredTransactions> recover() {
        return journal::recoverTransactions(m_environment, graphUser, m_lock);
    }

private:
    FakeClock m_clock{tests::editTime, 1'000'001};
    io::LockKeeper m_locks;
    io::LockOptions m_lock;
    journal::Environment m_environment;
};

/// A user of version 2 with fresh composed files.
inline void plantGraphs(CrashDisk& disk) {
    graph::UserFiles files = tests::storeOf(tests::StoreVersion::two);
    for (const char* graph : {"chem", "other"})
        graph::putComposed(files, graph);
    for (const auto& [path, file] : files.all())
        disk.plant(graphUser + "/" + path, file->bytes);
}

/// The action that deletes `electron`, to which a node of the other graph had a relation.
inline std::string plantDeletion(CrashDisk& disk) {
    plantGraphs(disk);
    GraphProgram program(disk);
    graph::AddRelation relation;
    relation.source = "living_cell";
    relation.name = "moves";
    relation.target = "electron";
    (void)program.edit(relation, "other");
    const auto saved = program.edit(graph::DeleteNode{"electron"});
    disk.syncAll();
    return saved ? saved->action.text() : describe(saved.error());
}

/// Old backups of two graphs, in the order of their age: which of them goes.
inline const std::map<std::string, bool> plantedBackups = {
    {"chem_20250601_000000_aaaaaaaa", true},  {"chem_20250602_000000_bbbbbbbb", true},
    {"chem_20250603_000000_cccccccc", false}, {"chem_20250604_000000_dddddddd", false}, // the last is broken
    {"other_20250601_000000_eeeeeeee", true}, {"other_20250602_000000_ffffffff", false},
};
inline void plantBackups(CrashDisk& disk) {
    plantGraphs(disk);
    constexpr std::int64_t day = std::int64_t{86'400} * 1'000'000'000;
    std::int64_t age = 30;
    for (const auto& [name, goes] : plantedBackups) {
        const std::string folder = graphUser + "/backups/" + name;
        for (const char* kind : {"node", "relation", "attribute"}) {
            const std::string path = folder + "/" + kind + "_registry.json";
            disk.plant(path, name.ends_with("dddddddd") ? "{\"half" : "{\"" + name + "\": {}}");
            disk.setModificationTime(path, tests::editTime.micros * 1000 - age * day);
        }
        disk.setModificationTime(folder, tests::editTime.micros * 1000 - age * day);
        --age;
    }
    disk.syncAll();
}

} // namespace stemma::test
