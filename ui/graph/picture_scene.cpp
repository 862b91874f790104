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
constexpr double leastStep = 13;
constexpr double labelGap = 2;
constexpr double edgeLabelShare = 0.85; // of the size of other labels
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

/// Edges between the same two elements are spread, 0, 1, -1, 2 … steps to the side, as seen from the first of
/// the two.
std::vector<std::int16_t> bendsOf(const graph::Picture& picture) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> seen;
    std::vector<std::int16_t> bends;
    bends.reserve(picture.edges.size());
    for (const graph::PictureEdge& edge : picture.edges) {
        const int n = seen[std::minmax(edge.from, edge.to)]++;
        bends.push_back(static_cast<std::int16_t>((n + 1) / 2 * (n % 2 == 0 ? 1 : -1)));
    }
    return bends;
}

/// How far the middle of an edge goes to the side with each step: a label's height, as the boxes tell it.
double stepOf(const std::vector<QSizeF>& sizes) {
    const auto lowest =
        std::min_element(sizes.begin(), sizes.end(), [](const QSizeF& one, const QSizeF& other) {
            return one.height() < other.height();
        });
    const double line = lowest == sizes.end() ? 0 : lowest->height() - 2 * (padding - 2);
    return std::max(leastStep, line * edgeLabelShare + labelGap);
}

} // namespace

PictureScene::PictureScene()
    : m_content(std::make_shared<const Content>())
    , m_grid(std::make_shared<const Grid>()) {}

PictureScene::PictureScene(graph::Picture picture, std::vector<QSizeF> sizes, std::vector<QPointF> centres) {
    auto content = std::make_shared<Content>();
    content->edgesOf.resize(picture.elements.size());
    content->bends = bendsOf(picture);
    content->step = stepOf(sizes);
    centres.resize(picture.elements.size());
    sizes.resize(picture.elements.size(), QSizeF(60, 28));
    for (std::size_t n = 0; n < centres.size(); ++n)
        m_boxes.push_back(QRectF(centres[n] - QPointF(sizes[n].width(), sizes[n].height()) / 2, sizes[n]));
    for (std::uint32_t n = 0; n < picture.edges.size(); ++n) {
        const graph::PictureEdge& edge = picture.edges[n];
        content->edgesOf[edge.from].push_back(n);
        if (edge.to != edge.from)
            content->edgesOf[edge.to].push_back(n);
    }
    content->picture = std::move(picture);
    m_content = std::move(content);
    findBounds();
    m_grid = std::make_shared<const Grid>(makeGrid());
}

void PictureScene::findBounds() {
    m_bounds = {};
    for (const QRectF& box : m_boxes)
        m_bounds = m_bounds.united(box);
    m_bounds.adjust(-margin, -margin, margin, margin);
}

PictureScene::Grid PictureScene::makeGrid() const {
    Grid grid;
    grid.bounds = m_bounds;
    const double longest = std::max(m_bounds.width(), m_bounds.height());
    grid.square = std::max(120.0, longest / mostSquares);
    grid.columns = static_cast<int>(m_bounds.width() / grid.square) + 1;
    grid.rows = static_cast<int>(m_bounds.height() / grid.square) + 1;
    const auto squares = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
    grid.elementsIn.assign(squares, {});
    grid.edgesIn.assign(squares, {});
    for (std::uint32_t n = 0; n < m_boxes.size(); ++n)
        grid.forSquares(m_boxes[n], [&](std::size_t square) { grid.elementsIn[square].push_back(n); });
    for (std::uint32_t n = 0; n < picture().edges.size(); ++n)
        addEdge(grid, n);
    return grid;
}

/// Into the squares along its two straight halves.
void PictureScene::addEdge(Grid& grid, std::uint32_t edge) const {
    const Way way = wayOf(edge);
    for (const QLineF& half : {QLineF(way.from, way.bend), QLineF(way.bend, way.to)}) {
        const int steps = static_cast<int>(half.length() / grid.square * 2) + 1;
        std::size_t last = grid.edgesIn.size();
        for (int step = 0; step <= steps; ++step) {
            const auto [column, row] = grid.squareOf(half.pointAt(static_cast<double>(step) / steps));
            const auto square = static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                                static_cast<std::size_t>(column);
            if (square != last && (grid.edgesIn[square].empty() || grid.edgesIn[square].back() != edge))
                grid.edgesIn[square].push_back(edge);
            last = square;
        }
    }
}

std::pair<int, int> PictureScene::Grid::squareOf(const QPointF& point) const {
    return {std::clamp(static_cast<int>((point.x() - bounds.left()) / square), 0, columns - 1),
            std::clamp(static_cast<int>((point.y() - bounds.top()) / square), 0, rows - 1)};
}

template <class Do>
void PictureScene::Grid::forSquares(const QRectF& area, Do&& act) const {
    const auto [left, top] = squareOf(area.topLeft());
    const auto [right, bottom] = squareOf(area.bottomRight());
    for (int row = top; row <= bottom; ++row) {
        for (int column = left; column <= right; ++column)
            act(static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                static_cast<std::size_t>(column));
    }
}

