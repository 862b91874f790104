// SPDX-License-Identifier: MIT
#include "ui/graph/picture_legend.h"

#include <QEvent>
#include <QStyle>

namespace stemma::ui {

namespace {

constexpr int signWidth = 34;
constexpr int gap = 6;
constexpr int between = 18;
constexpr int padding = 6;

} // namespace

PictureLegend::PictureLegend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void PictureLegend::setPicture(const graph::Picture& picture, const graph::PictureChanges& changes) {
    std::vector<LegendEntry> entries = legendEntries(picture, changes);
    m_entries = std::move(entries);
    setAccessibleName(tr("Legend: %1").arg(words().join(QLatin1String(", "))));
    setVisible(!m_entries.empty());
    updateGeometry();
    update();
}

QStringList PictureLegend::words() const {
    QStringList words;
    for (const LegendEntry& entry : m_entries)
        words << entry.text;
    return words;
}

QSize PictureLegend::sizeHint() const {
    int width = 2 * padding;
    for (const LegendEntry& entry : m_entries)
        width += signWidth + gap + fontMetrics().horizontalAdvance(entry.text) + between;
    return {width, fontMetrics().height() + 2 * padding};
}

void PictureLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PictureStyle style = pictureStyle(palette(), font());
    const QColor text = palette().color(QPalette::WindowText);
    const auto onItsSide = [this](const QRect& place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    int at = padding;
    for (const LegendEntry& entry : m_entries) {
        const QRect place = onItsSide(QRect(at, 0, signWidth, height()));
        const QRectF sign = QRectF(place).adjusted(2, height() / 2.0 - 7, -2, -(height() / 2.0 - 7));
        paintLegendSign(painter, style, entry, sign);
        at += signWidth + gap;
        const int width = fontMetrics().horizontalAdvance(entry.text);
        painter.setPen(text);
        painter.drawText(onItsSide(QRect(at, 0, width + 2, height())), Qt::AlignVCenter, entry.text);
        at += width + between;
    }
}

void PictureLegend::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    update();
}

} // namespace stemma::ui
