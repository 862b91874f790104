// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QAbstractListModel>

#include "core/base/clock.h"
#include "ui/library/list_row.h"

namespace stemma::ui {

/// All reports of a library, those in the trash included, one row each, ordered by key. A new snapshot comes
/// in as a difference (rows removed, inserted, changed), so that selection and scroll survive.
class ReportListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< the row's key, a QString
        SortRole,                  ///< the moment of the last change, microseconds
        CreatedRole,               ///< the moment of creation, microseconds
        SizeRole,                  ///< insights, then sections: how much there is in it
    };

    /// `clock` tells what "2 min ago" counts from; it outlives the model.
    explicit ReportListModel(const Clock& clock, QObject* parent = nullptr);

    void setRows(ListRows rows);
    [[nodiscard]] const ListRows& rows() const { return m_rows; }
    [[nodiscard]] const ListRow& rowAt(int row) const { return *m_rows[static_cast<std::size_t>(row)]; }
    /// The index of a row with that key; invalid if there is none.
    [[nodiscard]] QModelIndex indexOf(const QString& key) const;
    /// The texts with relative times may read differently now.
    void refreshTimes();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    void removeMissing(const ListRows& rows);
    void insertAndChange(ListRows& rows);
    void insertRun(std::size_t at, ListRows& rows, std::size_t first, std::size_t last);

    const Clock& m_clock;
    ListRows m_rows;
};

/// "agent · 2 min ago"; for the trash "in the trash since yesterday".
[[nodiscard]] QString changeText(const ListRow& row, Timestamp now);
/// "5 sections · 12 insights"; empty for a damaged report.
[[nodiscard]] QString sizeText(const ListRow& row);
/// Why the row needs attention, or empty.
[[nodiscard]] QString stateText(const ListRow& row);

} // namespace stemma::ui
