// SPDX-License-Identifier: MIT
#include "core/report/overwritten_search.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace stemma::report {

namespace {

/// What somebody had read before he saved is no more changes old than this.
constexpr std::size_t farBack = 40;

/// The outlines around a save of somebody else, and the one that is current.
struct Moments {
    const OutlineParts& before;
    const OutlineParts& after;
    const OutlineParts& now;
};

/// What of an edited part is back at its old values.
std::optional<diff::Change> undoneFields(const diff::Change& change, const Moments& moments) {
    diff::Change lost = change;
    lost.fields.clear();
    for (const diff::FieldChange& field : change.fields) {
        const bool wasThere =
            moments.before.hasField(change, field.name, field.hasAfter ? &field.after : nullptr);
        const auto isBack = [&](const OutlineParts& parts) {
            return parts.find(change) != nullptr &&
                   parts.hasField(change, field.name, field.hadBefore ? &field.before : nullptr);
        };
        if (wasThere && isBack(moments.after) && isBack(moments.now))
            lost.fields.push_back(field);
    }
    return lost.fields.empty() ? std::nullopt : std::optional(std::move(lost));
}

std::optional<diff::Change> undoneBy(const diff::Change& change, const Moments& moments) {
    const diff::Part* before = moments.before.find(change);
    const diff::Part* after = moments.after.find(change);
    const diff::Part* now = moments.now.find(change);
    switch (change.kind) {
    case diff::ChangeKind::edited:
        return undoneFields(change, moments);
    case diff::ChangeKind::added:
        return before != nullptr && after == nullptr && now == nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::removed:
        return before == nullptr && after != nullptr && now != nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::moved:
        break;
    }
    const bool undone = change.parent != change.oldParent && before != nullptr && after != nullptr &&
                        now != nullptr && before->parent == change.parent &&
                        after->parent == change.oldParent && now->parent == change.oldParent;
    return undone ? std::optional(change) : std::nullopt;
}

/// Whoever restores a version or parts of one, or takes changes out, means it.
bool isTakingBack(const ChangeStep& step) {
    const json::Value* ours = step.event.payload.find("stemma");
    return step.event.type == "revert" ||
           (ours != nullptr && (ours->find("undoes") != nullptr || ours->find("restored") != nullptr));
}

bool isByPerson(const ChangeStep& step) {
    return step.event.actor == history::actorWord(history::Actor::human);
}

/// Compares the outlines around the steps, each read once.
class Search {
public:
    Search(io::Disk& disk, const std::string& directory, const std::vector<ChangeStep>& steps)
        : m_steps(steps)
        , m_outlines(disk, directory) {}

    /// Adds what the change `culprit` undid of a person's edits from `first` on.
    void look(std::size_t first, std::size_t culprit, std::vector<OverwrittenEdit>& found) {
        const ChangeStep& other = m_steps[culprit];
        const OutlineParts* before = m_outlines.parts(other.before);
        const OutlineParts* after = m_outlines.parts(other.after);
        const OutlineParts* now = m_outlines.parts({});
        if (before == nullptr || after == nullptr || now == nullptr)
            return;
        for (std::size_t at = first; at < culprit; ++at) {
            const ChangeStep& step = m_steps[at];
            if (!isByPerson(step))
                continue;
            OverwrittenEdit edit{step.event.action, step.event.ts,  other.event.action,
                                 other.event.actor, other.event.ts, {}};
            for (const diff::Change& change : changesOf(at)) {
                if (auto lost = undoneBy(change, {*before, *after, *now}))
                    edit.lost.push_back(std::move(*lost));
            }
            if (!edit.lost.empty())
                found.push_back(std::move(edit));
        }
    }
    void forget(std::size_t step) {
        m_outlines.forget(m_steps[step].before);
        m_changes.erase(step);
    }

private:
    const diff::Changes& changesOf(std::size_t at) {
        const auto [known, isNew] = m_changes.try_emplace(at);
        if (!isNew || !hasItsResult(m_outlines, m_steps[at]))
            return known->second;
        const OutlineParts* before = m_outlines.parts(m_steps[at].before);
        const OutlineParts* after = m_outlines.parts(m_steps[at].after);
        if (before != nullptr && after != nullptr)
            known->second = diff::difference(before->tree(), after->tree());
        return known->second;
    }

    const std::vector<ChangeStep>& m_steps;
    StepOutlines m_outlines;
    std::map<std::size_t, diff::Changes> m_changes;
};

} // namespace

Result<std::vector<OverwrittenEdit>> searchOverwritten(io::Disk& disk, const std::string& directory,
                                                       const std::vector<ChangeStep>& steps,
                                                       std::size_t first, const Progress& progress) {
    std::vector<OverwrittenEdit> found;
    Search search(disk, directory, steps);
    bool edited = false;
    for (std::size_t at = first; at < steps.size(); ++at) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "look for overwritten edits", directory, "it was cancelled");
        const ChangeStep& step = steps[at];
        if (edited && !isByPerson(step) && !isTakingBack(step))
            search.look(at - std::min(at - first, farBack), at, found);
        edited = edited || isByPerson(step);
        if (at - first > farBack)
            search.forget(at - farBack - 1);
    }
    return found;
}

} // namespace stemma::report
