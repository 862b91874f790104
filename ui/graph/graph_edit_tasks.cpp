// SPDX-License-Identifier: MIT
// What each command of editing does.
#include <utility>

#include <QPointer>

#include "ui/graph/edit_form.h"
#include "ui/graph/edit_words.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/session/task_runner.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {
bool opensForm(Command command) {
    switch (command) {
    case Command::newGraph:
    case Command::editGraph:
    case Command::editGraphText:
    case Command::addNode:
    case Command::addExistingNode:
    case Command::addTransition:
    case Command::editElement:
    case Command::addRelation:
    case Command::addAttribute:
    case Command::addMorph:
    case Command::renameMorph:
    case Command::assignMembers:
        return true;
    default:
        return false;
    }
}
} // namespace

bool GraphEditor::run(Command command) {
    if (opensForm(command) && isHeld([this, command] { run(command); }))
        return true;
    const graph::Node* chosen = node();
    const graph::Morph* own = morph();
    const std::string morphId = own ? own->id : std::string();
    const GraphsPtr now = graphs();
    if (!now || !m_editing)
        return false;
    switch (command) {
    case Command::newGraph:
        openNewGraph();
        return true;
    case Command::editGraph:
        open(graphForm(now, graph()));
        return true;
    case Command::editGraphText:
        open(graphTextForm(now, graph()));
        return true;
    case Command::deleteGraph:
        askToDeleteGraph();
        return true;
    case Command::addNode:
        open(newNodeForm(now));
        return true;
    case Command::addExistingNode:
        open(existingNodeForm(now, graph()));
        return true;
    case Command::addTransition:
        open(newTransitionForm(now));
        return true;
    case Command::editElement:
        openElement();
        return true;
    case Command::deleteElement:
        deleteElement();
        return true;
    case Command::takeFromGraph:
        if (chosen) {
            const graph::RemoveFromGraph edit{chosen->id};
            apply({{edit}, editWords(edit, now->store)});
        }
        return true;
    case Command::addRelation:
        if (chosen)
            open(newRelationForm(now, chosen->id, morphId));
        return true;
    case Command::addAttribute:
        if (chosen)
            open(newAttributeForm(now, chosen->id, morphId));
        return true;
    case Command::addMorph:
        if (chosen)
            open(newMorphForm(now, chosen->id));
        return true;
    case Command::renameMorph:
    case Command::deleteMorph:
    case Command::activateMorph:
    case Command::assignMembers:
        if (chosen && own)
            tellMorph(command);
        return true;
    default:
        return false;
    }
}

/// What is done with the morph that the card shows.
void GraphEditor::tellMorph(Command command) {
    const graph::Node& chosen = *node();
    const graph::Morph& own = *morph();
    const GraphsPtr now = graphs();
    if (command == Command::renameMorph)
        return open(morphForm(now, chosen.id, own.id));
    if (command == Command::assignMembers)
        return open(membersForm(now, chosen.id, own.id));
    if (command == Command::activateMorph) {
        const graph::ActivateMorph edit{chosen.id, own.id};
        return apply({{edit}, editWords(edit, now->store)});
    }
    const graph::DeleteMorph edit{chosen.id, own.id};
    apply({{edit}, editWords(edit, now->store)});
}

void GraphEditor::openElement() {
    const GraphsPtr now = graphs();
    if (const std::string own = transition(); !own.empty())
        open(transitionForm(now, own));
    else if (now->store.attribute(attribute()))
        open(attributeForm(now, attribute()));
    else if (const graph::Node* chosen = node())
        open(nodeForm(now, chosen->id));
}

void GraphEditor::editRelation(const std::string& relation) {
    if (isHeld([this, relation] { editRelation(relation); }))
        return;
    if (graphs() && graphs()->store.relation(relation) && m_editing->whyNotEditable().isEmpty())
        open(relationForm(graphs(), relation));
}

void GraphEditor::editAttribute(const std::string& attribute) {
    if (isHeld([this, attribute] { editAttribute(attribute); }))
        return;
    if (graphs() && graphs()->store.attribute(attribute) && m_editing->whyNotEditable().isEmpty())
        open(attributeForm(graphs(), attribute));
}

