// SPDX-License-Identifier: MIT
// What the window's commands do, and what it tells in the message bar.
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QUrl>

#include "core/io/disk.h"
#include "ui/feed/feed_desk.h"
#include "ui/feed/feed_list.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_list.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"
#include "ui/report/spelling.h"
#include "ui/session/library_session.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/edit_commands.h"
#include "ui/shell/history_commands.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {
constexpr qsizetype mostDetails = 12; // a tool tip that fits on a screen
} // namespace

void MainWindow::on(Command command, std::function<void()> act) {
    connect(m_actions.action(command), &QAction::triggered, this, [this, command, act = std::move(act)] {
        if (!doOnGraphs(command))
            act();
    });
}

void MainWindow::connectCommands() {
    on(Command::openLibrary, [this] {
        m_parts.prompts.chooseLibrary(this, m_session != nullptr ? m_session->root() : QString(),
                                      [this](const QString& root) { openLibrary(root); });
    });
    on(Command::closeLibrary, [this] { closeLibrary(); });
    on(Command::refresh, [this] {
        m_session->refresh();
        m_desk->refresh();
        if (m_health->isShown())
            m_health->lookAgain();
    });
    on(Command::rebuildIndex, [this] { m_session->rebuildIndex(); });
    on(Command::quit, [this] { close(); });
    on(Command::undo, [this] { undo(); });
    on(Command::redo, [this] { redo(); });
    // A held key would run past the edits into what was saved.
    for (const Command command : {Command::undo, Command::redo})
        m_actions.action(command)->setAutoRepeat(false);
    on(Command::find, [this] { find(); });
    on(Command::findNext, [this] { m_desk->findNext(); });
    on(Command::findPrevious, [this] { m_desk->findPrevious(); });
    on(Command::back, [this] { goTo(m_visits.back()); });
    on(Command::forward, [this] { goTo(m_visits.forward()); });
    on(Command::showOutline, [this] { m_desk->showOutline(); });
    on(Command::showRead, [this] { m_desk->showRead(); });
    on(Command::showSource, [this] { m_desk->showSource(); });
    on(Command::toggleHistory, [this] { m_desk->toggleHistory(); });
    on(Command::findInHistory, [this] { m_desk->findInHistory(); });
    on(Command::comparePrevious, [this] { m_desk->comparePrevious(); });
    on(Command::compareWith, [this] {
        m_desk->compareWith([this](std::function<void(const QString&)> chosen) {
            m_parts.prompts.chooseOutline(this, std::move(chosen));
        });
    });
    on(Command::restore, [this] {
        if (m_past->isOn())
            m_past->restore();
        else
            m_desk->restore();
    });
    on(Command::restoreParts, [this] { m_desk->history()->offerParts(); });
    on(Command::undoChange, [this] { m_desk->undoChange(); });
    on(Command::previousChange, [this] {
        if (DiffView* diff = placeDiff())
            diff->previousChange();
        else
            m_desk->previousChange();
    });
    on(Command::nextChange, [this] {
        if (DiffView* diff = placeDiff())
            diff->nextChange();
        else
            m_desk->nextChange();
    });
    on(Command::toggleSidebar, [this] {
        m_sidebar->setVisible(m_sidebar->isHidden());
        updateCommands();
    });
    on(Command::nextPane, [this] { focusNextPane(); });
    connectEditCommands(m_actions, *m_desk);
    connectHistoryCommands(m_actions, *m_desk);
    connectRowCommands();
    connectMakingCommands();
    connectExchange();
    connectBackupCommands();
    connectPlaceCommands();
    on(Command::settings, [this] {
        auto* dialog = new SettingsDialog(m_parts.settings, this);
        connect(dialog, &QDialog::accepted, this, &MainWindow::takeSettings);
        dialog->open();
    });
    on(Command::help, [this] {
        auto* dialog = new ShortcutsDialog(m_parts.settings, this);
        connect(dialog, &QDialog::finished, this, [this] { m_actions.reloadShortcuts(m_parts.settings); });
        dialog->open();
    });
    on(Command::about, [this] { (new AboutDialog(this))->open(); });
}

