// SPDX-License-Identifier: MIT
#include "ui/library/place_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {

constexpr int margin = 8;
constexpr int rowPadding = 4;

} // namespace

PlaceDelegate::PlaceDelegate(int countRole, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_countRole(countRole) {}

void PlaceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                          const QModelIndex& index) const {
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QVariant number = index.data(m_countRole);
    const QString count = number.isValid() ? QLocale().toString(number.toInt()) : QString();
    const int width = option.fontMetrics.horizontalAdvance(count);
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    const QString name = option.text;
    option.text.clear();
    if (QuietSelection::standsBack(option.palette)) // the style would draw it for the strong ground
        option.icon = QIcon(option.icon.pixmap(option.decorationSize, QIcon::Normal));
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    option.text = name;
    const QRect textRect = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    painter->save();
    const QRect inside = option.rect.adjusted(margin, 0, -margin, 0);
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    const int counter = rightToLeft ? inside.left() : inside.right() + 1 - width;
    QRect place = textRect.adjusted(4, 0, 0, 0);
    if (rightToLeft)
        place.setLeft(counter + width + margin);
    else
        place.setRight(counter - margin);
    const auto side = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    painter->setPen(text);
    painter->drawText(place, static_cast<int>(side),
                      option.fontMetrics.elidedText(name, Qt::ElideRight, place.width()));
    painter->setPen(selected ? text : quietText(option.palette));
    painter->drawText(QRect(counter, inside.top(), width, inside.height()), Qt::AlignCenter, count);
    painter->restore();
}

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 2 * rowPadding + 2);
    return size;
}

} // namespace stemma::ui