void GraphEditor::connectNodes(const std::string& from, const std::string& to) {
    if (isHeld([this, from, to] { connectNodes(from, to); }))
        return;
    if (!graphs() || !graphs()->store.node(from) || !graphs()->store.node(to) ||
        !m_editing->whyNotEditable().isEmpty())
        return;
    const auto& tried = m_page.picture()->morphs();
    const auto at = tried.find(from);
    m_page.setCurrent(fromUtf8(from));
    open(newRelationForm(graphs(), from, at == tried.end() ? std::string() : at->second, to));
}

/// Deletes what is chosen; what goes along is told, and can be had back.
void GraphEditor::deleteElement() {
    const GraphsPtr now = graphs();
    if (const std::string own = transition(); !own.empty()) {
        const graph::DeleteTransition edit{own};
        apply({{edit}, editWords(edit, now->store)});
    } else if (now->store.attribute(attribute())) {
        const graph::DeleteAttribute edit{attribute()};
        apply({{edit}, editWords(edit, now->store)});
    } else if (const graph::Node* chosen = node()) {
        deleteNode(chosen->id);
    }
}

void GraphEditor::deleteNode(const std::string& id) {
    const GraphsPtr now = graphs();
    const graph::DeleteNode edit{id};
    const QString name = nodeWords(now->store, id);
    const QString losses = lossWords(now->store, id);
    const QString text = losses.isEmpty() ? tr("Node %1 was deleted.").arg(name)
                                          : tr("Node %1 was deleted, and with it %2.").arg(name, losses);
    // An editing whose request is under way isn't dropped.
    m_editing->apply(graph(), {edit}, editWords(edit, now->store),
                     [this, text, &editing = *m_editing](const Status& status) {
                         if (!status)
                             return Q_EMIT failed(status.error());
                         tellUndoable(editing, text);
                     });
}

/// Tells of the step that was just done. The message goes with the next one: its button would undo that.
void GraphEditor::tellUndoable(GraphEditing& editing, const QString& text) {
    const auto isLast = [guard = QPointer(&editing), state = editing.states().current,
                         step = editing.nextUndo()] {
        return !guard.isNull() && guard->states().current == state && guard->nextUndo() == step;
    };
    const QString subject = QStringLiteral("step");
    Message told{Message::Kind::done, text, {}, subject};
    told.actions.push_back({tr("Undo"), [isLast, guard = QPointer(&editing)] {
                                if (isLast())
                                    guard->undo();
                            }});
    Q_EMIT message(told);
    auto* watch = new QObject(&editing);
    const auto look = [this, watch, isLast, subject] {
        if (isLast())
            return;
        watch->deleteLater();
        Q_EMIT messageSettled(subject);
    };
    connect(&editing, &GraphEditing::changed, watch, look);
    connect(&editing.undoStack(), &QUndoStack::indexChanged, watch, look);
}

// --- graphs come and go: at once, each as a change of its own

void GraphEditor::openNewGraph() {
    open(newGraphForm(graphs()));
    m_formAct = [this](const FormValues& values) { makeGraph(values); };
}

void GraphEditor::makeGraph(const FormValues& values) {
    const std::string folder = toUtf8(values.line(QStringLiteral("folder")));
    const std::string title = toUtf8(values.line(QStringLiteral("title")));
    const std::string description = toUtf8(values.text(QStringLiteral("description")));
    m_form->setBusy(true);
    m_session->runner().run(
        this,
        [&environment = m_session->environment(), user = graphs()->folder, folder, title, description] {
            const graph::GraphWorkspace workspace{environment,  user, history::Actor::human,
                                                  std::nullopt, {},   std::nullopt};
            return graph::newGraph(workspace, folder, title, description);
        },
        [this, title, session = QPointer(m_session), form = m_form->number(), user = m_editing->user(),
         path = graphs()->folder](const Result<graph::SavedGraph>& saved) {
            const bool same = m_form->isOpen() && m_form->number() == form;
            if (same)
                m_form->setBusy(false);
            if (!saved) {
                if (same)
                    return m_form->showProblem(errorText(saved.error()));
                return Q_EMIT failed(saved.error());
            }
            if (same)
                closeForm();
            const bool here = !session.isNull() && session == m_session;
            if (here)
                m_session->refresh();
            tellDone(tr("Graph “%1” was made.").arg(isolated(fromUtf8(title))), here ? path : std::string(),
                     saved);
            if (here && !saved->newIds.empty())
                Q_EMIT graphWanted(user, saved->newIds.front());
        });
}

