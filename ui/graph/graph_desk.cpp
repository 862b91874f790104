// SPDX-License-Identifier: MIT
#include "ui/graph/graph_desk.h"

#include <QStackedWidget>

#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/node_card.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

GraphDesk::GraphDesk(const journal::Environment& environment, TaskRunner& runner, graph::PlaceStore* places,
                     const std::string& layoutProgram, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_environment(environment)
    , m_runner(runner)
    , m_model(std::make_unique<GraphTreeModel>()) {
    m_tree = new GraphTree(*m_model, this);
    m_page = new GraphPage(runner, places, layoutProgram, this);
    m_card = new NodeCard(runner, this);
    m_editor = new GraphEditor(*m_page, *m_card, this);
    m_history = new GraphHistoryPane(this);
    buildHealth();
    for (QWidget* part : std::initializer_list<QWidget*>{m_tree, m_page, m_card, m_history, m_healthPlace})
        addWidget(part);
    setChildrenCollapsible(false);
    setStretchFactor(1, 1);
    setStretchFactor(4, 1);
    const int unit = fontMetrics().averageCharWidth();
    m_tree->setMinimumWidth(unit * 18);
    m_card->setMinimumWidth(unit * 26);
    setSizes({unit * 30, unit * 120, unit * 42, unit * 52, unit * 160});
    connectParts();
    connectEditor();
    buildHistory();
}

GraphDesk::~GraphDesk() {
    m_editor->setSession(nullptr); // what it holds knows the session
    delete m_healthPlace;          // the views go before their model
}

void GraphDesk::connectParts() {
    connect(m_tree, &GraphTree::graphChosen, this, &GraphDesk::showGraph);
    connect(m_tree, &GraphTree::userChosen, this, &GraphDesk::showUser);
    connect(m_tree, &GraphTree::usersChosen, this, [this] { setHealthShown(false); });
    connect(m_tree, &GraphTree::healthChosen, this, [this] { setHealthShown(true); });
    connect(m_tree, &GraphTree::activated, this, [this](const QModelIndex& index) {
        QWidget* page = m_page->pane();
        if (page && m_model->rowCount(index) == 0)
            page->setFocus(Qt::OtherFocusReason);
    });
    connect(m_page, &GraphPage::currentChanged, this, &GraphDesk::showCard);
    connect(m_page, &GraphPage::cardWanted, this, [this] {
        m_card->setVisible(true); // the history may have its place
        m_card->setFocus(Qt::OtherFocusReason);
    });
    connect(m_page, &GraphPage::failed, this, &GraphDesk::failed);
    connect(m_page, &GraphPage::pageChanged, this, &GraphDesk::stateChanged);
    connect(m_page->picture(), &PicturePage::laidOutAnew, this, &GraphDesk::stateChanged);
    connect(m_card, &NodeCard::nodeWanted, m_page, &GraphPage::setCurrent);
    connect(m_card, &NodeCard::graphWanted, this, [this](const QString& graph) {
        if (m_session)
            showGraph(m_session->user(), toUtf8(graph));
    });
    connect(m_card, &NodeCard::morphChosen, this, [this](const QString& node, const QString& morph) {
        m_page->picture()->showMorph(toUtf8(node), toUtf8(morph));
    });
    connect(m_card, &NodeCard::transitionTried, this,
            [this](const QString& transition) { m_page->picture()->tryTransition(toUtf8(transition)); });
}

void GraphDesk::connectEditor() {
    connect(m_editor, &GraphEditor::changed, this, [this] {
        if (m_editor->editing() && !m_graph.empty())
            m_page->setGraph(m_editor->editing()->graphs(), m_graph);
    });
    connect(m_editor, &GraphEditor::stateChanged, this, &GraphDesk::stateChanged);
    connect(m_editor, &GraphEditor::failed, this, &GraphDesk::failed);
    connect(m_editor, &GraphEditor::formOpened, m_card, &QWidget::show);
    connect(m_editor, &GraphEditor::formClosed, this, &GraphDesk::focusPage);
    connect(m_editor, &GraphEditor::graphWanted, this, &GraphDesk::showGraph);
    connect(
        m_page->picture()->view(), &PictureView::connected, m_editor,
        [this](const QString& from, const QString& to) { m_editor->connectNodes(toUtf8(from), toUtf8(to)); });
    connect(m_card, &NodeCard::relationWanted, m_editor,
            [this](const QString& id) { m_editor->editRelation(toUtf8(id)); });
    connect(m_card, &NodeCard::attributeWanted, m_editor,
            [this](const QString& id) { m_editor->editAttribute(toUtf8(id)); });
    connect(m_card, &NodeCard::newRelationWanted, m_editor, [this] { m_editor->run(Command::addRelation); });
    connect(m_card, &NodeCard::newAttributeWanted, m_editor,
            [this] { m_editor->run(Command::addAttribute); });
}

void GraphDesk::open(const QString& root) {
    close();
    m_first = true;
    m_session = std::make_unique<GraphSession>(m_environment, m_runner, root);
    connectSession();
    m_editor->setSession(m_session.get());
    openHistory();
    openHealth();
    m_session->open();
}

void GraphDesk::connectSession() {
    connect(m_session.get(), &GraphSession::libraryChanged, this, &GraphDesk::takeLibrary);
    connect(m_session.get(), &GraphSession::graphsChanged, this, &GraphDesk::takeGraphs);
    connect(m_session.get(), &GraphSession::previewed, this,
            [this](const std::string&, const std::string& folder, const std::string& graph,
                   const std::shared_ptr<const graph::Picture>& picture) {
                if (graph == m_graph)
                    m_page->setPreview(m_tree->currentIndex().data().toString(), folder, graph, picture);
            });
    connect(m_session.get(), &GraphSession::failed, this, &GraphDesk::failed);
    connect(m_session.get(), &GraphSession::pollingChanged, this, &GraphDesk::pollingChanged);
}

void GraphDesk::close() {
    m_health->close();
    setHealthShown(false);
    m_wantedElement.clear();
    closeHistory();
    m_page->setGraph(nullptr, {});
    m_card->show(nullptr, {}, {});
    m_model->setLibrary({});
    m_graph.clear();
    m_editor->setSession(nullptr);
    m_session.reset();
}

/// The first graph that has nodes is shown, so that nobody looks at an empty window.
void GraphDesk::takeLibrary() {
    const auto& library = *m_session->library();
    m_model->setLibrary(library);
    if (std::exchange(m_first, false)) {
        const graph::UserSummary* user = nullptr;
        const graph::GraphSummary* best = nullptr;
        for (const graph::UserSummary& one : library.users) {
            for (const graph::GraphSummary& graph : one.graphs) {
                if (!best || graph.nodes > best->nodes) {
                    best = &graph;
                    user = &one;
                }
            }
        }
        if (best && m_graph.empty() && !m_healthShown)
            m_tree->setCurrent(user->id, best->id);
        Q_EMIT shown();
        m_health->lookWhenIdle();
    }
    Q_EMIT stateChanged();
}

void GraphDesk::takeGraphs() {
    const auto graphs = m_editor->shown(m_session->graphs());
    if (!m_graph.empty())
        m_page->setGraph(graphs, m_graph);
    showWantedElement();
    Q_EMIT stateChanged();
}

void GraphDesk::showUser(const std::string& user) {
    if (!m_session)
        return;
    setHealthShown(false);
    m_graph.clear();
    m_page->setGraph(nullptr, {});
    const auto graphs = m_session->graphs();
    if (graphs && graphs->user == user) {
        m_editor->shown(graphs);
    } else {
        m_editor->shown(nullptr);
        m_session->openUser(user);
    }
    Q_EMIT stateChanged();
}

void GraphDesk::showGraph(const std::string& user, const std::string& graph) {
    if (!m_session)
        return;
    setHealthShown(false);
    m_graph = graph;
    const auto graphs = m_session->graphs();
    if (graphs && graphs->user == user) {
        m_page->setGraph(m_editor->shown(graphs), graph);
    } else {
        m_editor->shown(nullptr);
        m_page->setGraph(nullptr, {});
        m_session->openUser(user, graph);
    }
    m_tree->setCurrent(user, graph);
    Q_EMIT stateChanged();
}

void GraphDesk::showCard() {
    const auto& morphs = m_page->picture()->morphs();
    const auto morph = morphs.find(toUtf8(m_page->current()));
    m_card->show(m_page->graphs(), m_page->current(), morph == morphs.end() ? std::string() : morph->second);
    const bool editable = m_editor->editing() && m_editor->editing()->whyNotEditable().isEmpty();
    m_card->setEditable(editable);
    m_page->picture()->view()->setConnectable(editable);
    showInHistory();
}

void GraphDesk::setTreeShown(bool shown) {
    m_tree->setVisible(shown);
}

QList<QWidget*> GraphDesk::panes() const {
    QList<QWidget*> panes;
    if (!m_tree->isHidden())
        panes << m_tree;
    if (m_healthShown)
        return panes << m_health->list()->focusTarget() << m_health->page()->currentWidget()->focusProxy();
    if (QWidget* page = m_page->pane())
        panes << page;
    if (m_historyShown)
        panes << m_history->timelineView();
    if (!m_card->isHidden())
        panes << m_card;
    return panes;
}

QString GraphDesk::status() const {
    return m_session ? m_session->root() : QString();
}

} // namespace stemma::ui
