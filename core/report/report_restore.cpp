// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/report/lost_changes.h"
#include "core/report/outline_schema.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"
#include "core/report/restore_target.h"

namespace stemma::report {

namespace {

using json::Value;

/// Everything that a restore decides by, read before the lock is taken.
struct Plan {
    std::string directory;
    history::Timeline timeline;
    LiveOutline live;
    RestoreTarget target;
    std::string highestVersion; ///< that any version that can be read bears
};

std::string highestVersion(const history::Timeline& timeline) {
    std::int64_t highest = 0;
    for (const history::Version& version : timeline.versions)
        highest = std::max(highest, version.outlineVersion);
    return std::to_string(highest);
}

Result<Plan> makePlan(io::Disk& disk, const std::string& root, const ReportId& id, const std::string& version,
                      history::Counts counts) {
    Plan plan;
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    plan.directory = *directory;
    auto timeline = history::loadTimeline(disk, plan.directory, interpretOutline, counts);
    if (!timeline)
        return tl::unexpected(timeline.error());
    plan.timeline = std::move(*timeline);
    auto live = readLiveOutline(disk, plan.directory);
    if (!live)
        return tl::unexpected(std::move(live.error()));
    plan.live = std::move(*live);
    plan.highestVersion = highestVersion(plan.timeline);
    auto target = findRestoreTarget(disk, plan.directory, plan.timeline,
                                    ancestryOf(plan.live, plan.timeline, id), version);
    if (!target)
        return tl::unexpected(target.error());
    plan.target = std::move(*target);
    return plan;
}

/// The live outline's version plus one; if it can't be made out, one more than any version had.
std::string versionAfter(const LiveOutline& live, const Plan& plan) {
    const Value* version = live.document().isObject() ? live.document().find("outline_version") : nullptr;
    if (version && laxInteger(*version))
        return nextVersion(live.document());
    return nextVersion(Value::object({{"outline_version", Value::numberFromText(plan.highestVersion)}}));
}

struct Restored {
    Value document;
    std::string bytes;
    std::string version;
    bool unchanged = false;
};

/// The old version's bytes with the two fields that every save sets.
Restored restored(const Plan& plan, const LiveOutline& live, Timestamp now) {
    Restored result{plan.target.document, {}, versionAfter(live, plan), false};
    if (live.document().isObject()) {
        Value old = plan.target.document;
        const Value* version = live.document().find("outline_version");
        for (const char* key : {"updated_at", "outline_version"}) {
            if (const Value* value = live.document().find(key); value && old.find(key))
                old.set(key, *value);
        }
        result.unchanged = version && json::bytesOf(old) == live.bytes;
    }
    stampOutline(result.document, now, result.version);
    result.bytes = json::bytesOf(result.document);
    return result;
}

Value nameOrNull(const std::string& text) {
    return text.empty() ? Value() : Value::string(text);
}

/// igloo-mcp's keys for a revert, and the backup's name where it looks for that when it is to undo one.
Value revertPayload(const Plan& plan, const journal::UnitInput& input, const Restored& result) {
    const auto& undone = plan.target.undone;
    return Value::object(
        {{"reverted_from_action_id", undone ? Value::string(undone->action.text()) : Value()},
         {"reverted_from_action_type", undone ? Value::string(undone->type) : Value()},
         {"reverted_from_timestamp", undone ? Value::string(undone->ts) : Value()},
         {"backup_restored", Value::string(plan.target.name)},
         {"current_state_backup", nameOrNull(input.backupName)},
         {"backup_filename", nameOrNull(input.backupName)},
         {"outline_version", Value::numberFromText(result.version)}});
}

std::vector<RestorePreview::Lost> lostChanges(const Plan& plan) {
    std::vector<RestorePreview::Lost> lost;
    for (std::size_t i = plan.target.firstLost; i < plan.timeline.rows.size(); ++i) {
        const history::TimelineRow& row = plan.timeline.rows[i];
        const bool isChange =
            row.kind == history::RowKind::change || row.kind == history::RowKind::unrecordedChange;
        if (!isChange || (row.counts && !row.counts->any()))
            continue;
        addLost(lost, row.actor);
    }
    return lost;
}

} // namespace

Result<RestorePreview> previewRestore(const Workspace& workspace, const ReportId& id,
                                      const std::string& version) {
    const auto plan =
        makePlan(workspace.environment.disk, workspace.root, id, version, history::Counts::compute);
    if (!plan)
        return tl::unexpected(plan.error());
    Restored result = restored(*plan, plan->live, workspace.environment.clock.now());
    RestorePreview preview;
    preview.baseSha256 = plan->live.sha256;
    preview.unchanged = result.unchanged;
    preview.bytes = result.unchanged ? plan->live.bytes : std::move(result.bytes);
    preview.notes = plan->target.notes;
    preview.changes = outlineDifference(
        plan->live.document().isObject() ? plan->live.document() : Value::object(), result.document);
    if (!result.unchanged)
        preview.lost = lostChanges(*plan);
    return preview;
}

Result<Saved> restoreVersion(const Workspace& workspace, const ReportId& id, const std::string& version,
                             const std::optional<std::string>& expectedBase, RestorePurpose purpose) {
    const auto plan =
        makePlan(workspace.environment.disk, workspace.root, id, version, history::Counts::leaveOut);
    if (!plan)
        return tl::unexpected(plan.error());
    Restored result;
    const journal::Compose compose =
        [&](const journal::UnitInput& input) -> Result<std::optional<journal::UnitContent>> {
        const LiveOutline now = input.liveBytes && plan->live.exists && *input.liveBytes == plan->live.bytes
                                    ? plan->live
                                    : liveOutlineFrom(input.liveBytes);
        result = restored(*plan, now, input.now);
        if (result.unchanged)
            return std::nullopt;
        journal::UnitContent content;
        content.outlineBytes = result.bytes;
        content.sha256 = sha256(content.outlineBytes);
        Value payload = revertPayload(*plan, input, result);
        addHashes(payload, now.sha256, content.sha256);
        if (purpose == RestorePurpose::undo)
            payload.edit("stemma")->set("undo", Value::boolean(true));
        const std::string reportId = result.document.stringAt("report_id").value_or("");
        content.auditLine =
            eventLine(workspace, {input.action, reportId, input.now, "revert"}, std::move(payload));
        return content;
    };
    const auto done =
        journal::saveUnit(workspace.environment, plan->directory, compose, {workspace.lock, expectedBase});
    if (!done)
        return tl::unexpected(done.error());
    Saved saved;
    saved.id = id;
    saved.unchanged = done->unchanged;
    saved.sha256 = done->sha256;
    saved.warnings = done->warnings;
    saved.outlineVersion =
        outlineHead(done->unchanged ? plan->live.document() : result.document).outlineVersion;
    if (done->unchanged)
        return saved;
    saved.action = done->action;
    saved.backup = done->backupName;
    saved.warnings.insert(saved.warnings.begin(), plan->target.notes.begin(), plan->target.notes.end());
    refreshIndex(workspace, result.document, id.text(), saved);
    return saved;
}

} // namespace stemma::report
