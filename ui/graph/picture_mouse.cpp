// SPDX-License-Identifier: MIT
// What the mouse does in a picture: it chooses, moves nodes or the view, and draws lines from node to node.
#include <QLineF>
#include <QMouseEvent>
#include <QPainter>

#include "ui/graph/picture_view.h"

namespace stemma::ui {

void PictureView::mousePressEvent(QMouseEvent* event) {
    if (!m_picture.scene)
        return;
    m_pressedAt = event->position();
    m_grabbed = toScene(m_pressedAt);
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::view;
        return;
    }
    const auto element = m_picture.scene->elementAt(m_grabbed);
    if (event->button() != Qt::LeftButton)
        return choose(element);
    if (element) {
        choose(element);
        m_dragged = *element;
        m_drag = event->modifiers().testFlag(Qt::ShiftModifier) && canConnect(*element) ? Drag::line
                                                                                        : Drag::pressed;
        m_draggedTo = m_grabbed;
        return;
    }
    m_drag = Drag::view;
    viewport()->setCursor(Qt::ClosedHandCursor);
}

void PictureView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_picture.scene)
        return;
    if (m_drag == Drag::none)
        viewport()->setCursor(m_picture.scene->elementAt(toScene(event->position())) ? Qt::PointingHandCursor
                                                                                     : Qt::ArrowCursor);
    else
        dragTo(event->position());
}

void PictureView::dragTo(const QPointF& at) {
    if (m_drag == Drag::view) {
        m_origin = m_grabbed - at / scale();
        setBars();
        return;
    }
    if (m_drag == Drag::line) {
        m_draggedTo = toScene(at);
        viewport()->update();
        return;
    }
    constexpr double startDistance = 5;
    if (m_drag == Drag::pressed && QLineF(at, m_pressedAt).length() >= startDistance)
        m_drag = Drag::element;
    if (m_drag != Drag::element)
        return;
    m_draggedTo = m_picture.scene->box(m_dragged).center() + toScene(at) - m_grabbed;
    viewport()->update();
}

void PictureView::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = m_drag;
    m_drag = Drag::none;
    viewport()->unsetCursor();
    viewport()->update();
    if (!m_picture.scene)
        return;
    if (drag == Drag::element) {
        Q_EMIT moved(QString::fromStdString(m_picture.scene->picture().elements[m_dragged].id), m_draggedTo);
        return;
    }
    if (drag == Drag::line)
        return connectTo(toScene(event->position()));
    const bool clicked = QLineF(event->position(), m_pressedAt).length() < 5;
    if (drag != Drag::view || !clicked || event->button() != Qt::LeftButton)
        return;
    choose(std::nullopt);
}

// --- lines from node to node

void PictureView::setConnectable(bool connectable) {
    m_connectable = connectable;
}

bool PictureView::canConnect(std::uint32_t element) const {
    const graph::PictureElement& from = m_picture.scene->picture().elements[element];
    return m_connectable && from.kind == graph::ElementKind::node && !from.missing;
}

/// The other end of the line that is drawn, if it is over a node that can be one.
std::optional<std::uint32_t> PictureView::lineEnd(const QPointF& point) const {
    const auto target = m_picture.scene->elementAt(point);
    return target && *target != m_dragged && canConnect(*target) ? target : std::nullopt;
}

void PictureView::paintLine(QPainter& painter) {
    const QPointF from = m_picture.scene->box(m_dragged).center();
    QLineF line(from, m_draggedTo);
    const auto target = lineEnd(m_draggedTo);
    QPen pen(m_picture.style->selection, 2 / scale(), target ? Qt::SolidLine : Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    if (target)
        painter.drawPath(elementShape(*m_picture.scene, *target));
    painter.drawLine(line);
    if (line.length() < 1)
        return;
    for (const double turn : {150.0, -150.0}) {
        QLineF wing(m_draggedTo, m_draggedTo + QPointF(12 / scale(), 0));
        wing.setAngle(line.angle() + turn);
        painter.drawLine(wing);
    }
}

void PictureView::connectTo(const QPointF& point) {
    const auto target = lineEnd(point);
    if (!target)
        return;
    const auto& elements = m_picture.scene->picture().elements;
    Q_EMIT connected(QString::fromStdString(elements[m_dragged].id),
                     QString::fromStdString(elements[*target].id));
}

} // namespace stemma::ui
