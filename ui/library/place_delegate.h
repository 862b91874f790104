// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace stemma::ui {

/// A row of a sidebar with its number at the end.
class PlaceDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// `countRole`: the role that the number comes from.
    explicit PlaceDelegate(int countRole, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_countRole;
};

} // namespace stemma::ui
