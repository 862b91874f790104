// SPDX-License-Identifier: MIT
// Edits that are held back until they are saved, while others may write.
#include "core/graph/graph_draft.h"

#include <algorithm>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/graph_change.h"
#include "core/graph/restore_graph.h"
#include "core/graph/undo_merge.h"
#include "core/graph/user_merge.h"

namespace stemma::graph {

namespace {

void append(std::vector<std::string>& to, std::vector<std::string> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void appendNew(std::vector<std::string>& to, std::vector<std::string> more) {
    for (std::string& one : more)
        if (std::find(to.begin(), to.end(), one) == to.end())
            to.push_back(std::move(one));
}

Status applyList(DraftFiles& draft, const std::string& graph, const std::vector<GraphEdit>& edits,
                 Timestamp now) {
    auto edited = applyEdits(draft.files, graph, edits, now);
    if (!edited)
        return fail(edited.error());
    append(draft.edited.newIds, std::move(edited->newIds));
    append(draft.edited.removedIds, std::move(edited->removedIds));
    appendNew(draft.edited.nodes, std::move(edited->nodes));
    appendNew(draft.edited.graphs, std::move(edited->graphs));
    return {};
}

/// Which step it is that fails; of the error without the number of its edit.
Unexpected failureOf(const UserFiles& origin, const DraftSteps& steps, Timestamp now, Error error,
                     std::size_t* failed) {
    DraftFiles draft{origin, {}};
    for (std::size_t n = 0; n < steps.size(); ++n) {
        const auto applied = applyList(draft, steps[n]->graph, steps[n]->edits, now);
        if (applied)
            continue;
        if (failed)
            *failed = n;
        error = applied.error();
        break;
    }
    if (const std::size_t colon = error.detail.find(": ");
        error.detail.starts_with("edit ") && colon != std::string::npos)
        error.detail.erase(0, colon + 2);
    return fail(std::move(error));
}

/// The step with its texts as they are when what others wrote since is merged into them.
std::shared_ptr<const DraftStep> withTheirText(const std::shared_ptr<const DraftStep>& step,
                                               const UserFiles& base, const UserFiles& theirs) {
    std::shared_ptr<DraftStep> changed;
    for (std::size_t n = 0; n < step->edits.size(); ++n) {
        const auto* edit = std::get_if<SetText>(&step->edits[n]);
        const std::string path = edit ? textPath(base, step->graph) : std::string();
        const UserFilePtr old = edit ? base.find(path) : nullptr;
        const UserFilePtr now = edit ? theirs.find(path) : nullptr;
        if (!old || !now || old->bytes == now->bytes)
            continue;
        auto merged = mergedBytes(path, old->bytes, edit->text, now->bytes);
        if (!merged)
            continue;
        if (!changed)
            changed = std::make_shared<DraftStep>(*step);
        std::get<SetText>(changed->edits[n]).text = std::move(*merged);
    }
    return changed ? std::shared_ptr<const DraftStep>(std::move(changed)) : step;
}

std::string listOf(const std::vector<DraftClash>& clashes) {
    std::string list;
    for (const DraftClash& clash : clashes)
        list += (list.empty() ? "" : ", ") + clash.path;
    return list;
}

Unexpected conflictWith(const GraphWorkspace& workspace, const std::vector<DraftClash>& clashes) {
    return fail(ErrorCode::conflict, "save the graph", workspace.userFolder,
                "another program changed what was edited here too: " + listOf(clashes),
                "Decide which of the two is to stay.");
}

std::vector<GraphEdit> allEdits(const DraftSteps& steps) {
    std::vector<GraphEdit> edits;
    for (const auto& step : steps)
        edits.insert(edits.end(), step->edits.begin(), step->edits.end());
    return edits;
}

/// Steps on what lies there.
Result<GraphChange> changeOf(const GraphWorkspace& workspace, const UserFiles& base, const DraftSteps& steps,
                             const UserFiles& theirs, Timestamp now) {
    const DraftMeeting meeting = meetOthers(base, steps, theirs, now);
    if (meeting.why)
        return fail(ErrorCode::conflict, "save the graph", workspace.userFolder,
                    "another program changed what an edit is about: " + meeting.why->detail,
                    "Decide what is to become of that edit.");
    if (!meeting.clashes.empty())
        return conflictWith(workspace, meeting.clashes);
    auto applied = applyDraft(theirs, meeting.steps, now);
    if (!applied)
        return fail(applied.error());
    GraphChange change;
    change.after = std::move(applied->files);
    change.counts = countsOf(allEdits(steps), applied->edited);
    change.graphs = std::move(applied->edited.graphs);
    change.nodes = std::move(applied->edited.nodes);
    change.newIds = std::move(applied->edited.newIds);
    return change;
}

/// A draft that goes back beyond what was saved last.
Result<GraphChange> changeBack(const GraphWorkspace& workspace, const UserFiles& base,
                               const GraphDraft& draft, const std::string& graph, const UserFiles& theirs,
                               Timestamp now) {
    const auto ours = applyDraft(*draft.origin, draft.steps, now);
    if (!ours)
        return fail(ours.error());
    MergedUserFiles merged = mergeUserFiles(base, ours->files, theirs);
    if (!merged.clashes.empty())
        return conflictWith(workspace, merged.clashes);
    const GraphStore after = readGraphStore(merged.files);
    return changeTo(theirs, readGraphStore(theirs), std::move(merged.files), after, theirs, graph);
}

} // namespace

Result<DraftFiles> applyDraft(const UserFiles& origin, const DraftSteps& steps, Timestamp now,
                              std::size_t* failed) {
    DraftFiles draft{origin, {}};
    // What follows in one graph is one list: each file is written once.
    for (std::size_t begin = 0; begin < steps.size();) {
        std::size_t end = begin;
        std::vector<GraphEdit> edits;
        for (; end < steps.size() && steps[end]->graph == steps[begin]->graph; ++end)
            edits.insert(edits.end(), steps[end]->edits.begin(), steps[end]->edits.end());
        if (const auto applied = applyList(draft, steps[begin]->graph, edits, now); !applied)
            return failureOf(origin, steps, now, applied.error(), failed);
        begin = end;
    }
    return draft;
}

DraftSteps withTheirTexts(const DraftSteps& steps, const UserFiles& base, const UserFiles& theirs) {
    DraftSteps changed;
    for (const auto& step : steps)
        changed.push_back(withTheirText(step, base, theirs));
    return changed;
}

DraftMeeting meetOthers(const UserFiles& base, const DraftSteps& steps, const UserFiles& theirs,
                        Timestamp now) {
    DraftMeeting meeting{steps, {}, {}, {}};
    if (sameUserData(base, theirs))
        return meeting;
    meeting.steps = withTheirTexts(steps, base, theirs);
    std::size_t failed = 0;
    const auto result = applyDraft(theirs, meeting.steps, now, &failed);
    if (!result) {
        meeting.impossible = failed;
        meeting.why = result.error();
        return meeting;
    }
    // It was possible there when the person did it.
    if (const auto ours = applyDraft(base, steps, now))
        meeting.clashes = clashesBetween(base, ours->files, theirs, &result->files);
    return meeting;
}

Result<SavedDraft> saveDraft(const GraphWorkspace& workspace, const UserFiles& base,
                             const GraphDraft& draft) {
    const bool onBase = draft.origin.get() == &base;
    const std::string graph = draft.steps.empty() ? std::string() : draft.steps.back()->graph;
    const GraphEventFacts facts{"evolve", onBase ? operationOf(allEdits(draft.steps)) : "edit_graph",
                                graph.empty() && !base.graphFolders().empty() ? base.graphFolders().front()
                                                                              : graph,
                                json::Value::object()};
    SavedDraft done;
    const auto make = [&](UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
        auto change = onBase ? changeOf(workspace, base, draft.steps, before, now)
                             : changeBack(workspace, base, draft, facts.graph, before, now);
        if (!change)
            return fail(change.error());
        done.before = before;
        done.after = change->after;
        return differences(before, change->after).empty() ? std::optional<GraphChange>()
                                                          : std::optional(std::move(*change));
    };
    auto saved = saveChange(workspace, facts, make);
    if (!saved)
        return fail(saved.error());
    done.saved = std::move(*saved);
    return done;
}

} // namespace stemma::graph
