// SPDX-License-Identifier: MIT
#include "ui/graph/picture_rendering.h"

#include <algorithm>
#include <cmath>

#include <QBuffer>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "ui/graph/legend_entries.h"

namespace stemma::ui {

namespace {

constexpr const char* rendering = "render the picture";
constexpr double padding = 16;
constexpr double signWidth = 34;
constexpr double signHeight = 14;
constexpr double gap = 6;
constexpr double between = 18;
constexpr double narrowest = 320;     ///< room for a title
constexpr double mostPixels = 32e6;   ///< 128 MB in memory, which is all that programs made with Qt open
constexpr double longestSide = 32000; ///< of what can be painted on
constexpr double longestPage = 14000; ///< in points; PDF allows 14,400
constexpr double pointsAPixel = 0.75; ///< 72 to 96 an inch
constexpr int fineness = 10;          ///< steps of PDF a pixel, so that letters stand where they should
constexpr double stripe = 2000;       ///< of a PNG, between two looks at whether it is still wanted
constexpr double wholeDetail = 4;     ///< a scale at which everything is painted

QFont titleFont(const QFont& font) {
    QFont larger = font;
    larger.setPixelSize(larger.pixelSize() * 3 / 2);
    larger.setBold(true);
    return larger;
}

/// Where an entry of the legend begins, in rows as wide as the page.
struct PlacedEntry {
    LegendEntry entry;
    QPointF at;
    double width = 0;
};

/// What stands where, in points.
struct Sheet {
    QSizeF size;
    QPointF picture; ///< of the scene's corner
    double titleHeight = 0;
    std::vector<PlacedEntry> legend;
};

double placeLegend(const PictureScene& scene, const RenderingWish& wish, double width, double top,
                   Sheet& sheet) {
    const QFontMetricsF metrics(wish.style.font);
    const double row = std::max(metrics.height(), signHeight) + gap;
    double x = padding;
    double y = top;
    for (LegendEntry& entry : legendEntries(scene.picture(), wish.changes)) {
        const double wide = signWidth + gap + metrics.horizontalAdvance(entry.text);
        if (x > padding && x + wide > width - padding) {
            x = padding;
            y += row;
        }
        sheet.legend.push_back({std::move(entry), {x, y}, wide});
        x += wide + between;
    }
    return sheet.legend.empty() ? top : y + row;
}

Sheet sheetOf(const PictureScene& scene, const RenderingWish& wish) {
    Sheet sheet;
    const QRectF& bounds = scene.bounds();
    const double width = std::max(bounds.width(), narrowest);
    if (!wish.title.isEmpty())
        sheet.titleHeight = QFontMetricsF(titleFont(wish.style.font)).height() + 2 * padding;
    sheet.picture = {(width - bounds.width()) / 2, sheet.titleHeight};
    double height = sheet.titleHeight + bounds.height();
    if (wish.legend)
        height = placeLegend(scene, wish, width, height + gap, sheet) + gap;
    sheet.size = {std::ceil(width), std::ceil(height)};
    return sheet;
}

void paintTitle(QPainter& painter, const RenderingWish& wish, const Sheet& sheet) {
    const QFont font = titleFont(wish.style.font);
    const QRectF box(padding, padding, sheet.size.width() - 2 * padding, sheet.titleHeight - padding);
    painter.setFont(font);
    painter.setPen(wish.style.text);
    painter.drawText(box, Qt::AlignTop | Qt::AlignHCenter | Qt::TextSingleLine,
                     QFontMetricsF(font).elidedText(wish.title, Qt::ElideRight, box.width()));
}

void paintLegend(QPainter& painter, const RenderingWish& wish, const Sheet& sheet) {
    const QFontMetricsF metrics(wish.style.font);
    const double row = std::max(metrics.height(), signHeight);
    for (const PlacedEntry& placed : sheet.legend) {
        painter.setFont(wish.style.font);
        const QRectF sign(placed.at.x(), placed.at.y() + (row - signHeight) / 2, signWidth, signHeight);
        paintLegendSign(painter, wish.style, placed.entry, sign);
        painter.setPen(wish.style.text);
        painter.drawText(QRectF(placed.at.x() + signWidth + gap, placed.at.y(), placed.width, row),
                         Qt::AlignVCenter | Qt::TextSingleLine, placed.entry.text);
    }
}

/// All that touches an area of the sheet.
void paintSheet(QPainter& painter, const PictureScene& scene, const RenderingWish& wish, const Sheet& sheet,
                const QRectF& area) {
    painter.fillRect(area, wish.style.ground);
    const QPointF offset = sheet.picture - scene.bounds().topLeft();
    PictureMarks marks;
    marks.changes = wish.changes;
    painter.save();
    painter.translate(offset);
    paintScene(painter, scene, wish.style, marks, area.translated(-offset).intersected(scene.bounds()),
               wholeDetail);
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    if (sheet.titleHeight > 0 && area.top() < sheet.titleHeight)
        paintTitle(painter, wish, sheet);
    if (!sheet.legend.empty() && area.bottom() >= sheet.legend.front().at.y())
        paintLegend(painter, wish, sheet);
}

Unexpected cancelledRendering() {
    return fail(ErrorCode::cancelled, rendering, {}, "cancelled");
}

Result<QByteArray> renderPng(const PictureScene& scene, const RenderingWish& wish, const Sheet& sheet,
                             const Progress& progress) {
    const QSize pixels = (sheet.size * wish.scale).toSize();
    if (wish.scale > largestScale(sheet.size) + 1e-6)
        return fail(ErrorCode::usage, rendering, {}, "the image would be too large at this scale",
                    "Choose a smaller scale, or SVG or PDF, which have no limit.");
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        return fail(ErrorCode::io, rendering, {}, "there is not enough memory for the image",
                    "Choose a smaller scale, or SVG or PDF.");
    QPainter painter(&image);
    painter.scale(wish.scale, wish.scale);
    const double step = stripe / std::max(wish.scale, 0.1);
    for (double top = 0; top < sheet.size.height(); top += step) {
        if (progress.cancelled())
            return cancelledRendering();
        progress.tell(static_cast<std::uint64_t>(top), static_cast<std::uint64_t>(sheet.size.height()));
        const QRectF area(0, top, sheet.size.width(), std::min(step, sheet.size.height() - top));
        painter.setClipRect(area);
        paintSheet(painter, scene, wish, sheet, area);
    }
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.setText(QStringLiteral("Title"), wish.title);
    if (!image.save(&buffer, "PNG"))
        return fail(ErrorCode::io, rendering, {}, "the image can't be encoded");
    return bytes;
}

Result<QByteArray> renderSvg(const PictureScene& scene, const RenderingWish& wish, const Sheet& sheet) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(sheet.size.toSize());
    generator.setViewBox(QRectF({}, sheet.size));
    generator.setTitle(wish.title);
    QPainter painter;
    if (!painter.begin(&generator))
        return fail(ErrorCode::io, rendering, {}, "the drawing can't be begun");
    paintSheet(painter, scene, wish, sheet, QRectF({}, sheet.size));
    painter.end();
    // Where that font isn't there, one of its kind is to stand in: labels keep about their width.
    const QByteArray family = QByteArray("font-family=\"") + wish.style.font.family().toUtf8();
    bytes.replace(family + '"', family + ", sans-serif\"");
    return bytes;
}

Result<QByteArray> renderPdf(const PictureScene& scene, const RenderingWish& wish, const Sheet& sheet) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const QSizeF points = sheet.size * pointsAPixel;
    const double fit = std::min(1.0, longestPage / std::max(points.width(), points.height()));
    QPdfWriter writer(&buffer);
    writer.setTitle(wish.title);
    writer.setCreator(QStringLiteral("Stemma"));
    writer.setResolution(96 * fineness);
    writer.setPageSize(QPageSize(points * fit, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    QPainter painter;
    if (!painter.begin(&writer))
        return fail(ErrorCode::io, rendering, {}, "the page can't be begun");
    painter.scale(fineness * fit, fineness * fit);
    paintSheet(painter, scene, wish, sheet, QRectF({}, sheet.size));
    painter.end();
    return bytes;
}

} // namespace

PictureStyle renderingStyle(const QPalette& palette, const QFont& font) {
    QFont fixed = font;
    fixed.setPixelSize(std::max(QFontInfo(font).pixelSize(), 1));
    fixed.setFamily(QFontInfo(font).family()); // by its own name: "Sans Serif" is Qt's
    return pictureStyle(palette, fixed);
}

QPalette paperPalette() {
    QPalette palette(QColor(0xF0, 0xF0, 0xF0), QColor(0xF5, 0xF5, 0xF5));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, Qt::black);
    palette.setColor(QPalette::WindowText, Qt::black);
    palette.setColor(QPalette::Highlight, QColor(0x2A, 0x6F, 0xC9));
    return palette;
}

QSizeF renderedSize(const PictureScene& scene, const RenderingWish& wish) {
    return sheetOf(scene, wish).size;
}

double largestScale(const QSizeF& size) {
    const double byPixels = std::sqrt(mostPixels / std::max(size.width() * size.height(), 1.0));
    return std::min(byPixels, longestSide / std::max({size.width(), size.height(), 1.0}));
}

Result<QByteArray> renderPicture(const PictureScene& scene, const RenderingWish& wish,
                                 const Progress& progress) {
    const Sheet sheet = sheetOf(scene, wish);
    if (progress.cancelled())
        return cancelledRendering();
    switch (wish.format) {
    case PictureFormat::png:
        return renderPng(scene, wish, sheet, progress);
    case PictureFormat::svg:
        return renderSvg(scene, wish, sheet);
    case PictureFormat::pdf:
        break;
    }
    return renderPdf(scene, wish, sheet);
}

} // namespace stemma::ui
