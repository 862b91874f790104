// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace stemma::ui {

/// Paints a row of FoundChanges in two lines: the text with what was looked for, behind + where it came and −
/// where it went; and which change that was.
class FoundChangeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace stemma::ui
