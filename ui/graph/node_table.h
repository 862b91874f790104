// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QTreeView>

#include "ui/graph/node_rows.h"

namespace stemma::ui {

class TaskRunner;

/// The nodes of a graph as they are shown. A newer state is taken as a difference where little differs.
class NodeTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1 };
    using QAbstractTableModel::QAbstractTableModel;

    /// Never null. Gives back what was shown before.
    std::shared_ptr<const NodeRows> setRows(std::shared_ptr<const NodeRows> rows);
    /// -1: it isn't shown.
    [[nodiscard]] int rowOf(const QString& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Rows are sorted on the pool: this only tells that it is wished.
    void sort(int column, Qt::SortOrder order) override { Q_EMIT sortWanted(column, order); }

Q_SIGNALS:
    void sortWanted(int column, Qt::SortOrder order);

private:
    void replace(int first, int oldCount, int newCount, std::shared_ptr<const NodeRows> rows);

    std::shared_ptr<const NodeRows> m_rows;
    int m_count = 0; ///< of the rows that are there while they are being replaced
};

/// The table twin of the picture: sorted by any column, filtered by the same search. It is made on the pool.
class NodeTable : public QTreeView {
    Q_OBJECT
public:
    /// `runner` outlives it.
    explicit NodeTable(TaskRunner& runner, QWidget* parent = nullptr);

    /// Null: nothing. Another state of the same graph keeps selection and place.
    void setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph);
    /// Rows that hold none of the text, whatever its case, are left out.
    void setFilter(const QString& text);
    /// The chosen node; it stays chosen while the filter hides it.
    [[nodiscard]] const QString& current() const { return m_chosen; }
    void setCurrent(const QString& id);
    /// The next row, from the chosen one on.
    void showNext(int step);
    [[nodiscard]] int shownCount() const { return m_model->rowCount(); }

Q_SIGNALS:
    void currentChosen(const QString& id);
    void opened(const QString& id);
    /// Other rows are shown than before.
    void arranged();

private:
    void connectParts();
    void arrange();
    void take(std::shared_ptr<const NodeRows> rows);
    void showChosen();

    TaskRunner& m_runner;
    NodeTableModel* m_model = nullptr;
    std::shared_ptr<const UserGraphs> m_graphs; ///< until its rows are made
    std::string m_user, m_graph;
    std::shared_ptr<const std::vector<NodeRow>> m_all; ///< null: not made yet
    NodeOrder m_order;
    QString m_chosen;
    quint64 m_generation = 0;
    bool m_setting = false;
};

} // namespace stemma::ui
