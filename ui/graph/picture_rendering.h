// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "ui/graph/picture_painter.h"

namespace stemma::ui {

enum class PictureFormat { png, svg, pdf };

/// What the picture of a graph becomes on paper.
struct RenderingWish {
    PictureFormat format = PictureFormat::png;
    double scale = 1;   ///< of PNG: pixels a point
    PictureStyle style; ///< renderingStyle()
    QString title;      ///< above it; empty: none
    bool legend = true; ///< below it
    /// Where the picture is of two states: what became of its parts, as it is seen in the window.
    graph::PictureChanges changes{};
};

/// A style whose texts have the same size everywhere, as the scene was measured with that font.
[[nodiscard]] PictureStyle renderingStyle(const QPalette& palette, const QFont& font);
/// The colours of paper: dark on white.
[[nodiscard]] QPalette paperPalette();

/// How large it becomes, in points at 100 %, title and legend included.
[[nodiscard]] QSizeF renderedSize(const PictureScene& scene, const RenderingWish& wish);
/// The largest scale at which an image of that size can be made; may be below 1.
[[nodiscard]] double largestScale(const QSizeF& size);

/// Renders a whole picture, in full detail, in memory; texts stay texts in SVG and PDF. May be used by any
/// thread. ErrorCode::usage for a PNG that would be too large, cancelled.
[[nodiscard]] Result<QByteArray> renderPicture(const PictureScene& scene, const RenderingWish& wish,
                                               const Progress& progress = {});

} // namespace stemma::ui
