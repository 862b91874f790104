// SPDX-License-Identifier: MIT
// Undo and redo of a working copy. A passage (a change of the text on disk) lies in the history where it
// came. Undoing the step below it makes of
//     before -step-> between -passage-> now
// the texts
//     before -passage'-> result -step'-> now
// where the result is `before` with what the passage brought; redo then leads back to the very same text.
// Going forward the same is done on the other side: each step that comes next is brought over the passage
// when it is taken.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/outline_stamps.h"
#include "core/report/working_copy.h"

namespace stemma::report {

namespace {

Unexpected nothingTo(const char* action) {
    return fail(ErrorCode::usage, action, {}, "there is nothing left");
}

bool isSameContent(std::string_view a, std::string_view b) {
    const auto left = json::parse(a);
    const auto right = json::parse(b);
    return left && right && *left == *right;
}

} // namespace

/// Lays a passage on top of a history: two in a row are one, and one that leads nowhere is none.
void WorkingCopy::addPassage(History& history, std::string_view before, std::string_view after) {
    if (history.empty())
        return;
    std::string start(before);
    if (history.back().kind == Kind::passage) {
        start = unspliced(before, history.back().splices);
        history.pop_back();
    }
    Splices splices = splicesBetween(start, after);
    if (!splices.empty())
        history.push_back({Kind::passage, {}, std::move(splices)});
}

void WorkingCopy::pass(std::string_view before, std::string_view after) {
    addPassage(m_undo, before, after);
    addPassage(m_redo, before, after);
}

/// The last step of a history.
const WorkingCopy::Entry* WorkingCopy::lastStep(const History& history) {
    const auto found = std::find_if(history.rbegin(), history.rend(),
                                    [](const Entry& entry) { return entry.kind == Kind::step; });
    return found == history.rend() ? nullptr : &*found;
}

bool WorkingCopy::canUndo() const {
    return lastStep(m_undo) != nullptr;
}

bool WorkingCopy::canRedo() const {
    return lastStep(m_redo) != nullptr;
}

EditLabel WorkingCopy::undoLabel() const {
    return canUndo() ? lastStep(m_undo)->label : EditLabel();
}

EditLabel WorkingCopy::redoLabel() const {
    return canRedo() ? lastStep(m_redo)->label : EditLabel();
}

std::size_t WorkingCopy::undoSteps() const {
    return static_cast<std::size_t>(std::count_if(
        m_undo.begin(), m_undo.end(), [](const Entry& entry) { return entry.kind == Kind::step; }));
}

/// `target` with what led from `from` to the text as it is.
Result<WorkingCopy::Carried> WorkingCopy::carry(const std::string& from, const std::string& target) const {
    if (auto stamped = restamped(from, m_bytes, target))
        return Carried{std::move(stamped->text), {}};
    auto merged = mergeOutlines(from, m_bytes, target, Prefer::ours);
    if (!merged)
        return fail(merged.error());
    Carried carried{std::move(merged->bytes), std::move(merged->conflicts)};
    if (carried.bytes != m_saved && isSameContent(carried.bytes, m_saved))
        carried.bytes = m_saved;
    return carried;
}

/// Moves the last entry of one history to the other: over `source`'s passage, if one lies on top of it.
Result<std::vector<MergeConflict>> WorkingCopy::take(History& source, History& target, Direction direction) {
    const auto apply = [&](const std::string& text, const Splices& splices) {
        return direction == Direction::back ? unspliced(text, splices) : spliced(text, splices);
    };
    const bool passed = source.back().kind == Kind::passage;
    const std::string between = passed ? unspliced(m_bytes, source.back().splices) : m_bytes;
    Entry entry = source[source.size() - (passed ? 2 : 1)];
    const std::string beyond = apply(between, entry.splices);
    Carried carried{beyond, {}};
    if (passed) {
        auto done = carry(between, beyond);
        if (!done)
            return fail(done.error());
        carried = std::move(*done);
        if (direction == Direction::back && source.size() == 2 && m_startIsSaved)
            carried.bytes = m_saved;
    }
    std::string now = m_bytes;
    if (auto done = become(std::move(carried.bytes)); !done)
        return fail(done.error());
    if (passed)
        entry.splices =
            direction == Direction::back ? splicesBetween(m_bytes, now) : splicesBetween(now, m_bytes);
    source.erase(source.end() - (passed ? 2 : 1), source.end());
    if (passed)
        addPassage(source, beyond, m_bytes);
    target.push_back(std::move(entry));
    return std::move(carried.kept);
}

Result<WorkingCopy::Step> WorkingCopy::undo() {
    if (!canUndo())
        return nothingTo("undo a step");
    m_burst.clear();
    Step step{undoLabel(), {}};
    for (Kind kind = Kind::decision; kind != Kind::step;) {
        auto kept = take(m_undo, m_redo, Direction::back);
        if (!kept)
            return fail(kept.error());
        kind = m_redo.back().kind;
        std::move(kept->begin(), kept->end(), std::back_inserter(step.kept));
    }
    forgetOldest();
    return step;
}

Result<WorkingCopy::Step> WorkingCopy::redo() {
    if (!canRedo())
        return nothingTo("redo a step");
    m_burst.clear();
    Step step{redoLabel(), {}};
    const auto isDecision = [this] {
        const std::size_t passed = !m_redo.empty() && m_redo.back().kind == Kind::passage ? 1 : 0;
        return m_redo.size() > passed && m_redo[m_redo.size() - 1 - passed].kind == Kind::decision;
    };
    do {
        auto kept = take(m_redo, m_undo, Direction::forward);
        if (!kept)
            return fail(kept.error());
        std::move(kept->begin(), kept->end(), std::back_inserter(step.kept));
    } while (isDecision());
    forgetOldest();
    return step;
}

} // namespace stemma::report
