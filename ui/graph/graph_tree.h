// SPDX-License-Identifier: MIT
#pragma once

#include <QTreeView>

#include "core/graph/graph_library.h"
#include "ui/model/keyed_tree_model.h"

namespace stemma::ui {

/// A row of the graph library's tree: a user, or one of the user's graphs.
struct GraphRow {
    std::string user;
    std::string graph; ///< empty: the user
    QString name;
    QString detail; ///< counts and size, in words
    int nodes = 0;
    QStringList problems;
    friend bool operator==(const GraphRow&, const GraphRow&) = default;
};

/// Users and their graphs, with how many nodes each has and whether it needs attention.
class GraphTreeModel : public KeyedTreeModel<GraphRow> {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< a QString, unique in the tree
        SortRole,
        CountRole,
    };
    using KeyedTreeModel::KeyedTreeModel;

    void setLibrary(const graph::GraphLibrary& library);
    [[nodiscard]] static std::string keyOf(const std::string& user, const std::string& graph);
    using KeyedTreeModel::keyOf;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
};

/// The tree itself.
class GraphTree : public QTreeView {
    Q_OBJECT
public:
    explicit GraphTree(GraphTreeModel& model, QWidget* parent = nullptr);

    void setCurrent(const std::string& user, const std::string& graph);

Q_SIGNALS:
    void graphChosen(const std::string& user, const std::string& graph);
    void userChosen(const std::string& user);

private:
    GraphTreeModel& m_model;
};

} // namespace stemma::ui
