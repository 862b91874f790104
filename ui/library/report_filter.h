// SPDX-License-Identifier: MIT
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

#include "ui/library/list_scope.h"

namespace stemma::ui {

class ReportListModel;

/// The rows that the list shows: of one scope, with all words of the filter in title, tags, id or status, in
/// an order.
class ReportFilter : public QSortFilterProxyModel {
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
    /// How many rows the scope has, whatever the filter says.
    [[nodiscard]] int rowsInScope() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    ReportListModel& m_model;
    ListScope m_scope;
    QStringList m_words;
    Order m_order = Order::lastChange;
};

} // namespace stemma::ui
