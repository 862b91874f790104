// SPDX-License-Identifier: MIT
// The desk's side of editing: what can be done, undo, save, and what is told of it.
#include <QPushButton>

#include "ui/history/history_pane.h"
#include "ui/merge/merge_desk.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/session/auto_save.h"
#include "ui/session/edit_session.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

CommandState ReportDesk::commandState() const {
    CommandState state;
    state.pageShown = m_open.session != nullptr;
    state.historyShown = m_historyShown;
    if (!m_open.session)
        return state;
    state.canRestore = m_historyShown && m_history->restoreButton()->isEnabled();
    state.diffShown = m_historyShown;
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
    connect(edit, &EditSession::failed, this, &ReportDesk::failed);
    connect(edit, &EditSession::refused, this, &ReportDesk::tellRefused);
    connect(edit, &EditSession::mergedFromOthers, this, [this] {
        Q_EMIT message({Message::Kind::information,
                        tr("What others saved meanwhile was merged with your unsaved edits."),
                        {},
                        QStringLiteral("others")});
    });
    connect(edit, &EditSession::saved, this, [this](bool merged) {
        if (merged)
            Q_EMIT message({Message::Kind::information,
                            tr("Saved. What others had saved meanwhile is in it too."),
                            {},
                            QStringLiteral("others")});
    });
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

void ReportDesk::tellRefused(const QString& why, const QString& part) {
    Message told{Message::Kind::warning, tr("Not saved. %1").arg(why), {}, QStringLiteral("save")};
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
    m_page->saveWithNote();
}

void ReportDesk::undo() {
    if (!m_open.session)
        return;
    if (m_open.edit->canUndo() || m_open.edit->isModified())
        m_open.edit->undo();
    else
        m_open.session->undoLast();
}

void ReportDesk::redo() {
    if (!m_open.session)
        return;
    if (m_open.edit->canRedo())
        m_open.edit->redo();
    else
        m_open.session->redoLast();
}

} // namespace stemma::ui
