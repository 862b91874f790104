// SPDX-License-Identifier: MIT
#include "ui/session/edit_session.h"

#include <utility>

#include "ui/text/content_text.h"
#include "ui/text/edit_text.h"

namespace stemma::ui {

namespace {

/// The key of the row that a problem is about.
QString partOf(const report::EditProblem& problem) {
    if (problem.id.empty() || problem.what == "report")
        return {};
    return (problem.what == "section" ? QStringLiteral("section:") : QStringLiteral("insight:")) +
           fromUtf8(problem.id);
}

} // namespace

/// What is being saved.
struct EditSession::Snapshot {
    std::string base, working;
    bool modified = false;
    std::optional<report::EditProblem> whyNot;
    bool conflicts = false;
    std::string disk;
    bool merged = false;
};

EditSession::EditSession(ReportSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_work(std::make_shared<EditWork>(session.library().environment(), toUtf8(session.library().root()),
                                        session.id())) {
    connect(&m_session, &ReportSession::reportChanged, this, &EditSession::lookAtDisk);
    if (m_session.report())
        lookAtDisk();
}

EditSession::~EditSession() = default;

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
            take(std::move(outcome.state));
            if (done)
                done(outcome.status);
            else if (!outcome.status)
                Q_EMIT failed(outcome.status.error());
            pump();
        });
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

void EditSession::apply(EditPlan plan, const QString& burst, Done done) {
    enqueue(
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
    enqueue([bytes = std::move(bytes), label = std::move(label)](
                EditWork& work) mutable { return work.replace(std::move(bytes), std::move(label)); },
            {});
}

void EditSession::takeUp(std::string base, std::string working, Done done) {
    Q_EMIT flushRequested();
    enqueue([base = std::move(base), working = std::move(working)](
                EditWork& work) mutable { return work.takeUp(std::move(base), std::move(working)); },
            std::move(done));
    adopt({});
}

void EditSession::undo() {
    Q_EMIT flushRequested();
    enqueue([](EditWork& work) { return work.undo(); }, {});
}

void EditSession::redo() {
    Q_EMIT flushRequested();
    enqueue([](EditWork& work) { return work.redo(); }, {});
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
    if (m_state && m_state->modified)
        replace(*m_state->saved, {"discard", {}, {}, 1});
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

void EditSession::adopt(std::vector<report::Resolution> resolutions) {
    auto adopted = std::make_shared<Adopted>();
    enqueue(
        [adopted, resolutions = std::move(resolutions)](EditWork& work) -> Status {
            auto done = work.adopt(resolutions);
            if (!done)
                return fail(done.error());
            *adopted = *done;
            return {};
        },
        [this, adopted](const Status& status) {
            m_unreadable = !status && !m_state;
            if (!status) {
                if (status.error().code != ErrorCode::notFound && !m_unreadable)
                    Q_EMIT failed(status.error());
                Q_EMIT changed();
            } else if (!m_state) {
                Q_EMIT changed();
            }
            if (adopted->merged)
                Q_EMIT mergedFromOthers();
            if (adopted->changed)
                tellConflicts();
            // A save that met others' changes goes on once these are merged.
            if (std::exchange(m_saveWanted, m_saving && !m_byItself) && !m_saving && m_state &&
                m_state->conflicts.empty())
                save();
        });
}

void EditSession::tellConflicts() {
    if (m_state && !m_state->conflicts.empty())
        Q_EMIT conflictsFound(m_state->conflicts);
}

bool EditSession::canSave() const {
    return m_state && m_state->modified && m_state->problems.empty() && m_state->conflicts.empty() &&
           !m_state->diskUnreadable && m_invalid.empty() && isEditable();
}

void EditSession::saveByItself() {
    if (m_saving || !canSave())
        return;
    m_byItself = true;
    beginSave({});
}

void EditSession::save(const QString& note) {
    if (m_saving) {
        if (m_byItself) // what was edited since is to be saved too
            m_saveNext = note;
        return;
    }
    Q_EMIT flushRequested();
    if (!m_invalid.empty()) {
        Q_EMIT refused(m_invalid.begin()->second.why, m_invalid.begin()->second.part);
        return;
    }
    if (const QString why = whyNotEditable(); !why.isEmpty()) {
        Q_EMIT refused(why, {});
        return;
    }
    m_saveWanted = true;
    beginSave(note);
}

void EditSession::beginSave(const QString& note) {
    m_saving = true;
    auto snapshot = std::make_shared<Snapshot>();
    enqueue(
        [snapshot](EditWork& work) -> Status {
            work.endBurst();
            if (const auto state = work.state()) {
                snapshot->base = *state->saved;
                snapshot->working = state->report->bytes;
                snapshot->modified = state->modified;
                if (!state->problems.empty())
                    snapshot->whyNot = state->problems.front();
                snapshot->conflicts = !state->conflicts.empty();
            }
            return {};
        },
        [this, snapshot, note](const Status&) { write(snapshot, note); });
}

void EditSession::write(std::shared_ptr<Snapshot> snapshot, const QString& note) {
    const bool hopeless = !snapshot->modified || snapshot->whyNot.has_value() || snapshot->conflicts;
    if (hopeless) {
        const bool byItself = m_byItself;
        endSave();
        if (snapshot->modified && snapshot->conflicts && !byItself)
            tellConflicts();
        m_saveWanted = false;
        if (!snapshot->modified)
            Q_EMIT saved(false);
        else if (!snapshot->conflicts && !byItself)
            Q_EMIT refused(fromUtf8(report::describe(*snapshot->whyNot)), partOf(*snapshot->whyNot));
        return;
    }
    std::optional<std::string> why;
    if (!note.trimmed().isEmpty())
        why = toUtf8(note.trimmed());
    const bool begun = m_session.runWrite(
        [snapshot, id = m_session.id(), why](const report::Workspace& workspace) -> Result<report::Saved> {
            auto written = report::saveWork(workspace, id, snapshot->base, snapshot->working, why);
            if (!written)
                return fail(written.error());
            snapshot->disk = std::move(written->disk);
            snapshot->merged = written->merged;
            return written->saved;
        },
        [guard = QPointer(this), snapshot](const Result<report::Saved>& saved) {
            if (!guard.isNull())
                guard->onWritten(snapshot, saved);
        });
    if (!begun) { // a restore is on its way: its end is told by undoChanged
        connect(
            &m_session, &ReportSession::undoChanged, this, [this, snapshot, note] { write(snapshot, note); },
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    }
}

void EditSession::onWritten(const std::shared_ptr<Snapshot>& snapshot, const Result<report::Saved>& written) {
    if (!written) {
        endSave();
        if (written.error().code == ErrorCode::conflict) {
            adopt({}); // tells the conflicts, or merges what there is
        } else {
            m_saveWanted = false;
            Q_EMIT failed(written.error());
        }
        return;
    }
    enqueue([snapshot](EditWork& work) { return work.noteSaved(snapshot->working, snapshot->disk); },
            [this, snapshot](const Status& status) {
                m_saveWanted = false;
                endSave();
                if (!status)
                    Q_EMIT failed(status.error());
                else
                    Q_EMIT saved(snapshot->merged);
            });
}

void EditSession::endSave() {
    m_saving = false;
    m_byItself = false;
    if (std::exchange(m_lookAgain, false))
        lookAtDisk();
    if (auto note = std::exchange(m_saveNext, std::nullopt))
        QMetaObject::invokeMethod(
            this, [this, note = std::move(*note)] { save(note); }, Qt::QueuedConnection);
}

} // namespace stemma::ui
