// SPDX-License-Identifier: MIT
// How reports leave the window's library, and come into it.
#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include "core/io/folders.h"
#include "ui/library/report_list.h"
#include "ui/session/edit_session.h"
#include "ui/session/library_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/report_exchange.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String subjectOfWaiting("import-waiting");

/// The file that is dropped; empty if it is none that a report can be imported from.
QString droppedReport(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QString path = urls.first().toLocalFile();
    for (const QString& ending : {QLatin1Char('.') + QLatin1String(exchange::bundleEnding),
                                  QStringLiteral(".tar.gz"), QStringLiteral(".tgz")})
        if (path.endsWith(ending, Qt::CaseInsensitive))
            return path;
    return {};
}

} // namespace

void MainWindow::connectExchange() {
    setAcceptDrops(true);
    m_exchange =
        new ReportExchange({m_parts.environment, m_parts.runner, m_parts.prompts, m_parts.state, this}, this);
    connect(m_exchange, &ReportExchange::message, this, &MainWindow::showMessage);
    connect(m_exchange, &ReportExchange::failed, this, &MainWindow::showError);
    on(Command::importReport, [this] { m_exchange->offerImport(*m_session); });
    on(Command::exportReport, [this] {
        const auto row = m_list->current();
        if (!row)
            return;
        const bool shown = m_desk->edit() != nullptr && m_desk->key() == row->key;
        m_exchange->offerExport(*m_session, *row,
                                shown && m_desk->edit()->isModified() ? ReportExchange::Unsaved::yes
                                                                      : ReportExchange::Unsaved::no);
    });
}

void MainWindow::open(const QString& path) {
    m_parts.runner.run(
        this, [&disk = m_parts.environment.disk, path = toUtf8(path)] { return io::namesFile(disk, path); },
        [this, path](bool file) {
            if (!file)
                return openLibrary(path);
            reopenLibrary();
            importReport(path);
        });
}

void MainWindow::importReport(const QString& path) {
    m_toImport = path;
    if (m_session != nullptr && m_session->snapshot() == nullptr)
        return; // it is being read
    if (m_session != nullptr && m_session->snapshot()->looksLikeLibrary)
        return importWaiting();
    tellWaitingImport();
}

/// What is open can't take it in, or nothing is.
void MainWindow::tellWaitingImport() {
    if (m_toImport.isEmpty())
        return;
    const QString path = m_toImport;
    showMessage({Message::Kind::information,
                 tr("Open the library of reports that %1 is to be imported into.").arg(isolated(path)),
                 {{tr("Open Library…"), [this] { m_actions.action(Command::openLibrary)->trigger(); }}},
                 subjectOfWaiting});
}

void MainWindow::importWaiting() {
    if (m_toImport.isEmpty() || m_session == nullptr || m_session->snapshot() == nullptr ||
        !m_session->snapshot()->looksLikeLibrary)
        return;
    m_messages->dismiss(subjectOfWaiting);
    const QString path = std::exchange(m_toImport, QString());
    if (m_session->snapshot()->writable)
        return m_exchange->importFile(*m_session, path);
    showMessage({Message::Kind::warning,
                 tr("%1 can't be imported here. This library can only be read: %2")
                     .arg(isolated(path), fromUtf8(m_session->snapshot()->readOnlyReason)),
                 {},
                 subjectOfWaiting});
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedReport(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = droppedReport(*event->mimeData());
    if (path.isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    importReport(path);
}

} // namespace stemma::ui
