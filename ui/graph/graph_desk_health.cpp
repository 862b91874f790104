// SPDX-License-Identifier: MIT
// What is wrong in the library of graphs, as a place beside its graphs.
#include <algorithm>
#include <utility>

#include <QStackedWidget>

#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/node_card.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// The node that an element stands at; empty if it is none, and stands at none.
std::string nodeAt(const graph::GraphStore& store, const std::string& element) {
    if (store.node(element) != nullptr)
        return element;
    if (const graph::Relation* relation = store.relation(element))
        return relation->source;
    if (const graph::Attribute* attribute = store.attribute(element))
        return attribute->source;
    return {};
}

/// The first graph that the node is in; empty if it is in none that is there.
std::string graphWith(const graph::GraphStore& store, const std::string& node) {
    const graph::Node* found = store.node(node);
    if (found == nullptr)
        return {};
    const auto in = std::find_if(found->graphs.begin(), found->graphs.end(),
                                 [&store](const std::string& id) { return store.graph(id) != nullptr; });
    return in == found->graphs.end() ? std::string() : *in;
}

HealthSession::Titles namesOf(const std::shared_ptr<const graph::GraphLibrary>& library) {
    return [library] {
        std::unordered_map<std::string, QString> names;
        if (library)
            for (const graph::UserSummary& user : library->users)
                names.emplace(user.id, oneLine(fromUtf8(user.name.empty() ? user.id : user.name)));
        return names;
    };
}

} // namespace

void GraphDesk::buildHealth() {
    m_health = new HealthDesk(m_environment.clock, this);
    m_healthPlace = new QSplitter(this);
    m_healthPlace->setChildrenCollapsible(false);
    m_healthPlace->setHandleWidth(1);
    m_healthPlace->addWidget(m_health->list());
    m_healthPlace->addWidget(m_health->page());
    m_healthPlace->setStretchFactor(1, 1);
    m_health->list()->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_healthPlace->setSizes({380, 800});
    m_healthPlace->hide();
    connect(m_health, &HealthDesk::countChanged, m_model.get(), &GraphTreeModel::setHealthCount);
}

void GraphDesk::openHealth() {
    GraphSession* session = m_session.get();
    m_health->open({m_environment, m_runner, session->root(), [] {},
                    [session](const std::vector<report::Saved>&) { session->refresh(); }},
                   [session] { return namesOf(session->library()); });
    connect(session, &GraphSession::libraryChanged, m_health, &HealthDesk::onLibraryChanged);
    connect(session, &GraphSession::graphsChanged, m_health, &HealthDesk::onLibraryChanged);
}

void GraphDesk::setHealthShown(bool shown) {
    if (std::exchange(m_healthShown, shown) == shown)
        return;
    m_healthPlace->setVisible(shown);
    m_page->setVisible(!shown);
    if (shown) {
        m_card->hide();
        m_history->hide();
        m_tree->setCurrentHealth();
    } else {
        setHistoryShown(m_historyShown);
    }
    m_health->setShown(shown);
    Q_EMIT stateChanged();
}

void GraphDesk::showElement(const std::string& user, const std::string& element) {
    m_wantedElement = element;
    const auto graphs = m_session ? m_session->graphs() : nullptr;
    if (graphs && graphs->user == user)
        showWantedElement();
    else
        showUser(user);
}

void GraphDesk::showWantedElement() {
    const auto graphs = m_session ? m_session->graphs() : nullptr;
    if (m_wantedElement.empty() || !graphs)
        return;
    const std::string element = std::exchange(m_wantedElement, {});
    const std::string node = nodeAt(graphs->store, element);
    const std::string graph =
        graphs->store.graph(element) != nullptr ? element : graphWith(graphs->store, node);
    if (graph.empty()) {
        showUser(graphs->user);
        m_tree->setFocus(Qt::OtherFocusReason);
        return;
    }
    showGraph(graphs->user, graph);
    if (!node.empty())
        m_page->setCurrent(fromUtf8(node));
    focusPage();
}

} // namespace stemma::ui
