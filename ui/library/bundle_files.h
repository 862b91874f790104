// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "core/exchange/report_bundle.h"

namespace stemma::ui {

/// The files of a bundle, as its manifest lists them. A snapshot.
class BundleFiles : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, SizeColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole };

    explicit BundleFiles(std::shared_ptr<const exchange::ReportBundle> bundle, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const exchange::ReportBundle> m_bundle;
};

} // namespace stemma::ui
