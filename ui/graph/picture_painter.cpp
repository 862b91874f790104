// SPDX-License-Identifier: MIT
#include "ui/graph/picture_painter.h"

#include <array>
#include <cmath>

#include <QLineF>
#include <QPainterPath>
#include <QTextLayout>
#include <QTextOption>

#include "ui/text/contrast.h"

namespace stemma::ui {

namespace {

using graph::Became;
using graph::EdgeKind;
using graph::ElementKind;
using graph::PictureElement;

constexpr double rounding = 6;
constexpr double arrowLength = 9;
constexpr double changedLine = 2.6;
constexpr double badgeSize = 16;
constexpr double dimShare = 0.82; // of the ground, mixed into what is dimmed

bool isDimmed(const PictureMarks& marks, std::uint32_t element) {
    return element < marks.dimmed.size() && marks.dimmed[element];
}

bool isOfHub(const PictureMarks& marks, const graph::PictureEdge& edge) {
    return marks.hub && (edge.from == *marks.hub || edge.to == *marks.hub);
}

Became becameAt(const std::vector<Became>& all, std::uint32_t n) {
    return n < all.size() ? all[n] : Became::same;
}

struct Fill {
    QColor ground, line, text;
};

Fill fillOf(const PictureElement& element, const PictureStyle& style) {
    if (element.missing)
        return {style.ground, style.missing, style.missing};
    switch (element.kind) {
    case ElementKind::attributeValue:
        return {style.valueFill, style.valueLine, style.text};
    case ElementKind::transition:
        return {style.transitionFill, style.transitionLine, style.text};
    case ElementKind::node:
        break;
    }
    if (element.foreign)
        return {style.ground, style.nodeLine, style.quiet};
    return {style.nodeFill, style.nodeLine, style.text};
}

QPainterPath shapeOf(const QRectF& box, ElementKind kind) {
    QPainterPath path;
    switch (kind) {
    case ElementKind::node:
        path.addRoundedRect(box, rounding, rounding);
        break;
    case ElementKind::attributeValue:
        path.addRect(box);
        break;
    case ElementKind::transition: {
        const double point = std::min(box.height() / 2 + 4, box.width() / 3);
        path.moveTo(box.left(), box.center().y());
        path.lineTo(box.left() + point, box.top());
        path.lineTo(box.right() - point, box.top());
        path.lineTo(box.right(), box.center().y());
        path.lineTo(box.right() - point, box.bottom());
        path.lineTo(box.left() + point, box.bottom());
        path.closeSubpath();
        break;
    }
    }
    return path;
}

/// The label on one or two lines, the rest cut.
void paintLabel(QPainter& painter, const QRectF& box, const QString& label, const QFont& font) {
    const QFontMetricsF metrics(font);
    if (metrics.horizontalAdvance(label.left(200)) <= box.width() - 4) {
        painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, label);
        return;
    }
    QTextLayout layout(label.left(200), font);
    QTextOption option(Qt::AlignHCenter);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(box.width() - 8);
    const QString first = label.mid(line.textStart(), line.textLength()).trimmed();
    const QString rest = label.mid(line.textStart() + line.textLength()).trimmed();
    layout.endLayout();
    const double height = metrics.height();
    const int lines = rest.isEmpty() ? 1 : 2;
    QRectF row(box.left(), box.center().y() - height * lines / 2, box.width(), height);
    painter.drawText(row, Qt::AlignCenter | Qt::TextSingleLine, first);
    row.translate(0, height);
    if (lines == 2)
        painter.drawText(row, Qt::AlignCenter | Qt::TextSingleLine,
                         metrics.elidedText(rest, Qt::ElideRight, box.width() - 8));
}

/// A point in the corner, as on a document that isn't saved.
void paintEdited(QPainter& painter, const QRectF& box, const PictureStyle& style) {
    constexpr double size = 9;
    painter.setPen(QPen(style.ground, 1.5));
    painter.setBrush(style.selection);
    painter.drawEllipse(box.topRight(), size / 2, size / 2);
}

void paintBadge(QPainter& painter, const PictureStyle& style, Became became, const QPointF& centre,
                const QColor& colour) {
    QRectF box(0, 0, badgeSize, badgeSize);
    box.moveCenter(centre);
    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(style.ground);
    painter.drawEllipse(box);
    QFont bold = style.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignCenter, changeSign(became));
    painter.setFont(style.font);
}

