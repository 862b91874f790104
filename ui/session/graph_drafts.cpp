// SPDX-License-Identifier: MIT
#include "ui/session/graph_drafts.h"

#include <algorithm>
#include <set>
#include <utility>

namespace stemma::ui {

namespace {

using Files = std::shared_ptr<const graph::UserFiles>;

std::string listOf(const std::vector<graph::DraftClash>& clashes) {
    std::string list;
    for (const graph::DraftClash& clash : clashes)
        list += (list.empty() ? "" : ", ") + clash.path;
    return list;
}

/// `nodes/living_cell.json`: `living_cell`.
std::string idOfPath(const std::string& path, const std::string& folder) {
    if (!path.starts_with(folder) || !path.ends_with(".json"))
        return {};
    return path.substr(folder.size(), path.size() - folder.size() - 5);
}

/// Nodes of which one of the files differs, or the graphs that they are in.
std::set<std::string> editedNodes(const UserGraphs& disk, const UserGraphs& shown) {
    std::set<std::string> nodes;
    const auto add = [&](const auto* one) {
        if (one)
            nodes.insert(one->source);
    };
    for (const graph::FileDifference& each : graph::differences(disk.files, shown.files)) {
        if (const std::string node = idOfPath(each.path, "nodes/"); !node.empty())
            nodes.insert(node);
        if (const std::string relation = idOfPath(each.path, "relationNodes/"); !relation.empty())
            add(shown.store.relation(relation));
        if (const std::string attribute = idOfPath(each.path, "attributeNodes/"); !attribute.empty())
            add(shown.store.attribute(attribute));
    }
    for (const graph::Node& node : shown.store.nodes) {
        const graph::Node* before = disk.store.node(node.id);
        if (!before || before->graphs != node.graphs)
            nodes.insert(node.id);
    }
    return nodes;
}

/// Whether a change of a file is one of what the clash is about.
bool isAbout(const graph::DraftClash& clash, const graph::FileDifference& change) {
    if (change.path != clash.path)
        return false;
    const bool documents = change.before && change.after && change.before->document && change.after->document;
    if (clash.keys.empty() || !documents)
        return true;
    return std::any_of(clash.keys.begin(), clash.keys.end(), [&](const std::string& key) {
        const json::Value* before = change.before->document->find(key);
        const json::Value* after = change.after->document->find(key);
        return before == nullptr || after == nullptr ? before != after : !(*before == *after);
    });
}

/// Which steps change what the clashes are about.
std::set<std::size_t> stepsAt(const std::vector<graph::DraftClash>& clashes, const graph::UserFiles& base,
                              const graph::DraftSteps& steps, Timestamp now) {
    std::set<std::size_t> found;
    graph::UserFiles before = base;
    for (std::size_t n = 0; n < steps.size(); ++n) {
        auto after = graph::applyDraft(before, {steps[n]}, now);
        if (!after)
            continue;
        for (const graph::FileDifference& each : graph::differences(before, after->files))
            for (const graph::DraftClash& clash : clashes)
                if (isAbout(clash, each))
                    found.insert(n);
        before = std::move(after->files);
    }
    return found;
}

/// The steps without those that are in the way of `theirs`, or can't be done on it.
graph::DraftSteps stepsThatGo(const graph::UserFiles& base, graph::DraftSteps steps,
                              const graph::UserFiles& theirs, Timestamp now) {
    while (!steps.empty()) {
        const graph::DraftMeeting meeting = graph::meetOthers(base, steps, theirs, now);
        std::set<std::size_t> out;
        if (meeting.impossible)
            out.insert(*meeting.impossible);
        out.merge(stepsAt(meeting.clashes, base, steps, now));
        if (out.empty() && !meeting.clashes.empty())
            out.insert(steps.size() - 1); // what it is can't be told: the last one first
        if (out.empty())
            return possibleSteps(theirs, meeting.steps, now);
        for (auto at = out.rbegin(); at != out.rend(); ++at)
            steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(*at));
        // What is left may build on what went.
        steps = possibleSteps(base, std::move(steps), now);
    }
    return steps;
}

/// An older origin with what others changed in it.
Files mergedOrigin(const DraftStates& states, const Files& theirs, Keep keep) {
    const Files& origin = states.now().draft.origin;
    if (origin == states.base)
        return theirs;
    graph::MergedUserFiles merged = graph::mergeUserFiles(
        *states.base, *origin, *theirs, keep == Keep::mine ? diff::MergeSide::ours : diff::MergeSide::theirs);
    return graph::sameUserData(merged.files, *theirs)
               ? theirs
               : std::make_shared<const graph::UserFiles>(std::move(merged.files));
}

/// A draft on another origin, where one side stays in what is in the way.
DraftState decided(const graph::GraphDraft& draft, const Files& origin, Keep keep, Timestamp now) {
    if (keep == Keep::theirs)
        return {{origin, stepsThatGo(*draft.origin, draft.steps, *origin, now)}};
    return {
        {origin, possibleSteps(*origin, graph::withTheirTexts(draft.steps, *draft.origin, *origin), now)}};
}

/// Of before a save: what others changed since is done to it, too.
struct CarriedOrigin {
    Files files;
    Files yielding; ///< null: nothing is in the way
    std::vector<graph::DraftClash> clashes;
};

CarriedOrigin carriedOrigin(const DraftState& state, const graph::UserFiles& base,
                            const graph::UserFiles& theirs) {
    graph::MergedUserFiles mine = graph::mergeUserFiles(base, *state.draft.origin, theirs);
    CarriedOrigin carried{std::make_shared<const graph::UserFiles>(std::move(mine.files)), nullptr,
                          std::move(mine.clashes)};
    if (state.yielding || !carried.clashes.empty()) {
        const graph::UserFiles& origin = state.yielding ? *state.yielding : *state.draft.origin;
        carried.yielding = std::make_shared<const graph::UserFiles>(
            graph::mergeUserFiles(base, origin, theirs, diff::MergeSide::theirs).files);
    }
    return carried;
}

bool isAmong(const graph::DraftClash& clash, const std::vector<graph::DraftClash>& decided) {
    return std::any_of(decided.begin(), decided.end(), [&](const graph::DraftClash& each) {
        if (each.path != clash.path)
            return false;
        return each.keys.empty() ||
               (!clash.keys.empty() &&
                std::all_of(clash.keys.begin(), clash.keys.end(), [&](const std::string& key) {
                    return std::find(each.keys.begin(), each.keys.end(), key) != each.keys.end();
                }));
    });
}

} // namespace

