// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace stemma::ui {

struct BlameMark;
class OutlineTree;

/// Makes the column of who wrote what the margin before the titles, as in an editor. It is hidden at first.
void addBlameColumn(OutlineTree& tree);

/// What colour stands for who made something, beside the word for it.
[[nodiscard]] QColor blameColour(const BlameMark& mark, const QPalette& palette);

/// Paints the margin of an outline: a bar in the colour of who made the part, and the words.
class BlameDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace stemma::ui
