// SPDX-License-Identifier: MIT
#include "ui/session/auto_save.h"

#include "ui/session/edit_session.h"

namespace stemma::ui {

AutoSave::AutoSave(EditSession& edit)
    : QObject(&edit)
    , m_edit(edit) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &AutoSave::saveIfQuiet);
    connect(&edit, &EditSession::workingTextChanged, this, &AutoSave::onEdited);
    connect(&edit, &EditSession::modifiedChanged, this, &AutoSave::onEdited);
    connect(&edit, &EditSession::givenUp, this, [this] { setPause({}); });
}

void AutoSave::setPause(std::chrono::milliseconds pause) {
    m_timer.setInterval(pause);
    onEdited();
}

void AutoSave::onEdited() {
    if (m_timer.intervalAsDuration().count() == 0 || !m_edit.isModified())
        m_timer.stop();
    else
        m_timer.start();
}

void AutoSave::saveIfQuiet() {
    if (!m_edit.isModified())
        return;
    if (!m_edit.isIdle() || m_edit.isTyping())
        m_timer.start(); // not a pause yet
    else if (m_edit.canSave())
        m_edit.saveByItself();
}

} // namespace stemma::ui