void MainWindow::takeSettings() {
    const Settings& settings = m_parts.settings;
    m_messages->setSeconds(settings.get(setting::messageSeconds));
    const std::chrono::seconds pause(settings.get(setting::autoSave) ? settings.get(setting::autoSaveSeconds)
                                                                     : 0);
    m_desk->setAutoSave(pause);
    m_graphs->editor()->setAutoSave(pause);
    m_spelling->setStandard(settings.get(setting::checkSpelling));
}

void MainWindow::connectRowCommands() {
    const auto onRow = [this](Command command, std::function<void(const ListRow&)> act) {
        on(command, [this, act = std::move(act)] {
            if (const auto row = m_list->current())
                act(*row);
        });
    };
    onRow(Command::copyId,
          [](const ListRow& row) { QApplication::clipboard()->setText(fromUtf8(row.id.text())); });
    onRow(Command::archive, [this](const ListRow& row) { m_session->setArchived(row.id, true); });
    onRow(Command::unarchive, [this](const ListRow& row) { m_session->setArchived(row.id, false); });
    onRow(Command::trash, [this](const ListRow& row) { m_session->trash(row.id); });
    onRow(Command::untrash, [this](const ListRow& row) { m_session->untrash(row.trashName); });
    onRow(Command::showFolder, [this](const ListRow& row) { showFolder(row); });
}

void MainWindow::showFolder(const ListRow& row) {
    const bool trashed = row.place == ListRow::Place::trash;
    const QString path =
        QStringLiteral("%1/%2/%3")
            .arg(m_session->root(), trashed ? QStringLiteral(".trash") : QStringLiteral("by_id"),
                 trashed ? row.trashName : fromUtf8(row.id.text()));
    if (!m_parts.prompts.openOutside(QUrl::fromLocalFile(path)))
        showMessage({Message::Kind::warning,
                     tr("The desktop has no program to show the folder %1.").arg(isolated(path)),
                     {},
                     {}});
}

void MainWindow::undo() {
    if (m_inbox->ability().shown) {
        m_messages->dismiss(QStringLiteral("done"));
        m_inbox->undo();
    } else if (const auto undo = std::exchange(m_undoLibrary, nullptr)) {
        m_messages->dismiss(QStringLiteral("done"));
        undo();
    } else {
        m_desk->undo();
    }
    updateCommands();
}

void MainWindow::redo() {
    if (m_inbox->ability().shown)
        m_inbox->redo();
    else
        m_desk->redo();
}

void MainWindow::find() {
    if (m_feed->ability().shown) {
        m_feed->list()->focusFilter();
        return;
    }
    if (m_health->isShown()) {
        m_health->list()->focusFilter();
        return;
    }
    if (DiffView* diff = placeDiff()) {
        diff->focusFilter();
        return;
    }
    // "Here" is where the person is: in the page its text, everywhere else the list.
    const QWidget* focus = QApplication::focusWidget();
    if (focus != nullptr && m_desk->history()->isAncestorOf(focus))
        return m_desk->findInHistory();
    if (focus != nullptr && m_desk->isAncestorOf(focus) && m_desk->findText())
        return;
    m_list->focusFilter();
}

qsizetype MainWindow::focusedOf(const QList<QWidget*>& panes) {
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype pane = 0; pane < panes.size(); ++pane) {
        if (focus != nullptr && (panes.at(pane) == focus || panes.at(pane)->isAncestorOf(focus)))
            at = pane;
    }
    return at;
}

void MainWindow::focusNextPane() {
    QList<QWidget*> panes;
    if (!m_sidebar->isHidden())
        panes.append(m_sidebar);
    if (DiffView* diff = placeDiff()) {
        panes.append(placeList());
        panes.append(diff->focusProxy());
    } else if (m_health->isShown()) {
        panes.append(placeList());
        panes.append(m_health->page()->currentWidget()->focusProxy());
    } else {
        panes.append(m_list->view());
        panes.append(m_past->isOn() ? QList<QWidget*>{m_past->bar()->slider()} : m_desk->panes());
    }
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = focusedOf(panes);
    if (focus != nullptr && at < 0 && m_list->isAncestorOf(focus))
        at = panes.indexOf(m_list->view());
    QWidget* next = panes.at((at + 1) % panes.size());
    m_desk->focusPane(next);
}

