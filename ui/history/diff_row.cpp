// SPDX-License-Identifier: MIT
#include "ui/history/diff_row.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

namespace stemma::ui {
namespace {

using Kind = DiffBlock::Kind;

constexpr qreal edge = 8;    // beside all text
constexpr qreal indent = 18; // of what belongs to a change
constexpr qreal boxSize = 16;
constexpr qreal boxRoom = 24;

struct Margins {
    qreal above, below;
};

Margins marginsOf(Kind kind) {
    switch (kind) {
    case Kind::heading:
        return {5, 5};
    case Kind::change:
        return {8, 2};
    case Kind::prose:
        return {1, 4};
    case Kind::note:
    case Kind::was:
    case Kind::same:
        return {6, 4};
    case Kind::fold:
        return {4, 4};
    case Kind::field:
        return {2, 2};
    case Kind::code:
        break;
    }
    return {0, 0};
}

qreal indentOf(Kind kind) {
    return kind == Kind::field || kind == Kind::prose || kind == Kind::same || kind == Kind::code ? indent
                                                                                                  : 0;
}

qreal stretchOf(Kind kind) {
    return kind == Kind::prose || kind == Kind::same ? 1.2 : 1;
}

qreal leftOf(Kind kind, const RowShape& shape) {
    return edge + indentOf(kind) + (shape.boxes ? boxRoom : 0);
}

/// Of each cell; both are as wide, so that the same text breaks in the same places.
qreal cellWidth(Kind kind, const RowShape& shape) {
    const qreal left = leftOf(kind, shape);
    const bool two = shape.columns == DiffColumns::two && !isAcross(kind);
    return std::max<qreal>(40, (two ? shape.width / 2 : shape.width) - edge - left);
}

const QFont& fontOf(Kind kind, const DiffStyle& style) {
    return kind == Kind::code ? style.fixedFont : style.font;
}

} // namespace

DiffRow::DiffRow(const DiffBlock& block, const DiffStyle& style, const RowShape& shape, Folding folding)
    : m_kind(block.kind)
    , m_shape(shape)
    , m_cells(cellsOf(block, shape.columns, folding)) {
    if (m_kind == Kind::heading)
        m_ground = style.headingBackground;
    m_laid.resize(m_cells.cells.size());
    for (std::size_t i = 0; i < m_laid.size(); ++i) {
        m_laid[i].left = i == 0 ? leftOf(m_kind, shape) : shape.width / 2 + edge;
        m_laid[i].width = cellWidth(m_kind, shape);
        lay(m_laid[i], m_cells.cells[i], style);
    }
    m_boxLeft = leftOf(m_kind, shape) - boxRoom;
    place();
}

void DiffRow::lay(Laid& laid, const CellText& cell, const DiffStyle& style) {
    laid.layout = std::make_unique<QTextLayout>(cell.text, fontOf(m_kind, style));
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(m_kind == Kind::code ? QTextOption::WrapAnywhere
                                            : QTextOption::WrapAtWordBoundaryOrAnywhere);
    laid.layout->setTextOption(option);
    laid.layout->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    for (const CellSpan& span : cell.spans) {
        QTextLayout::FormatRange range{span.start, span.length, diffFormat(span.tone, m_kind, style)};
        if (span.isFold)
            range.format.setFontUnderline(true);
        formats.push_back(range);
    }
    laid.layout->setFormats(formats);
    laid.layout->beginLayout();
    for (QTextLine line = laid.layout->createLine(); line.isValid(); line = laid.layout->createLine()) {
        line.setLineWidth(laid.width);
        laid.starts.push_back(line.textStart());
    }
    laid.layout->endLayout();
}

/// Gives each line its height: what two cells have in common stands beside each other.
void DiffRow::place() {
    const Margins margins = marginsOf(m_kind);
    LinePairs pairs;
    if (m_laid.size() == 2) {
        pairs = pairLines(m_laid[0].starts, m_laid[1].starts, m_cells.same);
    } else {
        for (std::size_t i = 0; i < m_laid.front().starts.size(); ++i)
            pairs.before.push_back(pairs.rows++);
    }
    std::vector<qreal> heights(static_cast<std::size_t>(pairs.rows), 0);
    const auto eachLine = [&](auto act) {
        for (std::size_t cell = 0; cell < m_laid.size(); ++cell) {
            const std::vector<int>& rows = cell == 0 ? pairs.before : pairs.after;
            for (std::size_t i = 0; i < rows.size(); ++i)
                act(m_laid[cell].layout->lineAt(static_cast<int>(i)), static_cast<std::size_t>(rows[i]));
        }
    };
    eachLine([&](const QTextLine& line, std::size_t row) {
        heights[row] = std::max(heights[row], std::ceil(line.height() * stretchOf(m_kind)));
    });
    std::vector<qreal> tops;
    qreal y = margins.above;
    for (const qreal height : heights) {
        tops.push_back(y);
        y += height;
    }
    eachLine([&](QTextLine line, std::size_t row) {
        line.setPosition({0, tops[row] + (heights[row] - line.height()) / 2});
    });
    m_firstLine = tops.size() > 1 ? tops[1] : y;
    m_height = y + margins.below;
}

void DiffRow::draw(QPainter& painter, const QPointF& at, const std::optional<Selected>& selected,
                   const QPalette& palette) const {
    if (m_ground.isValid())
        painter.fillRect(QRectF(at, QSizeF(m_shape.width, m_height)), m_ground);
    for (std::size_t cell = 0; cell < m_laid.size(); ++cell) {
        QList<QTextLayout::FormatRange> marked;
        const bool here =
            selected && (selected->cell == Selected::allCells || selected->cell == static_cast<int>(cell));
        const int end =
            selected ? std::min(selected->to, static_cast<int>(m_cells.cells[cell].text.size())) : 0;
        if (here && end > selected->from) {
            QTextLayout::FormatRange range{selected->from, end - selected->from, {}};
            range.format.setBackground(palette.highlight());
            range.format.setForeground(palette.highlightedText());
            marked.push_back(range);
        }
        m_laid[cell].layout->draw(&painter, at + QPointF(m_laid[cell].left, 0), marked,
                                  QRectF(painter.viewport()));
    }
}

RowPlace DiffRow::placeAt(const QPointF& point, std::optional<int> cell) const {
    RowPlace place;
    place.cell = cell ? std::min(*cell, static_cast<int>(m_laid.size()) - 1)
                      : static_cast<int>(m_laid.size() == 2 && point.x() >= m_shape.width / 2 ? 1 : 0);
    const Laid& laid = m_laid[static_cast<std::size_t>(place.cell)];
    for (int i = 0; i < laid.layout->lineCount(); ++i) {
        const QTextLine line = laid.layout->lineAt(i);
        if (point.y() < line.y() && i > 0)
            break;
        place.position = line.xToCursor(point.x() - laid.left);
    }
    return place;
}

qreal DiffRow::lineTop(const RowPlace& place) const {
    const QTextLine line =
        m_laid[static_cast<std::size_t>(place.cell)].layout->lineForTextPosition(place.position);
    return line.isValid() ? line.y() : 0;
}

bool DiffRow::isFoldAt(const QPointF& point) const {
    const RowPlace place = placeAt(point);
    const auto& spans = m_cells.cells[static_cast<std::size_t>(place.cell)].spans;
    return std::any_of(spans.begin(), spans.end(), [&](const CellSpan& span) {
        return span.isFold && place.position >= span.start && place.position < span.start + span.length;
    });
}

QRectF DiffRow::boxRect() const {
    const qreal top = marginsOf(m_kind).above + (m_firstLine - marginsOf(m_kind).above - boxSize) / 2;
    return {m_boxLeft, top, boxSize, boxSize};
}

int DiffRow::guessedHeight(const DiffBlock& block, const DiffStyle& style, const RowShape& shape,
                           Folding folding) {
    const QFontMetricsF metrics(fontOf(block.kind, style));
    const qreal room = cellWidth(block.kind, shape);
    qreal widest = 0;
    qsizetype lines = 1;
    qreal width[2] = {0, 0};
    for (const DiffRun& run : block.runs) {
        const QString& text = folding == Folding::unfolded && !run.folded.isEmpty() ? run.folded : run.text;
        const qreal here = static_cast<qreal>(text.size()) * metrics.averageCharWidth() * 1.05;
        const DiffSide side = sideOf(run);
        width[0] += side == DiffSide::after && shape.columns == DiffColumns::two ? 0 : here;
        width[1] += side == DiffSide::before ? 0 : here;
        lines += block.kind == Kind::code && text.endsWith(QLatin1Char('\n')) ? 1 : 0;
    }
    widest = std::max(width[0], width[1]);
    const Margins margins = marginsOf(block.kind);
    const auto count =
        block.kind == Kind::code ? static_cast<qreal>(lines) : std::max<qreal>(1, std::ceil(widest / room));
    return static_cast<int>(margins.above + margins.below +
                            count * std::ceil(metrics.height() * stretchOf(block.kind)));
}

} // namespace stemma::ui
