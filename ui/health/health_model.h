// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QAbstractListModel>

#include "ui/session/health_session.h"

namespace stemma::ui {

/// What a look found, or as much of it as is asked for.
class HealthModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< the finding's id
        SortRole,                  ///< how bad it is
    };
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::shared_ptr<const HealthRows> rows);
    /// Only findings that have the text in what a person sees of them, or in their id; empty: all.
    void setFilter(const QString& text);
    [[nodiscard]] bool isFiltered() const { return !m_filter.isEmpty(); }
    [[nodiscard]] const std::shared_ptr<const HealthRows>& rows() const { return m_rows; }
    /// Null for an index that is none of the model's.
    [[nodiscard]] const HealthRow* rowAt(const QModelIndex& index) const;
    /// -1 if it isn't shown.
    [[nodiscard]] int placeOf(const std::string& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void choose();

    std::shared_ptr<const HealthRows> m_rows;
    QString m_filter; ///< folded
    std::vector<std::uint32_t> m_shown;
};

} // namespace stemma::ui
