// SPDX-License-Identifier: MIT
#include "core/report/restore_parts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/ids.h"
#include "core/json/json_document.h"
#include "core/report/lost_changes.h"
#include "core/report/part_selection.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"
#include "core/report/restore_target.h"
#include "core/report/restored_parts.h"

namespace stemma::report {

namespace {

using json::Value;

/// Everything that a restore decides by, read before the lock is taken.
struct Plan {
    std::string directory;
    LiveOutline live;
    history::Timeline timeline; ///< of the report itself
    RestoreTarget source;
};

Result<std::string> trashedDirectory(io::Disk& disk, const std::string& root, const std::string& name) {
    const std::string trash = io::joinPath(root, ".trash");
    if (!isSafeName(name))
        return fail(ErrorCode::unsafe, restoringParts, trash,
                    "“" + name + "” is no name of a folder in the trash");
    std::string directory = io::joinPath(trash, name);
    if (const auto opened = io::openDirectory(disk, directory); !opened)
        return opened.error().code == ErrorCode::notFound
                   ? fail(ErrorCode::notFound, restoringParts, directory,
                          "there is no such report in the trash")
                   : fail(opened.error());
    return directory;
}

/// The version that the parts come from, of the report itself or of one in the trash.
Result<RestoreTarget> sourceOf(io::Disk& disk, const std::string& root, const Plan& plan,
                               const RestorePartsRequest& request, const Progress& progress) {
    if (!request.trashed)
        return findPartsSource(disk, plan.directory, plan.timeline, request.version);
    const auto directory = trashedDirectory(disk, root, *request.trashed);
    if (!directory)
        return fail(directory.error());
    const auto timeline =
        history::loadTimeline(disk, *directory, interpretOutline, history::Counts::leaveOut, progress);
    if (!timeline)
        return fail(timeline.error());
    auto source = findPartsSource(disk, *directory, *timeline, request.version);
    if (source) // what happened to the one in the trash is no change of this one
        source->firstLost = plan.timeline.rows.size();
    return source;
}

Result<Plan> makePlan(io::Disk& disk, const std::string& root, const ReportId& id,
                      const RestorePartsRequest& request, const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    Plan plan{*directory, {}, {}, {}};
    auto live = readLiveOutline(disk, plan.directory);
    if (!live)
        return fail(std::move(live.error()));
    plan.live = std::move(*live);
    if (!plan.live.verdict.peerReads)
        return tl::unexpected(damagedError(restoringParts, plan.directory, plan.live));
    auto timeline =
        history::loadTimeline(disk, plan.directory, interpretOutline, history::Counts::leaveOut, progress);
    if (!timeline)
        return fail(std::move(timeline.error()));
    plan.timeline = std::move(*timeline);
    auto source = sourceOf(disk, root, plan, request, progress);
    if (!source)
        return fail(std::move(source.error()));
    plan.source = std::move(*source);
    return plan;
}

struct Restored {
    Value document;
    std::vector<PartChoice> along;
};

Result<Restored> restored(const Plan& plan, const LiveOutline& live, const RestorePartsRequest& request) {
    const PartIndex now(live.document());
    const PartIndex version(plan.source.document);
    auto selection = selectParts(now, version, diff::difference(now.tree(), version.tree()), request);
    if (!selection)
        return fail(std::move(selection.error()));
    auto document = withParts(now, version, *selection);
    if (!document)
        return fail(std::move(document.error()));
    return Restored{std::move(*document), std::move(selection->along)};
}

/// What the event remembers: the file that held the version, so that its name says the same later.
Value restoredValue(const Plan& plan, const RestorePartsRequest& request) {
    Value value = Value::object({{"version", Value::string(plan.source.name)}});
    if (request.trashed)
        value.set("trashed", Value::string(*request.trashed));
    value.set("parts", partsValue(request.parts));
    return value;
}

bool touches(const diff::Change& change, const std::vector<PartChoice>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const PartChoice& part) {
        if (part.what != change.what || part.id != change.id)
            return false;
        if (part.field == placeField)
            return change.kind != diff::ChangeKind::edited;
        return part.field.empty() || std::any_of(change.fields.begin(), change.fields.end(),
                                                 [&](const auto& field) { return field.name == part.field; });
    });
}

bool byPerson(const history::TimelineRow& row) {
    return row.actor == history::actorWord(history::Actor::human);
}

