// SPDX-License-Identifier: MIT
// Editing of graphs: the window's side of it.
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/node_card.h"
#include "ui/graph/node_table.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"

namespace stemma::ui {

void MainWindow::connectGraphEditing() {
    GraphEditor* editor = m_graphs->editor();
    editor->setDrafts(m_parts.drafts);
    connect(editor, &GraphEditor::message, this, &MainWindow::showMessage);
    connect(editor, &GraphEditor::messageSettled, m_messages, &MessageBar::dismiss);
    connect(editor, &GraphEditor::confirmationWanted, this,
            [this](const QString& title, const QString& text, const QString& yes,
                   const std::function<void()>& confirmed) {
                m_parts.prompts.confirm(this, title, text, yes, confirmed);
            });
    for (const CommandRow& row : commandRows()) {
        if (row.realm == Realm::graphs)
            on(row.command, [] {});
    }
    // Saving is the reports' too; the handler of theirs does nothing while graphs are open.
    connect(m_actions.action(Command::save), &QAction::triggered, this, [this] {
        if (graphsOpen() && m_graphs->editor()->editing())
            m_graphs->editor()->editing()->save();
    });
    connect(m_actions.action(Command::saveWithNote), &QAction::triggered, this,
            &MainWindow::saveGraphsWithNote);
    connect(m_actions.action(Command::discardEdits), &QAction::triggered, this, [this] {
        if (graphsOpen() && m_graphs->editor()->editing())
            m_graphs->editor()->discard();
    });
    m_graphs->card()->setCommands(m_actions);
    for (QWidget* widget : std::initializer_list<QWidget*>{
             m_graphs->page()->picture()->view(), m_graphs->page()->table(), m_graphs->card()->text()})
        m_actions.bindKeys(KeyScope::graph, widget);
    const auto list = [this](std::initializer_list<Command> commands) {
        QList<QAction*> actions;
        for (const Command command : commands)
            actions << m_actions.action(command);
        return actions;
    };
    const QList<QAction*> ofElement =
        list({Command::editElement, Command::addRelation, Command::addAttribute, Command::addMorph,
              Command::takeFromGraph, Command::deleteElement});
    m_graphs->page()->picture()->setMenuActions(
        ofElement, list({Command::addNode, Command::addExistingNode, Command::addTransition}));
    m_graphs->page()->table()->addActions(ofElement);
    m_graphs->page()->table()->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void MainWindow::saveGraphsWithNote() {
    if (!graphsOpen() || !m_graphs->editor()->editing())
        return;
    m_parts.prompts.askText(this, tr("Save with a Note"), tr("Why, for the history:"), {}, tr("&Save"),
                            [guard = QPointer(m_graphs->editor())](const QString& note) {
                                if (!guard.isNull() && guard->editing())
                                    guard->editing()->save(note);
                            });
}

bool MainWindow::hasUnsaved() const {
    if (m_desk->underWay() != nullptr || !m_desk->unsaved().empty())
        return true;
    const GraphEditor* editor = graphsOpen() ? m_graphs->editor() : nullptr;
    return editor && (editor->underWay() != nullptr || !editor->unsaved().empty());
}

/// As for reports.
void MainWindow::afterUnsavedGraphs(unsigned attempt, std::function<void()> then) {
    GraphEditor* editor = m_graphs->editor();
    if (GraphEditing* busy = editor->underWay()) {
        connect(
            busy, &GraphEditing::idle, this,
            [this, attempt, then = std::move(then)] {
                if (attempt == m_leaveAttempts)
                    afterUnsaved(then);
            },
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    if (editor->unsaved().empty())
        return then();
    m_parts.prompts.decideUnsaved(this, editor->unsavedTitles(),
                                  [this, attempt, then = std::move(then)](Prompts::Unsaved choice) {
                                      if (choice == Prompts::Unsaved::save)
                                          return saveAllGraphs(attempt, then);
                                      if (choice == Prompts::Unsaved::discard)
                                          for (GraphEditing* editing : m_graphs->editor()->unsaved())
                                              editing->giveUp();
                                      then();
                                  });
}

/// One user's after the other's; what can't be saved stops it, says why by itself, and is shown.
void MainWindow::saveAllGraphs(unsigned attempt, std::function<void()> then) {
    const auto unsaved = m_graphs->editor()->unsaved();
    if (unsaved.empty()) {
        // Not from inside a signal of what may be about to go.
        QMetaObject::invokeMethod(this, std::move(then), Qt::QueuedConnection);
        return;
    }
    GraphEditing* editing = unsaved.front();
    auto* waiting = new QObject(editing);
    connect(editing, &GraphEditing::saved, waiting,
            [this, waiting, editing, attempt, then = std::move(then)] {
                waiting->deleteLater();
                // A form may hold what could not be applied, and says why.
                if (attempt == m_leaveAttempts && !editing->isModified())
                    saveAllGraphs(attempt, then);
            });
    const auto stop = [this, waiting, editing] {
        waiting->deleteLater();
        const auto graphs = editing->unsavedGraphs();
        if (editing == m_graphs->editor()->editing() || graphs.empty())
            return;
        // Not from inside a signal of an editing.
        QMetaObject::invokeMethod(
            this,
            [this, user = editing->user(), graph = *graphs.begin()] {
                if (graphsOpen())
                    m_graphs->showGraph(user, graph);
            },
            Qt::QueuedConnection);
    };
    connect(editing, &GraphEditing::refused, waiting, stop);
    connect(editing, &GraphEditing::clashed, waiting, stop);
    connect(editing, &GraphEditing::failed, waiting, stop);
    editing->save();
}

} // namespace stemma::ui
