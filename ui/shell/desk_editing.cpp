// SPDX-License-Identifier: MIT
// The desk's side of editing: what can be done, undo, save, and what is told of it.
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/timeline_entries.h"
#include "ui/merge/conflict_text.h"
#include "ui/merge/merge_desk.h"
#include "ui/report/blame_margin.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/session/auto_save.h"
#include "ui/session/edit_session.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

CommandState ReportDesk::commandState() const {
    CommandState state;
    state.pageShown = m_open.session != nullptr;
    state.historyShown = m_historyShown;
    if (!m_open.session)
        return state;
    state.canRestore = m_historyShown && m_history->restoreButton()->isEnabled();
    state.canRestoreParts = m_historyShown && m_history->canRestoreParts();
    state.undoChangeText = m_historyShown ? m_history->undoChangeText() : QString();
    state.history = m_history->ability();
    state.blame = {m_page->blame()->isShown(), m_page->blame()->isNeverHuman(),
                   m_page->blame()->canGoToChange()};
    state.diffShown = m_historyShown;
    if (m_historyShown)
        state.diff = diffAbility(*m_history->diffView());
    state.canCompare = true;
    state.edit = m_page->editing()->ability();
    // Edits come first, saved or not; what the history remembers of the person's comes after them.
    const bool editUndo = m_open.edit->canUndo();
    const bool editRedo = m_open.edit->canRedo();
    state.canUndo = editUndo || m_open.session->canUndo();
    state.canRedo = editRedo || (!editUndo && m_open.session->canRedo());
    state.undoText = editUndo ? m_open.edit->undoText() : m_open.session->undoText();
    state.redoText = editRedo ? m_open.edit->redoText() : m_open.session->redoText();
    return state;
}

void ReportDesk::connectEdit(OpenReport& opened) {
    EditSession* edit = opened.edit.get();
    connect(edit, &EditSession::changed, this, &ReportDesk::stateChanged);
    connect(edit, &EditSession::modifiedChanged, this, [this, edit](bool modified) {
        if (edit == m_open.edit.get())
            Q_EMIT modifiedChanged(modified);
        if (modified)
            Q_EMIT changedReport();
        Q_EMIT stateChanged();
    });
    connect(edit, &EditSession::failed, this, [this, edit](const Error& error) { tellFailed(edit, error); });
    // Queued: the session that tells it is not to go from within its own signal.
    connect(edit, &EditSession::idle, this, &ReportDesk::dropSettled, Qt::QueuedConnection);
    connectOutcomes(edit);
}

void ReportDesk::connectOutcomes(EditSession* edit) {
    connect(edit, &EditSession::refused, this,
            [this, edit](const QString& why, const QString& part) { tellRefused(edit, why, part); });
    connect(edit, &EditSession::conflictsFound, this, [this, edit] { tellConflictsElsewhere(edit); });
    connect(edit, &EditSession::keptFromOthers, this,
            [this, edit](const std::vector<report::MergeConflict>& kept) { tellKept(edit, kept); });
    connect(edit, &EditSession::mergedFromOthers, this, [this, edit] {
        Q_EMIT message({Message::Kind::information,
                        named(edit, tr("What others saved meanwhile was merged with your unsaved edits.")),
                        {},
                        QStringLiteral("others")});
    });
    connect(edit, &EditSession::saved, this, [this, edit](bool merged) {
        if (merged)
            Q_EMIT message({Message::Kind::information,
                            named(edit, tr("Saved. What others had saved meanwhile is in it too.")),
                            {},
                            QStringLiteral("others")});
    });
}

/// What is told of a report that isn't on the page says which one it is.
QString ReportDesk::named(const EditSession* edit, const QString& text) const {
    if (edit == m_open.edit.get())
        return text;
    const auto report = edit->state() ? edit->state()->report : edit->report();
    const QString title = report ? fromUtf8(report->outline.title) : fromUtf8(edit->session().id().text());
    return tr("“%1”: %2", "title of a report, and what is told of it").arg(isolated(title), text);
}

/// Wherever the person is by then: one step leads to the change.
void ReportDesk::tellOthers(const EditSession* edit, const QString& text, const QString& action) {
    const QString told =
        edit->isModified() ? text + QLatin1Char(' ') + tr("Your unsaved edits are kept.") : text;
    Message message{Message::Kind::information, told, {}, QStringLiteral("others")};
    if (const QString key = keyOf(edit); !key.isEmpty() && !action.isEmpty())
        message.actions.push_back({tr("Show the Change"), [this, key, change = toUtf8(action)] {
                                       Q_EMIT changeWanted(key, change);
                                   }});
    Q_EMIT this->message(message);
}

void ReportDesk::tellFailed(const EditSession* edit, const Error& error) {
    if (edit == m_open.edit.get())
        Q_EMIT failed(error);
    else if (error.code != ErrorCode::cancelled)
        Q_EMIT message({Message::Kind::error, named(edit, errorText(error)), {}, {}});
}

