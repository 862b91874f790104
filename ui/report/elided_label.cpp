// SPDX-License-Identifier: MIT
#include "ui/report/elided_label.h"

#include <QPainter>

#include "ui/text/content_text.h"

namespace stemma::ui {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text) {
    m_full = text.simplified();
    setAccessibleName(m_full);
    setToolTip(plainTip(m_full));
    updateGeometry();
    update();
}

QSize ElidedLabel::minimumSizeHint() const {
    return {40, fontMetrics().height()};
}

QSize ElidedLabel::sizeHint() const {
    return {qMin(fontMetrics().horizontalAdvance(m_full) + 2, 600), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QString shown = fontMetrics().elidedText(m_full, Qt::ElideRight, width());
    // The side follows the window, the direction of the text its own letters.
    painter.setLayoutDirection(directionOf(m_full, layoutDirection()));
    const Qt::Alignment side = layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(rect(), static_cast<int>((side | Qt::AlignAbsolute | Qt::AlignVCenter).toInt()), shown);
}

} // namespace stemma::ui
