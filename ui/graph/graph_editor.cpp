// SPDX-License-Identifier: MIT
#include "ui/graph/graph_editor.h"

#include <algorithm>
#include <utility>

#include <QLineEdit>

#include "ui/graph/edit_form.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/node_card.h"
#include "ui/graph/picture_page.h"
#include "ui/session/auto_save.h"
#include "ui/session/task_runner.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

GraphEditor::GraphEditor(GraphPage& page, NodeCard& card, QObject* parent)
    : QObject(parent)
    , m_page(page)
    , m_card(card)
    , m_form(card.form()) {
    connectForm();
    connect(&m_page, &GraphPage::currentChanged, this, &GraphEditor::onChosen);
}

GraphEditor::~GraphEditor() = default;

void GraphEditor::setSession(GraphSession* session) {
    closeForm();
    m_page.picture()->setUndoStack(nullptr);
    m_editing = nullptr;
    for (const auto& [user, editing] : std::exchange(m_all, {}))
        editing->disconnect(this); // it goes
    m_session = session;
}

std::shared_ptr<const UserGraphs> GraphEditor::shown(const std::shared_ptr<const UserGraphs>& graphs) {
    if (!graphs || !m_session) {
        m_page.picture()->setUndoStack(nullptr);
        m_editing = nullptr;
        dropSettled();
        return graphs;
    }
    auto& editing = m_all[graphs->user];
    if (!editing) {
        editing = std::make_unique<GraphEditing>(*m_session, graphs);
        connectEditing(*editing);
        keepDrafts(*editing);
        (new AutoSave(*editing))->setPause(m_autoSave);
    }
    if (m_editing != editing.get()) {
        m_editing = editing.get();
        m_page.picture()->setUndoStack(&m_editing->undoStack());
        dropSettled();
    }
    return m_editing->graphs();
}

void GraphEditor::setAutoSave(std::chrono::milliseconds pause) {
    m_autoSave = pause;
    for (const auto& [user, editing] : m_all)
        editing->findChild<AutoSave*>()->setPause(pause);
}

void GraphEditor::connectEditing(GraphEditing& editing) {
    connect(&editing, &GraphEditing::changed, this, [this, &editing] {
        if (&editing == m_editing)
            Q_EMIT changed();
        Q_EMIT stateChanged();
    });
    connect(&editing, &GraphEditing::modifiedChanged, this, &GraphEditor::stateChanged);
    connect(&editing.undoStack(), &QUndoStack::indexChanged, this, &GraphEditor::stateChanged);
    connect(&editing, &GraphEditing::flushRequested, this, [this, &editing] {
        if (&editing == m_formOf)
            flush();
    });
    connect(&editing, &GraphEditing::failed, this, &GraphEditor::failed);
    connect(&editing, &GraphEditing::clashed, this, [this, &editing] { tellClash(editing); });
    connect(&editing, &GraphEditing::clashSettled, this,
            [this] { Q_EMIT messageSettled(QStringLiteral("clash")); });
    connect(&editing, &GraphEditing::refused, this, [this](const QString& why) {
        Q_EMIT message({Message::Kind::warning, tr("Not saved. %1").arg(why), {}, QStringLiteral("save")});
    });
    connect(&editing, &GraphEditing::mergedFromOthers, this, [this] {
        Q_EMIT message({Message::Kind::information,
                        tr("What others saved meanwhile was merged with your unsaved edits."),
                        {},
                        QStringLiteral("others")});
    });
    connect(&editing, &GraphEditing::saved, this, [this](const graph::SavedGraph& saved, bool merged) {
        Q_EMIT messageSettled(QStringLiteral("save"));
        if (merged)
            Q_EMIT message({Message::Kind::information,
                            tr("Saved. What others had saved meanwhile is in it too."),
                            {},
                            QStringLiteral("others")});
        for (const std::string& warning : saved.warnings)
            Q_EMIT message({Message::Kind::warning, fromUtf8(warning), {}, {}});
    });
    // Queued: what tells it is not to go from within its own signal.
    connect(&editing, &GraphEditing::idle, this, &GraphEditor::dropSettled, Qt::QueuedConnection);
}

