// SPDX-License-Identifier: MIT
#include "ui/graph/picture_view.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHelpEvent>
#include <QLineF>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/graph/picture_access.h"
#include "ui/graph/picture_map.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr double zoomStep = 1.2; // as PictureTiles has it
constexpr int smallestZoom = -26;
constexpr int largestZoom = 10;
constexpr double reach = 6; // pixels beside an edge that still hit it
constexpr int mapMargin = 10;
constexpr int wheelNotch = 120;

double scaleOf(int zoom) {
    return std::pow(zoomStep, zoom);
}

} // namespace

PictureView::PictureView(TaskRunner& runner, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_tiles(runner) {
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Picture of the graph"));
    m_picture.marks = std::make_shared<const PictureMarks>();
    m_map = new PictureMap(runner, *this);
    takeStyle();
    connect(&m_tiles, &PictureTiles::ready, viewport(), qOverload<>(&QWidget::update));
}

PictureView::~PictureView() = default;

void PictureView::setScene(std::shared_ptr<const PictureScene> scene, Keep keep, PictureMarks marks) {
    m_picture.scene = std::move(scene);
    m_drag = Drag::none;
    if (!m_current.isEmpty() && !currentElement())
        m_current.clear();
    setMarks(std::move(marks));
    if (keep == Keep::nothing) {
        m_fitDue = true;
        if (isVisible())
            fit();
    }
    setBars();
}

void PictureView::setMarks(PictureMarks marks) {
    marks.hub = chosenHub();
    m_picture.marks = std::make_shared<const PictureMarks>(std::move(marks));
    repaint();
}

void PictureView::takeStyle() {
    m_picture.style = std::make_shared<const PictureStyle>(pictureStyle(palette(), font()));
    repaint();
}

void PictureView::repaint() {
    m_tiles.setPicture(m_picture);
    m_map->setPicture(m_picture);
    viewport()->update();
}

// --- where things are

double PictureView::scale() const {
    return scaleOf(m_zoom);
}

QPointF PictureView::toViewport(const QPointF& point) const {
    return (point - m_origin) * scale();
}

QPointF PictureView::toScene(const QPointF& point) const {
    return m_origin + point / scale();
}

QRectF PictureView::visibleArea() const {
    return {m_origin, QSizeF(viewport()->size()) / scale()};
}

void PictureView::zoomTo(int zoom, const QPointF& fixed) {
    zoom = std::clamp(zoom, smallestZoom, largestZoom);
    const QPointF point = toScene(fixed);
    m_zoom = zoom;
    m_origin = point - fixed / scale();
    m_fitDue = false;
    setBars();
}

void PictureView::zoomToFull() {
    zoomTo(0, viewport()->rect().center());
}

void PictureView::fit() {
    if (!m_picture.scene || viewport()->width() < 20)
        return;
    const QRectF& bounds = m_picture.scene->bounds();
    const double wanted =
        std::min({viewport()->width() / bounds.width(), viewport()->height() / bounds.height(), 1.0});
    m_zoom = std::clamp(static_cast<int>(std::floor(std::log(wanted) / std::log(zoomStep) + 1e-9)),
                        smallestZoom, 0);
    m_fitDue = false;
    centreOn(bounds.center());
}

void PictureView::centreOn(const QPointF& point) {
    m_origin = point - QPointF(viewport()->width(), viewport()->height()) / 2 / scale();
    setBars();
}

void PictureView::reveal(const QString& id) {
    const auto element = m_picture.scene ? m_picture.scene->picture().find(id.toStdString()) : std::nullopt;
    if (!element || m_fitDue)
        return;
    const QRectF box = m_picture.scene->box(*element);
    if (!visibleArea().adjusted(4, 4, -4, -4).contains(box))
        centreOn(box.center());
}

/// The bars span the picture and half a view around it, so that what lies at its rim can be brought to the
/// middle.
void PictureView::setBars() {
    if (!m_picture.scene)
        return;
    const QRectF bounds = m_picture.scene->bounds();
    const QSizeF seen = visibleArea().size();
    const QRectF range =
        bounds.adjusted(-seen.width() / 2, -seen.height() / 2, seen.width() / 2, seen.height() / 2);
    m_origin.setX(
        std::clamp(m_origin.x(), range.left(), std::max(range.left(), range.right() - seen.width())));
    m_origin.setY(
        std::clamp(m_origin.y(), range.top(), std::max(range.top(), range.bottom() - seen.height())));
    m_settingBars = true;
    const auto set = [&](QScrollBar* bar, double length, double page, double at) {
        bar->setRange(0, static_cast<int>(std::max(0.0, length - page) * scale()));
        bar->setPageStep(static_cast<int>(page * scale()));
        bar->setSingleStep(40);
        bar->setValue(static_cast<int>(at * scale()));
    };
    set(horizontalScrollBar(), range.width(), seen.width(), m_origin.x() - range.left());
    set(verticalScrollBar(), range.height(), seen.height(), m_origin.y() - range.top());
    m_settingBars = false;
    m_map->follow();
    viewport()->update();
}

void PictureView::scrollContentsBy(int dx, int dy) {
    if (m_settingBars)
        return;
    m_origin -= QPointF(dx, dy) / scale();
    m_map->follow();
    viewport()->update();
}

void PictureView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    placeMap();
    if (m_fitDue)
        fit();
    else
        setBars();
}

