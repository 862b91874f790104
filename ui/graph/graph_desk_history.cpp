// SPDX-License-Identifier: MIT
// The history of what the desk shows.
#include <QTreeView>

#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/node_card.h"
#include "ui/history/diff_view.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// In a narrower window the card gives its place to the history.
constexpr int roomForBoth = 1300;

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
    connect(m_history, &GraphHistoryPane::closeRequested, this, [this] {
        setHistoryShown(false);
        focusPage();
    });
    connect(m_history, &GraphHistoryPane::restorableChanged, this, &GraphDesk::stateChanged);
    connect(m_history->diffView(), &DiffView::shown, this, &GraphDesk::stateChanged);
}

void GraphDesk::openHistory() {
    m_past = std::make_unique<GraphPast>(*m_session);
    connect(m_past.get(), &GraphPast::failed, this, &GraphDesk::failed);
    m_history->setPast(m_past.get());
}

void GraphDesk::closeHistory() {
    m_history->setPast(nullptr);
    m_past.reset();
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
}

void GraphDesk::setHistoryShown(bool shown) {
    m_historyShown = shown;
    m_history->setVisible(shown);
    m_card->setVisible(!shown || width() >= roomForBoth);
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
