// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QAbstractScrollArea>

#include "ui/graph/picture_tiles.h"

namespace stemma::ui {

class PictureMap;
class TaskRunner;

/// A graph as a picture: moved, zoomed, chosen from by mouse and keyboard. It paints what the pool has made
/// and sends what is wished; what is shown, and where, is decided by others.
///
/// Keys: arrows walk along the edges to the nearest neighbour on that side, Ctrl+arrows move the view, + and
/// - zoom, 0 is 100 %, Home shows everything, Return opens what is chosen, Esc chooses nothing.
class PictureView : public QAbstractScrollArea {
    Q_OBJECT
public:
    /// `runner` outlives it.
    explicit PictureView(TaskRunner& runner, QWidget* parent = nullptr);
    ~PictureView() override;

    enum class Keep { view, nothing };
    /// Another picture; the view stays where it is, or everything is shown.
    void setScene(std::shared_ptr<const PictureScene> scene, Keep keep, PictureMarks marks = {});
    void setMarks(PictureMarks marks);
    [[nodiscard]] const std::shared_ptr<const PictureScene>& scene() const { return m_picture.scene; }
    [[nodiscard]] const PictureMarks& marks() const { return *m_picture.marks; }

    /// The chosen element's id; empty: none.
    [[nodiscard]] QString current() const { return m_current; }
    enum class Reveal { no, yes };
    void setCurrent(const QString& id, Reveal reveal = Reveal::yes);

    /// Whether lines can be drawn from node to node, with Shift.
    void setConnectable(bool connectable);

    [[nodiscard]] double scale() const;
    void zoomIn() { zoomTo(m_zoom + 1, viewport()->rect().center()); }
    void zoomOut() { zoomTo(m_zoom - 1, viewport()->rect().center()); }
    void zoomToFull();
    void fit();
    void reveal(const QString& id);
    /// Where a point of the scene is in the viewport, and back.
    [[nodiscard]] QPointF toViewport(const QPointF& point) const;
    [[nodiscard]] QPointF toScene(const QPointF& point) const;
    [[nodiscard]] QRectF visibleArea() const;
    /// Nothing waits for the pool any more (for tests and pictures).
    [[nodiscard]] bool isPainted() const { return m_tiles.complete(); }
    void centreOn(const QPointF& point);

Q_SIGNALS:
    /// A person chose another element, or none.
    void currentChanged(const QString& id);
    /// Double click or Return.
    void activated(const QString& id);
    /// A line was drawn from one node to another.
    void connected(const QString& from, const QString& to);
    /// An element was dragged there.
    void moved(const QString& id, const QPointF& centre);
    void menuRequested(const QString& id, const QPoint& at);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag { none, view, pressed, element, line };

    void takeStyle();
    void repaint();
    void zoomTo(int zoom, const QPointF& fixed);
    void setBars();
    void placeMap();
    void paintMarks(QPainter& painter);
    void paintEdgesOf(QPainter& painter, std::uint32_t element, const QColor& colour);
    void walk(int key);
    void choose(std::optional<std::uint32_t> element);
    [[nodiscard]] std::optional<std::uint32_t> currentElement() const;
    [[nodiscard]] std::optional<std::uint32_t> chosenHub() const;
    [[nodiscard]] std::optional<std::uint32_t> neighbourTowards(std::uint32_t element,
                                                                const QPointF& way) const;
    [[nodiscard]] std::optional<std::uint32_t> middleElement() const;
    void dragTo(const QPointF& at);
    [[nodiscard]] bool canConnect(std::uint32_t element) const;
    [[nodiscard]] std::optional<std::uint32_t> lineEnd(const QPointF& point) const;
    void paintLine(QPainter& painter);
    void connectTo(const QPointF& point);
    [[nodiscard]] QString tipAt(const QPointF& at) const;

    PaintedPicture m_picture;
    PictureTiles m_tiles;
    PictureMap* m_map = nullptr;
    int m_zoom = 0;
    QPointF m_origin; ///< the scene's point in the viewport's corner
    QString m_current;
    Drag m_drag = Drag::none;
    QPointF m_pressedAt, m_grabbed;
    std::uint32_t m_dragged = 0;
    QPointF m_draggedTo;
    double m_wheel = 0;
    bool m_connectable = false;
    bool m_settingBars = false;
    bool m_fitDue = true; ///< everything is to be shown as soon as there is a size
};

} // namespace stemma::ui
