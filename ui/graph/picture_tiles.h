// SPDX-License-Identifier: MIT
#pragma once

#include <list>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include <QImage>
#include <QObject>

#include "ui/graph/picture_painter.h"

namespace stemma::ui {

class TaskRunner;

/// What is painted, all of it shared and never changed.
struct PaintedPicture {
    std::shared_ptr<const PictureScene> scene;
    std::shared_ptr<const PictureMarks> marks;
    std::shared_ptr<const PictureStyle> style;
};

/// A picture in squares that are painted on the pool, so that moving over ten thousand nodes takes no more of
/// the window's thread than copying images. What isn't there yet is shown as it was before, or from afar,
/// until it is.
class PictureTiles : public QObject {
    Q_OBJECT
public:
    /// `runner` outlives it.
    explicit PictureTiles(TaskRunner& runner, QObject* parent = nullptr);

    /// From now on this is shown; tiles of before stay in view until theirs are there.
    void setPicture(PaintedPicture picture);
    /// Paints `area` of the scene; the painter is in the viewport's pixels, whose top left is the area's.
    /// Asks for what is missing. `zoom`: the step that the scale comes of, one set of tiles each.
    void paint(QPainter& painter, const QRectF& area, int zoom, double scale, double pixelRatio);
    /// Whether all that was painted last was up to date.
    [[nodiscard]] bool complete() const { return m_wanted.empty(); }

Q_SIGNALS:
    /// More is there than was painted.
    void ready();

private:
    struct Key {
        int zoom = 0, x = 0, y = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Tile {
        QImage image;
        quint64 generation = 0;
        std::list<Key>::iterator use;
    };

    void paintOlder(QPainter& painter, const QRectF& area, const Key& key, double scale);
    void order(const Key& key, double scale);
    void startNext();
    void take(const Key& key, quint64 generation, QImage image);
    void forget();

    TaskRunner& m_runner;
    PaintedPicture m_picture;
    quint64 m_generation = 0;
    double m_pixelRatio = 1;
    std::map<Key, Tile> m_tiles;
    std::list<Key> m_uses; ///< the one used last in front
    qsizetype m_bytes = 0;
    struct Order {
        Key key;
        double scale = 1;
    };
    std::list<Order> m_orders; ///< not begun yet; the newest in front
    std::set<Key> m_wanted;    ///< ordered or being painted, of this generation
    int m_running = 0;
};

} // namespace stemma::ui