std::optional<std::uint32_t> PictureScene::elementAt(const QPointF& point) const {
    if (m_boxes.empty())
        return std::nullopt;
    std::optional<std::uint32_t> found;
    const auto look = [&](std::uint32_t element) {
        if (m_boxes[element].contains(point))
            found = std::max(found.value_or(0), element); // the last one painted lies on top
    };
    m_grid->forSquares(QRectF(point, QSizeF(0, 0)), [&](std::size_t square) {
        std::for_each(m_grid->elementsIn[square].begin(), m_grid->elementsIn[square].end(), look);
    });
    std::for_each(m_moved.begin(), m_moved.end(), look);
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
    const auto look = [&](std::uint32_t element) {
        if (m_boxes[element].intersects(area))
            found.push_back(element);
    };
    m_grid->forSquares(area, [&](std::size_t square) {
        std::for_each(m_grid->elementsIn[square].begin(), m_grid->elementsIn[square].end(), look);
    });
    std::for_each(m_moved.begin(), m_moved.end(), look);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<std::uint32_t> PictureScene::edgesIn(const QRectF& area) const {
    std::vector<std::uint32_t> found;
    if (m_boxes.empty())
        return found;
    // An edge stands in the squares that it was sampled in: those around the area may hold it as well.
    const double around = m_grid->square;
    m_grid->forSquares(area.adjusted(-around, -around, around, around), [&](std::size_t square) {
        found.insert(found.end(), m_grid->edgesIn[square].begin(), m_grid->edgesIn[square].end());
    });
    for (const std::uint32_t element : m_moved)
        found.insert(found.end(), edgesOf(element).begin(), edgesOf(element).end());
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

PictureScene::Way PictureScene::wayOf(std::uint32_t edge) const {
    const graph::PictureEdge& one = picture().edges[edge];
    const QRectF& from = m_boxes[one.from];
    const QRectF& to = m_boxes[one.to];
    if (one.from == one.to) { // a loop above the element's right corner
        const QPointF corner = from.topRight();
        return {corner - QPointF(18, 0), corner + QPointF(22, -34), corner + QPointF(0, 10)};
    }
    // A bend's middle is half as far aside as the point that it is drawn towards.
    const double aside = 2 * m_content->bends[edge] * m_content->step;
    const QPointF bend = one.from < one.to ? bendOf(from.center(), to.center(), aside)
                                           : bendOf(to.center(), from.center(), aside);
    return {borderPoint(from, bend), bend, borderPoint(to, bend)};
}

QPointF PictureScene::labelCentre(std::uint32_t edge) const {
    const Way way = wayOf(edge);
    const graph::PictureEdge& one = picture().edges[edge];
    const QLineF line = one.from < one.to ? QLineF(way.from, way.to) : QLineF(way.to, way.from);
    const int bend = m_content->bends[edge];
    double along = 0.5;
    if (const double length = line.length(); bend != 0 && one.from != one.to && length > 1) {
        // Beside each other the labels of steep edges would meet: they go up and down, too. What the bend
        // itself does for that counts in the same direction.
        const double steep = line.dy() / length;
        const double shift = bend * m_content->step * steep * (line.dx() < 0 ? -1 : 1);
        along += std::clamp(shift / length, -0.3, 0.3);
    }
    const double t = one.from < one.to ? along : 1 - along;
    return way.from * (1 - t) * (1 - t) + way.bend * 2 * t * (1 - t) + way.to * t * t;
}

std::shared_ptr<const PictureScene> PictureScene::withMoved(std::uint32_t element,
                                                            const QPointF& centre) const {
    auto scene = std::make_shared<PictureScene>(*this);
    QRectF& box = scene->m_boxes[element];
    box.moveCenter(centre);
    if (std::find(m_moved.begin(), m_moved.end(), element) == m_moved.end())
        scene->m_moved.push_back(element);
    scene->m_bounds = m_bounds.united(box.adjusted(-margin, -margin, margin, margin));
    return scene;
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

QFont edgeLabelFont(QFont font) {
    if (font.pixelSize() > 0) // as in exports, where a point is not the same everywhere
        font.setPixelSize(std::max(static_cast<int>(font.pixelSize() * edgeLabelShare), 7));
    else
        font.setPointSizeF(std::max(font.pointSizeF() * edgeLabelShare, 5.0));
    return font;
}

layout::Request layoutRequest(const graph::Picture& picture, const std::vector<QSizeF>& sizes,
                              layout::Kind kind, const std::string& centre, const QFont& font) {
    layout::Request request;
    request.kind = kind;
    for (const QSizeF& size : sizes)
        request.nodes.push_back({size.width(), size.height()});
    const QFontMetricsF metrics(edgeLabelFont(font));
    for (const graph::PictureEdge& edge : picture.edges) {
        const QString label = QString::fromStdString(edge.label).left(longestEdgeLabel);
        request.edges.push_back({edge.from, edge.to, static_cast<float>(metrics.horizontalAdvance(label))});
    }
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
