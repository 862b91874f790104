// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include <QTreeView>

#include "core/graph/graph_library.h"
#include "ui/model/keyed_tree_model.h"

namespace stemma::ui {

/// A row of the graph library's tree: a user, one of the user's graphs, or the library's health.
struct GraphRow {
    std::string user;
    std::string graph; ///< empty: the user
    QString name;
    QString detail; ///< counts and size, in words
    int nodes = 0;  ///< of the health: findings to see to; -1: nobody has looked
    bool health = false;
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
    /// How many findings are to be seen to; -1: nobody has looked.
    void setHealthCount(int findings);
    [[nodiscard]] QModelIndex healthIndex() const { return indexOf(std::string(healthKey)); }
    [[nodiscard]] static std::string keyOf(const std::string& user, const std::string& graph);
    using KeyedTreeModel::keyOf;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    static constexpr std::string_view healthKey = "health"; // the others have a slash
    void setAll();

    std::vector<Item> m_users;
    int m_healthCount = -1;
};

/// The tree itself.
class GraphTree : public QTreeView {
    Q_OBJECT
public:
    explicit GraphTree(GraphTreeModel& model, QWidget* parent = nullptr);

    void setCurrent(const std::string& user, const std::string& graph);
    void setCurrentHealth() { setCurrentIndex(m_model.healthIndex()); }

Q_SIGNALS:
    void graphChosen(const std::string& user, const std::string& graph);
    void userChosen(const std::string& user);
    /// A user who has graphs below.
    void usersChosen();
    void healthChosen();

private:
    GraphTreeModel& m_model;
};

} // namespace stemma::ui
