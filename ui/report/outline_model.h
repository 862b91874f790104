// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/clock.h"
#include "ui/report/outline_rows.h"

namespace stemma::ui {

/// The parts of one outline as a tree: sections, their insights, their citations. A newer outline is taken as
/// a difference, so that selection, folds and scroll survive.
class OutlineModel : public KeyedTreeModel<OutlineRow> {
    Q_OBJECT
public:
    enum Column { TextColumn, ImportanceColumn, StatusColumn, CitationsColumn, UpdatedColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole, IdRole, KindRole, ImportanceRole };

    explicit OutlineModel(QObject* parent = nullptr);

    /// The moment that relative times are told from.
    void setNow(Timestamp now);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const OutlineRow& row, int column) const;
    [[nodiscard]] QString accessibleText(const OutlineRow& row) const;
    [[nodiscard]] QVariant decoration(const OutlineRow& row, int column) const;

    Timestamp m_now;
};

} // namespace stemma::ui