void ReportDesk::tellTypingLost(const QString& text) {
    Message told{Message::Kind::warning,
                 tr("The row that you were typing into was deleted. What you typed: “%1”")
                     .arg(isolated(oneLine(text, 300))),
                 {},
                 {}};
    told.actions.push_back({tr("Copy the Text"), [text] { QGuiApplication::clipboard()->setText(text); }});
    Q_EMIT message(told);
}

void ReportDesk::tellElsewhere(const EditSession* edit, const QString& text) {
    const QString key = keyOf(edit);
    Message told{Message::Kind::warning, named(edit, text), {}, QStringLiteral("elsewhere ") + key};
    told.actions.push_back({tr("Open the Report"), [guard = QPointer(this), key] {
                                if (!guard.isNull())
                                    Q_EMIT guard->reportWanted(key);
                            }});
    Q_EMIT message(told);
}

/// Those of the open report are the merge desk's.
void ReportDesk::tellConflictsElsewhere(const EditSession* edit) {
    if (edit != m_open.edit.get())
        tellElsewhere(edit, tr("Others changed what you changed too. Your edits can’t be saved until you "
                               "decide."));
}

void ReportDesk::tellKept(const EditSession* edit, const std::vector<report::MergeConflict>& kept) {
    QStringList parts;
    for (const report::MergeConflict& conflict : kept)
        parts.append(conflictHeading(conflict));
    Q_EMIT message({Message::Kind::information,
                    named(edit, tr("What others changed since was kept: %1.")
                                    .arg(parts.join(tr("; ", "between the parts of a list")))),
                    {},
                    QStringLiteral("others")});
}

void ReportDesk::connectMerging() {
    const QString subject = QStringLiteral("conflicts");
    MergeDesk* merging = m_page->merging();
    connect(merging, &MergeDesk::noticed, this, [this, merging, subject](const QString& text) {
        Q_EMIT message(
            {Message::Kind::warning, text, {{tr("Decide…"), [merging] { merging->decide(); }}}, subject});
    });
    connect(merging, &MergeDesk::viewWanted, this, [this, subject](bool wanted) {
        if (wanted)
            Q_EMIT messageSettled(subject);
        Q_EMIT stateChanged();
    });
    connect(merging, &MergeDesk::settled, this, [this, subject] { Q_EMIT messageSettled(subject); });
    connect(merging, &MergeDesk::copied, this, [this](const QString& text) {
        Q_EMIT message({Message::Kind::done, text, {}, QStringLiteral("done")});
    });
    connect(merging, &MergeDesk::failed, this, &ReportDesk::failed);
}

void ReportDesk::tellDeleted(const QString& what) {
    Message told{Message::Kind::done, what, {}, QStringLiteral("done")};
    told.actions.push_back({tr("Undo"), [guard = QPointer(m_open.edit.get())] {
                                if (!guard.isNull())
                                    guard->undo();
                            }});
    Q_EMIT message(told);
}

/// What a step of undo can't decide alone is asked about in the history.
void ReportDesk::decideOverlaps(const ReportSession* session, const ActionId& action) {
    const QString text =
        tr("Others changed the same since. Nothing was undone yet: choose what stands there.");
    if (session != m_open.session.get())
        return Q_EMIT message({Message::Kind::warning, text, {}, QStringLiteral("done")});
    setHistoryShown(true);
    m_history->offerTakeOut(action);
    Q_EMIT message({Message::Kind::information, text, {}, QStringLiteral("done")});
}

void ReportDesk::tellRefused(const EditSession* edit, const QString& why, const QString& part) {
    const QString text = tr("Not saved. %1").arg(why);
    if (edit != m_open.edit.get()) {
        tellElsewhere(edit, text);
        return;
    }
    Message told{Message::Kind::warning, text, {}, QStringLiteral("save")};
    told.actions.push_back({tr("Go There"), [page = QPointer(m_page), part] {
                                if (!page)
                                    return;
                                page->showOutline();
                                page->outlinePage()->goTo(toUtf8(part));
                            }});
    Q_EMIT message(told);
}

void ReportDesk::setAutoSave(std::chrono::seconds pause) {
    m_autoSave = pause;
    if (m_open.autoSave != nullptr)
        m_open.autoSave->setPause(pause);
    for (const auto& [key, kept] : m_kept)
        kept.autoSave->setPause(pause);
}

void ReportDesk::save() {
    if (m_open.edit)
        m_open.edit->save();
}

void ReportDesk::saveWithNote() {
    if (m_open.session)
        m_page->saveWithNote();
}

void ReportDesk::undo() {
    if (!m_open.session)
        return;
    // An edit that is on its way comes before what was saved.
    if (m_open.edit->isEditing() || m_open.edit->canUndo() || m_open.edit->isModified())
        m_open.edit->undo();
    else
        m_open.session->undoLast();
}

void ReportDesk::redo() {
    if (!m_open.session)
        return;
    if (m_open.edit->isEditing() || m_open.edit->canRedo())
        m_open.edit->redo();
    else
        m_open.session->redoLast();
}

} // namespace stemma::ui
