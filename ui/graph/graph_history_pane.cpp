// SPDX-License-Identifier: MIT
#include "ui/graph/graph_history_pane.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QToolButton>
#include <QTreeView>

#include "ui/graph/history_plan.h"
#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

GraphHistoryPane::GraphHistoryPane(QWidget* parent)
    : TimelinePane(parent) {
    timelineView()->setAccessibleName(tr("History, newest first"));
    setAgainstNow(tr("Compare the selected version with how it is now"));
    buildScope();
    m_inPicture = new QToolButton;
    m_inPicture->setText(tr("In the picture"));
    m_inPicture->setToolTip(tr("Show in the picture what was added, edited and removed"));
    m_inPicture->setCheckable(true);
    connect(m_inPicture, &QToolButton::toggled, this, &GraphHistoryPane::statesChanged);
    diffView()->addTool(m_inPicture);
    setPast(nullptr);
}

void GraphHistoryPane::buildScope() {
    m_of = new QComboBox;
    m_of->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_of->setMinimumContentsLength(14);
    m_of->setAccessibleName(tr("What the history is of"));
    m_of->setToolTip(m_of->accessibleName());
    for (const Of of : {Of::graph, Of::node, Of::user})
        m_of->addItem(QString(), static_cast<int>(of));
    addRow(m_of);
    connect(m_of, &QComboBox::currentIndexChanged, this, &GraphHistoryPane::takeScope);
    nameScopes();
}

GraphHistoryPane::Of GraphHistoryPane::of() const {
    return static_cast<Of>(m_of->currentData().toInt());
}

void GraphHistoryPane::setOf(Of of) {
    m_of->setCurrentIndex(m_of->findData(static_cast<int>(of)));
}

void GraphHistoryPane::nameScopes() {
    const auto name = [this](Of of, const QString& text, bool possible) {
        const int row = m_of->findData(static_cast<int>(of));
        m_of->setItemText(row, text);
        qobject_cast<QStandardItemModel*>(m_of->model())->item(row)->setEnabled(possible);
    };
    name(Of::graph, m_graphTitle.isEmpty() ? tr("This graph") : tr("Graph %1").arg(isolated(m_graphTitle)),
         !m_graph.empty());
    name(Of::node,
         m_node.empty() ? tr("The chosen node")
                        : tr("Node %1").arg(isolated(m_nodeName.isEmpty() ? fromUtf8(m_node) : m_nodeName)),
         !m_node.empty());
    name(Of::user, tr("All graphs"), m_past != nullptr);
}

Timestamp GraphHistoryPane::now() const {
    return m_past ? m_past->session().environment().clock.now() : Timestamp{};
}

void GraphHistoryPane::setPast(GraphPast* past) {
    if (m_past) {
        disconnect(m_past, nullptr, this, nullptr);
        disconnect(&m_past->session(), nullptr, this, nullptr);
    }
    m_past = past;
    m_graph.clear();
    m_node.clear();
    m_scope = {};
    m_read = false;
    m_fresh = true;
    m_entries = {};
    m_offer.reset();
    m_asking = false;
    restorePanel()->hide();
    model()->setItems({});
    diffView()->setRunner(past ? &past->session().runner() : nullptr);
    note()->setText(past ? QString() : tr("Nothing is open."));
    nameScopes();
    choose();
    if (!past)
        return;
    connect(past, &GraphPast::timelineChanged, this, &GraphHistoryPane::onTimeline);
    connect(past, &GraphPast::compared, this, &GraphHistoryPane::onCompared);
    connect(past, &GraphPast::compareFailed, this, &GraphHistoryPane::onFailed);
    connect(past, &GraphPast::previewReady, this, &GraphHistoryPane::onPreview);
    connect(past, &GraphPast::failed, this, &GraphHistoryPane::onRefused);
    connect(past, &GraphPast::written, this, &GraphHistoryPane::onWritten);
    connect(past, &GraphPast::busyChanged, this, &GraphHistoryPane::showButtons);
    connect(&past->session(), &GraphSession::graphsChanged, this, &GraphHistoryPane::onGraphs);
    if (isVisible())
        past->setWanted(true);
}

void GraphHistoryPane::setShown(const std::string& graph, const QString& title, const std::string& node,
                                const QString& nodeName) {
    m_graph = graph;
    m_graphTitle = title;
    if (!node.empty() || of() != Of::node) { // a history that is being read stays while nothing is chosen
        m_node = node;
        m_nodeName = nodeName;
    }
    nameScopes();
    takeScope();
}

