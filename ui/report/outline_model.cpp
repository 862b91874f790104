// SPDX-License-Identifier: MIT
#include "ui/report/outline_model.h"

#include <utility>

#include <QFont>
#include <QGuiApplication>

#include "ui/report/blame_book.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

OutlineModel::OutlineModel(QObject* parent)
    : KeyedTreeModel(parent) {}

void OutlineModel::setNow(Timestamp now) {
    m_now = now;
    const int rows = rowCount();
    if (rows > 0)
        Q_EMIT dataChanged(index(0, UpdatedColumn), index(rows - 1, UpdatedColumn), {Qt::DisplayRole});
}

int OutlineModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QString OutlineModel::text(const OutlineRow& row, int column) const {
    switch (column) {
    case TextColumn:
        return row.text;
    case ImportanceColumn:
        return row.importance < 0 ? QString() : QString::number(row.importance);
    case StatusColumn:
        return row.status.empty() ? QString() : statusText(row.status);
    case CitationsColumn:
        return row.kind == OutlineKind::insight ? QString::number(row.count) : QString();
    case UpdatedColumn:
        return row.updatedAt.empty() ? QString() : relativeTime(row.updatedAt, m_now);
    default:
        return {};
    }
}

QString OutlineModel::accessibleText(const OutlineRow& row) const {
    switch (row.kind) {
    case OutlineKind::section:
        return tr("Section %1, %n insight(s)", nullptr, row.count).arg(isolated(row.text));
    case OutlineKind::insight:
        return tr("Insight %1, importance %2, %3, %n citation(s)", nullptr, row.count)
            .arg(isolated(row.text), QString::number(row.importance), statusText(row.status));
    case OutlineKind::citation:
        return tr("Citation %1").arg(row.text);
    case OutlineKind::unplaced:
        return tr("Unplaced parts: %n", nullptr, row.count);
    case OutlineKind::dangling:
        break;
    }
    return row.text;
}

QVariant OutlineModel::decoration(const OutlineRow& row, int column) const {
    if (column != TextColumn)
        return {};
    if (!row.note.isEmpty())
        return themeIcon(IconName::warning);
    return {};
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
    const OutlineRow* row = rowData(index);
    if (row == nullptr)
        return {};
    if (index.column() == BlameColumn)
        return blameData(index, role);
    switch (role) {
    case Qt::ForegroundRole:
        return standsBack(index) ? QVariant(quietText(QGuiApplication::palette())) : QVariant();
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::EditRole:
        return index.column() == TextColumn ? wholeText(*row) : text(*row, index.column());
    case Qt::ToolTipRole:
        if (index.column() == UpdatedColumn && !row->updatedAt.empty())
            return plainTip(exactTime(row->updatedAt));
        return row->note.isEmpty() ? QVariant() : QVariant(plainTip(row->note));
    case Qt::DecorationRole:
        return decoration(*row, index.column());
    case Qt::FontRole: {
        QFont font;
        font.setBold(row->kind == OutlineKind::section && index.column() == TextColumn);
        font.setItalic(row->kind == OutlineKind::unplaced || row->kind == OutlineKind::dangling);
        font.setStrikeOut(row->kind == OutlineKind::insight && row->status == "killed");
        return font.bold() || font.italic() || font.strikeOut() ? QVariant(font) : QVariant();
    }
    case Qt::TextAlignmentRole:
        if (index.column() == CitationsColumn)
            return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
        return {};
    case Qt::AccessibleTextRole:
        return index.column() == TextColumn ? accessibleText(*row) : text(*row, index.column());
    case SortRole:
        if (index.column() == ImportanceColumn)
            return row->importance;
        if (index.column() == CitationsColumn)
            return row->count;
        if (index.column() == UpdatedColumn)
            return fromUtf8(row->updatedAt);
        return text(*row, index.column());
    case IdRole:
        return fromUtf8(row->id);
    case KindRole:
        return static_cast<int>(row->kind);
    case ImportanceRole:
        return row->importance;
    default:
        return {};
    }
}

QVariant OutlineModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == CitationsColumn)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignCenter));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TextColumn:
        return tr("Section or insight");
    case ImportanceColumn:
        return tr("Importance");
    case StatusColumn:
        return tr("Status");
    case CitationsColumn:
        return tr("Citations");
    case UpdatedColumn:
        return tr("Updated");
    case BlameColumn:
        return tr("Who wrote it");
    default:
        return {};
    }
}

void OutlineModel::setBlame(std::shared_ptr<const BlameBook> book) {
    m_blame = std::move(book);
    tellChanged({});
}

void OutlineModel::setNeverHuman(bool only) {
    if (std::exchange(m_neverHuman, only) != only)
        tellChanged({});
}

void OutlineModel::tellChanged(const QModelIndex& parent) {
    const int rows = rowCount(parent);
    if (rows == 0)
        return;
    Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, ColumnCount - 1, parent));
    for (int row = 0; row < rows; ++row)
        tellChanged(index(row, 0, parent));
}

const BlameMark* OutlineModel::blameOf(const QModelIndex& index) const {
    const OutlineRow* row = rowData(index);
    const PartMark* part = row == nullptr || !m_blame ? nullptr : m_blame->of(*row);
    return part == nullptr ? nullptr : &part->changed;
}

QVariant OutlineModel::blameData(const QModelIndex& index, int role) const {
    const BlameMark* mark = blameOf(index);
    if (mark == nullptr)
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return blameText(*mark, m_now);
    if (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole)
        return plainTip(blameDetail(*mark));
    return {};
}

bool OutlineModel::standsBack(const QModelIndex& index) const {
    const BlameMark* mark = m_neverHuman ? blameOf(index) : nullptr;
    return mark != nullptr && mark->human;
}

} // namespace stemma::ui
