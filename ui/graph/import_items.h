// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/graph/graph_import.h"

namespace stemma::ui {

/// What an import would make of each thing in a file, those that need a look first. A snapshot.
class ImportItems : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { FateColumn, WhatColumn, NameColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setItems(std::vector<graph::ImportItem> items);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<graph::ImportItem> m_items;
};

/// "is added", "stays as it is here" …
[[nodiscard]] QString importFateText(graph::ImportFate fate);
/// "node", "relation" …
[[nodiscard]] QString importWhatText(const std::string& what);

} // namespace stemma::ui
