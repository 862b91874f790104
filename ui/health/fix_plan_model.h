// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>

#include "ui/session/health_session.h"

namespace stemma::ui {

/// What is to be fixed, in the order in which it will be, and what became of it.
class FixPlanModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< the finding's id
        SortRole,                  ///< the order
    };
    struct Row {
        HealthRow finding;
        std::optional<FixOutcome> outcome = {}; ///< none while it isn't over
    };
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<Row> rows);
    /// For each row, in the same order.
    void setOutcomes(const std::vector<FixOutcome>& outcomes);
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row* rowAt(const QModelIndex& index) const;
    /// What will be done about it, or became of it, as a sentence.
    [[nodiscard]] static QString sentence(const Row& row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<Row> m_rows;
};

} // namespace stemma::ui
