// SPDX-License-Identifier: MIT
#include "ui/library/report_delegate.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QPainter>

#include "ui/library/report_list_model.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr int margin = 10;
constexpr int padding = 7;
constexpr int gap = 8;
constexpr int lineGap = 3;
constexpr int chipPadding = 6;
constexpr int chipGap = 4;

/// Everything that the painting of one row needs.
struct Canvas {
    QPainter& painter;
    const QStyleOptionViewItem& option;
    QColor text, quiet;
    bool selected = false;

    [[nodiscard]] QRect visual(const QRect& place) const {
        return QStyle::visualRect(option.direction, option.rect, place);
    }
    void write(const QRect& place, const QString& words, Qt::Alignment side, const QColor& color,
               const QFont& font) const {
        painter.setFont(font);
        painter.setPen(color);
        const auto alignment =
            QStyle::visualAlignment(option.direction, side | Qt::AlignVCenter) | Qt::AlignAbsolute;
        painter.setLayoutDirection(directionOf(words, option.direction));
        painter.drawText(visual(place), static_cast<int>(alignment) | static_cast<int>(Qt::TextSingleLine),
                         QFontMetrics(font).elidedText(words, Qt::ElideRight, place.width()));
    }
};

QFont scaled(QFont font, qreal factor) {
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    return font;
}

QFont titleFont(const QStyleOptionViewItem& option) {
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}
QFont detailFont(const QStyleOptionViewItem& option) {
    return scaled(option.font, 0.92);
}
QFont chipFont(const QStyleOptionViewItem& option) {
    return scaled(option.font, 0.85);
}

const ListRow& rowOf(const QModelIndex& index) {
    QModelIndex source = index;
    while (const auto* proxy = qobject_cast<const QAbstractProxyModel*>(source.model()))
        source = proxy->mapToSource(source);
    return static_cast<const ReportListModel*>(source.model())->rowAt(source.row());
}

int chipWidth(const QFontMetrics& metrics, const QString& words) {
    return metrics.horizontalAdvance(words) + 2 * chipPadding;
}

/// Draws a chip that ends at `right` and returns where the next one has to end; nothing is drawn where it
/// does not fit.
int drawChip(const Canvas& canvas, const QString& words, Tone tone, int left, int right, const QRect& line) {
    const QFont font = chipFont(canvas.option);
    const QFontMetrics metrics(font);
    const int width = chipWidth(metrics, words);
    if (right - width < left)
        return right;
    const int chipHeight = metrics.height() + 2;
    const QRect place(right - width, line.top() + (line.height() - chipHeight) / 2, width, chipHeight);
    const QColor color = canvas.selected         ? canvas.text
                         : tone == Tone::neutral ? canvas.quiet
                                                 : toneColor(tone, canvas.option.palette);
    QColor edge = color;
    edge.setAlphaF(0.55F);
    canvas.painter.setPen(QPen(edge, 1));
    canvas.painter.setBrush(Qt::NoBrush);
    canvas.painter.drawRoundedRect(QRectF(canvas.visual(place)).adjusted(0.5, 0.5, -0.5, -0.5),
                                   chipHeight / 2.0, chipHeight / 2.0);
    canvas.write(place.adjusted(chipPadding, 0, -chipPadding + 2, 0), words, Qt::AlignLeft, color, font);
    return right - width - chipGap;
}

/// The tags that there is room for, and at the end how many more there are.
QStringList fittingTags(const QFontMetrics& metrics, const QStringList& tags, int room) {
    QStringList chips;
    int used = 0;
    for (qsizetype shown = 0; used - chipGap <= room; ++shown) {
        if (shown == tags.size())
            return tags;
        const int left = static_cast<int>(tags.size() - shown);
        const QString more = ReportDelegate::tr("+%n", "so many more tags", left);
        if (used + chipWidth(metrics, more) <= room)
            chips = tags.first(shown) << more;
        used += chipWidth(metrics, tags[shown]) + chipGap;
    }
    return chips;
}