/// Who was left and has nothing unsaved needs nobody any more.
void GraphEditor::dropSettled() {
    std::erase_if(m_all, [this](const auto& each) {
        const GraphEditing& editing = *each.second;
        return &editing != m_editing && &editing != m_formOf && editing.isIdle() && !editing.isModified();
    });
}

std::vector<GraphEditing*> GraphEditor::unsaved() const {
    std::vector<GraphEditing*> found;
    for (const auto& [user, editing] : m_all)
        if (editing->isModified())
            found.push_back(editing.get());
    std::stable_partition(found.begin(), found.end(),
                          [this](const GraphEditing* each) { return each == m_editing; });
    return found;
}

GraphEditing* GraphEditor::underWay() const {
    for (const auto& [user, editing] : m_all)
        if (!editing->isIdle())
            return editing.get();
    return nullptr;
}

QStringList GraphEditor::unsavedTitles() const {
    QStringList titles;
    for (const GraphEditing* editing : unsaved()) {
        const auto graphs = editing->unsavedGraphs();
        for (const std::string& id : graphs) {
            const graph::Graph* graph = editing->graphs()->store.graph(id);
            titles << fromUtf8(graph && !graph->title.empty() ? graph->title : id);
        }
        if (graphs.empty())
            titles << fromUtf8(editing->user());
    }
    return titles;
}

// --- what is chosen

GraphsPtr GraphEditor::graphs() const {
    return m_editing ? m_editing->graphs() : nullptr;
}

std::string GraphEditor::graph() const {
    return m_page.graph();
}

std::string GraphEditor::element() const {
    return toUtf8(m_page.current());
}

std::string GraphEditor::attribute() const {
    constexpr std::string_view prefix = "attrval_";
    const std::string id = element();
    return graphs() && !graphs()->store.node(id) && id.starts_with(prefix) ? id.substr(prefix.size())
                                                                           : std::string();
}

std::string GraphEditor::transition() const {
    constexpr std::string_view prefix = "transition_";
    const std::string id = element();
    if (!graphs() || graphs()->store.node(id) || !id.starts_with(prefix))
        return {};
    const std::string own = id.substr(prefix.size());
    return graphs()->store.transition(own) ? own : std::string();
}

const graph::Node* GraphEditor::node() const {
    if (!graphs())
        return nullptr;
    if (const graph::Node* node = graphs()->store.node(element()))
        return node;
    const graph::Attribute* own = graphs()->store.attribute(attribute());
    return own ? graphs()->store.node(own->source) : nullptr;
}

const graph::Morph* GraphEditor::morph() const {
    const graph::Node* chosen = node();
    if (!chosen)
        return nullptr;
    const auto& tried = m_page.picture()->morphs();
    const auto at = tried.find(chosen->id);
    if (at != tried.end())
        for (const graph::Morph& morph : chosen->morphs)
            if (morph.id == at->second)
                return &morph;
    return chosen->shownMorph();
}

GraphAbility GraphEditor::ability() const {
    GraphAbility ability;
    ability.shown = graphs() && graphs()->store.graph(graph());
    if (!m_editing)
        return ability;
    ability.user = true;
    ability.whyNot = m_editing->whyNotEditable();
    ability.modified = m_editing->isModified();
    ability.attribute = !attribute().empty();
    ability.transition = !transition().empty();
    const graph::Node* chosen = node();
    ability.node = chosen != nullptr;
    if (!chosen)
        return ability;
    ability.inGraph =
        std::find(chosen->graphs.begin(), chosen->graphs.end(), graph()) != chosen->graphs.end();
    ability.morphs = static_cast<int>(chosen->morphs.size());
    if (const graph::Morph* own = morph()) {
        ability.morphActive = own == chosen->shownMorph();
        ability.morphBasic = own->implied || own->name == "basic";
        ability.members = static_cast<int>(own->relations.size() + own->attributes.size());
    }
    return ability;
}

// --- forms

