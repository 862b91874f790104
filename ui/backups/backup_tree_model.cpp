// SPDX-License-Identifier: MIT
#include "ui/backups/backup_tree_model.h"

#include <algorithm>

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

using history::RetentionReason;
using report::BackupHealth;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Backups)
};

bool isWell(BackupHealth health) {
    return health == BackupHealth::restorable || health == BackupHealth::pruned;
}

BackupRow rowOf(const report::CensusRow& backup, const history::RetentionDecision& decision) {
    BackupRow row;
    row.file = backup.name;
    row.made = backup.made;
    row.bytes = backup.bytes;
    row.shared = backup.shared;
    row.health = backup.health;
    row.message = fromUtf8(backup.message);
    row.there = backup.isThere();
    row.goes = decision.goes;
    if (row.there)
        row.reasons = decision.reasons;
    return row;
}

bool passes(const BackupRow& row, BackupFilter filter) {
    switch (filter) {
    case BackupFilter::all:
        return true;
    case BackupFilter::going:
        return row.goes;
    case BackupFilter::unwell:
        return !isWell(row.health);
    }
    return true;
}

BackupItem itemOf(const report::ReportPruning& report, BackupFilter filter) {
    const report::BackupCensus& census = *report.census;
    BackupItem item;
    item.key = census.id.text();
    item.data.isReport = true;
    item.data.title = fromUtf8(census.title);
    item.data.unread = census.unread.has_value();
    if (census.unread)
        item.data.message = errorDetail(*census.unread);
    item.data.count = census.count();
    item.data.bytes = census.bytes();
    item.data.going = report.going();
    item.data.goingBytes = report.goingBytes();
    for (std::size_t at = census.rows.size(); at-- > 0;) {
        BackupRow row = rowOf(census.rows[at], report.decisions[at]);
        item.data.unwell += isWell(row.health) ? 0 : 1;
        if (passes(row, filter))
            item.children.push_back({item.key + '/' + row.file, std::move(row), {}});
    }
    return item;
}

Tone toneOf(const BackupRow& row) {
    if (row.isReport)
        return row.unwell > 0 || row.unread ? Tone::warning : Tone::neutral;
    return isWell(row.health) ? Tone::neutral : Tone::warning;
}

} // namespace

std::vector<BackupItem> backupItems(const report::PrunePreview& preview, BackupFilter filter) {
    std::vector<BackupItem> items;
    for (const report::ReportPruning& report : preview.reports) {
        BackupItem item = itemOf(report, filter);
        if (preview.reports.size() == 1)
            return std::move(item.children);
        if (!item.children.empty() || (item.data.unread && filter != BackupFilter::going))
            items.push_back(std::move(item));
    }
    std::stable_sort(items.begin(), items.end(), [](const BackupItem& a, const BackupItem& b) {
        return a.data.bytes > b.data.bytes; // where the room goes, first
    });
    return items;
}

QString backupSizeText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString backupHealthText(BackupHealth health) {
    switch (health) {
    case BackupHealth::restorable:
        return Words::tr("restorable");
    case BackupHealth::damaged:
        return Words::tr("damaged");
    case BackupHealth::mismatch:
        return Words::tr("changed since");
    case BackupHealth::foreign:
        return Words::tr("another report's");
    case BackupHealth::missing:
        return Words::tr("missing");
    case BackupHealth::unsafe:
        return Words::tr("unsafe name");
    case BackupHealth::pruned:
        return Words::tr("pruned");
    }
    return {};
}

