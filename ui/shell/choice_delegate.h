// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace stemma::ui {

/// Rows with a check box: of one height whatever their script, and boxes with a frame in the palette's text
/// colour, as some styles draw it too dark to be seen on a dark ground. Follows the palette.
class ChoiceDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace stemma::ui
