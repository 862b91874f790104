// SPDX-License-Identifier: MIT
#include "core/report/undo_changes.h"

#include <algorithm>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"
#include "core/report/restore_target.h"
#include "core/report/restored_parts.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* undoing = "undo the change";

/// Changes that follow one another: what the report was before the first, and after the last.
struct Stretch {
    std::string before;
    std::string after;
};

/// What is to be taken out, read before the lock is taken.
struct Plan {
    std::string directory;
    std::vector<ActionId> undone;   ///< oldest first
    std::vector<Stretch> stretches; ///< newest first
    LiveOutline live;
};

Unexpected refuse(ErrorCode code, const history::TimelineRow& row, std::string why) {
    return fail(code, undoing, row.event->action.text(), std::move(why), "Nothing was written.");
}

Result<std::vector<std::size_t>> rowsOf(const history::Timeline& timeline, const UndoRequest& request) {
    std::vector<std::size_t> rows;
    for (const std::string& action : request.actions) {
        const auto row = history::findChange(timeline, action);
        if (!row)
            return fail(row.error());
        const history::TimelineRow& found = timeline.rows[*row];
        if (found.kind != history::RowKind::change)
            return refuse(ErrorCode::notFound, found,
                          "it belongs to the report from which this one was forked");
        rows.push_back(*row);
    }
    if (rows.empty())
        return fail(ErrorCode::usage, undoing, {}, "no change is named");
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

/// The bytes around one change.
class VersionsAround {
public:
    VersionsAround(io::Disk& disk, const std::string& directory, const history::Timeline& timeline)
        : m_disk(disk)
        , m_directory(directory)
        , m_timeline(timeline) {}

    [[nodiscard]] Result<std::string> before(std::size_t row) const { return bytes("before:", row); }
    [[nodiscard]] Result<std::string> after(std::size_t row) const { return bytes("after:", row); }
    /// Whether nothing came between the two.
    [[nodiscard]] bool follow(std::size_t row, std::size_t next) const {
        const auto& after = m_timeline.rows[row].after;
        const auto& before = m_timeline.rows[next].before;
        return next == row + 1 && after && before &&
               (*after == *before ||
                (!m_timeline.versions[*after].sha256.empty() &&
                 m_timeline.versions[*after].sha256 == m_timeline.versions[*before].sha256));
    }

private:
    [[nodiscard]] Result<std::string> bytes(const char* side, std::size_t row) const {
        const auto version =
            history::findVersion(m_timeline, side + m_timeline.rows[row].event->action.text());
        if (!version)
            return fail(version.error());
        const history::Version& found = m_timeline.versions[*version];
        if (!found.readable && !found.sha256.empty()) // without a hash, the system refused it then
            return refuse(ErrorCode::notFound, m_timeline.rows[row],
                          "a version around it can't be read: " + found.problem);
        return history::readVersion(m_disk, m_directory, found);
    }

    io::Disk& m_disk;
    const std::string& m_directory;
    const history::Timeline& m_timeline;
};

Result<std::vector<Stretch>> stretchesOf(const VersionsAround& versions,
                                         const std::vector<std::size_t>& rows) {
    std::vector<Stretch> stretches;
    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && versions.follow(rows[begin - 1], rows[begin]))
            --begin;
        auto before = versions.before(rows[begin]);
        auto after = versions.after(rows[end - 1]);
        if (!before || !after)
            return fail(before ? after.error() : before.error());
        stretches.push_back({std::move(*before), std::move(*after)});
        end = begin;
    }
    return stretches;
}

/// What the system refused to read may be what wasn't found.
Unexpected explained(Error error, const history::Timeline& timeline) {
    const bool unknown = error.code == ErrorCode::notFound && timeline.refusal;
    if (unknown)
        error = *timeline.refusal;
    return tl::unexpected(std::move(error));
}

