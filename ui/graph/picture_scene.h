// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "core/graph/graph_picture.h"
#include "core/layout/layout.h"

namespace stemma::ui {

/// A picture with its places: what is painted, and what lies under a point. A value that is shared and never
/// changed; may be used by any thread. Units are points at 100 %.
class PictureScene {
public:
    PictureScene();
    /// `sizes` (sizesOf()) and `centres`: one an element each.
    PictureScene(graph::Picture picture, std::vector<QSizeF> sizes, std::vector<QPointF> centres);

    [[nodiscard]] const graph::Picture& picture() const { return m_content->picture; }
    [[nodiscard]] std::size_t size() const { return m_boxes.size(); }
    /// Of an element.
    [[nodiscard]] const QRectF& box(std::uint32_t element) const { return m_boxes[element]; }
    /// Around everything, with a margin.
    [[nodiscard]] const QRectF& bounds() const { return m_bounds; }

    [[nodiscard]] std::optional<std::uint32_t> elementAt(const QPointF& point) const;
    /// The edge that passes nearest to a point, within `reach`.
    [[nodiscard]] std::optional<std::uint32_t> edgeAt(const QPointF& point, double reach) const;
    /// Those whose boxes touch an area, in their order.
    [[nodiscard]] std::vector<std::uint32_t> elementsIn(const QRectF& area) const;
    /// Those that may pass through an area (more rather than fewer), in their order.
    [[nodiscard]] std::vector<std::uint32_t> edgesIn(const QRectF& area) const;
    /// Edges that begin or end at an element.
    [[nodiscard]] const std::vector<std::uint32_t>& edgesOf(std::uint32_t element) const {
        return m_content->edgesOf[element];
    }

    /// An edge's way from border to border: bent where several run between the same two.
    struct Way {
        QPointF from, bend, to;
    };
    [[nodiscard]] Way wayOf(std::uint32_t edge) const;
    /// Where an edge's label is centred: on its way, so that those between the same two don't meet.
    [[nodiscard]] QPointF labelCentre(std::uint32_t edge) const;

    /// The same with one element elsewhere. Quick: what is where is found anew only for that one.
    [[nodiscard]] std::shared_ptr<const PictureScene> withMoved(std::uint32_t element,
                                                                const QPointF& centre) const;
    [[nodiscard]] std::vector<QPointF> centres() const;

private:
    /// What stays while elements are moved.
    struct Content {
        graph::Picture picture;
        std::vector<std::vector<std::uint32_t>> edgesOf;
        std::vector<std::int16_t> bends; ///< of each edge, in steps to the side
        double step = 0;
    };
    /// Squares over the bounds, and what lay in each when they were made.
    struct Grid {
        QRectF bounds;
        double square = 1;
        int columns = 0, rows = 0;
        std::vector<std::vector<std::uint32_t>> elementsIn, edgesIn;

        [[nodiscard]] std::pair<int, int> squareOf(const QPointF& point) const;
        template <class Do>
        void forSquares(const QRectF& area, Do&& act) const;
    };
    void findBounds();
    [[nodiscard]] Grid makeGrid() const;
    void addEdge(Grid& grid, std::uint32_t edge) const;

    std::shared_ptr<const Content> m_content;
    std::shared_ptr<const Grid> m_grid;
    std::vector<QRectF> m_boxes;
    std::vector<std::uint32_t> m_moved; ///< since the grid was made
    QRectF m_bounds;
};

/// How large the elements of a picture are with a font: their label on at most two lines, within limits.
[[nodiscard]] std::vector<QSizeF> sizesOf(const graph::Picture& picture, const QFont& font);

/// Labels of edges are smaller than those of elements.
[[nodiscard]] QFont edgeLabelFont(QFont font);
inline constexpr qsizetype longestEdgeLabel = 100; ///< characters

/// What the layout program is asked for a picture: room for its elements and for the labels of its edges.
[[nodiscard]] layout::Request layoutRequest(const graph::Picture& picture, const std::vector<QSizeF>& sizes,
                                            layout::Kind kind, const std::string& centre, const QFont& font);
[[nodiscard]] std::vector<QPointF> pointsOf(const std::vector<layout::Point>& points);

} // namespace stemma::ui
