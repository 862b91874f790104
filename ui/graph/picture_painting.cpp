// SPDX-License-Identifier: MIT
// What the view paints itself: tiles of the picture, and what is chosen or dragged on top of them.
#include <algorithm>

#include <QPainter>

#include "ui/graph/picture_view.h"

namespace stemma::ui {

void PictureView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_picture.style->ground);
    if (!m_picture.scene)
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    m_tiles.paint(painter, visibleArea(), m_zoom, scale(), devicePixelRatioF());
    painter.save();
    paintMarks(painter);
    painter.restore();
    if (hasFocus()) { // also where nothing is chosen it is to be seen where the keys go
        painter.setPen(QPen(m_picture.style->selection, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
    placeMap();
}

/// What changes with every move of the mouse lies on top, so that no tile is painted for it.
void PictureView::paintMarks(QPainter& painter) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(scale(), scale());
    painter.translate(-m_origin);
    if (m_drag == Drag::element) {
        QRectF box = m_picture.scene->box(m_dragged);
        box.moveCenter(m_draggedTo);
        painter.setPen(QPen(m_picture.style->selection, 2 / scale(), Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box);
    }
    if (m_drag == Drag::line)
        paintLine(painter);
    const auto element = currentElement();
    if (!element)
        return;
    QColor colour = m_picture.style->selection;
    if (!hasFocus())
        colour.setAlpha(150);
    painter.setBrush(Qt::NoBrush);
    paintEdgesOf(painter, *element, colour);
    painter.setPen(QPen(colour, std::max(3.0, 2.5 / scale())));
    painter.drawPath(elementShape(*m_picture.scene, *element));
}

/// Those in view; those of a hub are in the tiles already.
void PictureView::paintEdgesOf(QPainter& painter, std::uint32_t element, const QColor& colour) {
    if (m_picture.marks->hub)
        return;
    const QRectF seen = visibleArea();
    for (const std::uint32_t edge : m_picture.scene->edgesOf(element)) {
        const PictureScene::Way way = m_picture.scene->wayOf(edge);
        const QRectF around = QRectF(way.from, way.to).normalized().united(QRectF(way.bend, QSizeF(1, 1)));
        if (!around.adjusted(-1, -1, 1, 1).intersects(seen))
            continue;
        painter.setPen(QPen(colour, std::max(2.0, 1.5 / scale()),
                            edgeLine(m_picture.scene->picture().edges[edge].kind)));
        painter.drawPath(edgePath(*m_picture.scene, edge));
        paintLabelOfEdge(painter, *m_picture.scene, *m_picture.style, edge, scale());
    }
}

} // namespace stemma::ui