/// Chips at the right, the status last; returns where the title has to end.
int drawChips(const Canvas& canvas, const ListRow& row, const QRect& line, int titleWidth) {
    // A title is worth more than chips: they take what it leaves, and a third of the line from a long
    // one.
    const int left = line.left() + qMin(titleWidth + gap, line.width() * 2 / 3);
    int right = line.left() + line.width();
    if (row.status != QLatin1String("active"))
        right = drawChip(canvas, statusText(toUtf8(row.status)), Tone::warning, left, right, line);
    const QStringList tags = fittingTags(QFontMetrics(chipFont(canvas.option)), row.tags, right - left);
    for (auto tag = tags.crbegin(); tag != tags.crend(); ++tag)
        right = drawChip(canvas, *tag, Tone::neutral, left, right, line);
    return right;
}

void drawSecondLine(const Canvas& canvas, const ListRow& row, QRect line, Timestamp now) {
    const QFont font = detailFont(canvas.option);
    const QFontMetrics metrics(font);
    if (row.needsAttention()) {
        const int side = metrics.height();
        const Tone tone = row.state == report::ReportState::ok ? Tone::warning : Tone::bad;
        const QRect place(line.left(), line.top() + (line.height() - side) / 2, side, side);
        toneIcon(IconName::warning, tone)
            .paint(&canvas.painter, canvas.visual(place), Qt::AlignCenter,
                   canvas.selected && !QuietSelection::standsBack(canvas.option.palette) ? QIcon::Selected
                                                                                         : QIcon::Normal);
        line.setLeft(line.left() + side + 5);
        canvas.write(line, stateText(row), Qt::AlignLeft,
                     canvas.selected ? canvas.text : toneColor(tone, canvas.option.palette), font);
        return;
    }
    const QString size = sizeText(row);
    const int sizeWidth = metrics.horizontalAdvance(size);
    const QString change = changeText(row, now);
    int changeWidth = line.width();
    // Where both don't fit, who and when is what people look for.
    if (sizeWidth > 0 && metrics.horizontalAdvance(change) + 2 * gap + sizeWidth <= line.width()) {
        canvas.write(
            QRect(line.left() + line.width() - sizeWidth - 1, line.top(), sizeWidth + 1, line.height()), size,
            Qt::AlignRight, canvas.quiet, font);
        changeWidth -= sizeWidth + 2 * gap;
    }
    canvas.write(QRect(line.left(), line.top(), changeWidth, line.height()), change, Qt::AlignLeft,
                 canvas.quiet, font);
}

} // namespace

ReportDelegate::ReportDelegate(const Clock& clock, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock) {}

QSize ReportDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int height = 2 * padding + QFontMetrics(titleFont(option)).height() + lineGap +
                       QFontMetrics(detailFont(option)).height();
    return {option.fontMetrics.averageCharWidth() * 24, height};
}

void ReportDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                           const QModelIndex& index) const {
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const auto group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor text = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    const Canvas canvas{*painter, option, text, selected ? text : quietText(option.palette, group), selected};

    const ListRow& row = rowOf(index);
    const QFont font = titleFont(option);
    const QFontMetrics metrics(font);
    const QRect content = option.rect.adjusted(margin, padding, -margin, -padding);
    const QRect titleLine(content.left(), content.top(), content.width(), metrics.height());
    const int end = drawChips(canvas, row, titleLine, metrics.horizontalAdvance(row.title));
    const int width =
        end < content.left() + content.width() ? end - gap / 2 - titleLine.left() : titleLine.width();
    canvas.write(QRect(titleLine.left(), titleLine.top(), width, titleLine.height()), row.title,
                 Qt::AlignLeft, text, font);
    const int second = titleLine.bottom() + 1 + lineGap;
    drawSecondLine(canvas, row, QRect(content.left(), second, content.width(), content.bottom() + 1 - second),
                   m_clock.now());
    painter->restore();
}

} // namespace stemma::ui