bool DraftStates::isModified() const {
    return !now().draft.steps.empty() || now().draft.origin != base;
}

graph::DraftSteps possibleSteps(const graph::UserFiles& origin, graph::DraftSteps steps, Timestamp now) {
    std::size_t failed = 0;
    while (!steps.empty() && !graph::applyDraft(origin, steps, now, &failed))
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(failed));
    return steps;
}

DraftStates carriedOver(DraftStates states, Files theirs) {
    const bool same = graph::sameUserData(*states.base, *theirs);
    std::map<Files, CarriedOrigin> origins{{states.base, {theirs, nullptr, {}}}};
    for (auto& [number, state] : states.all) {
        auto found = origins.find(state.draft.origin);
        if (found == origins.end())
            found =
                origins
                    .emplace(state.draft.origin, same ? CarriedOrigin{state.draft.origin, state.yielding, {}}
                                                      : carriedOrigin(state, *states.base, *theirs))
                    .first;
        const CarriedOrigin& carried = found->second;
        if (!same && !state.checkedOn && !state.draft.steps.empty()) {
            state.checkedOn = state.draft.origin;
            state.checked = state.draft.steps;
        }
        if (!same)
            state.draft.steps = graph::withTheirTexts(state.draft.steps, *state.draft.origin, *carried.files);
        state.draft.origin = carried.files;
        state.yielding = carried.yielding;
        if (!carried.clashes.empty())
            state.lost = carried.clashes;
    }
    states.base = std::move(theirs);
    return states;
}

