// SPDX-License-Identifier: MIT
#include "ui/session/auto_save.h"

#include <utility>

#include <QUndoStack>

#include "ui/session/edit_session.h"
#include "ui/session/graph_editing.h"

namespace stemma::ui {

AutoSave::AutoSave(QObject& session, Edits edits)
    : QObject(&session)
    , m_edits(std::move(edits)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &AutoSave::saveIfQuiet);
}

AutoSave::AutoSave(EditSession& edit)
    : AutoSave(edit,
               {[&edit] { return edit.isModified(); }, [&edit] { return edit.isIdle() && !edit.isTyping(); },
                [&edit] { return edit.canSave(); }, [&edit] { edit.saveByItself(); }}) {
    connect(&edit, &EditSession::workingTextChanged, this, &AutoSave::onEdited);
    connect(&edit, &EditSession::modifiedChanged, this, &AutoSave::onEdited);
    connect(&edit, &EditSession::givenUp, this, [this] { setPause({}); });
}

AutoSave::AutoSave(GraphEditing& editing)
    : AutoSave(editing, {[&editing] { return editing.isModified(); },
                         [&editing] { return editing.isIdle() && !editing.isTyping(); },
                         [&editing] { return !editing.isClashing() && editing.whyNotEditable().isEmpty(); },
                         [&editing] { editing.saveByItself(); }}) {
    connect(&editing.undoStack(), &QUndoStack::indexChanged, this, &AutoSave::onEdited);
    connect(&editing, &GraphEditing::modifiedChanged, this, &AutoSave::onEdited);
    connect(&editing, &GraphEditing::givenUp, this, [this] { setPause({}); });
}

void AutoSave::setPause(std::chrono::milliseconds pause) {
    m_timer.setInterval(pause);
    onEdited();
}

void AutoSave::onEdited() {
    if (m_timer.intervalAsDuration().count() == 0 || !m_edits.isModified())
        m_timer.stop();
    else
        m_timer.start();
}

void AutoSave::saveIfQuiet() {
    if (!m_edits.isModified())
        return;
    if (!m_edits.isQuiet())
        m_timer.start(); // not a pause yet
    else if (m_edits.canSave())
        m_edits.save();
}

} // namespace stemma::ui
