// SPDX-License-Identifier: MIT
#include "ui/feed/feed_model.h"

#include <algorithm>
#include <utility>

#include "ui/inbox/card_text.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

QString spokenEntry(const report::FeedEntry& entry, const report::FeedCount* count, Timestamp now) {
    QStringList facts{feedTitle(entry), feedDeed(entry), shortTime(entry.ts, now)};
    if (count != nullptr && count->counts)
        facts << countsInWords(*count->counts);
    if (const QString remarks = feedRemarks(entry); !remarks.isEmpty())
        facts << remarks;
    return facts.join(FeedModel::tr(", ", "between spoken facts"));
}

} // namespace

FeedModel::FeedModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock) {}

void FeedModel::setRows(std::shared_ptr<const FeedRows> rows, int least) {
    beginResetModel();
    m_rows = std::move(rows);
    m_shown = std::min(all(), std::max(batch, least));
    endResetModel();
}

const report::FeedCount* FeedModel::countOf(const report::FeedEntry& entry) const {
    const auto found = m_counts.find(feedKey(entry));
    return found == m_counts.end() ? nullptr : &found->second;
}

void FeedModel::addCounts(const std::vector<std::pair<std::string, report::FeedCount>>& counts) {
    for (const auto& [key, count] : counts)
        m_counts[key] = count;
    Q_EMIT counted();
}

void FeedModel::forgetUnsettled() {
    std::erase_if(m_counts, [](const auto& counted) { return !counted.second.settled; });
}

int FeedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_shown;
}

const FeedRows::Row* FeedModel::rowAt(const QModelIndex& index) const {
    return index.isValid() && index.row() < m_shown ? &m_rows->rows[static_cast<std::size_t>(index.row())]
                                                    : nullptr;
}

const report::FeedEntry* FeedModel::entryAt(const QModelIndex& index) const {
    const FeedRows::Row* row = rowAt(index);
    return row == nullptr || row->isDay ? nullptr : &m_rows->entryOf(*row);
}

int FeedModel::placeOf(const std::string& key) const {
    for (int place = 0; place < all(); ++place) {
        const FeedRows::Row& row = m_rows->rows[static_cast<std::size_t>(place)];
        if (!row.isDay && feedKey(m_rows->entryOf(row)) == key)
            return place;
    }
    return -1;
}

QVariant FeedModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FeedRows::Row& row = *rowAt(index);
    const report::FeedEntry& entry = m_rows->entryOf(row);
    switch (role) {
    case Qt::DisplayRole:
        return row.isDay ? dayText(row.day, now()) : feedTitle(entry);
    case Qt::AccessibleTextRole:
        return row.isDay ? dayText(row.day, now()) : spokenEntry(entry, countOf(entry), now());
    case Qt::ToolTipRole:
        return row.isDay ? QVariant()
                         : plainTip(QStringList{feedTitle(entry), feedDeed(entry), exactTime(entry.ts),
                                                feedRemarks(entry)}
                                        .join(QLatin1Char('\n'))
                                        .trimmed());
    case IdRole:
        return row.isDay ? QString::number(row.day) : fromUtf8(feedKey(entry));
    case SortRole:
        return QVariant::fromValue<qlonglong>(entry.moment.micros);
    default:
        return {};
    }
}

Qt::ItemFlags FeedModel::flags(const QModelIndex& index) const {
    const FeedRows::Row* row = rowAt(index);
    if (row == nullptr || row->isDay) // the arrow keys step over it
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

bool FeedModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_shown < all();
}

void FeedModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    const int end = std::min(all(), m_shown + batch);
    beginInsertRows({}, m_shown, end - 1);
    m_shown = end;
    endInsertRows();
}

} // namespace stemma::ui
