// SPDX-License-Identifier: MIT
#include "ui/graph/picture_scene.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QFontMetricsF>
#include <QLineF>

namespace stemma::ui {

namespace {

constexpr double margin = 40;
constexpr double bendStep = 26;
constexpr double widestLabel = 180;
constexpr double padding = 9;
constexpr int mostSquares = 128; // along one side

/// Where the line from a box's centre to a point leaves the box.
QPointF borderPoint(const QRectF& box, const QPointF& towards) {
    const QPointF centre = box.center();
    const QPointF way = towards - centre;
    if (std::abs(way.x()) < 1e-9 && std::abs(way.y()) < 1e-9)
        return centre;
    const double byWidth = std::abs(way.x()) > 1e-9 ? box.width() / 2 / std::abs(way.x()) : 1e18;
    const double byHeight = std::abs(way.y()) > 1e-9 ? box.height() / 2 / std::abs(way.y()) : 1e18;
    return centre + way * std::min({byWidth, byHeight, 1.0});
}

QPointF bendOf(const QPointF& from, const QPointF& to, double aside) {
    const QPointF middle = (from + to) / 2;
    const QLineF line(from, to);
    if (line.length() < 1e-6 || aside == 0)
        return middle;
    return middle + QPointF(-line.dy(), line.dx()) / line.length() * aside;
}

double distanceTo(const QPointF& point, const QPointF& from, const QPointF& to) {
    const QPointF way = to - from;
    const double length = QPointF::dotProduct(way, way);
    const double part =
        length > 0 ? std::clamp(QPointF::dotProduct(point - from, way) / length, 0.0, 1.0) : 0.0;
    return QLineF(point, from + way * part).length();
}

/// Edges between the same two elements are spread: 0, 1, -1, 2 … steps to the side.
std::vector<std::int16_t> bendsOf(const graph::Picture& picture) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> seen;
    std::vector<std::int16_t> bends;
    bends.reserve(picture.edges.size());
    for (const graph::PictureEdge& edge : picture.edges) {
        const int n = seen[std::minmax(edge.from, edge.to)]++;
        const int step = (n + 1) / 2 * (n % 2 == 0 ? 1 : -1);
        bends.push_back(static_cast<std::int16_t>(edge.from <= edge.to ? step : -step));
    }
    return bends;
}

} // namespace

PictureScene::PictureScene(graph::Picture picture, std::vector<QSizeF> sizes, std::vector<QPointF> centres)
    : m_picture(std::move(picture))
    , m_edgesOf(m_picture.elements.size())
    , m_bends(bendsOf(m_picture)) {
    centres.resize(m_picture.elements.size());
    sizes.resize(m_picture.elements.size(), QSizeF(60, 28));
    for (std::size_t n = 0; n < centres.size(); ++n)
        m_boxes.push_back(QRectF(centres[n] - QPointF(sizes[n].width(), sizes[n].height()) / 2, sizes[n]));
    for (std::uint32_t n = 0; n < m_picture.edges.size(); ++n) {
        const graph::PictureEdge& edge = m_picture.edges[n];
        m_edgesOf[edge.from].push_back(n);
        if (edge.to != edge.from)
            m_edgesOf[edge.to].push_back(n);
    }
    index();
}

void PictureScene::index() {
    for (const QRectF& box : m_boxes)
        m_bounds = m_bounds.united(box);
    m_bounds.adjust(-margin, -margin, margin, margin);
    const double longest = std::max(m_bounds.width(), m_bounds.height());
    m_square = std::max(120.0, longest / mostSquares);
    m_columns = static_cast<int>(m_bounds.width() / m_square) + 1;
    m_rows = static_cast<int>(m_bounds.height() / m_square) + 1;
    const auto squares = static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows);
    m_elementsIn.assign(squares, {});
    m_edgesIn.assign(squares, {});
    for (std::uint32_t n = 0; n < m_boxes.size(); ++n)
        forSquares(m_boxes[n], [&](std::size_t square) { m_elementsIn[square].push_back(n); });
    // An edge is put into the squares along its two straight halves.
    for (std::uint32_t n = 0; n < m_picture.edges.size(); ++n) {
        const Way way = wayOf(n);
        for (const QLineF& half : {QLineF(way.from, way.bend), QLineF(way.bend, way.to)}) {
            const int steps = static_cast<int>(half.length() / m_square * 2) + 1;
            std::size_t last = squares;
            for (int step = 0; step <= steps; ++step) {
                const auto [column, row] = squareOf(half.pointAt(static_cast<double>(step) / steps));
                const auto square = static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                                    static_cast<std::size_t>(column);
                if (square != last && (m_edgesIn[square].empty() || m_edgesIn[square].back() != n))
                    m_edgesIn[square].push_back(n);
                last = square;
            }
        }
    }
}

std::pair<int, int> PictureScene::squareOf(const QPointF& point) const {
    return {std::clamp(static_cast<int>((point.x() - m_bounds.left()) / m_square), 0, m_columns - 1),
            std::clamp(static_cast<int>((point.y() - m_bounds.top()) / m_square), 0, m_rows - 1)};
}

template <class Do>
void PictureScene::forSquares(const QRectF& area, Do&& act) const {
    const auto [left, top] = squareOf(area.topLeft());
    const auto [right, bottom] = squareOf(area.bottomRight());
    for (int row = top; row <= bottom; ++row) {
        for (int column = left; column <= right; ++column)
            act(static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
                static_cast<std::size_t>(column));
    }
}

