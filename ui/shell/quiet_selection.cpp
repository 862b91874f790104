// SPDX-License-Identifier: MIT
#include "ui/shell/quiet_selection.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFocusEvent>

namespace stemma::ui {

namespace {

constexpr float strength = 0.28F;

float between(float ground, float mark) {
    return ground + (mark - ground) * strength;
}

QColor quiet(const QColor& ground, const QColor& mark) {
    return QColor::fromRgbF(between(ground.redF(), mark.redF()), between(ground.greenF(), mark.greenF()),
                            between(ground.blueF(), mark.blueF()));
}

/// A menu or another window takes the keys only for a while.
bool isForAWhile(Qt::FocusReason reason) {
    return reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason ||
           reason == Qt::MenuBarFocusReason;
}

} // namespace

QuietSelection::QuietSelection(QAbstractItemView& view)
    : QObject(&view)
    , m_view(view) {
    view.installEventFilter(this);
    apply(view.hasFocus());
}

bool QuietSelection::standsBack(const QPalette& palette) {
    return palette.color(QPalette::HighlightedText) == palette.color(QPalette::Text);
}

bool QuietSelection::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn)
        apply(true);
    else if (event->type() == QEvent::FocusOut && !isForAWhile(static_cast<QFocusEvent*>(event)->reason()))
        apply(false);
    else if (event->type() == QEvent::ApplicationPaletteChange)
        apply(m_focused);
    return QObject::eventFilter(watched, event);
}

void QuietSelection::apply(bool focused) {
    m_focused = focused;
    QPalette palette; // nothing of its own: the person's colours show through
    if (!focused) {
        const QPalette whole = QApplication::palette(&m_view);
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            palette.setColor(
                group, QPalette::Highlight,
                quiet(whole.color(group, QPalette::Base), whole.color(group, QPalette::Highlight)));
            palette.setColor(group, QPalette::HighlightedText, whole.color(group, QPalette::Text));
        }
    }
    m_view.setPalette(palette);
}

} // namespace stemma::ui
