// SPDX-License-Identifier: MIT
#include "ui/session/edit_session.h"

#include <utility>

#include "ui/text/content_text.h"
#include "ui/text/edit_text.h"

namespace stemma::ui {

EditSession::EditSession(ReportSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_work(std::make_shared<EditWork>(session.library().environment(), toUtf8(session.library().root()),
                                        session.id())) {
    connect(&m_session, &ReportSession::reportChanged, this, &EditSession::lookAtDisk);
    if (m_session.report())
        lookAtDisk();
}

EditSession::~EditSession() {
    // A big outline takes longer than a frame to free.
    TaskRunner& runner = m_session.library().runner();
    runner.discard(std::move(m_state));
    runner.discard(std::move(m_work));
}

std::shared_ptr<const report::LoadedReport> EditSession::report() const {
    if (m_state && (m_state->modified || !m_state->diskUnreadable) && m_session.report())
        return m_state->report;
    return m_session.report();
}

QString EditSession::whyNotEditable() const {
    const auto snapshot = m_session.library().snapshot();
    if (snapshot && !snapshot->writable)
        return tr("This library can only be read: %1").arg(fromUtf8(snapshot->readOnlyReason));
    const auto shown = m_session.report();
    if (!shown)
        return tr("The report is not there.");
    if (m_state && (m_state->modified || !m_state->diskUnreadable))
        return {};
    if (shown->state != report::ReportState::ok)
        return tr("The report is damaged: restore a good version from its history first.");
    return m_unreadable ? tr("The outline is laid out in a way that can’t be edited here.")
                        : tr("The report is still being read.");
}

void EditSession::enqueue(std::function<Status(EditWork&)> act, Done done) {
    m_steps.push_back({std::move(act), std::move(done)});
    pump();
}

/// One step at a time, so that the working copy is nobody else's while it is worked on.
void EditSession::pump() {
    if (m_running || m_steps.empty())
        return;
    m_running = true;
    Step step = std::move(m_steps.front());
    m_steps.pop_front();
    if (step.hold) {
        if (!step.hold())
            release(nullptr);
        return;
    }
    struct Outcome {
        Status status;
        std::shared_ptr<const EditState> state;
    };
    m_session.library().runner().run(
        this,
        [work = m_work, act = std::move(step.act)] {
            Outcome outcome{act(*work), nullptr};
            outcome.state = work->state();
            return outcome;
        },
        [this, done = std::move(step.done)](Outcome outcome) {
            m_running = false;
            const bool another = outcome.state != m_state;
            take(std::move(outcome.state));
            if (done)
                done(outcome.status);
            else if (!outcome.status)
                Q_EMIT failed(outcome.status.error());
            if (another)
                dropSettledConflicts();
            pump();
            tellIdle();
        });
}

void EditSession::hold(QObject* holder, std::function<void(const std::shared_ptr<EditWork>&)> held) {
    ++m_edits;
    m_steps.push_back({nullptr, nullptr, [this, guard = QPointer(holder), held = std::move(held)] {
                           if (guard.isNull())
                               return false;
                           held(m_work);
                           return true;
                       }});
    pump();
}

void EditSession::release(std::shared_ptr<const EditState> state) {
    --m_edits;
    m_running = false;
    if (state)
        take(std::move(state));
    pump();
    tellIdle();
}

/// What nothing is unsaved against can't be in anybody's way: the disk's text is taken over.
void EditSession::dropSettledConflicts() {
    if (m_state && !m_state->modified && !m_state->conflicts.empty() && !m_state->diskUnreadable &&
        m_steps.empty())
        adopt({});
}

void EditSession::tellIdle() {
    if (isIdle())
        Q_EMIT idle();
}

void EditSession::take(std::shared_ptr<const EditState> state) {
    if (state == m_state)
        return;
    m_opening = false;
    const auto before = std::exchange(m_state, std::move(state));
    const bool text =
        !before || !m_state || before->generation != m_state->generation || before->saved != m_state->saved;
    updateModified();
    Q_EMIT changed();
    if (text && m_state)
        Q_EMIT workingTextChanged(m_state);
    m_session.library().runner().discard(before); // a big outline takes longer than a frame to free
}

/// As enqueue(), for what changes the working text.
void EditSession::enqueueEdit(std::function<Status(EditWork&)> act, Done done) {
    ++m_edits;
    enqueue(std::move(act), [this, done = std::move(done)](const Status& status) {
        --m_edits;
        if (done)
            done(status);
        else if (!status)
            Q_EMIT failed(status.error());
    });
}

void EditSession::apply(EditPlan plan, const QString& burst, Done done) {
    enqueueEdit(
        [plan = std::move(plan), burst = toUtf8(burst)](EditWork& work) { return work.apply(plan, burst); },
        std::move(done));
}

void EditSession::apply(json::Value edits, const QString& burst) {
    apply([edits = std::move(edits)](const report::LoadedReport&) { return edits; }, burst);
}

void EditSession::endBurst() {
    enqueue(
        [](EditWork& work) -> Status {
            work.endBurst();
            return {};
        },
        {});
}

void EditSession::replace(std::string bytes, report::EditLabel label) {
    enqueueEdit([bytes = std::move(bytes), label = std::move(label)](
                    EditWork& work) mutable { return work.replace(std::move(bytes), std::move(label)); },
                {});
}

void EditSession::takeUp(std::string base, std::string working, Done done) {
    Q_EMIT flushRequested();
    enqueueEdit([base = std::move(base), working = std::move(working)](
                    EditWork& work) mutable { return work.takeUp(std::move(base), std::move(working)); },
                std::move(done));
    adopt({});
}

void EditSession::undo() {
    step(&EditWork::undo);
}

void EditSession::redo() {
    step(&EditWork::redo);
}

void EditSession::step(Result<Kept> (EditWork::*act)()) {
    Q_EMIT flushRequested();
    auto kept = std::make_shared<Kept>();
    enqueueEdit(
        [act, kept](EditWork& work) -> Status {
            auto done = (work.*act)();
            if (!done)
                return fail(done.error());
            *kept = std::move(*done);
            return {};
        },
        [this, kept](const Status& status) {
            if (!status)
                Q_EMIT failed(status.error());
            else if (!kept->empty())
                Q_EMIT keptFromOthers(*kept);
        });
}

QString EditSession::undoText() const {
    return canUndo() ? tr("Undo %1", "move insight “Churn rose 4 %” to Risks").arg(editText(m_state->undo))
                     : QString();
}

QString EditSession::redoText() const {
    return canRedo() ? tr("Redo %1", "move insight “Churn rose 4 %” to Risks").arg(editText(m_state->redo))
                     : QString();
}

void EditSession::discard() {
    Q_EMIT flushRequested(); // what is being typed is discarded too, and can be had back
    enqueueEdit([](EditWork& work) { return work.discard(); }, {});
    adopt({});
}

void EditSession::setInvalid(const QString& field, const QString& why, const QString& part) {
    if (why.isEmpty())
        m_invalid.erase(field);
    else
        m_invalid.insert_or_assign(field, Invalid{why, part});
}

void EditSession::setPending(const QString& field, bool pending) {
    if (pending)
        m_pending.insert_or_assign(field, true);
    else
        m_pending.erase(field);
    updateModified();
}

void EditSession::updateModified() {
    const bool modified = (m_state && m_state->modified) || !m_pending.empty();
    if (std::exchange(m_modified, modified) != modified)
        Q_EMIT modifiedChanged(modified);
}

void EditSession::lookAtDisk() {
    if (m_saving) {
        m_lookAgain = true; // what is on disk may be ours before we were told
        return;
    }
    if (!m_session.report()) {
        Q_EMIT changed();
        return;
    }
    if (m_state || m_opening || m_session.report()->state != report::ReportState::ok) {
        adopt({});
        return;
    }
    m_opening = true;
    enqueue([report = m_session.report()](EditWork& work) { return work.open(report); },
            [this](const Status& status) {
                m_opening = false;
                m_unreadable = !status;
                Q_EMIT changed();
            });
}

void EditSession::resolve(const std::vector<report::Resolution>& resolutions) {
    Q_EMIT flushRequested();
    adopt(resolutions);
}

void EditSession::mergeAgain() {
    adopt({});
}

/// `because`: the error of a save that asks for it; told if the disk can't be looked at either.
void EditSession::adopt(std::vector<report::Resolution> resolutions, std::optional<Error> because) {
    // What was typed and not applied yet belongs to the unsaved edits that are merged.
    if (!m_pending.empty())
        Q_EMIT flushRequested();
    auto adopted = std::make_shared<Adopted>();
    enqueue(
        [adopted, resolutions = std::move(resolutions)](EditWork& work) -> Status {
            auto done = work.adopt(resolutions);
            if (!done)
                return fail(done.error());
            *adopted = *done;
            return {};
        },
        [this, adopted, because = std::move(because)](const Status& status) {
            m_unreadable = !status && !m_state;
            const bool wanted = m_saveWanted && !m_saving;
            if (!status && because)
                Q_EMIT failed(*because);
            else if (!status && (wanted || (status.error().code != ErrorCode::notFound && !m_unreadable)))
                Q_EMIT failed(status.error());
            if (!status || !m_state)
                Q_EMIT changed();
            if (adopted->merged)
                Q_EMIT mergedFromOthers();
            if (adopted->changed)
                tellConflicts();
            // A save that met others' changes goes on once these are merged.
            if (std::exchange(m_saveWanted, m_saving && !m_byItself) && !m_saving && status && m_state &&
                m_state->conflicts.empty())
                save();
        });
}

void EditSession::tellConflicts() {
    if (m_state && !m_state->conflicts.empty())
        Q_EMIT conflictsFound(m_state->conflicts);
}

} // namespace stemma::ui
