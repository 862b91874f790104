// SPDX-License-Identifier: MIT
#include "ui/library/report_list_model.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::ReportList)
};

QString lineOf(const QString& label, const QString& value) {
    return QStringLiteral("<tr><td style='white-space:nowrap'>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(label.toHtmlEscaped(), value.toHtmlEscaped());
}

QString changeByText(const ListRow& row) {
    if (row.actor.empty())
        return exactTime(row.changedAt);
    return Words::tr("%1: %2, %3", "who, what was done, exact time")
        .arg(actorTitle(row.actor), actionText(row.actionType), exactTime(row.changedAt));
}

QString toolTipOf(const ListRow& row) {
    QString table;
    if (row.place == ListRow::Place::trash)
        table += lineOf(Words::tr("In the trash since"), exactTime(row.changedAt));
    else
        table += lineOf(Words::tr("Last change"), changeByText(row));
    if (!row.createdAt.empty())
        table += lineOf(Words::tr("Created"), exactTime(row.createdAt));
    table += lineOf(Words::tr("Status"), statusText(toUtf8(row.status)));
    if (!row.tags.isEmpty())
        table += lineOf(Words::tr("Tags"), row.tags.join(QStringLiteral(", ")));
    table += lineOf(Words::tr("Id"), fromUtf8(row.id.text()));
    for (const auto& problem : row.problems)
        table += lineOf(Words::tr("Problem"), problem);
    return QStringLiteral("<b>%1</b><table>%2</table>").arg(row.title.toHtmlEscaped(), table);
}

QString spokenOf(const ListRow& row, Timestamp now) {
    QStringList parts{row.title};
    if (const QString state = stateText(row); !state.isEmpty())
        parts.append(state);
    if (row.status != QLatin1String("active"))
        parts.append(statusText(toUtf8(row.status)));
    parts.append(changeText(row, now));
    if (const QString size = sizeText(row); !size.isEmpty())
        parts.append(size);
    if (!row.tags.isEmpty())
        parts.append(Words::tr("tags: %1").arg(row.tags.join(QStringLiteral(", "))));
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString changeText(const ListRow& row, Timestamp now) {
    const QString when = relativeTime(row.changedAt, now);
    if (row.place == ListRow::Place::trash)
        return Words::tr("in the trash · %1", "relative time").arg(when);
    if (row.actor.empty())
        return when;
    return Words::tr("%1 · %2", "who, relative time").arg(actorText(row.actor), when);
}

QString sizeText(const ListRow& row) {
    if (row.state != report::ReportState::ok || row.place == ListRow::Place::trash)
        return {};
    return Words::tr("%1 · %2", "sections, insights")
        .arg(Words::tr("%n section(s)", nullptr, static_cast<int>(row.sections)),
             Words::tr("%n insight(s)", nullptr, static_cast<int>(row.insights)));
}

QString stateText(const ListRow& row) {
    const QString reason = row.problems.isEmpty() ? QString() : row.problems.first();
    switch (row.state) {
    case report::ReportState::damaged:
        return reason.isEmpty() ? Words::tr("Damaged") : Words::tr("Damaged: %1", "the reason").arg(reason);
    case report::ReportState::missing:
        return Words::tr("Its outline is missing; history is left");
    case report::ReportState::stub:
        return Words::tr("Empty folder");
    case report::ReportState::ok:
        break;
    }
    return row.needsAttention() ? reason : QString();
}

ReportListModel::ReportListModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock) {}

int ReportListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ReportListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ListRow& row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::ToolTipRole:
        return plainTip(toolTipOf(row));
    case Qt::AccessibleTextRole:
        return spokenOf(row, m_clock.now());
    case IdRole:
        return row.key;
    case SortRole:
        return QVariant::fromValue<qlonglong>(row.sortMoment);
    case CreatedRole:
        return QVariant::fromValue<qlonglong>(row.sortCreated);
    case SizeRole:
        return QVariant::fromValue<qlonglong>(static_cast<qlonglong>(row.insights * 1'000 + row.sections));
    default:
        return {};
    }
}

QModelIndex ReportListModel::indexOf(const QString& key) const {
    const auto found =
        std::lower_bound(m_rows.begin(), m_rows.end(), key,
                         [](const auto& row, const QString& wanted) { return row->key < wanted; });
    if (found == m_rows.end() || (*found)->key != key)
        return {};
    return index(static_cast<int>(found - m_rows.begin()));
}

void ReportListModel::refreshTimes() {
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::AccessibleTextRole});
}

void ReportListModel::setRows(ListRows rows) {
    // A first filling, or another library: nobody's selection is at stake.
    if (m_rows.empty() || rows.empty()) {
        if (m_rows.empty() && rows.empty())
            return;
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    removeMissing(rows);
    insertAndChange(rows);
}

void ReportListModel::removeMissing(const ListRows& rows) {
    // From the end, run by run: the indices before stay right. Both are in order: one walk through both.
    auto wanted = rows.size();
    const auto isGone = [&](std::size_t at) {
        while (wanted > 0 && m_rows[at]->key < rows[wanted - 1]->key)
            --wanted;
        return wanted == 0 || (m_rows[at] != rows[wanted - 1] && m_rows[at]->key != rows[wanted - 1]->key);
    };
    for (auto end = m_rows.size(); end > 0;) {
        if (!isGone(end - 1)) {
            --end;
            continue;
        }
        auto begin = end - 1;
        while (begin > 0 && isGone(begin - 1))
            --begin;
        beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                     m_rows.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
        end = begin;
    }
}

void ReportListModel::insertAndChange(ListRows& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at < m_rows.size() && (m_rows[at] == rows[at] || m_rows[at]->key == rows[at]->key)) {
            const bool same = m_rows[at] == rows[at] || *m_rows[at] == *rows[at];
            m_rows[at] = std::move(rows[at]);
            if (same)
                continue;
            const QModelIndex changed = index(static_cast<int>(at));
            Q_EMIT dataChanged(changed, changed);
            continue;
        }
        auto last = at;
        while (last + 1 < rows.size() && (at >= m_rows.size() || rows[last + 1]->key < m_rows[at]->key))
            ++last;
        insertRun(at, rows, at, last);
        at = last;
    }
}

void ReportListModel::insertRun(std::size_t at, ListRows& rows, std::size_t first, std::size_t last) {
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + last - first));
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at),
                  std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(first)),
                  std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(last) + 1));
    endInsertRows();
}

} // namespace stemma::ui
