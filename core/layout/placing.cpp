// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/layout/layout.h"

namespace stemma::layout {

namespace {

constexpr double gap = 16;

/// What lies where, by squares of a coarse grid, so that a free place is found without looking at everything.
class Ground {
public:
    explicit Ground(double square)
        : m_square(square) {}

    void put(const Point& at, const Size& size) {
        forEachSquare(at, size, [&](std::int64_t key) { m_taken[key].push_back({at, size}); });
    }

    /// Whether nothing lies there, nor nearer than `distance`.
    [[nodiscard]] bool isFree(const Point& at, const Size& size, double distance = gap) const {
        bool isIt = true;
        forEachSquare(at, size, [&](std::int64_t key) {
            const auto found = m_taken.find(key);
            if (found == m_taken.end())
                return;
            for (const auto& [point, other] : found->second)
                isIt = isIt && !meet(at, size, point, other, distance);
        });
        return isIt;
    }

private:
    static bool meet(const Point& a, const Size& sizeA, const Point& b, const Size& sizeB, double distance) {
        return std::abs(a.x - b.x) * 2 < sizeA.width + sizeB.width + 2 * distance &&
               std::abs(a.y - b.y) * 2 < sizeA.height + sizeB.height + 2 * distance;
    }

    template <class Do>
    void forEachSquare(const Point& at, const Size& size, Do&& act) const {
        const auto square = [&](double value) {
            return static_cast<std::int32_t>(std::floor(value / m_square));
        };
        for (std::int32_t x = square(at.x - size.width / 2 - gap); x <= square(at.x + size.width / 2 + gap);
             ++x) {
            for (std::int32_t y = square(at.y - size.height / 2 - gap);
                 y <= square(at.y + size.height / 2 + gap); ++y)
                act((std::int64_t{x} << 32) ^ static_cast<std::uint32_t>(y));
        }
    }

    double m_square;
    std::unordered_map<std::int64_t, std::vector<std::pair<Point, Size>>> m_taken;
};

/// The free place nearest to one, along a spiral.
Point freePlace(const Ground& ground, const Point& wanted, const Size& size) {
    const double step = std::max(size.height, 12.0) + gap;
    for (int turn = 0;; ++turn) {
        const double radius = step * 0.5 * turn;
        const int points = std::max(1, static_cast<int>(2 * 3.14159265358979 * radius / step));
        for (int n = 0; n < points; ++n) {
            const double angle = 2 * 3.14159265358979 * n / points;
            const Point at{wanted.x + radius * std::cos(angle), wanted.y + radius * std::sin(angle)};
            if (ground.isFree(at, size))
                return at;
        }
    }
}

std::optional<Point> middleOf(const std::vector<std::uint32_t>& neighbours,
                              const std::vector<std::optional<Point>>& known) {
    Point sum;
    std::size_t count = 0;
    for (const std::uint32_t neighbour : neighbours) {
        if (known[neighbour]) {
            sum.x += known[neighbour]->x;
            sum.y += known[neighbour]->y;
            ++count;
        }
    }
    if (count == 0)
        return std::nullopt;
    return Point{sum.x / static_cast<double>(count), sum.y / static_cast<double>(count)};
}

/// Below everything that has its place.
Point below(const std::vector<Size>& nodes, const std::vector<std::optional<Point>>& known) {
    Point place;
    bool any = false;
    for (std::size_t n = 0; n < known.size(); ++n) {
        if (!known[n])
            continue;
        place.x = any ? std::min(place.x, known[n]->x) : known[n]->x;
        place.y = any ? std::max(place.y, known[n]->y + nodes[n].height) : known[n]->y + nodes[n].height;
        any = true;
    }
    return {place.x, any ? place.y + 2 * gap : 0};
}

double widestOf(const std::vector<Size>& nodes) {
    double widest = 60;
    for (const Size& size : nodes)
        widest = std::max(widest, size.width);
    return widest;
}

} // namespace

void makeRoom(const std::vector<Size>& nodes, const std::vector<std::uint32_t>& grown,
              std::vector<std::optional<Point>>& known) {
    std::vector<bool> isGrown(nodes.size());
    for (const std::uint32_t n : grown)
        isGrown[n] = true;
    Ground ground(widestOf(nodes) + gap);
    for (std::size_t n = 0; n < known.size(); ++n) {
        if (known[n] && !isGrown[n])
            ground.put(*known[n], nodes[n]);
    }
    for (const std::uint32_t n : grown) {
        if (!known[n])
            continue;
        if (!ground.isFree(*known[n], nodes[n], 0))
            known[n] = freePlace(ground, *known[n], nodes[n]);
        ground.put(*known[n], nodes[n]);
    }
}

std::vector<Point> placeBeside(const Request& request, const std::vector<std::optional<Point>>& known) {
    std::vector<std::optional<Point>> placed = known;
    placed.resize(request.nodes.size());
    std::vector<std::vector<std::uint32_t>> neighbours(request.nodes.size());
    for (const Edge& edge : request.edges) {
        if (edge.from >= neighbours.size() || edge.to >= neighbours.size())
            continue;
        neighbours[edge.from].push_back(edge.to);
        neighbours[edge.to].push_back(edge.from);
    }
    Ground ground(widestOf(request.nodes) + gap);
    for (std::size_t n = 0; n < placed.size(); ++n) {
        if (placed[n])
            ground.put(*placed[n], request.nodes[n]);
    }
    const Point rest = below(request.nodes, placed);
    for (std::size_t n = 0; n < placed.size(); ++n) {
        if (placed[n])
            continue;
        placed[n] = freePlace(ground, middleOf(neighbours[n], placed).value_or(rest), request.nodes[n]);
        ground.put(*placed[n], request.nodes[n]);
    }
    std::vector<Point> points;
    for (const std::optional<Point>& point : placed)
        points.push_back(point.value_or(Point{}));
    return points;
}

} // namespace stemma::layout