Result<Plan> makePlan(io::Disk& disk, const std::string& root, const ReportId& id, const UndoRequest& request,
                      const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    Plan plan{*directory, {}, {}, {}};
    auto live = readLiveOutline(disk, plan.directory);
    if (!live)
        return fail(std::move(live.error()));
    plan.live = std::move(*live);
    if (!plan.live.verdict.peerReads)
        return tl::unexpected(damagedError(undoing, plan.directory, plan.live));
    const auto timeline =
        history::loadTimeline(disk, plan.directory, interpretOutline, history::Counts::leaveOut, progress);
    if (!timeline)
        return fail(timeline.error());
    const auto rows = rowsOf(*timeline, request);
    if (!rows)
        return explained(rows.error(), *timeline);
    for (const std::size_t row : *rows)
        plan.undone.push_back(timeline->rows[row].event->action);
    auto stretches = stretchesOf({disk, plan.directory, *timeline}, *rows);
    if (!stretches)
        return explained(std::move(stretches.error()), *timeline);
    plan.stretches = std::move(*stretches);
    return plan;
}

/// The merge edits the outline that is "theirs" to it, and what is to be edited here is what is there now. To
/// a person that is "ours": so the sides change places on their way in and out.
std::string otherSides(std::string key) {
    const std::string us = conflictKindWord(ConflictKind::deletedByUs);
    const std::string them = conflictKindWord(ConflictKind::deletedByThem);
    const std::size_t kind = key.rfind('|') + 1;
    const std::string word = key.substr(kind);
    if (word == us || word == them)
        key.replace(kind, std::string::npos, word == us ? them : us);
    return key;
}

MergeConflict otherSides(MergeConflict conflict) {
    std::swap(conflict.ours, conflict.theirs);
    if (conflict.kind == ConflictKind::deletedByUs)
        conflict.kind = ConflictKind::deletedByThem;
    else if (conflict.kind == ConflictKind::deletedByThem)
        conflict.kind = ConflictKind::deletedByUs;
    return conflict;
}

std::vector<Resolution> otherSides(std::vector<Resolution> resolutions) {
    for (Resolution& resolution : resolutions) {
        resolution.key = otherSides(resolution.key);
        if (resolution.choice == Choice::ours)
            resolution.choice = Choice::theirs;
        else if (resolution.choice == Choice::theirs)
            resolution.choice = Choice::ours;
    }
    return resolutions;
}

/// What is left of a text without the changes.
struct Without {
    Value document;
    std::vector<MergeConflict> conflicts;
    std::vector<MergeConflict> resolved;
    std::vector<PartChoice> along;
};

/// Of the result only the parts that are asked for; all else as it is now.
Status keepToParts(Without& result, const LiveOutline& live, const std::vector<PartChoice>& parts) {
    const PartIndex now(live.document());
    const PartIndex version(result.document);
    RestorePartsRequest request;
    request.parts = parts;
    request.company = Company::alone;
    auto selection = selectParts(now, version, diff::difference(now.tree(), version.tree()), request);
    if (!selection)
        return fail(std::move(selection.error()));
    auto document = withParts(now, version, *selection);
    if (!document)
        return fail(std::move(document.error()));
    result.document = std::move(*document);
    result.along = std::move(selection->along);
    return {};
}

Result<Without> without(const Plan& plan, const LiveOutline& live, const UndoRequest& request) {
    const auto resolutions = otherSides(request.resolutions);
    const Prefer prefer = request.others == diff::MergeSide::theirs ? Prefer::ours : Prefer::theirs;
    Without result{live.document(), {}, {}, {}};
    std::string text = live.bytes;
    const std::string path = io::joinPath(plan.directory, "outline.json");
    for (const Stretch& stretch : plan.stretches) {
        auto merged = mergeOutlines(stretch.after, stretch.before, text, prefer, resolutions,
                                    {"the version after the change", "the version before the change", path});
        if (!merged)
            return fail(std::move(merged.error()));
        auto& open = request.others ? result.resolved : result.conflicts;
        for (MergeConflict& conflict : merged->conflicts)
            open.push_back(otherSides(std::move(conflict)));
        for (MergeConflict& conflict : merged->resolved)
            result.resolved.push_back(otherSides(std::move(conflict)));
        text = std::move(merged->bytes);
        result.document = std::move(merged->document);
    }
    if (request.parts)
        if (Status kept = keepToParts(result, live, *request.parts); !kept)
            return fail(std::move(kept.error()));
    if (Status harmless = checkHarmless(undoing, live.document(), result.document, path); !harmless)
        return fail(std::move(harmless.error()));
    return result;
}

} // namespace

