// SPDX-License-Identifier: MIT
#include "ui/history/timeline_model.h"

#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

TimelineModel::TimelineModel(QObject* parent)
    : KeyedTreeModel(parent) {}

void TimelineModel::setNow(Timestamp now) {
    m_now = now;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::DisplayRole});
}

int TimelineModel::columnCount(const QModelIndex&) const {
    return 1;
}

Qt::ItemFlags TimelineModel::flags(const QModelIndex& index) const {
    const TimelineEntry* entry = rowData(index);
    const bool named = m_naming == Naming::yes && entry != nullptr && entry->after;
    return KeyedTreeModel::flags(index) | (named ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool TimelineModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const TimelineEntry* entry = rowData(index);
    if (entry == nullptr || role != Qt::EditRole)
        return false;
    if (const QString name = value.toString().simplified(); name != entry->name)
        Q_EMIT nameEntered(index, name);
    return true;
}

QString TimelineModel::nameText(const TimelineEntry& entry) {
    QStringList names = entry.namesWithin;
    if (!entry.name.isEmpty())
        names.prepend(entry.name);
    QStringList starred;
    for (const QString& name : names)
        starred << tr("★ %1", "the name that a person gave a version").arg(isolated(name));
    return starred.join(QStringLiteral(" · "));
}

QString TimelineModel::headline(const TimelineEntry& entry) {
    switch (entry.kind) {
    case EntryKind::now:
        return tr("Now");
    case EntryKind::unrecorded:
        return tr("Changed, without an entry in the history");
    case EntryKind::backup:
        return tr("Backup that no change names");
    case EntryKind::unreadable:
        return tr("Line that can't be read");
    case EntryKind::oldBackup:
        return tr("%1: before %2", "a program, what it did then").arg(actorTitle(entry.actor), entry.action);
    case EntryKind::change:
        return tr("%1 %2", "who did what").arg(actorTitle(entry.actor), entry.action);
    case EntryKind::group:
        if (entry.registryOnly)
            return tr("%1: %2 ×%3", "a program, what it did, how often")
                .arg(actorTitle(entry.actor), entry.action, QString::number(entry.size));
        return tr("%1 %2 ×%3", "who did what how often")
            .arg(actorTitle(entry.actor), entry.action, QString::number(entry.size));
    }
    return {};
}

QString TimelineModel::countsText(const TimelineEntry& entry) {
    if (!entry.counts)
        return {};
    QStringList parts;
    const auto add = [&parts](QChar sign, std::size_t count) {
        if (count > 0)
            parts << sign + QString::number(count);
    };
    add(u'+', entry.counts->added);
    add(u'~', entry.counts->edited);
    add(QChar(0x2195), entry.counts->moved);
    add(QChar(0x2212), entry.counts->removed);
    return parts.join(QLatin1Char(' '));
}

QStringList TimelineModel::marks(const TimelineEntry& entry) {
    QStringList marks;
    if (!entry.how.isEmpty())
        marks << entry.how;
    if (entry.pinned)
        marks << tr("pinned");
    if (!entry.note.isEmpty())
        marks << tr("note");
    if (entry.current && entry.kind != EntryKind::now)
        marks << tr("current");
    if (entry.sameAsCurrent)
        marks << tr("content as now");
    if (entry.hole)
        marks << (entry.pruned ? tr("version before was pruned") : tr("version before is lost"));
    if (entry.damagedBackup)
        marks << tr("backup unusable");
    if (entry.inherited)
        marks << tr("inherited");
    if (entry.registryOnly)
        marks << tr("registry only");
    if (entry.undone)
        marks << tr("taken out again");
    if (entry.unchanged)
        marks << tr("nothing changed");
    if (entry.kind == EntryKind::now && entry.remarks.isEmpty())
        marks << entry.action;
    if (entry.kind == EntryKind::now || marks.isEmpty())
        for (const QString& remark : entry.remarks)
            marks << remark;
    return marks;
}

QString TimelineModel::accessibleText(const TimelineEntry& entry) const {
    QStringList parts{headline(entry)};
    if (!entry.ts.empty() && entry.kind != EntryKind::now)
        parts << relativeTime(entry.ts, m_now);
    if (entry.counts) {
        const auto add = [&parts](std::size_t count, const QString& text) {
            if (count > 0)
                parts << text;
        };
        add(entry.counts->added, tr("%n added", nullptr, static_cast<int>(entry.counts->added)));
        add(entry.counts->edited, tr("%n edited", nullptr, static_cast<int>(entry.counts->edited)));
        add(entry.counts->moved, tr("%n moved", nullptr, static_cast<int>(entry.counts->moved)));
        add(entry.counts->removed, tr("%n removed", nullptr, static_cast<int>(entry.counts->removed)));
    }
    if (const QString name = nameText(entry); !name.isEmpty())
        parts << name;
    parts << marks(entry);
    return parts.join(QStringLiteral(", "));
}

QString TimelineModel::toolTip(const TimelineEntry& entry) const {
    QStringList lines{headline(entry)};
    if (!entry.ts.empty())
        lines << exactTime(entry.ts);
    if (const QString name = nameText(entry); !name.isEmpty())
        lines << name;
    if (!entry.note.isEmpty())
        lines << entry.note;
    if (entry.kind != EntryKind::now)
        lines << marks(entry);
    for (const QString& remark : entry.remarks)
        if (!lines.contains(remark))
            lines << remark;
    return lines.join(QLatin1Char('\n'));
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const {
    const TimelineEntry* entry = rowData(index);
    if (entry == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return headline(*entry);
    case Qt::EditRole:
        return entry->name;
    case Qt::ToolTipRole:
        return plainTip(toolTip(*entry));
    case Qt::AccessibleTextRole:
        return accessibleText(*entry);
    case SortRole:
        return static_cast<qulonglong>(entry->row);
    case IdRole:
        return fromUtf8(keyOf(index));
    case KindRole:
        return static_cast<int>(entry->kind);
    default:
        return {};
    }
}

} // namespace stemma::ui
