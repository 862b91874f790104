// SPDX-License-Identifier: MIT
// The session's side of saving: what is written, and what stands in its way.
#include <utility>

#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// The key of the row that a problem is about.
QString partOf(const report::EditProblem& problem) {
    if (problem.id.empty() || problem.what == "report")
        return {};
    return (problem.what == "section" ? QStringLiteral("section:") : QStringLiteral("insight:")) +
           fromUtf8(problem.id);
}

QString whyRefused(const report::EditProblem& problem) {
    const QString why = fromUtf8(report::describe(problem));
    return problem.fix.empty() ? why : why + QStringLiteral(". ") + fromUtf8(problem.fix);
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
    const bool byItself = m_byItself;
    if (snapshot->modified && snapshot->conflicts) {
        endSave();
        if (!byItself)
            adopt({}); // they are as old as the last look at the disk; tells those that are left, or goes on
        return;
    }
    if (!snapshot->modified || snapshot->whyNot) {
        m_saveWanted = false;
        endSave();
        if (!snapshot->modified)
            Q_EMIT saved(false);
        else if (!byItself)
            Q_EMIT refused(whyRefused(*snapshot->whyNot), partOf(*snapshot->whyNot));
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
        const bool byItself = m_byItself;
        endSave();
        if (written.error().code == ErrorCode::conflict) {
            // Tells the conflicts, or merges what there is.
            adopt({}, byItself ? std::nullopt : std::optional<Error>(written.error()));
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
    tellIdle();
}

} // namespace stemma::ui