Result<UndoPreview> previewUndo(const Workspace& workspace, const ReportId& id, const UndoRequest& request,
                                const Progress& progress) {
    const auto plan = makePlan(workspace.environment.disk, workspace.root, id, request, progress);
    if (!plan)
        return fail(plan.error());
    auto result = without(*plan, plan->live, request);
    if (!result)
        return fail(std::move(result.error()));
    UndoPreview preview;
    preview.undone = plan->undone;
    preview.baseSha256 = plan->live.sha256;
    preview.changes = outlineDifference(plan->live.document(), result->document);
    preview.conflicts = std::move(result->conflicts);
    preview.resolved = std::move(result->resolved);
    preview.along = std::move(result->along);
    const auto change = changeTo(plan->live, result->document, {});
    preview.unchanged = !change;
    preview.bytes = plan->live.bytes;
    if (change) {
        stampOutline(result->document, workspace.environment.clock.now(), nextVersion(plan->live.document()));
        preview.bytes = json::bytesOf(result->document);
    }
    return preview;
}

Result<Saved> undoChanges(const Workspace& workspace, const ReportId& id, const UndoRequest& request,
                          const std::optional<std::string>& expectedBase, RestorePurpose purpose) {
    const auto plan = makePlan(workspace.environment.disk, workspace.root, id, request, {});
    if (!plan)
        return fail(plan.error());
    // Merging takes a while: what the lock will find, almost always, is merged before it is taken.
    std::string ready = plan->live.bytes;
    auto result = without(*plan, plan->live, request);
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        if (live.bytes != ready) {
            result = without(*plan, live, request);
            ready = live.bytes;
        }
        if (!result)
            return fail(result.error());
        if (!result->conflicts.empty())
            return fail(ErrorCode::conflict, undoing, io::joinPath(plan->directory, "outline.json"),
                        "later changes overlap it in " + std::to_string(result->conflicts.size()) +
                            (result->conflicts.size() == 1 ? " place" : " places") + ", such as “" +
                            result->conflicts.front().title + "”",
                        "Nothing was written. Decide what is to stand there, or restore a version.");
        auto change = changeTo(live, result->document, {});
        if (change) {
            change->undoes = plan->undone;
            if (request.parts)
                change->parts = partsValue(*request.parts);
            change->purpose = purpose;
        }
        return change;
    };
    return changeReport(workspace, id, undoing, make, expectedBase);
}

bool replacedSomething(const history::TimelineRow& row) {
    return row.kind == history::RowKind::change && row.event && (row.before || row.beforeIsHole);
}

std::vector<std::string> changesOfRequest(const history::Timeline& timeline, const std::string& requestId) {
    std::vector<std::string> actions;
    for (const history::TimelineRow& row : timeline.rows)
        if (replacedSomething(row) && row.event->requestId == requestId)
            actions.push_back(row.event->action.text());
    return actions;
}

Result<std::vector<std::string>> changesByProgramsSince(const history::Timeline& timeline,
                                                        const std::string& version) {
    const auto found = history::findVersion(timeline, version);
    if (!found)
        return fail(found.error());
    std::vector<std::string> actions;
    for (std::size_t i = firstRowSince(timeline, version, *found); i < timeline.rows.size(); ++i) {
        const history::TimelineRow& row = timeline.rows[i];
        if (replacedSomething(row) && row.actor != history::actorWord(history::Actor::human))
            actions.push_back(row.event->action.text());
    }
    return actions;
}

} // namespace stemma::report
