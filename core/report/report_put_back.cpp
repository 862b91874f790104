// SPDX-License-Identifier: MIT
// The way back to an outline that a restore replaced because it couldn't be read.
#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/io/disk.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* puttingBack = "put the former outline back";

Result<std::string> damagedBytes(io::Disk& disk, const std::string& directory, const std::string& backup,
                                 const std::string& hash) {
    auto content = history::readBackup(disk, directory, backup);
    if (!content)
        return fail(std::move(content.error()));
    if (sha256(content->bytes) != hash)
        return fail(ErrorCode::damaged, puttingBack, io::joinPath(directory, "backups/" + backup),
                    "the backup no longer holds what the restore replaced",
                    "Nothing was written; the report stays as it was restored.");
    return std::move(content->bytes);
}

/// igloo-mcp's keys for a revert. The version that these bytes bear can't be read.
Value payloadOf(const Saved& restored, const std::string& backupName) {
    return Value::object({{"reverted_from_action_id", Value::string(restored.action.text())},
                          {"reverted_from_action_type", Value::string("revert")},
                          {"reverted_from_timestamp", Value()},
                          {"backup_restored", Value::string(restored.backup)},
                          {"current_state_backup", Value::string(backupName)},
                          {"backup_filename", Value::string(backupName)},
                          {"outline_version", Value()}});
}

} // namespace

Result<Saved> putBack(const Workspace& workspace, const ReportId& id, const Saved& restored,
                      const std::string& sha256) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    const auto bytes = damagedBytes(workspace.environment.disk, *directory, restored.backup, sha256);
    if (!bytes)
        return fail(bytes.error());
    const journal::Compose compose =
        [&](const journal::UnitInput& input) -> Result<std::optional<journal::UnitContent>> {
        Value payload = payloadOf(restored, input.backupName);
        addHashes(payload, restored.sha256, sha256);
        payload.edit("stemma")->set("undo", Value::boolean(true));
        return journal::UnitContent{
            *bytes, eventLine(workspace, {input.action, id.text(), input.now, "revert"}, std::move(payload)),
            sha256};
    };
    auto done =
        journal::saveUnit(workspace.environment, *directory, compose, {workspace.lock, restored.sha256});
    if (!done)
        return fail(std::move(done.error()));
    return Saved{id, false, done->action, done->backupName, 0, done->sha256, std::move(done->warnings)};
}

} // namespace stemma::report
