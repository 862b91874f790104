// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/sha256.h"
#include "core/journal/directory_unit.h"
#include "core/journal/recovery.h"
#include "core/journal/save_unit.h"
#include "core/json/jsonl.h"
#include "tests/support/crash_disk.h"
#include "tests/support/crash_oracle.h"

namespace stemma::test {

inline constexpr const char* libraryPath = "/lib";
inline constexpr const char* sweptReport = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
inline const std::string sweptPath = std::string(libraryPath) + "/by_id/" + sweptReport;

inline std::string sweptOutline(int n) {
    return "{\n  \"version\": " + std::to_string(n) + ",\n  \"text\": \"" + std::string(300, 'x') + "\"\n}";
}

inline std::string sweptEvent(const std::string& action, const std::string& backup,
                              const std::string& after) {
    return R"({"action_id": ")" + action + R"(", "payload": {"backup_filename": ")" + backup +
           R"(", "sha256": ")" + after + R"("}})";
}

/// One run of the program on a disk: a clock and a keeper of locks of its own, and no lingering at its end.
class UnitProgram {
public:
    /// `committed`: called when a unit can't be undone by a crash any more.
    explicit UnitProgram(CrashDisk& disk, std::function<void()> committed = {})
        : m_disk(disk)
        , m_environment{disk, m_clock, m_locks, traceOf(std::move(committed))} {}
    ~UnitProgram() { endLinger(); }
    UnitProgram(const UnitProgram&) = delete;
    UnitProgram& operator=(const UnitProgram&) = delete;

    Result<journal::UnitResult> save(int n) {
        const auto compose =
            [n](const journal::UnitInput& input) -> Result<std::optional<journal::UnitContent>> {
            journal::UnitContent content;
            content.outlineBytes = sweptOutline(n);
            content.auditLine =
                sweptEvent(input.action.text(), input.backupName, sha256(content.outlineBytes));
            return std::optional(std::move(content));
        };
        journal::UnitOptions options;
        options.lock = patience();
        auto saved = journal::saveUnit(m_environment, sweptPath, compose, options);
        endLinger();
        return saved;
    }
    Result<journal::RecoveryReport> recover() {
        return journal::recoverLibrary(m_environment, libraryPath, patience());
    }
    Status create(const std::string& name) {
        return journal::createDirectory(m_environment, libraryPath, std::string(libraryPath) + "/by_id", name,
                                        {{"outline.json", sweptOutline(7)},
                                         {"audit.jsonl", "{}\n"},
                                         {"report_files/chart.png", std::string(5000, 'p')}},
                                        {"backups"});
    }
    Result<journal::UnitResult> trash() {
        const ActionId action(newUuid());
        return journal::moveDirectory(m_environment, std::string(libraryPath) + "/by_id", sweptReport,
                                      std::string(libraryPath) + "/.trash", "gone", action,
                                      sweptEvent(action.text(), "", ""), patience());
    }

private:
    static decltype(journal::Environment::trace) traceOf(std::function<void()> committed) {
        if (!committed)
            return {};
        return
            [committed = std::move(committed)](const ActionId&, const std::string& step, const std::string&) {
                if (step == "committed")
                    committed();
            };
    }
    static io::LockOptions patience() {
        io::LockOptions options;
        options.timeout = std::chrono::milliseconds(200);
        return options;
    }
    void endLinger() {
        const auto directory = io::openDirectory(m_disk, sweptPath);
        if (!directory)
            return;
        const auto stamp = m_disk.stat(directory->get());
        if (!stamp)
            return;
        if (auto lock = m_locks.take(*stamp))
            lock->release();
    }

    CrashDisk& m_disk;
    SystemClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment;
};

/// The files of one folder, without its path.
inline Files filesBelow(const Files& files, const std::string& folder) {
    Files below;
    for (const auto& [path, bytes] : files)
        if (path.starts_with(folder + "/"))
            below[path.substr(folder.size() + 1)] = bytes;
    return below;
}

/// What is wrong with a report at rest; empty if nothing is: every event's backup is there and holds what the
/// event before it wrote, the last event wrote the outline, and there is nothing else.
inline std::string wrongWith(const Files& report) {
    if (!report.contains("outline.json"))
        return "no outline";
    std::set<std::string> expected{"outline.json"};
    std::string state;
    if (report.contains("audit.jsonl")) {
        expected.insert("audit.jsonl");
        const auto log = json::readJsonLines(report.at("audit.jsonl"));
        if (!log.problems.empty())
            return "the log has a line that can't be read: " + report.at("audit.jsonl");
        std::set<std::string> actions;
        for (const auto& line : log.lines) {
            if (!actions.insert(line.value.stringAt("action_id").value_or("")).second)
                return "an event stands twice in the log";
            const json::Value* payload = line.value.find("payload");
            const std::string backup = payload->stringAt("backup_filename").value_or("");
            const std::string after = payload->stringAt("sha256").value_or("");
            if (!backup.empty()) {
                if (!report.contains("backups/" + backup))
                    return "an event names a backup that is not there: " + backup;
                if (!state.empty() && sha256(report.at("backups/" + backup)) != state)
                    return "a backup is not what was replaced: " + backup;
                expected.insert("backups/" + backup);
            }
            if (!after.empty())
                state = after;
        }
    }
    if (!state.empty() && state != sha256(report.at("outline.json")))
        return "the log and the outline do not agree";
    for (const auto& [name, bytes] : report) {
        // What a torn sector made of our event can't be told from somebody else's bytes, and is kept.
        if (!expected.contains(name) && !name.starts_with("backups/audit.jsonl.damaged-"))
            return "something is left: " + name;
    }
    return {};
}

/// What is wrong with a report right after a crash, as another program may see it before anything is
/// recovered: an event must not be ahead of the outline, nor name a backup that isn't there.
inline std::string wrongBeforeRecovery(const Files& report) {
    if (!report.contains("audit.jsonl") || !report.contains("outline.json"))
        return {};
    std::string state;
    for (const auto& line : json::readJsonLines(report.at("audit.jsonl")).lines) {
        const json::Value* payload = line.value.find("payload");
        if (payload == nullptr)
            continue;
        const std::string backup = payload->stringAt("backup_filename").value_or("");
        if (!backup.empty() && !report.contains("backups/" + backup))
            return "an event names a backup that is not there yet: " + backup;
        if (!backup.empty() && !state.empty() && sha256(report.at("backups/" + backup)) != state)
            return "an event names a backup that is not whole yet: " + backup;
        state = payload->stringAt("sha256").value_or("");
    }
    for (int n = 0; n < 10; ++n)
        if (state == sha256(sweptOutline(n)) && report.at("outline.json") == sweptOutline(n - 1))
            return "an event is ahead of the outline";
    return {};
}

} // namespace stemma::test