void paintElement(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                  const PictureMarks& marks, std::uint32_t n, double scale) {
    const PictureElement& element = scene.picture().elements[n];
    const QRectF& box = scene.box(n);
    Fill fill = fillOf(element, style);
    const Became became = becameAt(marks.changes.elements, n);
    if (became != Became::same) {
        fill.line = changeColour(style, became);
        fill.ground = mixed(style.ground, fill.line, became == Became::removed ? 0.06 : 0.2);
        fill.text = became == Became::removed ? style.quiet : style.text;
    }
    if (isDimmed(marks, n)) {
        for (QColor* colour : {&fill.ground, &fill.line, &fill.text})
            *colour = mixed(*colour, style.ground, dimShare);
    }
    if (scale < labelsFrom) {
        painter.fillRect(box, fill.line);
        return;
    }
    QPen pen(fill.line, 1.2);
    if (became != Became::same)
        pen.setWidthF(changedLine);
    if (element.foreign || became == Became::removed)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(fill.ground);
    painter.drawPath(shapeOf(box, element.kind));
    painter.setPen(fill.text);
    paintLabel(painter, box, QString::fromStdString(element.label), style.font);
    if (n < marks.edited.size() && marks.edited[n])
        paintEdited(painter, box, style);
    if (became != Became::same)
        paintBadge(painter, style, became, box.topLeft(), fill.line);
}

void paintArrow(QPainter& painter, const PictureScene::Way& way, const QColor& colour) {
    QPointF back = way.bend - way.to;
    const double length = std::hypot(back.x(), back.y());
    if (length < 1)
        return;
    back /= length;
    const QPointF side(-back.y(), back.x());
    const std::array<QPointF, 3> head{way.to, way.to + back * arrowLength + side * arrowLength * 0.42,
                                      way.to + back * arrowLength - side * arrowLength * 0.42};
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawConvexPolygon(head.data(), 3);
}

void paintEdge(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
               const PictureMarks& marks, std::uint32_t n, double scale) {
    const graph::PictureEdge& edge = scene.picture().edges[n];
    QColor colour = edgeColour(style, edge.kind);
    const bool onPath = (n < marks.onPath.size() && marks.onPath[n]) || isOfHub(marks, edge);
    const bool dimmed = (isDimmed(marks, edge.from) || isDimmed(marks, edge.to)) && !onPath;
    const Became became = becameAt(marks.changes.edges, n);
    if (became != Became::same)
        colour = changeColour(style, became);
    if (dimmed)
        colour = mixed(colour, style.ground, dimShare);
    const PictureScene::Way way = scene.wayOf(n);
    QPen pen(onPath ? style.selection : colour, onPath ? 3 : 1.3, edgeLine(edge.kind));
    if (became != Became::same && !onPath)
        pen.setWidthF(changedLine);
    if (became == Became::removed)
        pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const bool straight = edge.from != edge.to && QLineF((way.from + way.to) / 2, way.bend).length() < 0.5;
    if (straight) {
        painter.drawLine(way.from, way.to);
    } else {
        QPainterPath path(way.from);
        path.quadTo(way.bend, way.to);
        painter.drawPath(path);
    }
    paintArrow(painter, way, pen.color());
    if (!dimmed)
        paintLabelOfEdge(painter, scene, style, n, scale, became);
}

