// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QSortFilterProxyModel>
#include <QTreeView>

#include "ui/model/keyed_tree_model.h"
#include "ui/session/graph_session.h"

namespace stemma::ui {

/// A node as the table has it.
struct NodeRow {
    QString name, role, morph, graphs, description, problem;
    int relationsOut = 0, relationsIn = 0, attributes = 0, morphs = 0;
    friend bool operator==(const NodeRow&, const NodeRow&) = default;
};
using NodeItems = std::vector<KeyedItem<NodeRow>>;
/// The nodes of a graph in registry order. Pure; for the pool.
[[nodiscard]] NodeItems nodeItems(const UserGraphs& graphs, const std::string& graph);

/// The nodes of a graph; keys are their ids. A newer state is taken as a difference.
class NodeTableModel : public KeyedTreeModel<NodeRow> {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        RoleColumn,
        MorphColumn,
        OutColumn,
        InColumn,
        AttributesColumn,
        DescriptionColumn,
        GraphsColumn,
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole + 1, IdRole };
    using KeyedTreeModel::KeyedTreeModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

/// The table twin of the picture: sorted by any column, filtered by the same search.
class NodeTable : public QTreeView {
    Q_OBJECT
public:
    explicit NodeTable(QWidget* parent = nullptr);

    void setItems(NodeItems items);
    /// Rows that hold none of the text, whatever its case, are left out.
    void setFilter(const QString& text);
    [[nodiscard]] QString current() const;
    void setCurrent(const QString& id);
    [[nodiscard]] int shownCount() const { return m_sorted->rowCount(); }

Q_SIGNALS:
    void currentChosen(const QString& id);
    void opened(const QString& id);

private:
    NodeTableModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    bool m_setting = false;
};

} // namespace stemma::ui
