// SPDX-License-Identifier: MIT
// The picture by keyboard.
#include <cmath>

#include <QKeyEvent>

#include "ui/graph/picture_view.h"

namespace stemma::ui {

void PictureView::keyPressEvent(QKeyEvent* event) {
    const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (control)
            return QAbstractScrollArea::keyPressEvent(event);
        return walk(event->key());
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_0:
        return zoomToFull();
    case Qt::Key_Home:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current.isEmpty())
            Q_EMIT activated(m_current);
        return;
    case Qt::Key_Escape:
        if (m_drag != Drag::none || !m_current.isEmpty()) {
            m_drag = Drag::none;
            choose(std::nullopt);
            viewport()->update();
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void PictureView::walk(int key) {
    if (!m_picture.scene || m_picture.scene->size() == 0)
        return;
    const auto from = currentElement();
    if (!from) {
        choose(middleElement());
    } else {
        const QPointF way = key == Qt::Key_Left    ? QPointF(-1, 0)
                            : key == Qt::Key_Right ? QPointF(1, 0)
                            : key == Qt::Key_Up    ? QPointF(0, -1)
                                                   : QPointF(0, 1);
        if (const auto to = neighbourTowards(*from, way))
            choose(to);
    }
    reveal(m_current);
}

/// Of the elements at the other ends of its edges, the nearest within 60 degrees of the way.
std::optional<std::uint32_t> PictureView::neighbourTowards(std::uint32_t element, const QPointF& way) const {
    std::optional<std::uint32_t> found;
    double best = 0;
    const QPointF here = m_picture.scene->box(element).center();
    for (const std::uint32_t edge : m_picture.scene->edgesOf(element)) {
        const graph::PictureEdge& one = m_picture.scene->picture().edges[edge];
        const std::uint32_t other = one.from == element ? one.to : one.from;
        const QPointF there = m_picture.scene->box(other).center() - here;
        const double distance = std::hypot(there.x(), there.y());
        const double along = QPointF::dotProduct(there, way);
        if (other == element || along < distance / 2)
            continue;
        // The straighter, the nearer it counts.
        const double cost = distance * (2 - along / distance);
        if (!found || cost < best) {
            found = other;
            best = cost;
        }
    }
    return found;
}

std::optional<std::uint32_t> PictureView::middleElement() const {
    const QPointF middle = visibleArea().center();
    std::optional<std::uint32_t> found;
    double best = 0;
    for (std::uint32_t n = 0; n < m_picture.scene->size(); ++n) {
        const QPointF way = m_picture.scene->box(n).center() - middle;
        const double distance = QPointF::dotProduct(way, way);
        if (!found || distance < best) {
            found = n;
            best = distance;
        }
    }
    return found;
}

} // namespace stemma::ui