CheckedState checkedState(DraftState state, Timestamp now) {
    CheckedState checked{std::move(state), {}, {}, {}};
    checked.clashes = checked.state.lost;
    if (!checked.clashes.empty() || !checked.state.checkedOn)
        return checked;
    const DraftState& mine = checked.state;
    graph::DraftMeeting meeting = graph::meetOthers(*mine.checkedOn, mine.checked, *mine.draft.origin, now);
    checked.clashes = std::move(meeting.clashes);
    checked.why = std::move(meeting.why);
    if (meeting.impossible)
        checked.impossible = mine.checked[*meeting.impossible];
    if (!checked.isClashing())
        checked.state = {{mine.draft.origin, std::move(meeting.steps)}};
    return checked;
}

DraftState decidedWay(const DraftState& state, const Files& base, Keep keep, Timestamp now) {
    const graph::GraphDraft was =
        state.checkedOn ? graph::GraphDraft{state.checkedOn, state.checked} : state.draft;
    Files origin = keep == Keep::theirs && state.yielding ? state.yielding : state.draft.origin;
    if (graph::sameUserData(*origin, *base))
        origin = base;
    return decided(was, origin, keep, now);
}

DraftState decidedState(const DraftStates& states, const Files& theirs, Keep keep, Timestamp now) {
    return decided(states.now().draft, mergedOrigin(states, theirs, keep), keep, now);
}

DraftStates decidedStates(const DraftStates& before, DraftStates carried,
                          const std::vector<graph::DraftClash>& decided, Timestamp now) {
    for (auto& [number, state] : carried.all) {
        const DraftState& was = before.all.at(number);
        if (was.lost.empty() && was.draft.origin == before.now().draft.origin)
            state = {state.draft, {}, {}, state.checkedOn, state.checked};
        if (was.checkedOn || !state.checkedOn)
            continue;
        const graph::DraftMeeting meeting =
            graph::meetOthers(*state.checkedOn, state.checked, *state.draft.origin, now);
        const bool all = std::all_of(meeting.clashes.begin(), meeting.clashes.end(),
                                     [&](const auto& clash) { return isAmong(clash, decided); });
        if (!meeting.why && all)
            state = {{state.draft.origin, meeting.steps}, state.lost, state.yielding};
    }
    return carried;
}

Result<AppliedStep> appliedStep(const std::shared_ptr<const UserGraphs>& shown, const UserGraphs& disk,
                                std::shared_ptr<const graph::DraftStep> step, const UserGraphs* madeOn,
                                Timestamp now) {
    if (madeOn) {
        const graph::DraftMeeting meeting = graph::meetOthers(madeOn->files, {step}, shown->files, now);
        if (meeting.why)
            return fail(*meeting.why);
        if (!meeting.clashes.empty())
            return fail(ErrorCode::conflict, "apply what was typed", shown->folder,
                        "the same was changed since you began: " + listOf(meeting.clashes),
                        "Copy what you want to keep, close the form, and open it again.");
        step = meeting.steps.front();
    }
    const std::shared_ptr<const graph::UserFiles> files(shown, &shown->files);
    auto made = shownState({{files, {step}}, {}}, disk, now);
    if (!made)
        return fail(made.error());
    const bool changes = !graph::sameUserData(*files, (*made)->files);
    return AppliedStep{std::move(step), changes ? std::move(*made) : nullptr};
}

Result<std::shared_ptr<const UserGraphs>> shownState(const DraftState& state, const UserGraphs& disk,
                                                     Timestamp now) {
    auto applied = graph::applyDraft(*state.draft.origin, state.draft.steps, now);
    if (!applied)
        return fail(applied.error());
    auto shown = userGraphsOf(disk.user, disk.folder, std::move(applied->files));
    shown->edited = editedNodes(disk, *shown);
    return std::shared_ptr<const UserGraphs>(std::move(shown));
}

} // namespace stemma::ui
