// SPDX-License-Identifier: MIT
#include "ui/graph/import_items.h"

#include <algorithm>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using graph::ImportFate;

/// Clashes first, what changes nothing last.
int weight(ImportFate fate) {
    switch (fate) {
    case ImportFate::clash:
        return 0;
    case ImportFate::take:
        return 1;
    case ImportFate::keep:
        return 2;
    case ImportFate::leaveOut:
        return 3;
    case ImportFate::add:
        return 4;
    case ImportFate::same:
        break;
    }
    return 5;
}

} // namespace

QString importFateText(ImportFate fate) {
    switch (fate) {
    case ImportFate::add:
        return ImportItems::tr("is added");
    case ImportFate::same:
        return ImportItems::tr("is the same");
    case ImportFate::clash:
        return ImportItems::tr("differs");
    case ImportFate::keep:
        return ImportItems::tr("stays as it is here");
    case ImportFate::take:
        return ImportItems::tr("is replaced");
    case ImportFate::leaveOut:
        break;
    }
    return ImportItems::tr("is left out");
}

QString importWhatText(const std::string& what) {
    if (what == "metadata")
        return ImportItems::tr("title and description");
    if (what == "text")
        return ImportItems::tr("text");
    if (what == "node")
        return ImportItems::tr("node");
    if (what == "relation")
        return ImportItems::tr("relation");
    if (what == "attribute")
        return ImportItems::tr("attribute");
    return what == "transition" ? ImportItems::tr("transition") : fromUtf8(what);
}

void ImportItems::setItems(std::vector<graph::ImportItem> items) {
    beginResetModel();
    m_items = std::move(items);
    std::stable_sort(m_items.begin(), m_items.end(),
                     [](const auto& a, const auto& b) { return weight(a.fate) < weight(b.fate); });
    endResetModel();
}

int ImportItems::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int ImportItems::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportItems::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const graph::ImportItem& item = m_items[static_cast<std::size_t>(index.row())];
    if (role == IdRole)
        return fromUtf8(item.id);
    if (role == Qt::ToolTipRole)
        return plainTip(fromUtf8(item.id));
    if (role == SortRole && index.column() == FateColumn)
        return weight(item.fate);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (index.column()) {
    case FateColumn:
        return importFateText(item.fate);
    case WhatColumn:
        return importWhatText(item.what);
    default:
        break;
    }
    const bool isFile = item.what == "metadata" || item.what == "text";
    return oneLine(fromUtf8(item.what == "node" || isFile ? item.label : item.id));
}

QVariant ImportItems::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FateColumn:
        return tr("What happens");
    case WhatColumn:
        return tr("What");
    default:
        break;
    }
    return tr("Name");
}

} // namespace stemma::ui
