// SPDX-License-Identifier: MIT
// What a report's session writes: restored versions, changes that are taken back, edits that are put back.
#include <algorithm>
#include <utility>

#include "core/report/overwritten_edits.h"
#include "ui/session/read_log.h"
#include "ui/session/report_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

bool changesContent(const history::TimelineRow& row) {
    if (row.kind == history::RowKind::unrecordedChange)
        return true;
    return row.kind == history::RowKind::change && row.event && !leavesContentAlone(*row.event);
}

/// What came after the change would be lost without a word: it must still be the one to take back.
Status stillToTakeBack(io::Disk& disk, const history::Timeline& timeline, const ActionId& action,
                       const std::string& directory) {
    const auto read = readLog(disk, directory);
    if (!read)
        return fail(read.error());
    const UndoSteps steps = undoSteps(read->log);
    const bool known =
        (steps.undo && steps.undo->action == action) || (steps.redo && steps.redo->action == action);
    const auto newest = std::find_if(timeline.rows.rbegin(), timeline.rows.rend(), changesContent);
    if (known && newest != timeline.rows.rend() && newest->kind == history::RowKind::change)
        return {};
    return fail(ErrorCode::conflict, "undo the change", directory, "the report was changed after it",
                "Open the history and undo that change there; the preview shows what would be lost.");
}

Result<report::Saved> restoreBefore(const report::Workspace& workspace, const ReportId& id,
                                    const ActionId& action) {
    io::Disk& disk = workspace.environment.disk;
    const auto directory = report::reportDirectory(disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    const auto timeline =
        history::loadTimeline(disk, *directory, report::interpretOutline, history::Counts::leaveOut);
    if (!timeline)
        return fail(timeline.error());
    if (const Status last = stillToTakeBack(disk, *timeline, action, *directory); !last)
        return fail(last.error());
    std::optional<std::string> base;
    if (timeline->live)
        base = timeline->versions[*timeline->live].sha256;
    return report::restoreVersion(workspace, id, "before:" + action.text(), base,
                                  report::RestorePurpose::undo);
}

} // namespace

void ReportSession::restore(const RestoreOffer& offer) {
    write(
        [id = m_id, name = offer.versionName, base = offer.preview.baseSha256](
            const report::Workspace& workspace) { return report::restoreVersion(workspace, id, name, base); },
        tr("Restored the version %1.", "… before “edited” by agent, 14:02").arg(offer.versionText));
}

void ReportSession::restore(std::size_t version, const std::string& expectedBase) {
    if (!m_timeline || version >= m_timeline->versions.size())
        return;
    RestoreOffer offer;
    offer.versionName = versionName(m_timeline->versions[version]);
    offer.versionText = versionText(version);
    offer.preview.baseSha256 = expectedBase;
    restore(offer);
}

void ReportSession::restoreKeeping(const RestoreOffer& offer) {
    if (offer.keeping)
        takeOut(*offer.keeping, tr("Restored the version %1, and kept what people changed since.",
                                   "… before “edited” by agent, 14:02")
                                    .arg(offer.versionText));
}

void ReportSession::takeOut(const TakeOutOffer& offer) {
    const std::size_t changes = offer.preview.undone.size();
    takeOut(offer, changes == 1 && !offer.changeText.isEmpty()
                       ? tr("Took the change %1 out.", "… “edited” by agent, 14:02").arg(offer.changeText)
                       : tr("Took %1 changes out.").arg(changes));
}

void ReportSession::takeOut(const TakeOutOffer& offer, const QString& what) {
    write(
        [id = m_id, request = offer.request, base = offer.preview.baseSha256](
            const report::Workspace& workspace) { return report::undoChanges(workspace, id, request, base); },
        what);
}

bool ReportSession::undoLast() {
    if (!canUndo())
        return false;
    const history::AuditEvent step = *m_steps.undo;
    takeBack(step, tr("Undid “%1”.").arg(doneText(step)));
    return true;
}

bool ReportSession::redoLast() {
    if (!canRedo())
        return false;
    const history::AuditEvent step = *m_steps.redo;
    takeBack(step, tr("Did again what was undone."));
    return true;
}

QString ReportSession::undoText() const {
    return m_steps.undo ? tr("Undo “%1”").arg(doneText(*m_steps.undo)) : QString();
}

QString ReportSession::redoText() const {
    return m_steps.redo ? tr("Redo what was undone") : QString();
}

void ReportSession::takeBack(const history::AuditEvent& event, const QString& what) {
    if (!changesTakenOut(event).empty())
        return takeOutAgain(event.action, what);
    write([id = m_id, action = event.action](
              const report::Workspace& workspace) { return restoreBefore(workspace, id, action); },
          what);
}

/// What others changed since stays, as it did when the changes were taken out.
void ReportSession::takeOutAgain(const ActionId& action, const QString& what) {
    const bool begun = runWrite(
        [id = m_id, action](const report::Workspace& workspace) {
            return report::undoChanges(workspace, id, {{action.text()}, {}, {}}, {},
                                       report::RestorePurpose::undo);
        },
        [this, action, what](const Result<report::Saved>& saved) {
            if (saved)
                tellWritten(*saved, what);
            else if (saved.error().code == ErrorCode::conflict)
                Q_EMIT undoOverlaps(action);
            else
                Q_EMIT failed(saved.error());
        });
    if (!begun)
        tellBusy();
}

void ReportSession::putBackEdits(std::vector<ActionId> edits) {
    write([id = m_id, edits = std::move(edits)](
              const report::Workspace& workspace) { return report::putBackEdits(workspace, id, edits); },
          tr("Put your edits back."));
}

void ReportSession::recordUnrecordedChange() {
    write([id = m_id](
              const report::Workspace& workspace) { return report::recordUnrecordedChange(workspace, id); },
          tr("Recorded the change in the history."));
}

bool ReportSession::runWrite(Write work, std::function<void(const Result<report::Saved>&)> done) {
    if (m_writing)
        return false;
    m_writing = true;
    m_stepsKnown = false;
    ++m_writeMoments;
    Q_EMIT undoChanged();
    m_library.runner().run(
        this, [workspace = m_library.workspace(), work = std::move(work)] { return work(workspace); },
        [this, done = std::move(done)](const Result<report::Saved>& saved) {
            m_writing = false;
            ++m_writeMoments;
            if (saved)
                m_library.noteWritten(*saved);
            refresh();
            m_library.refresh();
            Q_EMIT undoChanged();
            done(saved);
        });
    return true;
}

void ReportSession::write(Write work, const QString& what) {
    const bool begun = runWrite(std::move(work), [this, what](const Result<report::Saved>& saved) {
        if (!saved) {
            Q_EMIT failed(saved.error());
            return;
        }
        tellWritten(*saved, what);
    });
    if (!begun)
        tellBusy();
}

/// Waiting in line, it would be done to a report that is another one by then.
void ReportSession::tellBusy() {
    Q_EMIT failed({ErrorCode::locked, "write the report", m_report ? m_report->directory : m_id.text(),
                   "another change of it is still being written",
                   "Nothing was done. Try again in a moment."});
}

void ReportSession::tellWritten(const report::Saved& saved, const QString& what) {
    QString text = saved.unchanged ? tr("The report has that content already.") : what;
    for (const std::string& warning : saved.warnings)
        text += QLatin1Char(' ') + fromUtf8(warning);
    m_said = text; // told when canUndo() knows of it
}

} // namespace stemma::ui
