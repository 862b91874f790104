// SPDX-License-Identifier: MIT
#include "ui/graph/picture_legend.h"

#include <algorithm>

#include <QEvent>
#include <QStyle>

namespace stemma::ui {

namespace {

constexpr int signWidth = 34;
constexpr int gap = 6;
constexpr int between = 18;
constexpr int padding = 6;

} // namespace

PictureLegend::PictureLegend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void PictureLegend::setPicture(const graph::Picture& picture) {
    using graph::EdgeKind;
    using graph::ElementKind;
    std::vector<Entry> entries;
    const auto has = [&](auto&& test) {
        return std::any_of(picture.elements.begin(), picture.elements.end(), test);
    };
    const auto hasEdge = [&](EdgeKind kind) {
        return std::any_of(picture.edges.begin(), picture.edges.end(),
                           [&](const auto& edge) { return edge.kind == kind; });
    };
    const auto addShape = [&](const QString& text, ElementKind kind, bool foreign) {
        entries.push_back({text, false, EdgeKind::relation, kind, foreign});
    };
    if (has([](const auto& element) { return element.kind == ElementKind::node && !element.foreign; }))
        addShape(tr("node"), ElementKind::node, false);
    if (has([](const auto& element) { return element.foreign; }))
        addShape(tr("outside this graph"), ElementKind::node, true);
    if (has([](const auto& element) { return element.kind == ElementKind::attributeValue; }))
        addShape(tr("attribute value"), ElementKind::attributeValue, false);
    if (has([](const auto& element) { return element.kind == ElementKind::transition; }))
        addShape(tr("transition"), ElementKind::transition, false);
    const std::pair<EdgeKind, QString> lines[] = {{EdgeKind::relation, tr("relation")},
                                                  {EdgeKind::attribute, tr("attribute")},
                                                  {EdgeKind::transitionInput, tr("input")},
                                                  {EdgeKind::transitionOutput, tr("output")}};
    QStringList words;
    for (const auto& [kind, text] : lines) {
        if (hasEdge(kind))
            entries.push_back({text, true, kind});
    }
    for (const Entry& entry : entries)
        words << entry.text;
    m_entries = std::move(entries);
    setAccessibleName(tr("Legend: %1").arg(words.join(QLatin1String(", "))));
    setVisible(!m_entries.empty());
    updateGeometry();
    update();
}

QSize PictureLegend::sizeHint() const {
    int width = 2 * padding;
    for (const Entry& entry : m_entries)
        width += signWidth + gap + fontMetrics().horizontalAdvance(entry.text) + between;
    return {width, fontMetrics().height() + 2 * padding};
}

void PictureLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PictureStyle style = pictureStyle(palette(), font());
    const QColor text = palette().color(QPalette::WindowText);
    const auto onItsSide = [this](const QRect& place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    int at = padding;
    for (const Entry& entry : m_entries) {
        const QRect place = onItsSide(QRect(at, 0, signWidth, height()));
        const QRectF sign = QRectF(place).adjusted(2, height() / 2.0 - 7, -2, -(height() / 2.0 - 7));
        if (entry.line) {
            painter.setPen(QPen(edgeColour(style, entry.edge), 2, edgeLine(entry.edge)));
            painter.drawLine(QPointF(sign.left(), sign.center().y()),
                             QPointF(sign.right(), sign.center().y()));
        } else {
            paintSign(painter, style, entry.element, entry.foreign, sign);
        }
        at += signWidth + gap;
        const int width = fontMetrics().horizontalAdvance(entry.text);
        painter.setPen(text);
        painter.drawText(onItsSide(QRect(at, 0, width + 2, height())), Qt::AlignVCenter, entry.text);
        at += width + between;
    }
}

void PictureLegend::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    update();
}

} // namespace stemma::ui
