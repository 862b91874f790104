// SPDX-License-Identifier: MIT
#include "ui/backups/pruned_model.h"

#include <utility>

#include "ui/backups/backup_tree_model.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

void PrunedModel::setEntries(std::vector<report::PrunedEntry> entries, Timestamp now) {
    beginResetModel();
    m_entries = std::move(entries);
    m_now = now;
    endResetModel();
}

const report::PrunedEntry* PrunedModel::entry(const QModelIndex& index) const {
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < m_entries.size() ? &m_entries[row] : nullptr;
}

int PrunedModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int PrunedModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString PrunedModel::placeText(const history::PrunedSet& set) {
    if (history::isGoneForGood(set.state))
        return tr("gone for good");
    const std::size_t lost = set.countOf(history::PrunedFate::lost);
    return lost == 0 ? tr("in the trash")
                     : tr("in the trash, but for %n lost", nullptr, static_cast<int>(lost));
}

QString PrunedModel::text(const report::PrunedEntry& entry, int column) const {
    switch (column) {
    case WhenColumn:
        return shortTime(entry.set.ts, m_now);
    case ReportColumn:
        return entry.title.empty() ? fromUtf8(entry.id.text()) : oneLine(fromUtf8(entry.title), 120);
    case CountColumn:
        return QString::number(entry.set.countOf(history::PrunedFate::there));
    case SizeColumn:
        return backupSizeText(entry.set.bytes());
    case RuleColumn:
        return fromUtf8(entry.set.rule);
    case StateColumn:
        return placeText(entry.set);
    default:
        return {};
    }
}

QVariant PrunedModel::data(const QModelIndex& index, int role) const {
    const report::PrunedEntry* found = entry(index);
    if (found == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return text(*found, index.column());
    if (role == Qt::ToolTipRole)
        return plainTip(index.column() == WhenColumn ? exactTime(found->set.ts)
                                                     : text(*found, index.column()));
    if (role == Qt::TextAlignmentRole && (index.column() == CountColumn || index.column() == SizeColumn))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant PrunedModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return tr("Pruned");
    case ReportColumn:
        return tr("Report");
    case CountColumn:
        return tr("Backups");
    case SizeColumn:
        return tr("Size");
    case RuleColumn:
        return tr("Rule");
    case StateColumn:
        return tr("State");
    default:
        return {};
    }
}

} // namespace stemma::ui
