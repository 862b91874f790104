// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QAbstractProxyModel>
#include <QStringList>

#include "ui/library/list_scope.h"

namespace stemma::ui {

class ReportListModel;

/// The rows that the list shows: of one scope, with all words of the filter in title, tags, id or status, in
/// an order. What other programs change comes in row by row; another filter, scope or a flood of changes is a
/// reset: row by row they would take longer than a frame. Another order keeps selection and current row.
class ReportFilter : public QAbstractProxyModel {
    Q_OBJECT
public:
    enum class Order { lastChange, title, created, size };

    explicit ReportFilter(ReportListModel& model, QObject* parent = nullptr);

    void setScope(const ListScope& scope);
    [[nodiscard]] const ListScope& scope() const { return m_scope; }
    /// Words in any order; case and accents don't matter.
    void setWords(const QString& text);
    [[nodiscard]] bool filtering() const { return !m_words.isEmpty(); }
    void setOrder(Order order, Qt::SortOrder direction);
    [[nodiscard]] Order order() const { return m_order; }
    [[nodiscard]] Qt::SortOrder direction() const { return m_direction; }

    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& proxy) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& source) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;

private:
    void follow();
    [[nodiscard]] bool accepts(int row) const;
    [[nodiscard]] bool less(const ListRow& a, const ListRow& b) const;
    [[nodiscard]] bool before(const ListRow& left, const ListRow& right) const;
    /// Where the row belongs among the shown ones in [from, to), which are in order.
    [[nodiscard]] int placeFor(int row, int from, int to) const;
    void collect();
    void number(int from);
    void reset();
    void insert(int row);
    void remove(int place);
    void change(int row, const QList<int>& roles);

    void takeInserted(int first, int last);
    void dropRows(int first, int last);
    void takeRemoved(int first, int last);
    void takeChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles);

    ReportListModel& m_model;
    ListScope m_scope;
    QStringList m_words;
    Order m_order = Order::lastChange;
    Qt::SortOrder m_direction = Qt::DescendingOrder;
    std::vector<int> m_shown; ///< rows of the model, in the order of the list
    std::vector<int> m_place; ///< of each row of the model, where it is in m_shown; -1 if it is not
    bool m_resetting = false; ///< rows of the model are going, too many to tell one by one
};

} // namespace stemma::ui
