// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QPainter>
#include <QPainterPath>

#include "ui/graph/picture_scene.h"
#include "ui/graph/picture_style.h"

namespace stemma::ui {

/// What is laid over a picture: searching and filtering dim, they never move.
struct PictureMarks {
    std::vector<bool> dimmed; ///< of elements; empty: none
    std::vector<bool> onPath; ///< of edges; empty: none
    std::vector<bool> edited; ///< of elements: not saved yet; empty: none
    /// The chosen element, where it has so many edges that they are painted with the picture, not on top of
    /// it.
    std::optional<std::uint32_t> hub;
    /// Where two states are compared: what came, went or changed has its colour, its line (what went is
    /// dashed) and its sign.
    graph::PictureChanges changes{};
};

/// From this scale on labels are painted, and below it bare shapes.
constexpr double labelsFrom = 0.35;
/// Labels of edges need more room.
constexpr double edgeLabelsFrom = 0.6;

/// Paints what lies in `area` (in the scene's points) with a painter that is set to the scene's coordinates.
/// `scale`: device-independent pixels a point, which decides how much detail there is. May be used by any
/// thread.
void paintScene(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                const PictureMarks& marks, const QRectF& area, double scale);

/// The label of an edge alone, where this scale shows it: on top of what was painted over it.
void paintLabelOfEdge(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                      std::uint32_t edge, double scale, graph::Became became = graph::Became::same);

/// The shape of a kind of element in small, for a legend.
void paintSign(QPainter& painter, const PictureStyle& style, graph::ElementKind kind, bool foreign,
               const QRectF& box);

/// The same for what became of something.
void paintChangeSign(QPainter& painter, const PictureStyle& style, graph::Became became, const QRectF& box);

/// The shape of an element, to be outlined where it is chosen.
[[nodiscard]] QPainterPath elementShape(const PictureScene& scene, std::uint32_t element);
[[nodiscard]] QPainterPath edgePath(const PictureScene& scene, std::uint32_t edge);

} // namespace stemma::ui
