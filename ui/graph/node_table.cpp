// SPDX-License-Identifier: MIT
#include "ui/graph/node_table.h"

#include <algorithm>
#include <utility>

#include <QHeaderView>
#include <QScopedValueRollback>
#include <QScrollBar>

#include "ui/session/task_runner.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// More rows than that are taken as all new ones: each that goes or comes costs the view.
constexpr int mostReplaced = 500;

} // namespace

// --- the model

std::shared_ptr<const NodeRows> NodeTableModel::setRows(std::shared_ptr<const NodeRows> rows) {
    const int oldCount = m_count;
    const auto newCount = static_cast<int>(rows->shown.size());
    int same = 0, sameBelow = 0;
    const auto alike = [&](int before, int now) { return m_rows->row(before).id == rows->row(now).id; };
    while (same < std::min(oldCount, newCount) && alike(same, same))
        ++same;
    while (sameBelow < std::min(oldCount, newCount) - same &&
           alike(oldCount - 1 - sameBelow, newCount - 1 - sameBelow))
        ++sameBelow;
    std::shared_ptr<const NodeRows> before = m_rows;
    const int gone = oldCount - same - sameBelow;
    const int come = newCount - same - sameBelow;
    if (gone + come > mostReplaced || oldCount == 0) {
        beginResetModel();
        m_rows = std::move(rows);
        m_count = newCount;
        endResetModel();
        return before;
    }
    replace(same, gone, come, std::move(rows));
    for (int place = 0; place < newCount; ++place) {
        if (place >= same && place < newCount - sameBelow)
            continue;
        if (!(m_rows->row(place) == before->row(place < same ? place : place - newCount + oldCount)))
            Q_EMIT dataChanged(index(place, 0), index(place, nodeColumnCount - 1));
    }
    return before;
}

/// Rows between rows that stay.
void NodeTableModel::replace(int first, int oldCount, int newCount, std::shared_ptr<const NodeRows> rows) {
    if (oldCount > 0) {
        beginRemoveRows({}, first, first + oldCount - 1);
        auto fewer = std::make_shared<NodeRows>(*m_rows);
        const auto at = fewer->shown.begin() + first;
        fewer->shown.erase(at, at + oldCount);
        m_rows = std::move(fewer);
        m_count -= oldCount;
        endRemoveRows();
    }
    if (newCount > 0)
        beginInsertRows({}, first, first + newCount - 1);
    m_rows = std::move(rows);
    m_count += newCount;
    if (newCount > 0)
        endInsertRows();
}

int NodeTableModel::rowOf(const QString& id) const {
    if (!m_rows)
        return -1;
    const auto found = m_rows->at.find(toUtf8(id));
    return found == m_rows->at.end() ? -1 : found->second;
}

int NodeTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

int NodeTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : nodeColumnCount;
}

QVariant NodeTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_count)
        return {};
    const NodeRow& row = m_rows->row(index.row());
    const auto column = static_cast<NodeColumn>(index.column());
    const bool troubled = column == NodeColumn::name && !row.problem.isEmpty();
    const bool edited = column == NodeColumn::name && row.edited;
    switch (role) {
    case IdRole:
        return fromUtf8(row.id);
    case Qt::DisplayRole:
        return cellText(row, column);
    case Qt::AccessibleTextRole:
        if (edited && !troubled)
            return tr("%1, not saved", "node").arg(row.name);
        return troubled ? tr("%1. %2", "node, what is wrong with it").arg(row.name, row.problem)
                        : cellText(row, column);
    case Qt::DecorationRole:
        if (troubled)
            return themeIcon(IconName::warning);
        return edited ? QVariant(themeIcon(IconName::edit)) : QVariant();
    case Qt::ToolTipRole: {
        QString id = fromUtf8(row.id);
        if (row.edited)
            id += QLatin1Char('\n') + tr("Edited, not saved yet");
        return plainTip(row.problem.isEmpty() ? id : id + QLatin1Char('\n') + row.problem);
    }
    case Qt::TextAlignmentRole:
        return column == NodeColumn::out || column == NodeColumn::in || column == NodeColumn::attributes
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    default:
        return {};
    }
}

