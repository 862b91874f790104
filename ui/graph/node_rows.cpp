// SPDX-License-Identifier: MIT
#include "ui/graph/node_rows.h"

#include <algorithm>

#include <QCollator>
#include <QCoreApplication>

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

NodeRow rowOf(const UserGraphs& graphs, const graph::Node& node) {
    NodeRow row;
    row.id = node.id;
    row.name = fromUtf8(node.label());
    row.role = fromUtf8(node.role.value_or(""));
    if (const graph::Morph* morph = node.shownMorph()) {
        row.morph = fromUtf8(morph->name.empty() ? morph->id : morph->name);
        row.relationsOut = static_cast<int>(morph->relations.size());
        row.attributes = static_cast<int>(morph->attributes.size());
    }
    row.morphs = static_cast<int>(node.morphs.size());
    row.relationsIn = static_cast<int>(graphs.relationsInto(node.id).size());
    row.graphs = joined(node.graphs);
    row.description = oneLine(fromUtf8(node.description.value_or("")), 160);
    row.problem = problemOf(node);
    row.edited = graphs.edited.contains(node.id);
    return row;
}

bool holds(const NodeRow& row, const QString& text) {
    for (int column = 0; column < nodeColumnCount; ++column) {
        if (cellText(row, static_cast<NodeColumn>(column)).contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

int numberOf(const NodeRow& row, NodeColumn column) {
    switch (column) {
    case NodeColumn::out:
        return row.relationsOut;
    case NodeColumn::in:
        return row.relationsIn;
    default:
        return row.attributes;
    }
}

void sortBy(std::vector<std::uint32_t>& shown, const std::vector<NodeRow>& all, NodeColumn column,
            Qt::SortOrder direction) {
    const auto sort = [&](auto&& keyOf) {
        std::vector<decltype(keyOf(all.front()))> keys;
        keys.reserve(all.size());
        for (const NodeRow& row : all)
            keys.push_back(keyOf(row));
        std::stable_sort(shown.begin(), shown.end(), [&](std::uint32_t one, std::uint32_t other) {
            return direction == Qt::AscendingOrder ? keys[one] < keys[other] : keys[other] < keys[one];
        });
    };
    if (all.empty())
        return;
    if (column == NodeColumn::out || column == NodeColumn::in || column == NodeColumn::attributes)
        return sort([column](const NodeRow& row) { return numberOf(row, column); });
    const QCollator collator;
    sort([&](const NodeRow& row) { return collator.sortKey(cellText(row, column).toCaseFolded()); });
}

} // namespace

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

QString cellText(const NodeRow& row, NodeColumn column) {
    switch (column) {
    case NodeColumn::name:
        return row.name;
    case NodeColumn::role:
        return row.role;
    case NodeColumn::morph:
        return row.morphs > 1 ? Words::tr("%1 (of %2)").arg(row.morph).arg(row.morphs) : row.morph;
    case NodeColumn::out:
    case NodeColumn::in:
    case NodeColumn::attributes:
        return QString::number(numberOf(row, column));
    case NodeColumn::description:
        return row.description;
    case NodeColumn::graphs:
        return row.graphs;
    }
    return {};
}

std::vector<NodeRow> nodeRows(const UserGraphs& graphs, const std::string& graphId) {
    std::vector<NodeRow> rows;
    const graph::Graph* graph = graphs.store.graph(graphId);
    if (!graph)
        return rows;
    for (const std::string& id : graph->nodes) {
        if (const graph::Node* node = graphs.store.node(id))
            rows.push_back(rowOf(graphs, *node));
    }
    return rows;
}

std::shared_ptr<const NodeRows> arranged(std::shared_ptr<const std::vector<NodeRow>> all,
                                         const NodeOrder& order) {
    auto rows = std::make_shared<NodeRows>();
    for (std::uint32_t n = 0; n < all->size(); ++n) {
        if (order.filter.isEmpty() || holds((*all)[n], order.filter))
            rows->shown.push_back(n);
    }
    if (order.column >= 0 && order.column < nodeColumnCount)
        sortBy(rows->shown, *all, static_cast<NodeColumn>(order.column), order.direction);
    for (std::size_t place = 0; place < rows->shown.size(); ++place)
        rows->at.emplace((*all)[rows->shown[place]].id, static_cast<int>(place));
    rows->all = std::move(all);
    return rows;
}

} // namespace stemma::ui
