// SPDX-License-Identifier: MIT
// What becomes of unsaved edits when a library or the window is closed.
#include "core/report/report_library.h"
#include "ui/session/edit_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void MainWindow::afterUnsaved(std::function<void()> then) {
    const unsigned attempt = ++m_leaveAttempts; // an earlier one that still waits is given up
    if (graphsOpen())
        return afterUnsavedGraphs(attempt, std::move(then));
    if (const EditSession* busy = m_desk->underWay()) {
        // What is unsaved is known when the edits on their way are done.
        connect(
            busy, &EditSession::idle, this,
            [this, attempt, then = std::move(then)] {
                if (attempt == m_leaveAttempts)
                    afterUnsaved(then);
            },
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    const auto unsaved = m_desk->unsaved();
    if (unsaved.empty()) {
        then();
        return;
    }
    QStringList titles;
    for (const EditSession* session : unsaved)
        titles.append(session->report() ? fromUtf8(session->report()->outline.title) : QString());
    m_parts.prompts.decideUnsaved(this, titles, [this, then = std::move(then)](Prompts::Unsaved choice) {
        if (choice == Prompts::Unsaved::save) {
            saveAll(then);
            return;
        }
        if (choice == Prompts::Unsaved::discard)
            for (EditSession* session : m_desk->unsaved())
                session->giveUp();
        then();
    });
}

/// One after the other; what can't be saved stops it, says why by itself, and is shown.
void MainWindow::saveAll(std::function<void()> then) {
    const auto unsaved = m_desk->unsaved();
    if (unsaved.empty()) {
        // Not from inside a signal of a session that may be about to go.
        QMetaObject::invokeMethod(this, std::move(then), Qt::QueuedConnection);
        return;
    }
    EditSession* session = unsaved.front();
    auto* waiting = new QObject(session);
    connect(session, &EditSession::saved, waiting, [this, waiting, then = std::move(then)] {
        waiting->deleteLater();
        saveAll(then);
    });
    const auto stop = [this, waiting, key = m_desk->keyOf(session)] {
        waiting->deleteLater();
        if (key == m_desk->key())
            return;
        // Not from inside a signal of a session.
        QMetaObject::invokeMethod(
            this, [this, key] { goTo(key); }, Qt::QueuedConnection);
    };
    connect(session, &EditSession::refused, waiting, stop);
    connect(session, &EditSession::conflictsFound, waiting, stop);
    connect(session, &EditSession::failed, waiting, stop);
    session->save();
}

} // namespace stemma::ui
