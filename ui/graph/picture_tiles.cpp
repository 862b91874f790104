// SPDX-License-Identifier: MIT
#include "ui/graph/picture_tiles.h"

#include <cmath>

#include "ui/session/task_runner.h"

namespace stemma::ui {

namespace {

constexpr int side = 512; // device-independent pixels
constexpr qsizetype mostBytes = qsizetype{160} << 20;
constexpr int mostRunning = 2;
constexpr std::size_t mostOrders = 64;

QImage paintTile(const PaintedPicture& picture, int x, int y, double scale, double pixelRatio) {
    const int pixels = static_cast<int>(std::ceil(side * pixelRatio));
    QImage image(pixels, pixels, QImage::Format_RGB32);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(picture.style->ground);
    QPainter painter(&image);
    const double extent = side / scale;
    const QRectF area(x * extent, y * extent, extent, extent);
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
    // What hangs over the edge of its neighbour's area is painted there, too.
    paintScene(painter, *picture.scene, *picture.style, *picture.marks, area.adjusted(-90, -20, 90, 20),
               scale);
    return image;
}

} // namespace

PictureTiles::PictureTiles(TaskRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(runner) {}

void PictureTiles::setPicture(PaintedPicture picture) {
    m_picture = std::move(picture);
    ++m_generation;
    m_orders.clear();
    m_wanted.clear();
}

void PictureTiles::paint(QPainter& painter, const QRectF& area, int zoom, double scale, double pixelRatio) {
    if (!m_picture.scene)
        return;
    if (pixelRatio != m_pixelRatio) {
        m_pixelRatio = pixelRatio;
        m_tiles.clear();
        m_uses.clear();
        m_bytes = 0;
        setPicture(m_picture);
    }
    const double extent = side / scale;
    for (int y = static_cast<int>(std::floor(area.top() / extent)); y * extent < area.bottom(); ++y) {
        for (int x = static_cast<int>(std::floor(area.left() / extent)); x * extent < area.right(); ++x) {
            const Key key{zoom, x, y};
            const QRectF place(QPointF(x * extent, y * extent), QSizeF(extent, extent));
            if (!place.intersects(m_picture.scene->bounds()))
                continue;
            const auto found = m_tiles.find(key);
            const QPointF at = (place.topLeft() - area.topLeft()) * scale;
            if (found != m_tiles.end()) {
                m_uses.splice(m_uses.begin(), m_uses, found->second.use);
                painter.drawImage(at, found->second.image);
            } else {
                paintOlder(painter, area, key, scale);
            }
            if (found == m_tiles.end() || found->second.generation != m_generation)
                order(key, scale);
        }
    }
    startNext();
}

/// Of another zoom, if there is one that covers the place: soft, but not blank.
void PictureTiles::paintOlder(QPainter& painter, const QRectF& area, const Key& key, double scale) {
    const double extent = side / scale;
    const QRectF place(QPointF(key.x * extent, key.y * extent), QSizeF(extent, extent));
    for (const Key& other : m_uses) {
        const double otherExtent = extent * std::pow(1.2, key.zoom - other.zoom);
        const QRectF otherPlace(QPointF(other.x * otherExtent, other.y * otherExtent),
                                QSizeF(otherExtent, otherExtent));
        const QRectF both = otherPlace.intersected(place);
        if (other.zoom == key.zoom || both.isEmpty())
            continue;
        const QImage& image = m_tiles.at(other).image;
        const double pixels = image.width() / otherExtent;
        const QRectF source((both.topLeft() - otherPlace.topLeft()) * pixels, both.size() * pixels);
        const QRectF target((both.topLeft() - area.topLeft()) * scale, both.size() * scale);
        painter.drawImage(target, image, source);
        if (both == place)
            return;
    }
}

void PictureTiles::order(const Key& key, double scale) {
    if (!m_wanted.insert(key).second)
        return;
    m_orders.push_front({key, scale});
    while (m_orders.size() > mostOrders) { // what was passed over quickly isn't wanted any more
        m_wanted.erase(m_orders.back().key);
        m_orders.pop_back();
    }
}

void PictureTiles::startNext() {
    while (m_running < mostRunning && !m_orders.empty()) {
        const Order next = m_orders.front();
        m_orders.pop_front();
        ++m_running;
        m_runner.run(
            this,
            [picture = m_picture, next, ratio = m_pixelRatio] {
                return paintTile(picture, next.key.x, next.key.y, next.scale, ratio);
            },
            [this, key = next.key, generation = m_generation](QImage image) {
                take(key, generation, std::move(image));
            });
    }
}

void PictureTiles::take(const Key& key, quint64 generation, QImage image) {
    --m_running;
    if (generation == m_generation && image.devicePixelRatio() == m_pixelRatio) {
        m_wanted.erase(key);
        const auto found = m_tiles.find(key);
        if (found != m_tiles.end()) {
            found->second.image = std::move(image);
            found->second.generation = generation;
        } else {
            m_uses.push_front(key);
            m_bytes += image.sizeInBytes();
            m_tiles.emplace(key, Tile{std::move(image), generation, m_uses.begin()});
            forget();
        }
        Q_EMIT ready();
    }
    startNext();
}

void PictureTiles::forget() {
    while (m_bytes > mostBytes && m_uses.size() > 1) {
        const auto last = m_tiles.find(m_uses.back());
        m_bytes -= last->second.image.sizeInBytes();
        m_tiles.erase(last);
        m_uses.pop_back();
    }
}

} // namespace stemma::ui
