// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/report/pruning.h"

namespace stemma::ui {

/// What was pruned, one set a row.
class PrunedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { WhenColumn, ReportColumn, CountColumn, SizeColumn, RuleColumn, StateColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(std::vector<report::PrunedEntry> entries, Timestamp now);
    /// Null for an index that is none of the model's.
    [[nodiscard]] const report::PrunedEntry* entry(const QModelIndex& index) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] static QString placeText(const history::PrunedSet& set);
    [[nodiscard]] QString text(const report::PrunedEntry& entry, int column) const;

    std::vector<report::PrunedEntry> m_entries;
    Timestamp m_now;
};

} // namespace stemma::ui
