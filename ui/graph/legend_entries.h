// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QString>

#include "ui/graph/picture_painter.h"

namespace stemma::ui {

/// What one shape or line of a picture means.
struct LegendEntry {
    QString text;
    bool line = false; ///< an edge; else a shape
    graph::EdgeKind edge = graph::EdgeKind::relation;
    graph::ElementKind element = graph::ElementKind::node;
    bool foreign = false;
    graph::Became became = graph::Became::same; ///< else the sign of that
};

/// Of a picture: only what is in it. `changes`: where two states are compared.
[[nodiscard]] std::vector<LegendEntry> legendEntries(const graph::Picture& picture,
                                                     const graph::PictureChanges& changes = {});

/// The shape or line alone. May be used by any thread.
void paintLegendSign(QPainter& painter, const PictureStyle& style, const LegendEntry& entry,
                     const QRectF& box);

} // namespace stemma::ui
