// SPDX-License-Identifier: MIT
#include "core/report/overwritten_edits.h"

#include <algorithm>
#include <utility>

#include "core/report/change_steps.h"
#include "core/report/outline_merge.h"
#include "core/report/overwritten_search.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

constexpr const char* puttingBack = "put the edits back";

Result<std::string> mergedText(std::string_view base, std::string_view ours, std::string_view theirs) {
    auto merged = mergeOutlines(base, ours, theirs, Prefer::theirs);
    if (!merged)
        return fail(std::move(merged.error()));
    return std::move(merged->bytes);
}

/// Makes edits again, one after the other, on top of a text.
class PuttingBack {
public:
    PuttingBack(io::Disk& disk, const std::string& directory, const std::vector<ChangeStep>& steps,
                std::string text)
        : m_steps(steps)
        , m_directory(directory)
        , m_outlines(disk, directory)
        , m_text(std::move(text)) {}

    Status add(const OverwrittenEdit& edit) {
        const ChangeStep* mine = step(edit.edit);
        const ChangeStep* other = step(edit.by);
        if (mine == nullptr || other == nullptr)
            return unreadable(edit.edit);
        const auto before = m_outlines.bytes(mine->before);
        const auto after = m_outlines.bytes(mine->after);
        const auto otherBefore = m_outlines.bytes(other->before);
        const auto otherAfter = m_outlines.bytes(other->after);
        if (!before || !after || !otherBefore || !otherAfter || !hasItsResult(m_outlines, *mine))
            return unreadable(edit.edit);
        // The edit may hold more than the other undid: what the person took back himself, what is there
        // still. What the other had before him, without the edit and then with what he left of it, differs
        // from what he had in nothing but what he undid.
        auto text = mergedText(*after, *before, *otherBefore);
        const auto without = text;
        if (text)
            text = mergedText(*otherBefore, *without, *otherAfter);
        if (text)
            text = mergedText(*text, *otherAfter, *without);
        if (text)
            text = mergedText(*text, *otherBefore, m_text);
        if (!text)
            return fail(std::move(text.error()));
        m_text = std::move(*text);
        return {};
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

    /// Fails if the outlines around a change can't be read.
    Status check(const ChangeStep& wanted) const {
        return m_outlines.bytes(wanted.before) && hasItsResult(m_outlines, wanted)
                   ? Status()
                   : unreadable(wanted.event.action);
    }

private:
    [[nodiscard]] const ChangeStep* step(const ActionId& wanted) const {
        const auto found = std::find_if(m_steps.begin(), m_steps.end(),
                                        [&](const ChangeStep& one) { return one.event.action == wanted; });
        return found == m_steps.end() ? nullptr : &*found;
    }
    [[nodiscard]] Status unreadable(const ActionId& edit) const {
        return fail(ErrorCode::notFound, puttingBack, m_directory,
                    "a version around the change " + edit.text() + " can't be read",
                    "Nothing was written. Look in the history for another version that has the edit.");
    }

    const std::vector<ChangeStep>& m_steps;
    std::string m_directory;
    StepOutlines m_outlines;
    std::string m_text;
};

bool isMade(const diff::Change& change, const OutlineParts& outline) {
    const diff::Part* part = outline.find(change);
    switch (change.kind) {
    case diff::ChangeKind::added:
        return part != nullptr;
    case diff::ChangeKind::removed:
        return part == nullptr;
    case diff::ChangeKind::moved:
        return part != nullptr && part->parent == change.parent;
    case diff::ChangeKind::edited:
        break;
    }
    return part != nullptr &&
           std::all_of(change.fields.begin(), change.fields.end(), [&](const diff::FieldChange& field) {
               return outline.hasField(change, field.name, field.hasAfter ? &field.after : nullptr);
           });
}

/// The parts of which something that was lost is not in the text, each once, as they are called.
std::vector<std::string> leftAsTheyAre(const std::vector<OverwrittenEdit>& edits, const std::string& text) {
    const OutlineParts outline(text);
    std::vector<std::string> names;
    for (const OverwrittenEdit& edit : edits)
        for (const diff::Change& change : edit.lost) {
            std::string name = change.what + " “" + (change.title.empty() ? change.id : change.title) + "”";
            if (!isMade(change, outline) && std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(std::move(name));
        }
    return names;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// What is lost of these edits, in the order in which they were made.
Result<std::vector<OverwrittenEdit>> lostOf(const std::vector<ActionId>& edits, io::Disk& disk,
                                            const std::string& directory,
                                            const std::vector<ChangeStep>& steps) {
    const auto place = [&](const ActionId& edit) {
        return std::find_if(steps.begin(), steps.end(),
                            [&](const ChangeStep& step) { return step.event.action == edit; }) -
               steps.begin();
    };
    auto first = static_cast<std::ptrdiff_t>(steps.size());
    for (const ActionId& edit : edits)
        first = std::min(first, place(edit));
    auto found = searchOverwritten(disk, directory, steps, static_cast<std::size_t>(first), {});
    if (!found)
        return found;
    std::erase_if(*found, [&](const OverwrittenEdit& one) {
        return std::find(edits.begin(), edits.end(), one.edit) == edits.end();
    });
    std::stable_sort(found->begin(), found->end(), [&](const auto& left, const auto& right) {
        return place(left.edit) < place(right.edit);
    });
    return found;
}

} // namespace

Result<std::vector<OverwrittenEdit>> findOverwrittenEdits(io::Disk& disk, const std::string& root,
                                                          const ReportId& id, std::size_t rows,
                                                          const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    const auto steps = stepsOf(disk, *directory, id);
    if (!steps)
        return fail(steps.error());
    return searchOverwritten(disk, *directory, *steps, steps->size() - std::min(steps->size(), rows),
                             progress);
}

Result<Saved> putBackEdits(const Workspace& workspace, const ReportId& id,
                           const std::vector<ActionId>& edits) {
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    const auto steps = stepsOf(disk, *directory, id);
    const auto live = readLiveOutline(disk, *directory);
    if (!steps || !live)
        return fail(steps ? live.error() : steps.error());
    PuttingBack back(disk, *directory, *steps, live->bytes);
    for (const ChangeStep& step : *steps)
        if (std::find(edits.begin(), edits.end(), step.event.action) != edits.end())
            if (auto there = back.check(step); !there)
                return fail(std::move(there.error()));
    const auto lost = lostOf(edits, disk, *directory, *steps);
    if (!lost)
        return fail(lost.error());
    for (const OverwrittenEdit& edit : *lost)
        if (auto done = back.add(edit); !done)
            return fail(std::move(done.error()));
    const auto left = leftAsTheyAre(*lost, back.text());
    // A merge that left all as it was may still have stamped a part.
    const bool isSame =
        diff::difference(OutlineParts(live->bytes).tree(), OutlineParts(back.text()).tree()).empty();
    if (isSame && !left.empty())
        return fail(ErrorCode::conflict, puttingBack, *directory,
                    "others changed the same places since: " + joined(left),
                    "Nothing was written. Look in the history for the version that has the edit.");
    auto work = saveWork(workspace, id, live->bytes, isSame ? live->bytes : back.text());
    if (!work)
        return fail(std::move(work.error()));
    if (!left.empty())
        work->saved.warnings.push_back("Not all was put back: others changed the same places since, and " +
                                       joined(left) + " stays as it is.");
    return std::move(work->saved);
}

} // namespace stemma::report
