// SPDX-License-Identifier: MIT
#include "ui/graph/graph_tree.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/library/place_delegate.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

QStringList linesOf(const std::vector<Problem>& problems) {
    QStringList lines;
    for (const Problem& problem : problems) {
        if (problem.severity != Severity::info)
            lines << fromUtf8(problem.message);
    }
    return lines;
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphTree)
};

GraphRow rowOf(const graph::UserSummary& user, const graph::GraphSummary& graph) {
    GraphRow row;
    row.user = user.id;
    row.graph = graph.id;
    row.name = fromUtf8(graph.title.empty() ? graph.id : graph.title);
    row.nodes = static_cast<int>(graph.nodes);
    row.detail = Words::tr("%n node(s)", nullptr, row.nodes) + QLatin1String(", ") +
                 Words::tr("%n relation(s)", nullptr, static_cast<int>(graph.relations)) +
                 QLatin1String(", ") +
                 Words::tr("%n attribute(s)", nullptr, static_cast<int>(graph.attributes)) +
                 QLatin1String(", ") + QLocale().formattedDataSize(static_cast<qint64>(graph.bytes));
    row.problems = linesOf(graph.problems);
    if (!graph.exists)
        row.problems.prepend(
            Words::tr("The program that wrote it doesn't list this graph: its metadata.yaml can't be "
                      "read or has no title."));
    return row;
}

GraphRow rowOf(const graph::UserSummary& user) {
    GraphRow row;
    row.user = user.id;
    row.name = fromUtf8(user.name.empty() ? user.id : user.name);
    row.nodes = static_cast<int>(user.nodes);
    row.detail = Words::tr("%n graph(s)", nullptr, static_cast<int>(user.graphs.size())) +
                 QLatin1String(", ") + Words::tr("%n node(s)", nullptr, row.nodes) + QLatin1String(", ") +
                 Words::tr("%n backup(s)", nullptr, static_cast<int>(user.backups));
    row.problems = linesOf(user.problems);
    return row;
}

} // namespace

std::string GraphTreeModel::keyOf(const std::string& user, const std::string& graph) {
    return user + '/' + graph; // a folder's name holds no slash
}

void GraphTreeModel::setLibrary(const graph::GraphLibrary& library) {
    std::vector<Item> items;
    for (const graph::UserSummary& user : library.users) {
        Item item{keyOf(user.id, ""), rowOf(user), {}};
        for (const graph::GraphSummary& graph : user.graphs)
            item.children.push_back({keyOf(user.id, graph.id), rowOf(user, graph), {}});
        items.push_back(std::move(item));
    }
    m_users = std::move(items);
    setAll();
}

void GraphTreeModel::setHealthCount(int findings) {
    m_healthCount = findings;
    setAll();
}

void GraphTreeModel::setAll() {
    std::vector<Item> items = m_users;
    if (!items.empty()) {
        GraphRow row;
        row.health = true;
        row.name = Words::tr("Health");
        row.nodes = m_healthCount;
        row.detail = m_healthCount < 0    ? Words::tr("nobody has looked yet")
                     : m_healthCount == 0 ? Words::tr("all is well")
                                          : Words::tr("%n finding(s) to see to", nullptr, m_healthCount);
        items.push_back({std::string(healthKey), std::move(row), {}});
    }
    setItems(std::move(items));
}

int GraphTreeModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant GraphTreeModel::data(const QModelIndex& index, int role) const {
    const GraphRow* row = rowData(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return row->name;
    case IdRole:
        return fromUtf8(keyOf(index));
    case CountRole:
        return row->nodes < 0 ? QVariant() : row->nodes;
    case Qt::DecorationRole:
        if (row->health)
            return row->nodes > 0 ? toneIcon(IconName::health, Tone::warning) : themeIcon(IconName::health);
        if (!row->problems.isEmpty())
            return themeIcon(IconName::warning);
        return themeIcon(row->graph.empty() ? IconName::human : IconName::graph);
    case Qt::ToolTipRole:
        return plainTip((QStringList{row->name, row->detail} + row->problems).join(QLatin1Char('\n')));
    case Qt::AccessibleTextRole:
    case Qt::AccessibleDescriptionRole:
        return (QStringList{row->name, row->detail} + row->problems).join(QLatin1String(", "));
    default:
        return {};
    }
}

GraphTree::GraphTree(GraphTreeModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model) {
    setModel(&model);
    setItemDelegate(new PlaceDelegate(GraphTreeModel::CountRole, this));
    new QuietSelection(*this);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(16);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAccessibleName(tr("Users and graphs"));
    setBackgroundRole(QPalette::Window);
    connect(&model, &QAbstractItemModel::modelReset, this, &QTreeView::expandAll);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex& grown) { expand(grown); });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        const GraphRow* row = m_model.rowData(index);
        if (row && row->health)
            Q_EMIT healthChosen();
        else if (row && !row->graph.empty())
            Q_EMIT graphChosen(row->user, row->graph);
        else if (row && index.model()->rowCount(index) == 0)
            Q_EMIT userChosen(row->user);
        else if (row)
            Q_EMIT usersChosen();
    });
}

void GraphTree::setCurrent(const std::string& user, const std::string& graph) {
    setCurrentIndex(m_model.indexOf(GraphTreeModel::keyOf(user, graph)));
}

} // namespace stemma::ui
