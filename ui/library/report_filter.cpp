// SPDX-License-Identifier: MIT
#include "ui/library/report_filter.h"

#include <algorithm>
#include <tuple>

#include "ui/library/report_list_model.h"

namespace stemma::ui {

ReportFilter::ReportFilter(ReportListModel& model, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_model(model) {
    setSourceModel(&model);
    setOrder(Order::lastChange, Qt::DescendingOrder);
}

void ReportFilter::setScope(const ListScope& scope) {
    if (scope == m_scope)
        return;
    m_scope = scope;
    invalidateFilter();
}

void ReportFilter::setWords(const QString& text) {
    const QStringList words = foldedForSearch(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

void ReportFilter::setOrder(Order order, Qt::SortOrder direction) {
    const bool same = order == m_order && direction == sortOrder() && sortColumn() == 0;
    m_order = order;
    if (same)
        return;
    // sort() does nothing when column and direction stay, though the order may not have.
    invalidate();
    sort(0, direction);
}

int ReportFilter::rowsInScope() const {
    int rows = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        rows += m_scope.contains(m_model.rowAt(row)) ? 1 : 0;
    return rows;
}

bool ReportFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const ListRow& candidate = m_model.rowAt(row);
    return m_scope.contains(candidate) &&
           std::all_of(m_words.begin(), m_words.end(),
                       [&candidate](const QString& word) { return candidate.haystack.contains(word); });
}

bool ReportFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const ListRow& a = m_model.rowAt(left.row());
    const ListRow& b = m_model.rowAt(right.row());
    switch (m_order) {
    case Order::lastChange:
        return std::tie(a.sortMoment, a.key) < std::tie(b.sortMoment, b.key);
    case Order::created:
        return std::tie(a.sortCreated, a.key) < std::tie(b.sortCreated, b.key);
    case Order::size:
        return std::tie(a.insights, a.sections, a.key) < std::tie(b.insights, b.sections, b.key);
    case Order::title:
        break;
    }
    const int compared = QString::localeAwareCompare(a.title, b.title);
    return compared != 0 ? compared < 0 : a.key < b.key;
}

} // namespace stemma::ui
