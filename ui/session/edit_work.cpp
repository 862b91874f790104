// SPDX-License-Identifier: MIT
#include "ui/session/edit_work.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/report/outline_merge.h"
#include "core/report/outline_rules.h"

namespace stemma::ui {

EditWork::EditWork(const journal::Environment& environment, std::string root, ReportId id)
    : m_environment(environment)
    , m_root(std::move(root))
    , m_id(std::move(id)) {}

Status EditWork::open(std::shared_ptr<const report::LoadedReport> report) {
    if (m_copy)
        return {};
    auto opened = report::WorkingCopy::open(report->bytes);
    if (!opened)
        return fail(opened.error());
    m_copy = std::move(*opened);
    m_disk = std::move(report);
    m_changed = true;
    return {};
}

Result<Adopted> EditWork::adopt(const std::vector<report::Resolution>& resolutions) {
    auto loaded = report::loadReport(m_environment.disk, m_root, m_id);
    if (!loaded)
        return fail(loaded.error());
    m_changed = true;
    m_diskUnreadable = loaded->state != report::ReportState::ok;
    if (m_diskUnreadable) {
        // Unsaved work stays; without any the damaged report is what there is to show.
        return Adopted{true, false};
    }
    if (!m_copy) {
        auto report = std::make_shared<const report::LoadedReport>(std::move(*loaded));
        if (auto opened = open(std::move(report)); !opened)
            return fail(opened.error());
        return Adopted{true, false};
    }
    return merge(std::move(*loaded), resolutions);
}

Result<Adopted> EditWork::merge(report::LoadedReport loaded,
                                const std::vector<report::Resolution>& resolutions) {
    Adopted adopted;
    adopted.changed = loaded.bytes != m_copy->saved();
    if (!adopted.changed) {
        m_conflicts.clear();
    } else if (!m_copy->isModified()) {
        m_conflicts.clear();
        if (auto done = m_copy->rebase(loaded.bytes, loaded.bytes); !done)
            return fail(done.error());
    } else {
        auto merged = report::mergeOutlines(m_copy->saved(), m_copy->bytes(), loaded.bytes,
                                            report::Prefer::ours, resolutions);
        if (!merged)
            return fail(merged.error());
        m_conflicts = std::move(merged->conflicts);
        if (!m_conflicts.empty())
            return adopted;
        if (auto done = m_copy->rebase(loaded.bytes, std::move(merged->bytes)); !done)
            return fail(done.error());
        adopted.merged = true;
    }
    m_disk = std::make_shared<const report::LoadedReport>(std::move(loaded));
    return adopted;
}

Status EditWork::apply(const EditPlan& plan, const std::string& burst) {
    if (!m_copy)
        return fail(ErrorCode::damaged, "edit the report", {}, "it can't be read");
    const auto now = state();
    const json::Value edits = plan(*now->report);
    if (edits.items().empty())
        return {};
    auto done = m_copy->apply(edits, m_environment.clock.now(), burst);
    if (!done)
        return fail(done.error());
    m_changed = true;
    return {};
}

Status EditWork::applyToBoth(EditWork& first, const NamedEdits& firstEdits, EditWork& second,
                             const NamedEdits& secondEdits) {
    if (!first.m_copy || !second.m_copy)
        return fail(ErrorCode::damaged, "edit the reports", {}, "one of them can't be read");
    const report::WorkingCopy before = *first.m_copy;
    const Timestamp now = first.m_environment.clock.now();
    auto done = first.m_copy->apply(firstEdits.edits, now, {}, firstEdits.label);
    if (!done)
        return fail(done.error());
    done = second.m_copy->apply(secondEdits.edits, now, {}, secondEdits.label);
    if (!done) {
        first.m_copy = before;
        return fail(done.error());
    }
    first.m_changed = true;
    second.m_changed = true;
    return {};
}

Status EditWork::replace(std::string bytes, report::EditLabel label) {
    if (!m_copy)
        return fail(ErrorCode::damaged, "edit the report", {}, "it can't be read");
    m_changed = true;
    return m_copy->replace(std::move(bytes), std::move(label));
}

Status EditWork::takeUp(std::string base, std::string working) {
    constexpr const char* action = "take the edits up";
    if (!m_copy)
        return fail(ErrorCode::damaged, action, {}, "the report can't be read");
    if (m_copy->isModified())
        return fail(ErrorCode::conflict, action, {}, "there are other unsaved edits",
                    "Save those first, or discard them; then take these up.");
    m_changed = true;
    const std::string before = m_copy->saved();
    if (base != before)
        if (auto back = m_copy->rebase(base, base); !back)
            return fail(back.error());
    auto done = m_copy->replace(std::move(working), {"take-up", {}, {}, 1});
    if (!done && base != before)
        if (auto again = m_copy->rebase(before, before); !again)
            return fail(again.error());
    return done ? Status() : fail(done.error());
}

Status EditWork::discard() {
    if (!m_copy || !m_copy->isModified())
        return {};
    return replace(m_copy->saved(), {"discard", {}, {}, 1});
}

Result<Kept> EditWork::undo() {
    if (!m_copy || !m_copy->canUndo())
        return Kept();
    m_changed = true;
    auto step = m_copy->undo();
    if (!step)
        return fail(step.error());
    return std::move(step->kept);
}

Result<Kept> EditWork::redo() {
    if (!m_copy || !m_copy->canRedo())
        return Kept();
    m_changed = true;
    auto step = m_copy->redo();
    if (!step)
        return fail(step.error());
    return std::move(step->kept);
}

void EditWork::endBurst() {
    if (m_copy)
        m_copy->endBurst();
}

Status EditWork::noteSaved(const std::string& written, std::string disk) {
    if (!m_copy)
        return {};
    m_changed = true;
    return m_copy->noteSaved(written, std::move(disk));
}

/// Where nothing is unsaved it is what was read from the disk; else the same of the working text.
std::shared_ptr<const report::LoadedReport> EditWork::workingReport() const {
    if (m_disk && m_disk->bytes == m_copy->bytes())
        return m_disk;
    auto working = std::make_shared<report::LoadedReport>();
    working->id = m_id;
    working->bytes = m_copy->bytes();
    working->sha256 = sha256(working->bytes);
    working->document = m_copy->document();
    working->outline = report::outlineFrom(working->document);
    working->problems = report::judgeOutline(working->document).problems;
    working->state = report::ReportState::ok;
    if (m_disk) {
        working->directory = m_disk->directory;
        working->stamp = m_disk->stamp;
        working->lockedBy = m_disk->lockedBy;
        for (const report::Problem& problem : m_disk->problems)
            if (problem.rule.starts_with("log-") || problem.rule.starts_with("linked-") ||
                problem.rule.starts_with("leftover-"))
                working->problems.push_back(problem);
    }
    return working;
}

std::shared_ptr<const EditState> EditWork::state() {
    if (!m_copy)
        return nullptr;
    if (!std::exchange(m_changed, false) && m_state)
        return m_state;
    auto next = std::make_shared<EditState>();
    next->report = m_state && m_state->report->bytes == m_copy->bytes() && m_disk->bytes != m_copy->bytes()
                       ? m_state->report
                       : workingReport();
    next->saved = m_state && *m_state->saved == m_copy->saved()
                      ? m_state->saved
                      : std::make_shared<const std::string>(m_copy->saved());
    next->modified = m_copy->isModified();
    next->canUndo = m_copy->canUndo();
    next->canRedo = m_copy->canRedo();
    next->undo = m_copy->undoLabel();
    next->redo = m_copy->redoLabel();
    if (next->modified) {
        // Harm that was there before doesn't keep a report from being mended step by step.
        next->problems = m_disk->bytes == m_copy->saved()
                             ? report::blockingProblems(m_copy->document(), m_disk->document)
                             : report::blockingProblems(m_copy->document());
    }
    next->conflicts = m_conflicts;
    next->diskUnreadable = m_diskUnreadable;
    next->generation = m_state && m_state->report == next->report ? m_generation : ++m_generation;
    m_state = std::move(next);
    return m_state;
}

} // namespace stemma::ui
