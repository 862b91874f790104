// SPDX-License-Identifier: MIT
#include "ui/report/chip_row.h"

#include <QPainter>

#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {
namespace {

constexpr int gap = 6;
constexpr int inset = 7;
constexpr int widestChip = 220;

} // namespace

ChipRow::ChipRow(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
}

void ChipRow::setChips(const QList<Chip>& chips) {
    m_chips = chips;
    QStringList texts;
    for (const Chip& chip : chips)
        texts << chip.text;
    setAccessibleName(texts.join(QStringLiteral(", ")));
    setToolTip(plainTip(texts.join(QLatin1Char('\n'))));
    setVisible(!chips.isEmpty());
    updateGeometry();
    update();
}

int ChipRow::widthOf(const QString& text) const {
    return qMin(widestChip, fontMetrics().horizontalAdvance(text) + 2 * inset);
}

QSize ChipRow::sizeHint() const {
    int width = 0;
    for (const Chip& chip : m_chips)
        width += widthOf(chip.text) + gap;
    return {width, fontMetrics().height() + 6};
}

QSize ChipRow::minimumSizeHint() const {
    return {40, sizeHint().height()};
}

void ChipRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const MeaningColours meaning = meaningColours(palette());
    const QColor base = palette().color(QPalette::Window);
    const int more = widthOf(QStringLiteral("+99")) + gap;
    int x = 0;
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        QString text = m_chips[i].text;
        const bool last = i + 1 == m_chips.size();
        const bool fits = x + widthOf(text) + (last ? 0 : more) <= width();
        if (!fits && i > 0)
            text = tr("+%n", "so many more tags", static_cast<int>(m_chips.size() - i));
        QRectF box(x, 0, qMin(widthOf(text), width() - x), height());
        if (layoutDirection() == Qt::RightToLeft)
            box.moveRight(width() - x);
        const Tone tone = m_chips[i].tone;
        const QColor back = tone == Tone::error     ? meaning.errorBackground
                            : tone == Tone::warning ? meaning.warningBackground
                                                    : mixed(base, palette().color(QPalette::WindowText), 0.1);
        const QColor front = tone == Tone::plain ? palette().color(QPalette::WindowText)
                                                 : readableOn(palette().color(QPalette::WindowText), back);
        painter.setPen(Qt::NoPen);
        painter.setBrush(back);
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6);
        painter.setPen(front);
        painter.drawText(
            box, Qt::AlignCenter,
            fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(box.width()) - 2 * inset + 2));
        x += static_cast<int>(box.width()) + gap;
        if (!fits)
            break;
    }
}

} // namespace stemma::ui
