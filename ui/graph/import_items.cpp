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

ShownImport shownImport(graph::ImportPreview preview) {
    ShownImport shown;
    std::stable_sort(preview.items.begin(), preview.items.end(),
                     [](const auto& a, const auto& b) { return weight(a.fate) < weight(b.fate); });
    for (const graph::ImportItem& item : preview.items) {
        shown.nodes += item.what == "node" ? 1 : 0;
        shown.relations += item.what == "relation" ? 1 : 0;
        shown.attributes += item.what == "attribute" ? 1 : 0;
    }
    const std::size_t open = preview.count(ImportFate::clash);
    shown.open = open > 0;
    shown.differing =
        static_cast<int>(open + preview.count(ImportFate::keep) + preview.count(ImportFate::take));
    shown.allSame = preview.count(ImportFate::same) == preview.items.size();
    shown.taken = preview.taken();
    shown.preview = std::move(preview);
    return shown;
}

QString shortText(const std::string& text) {
    // A bundle comes from anywhere: what is megabytes long must not be laid out, nor converted.
    constexpr std::size_t mostBytes = 4096;
    constexpr qsizetype mostCharacters = 200;
    return oneLine(fromUtf8(text.substr(0, mostBytes)), mostCharacters);
}

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

void ImportItems::setLook(std::shared_ptr<const ShownImport> look) {
    beginResetModel();
    m_look = std::move(look);
    endResetModel();
}

int ImportItems::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_look ? 0 : static_cast<int>(m_look->preview.items.size());
}

int ImportItems::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportItems::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const graph::ImportItem& item = m_look->preview.items[static_cast<std::size_t>(index.row())];
    if (role == IdRole)
        return fromUtf8(item.id);
    if (role == Qt::ToolTipRole)
        return plainTip(shortText(item.id));
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
    return shortText(item.what == "node" || isFile ? item.label : item.id);
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
