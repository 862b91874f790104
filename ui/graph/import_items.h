// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "core/graph/graph_import.h"

namespace stemma::ui {

/// A look at an import, made ready to be shown: what takes long of it is done by whoever looks.
struct ShownImport {
    graph::ImportPreview preview; ///< with its items in the order in which they are shown
    std::vector<graph::ImportItem> taken;
    int nodes = 0, relations = 0, attributes = 0;
    int differing = 0;
    bool open = false; ///< nobody has said yet whose is to stay
    bool allSame = false;
};
[[nodiscard]] ShownImport shownImport(graph::ImportPreview preview);

/// What an import would make of each thing in a file, those that need a look first. A snapshot.
class ImportItems : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { FateColumn, WhatColumn, NameColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null pointer: none.
    void setLook(std::shared_ptr<const ShownImport> look);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const ShownImport> m_look;
};

/// The beginning of a text of whatever length, in one line.
[[nodiscard]] QString shortText(const std::string& text);
/// "is added", "stays as it is here" …
[[nodiscard]] QString importFateText(graph::ImportFate fate);
/// "node", "relation" …
[[nodiscard]] QString importWhatText(const std::string& what);

} // namespace stemma::ui