std::optional<std::uint32_t> PictureScene::elementAt(const QPointF& point) const {
    if (m_boxes.empty())
        return std::nullopt;
    std::optional<std::uint32_t> found;
    forSquares(QRectF(point, QSizeF(0, 0)), [&](std::size_t square) {
        for (const std::uint32_t element : m_elementsIn[square]) {
            if (m_boxes[element].contains(point))
                found = element; // the last one painted lies on top
        }
    });
    return found;
}

std::optional<std::uint32_t> PictureScene::edgeAt(const QPointF& point, double reach) const {
    std::optional<std::uint32_t> found;
    double nearest = reach;
    for (const std::uint32_t edge :
         edgesIn(QRectF(point, QSizeF(0, 0)).adjusted(-reach, -reach, reach, reach))) {
        const Way way = wayOf(edge);
        QPointF last = way.from;
        for (int step = 1; step <= 8; ++step) {
            const double t = step / 8.0;
            const QPointF next = way.from * (1 - t) * (1 - t) + way.bend * 2 * t * (1 - t) + way.to * t * t;
            const double distance = distanceTo(point, last, next);
            if (distance <= nearest) {
                nearest = distance;
                found = edge;
            }
            last = next;
        }
    }
    return found;
}

std::vector<std::uint32_t> PictureScene::elementsIn(const QRectF& area) const {
    std::vector<std::uint32_t> found;
    if (m_boxes.empty())
        return found;
    forSquares(area, [&](std::size_t square) {
        for (const std::uint32_t element : m_elementsIn[square]) {
            if (m_boxes[element].intersects(area))
                found.push_back(element);
        }
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<std::uint32_t> PictureScene::edgesIn(const QRectF& area) const {
    std::vector<std::uint32_t> found;
    if (m_boxes.empty())
        return found;
    // An edge stands in the squares that it was sampled in: those around the area may hold it as well.
    const QRectF wider = area.adjusted(-m_square, -m_square, m_square, m_square);
    forSquares(wider, [&](std::size_t square) {
        found.insert(found.end(), m_edgesIn[square].begin(), m_edgesIn[square].end());
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

PictureScene::Way PictureScene::wayOf(std::uint32_t edge) const {
    const graph::PictureEdge& one = m_picture.edges[edge];
    const QRectF& from = m_boxes[one.from];
    const QRectF& to = m_boxes[one.to];
    if (one.from == one.to) { // a loop above the element's right corner
        const QPointF corner = from.topRight();
        return {corner - QPointF(18, 0), corner + QPointF(22, -34), corner + QPointF(0, 10)};
    }
    // The direction of the pair, not of the edge, says which side a bend goes to.
    const bool forward = one.from < one.to;
    const QPointF bend = forward ? bendOf(from.center(), to.center(), m_bends[edge] * bendStep)
                                 : bendOf(to.center(), from.center(), -m_bends[edge] * bendStep);
    return {borderPoint(from, bend), bend, borderPoint(to, bend)};
}

std::shared_ptr<const PictureScene> PictureScene::withMoved(std::uint32_t element,
                                                            const QPointF& centre) const {
    std::vector<QSizeF> sizes;
    for (const QRectF& box : m_boxes)
        sizes.push_back(box.size());
    std::vector<QPointF> places = centres();
    places[element] = centre;
    return std::make_shared<const PictureScene>(m_picture, std::move(sizes), std::move(places));
}

std::vector<QPointF> PictureScene::centres() const {
    std::vector<QPointF> points;
    for (const QRectF& box : m_boxes)
        points.push_back(box.center());
    return points;
}

std::vector<QSizeF> sizesOf(const graph::Picture& picture, const QFont& font) {
    const QFontMetricsF metrics(font);
    std::vector<QSizeF> sizes;
    sizes.reserve(picture.elements.size());
    for (const graph::PictureElement& element : picture.elements) {
        const QString label = QString::fromStdString(element.label);
        // Long labels are cut when they are painted: nothing of theirs needs measuring.
        const double wide = metrics.horizontalAdvance(label.left(80));
        const bool two = wide > widestLabel;
        const double width =
            two ? std::clamp(wide / 2 + 20, widestLabel / 2, widestLabel) : std::max(wide, 28.0);
        const double sides = element.kind == graph::ElementKind::transition ? 22 : 0; // for the pointed ends
        sizes.push_back(
            {width + 2 * (padding + sides), metrics.height() * (two ? 2 : 1) + 2 * (padding - 2)});
    }
    return sizes;
}

layout::Request layoutRequest(const graph::Picture& picture, const std::vector<QSizeF>& sizes,
                              layout::Kind kind, const std::string& centre) {
    layout::Request request;
    request.kind = kind;
    for (const QSizeF& size : sizes)
        request.nodes.push_back({size.width(), size.height()});
    for (const graph::PictureEdge& edge : picture.edges)
        request.edges.push_back({edge.from, edge.to});
    request.centre = picture.find(centre);
    return request;
}

std::vector<QPointF> pointsOf(const std::vector<layout::Point>& points) {
    std::vector<QPointF> found;
    found.reserve(points.size());
    for (const layout::Point& point : points)
        found.emplace_back(point.x, point.y);
    return found;
}

} // namespace stemma::ui