void GraphHistoryPane::takeScope() {
    PastScope scope;
    if (of() != Of::user)
        scope.graph = m_graph;
    if (of() == Of::node)
        scope.node = m_node;
    if (scope == m_scope)
        return;
    m_scope = scope;
    m_fresh = true;
    m_read = false;
    closePanel();
    onTimeline();
}

void GraphHistoryPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_past)
        m_past->setWanted(true);
    choose();
}

void GraphHistoryPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (m_past)
        m_past->setWanted(false);
    showStates(nullptr);
    m_comparing.clear();
}

/// Rows are made on the pool: there may be thousands.
void GraphHistoryPane::onTimeline() {
    const quint64 generation = ++m_generation;
    if (!m_past || !m_past->timeline() || (m_scope.graph.empty() && of() != Of::user)) {
        m_read = false;
        m_entries = {};
        m_fresh = true;
        model()->setItems({});
        choose();
        return;
    }
    m_past->session().runner().run(
        this, [timeline = m_past->timeline(), scope = m_scope] { return pastEntries(*timeline, scope); },
        [this, generation](PastEntries entries) {
            if (generation == m_generation)
                take(std::move(entries));
        });
}

void GraphHistoryPane::take(PastEntries entries) {
    if (dependsOnNow()) // that has become something else
        m_comparing.clear();
    m_entries = std::move(entries);
    m_read = true;
    model()->setNow(now());
    model()->setItems(std::exchange(m_entries.items, {}));
    const bool newest = std::exchange(m_toNewest, false);
    if (std::exchange(m_fresh, false) || newest) {
        chooseOnly(model()->index(model()->rowCount() > 1 ? 1 : 0, 0));
        timelineView()->scrollToTop();
    }
    choose();
}

/// What nothing of ours holds is as it is now in every version that is made of a bare backup.
bool GraphHistoryPane::dependsOnNow() const {
    for (const auto& version : {m_choice.before, m_choice.after})
        if (version && *version < m_entries.versions.size() &&
            (m_entries.versions[*version].at == graph::GraphVersion::At::now ||
             m_entries.versions[*version].at == graph::GraphVersion::At::backup))
            return true;
    return false;
}

bool GraphHistoryPane::concernsRegistriesOnly() const {
    for (const auto& version : {m_choice.before, m_choice.after})
        if (version && m_entries.versions[*version].at == graph::GraphVersion::At::backup)
            return true;
    return false;
}

void GraphHistoryPane::choose() {
    if (!m_past || !m_read) {
        m_choice = {};
        m_comparing.clear();
        showStates(nullptr);
        diffView()->showMessage(m_past && !m_graph.empty() ? tr("Reading the history …") : QString());
        showButtons();
        return;
    }
    m_choice = chooseVersions(m_entries.compared, selectedEntries(), against(), now());
    showButtons();
    if (isAsking() || !isVisible())
        return;
    if (!m_choice.before || !m_choice.after) {
        m_comparing.clear();
        m_past->cancelCompare();
        showStates(nullptr);
        diffView()->showMessage(m_choice.why);
        return;
    }
    const graph::GraphVersion& before = m_entries.versions[*m_choice.before];
    const graph::GraphVersion& after = m_entries.versions[*m_choice.after];
    const std::string comparing = graph::nameOf(before) + ' ' + graph::nameOf(after) + ' ' +
                                  m_choice.beforeText.toStdString() + m_choice.afterText.toStdString();
    if (std::exchange(m_comparing, comparing) != comparing)
        m_past->compare(before, after);
}

void GraphHistoryPane::onCompared(const GraphStatesPtr& states) {
    if (isAsking() || m_comparing.empty() || !m_choice.before || !m_choice.after)
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = m_choice.beforeText;
    source->afterText = m_choice.afterText;
    const QString remark = concernsRegistriesOnly()
                               ? tr("NDF Studio keeps the registries alone: what is in the files themselves "
                                    "is shown as it is now.")
                               : QString();
    source->plan = [states, scope = m_scope, remark](Unchanged unchanged) {
        return planGraphDifference(*states, scope, remark, unchanged);
    };
    source->rawPlan = [states, scope = m_scope](Unchanged unchanged) {
        return planFileDifference(*states, scope, unchanged);
    };
    diffView()->showDifference(std::move(source));
    showStates(states);
}

void GraphHistoryPane::showStates(GraphStatesPtr states) {
    if (states == m_states)
        return;
    if (m_past && m_states)
        m_past->session().runner().discard(std::move(m_states));
    m_states = std::move(states);
    Q_EMIT statesChanged();
}

void GraphHistoryPane::onFailed(const Error& error) {
    if (m_comparing.empty())
        return;
    m_comparing.clear();
    showStates(nullptr);
    diffView()->showMessage(errorText(error));
}

} // namespace stemma::ui
