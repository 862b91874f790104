// SPDX-License-Identifier: MIT
#include "ui/report/importance.h"

#include <algorithm>

#include <QApplication>
#include <QPainter>

#include "ui/report/outline_model.h"

namespace stemma::ui {
namespace {

constexpr int top = 10;

int barWidth(const QFontMetrics& metrics) {
    return metrics.averageCharWidth() * 8;
}

} // namespace

void paintImportance(QPainter& painter, const QRect& area, int importance, const QColor& text,
                     const QColor& bar) {
    const QFontMetrics metrics = painter.fontMetrics();
    const int numberWidth = metrics.horizontalAdvance(QStringLiteral("10"));
    const bool leftToRight = painter.layoutDirection() != Qt::RightToLeft;
    QRect number(area.left(), area.top(), numberWidth, area.height());
    const int barHeight = qMax(4, metrics.height() / 3);
    QRect track(number.right() + 7, area.center().y() - barHeight / 2 + 1,
                qMin(barWidth(metrics), area.right() - number.right() - 8), barHeight);
    if (!leftToRight) {
        number.moveRight(area.right());
        track.moveRight(number.left() - 7);
    }
    painter.save();
    painter.setPen(text);
    painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter, QString::number(importance));
    if (track.width() > barHeight) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        QColor ground = text;
        ground.setAlphaF(0.16F);
        painter.setBrush(ground);
        painter.drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
        QRect filled = track;
        filled.setWidth(track.width() * std::clamp(importance, 0, top) / top);
        if (!leftToRight)
            filled.moveRight(track.right());
        painter.setBrush(bar);
        painter.drawRoundedRect(filled, barHeight / 2.0, barHeight / 2.0);
    }
    painter.restore();
}

void ImportanceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const int importance = index.data(OutlineModel::ImportanceRole).toInt();
    item.text.clear();
    const QWidget* widget = option.widget;
    QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);
    if (importance < 0)
        return;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group =
        option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    painter->setFont(item.font);
    painter->setLayoutDirection(option.direction);
    const QColor text = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    paintImportance(*painter, option.rect.adjusted(4, 0, -4, 0), importance, text,
                    selected ? text : QApplication::palette().color(QPalette::Highlight));
}

QSize ImportanceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize plain = QStyledItemDelegate::sizeHint(option, index);
    const QFontMetrics metrics(option.font);
    return {metrics.horizontalAdvance(QStringLiteral("10")) + barWidth(metrics) + 20, plain.height()};
}

ImportanceBar::ImportanceBar(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ImportanceBar::setImportance(int importance) {
    m_importance = importance;
    setAccessibleName(tr("Importance: %1 of 10").arg(importance));
    update();
}

QSize ImportanceBar::sizeHint() const {
    return {fontMetrics().horizontalAdvance(QStringLiteral("10")) + barWidth(fontMetrics()) + 12,
            fontMetrics().height() + 4};
}

void ImportanceBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    paintImportance(painter, rect(), m_importance, palette().color(QPalette::WindowText),
                    palette().color(QPalette::Highlight));
}

} // namespace stemma::ui