/// The question may stay open while another user comes to the page: what it asks for is fixed before.
void GraphEditor::askToDeleteGraph() {
    const GraphsPtr now = graphs();
    const graph::Graph* own = now->store.graph(graph());
    if (!own)
        return;
    std::size_t alone = 0;
    for (const std::string& id : own->nodes) {
        const graph::Node* each = now->store.node(id);
        alone += each && each->graphs.size() == 1 ? 1U : 0U;
    }
    const QString title = isolated(fromUtf8(own->title.empty() ? own->id : own->title));
    QString text = tr("The graph “%1” goes, with its text.").arg(title);
    if (alone > 0)
        text += QLatin1Char(' ') + tr("%n node(s) that are in no other graph go with it, and their relations "
                                      "and attributes.",
                                      nullptr, static_cast<int>(alone));
    if (alone < own->nodes.size())
        text += QLatin1Char(' ') +
                tr("%n node(s) stay in other graphs.", nullptr, static_cast<int>(own->nodes.size() - alone));
    text += QLatin1Char(' ') + tr("This can be undone.");
    if (m_editing->isModified())
        text += QLatin1Char(' ') + tr("Unsaved edits are saved before.");
    Q_EMIT confirmationWanted(
        tr("Delete Graph"), text, tr("&Delete"),
        [this, editing = QPointer(m_editing), doomed = DoomedGraph{now->folder, own->id, title}] {
            if (editing.isNull())
                return;
            if (editing->isModified())
                deleteOnceSaved(*editing, doomed);
            else
                deleteGraph(doomed);
        });
}

/// What keeps the edits from being saved keeps the graph, too: a later save is not to delete it.
void GraphEditor::deleteOnceSaved(GraphEditing& editing, const DoomedGraph& doomed) {
    auto* waiting = new QObject(&editing);
    connect(&editing, &GraphEditing::saved, waiting, [this, waiting, &editing, doomed] {
        waiting->deleteLater();
        if (!editing.isModified()) // else a form holds what could not be applied, and says why
            deleteGraph(doomed);
    });
    const auto stop = [waiting] { waiting->deleteLater(); };
    connect(&editing, &GraphEditing::refused, waiting, stop);
    connect(&editing, &GraphEditing::clashed, waiting, stop);
    connect(&editing, &GraphEditing::failed, waiting, stop);
    editing.save();
}

void GraphEditor::deleteGraph(const DoomedGraph& doomed) {
    m_session->runner().run(
        this,
        [&environment = m_session->environment(), doomed] {
            const graph::GraphWorkspace workspace{
                environment, doomed.folder, history::Actor::human, std::nullopt, {}, std::nullopt};
            return graph::deleteGraph(workspace, doomed.id);
        },
        [this, doomed, session = QPointer(m_session)](const Result<graph::SavedGraph>& saved) {
            if (!saved)
                return Q_EMIT failed(saved.error());
            const bool here = !session.isNull() && session == m_session;
            if (here)
                m_session->refresh();
            tellDone(tr("Graph “%1” was deleted.").arg(doomed.title), here ? doomed.folder : std::string(),
                     saved);
        });
}

/// `folder`: of the user whose data can still be gone back from here; empty: nobody's.
void GraphEditor::tellDone(const QString& text, const std::string& folder,
                           const Result<graph::SavedGraph>& saved) {
    Message told{Message::Kind::done, text, {}, QStringLiteral("done")};
    if (!folder.empty())
        told.actions.push_back({tr("Undo"), [guard = QPointer(this), folder, action = saved->action] {
                                    if (!guard.isNull())
                                        guard->undoAction(folder, action);
                                }});
    Q_EMIT message(told);
}

void GraphEditor::undoAction(const std::string& folder, const ActionId& action) {
    if (!m_session)
        return;
    m_session->runner().run(
        this,
        [&environment = m_session->environment(), folder, action] {
            const graph::GraphWorkspace workspace{environment,  folder, history::Actor::human,
                                                  std::nullopt, {},     std::nullopt};
            return graph::undoTransaction(workspace, action);
        },
        [this](const Result<graph::SavedGraph>& undone) {
            if (!undone)
                Q_EMIT failed(undone.error());
            else if (m_session)
                m_session->refresh();
        });
}

} // namespace stemma::ui