void MainWindow::fillRecent(QMenu& menu) {
    menu.clear();
    for (const QString& root : m_parts.state.recentLibraries()) {
        QString text = root;
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* action = menu.addAction(themeIcon(IconName::library), text);
        connect(action, &QAction::triggered, this, [this, root] { openLibrary(root); });
    }
    if (menu.isEmpty())
        menu.addAction(tr("None yet"))->setEnabled(false);
    menu.addSeparator();
    connect(menu.addAction(themeIcon(IconName::library), tr("&Sample Library")), &QAction::triggered, this,
            &MainWindow::openSample);
}

void MainWindow::showMessage(Message message) {
    m_messages->show(std::move(message));
}

void MainWindow::showError(const Error& error) {
    if (error.code != ErrorCode::cancelled)
        showMessage({Message::Kind::error, errorText(error), {}, {}});
}

void MainWindow::showLibraryFailure(const Error& error) {
    const QString root = m_session->root();
    if (m_session->snapshot() != nullptr) {
        // The list stays as it was: it may come back by itself.
        showMessage({Message::Kind::error,
                     errorText(error),
                     {{tr("Try Again"), [this] { m_session->refresh(); }}},
                     QStringLiteral("library")});
        return;
    }
    // Not from inside a signal of the session that is to go.
    QMetaObject::invokeMethod(
        this,
        [this, error, root] {
            closeLibrary();
            if (error.code == ErrorCode::cancelled)
                return;
            showMessage({Message::Kind::error,
                         errorText(error),
                         {{tr("Try Again"), [this, root] { openLibrary(root); }}},
                         QStringLiteral("library")});
            tellWaitingImport();
        },
        Qt::QueuedConnection);
}

void MainWindow::showLibraryNotes() {
    const auto snapshot = m_session->snapshot();
    if (!snapshot->looksLikeLibrary)
        lookForGraphs();
    else if (!snapshot->writable)
        showMessage({Message::Kind::information,
                     tr("This library can only be read: %1").arg(fromUtf8(snapshot->readOnlyReason)),
                     {},
                     QStringLiteral("notes")});
    showIndexNote(*snapshot);
}

void MainWindow::showIndexNote(const report::LibrarySnapshot& snapshot) {
    QStringList details;
    for (const auto& problem : snapshot.problems) {
        if (problem.severity != report::Severity::info && problem.rule.starts_with("index"))
            details.append(fromUtf8(problem.message));
    }
    if (details.isEmpty()) {
        m_messages->dismiss(QStringLiteral("index"));
        return;
    }
    Message message{
        Message::Kind::warning,
        tr("The index differs from the reports in %n place(s). Agents may not find every report until it "
           "is rebuilt.",
           nullptr, static_cast<int>(details.size())),
        {},
        QStringLiteral("index"),
        details.mid(0, mostDetails).join(QLatin1Char('\n'))};
    if (snapshot.writable)
        message.actions.push_back({tr("Rebuild Index"), [this] { m_session->rebuildIndex(); }});
    showMessage(std::move(message));
}

void MainWindow::showRecovery(const journal::RecoveryReport& report) {
    QStringList done;
    QStringList left;
    for (const auto& step : report.steps) {
        // A damaged outline stands in the list with its reason, and the way to mend it.
        if (step.rule == "R7" && step.needsPerson)
            continue;
        QStringList& texts = step.needsPerson ? left : done;
        texts.append(tr("%1: %2", "file, what was done to it")
                         .arg(isolated(fromUtf8(step.path)), fromUtf8(step.message)));
    }
    if (!done.isEmpty())
        showMessage({Message::Kind::information,
                     tr("An earlier save was interrupted. Put %n thing(s) in order.", nullptr,
                        static_cast<int>(done.size())) +
                         QLatin1Char('\n') + done.mid(0, 3).join(QLatin1Char('\n')),
                     {},
                     {}});
    if (!left.isEmpty())
        showMessage({Message::Kind::warning,
                     tr("An earlier save left %n thing(s) to you.", nullptr, static_cast<int>(left.size())) +
                         QLatin1Char('\n') + left.mid(0, 3).join(QLatin1Char('\n')),
                     {},
                     {}});
}

} // namespace stemma::ui
