// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

namespace stemma::ui {

/// The contrast of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").
[[nodiscard]] double contrastOf(const QColor& a, const QColor& b);

/// `share` of `over` mixed into `base`.
[[nodiscard]] QColor mixed(const QColor& base, const QColor& over, double share);

/// The hue of `wanted`, as light or dark as it must be to be read on `base` (contrast 4.5 at least).
[[nodiscard]] QColor readableOn(const QColor& wanted, const QColor& base);

/// Colours that mean something, made of the palette so that they follow light, dark and high contrast.
struct MeaningColours {
    QColor added, addedBackground;
    QColor removed, removedBackground;
    QColor moved, movedBackground;
    QColor warning, warningBackground;
    QColor error, errorBackground;
    QColor muted; ///< for what is secondary
    QColor rule;  ///< for lines between things
};
[[nodiscard]] MeaningColours meaningColours(const QPalette& palette);

} // namespace stemma::ui
