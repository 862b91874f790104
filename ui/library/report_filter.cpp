// SPDX-License-Identifier: MIT
#include "ui/library/report_filter.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ui/library/report_list_model.h"

namespace stemma::ui {

namespace {

constexpr int notShown = -1;
// More rows at once than that are told as a reset.
constexpr int flood = 200;

} // namespace

ReportFilter::ReportFilter(ReportListModel& model, QObject* parent)
    : QAbstractProxyModel(parent)
    , m_model(model) {
    setSourceModel(&model);
    collect();
    follow();
}

void ReportFilter::follow() {
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        collect();
        endResetModel();
    });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { takeInserted(first, last); });
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { dropRows(first, last); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { takeRemoved(first, last); });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ReportFilter::takeChanged);
}

void ReportFilter::setScope(const ListScope& scope) {
    if (scope == m_scope)
        return;
    m_scope = scope;
    reset();
}

void ReportFilter::setWords(const QString& text) {
    const QStringList words = foldedForSearch(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    reset();
}

void ReportFilter::setOrder(Order order, Qt::SortOrder direction) {
    if (order == m_order && direction == m_direction)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    std::vector<int> rows;
    rows.reserve(static_cast<std::size_t>(old.size()));
    for (const QModelIndex& kept : old)
        rows.push_back(m_shown[static_cast<std::size_t>(kept.row())]);
    m_order = order;
    m_direction = direction;
    collect();
    QModelIndexList moved;
    moved.reserve(old.size());
    for (const int row : rows)
        moved.append(index(m_place[static_cast<std::size_t>(row)], 0));
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

bool ReportFilter::accepts(int row) const {
    const ListRow& candidate = m_model.rowAt(row);
    return m_scope.contains(candidate) &&
           std::all_of(m_words.begin(), m_words.end(),
                       [&candidate](const QString& word) { return candidate.haystack.contains(word); });
}

bool ReportFilter::less(const ListRow& a, const ListRow& b) const {
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
    const int compared = a.titleOrder.compare(b.titleOrder);
    return compared != 0 ? compared < 0 : a.key < b.key;
}

bool ReportFilter::before(const ListRow& left, const ListRow& right) const {
    return m_direction == Qt::AscendingOrder ? less(left, right) : less(right, left);
}

int ReportFilter::placeFor(int row, int from, int to) const {
    const auto begin = m_shown.begin();
    return static_cast<int>(std::lower_bound(begin + from, begin + to, row,
                                             [this](int shown, int wanted) {
                                                 return before(m_model.rowAt(shown), m_model.rowAt(wanted));
                                             }) -
                            begin);
}

void ReportFilter::collect() {
    std::vector<std::pair<const ListRow*, int>> rows;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (accepts(row))
            rows.emplace_back(&m_model.rowAt(row), row);
    }
    std::sort(rows.begin(), rows.end(),
              [this](const auto& left, const auto& right) { return before(*left.first, *right.first); });
    m_shown.clear();
    m_shown.reserve(rows.size());
    for (const auto& row : rows)
        m_shown.push_back(row.second);
    m_place.assign(static_cast<std::size_t>(m_model.rowCount()), notShown);
    number(0);
}

void ReportFilter::number(int from) {
    for (auto place = static_cast<std::size_t>(from); place < m_shown.size(); ++place)
        m_place[static_cast<std::size_t>(m_shown[place])] = static_cast<int>(place);
}

void ReportFilter::reset() {
    beginResetModel();
    collect();
    endResetModel();
}

void ReportFilter::insert(int row) {
    const int place = placeFor(row, 0, static_cast<int>(m_shown.size()));
    beginInsertRows({}, place, place);
    m_shown.insert(m_shown.begin() + place, row);
    number(place);
    endInsertRows();
}

void ReportFilter::remove(int place) {
    beginRemoveRows({}, place, place);
    m_place[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(place)])] = notShown;
    m_shown.erase(m_shown.begin() + place);
    number(place);
    endRemoveRows();
}

void ReportFilter::takeInserted(int first, int last) {
    const int count = last - first + 1;
    for (int& row : m_shown)
        row += row >= first ? count : 0;
    m_place.insert(m_place.begin() + first, static_cast<std::size_t>(count), notShown);
    if (count > flood) {
        reset();
        return;
    }
    for (int row = first; row <= last; ++row) {
        if (accepts(row))
            insert(row);
    }
}

void ReportFilter::dropRows(int first, int last) {
    m_resetting = last - first + 1 > flood;
    if (m_resetting) {
        beginResetModel();
        return;
    }
    for (int row = first; row <= last; ++row) {
        if (const int place = m_place[static_cast<std::size_t>(row)]; place != notShown)
            remove(place);
    }
}

void ReportFilter::takeRemoved(int first, int last) {
    if (std::exchange(m_resetting, false)) {
        collect();
        endResetModel();
        return;
    }
    const int count = last - first + 1;
    for (int& row : m_shown)
        row -= row > last ? count : 0;
    m_place.erase(m_place.begin() + first, m_place.begin() + last + 1);
}

void ReportFilter::takeChanged(const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
    for (int row = first.row(); row <= last.row(); ++row)
        change(row, roles);
}

void ReportFilter::change(int row, const QList<int>& roles) {
    const int place = m_place[static_cast<std::size_t>(row)];
    if (place == notShown || !accepts(row)) {
        if (place != notShown)
            remove(place);
        else if (accepts(row))
            insert(row);
        return;
    }
    // The others are in order; only this one may have to go elsewhere.
    const int end = static_cast<int>(m_shown.size());
    const int up = placeFor(row, 0, place);
    const int target = up < place ? up : placeFor(row, place + 1, end);
    if (target != place && target != place + 1) {
        beginMoveRows({}, place, place, {}, target);
        const auto begin = m_shown.begin();
        if (target < place)
            std::rotate(begin + target, begin + place, begin + place + 1);
        else
            std::rotate(begin + place, begin + place + 1, begin + target);
        number(std::min(place, target));
        endMoveRows();
    }
    const QModelIndex changed = index(m_place[static_cast<std::size_t>(row)], 0);
    Q_EMIT dataChanged(changed, changed, roles);
}

QModelIndex ReportFilter::mapToSource(const QModelIndex& proxy) const {
    if (!proxy.isValid() || static_cast<std::size_t>(proxy.row()) >= m_shown.size())
        return {};
    return m_model.index(m_shown[static_cast<std::size_t>(proxy.row())]);
}

QModelIndex ReportFilter::mapFromSource(const QModelIndex& source) const {
    if (!source.isValid() || static_cast<std::size_t>(source.row()) >= m_place.size())
        return {};
    const int place = m_place[static_cast<std::size_t>(source.row())];
    return place == notShown ? QModelIndex() : index(place, 0);
}

QModelIndex ReportFilter::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex ReportFilter::parent(const QModelIndex&) const {
    return {};
}

int ReportFilter::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ReportFilter::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1;
}

bool ReportFilter::hasChildren(const QModelIndex& parent) const {
    return !parent.isValid() && !m_shown.empty();
}

} // namespace stemma::ui