void addTouched(std::vector<PartChoice>& parts, const diff::Change& change) {
    const auto add = [&](std::string field) {
        PartChoice part{change.what, change.id, std::move(field)};
        if (std::find(parts.begin(), parts.end(), part) == parts.end())
            parts.push_back(std::move(part));
    };
    if (change.kind == diff::ChangeKind::moved)
        return add(placeField);
    if (change.kind != diff::ChangeKind::edited)
        return add({});
    for (const diff::FieldChange& field : change.fields)
        add(field.name);
}

} // namespace

Value partsValue(const std::vector<PartChoice>& parts) {
    Value list = Value::array();
    for (const PartChoice& part : parts) {
        Value value = Value::object({{"what", Value::string(part.what)}, {"id", Value::string(part.id)}});
        if (!part.field.empty())
            value.set("field", Value::string(part.field));
        list.appendItem(std::move(value));
    }
    return list;
}

Result<PartsSource> readPartsSource(const Workspace& workspace, const ReportId& id,
                                    const RestorePartsRequest& request, const Progress& progress) {
    io::Disk& disk = workspace.environment.disk;
    auto plan = makePlan(disk, workspace.root, id, request, progress);
    if (!plan)
        return fail(std::move(plan.error()));
    PartsSource source;
    std::optional<bool> program;
    bool unknown = false;
    const Status seen = forLaterChanges(
        [&](const history::TimelineRow& row, const diff::Changes* changes) {
            program = program.value_or(!byPerson(row));
            unknown = unknown || (changes == nullptr && byPerson(row));
            if (changes == nullptr || !byPerson(row))
                return;
            for (const diff::Change& change : *changes)
                addTouched(source.byPeople, change);
        },
        disk, plan->directory, plan->timeline, plan->source.firstLost, progress);
    if (!seen)
        return fail(seen.error());
    if (unknown) // any of it may be what a person changed
        for (const diff::Change& change : outlineDifference(plan->source.document, plan->live.document()))
            addTouched(source.byPeople, change);
    source.begunByProgram = program.value_or(false);
    source.baseSha256 = plan->live.sha256;
    source.now = std::move(plan->live.bytes);
    source.version = std::move(plan->source.bytes);
    source.name = std::move(plan->source.name);
    return source;
}

Result<RestorePartsPreview> previewRestoreParts(const Workspace& workspace, const ReportId& id,
                                                const RestorePartsRequest& request,
                                                const Progress& progress) {
    io::Disk& disk = workspace.environment.disk;
    const auto plan = makePlan(disk, workspace.root, id, request, progress);
    if (!plan)
        return fail(plan.error());
    auto result = restored(*plan, plan->live, request);
    if (!result)
        return fail(std::move(result.error()));
    RestorePartsPreview preview;
    preview.baseSha256 = plan->live.sha256;
    preview.changes = outlineDifference(plan->live.document(), result->document);
    preview.unchanged = !changeTo(plan->live, result->document, {});
    preview.along = std::move(result->along);
    preview.bytes = plan->live.bytes;
    if (preview.unchanged)
        return preview;
    auto parts = preview.along;
    parts.insert(parts.end(), request.parts.begin(), request.parts.end());
    auto lost = countChangesThat([&](const diff::Change& change) { return touches(change, parts); }, disk,
                                 plan->directory, plan->timeline, plan->source.firstLost, progress);
    if (!lost)
        return fail(std::move(lost.error()));
    preview.lost = std::move(*lost);
    stampOutline(result->document, workspace.environment.clock.now(), nextVersion(plan->live.document()));
    preview.bytes = json::bytesOf(result->document);
    return preview;
}

Result<Saved> restoreParts(const Workspace& workspace, const ReportId& id, const RestorePartsRequest& request,
                           const std::optional<std::string>& expectedBase) {
    const auto plan = makePlan(workspace.environment.disk, workspace.root, id, request, {});
    if (!plan)
        return fail(plan.error());
    // Comparing takes a while: what the lock will find, almost always, is made before it is taken.
    std::string ready = plan->live.bytes;
    auto result = restored(*plan, plan->live, request);
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        if (live.bytes != ready) {
            result = restored(*plan, live, request);
            ready = live.bytes;
        }
        if (!result)
            return fail(result.error());
        auto change = changeTo(live, result->document, {});
        if (change)
            change->restored = restoredValue(*plan, request);
        return change;
    };
    return changeReport(workspace, id, restoringParts, make, expectedBase);
}

} // namespace stemma::report
