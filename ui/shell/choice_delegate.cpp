// SPDX-License-Identifier: MIT
#include "ui/shell/choice_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/shell/theme.h"

namespace stemma::ui {

void ChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    if (!shown.features.testFlag(QStyleOptionViewItem::HasCheckIndicator))
        return;
    const QStyle* style = shown.widget != nullptr ? shown.widget->style() : QApplication::style();
    const QRect box = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &shown, shown.widget);
    const auto group = shown.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    const bool selected = shown.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setPen(selected ? shown.palette.color(group, QPalette::HighlightedText)
                             : quietText(shown.palette, group));
    painter->drawRect(box.adjusted(0, 0, -1, -1));
    painter->restore();
}

QSize ChoiceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width(), option.fontMetrics.height() * 3 / 2};
}

} // namespace stemma::ui
