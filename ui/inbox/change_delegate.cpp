// SPDX-License-Identifier: MIT
#include "ui/inbox/change_delegate.h"

#include <tuple>
#include <utility>

#include <QApplication>
#include <QPainter>

#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {

namespace {

constexpr int margin = 10;
constexpr int padding = 6;
constexpr int gap = 8;
constexpr int lineGap = 2;
constexpr int barWidth = 3;

QFont boldFont(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont detailFont(QFont font) {
    constexpr qreal share = 0.92;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * share);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * share)));
    return font;
}

/// A line that is written from both ends, in reading direction.
class Line {
public:
    Line(QPainter& painter, const QStyleOptionViewItem& option, const QRect& place, const QFont& font)
        : m_painter(painter)
        , m_option(option)
        , m_rest(place)
        , m_metrics(font) {
        painter.setFont(font);
    }

    void atEnd(const QString& text, const QColor& colour) {
        const int width = qMin(m_metrics.horizontalAdvance(text) + 1, m_rest.width());
        QRect place = m_rest;
        place.setLeft(m_rest.right() + 1 - width);
        m_rest.setRight(place.left() - gap);
        write(place, text, Qt::AlignRight, colour);
    }
    void atStart(const QString& text, const QColor& colour) {
        const int width = qMin(m_metrics.horizontalAdvance(text) + 1, m_rest.width());
        QRect place = m_rest;
        place.setRight(m_rest.left() + width - 1);
        m_rest.setLeft(place.right() + gap);
        write(place, text, Qt::AlignLeft, colour);
    }

private:
    void write(const QRect& place, const QString& text, Qt::Alignment side, const QColor& colour) {
        if (place.width() <= 0)
            return;
        m_painter.setPen(colour);
        m_painter.setLayoutDirection(directionOf(text, m_option.direction));
        const QString shown = m_metrics.elidedText(text, Qt::ElideRight, place.width());
        const QRect at = QStyle::visualRect(m_option.direction, m_option.rect, place);
        const bool fromRight = QStyle::visualAlignment(m_option.direction, side).testFlag(Qt::AlignRight);
        // By the base line: where another font helps out, a text that is centred stands higher.
        m_painter.drawText(QPoint(fromRight ? at.right() + 1 - m_metrics.horizontalAdvance(shown) : at.left(),
                                  at.top() + (at.height() - m_metrics.height()) / 2 + m_metrics.ascent()),
                           shown);
    }

    QPainter& m_painter;
    const QStyleOptionViewItem& m_option;
    QRect m_rest;
    QFontMetrics m_metrics;
};

/// The colours of one row.
struct Colours {
    QColor text, quiet, warning;
    MeaningColours meaning;
    bool selected = false;

    explicit Colours(const QStyleOptionViewItem& option)
        : meaning(meaningColours(option.palette))
        , selected(option.state.testFlag(QStyle::State_Selected)) {
        const auto group =
            option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
        text = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
        quiet = selected ? text : quietText(option.palette, group);
        warning = selected ? text : toneColor(Tone::warning, option.palette);
    }
    [[nodiscard]] QColor unlessSelected(const QColor& colour) const { return selected ? text : colour; }
};

void writeCounts(Line& line, const history::ChangeCounts& counts, const Colours& colours) {
    // Written from the end: the last comes first.
    const std::tuple<QChar, std::size_t, QColor> parts[] = {
        {QChar(0x2212), counts.removed, colours.meaning.removed},
        {QChar(0x2195), counts.moved, colours.meaning.moved},
        {u'~', counts.edited, colours.meaning.warning},
        {u'+', counts.added, colours.meaning.added}};
    for (const auto& [sign, count, colour] : parts)
        if (count > 0)
            line.atEnd(sign + QString::number(count), colours.unlessSelected(colour));
}

/// At the beginning of the place; answers what it takes up.
int paintIcon(QPainter& painter, const QStyleOptionViewItem& option, const QRect& place, const QIcon& icon) {
    const int side = qMin(option.decorationSize.width(), place.height());
    const QRect box(place.left(), place.center().y() - side / 2, side, side);
    const bool strong =
        option.state.testFlag(QStyle::State_Selected) && !QuietSelection::standsBack(option.palette);
    icon.paint(&painter, QStyle::visualRect(option.direction, option.rect, box), Qt::AlignCenter,
               strong ? QIcon::Selected : QIcon::Normal);
    return side + gap;
}

} // namespace

ChangeDelegate::ChangeDelegate(Lines lines, Tell tell, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_lines(lines)
    , m_tell(std::move(tell)) {}

QSize ChangeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int details = static_cast<int>(m_lines) - 1;
    const int height = 2 * padding + QFontMetrics(boldFont(option.font)).height() +
                       details * (lineGap + QFontMetrics(detailFont(option.font)).height());
    return {option.fontMetrics.averageCharWidth() * 24, height};
}

void ChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                           const QModelIndex& index) const {
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    painter->save();
    const ChangeLines lines = m_tell(index);
    const Colours colours(option);
    if (lines.fresh)
        painter->fillRect(
            QStyle::visualRect(option.direction, option.rect,
                               QRect(option.rect.topLeft(), QSize(barWidth, option.rect.height()))),
            colours.unlessSelected(toneColor(Tone::accent, option.palette)));
    const QFont bold = boldFont(option.font), detail = detailFont(option.font);
    QRect place = option.rect.adjusted(margin, padding, -margin, 0);
    place.setHeight(QFontMetrics(bold).height());
    if (!lines.icon.isNull())
        place.setLeft(place.left() + paintIcon(*painter, option, place, lines.icon));
    {
        Line first(*painter, option, place, detail);
        first.atEnd(lines.when, colours.quiet);
    }
    const int whenWidth = QFontMetrics(detail).horizontalAdvance(lines.when) + 1 + gap;
    Line(*painter, option, place.adjusted(0, 0, -whenWidth, 0), bold).atStart(lines.title, colours.text);
    place.translate(0, place.height() + lineGap);
    place.setHeight(QFontMetrics(detail).height());
    Line second(*painter, option, place, detail);
    if (lines.counts)
        writeCounts(second, *lines.counts, colours);
    second.atStart(lines.deed, colours.quiet);
    if (m_lines == Lines::three) {
        place.translate(0, place.height() + lineGap);
        Line(*painter, option, place, detail)
            .atStart(lines.remarks, lines.odd ? colours.warning : colours.quiet);
    }
    painter->restore();
}

} // namespace stemma::ui
