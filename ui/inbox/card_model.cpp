// SPDX-License-Identifier: MIT
#include "ui/inbox/card_model.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "ui/inbox/card_text.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

using Row = CardModel::Row;

std::unordered_set<std::string_view> idsOf(const std::vector<Row>& rows, std::size_t from, std::size_t to) {
    std::unordered_set<std::string_view> ids;
    for (std::size_t row = from; row < to; ++row)
        ids.insert(rows[row].card->id);
    return ids;
}

bool looksTheSame(const Row& one, const Row& other) {
    return one.fresh == other.fresh && one.card->title == other.card->title &&
           one.card->trashed == other.card->trashed && one.card->counts == other.card->counts &&
           one.card->state == other.card->state;
}

} // namespace

CardModel::CardModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock) {}

int CardModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const CardModel::Row* CardModel::rowOf(const QModelIndex& index) const {
    return index.isValid() && index.row() < rowCount() ? &m_rows[static_cast<std::size_t>(index.row())]
                                                       : nullptr;
}

QModelIndex CardModel::indexOf(const std::string& card) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.card->id == card; });
    return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found - m_rows.begin()));
}

QVariant CardModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = *rowOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return cardTitle(*row.card);
    case Qt::AccessibleTextRole:
        return row.fresh ? tr("Just came: %1", "a card").arg(spokenCard(*row.card, now()))
                         : spokenCard(*row.card, now());
    case Qt::ToolTipRole:
        return plainTip(QStringList{cardTitle(*row.card), cardDeed(*row.card), exactTime(row.card->ts),
                                    cardRemarks(*row.card)}
                            .join(QLatin1Char('\n'))
                            .trimmed());
    case IdRole:
        return fromUtf8(row.card->id);
    case SortRole:
        return fromUtf8(row.card->ts);
    case FreshRole:
        return row.fresh;
    default:
        return {};
    }
}

CardModel::Other CardModel::otherThan(const std::vector<Row>& rows) const {
    const std::size_t least = std::min(m_rows.size(), rows.size());
    Other other;
    while (other.from < least && m_rows[other.from].card->id == rows[other.from].card->id)
        ++other.from;
    std::size_t same = 0; // at the end
    while (same < least - other.from &&
           m_rows[m_rows.size() - 1 - same].card->id == rows[rows.size() - 1 - same].card->id)
        ++same;
    other.heldEnd = m_rows.size() - same;
    other.wantedEnd = rows.size() - same;
    return other;
}

void CardModel::setRows(std::vector<Row> rows) {
    const Other other = otherThan(rows);
    if (m_rows.empty() || rows.empty() || !keepsOrder(rows, other)) {
        if (m_rows.empty() && rows.empty())
            return;
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    removeMissing(rows, other);
    insertAndChange(rows);
}

/// Whether the cards that stay are in the order that they had.
bool CardModel::keepsOrder(const std::vector<Row>& rows, const Other& other) const {
    const auto wanted = idsOf(rows, other.from, other.wantedEnd);
    const auto held = idsOf(m_rows, other.from, other.heldEnd);
    std::size_t at = other.from;
    for (std::size_t row = other.from; row < other.wantedEnd; ++row) {
        if (!held.contains(rows[row].card->id))
            continue;
        while (at < other.heldEnd && !wanted.contains(m_rows[at].card->id))
            ++at;
        if (at == other.heldEnd || m_rows[at].card->id != rows[row].card->id)
            return false;
        ++at;
    }
    return true;
}

void CardModel::removeMissing(const std::vector<Row>& rows, const Other& other) {
    const auto wanted = idsOf(rows, other.from, other.wantedEnd);
    for (std::size_t end = other.heldEnd; end > other.from;) {
        if (wanted.contains(m_rows[end - 1].card->id)) {
            --end;
            continue;
        }
        std::size_t begin = end - 1;
        while (begin > other.from && !wanted.contains(m_rows[begin - 1].card->id))
            --begin;
        beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                     m_rows.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
        end = begin;
    }
}

void CardModel::insertAndChange(std::vector<Row>& rows) {
    for (std::size_t at = 0; at < rows.size();) {
        if (at < m_rows.size() && m_rows[at].card->id == rows[at].card->id) {
            const bool same = looksTheSame(m_rows[at], rows[at]);
            m_rows[at] = std::move(rows[at]);
            if (!same)
                Q_EMIT dataChanged(index(static_cast<int>(at)), index(static_cast<int>(at)));
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        while (end < rows.size() && (at >= m_rows.size() || rows[end].card->id != m_rows[at].card->id))
            ++end;
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at),
                      std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(at)),
                      std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(end)));
        endInsertRows();
        at = end;
    }
}

} // namespace stemma::ui