/// From afar: bare lines, one colour after another, as that is many times as quick.
void paintEdgesFromAfar(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                        const PictureMarks& marks, const std::vector<std::uint32_t>& edges) {
    constexpr std::array kinds{EdgeKind::relation, EdgeKind::attribute, EdgeKind::transitionInput,
                               EdgeKind::transitionOutput};
    QVector<QLineF> chosen;
    for (const EdgeKind kind : kinds) {
        QVector<QLineF> lines, dimmed;
        for (const std::uint32_t n : edges) {
            const graph::PictureEdge& edge = scene.picture().edges[n];
            if (edge.kind != kind)
                continue;
            const bool quiet = isDimmed(marks, edge.from) || isDimmed(marks, edge.to);
            (isOfHub(marks, edge) ? chosen
             : quiet              ? dimmed
                                  : lines)
                .append(QLineF(scene.box(edge.from).center(), scene.box(edge.to).center()));
        }
        QColor colour = mixed(edgeColour(style, kind), style.ground, 0.45);
        painter.setPen(QPen(mixed(colour, style.ground, dimShare), 0));
        painter.drawLines(dimmed);
        painter.setPen(QPen(colour, 0));
        painter.drawLines(lines);
    }
    for (const Became became : {Became::removed, Became::edited, Became::added}) {
        QVector<QLineF> lines;
        for (const std::uint32_t n : edges)
            if (becameAt(marks.changes.edges, n) == became)
                lines.append(QLineF(scene.box(scene.picture().edges[n].from).center(),
                                    scene.box(scene.picture().edges[n].to).center()));
        QPen pen(changeColour(style, became), 2);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawLines(lines);
    }
    painter.setPen(QPen(style.selection, 0));
    painter.drawLines(chosen);
}

} // namespace

void paintLabelOfEdge(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                      std::uint32_t n, double scale, Became became) {
    const graph::PictureEdge& edge = scene.picture().edges[n];
    if (scale < edgeLabelsFrom || edge.kind == EdgeKind::transitionInput ||
        edge.kind == EdgeKind::transitionOutput)
        return;
    const PictureScene::Way way = scene.wayOf(n);
    const QString bare = QString::fromStdString(edge.label).left(longestEdgeLabel);
    const QString label = became == Became::same ? bare : changeSign(became) + QLatin1Char(' ') + bare;
    const QFont small = edgeLabelFont(style.font);
    const QFontMetricsF metrics(small);
    const double room = std::max(QLineF(way.from, way.to).length() - 2 * arrowLength, 60.0);
    const QString text = metrics.elidedText(label, Qt::ElideRight, std::min(room, 160.0));
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 6, metrics.height());
    box.moveCenter(scene.labelCentre(n));
    QColor ground = style.ground;
    ground.setAlpha(215);
    painter.fillRect(box, ground);
    painter.setFont(small);
    painter.setPen(became == Became::same ? edgeColour(style, edge.kind) : changeColour(style, became));
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.setFont(style.font);
}

void paintScene(QPainter& painter, const PictureScene& scene, const PictureStyle& style,
                const PictureMarks& marks, const QRectF& area, double scale) {
    painter.setFont(style.font);
    const bool near = scale >= labelsFrom;
    painter.setRenderHint(QPainter::Antialiasing, near);
    const std::vector<std::uint32_t> edges = scene.edgesIn(area);
    if (near) {
        for (const std::uint32_t n : edges)
            paintEdge(painter, scene, style, marks, n, scale);
    } else {
        paintEdgesFromAfar(painter, scene, style, marks, edges);
    }
    for (const std::uint32_t n : scene.elementsIn(area.adjusted(-4, -4, 4, 4)))
        paintElement(painter, scene, style, marks, n, scale);
}

void paintSign(QPainter& painter, const PictureStyle& style, ElementKind kind, bool foreign,
               const QRectF& box) {
    PictureElement element;
    element.kind = kind;
    element.foreign = foreign;
    const Fill fill = fillOf(element, style);
    painter.setPen(QPen(fill.line, 1.2, foreign ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(fill.ground);
    painter.drawPath(shapeOf(box, kind));
}

void paintChangeSign(QPainter& painter, const PictureStyle& style, Became became, const QRectF& box) {
    const QColor colour = changeColour(style, became);
    painter.setPen(QPen(colour, 2, became == Became::removed ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(mixed(style.ground, colour, became == Became::removed ? 0.06 : 0.2));
    painter.drawPath(shapeOf(box, ElementKind::node));
    painter.setPen(colour);
    painter.drawText(box, Qt::AlignCenter, changeSign(became));
}

QPainterPath elementShape(const PictureScene& scene, std::uint32_t element) {
    return shapeOf(scene.box(element), scene.picture().elements[element].kind);
}

QPainterPath edgePath(const PictureScene& scene, std::uint32_t edge) {
    const PictureScene::Way way = scene.wayOf(edge);
    QPainterPath path(way.from);
    path.quadTo(way.bend, way.to);
    return path;
}

} // namespace stemma::ui
