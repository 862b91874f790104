// SPDX-License-Identifier: MIT
#include "ui/library/bundle_files.h"

#include <QLocale>

#include "ui/text/content_text.h"

namespace stemma::ui {

BundleFiles::BundleFiles(std::shared_ptr<const exchange::ReportBundle> bundle, QObject* parent)
    : QAbstractTableModel(parent)
    , m_bundle(std::move(bundle)) {}

int BundleFiles::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_bundle->manifest.files.size());
}

int BundleFiles::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BundleFiles::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const exchange::BundleFile& file = m_bundle->manifest.files[static_cast<std::size_t>(index.row())];
    const bool isName = index.column() == NameColumn;
    switch (role) {
    case Qt::DisplayRole:
        return isName ? fromUtf8(file.name) : QLocale().formattedDataSize(static_cast<qint64>(file.size));
    case SortRole:
        return isName ? QVariant(fromUtf8(file.name)) : QVariant(static_cast<qulonglong>(file.size));
    case IdRole:
        return fromUtf8(file.name);
    case Qt::ToolTipRole:
        return plainTip(fromUtf8(file.name) + QLatin1Char('\n') +
                        tr("SHA-256 %1").arg(fromUtf8(file.sha256)));
    case Qt::TextAlignmentRole:
        return isName ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant BundleFiles::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("File") : tr("Size");
}

} // namespace stemma::ui
