// SPDX-License-Identifier: MIT
#include "ui/graph/node_table.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QScopedValueRollback>

#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::NodeTable)
};

QString joined(const std::vector<std::string>& parts) {
    QStringList list;
    for (const std::string& part : parts)
        list << fromUtf8(part);
    return list.join(QLatin1String(", "));
}

QString problemOf(const graph::Node& node) {
    if (!node.known.hasFile)
        return Words::tr("Registered, but there is no file of it.");
    if (!node.known.readable)
        return Words::tr("Its file can't be read.");
    if (!node.known.registered)
        return Words::tr("There is a file of it, but no registry names it.");
    return node.innerId != node.id && !node.innerId.empty() ? Words::tr("Its file holds another id.")
                                                            : QString();
}

} // namespace

NodeItems nodeItems(const UserGraphs& graphs, const std::string& graphId) {
    NodeItems items;
    const graph::Graph* graph = graphs.store.graph(graphId);
    if (!graph)
        return items;
    for (const std::string& id : graph->nodes) {
        const graph::Node* node = graphs.store.node(id);
        if (!node)
            continue;
        NodeRow row;
        row.name = fromUtf8(node->label());
        row.role = fromUtf8(node->role.value_or(""));
        if (const graph::Morph* morph = node->shownMorph()) {
            row.morph = fromUtf8(morph->name.empty() ? morph->id : morph->name);
            row.relationsOut = static_cast<int>(morph->relations.size());
            row.attributes = static_cast<int>(morph->attributes.size());
        }
        row.morphs = static_cast<int>(node->morphs.size());
        row.relationsIn = static_cast<int>(graphs.relationsInto(id).size());
        row.graphs = joined(node->graphs);
        row.description = oneLine(fromUtf8(node->description.value_or("")), 160);
        row.problem = problemOf(*node);
        items.push_back({id, std::move(row), {}});
    }
    return items;
}

int NodeTableModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QVariant NodeTableModel::data(const QModelIndex& index, int role) const {
    const NodeRow* row = rowData(index);
    if (!row)
        return {};
    if (role == IdRole)
        return fromUtf8(keyOf(index));
    if (role == Qt::DecorationRole)
        return index.column() == NameColumn && !row->problem.isEmpty()
                   ? QVariant(themeIcon(IconName::warning))
                   : QVariant();
    if (role == Qt::ToolTipRole) {
        const QString id = fromUtf8(keyOf(index));
        return row->problem.isEmpty() ? id : id + QLatin1Char('\n') + row->problem;
    }
    const bool number =
        index.column() == OutColumn || index.column() == InColumn || index.column() == AttributesColumn;
    if (role == Qt::TextAlignmentRole && number)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return row->name;
    case RoleColumn:
        return row->role;
    case MorphColumn:
        return row->morphs > 1 ? Words::tr("%1 (of %2)").arg(row->morph).arg(row->morphs) : row->morph;
    case OutColumn:
        return row->relationsOut;
    case InColumn:
        return row->relationsIn;
    case AttributesColumn:
        return row->attributes;
    case DescriptionColumn:
        return row->description;
    case GraphsColumn:
        return row->graphs;
    default:
        return {};
    }
}

QVariant NodeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case NameColumn:
        return Words::tr("Node");
    case RoleColumn:
        return Words::tr("Role");
    case MorphColumn:
        return Words::tr("Morph");
    case OutColumn:
        return tip ? Words::tr("Relations that begin here") : Words::tr("Out");
    case InColumn:
        return tip ? Words::tr("Relations that lead here") : Words::tr("In");
    case AttributesColumn:
        return Words::tr("Attributes");
    case DescriptionColumn:
        return Words::tr("Description");
    case GraphsColumn:
        return Words::tr("In graphs");
    default:
        return {};
    }
}

NodeTable::NodeTable(QWidget* parent)
    : QTreeView(parent)
    , m_model(new NodeTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this)) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(NodeTableModel::SortRole);
    m_sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setSortLocaleAware(true);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(m_sorted);
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
    const std::pair<int, int> widths[] = {
        {NodeTableModel::NameColumn, 30},        {NodeTableModel::RoleColumn, 12},
        {NodeTableModel::MorphColumn, 14},       {NodeTableModel::OutColumn, 7},
        {NodeTableModel::InColumn, 7},           {NodeTableModel::AttributesColumn, 12},
        {NodeTableModel::DescriptionColumn, 40}, {NodeTableModel::GraphsColumn, 20}};
    for (const auto& [column, characters] : widths)
        header()->resizeSection(column, characters * unit);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        if (!m_setting)
            Q_EMIT currentChosen(current());
    });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT opened(index.data(NodeTableModel::IdRole).toString());
    });
}

void NodeTable::setItems(NodeItems items) {
    const QScopedValueRollback setting(m_setting, true);
    const QString chosen = current();
    m_model->setItems(std::move(items));
    setCurrent(chosen);
}

void NodeTable::setFilter(const QString& text) {
    const QScopedValueRollback setting(m_setting, true);
    m_sorted->setFilterFixedString(text);
}

QString NodeTable::current() const {
    return currentIndex().data(NodeTableModel::IdRole).toString();
}

void NodeTable::setCurrent(const QString& id) {
    const QScopedValueRollback setting(m_setting, true);
    const QModelIndex index = m_sorted->mapFromSource(m_model->indexOf(toUtf8(id)));
    if (index == currentIndex())
        return;
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index);
}

} // namespace stemma::ui