QVariant NodeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (static_cast<NodeColumn>(section)) {
    case NodeColumn::name:
        return NodeTable::tr("Node");
    case NodeColumn::role:
        return NodeTable::tr("Role");
    case NodeColumn::morph:
        return NodeTable::tr("Morph");
    case NodeColumn::out:
        return tip ? NodeTable::tr("Relations that begin here") : NodeTable::tr("Out");
    case NodeColumn::in:
        return tip ? NodeTable::tr("Relations that lead here") : NodeTable::tr("In");
    case NodeColumn::attributes:
        return NodeTable::tr("Attributes");
    case NodeColumn::description:
        return NodeTable::tr("Description");
    case NodeColumn::graphs:
        return NodeTable::tr("In graphs");
    }
    return {};
}

// --- the table

NodeTable::NodeTable(TaskRunner& runner, QWidget* parent)
    : QTreeView(parent)
    , m_runner(runner)
    , m_model(new NodeTableModel(this)) {
    setModel(m_model);
    new QuietSelection(*this);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder); // registry order, until a header is clicked
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Nodes of the graph"));
    header()->setStretchLastSection(true);
    const int unit = fontMetrics().averageCharWidth();
    const std::pair<NodeColumn, int> widths[] = {{NodeColumn::name, 30},        {NodeColumn::role, 12},
                                                 {NodeColumn::morph, 14},       {NodeColumn::out, 7},
                                                 {NodeColumn::in, 7},           {NodeColumn::attributes, 12},
                                                 {NodeColumn::description, 40}, {NodeColumn::graphs, 20}};
    for (const auto& [column, characters] : widths)
        header()->resizeSection(static_cast<int>(column), characters * unit);
    connectParts();
}

void NodeTable::connectParts() {
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (m_setting || !index.isValid())
            return;
        m_chosen = index.data(NodeTableModel::IdRole).toString();
        Q_EMIT currentChosen(m_chosen);
    });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT opened(index.data(NodeTableModel::IdRole).toString());
    });
    connect(m_model, &NodeTableModel::sortWanted, this, [this](int column, Qt::SortOrder direction) {
        m_order.column = column;
        m_order.direction = direction;
        arrange();
    });
}

void NodeTable::setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph) {
    const bool same = graphs && graphs->user == m_user && graph == m_graph;
    m_user = graphs ? graphs->user : std::string();
    m_graph = graph;
    m_runner.discard(std::exchange(m_graphs, std::move(graphs)));
    m_runner.discard(std::exchange(m_all, nullptr));
    if (!same) {
        m_chosen.clear();
        take(std::make_shared<const NodeRows>());
    }
    arrange();
}

void NodeTable::setFilter(const QString& text) {
    if (m_order.filter == text.trimmed())
        return;
    m_order.filter = text.trimmed();
    arrange();
}

void NodeTable::arrange() {
    const quint64 generation = ++m_generation;
    if (!m_graphs && !m_all)
        return;
    m_runner.run(
        this,
        [graphs = m_graphs, graph = m_graph, all = m_all, order = m_order] {
            return ui::arranged(
                all ? all : std::make_shared<const std::vector<NodeRow>>(nodeRows(*graphs, graph)), order);
        },
        [this, generation](std::shared_ptr<const NodeRows> rows) {
            if (generation != m_generation)
                return m_runner.discard(std::move(rows));
            m_all = rows->all;
            m_runner.discard(std::exchange(m_graphs, nullptr));
            take(std::move(rows));
        });
}

/// What is chosen, and what is at the top, stay where they are; the view doesn't jump to either.
void NodeTable::take(std::shared_ptr<const NodeRows> rows) {
    const QScopedValueRollback setting(m_setting, true);
    const int top = verticalScrollBar()->value();
    setAutoScroll(false);
    m_runner.discard(m_model->setRows(std::move(rows)));
    showChosen();
    verticalScrollBar()->setValue(top);
    setAutoScroll(true);
    Q_EMIT arranged();
}

void NodeTable::showChosen() {
    const int row = m_model->rowOf(m_chosen);
    const QModelIndex index = row < 0 ? QModelIndex() : m_model->index(row, 0);
    if (index.row() != currentIndex().row())
        setCurrentIndex(index);
}

void NodeTable::setCurrent(const QString& id) {
    m_chosen = id;
    const QScopedValueRollback setting(m_setting, true);
    showChosen();
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

void NodeTable::showNext(int step) {
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const int now = m_model->rowOf(m_chosen);
    const int next = now < 0 ? (step > 0 ? 0 : count - 1) : (now + step + count) % count;
    setCurrentIndex(m_model->index(next, 0));
}

} // namespace stemma::ui
