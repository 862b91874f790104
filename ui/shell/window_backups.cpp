// SPDX-License-Identifier: MIT
// The window's commands on backups.
#include <optional>

#include "ui/backups/backups_window.h"
#include "ui/library/report_list.h"
#include "ui/session/library_session.h"
#include "ui/shell/main_window.h"

namespace stemma::ui {

void MainWindow::connectBackupCommands() {
    on(Command::showBackups, [this] { showBackups(nullptr); });
    on(Command::reportBackups, [this] {
        if (const auto row = m_list->current())
            showBackups(&*row);
    });
}

/// One at a time: two would show each other what is no longer so.
void MainWindow::showBackups(const ListRow* row) {
    const std::optional<ReportId> only = row != nullptr ? std::optional(row->id) : std::nullopt;
    if (m_backups && m_backups->session()->only() != only)
        closeBackups();
    if (!m_backups) {
        const QString library =
            m_session->root().section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
        m_backups = new BackupsWindow({*m_session, {m_parts.marks, m_parts.retention}, m_parts.prompts}, only,
                                      row != nullptr ? row->title : library, this);
        m_backups->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_backups->show();
    m_backups->raise();
    m_backups->activateWindow();
}

void MainWindow::closeBackups() {
    delete m_backups.data();
}

} // namespace stemma::ui