QString retentionReasonSentence(RetentionReason reason) {
    switch (reason) {
    case RetentionReason::older:
        return Words::tr("It is older than that.");
    case RetentionReason::thinnedOut:
        return Words::tr("A newer one of its hour, day or week stays.");
    case RetentionReason::beyondNewest:
        return Words::tr("Enough newer ones stay.");
    case RetentionReason::overBytes:
        return Words::tr("It is among the oldest, and all together take more room than that.");
    case RetentionReason::newestGood:
        return Words::tr("It is the newest that can be restored.");
    case RetentionReason::marked:
        return Words::tr("You pinned or named it, or wrote a note on it.");
    case RetentionReason::beforeAgent:
        return Words::tr("It is the last before an agent changed a person's work.");
    case RetentionReason::replaced:
        return Words::tr("A restore or an undo replaced it: undoing that needs it.");
    case RetentionReason::overwritten:
        return Words::tr("It holds, or shows, a change that another writer wrote over.");
    case RetentionReason::notRestorable:
        return Words::tr("It can't be restored as it is, and may be all that is left.");
    case RetentionReason::reportDamaged:
        return Words::tr("The report itself can't be read: restore it first.");
    case RetentionReason::notOlder:
        return Words::tr("It is not that old.");
    case RetentionReason::amongNewest:
        return Words::tr("It is among the newest that are to stay.");
    case RetentionReason::lastDay:
        return Words::tr("It is of the last day.");
    case RetentionReason::newestOfHour:
        return Words::tr("It is the newest of its hour.");
    case RetentionReason::newestOfDay:
        return Words::tr("It is the newest of its day.");
    case RetentionReason::newestOfWeek:
        return Words::tr("It is the newest of its week.");
    case RetentionReason::withinBytes:
        return Words::tr("There is room for it.");
    case RetentionReason::nothingAsked:
        return Words::tr("Nothing may go, as no rule is on.");
    }
    return {};
}

int BackupTreeModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QString BackupTreeModel::fateText(const BackupRow& row) const {
    if (row.isReport)
        return row.going == 0 ? tr("all stay")
                              : tr("%1 to the trash", "so many backups of a report").arg(row.going);
    if (!row.there)
        return {};
    return row.goes ? tr("goes") : tr("stays");
}

QString BackupTreeModel::whyText(const BackupRow& row) const {
    if (row.unread)
        return row.message;
    if (row.isReport)
        return row.going == 0
                   ? QString()
                   : tr("%1 would be free.", "room on the disk").arg(backupSizeText(row.goingBytes));
    QStringList sentences;
    for (const RetentionReason reason : row.reasons)
        sentences << retentionReasonSentence(reason);
    if (!row.message.isEmpty() && !isWell(row.health))
        sentences.prepend(row.message);
    return sentences.join(QLatin1Char(' '));
}

QString BackupTreeModel::text(const BackupRow& row, int column) const {
    switch (column) {
    case NameColumn:
        if (row.isReport)
            return row.title.isEmpty() ? tr("(no title)") : oneLine(row.title, 120);
        return row.made ? shortTime(*row.made, m_now) : fromUtf8(row.file);
    case SizeColumn:
        return row.there || row.isReport ? backupSizeText(row.bytes) : QString();
    case StateColumn:
        if (!row.isReport)
            return row.shared ? tr("%1, same content as another", "state of a backup")
                                    .arg(backupHealthText(row.health))
                              : backupHealthText(row.health);
        if (row.unread)
            return tr("can't be read");
        return row.unwell == 0 ? tr("%n backup(s), all well", nullptr, static_cast<int>(row.count))
                               : tr("%n can't be restored", nullptr, static_cast<int>(row.unwell));
    case FateColumn:
        return fateText(row);
    case WhyColumn:
        return whyText(row);
    default:
        return {};
    }
}

QVariant BackupTreeModel::data(const QModelIndex& index, int role) const {
    const BackupRow* row = rowData(index);
    if (row == nullptr)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, column);
    case Qt::ToolTipRole:
        if (column == NameColumn && !row->isReport)
            return plainTip(row->made ? exactTime(*row->made) + QLatin1Char('\n') + fromUtf8(row->file)
                                      : fromUtf8(row->file));
        return plainTip(text(*row, column));
    case Qt::DecorationRole:
        if (column == StateColumn && toneOf(*row) == Tone::warning)
            return toneIcon(IconName::warning, Tone::warning);
        if (column == FateColumn && (row->goes || row->going > 0))
            return themeIcon(IconName::trash);
        return {};
    case Qt::TextAlignmentRole:
        return column == SizeColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::AccessibleTextRole: {
        QStringList all;
        for (int each = 0; each < ColumnCount; ++each)
            if (QString one = text(*row, each); !one.isEmpty())
                all << one;
        return column == NameColumn ? all.join(QLatin1String(", ")) : text(*row, column);
    }
    default:
        return {};
    }
}

QVariant BackupTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Backup");
    case SizeColumn:
        return tr("Size");
    case StateColumn:
        return tr("State");
    case FateColumn:
        return tr("Rule");
    case WhyColumn:
        return tr("Why");
    default:
        return {};
    }
}

} // namespace stemma::ui