void GraphEditor::connectForm() {
    connect(m_form, &EditForm::submitted, this, [this] {
        if (m_formAct)
            return m_formAct(m_form->values());
        applyForm(m_form->spec().edits(m_form->values()));
    });
    connect(m_form, &EditForm::removalWanted, this, [this] { applyForm(m_form->spec().removal()); });
    connect(m_form, &EditForm::changed, this, [this] {
        if (m_formOf && !m_formAct)
            m_formOf->setTyping(m_form->isChanged());
    });
    connect(m_form, &EditForm::closed, this, [this] {
        if (m_formOf)
            m_formOf->setTyping(false);
        m_formOf = nullptr;
        m_formAct = nullptr;
        if (m_session)
            m_session->runner().discard(std::exchange(m_formOn, nullptr));
        m_formOn.reset();
        Q_EMIT formClosed();
    });
}

/// Whether a form holds what was typed. It is applied, and then `next` is done; what can't be applied keeps
/// its form.
bool GraphEditor::isHeld(std::function<void()> next) {
    if (!m_form->isOpen() || !m_form->isChanged() || !m_formOf)
        return false;
    if (m_form->isBusy())
        return true; // the person sees that it is
    if (!m_form->problem().isEmpty())
        m_form->showProblems();
    else if (m_formAct)
        m_form->showProblem(tr("Finish this first, or cancel it."));
    else
        applyForm(m_form->spec().edits(m_form->values()), std::move(next));
    return true;
}

void GraphEditor::open(FormSpec spec) {
    closeForm();
    m_formOf = m_editing;
    m_formOn = graphs();
    m_formGraph = graph();
    m_formElement = element();
    m_formAct = nullptr;
    Q_EMIT formOpened();
    m_form->open(std::move(spec));
}

void GraphEditor::discard() {
    if (m_formOf == m_editing)
        closeForm();
    if (m_editing)
        m_editing->discard();
}

void GraphEditor::closeForm() {
    m_form->close();
}

/// Something else is chosen. A form in which nothing was typed goes; one for a relation takes the node as the
/// one that it leads to.
void GraphEditor::onChosen() {
    Q_EMIT stateChanged();
    if (!m_form->isOpen() || element() == m_formElement)
        return;
    const graph::Node* chosen = node();
    auto* target = qobject_cast<QLineEdit*>(m_form->field(QStringLiteral("target")));
    if (target && chosen && m_formOf == m_editing && chosen->id != m_formElement)
        target->setText(nodeNames(graphs()->store).textOf(chosen->id));
    else if (!m_form->isChanged())
        closeForm();
}

/// What is typed becomes an edit now, or is told to be off.
void GraphEditor::flush() {
    if (!m_form->isOpen() || !m_form->isChanged() || m_form->isBusy() || m_formAct || !m_formOf)
        return;
    if (const QString why = m_form->problem(); !why.isEmpty()) {
        m_form->showProblems();
        m_formOf->refuse(why);
        return;
    }
    applyForm(m_form->spec().edits(m_form->values()));
}

void GraphEditor::applyForm(const FormEdits& edits, std::function<void()> next) {
    GraphEditing* editing = m_formOf;
    if (!editing)
        return;
    if (edits.edits.empty()) {
        closeForm();
        if (next)
            next();
        return;
    }
    m_form->setBusy(true);
    editing->apply(m_formOn, m_formGraph, edits.edits, edits.label,
                   [this, form = m_form->number(), edits, next = std::move(next)](const Status& status) {
                       const bool same = m_form->isOpen() && m_form->number() == form;
                       if (same)
                           m_form->setBusy(false);
                       if (!status) {
                           if (same)
                               m_form->showProblem(errorText(status.error()));
                           else
                               Q_EMIT failed(status.error());
                           return;
                       }
                       if (same)
                           closeForm();
                       // What comes next is about what is chosen.
                       const bool select = edits.inPlaceOf.empty() ? !next : edits.inPlaceOf == element();
                       if (!edits.select.empty() && select)
                           m_page.setCurrent(fromUtf8(edits.select));
                       if (next)
                           next();
                   });
}

void GraphEditor::apply(FormEdits edits) {
    if (!m_editing)
        return;
    m_editing->apply(graph(), std::move(edits.edits), edits.label);
}

} // namespace stemma::ui
