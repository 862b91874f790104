// SPDX-License-Identifier: MIT
#include "ui/graph/picture_map.h"

#include <algorithm>

#include <QMouseEvent>

#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

constexpr QSize mostRoom(180, 120);

QImage paintMap(const PaintedPicture& picture, double scale, const QSize& size, double pixelRatio) {
    QImage image(size * pixelRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(picture.style->ground);
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-picture.scene->bounds().topLeft());
    paintScene(painter, *picture.scene, *picture.style, *picture.marks, picture.scene->bounds(),
               std::min(scale, labelsFrom / 2));
    return image;
}

} // namespace

PictureMap::PictureMap(TaskRunner& runner, PictureView& view)
    : QWidget(&view)
    , m_runner(runner)
    , m_view(view) {
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview of the graph"));
    hide();
}

void PictureMap::setPicture(const PaintedPicture& picture) {
    m_picture = picture;
    if (!m_picture.scene || m_picture.scene->size() == 0) {
        hide();
        return;
    }
    const QRectF& bounds = m_picture.scene->bounds();
    m_scale = std::min(mostRoom.width() / bounds.width(), mostRoom.height() / bounds.height());
    resize((bounds.size() * m_scale).toSize().expandedTo(QSize(24, 24)));
    make();
    follow();
}

void PictureMap::make() {
    const quint64 generation = ++m_generation;
    m_runner.run(
        this,
        [picture = m_picture, scale = m_scale, size = size(), ratio = devicePixelRatioF()] {
            return paintMap(picture, scale, size, ratio);
        },
        [this, generation](QImage image) {
            if (generation != m_generation)
                return;
            m_image = std::move(image);
            update();
        });
}

void PictureMap::follow() {
    const bool needed = m_picture.scene && m_picture.scene->size() > 0 &&
                        !m_view.visibleArea().contains(m_picture.scene->bounds().adjusted(40, 40, -40, -40));
    setVisible(needed);
    update();
}

QRectF PictureMap::toMap(const QRectF& area) const {
    const QPointF corner = (area.topLeft() - m_picture.scene->bounds().topLeft()) * m_scale;
    return {corner, area.size() * m_scale};
}

void PictureMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_picture.style)
        return;
    painter.fillRect(rect(), m_picture.style->ground);
    painter.drawImage(QPointF(0, 0), m_image);
    const QRectF seen = toMap(m_view.visibleArea()).intersected(QRectF(rect()).adjusted(0.5, 0.5, -1, -1));
    QColor veil = m_picture.style->selection;
    veil.setAlpha(40);
    painter.fillRect(seen, veil);
    painter.setPen(QPen(m_picture.style->selection, 1.5));
    painter.drawRect(seen);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void PictureMap::goTo(const QPointF& at) {
    if (m_picture.scene)
        m_view.centreOn(m_picture.scene->bounds().topLeft() + at / m_scale);
}

void PictureMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        goTo(event->position());
}

void PictureMap::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0)
        goTo(event->position());
}

} // namespace stemma::ui
