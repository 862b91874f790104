// SPDX-License-Identifier: MIT
#include "core/layout/layout.h"

#include <algorithm>
#include <cmath>

#include "core/layout/child_program.h"
#include "core/layout/layout_text.h"

namespace stemma::layout {

namespace {

constexpr double gap = 24;

} // namespace

const char* kindWord(Kind kind) {
    switch (kind) {
    case Kind::layered:
        return "layered";
    case Kind::force:
        return "force";
    case Kind::radial:
        return "radial";
    case Kind::grid:
        return "grid";
    }
    return "";
}

std::optional<Kind> kindFrom(std::string_view word) {
    for (const Kind kind : {Kind::layered, Kind::force, Kind::radial, Kind::grid}) {
        if (word == kindWord(kind))
            return kind;
    }
    return std::nullopt;
}

std::vector<Point> gridOf(const std::vector<Size>& nodes) {
    std::vector<Point> points;
    if (nodes.empty())
        return points;
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes.size()))));
    std::vector<double> widths(columns, 0);
    std::vector<double> heights((nodes.size() + columns - 1) / columns, 0);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        widths[n % columns] = std::max(widths[n % columns], nodes[n].width);
        heights[n / columns] = std::max(heights[n / columns], nodes[n].height);
    }
    const auto middles = [](const std::vector<double>& lengths) {
        std::vector<double> found;
        double at = 0;
        for (const double length : lengths) {
            found.push_back(at + length / 2);
            at += length + gap;
        }
        return found;
    };
    const std::vector<double> xs = middles(widths);
    const std::vector<double> ys = middles(heights);
    for (std::size_t n = 0; n < nodes.size(); ++n)
        points.push_back({xs[n % columns], ys[n / columns]});
    return points;
}

Result<std::vector<Point>> layOut(const Request& request, const std::string& program,
                                  const Progress& progress) {
    if (request.nodes.empty())
        return std::vector<Point>{};
    if (request.kind == Kind::grid)
        return gridOf(request.nodes);
    auto answer = askProgram(program, requestText(request), progress.stop);
    if (!answer)
        return fail(answer.error());
    return parseAnswer(*answer, request.nodes.size());
}

} // namespace stemma::layout
