// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/io/lock_keeper.h"
#include "core/json/json_value.h"
#include "core/report/report_operations.h"
#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"

namespace stemma::test {

/// One run of the whole program on a library at /lib: a keeper of locks and a clock of its own, later than
/// that of any run before, and no lingering at its end.
class LibraryProgram {
public:
    /// `committed`: called when a save or a move can't be undone by a crash any more.
    explicit LibraryProgram(CrashDisk& disk, std::function<void()> committed = {});
    ~LibraryProgram() { endLinger(); }
    LibraryProgram(const LibraryProgram&) = delete;
    LibraryProgram& operator=(const LibraryProgram&) = delete;

    [[nodiscard]] const report::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] CrashDisk& disk() { return m_disk; }
    [[nodiscard]] FakeClock& clock() { return m_clock; }
    /// Releases the locks that would be kept for a moment.
    void endLinger();

    static constexpr const char* root = "/lib";
    [[nodiscard]] static std::string pathOf(const ReportId& id, const std::string& name) {
        return std::string(root) + "/by_id/" + id.text() + "/" + name;
    }
    /// The backups of a report, the oldest first.
    [[nodiscard]] std::vector<std::string> backups(const ReportId& id) const;
    /// The action id of the newest event of a report.
    [[nodiscard]] std::string lastAction(const ReportId& id) const;

private:
    CrashDisk& m_disk;
    FakeClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment;
    report::Workspace m_workspace;
};

/// A library with two reports, a history, files beside the outline, and an index.
struct PlantedLibrary {
    ReportId first;
    ReportId second;
    std::vector<std::string> backups; ///< of the first one
    std::string action;               ///< its newest change
};
[[nodiscard]] PlantedLibrary plantLibrary(CrashDisk& disk);

/// Both edit the first report by hand as it is planted: an insight more, and a tag.
[[nodiscard]] std::string editedOutline(const std::string& bytes);
[[nodiscard]] json::Value editList();

/// What is wrong with the index: it must be rebuilt to what the outlines say, whatever a crash made of it.
/// Rebuilds it.
[[nodiscard]] std::string wrongWithIndex(CrashDisk& disk);

} // namespace stemma::test
