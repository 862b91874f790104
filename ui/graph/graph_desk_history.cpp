// SPDX-License-Identifier: MIT
// The history of what the desk shows.
#include <algorithm>
#include <memory>
#include <utility>

#include <QPointer>
#include <QToolButton>
#include <QTreeView>

#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/node_card.h"
#include "ui/graph/picture_page.h"
#include "ui/history/diff_view.h"
#include "ui/session/graph_command.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// In a narrower window the card gives its place to the history.
constexpr int roomForBoth = 1600;
constexpr int historyWidth = 62; // characters

/// A restore, or a change that was taken out, in the list of what can be undone.
class PastStep final : public GraphCommand {
public:
    PastStep(GraphPast& past, std::string graph, const GraphWritten& written)
        : GraphCommand(std::move(graph), written.label)
        , m_past(&past)
        , m_action(std::make_shared<ActionId>(written.action)) {}
    void undo() override { takeOut(); }
    void redo() override {
        if (!std::exchange(m_fresh, false))
            takeOut();
    }
    [[nodiscard]] bool isStale() const override { return !m_past || m_action->empty(); }

private:
    void takeOut() {
        if (m_past)
            m_past->undo(m_action, text());
    }

    QPointer<GraphPast> m_past;
    std::shared_ptr<ActionId> m_action; ///< what is to be taken out next; empty: that couldn't be done
    bool m_fresh = true;                ///< it is done already when it comes to the list
};

/// The node that an element of the picture is of; empty for a transition.
std::string nodeOf(const UserGraphs& graphs, const std::string& element) {
    if (graphs.store.node(element))
        return element;
    constexpr std::string_view value = "attrval_";
    if (element.starts_with(value))
        if (const graph::Attribute* attribute = graphs.store.attribute(element.substr(value.size())))
            return attribute->source;
    return {};
}

} // namespace

void GraphDesk::buildHistory() {
    m_history->hide();
    connect(m_page->picture(), &PicturePage::historyWanted, this, &GraphDesk::showNodeHistory);
    connect(m_history, &GraphHistoryPane::closeRequested, this, [this] {
        setHistoryShown(false);
        focusPage();
    });
    connect(m_history, &GraphHistoryPane::restorableChanged, this, &GraphDesk::stateChanged);
    connect(m_history, &GraphHistoryPane::statesChanged, this, &GraphDesk::showCompared);
    connect(m_history->diffView(), &DiffView::shown, this, &GraphDesk::stateChanged);
}

void GraphDesk::openHistory() {
    m_past = std::make_unique<GraphPast>(*m_session);
    connect(m_past.get(), &GraphPast::failed, this, &GraphDesk::failed);
    connect(m_past.get(), &GraphPast::written, this, &GraphDesk::tellWritten);
    m_past->setRefusal([this] {
        const GraphEditing* editing = m_editor->editing();
        return editing && editing->isModified()
                   ? tr("There are unsaved edits of these graphs: save or discard them first.")
                   : QString();
    });
    m_history->setPast(m_past.get());
}

void GraphDesk::closeHistory() {
    m_history->setPast(nullptr);
    m_past.reset();
}

/// What was written is a step of the same list as edits and moves of nodes.
void GraphDesk::tellWritten(const GraphWritten& written) {
    GraphEditing* editing = m_editor->editing();
    const QUndoCommand* step = nullptr;
    if (editing && written.isNew && !written.action.empty()) {
        auto* made = new PastStep(*m_past, m_page->graph(), written);
        editing->undoStack().push(made);
        step = made;
    }
    Message told{Message::Kind::done, written.what, {}, QStringLiteral("graph-past")};
    if (!written.warnings.isEmpty()) {
        told.kind = Message::Kind::warning;
        told.text += QLatin1Char('\n') + written.warnings.join(QLatin1Char('\n'));
    }
    if (!written.action.empty())
        told.actions.push_back(
            {tr("Undo"), [past = QPointer<GraphPast>(m_past.get()), list = QPointer<GraphEditing>(editing),
                          step, action = written.action] {
                 if (list && step && list->nextUndo() == step)
                     list->undo();
                 else if (past)
                     past->undo(std::make_shared<ActionId>(action), QString());
             }});
    Q_EMIT message(told);
    Q_EMIT stateChanged();
}

void GraphDesk::showInHistory() {
    const auto& graphs = m_page->graphs();
    if (!graphs)
        return m_history->setShown({}, {}, {}, {});
    const graph::Graph* graph = graphs->store.graph(m_page->graph());
    const std::string node = nodeOf(*graphs, toUtf8(m_page->current()));
    const graph::Node* found = graphs->store.node(node);
    m_history->setShown(
        m_page->graph(),
        oneLine(fromUtf8(graph && !graph->title.empty() ? graph->title : m_page->graph()), 60), node,
        found ? oneLine(fromUtf8(found->label()), 60) : QString());
    showCompared();
}

void GraphDesk::showCompared() {
    m_page->picture()->setCompared(m_history->pictureSwitch()->isChecked() ? m_history->states() : nullptr);
}

void GraphDesk::setHistoryShown(bool shown) {
    m_historyShown = shown;
    const bool opens = shown && m_history->isHidden();
    m_history->setVisible(shown);
    m_card->setVisible(!shown || width() >= roomForBoth);
    if (opens && std::exchange(m_historyFirst, false)) {
        QList<int> widths = sizes();
        const int wanted = fontMetrics().averageCharWidth() * historyWidth;
        const int page = indexOf(m_page);
        const int pane = indexOf(m_history);
        widths[page] = std::max(widths[page] - (wanted - widths[pane]), wanted);
        widths[pane] = wanted;
        setSizes(widths);
    }
    Q_EMIT stateChanged();
}

void GraphDesk::toggleHistory() {
    setHistoryShown(!m_historyShown);
    if (m_historyShown)
        m_history->timelineView()->setFocus(Qt::ShortcutFocusReason);
    else
        focusPage();
}

void GraphDesk::showNodeHistory() {
    setHistoryShown(true);
    m_history->setOf(GraphHistoryPane::Of::node);
    m_history->timelineView()->setFocus(Qt::ShortcutFocusReason);
}

void GraphDesk::compareWithPrevious() {
    setHistoryShown(true);
    m_history->compareWithPrevious();
}

void GraphDesk::focusPage() {
    if (QWidget* page = m_page->pane())
        page->setFocus(Qt::OtherFocusReason);
}

} // namespace stemma::ui