void PictureView::placeMap() {
    const bool leftwards = layoutDirection() == Qt::RightToLeft;
    const QRect room = viewport()->geometry().adjusted(mapMargin, mapMargin, -mapMargin, -mapMargin);
    m_map->move(leftwards ? room.left() : room.right() - m_map->width(), room.bottom() - m_map->height());
}

void PictureView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        takeStyle();
}

void PictureView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    PictureAccess::tellCurrent(*this);
}

void PictureView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// --- choosing

std::optional<std::uint32_t> PictureView::currentElement() const {
    return m_picture.scene ? m_picture.scene->picture().find(m_current.toStdString()) : std::nullopt;
}

/// Its edges would be painted with each move of the view.
std::optional<std::uint32_t> PictureView::chosenHub() const {
    constexpr std::size_t manyEdges = 40;
    const auto element = currentElement();
    return element && m_picture.scene->edgesOf(*element).size() > manyEdges ? element : std::nullopt;
}

void PictureView::setCurrent(const QString& id, Reveal wanted) {
    if (wanted == Reveal::yes)
        reveal(id);
    if (id == m_current)
        return;
    m_current = id;
    if (m_picture.marks->hub != chosenHub())
        setMarks(*m_picture.marks);
    viewport()->update();
    PictureAccess::tellCurrent(*this);
}

void PictureView::choose(std::optional<std::uint32_t> element) {
    const QString id =
        element ? QString::fromStdString(m_picture.scene->picture().elements[*element].id) : QString();
    if (id == m_current)
        return;
    setCurrent(id, Reveal::no);
    Q_EMIT currentChanged(id);
}

void PictureView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_picture.scene || event->button() != Qt::LeftButton)
        return;
    if (const auto element = m_picture.scene->elementAt(toScene(event->position())))
        Q_EMIT activated(QString::fromStdString(m_picture.scene->picture().elements[*element].id));
}

void PictureView::contextMenuEvent(QContextMenuEvent* event) {
    QPoint at = event->globalPos();
    const auto element = currentElement();
    if (event->reason() == QContextMenuEvent::Keyboard && element)
        at = viewport()->mapToGlobal(toViewport(m_picture.scene->box(*element).center()).toPoint());
    Q_EMIT menuRequested(m_current, at);
}

void PictureView::wheelEvent(QWheelEvent* event) {
    // A touch pad moves the view, a wheel zooms; with Ctrl both zoom.
    if (!event->pixelDelta().isNull() && (event->modifiers() & Qt::ControlModifier) == 0) {
        m_origin -= QPointF(event->pixelDelta()) / scale();
        setBars();
        return;
    }
    m_wheel += event->angleDelta().y();
    const int notches = static_cast<int>(m_wheel) / wheelNotch;
    m_wheel -= notches * wheelNotch;
    if (notches != 0)
        zoomTo(m_zoom + notches, event->position());
}

bool PictureView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), plainTip(tipAt(help->pos())), viewport());
    return true;
}

QString PictureView::tipAt(const QPointF& at) const {
    if (!m_picture.scene)
        return {};
    const graph::Picture& picture = m_picture.scene->picture();
    const QPointF point = toScene(at);
    if (const auto element = m_picture.scene->elementAt(point))
        return PictureAccess::describe(picture, *element) +
               (m_connectable && picture.elements[*element].kind == graph::ElementKind::node
                    ? QLatin1Char('\n') + tr("Shift and drag to another node: add a relation")
                    : QString());
    if (const auto edge = m_picture.scene->edgeAt(point, reach / scale()))
        return PictureAccess::sentence(picture, *edge);
    return {};
}

} // namespace stemma::ui
