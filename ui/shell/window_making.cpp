// SPDX-License-Identifier: MIT
// The window's commands that make reports.
#include <optional>

#include "ui/library/new_report_dialog.h"
#include "ui/library/report_list.h"
#include "ui/library/report_list_model.h"
#include "ui/library/synthesis_dialog.h"
#include "ui/session/library_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void MainWindow::connectMakingCommands() {
    on(Command::newReport, [this] { newReport(); });
    on(Command::synthesizeReports, [this] { synthesize(); });
    on(Command::duplicateReport, [this] {
        if (const auto row = m_list->current())
            m_session->duplicate(row->id);
    });
    on(Command::forkReport, [this] {
        const auto row = m_list->current();
        if (!row)
            return;
        m_parts.prompts.askText(
            this, tr("Fork the Report"),
            tr("A new report with the same content and a history of its own. Its title:"), row->title,
            tr("&Fork"), [this, id = row->id, session = QPointer(m_session.get())](const QString& title) {
                if (session)
                    session->fork(id, title);
            });
    });
}

void MainWindow::newReport() {
    auto* dialog = new NewReportDialog({m_parts.prompts, m_parts.runner, m_parts.environment.disk}, this);
    connect(
        dialog, &NewReportDialog::wanted, m_session.get(),
        [session = m_session.get()](const QString& title, const QStringList& tags,
                                    const std::string& outline) { session->create(title, tags, outline); });
    dialog->open();
}

void MainWindow::synthesize() {
    const auto row = m_list->current();
    auto* dialog = new SynthesisDialog(*m_session->snapshot(), row ? row->id : ReportId(), this);
    connect(dialog, &SynthesisDialog::wanted, m_session.get(), &LibrarySession::synthesize);
    dialog->open();
}

/// Goes to the report that was made as soon as it is listed.
void MainWindow::showMade() {
    if (m_made.isEmpty() || !m_reports->indexOf(m_made).isValid())
        return;
    goTo(std::exchange(m_made, QString()));
}

} // namespace stemma::ui
