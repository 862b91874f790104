// SPDX-License-Identifier: MIT
// What was done in the inbox, taken back and done again.
#include <utility>

#include "ui/session/inbox_session.h"

namespace stemma::ui {

QString InboxSession::undoText() const {
    return m_steps.empty() ? QString() : tr("Undo “%1”").arg(m_steps.back().text.name);
}

QString InboxSession::redoText() const {
    return m_undone.empty() ? QString() : tr("Redo “%1”").arg(m_undone.back().text.name);
}

void InboxSession::undo() {
    if (!canUndo())
        return;
    Step step = std::move(m_steps.back());
    m_steps.pop_back();
    go(Way::back, std::move(step));
}

void InboxSession::redo() {
    if (!canRedo())
        return;
    Step step = std::move(m_undone.back());
    m_undone.pop_back();
    letLeave(step);
    go(Way::again, std::move(step));
}

void InboxSession::go(Way way, Step step) {
    if (step.beside != Step::Beside::nothing && !step.written)
        writeBeside(way, std::move(step));
    else
        mark(way, std::move(step));
}

/// A change that takes the last one out goes back and forth alike; what others changed since stays.
void InboxSession::writeBeside(Way way, Step step) {
    ++m_writes;
    const bool trashed = step.beside == Step::Beside::trashed;
    const ReportId report = step.report;
    const ActionId action = step.action;
    m_library.write(
        [way, trashed, report, action](const report::Workspace& workspace) -> Result<report::Saved> {
            if (!trashed)
                return report::undoChanges(workspace, report, {{action.text()}, {}, {}}, {},
                                           report::RestorePurpose::undo);
            return way == Way::back ? untrashNewest(workspace, report)
                                    : report::trashReport(workspace, report);
        },
        [this, way, trashed, step = std::move(step)](const Result<report::Saved>& saved) mutable {
            --m_writes;
            if (!saved)
                return keepWaiting(way, std::move(step), saved.error());
            if (!trashed)
                step.action = saved->unchanged ? ActionId() : saved->action;
            step.written = true;
            mark(way, std::move(step));
        });
}

/// Nothing was done. What only had to wait can be tried again.
void InboxSession::keepWaiting(Way way, Step step, const Error& error) {
    if (way == Way::again)
        letReturn(step);
    if (step.beside == Step::Beside::takenOut && !step.written && error.code == ErrorCode::conflict) {
        Q_EMIT undoOverlaps(step.report, step.action);
        return;
    }
    if (error.code == ErrorCode::locked || error.code == ErrorCode::io)
        (way == Way::back ? m_steps : m_undone).push_back(std::move(step));
    Q_EMIT failed(error);
}

/// What was taken back, or done again, is on the other pile from then on.
void InboxSession::mark(Way way, Step step) {
    const std::shared_ptr<const Acceptance> accepted = step.accepted;
    enqueue(
        [way, accepted](report::InboxReader& reader) {
            return way == Way::back ? reader.takeBack(accepted->changes)
                                    : reader.acceptAgain(accepted->changes);
        },
        [this, way, step = std::move(step)](const Status& marked) mutable {
            look();
            if (!marked)
                return keepWaiting(way, std::move(step), marked.error());
            step.written = false;
            if (way == Way::again) {
                m_steps.push_back(std::move(step));
                Q_EMIT done(m_steps.back().text.told);
                return;
            }
            const std::shared_ptr<const std::vector<std::string>> cards(step.accepted, &step.accepted->cards);
            for (const std::string& card : *cards)
                m_leaving.erase(card);
            // Where nothing of it was there any more, there is nothing to do again either.
            if (step.beside != Step::Beside::takenOut || !step.action.empty())
                m_undone.push_back(std::move(step));
            Q_EMIT returned(cards);
            Q_EMIT changed();
        });
}

} // namespace stemma::ui
