// SPDX-License-Identifier: MIT
#include "ui/shell/link_row.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QToolButton>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int margin = 8;
constexpr int iconSide = 22;
} // namespace

LinkRow::LinkRow(const QIcon& icon, const QString& name, const QString& detail, QWidget* parent)
    : QAbstractButton(parent)
    , m_name(name)
    , m_detail(detail) {
    setIcon(icon);
    // No text of the button's own: an & in a folder's name would become a mnemonic.
    setAccessibleName(name);
    setAccessibleDescription(detail);
    setToolTip(plainTip(detail));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LinkRow::addButton(const QIcon& icon, const QString& text, std::function<void()> pressed) {
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIcon(icon);
    button->setToolTip(plainTip(text));
    button->setAccessibleName(text);
    button->setCursor(Qt::ArrowCursor);
    connect(button, &QToolButton::clicked, this, std::move(pressed));
    m_button = button;
}

QSize LinkRow::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 50, fontMetrics().height() * 2 + 2 * margin - 2};
}

QSize LinkRow::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void LinkRow::resizeEvent(QResizeEvent* event) {
    QAbstractButton::resizeEvent(event);
    if (m_button == nullptr)
        return;
    const QSize size = m_button->sizeHint();
    const QRect place(width() - margin - size.width(), (height() - size.height()) / 2, size.width(),
                      size.height());
    m_button->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
}

void LinkRow::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void LinkRow::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void LinkRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void LinkRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(toneGround(isDown() ? Tone::accent : Tone::neutral, palette()));
        painter.drawRoundedRect(QRectF(rect()), 4, 4);
    }
    const auto visual = [this](const QRect& place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    icon().paint(&painter, visual(QRect(margin, (height() - iconSide) / 2, iconSide, iconSide)));

    const int left = margin + iconSide + margin + 2;
    const int right = width() - margin - (m_button != nullptr ? m_button->width() + margin : 0);
    const int line = fontMetrics().height();
    const int top = (height() - 2 * line) / 2;
    const auto alignment = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(visual(QRect(left, top, right - left, line)), static_cast<int>(alignment),
                     fontMetrics().elidedText(m_name, Qt::ElideRight, right - left));
    painter.setPen(quietText(palette()));
    painter.drawText(visual(QRect(left, top + line, right - left, line)), static_cast<int>(alignment),
                     fontMetrics().elidedText(m_detail, Qt::ElideMiddle, right - left));
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = rect().adjusted(1, 1, -1, -1);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

} // namespace stemma::ui
