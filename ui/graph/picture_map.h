// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QWidget>

#include "ui/graph/picture_tiles.h"

namespace stemma::ui {

class PictureView;
class TaskRunner;

/// The whole picture in small, in a corner of its view: a frame shows what is in view, and a click goes
/// there. Hidden while everything is in view.
class PictureMap : public QWidget {
    Q_OBJECT
public:
    PictureMap(TaskRunner& runner, PictureView& view);

    void setPicture(const PaintedPicture& picture);
    /// The view has moved.
    void follow();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void make();
    void goTo(const QPointF& at);
    [[nodiscard]] QRectF toMap(const QRectF& area) const;

    TaskRunner& m_runner;
    PictureView& m_view;
    PaintedPicture m_picture;
    QImage m_image;
    quint64 m_generation = 0;
    double m_scale = 1;
};

} // namespace stemma::ui
