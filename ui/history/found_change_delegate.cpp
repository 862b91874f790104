// SPDX-License-Identifier: MIT
#include "ui/history/found_change_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

#include "ui/history/found_changes.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {

namespace {

constexpr int padding = 4;
constexpr int beforeMatch = 16; // characters: the match stands near the beginning of its row

bool isSelected(const QStyleOptionViewItem& option) {
    return option.state.testFlag(QStyle::State_Selected);
}

QColor rowTextColour(const QStyleOptionViewItem& option) {
    const QPalette::ColorGroup group =
        option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(group, isSelected(option) ? QPalette::HighlightedText : QPalette::Text);
}

QFont secondLineFont(const QFont& font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.9);
    return small;
}

/// Where the parts of a row stand.
struct RowPlaces {
    explicit RowPlaces(const QStyleOptionViewItem& option) {
        const int height = option.fontMetrics.height();
        const QRect area = option.rect.adjusted(4, padding, -6, -padding);
        const auto placed = [&](const QRect& rect) {
            return QStyle::visualRect(option.direction, option.rect, rect);
        };
        mark = placed({area.left(), area.top(), height, height});
        first = placed({area.left() + height + 4, area.top(), area.width() - height - 4, height});
        second = placed({area.left() + height + 4, area.top() + height + 1, area.width() - height - 4,
                         area.height() - height - 1});
    }
    QRect mark, first, second;
};

/// One line with the match in it, cut at its end.
void paintExcerpt(QPainter& painter, const QRect& line, const report::Excerpt& excerpt,
                  const QStyleOptionViewItem& option) {
    const ShownExcerpt shown = shownExcerpt(excerpt, beforeMatch);
    QFont bold = option.font;
    bold.setBold(true);
    // The match is wider than the rest: room for it, whatever it is.
    const int extra = QFontMetrics(bold).horizontalAdvance(shown.text.mid(shown.at, shown.length)) -
                      option.fontMetrics.horizontalAdvance(shown.text.mid(shown.at, shown.length));
    const QString text = option.fontMetrics.elidedText(shown.text, Qt::ElideRight, line.width() - extra);
    QTextLayout layout(text, option.font);
    QTextOption wish;
    wish.setWrapMode(QTextOption::NoWrap);
    wish.setTextDirection(directionOf(text, option.direction));
    layout.setTextOption(wish);
    QTextLayout::FormatRange match;
    match.start = shown.at;
    match.length = qMin(shown.length, static_cast<int>(text.size()) - shown.at);
    match.format.setFontWeight(QFont::Bold);
    if (!isSelected(option))
        match.format.setBackground(toneGround(Tone::accent, option.palette));
    if (match.length > 0)
        layout.setFormats({match});
    layout.beginLayout();
    QTextLine first = layout.createLine();
    first.setLineWidth(line.width());
    layout.endLayout();
    painter.setPen(rowTextColour(option));
    layout.draw(&painter, line.topLeft());
}

} // namespace

QSize FoundChangeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(),
            option.fontMetrics.height() + QFontMetrics(secondLineFont(option.font)).height() + 2 * padding +
                1};
}

void FoundChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    const auto* model = qobject_cast<const FoundChanges*>(index.model());
    const report::HistoryHit* hit = model == nullptr ? nullptr : model->hit(index);
    if (hit == nullptr)
        return;
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setLayoutDirection(option.direction);
    const RowPlaces places(option);
    const bool came = hit->change == report::TextChange::came;
    const MeaningColours meaning = meaningColours(option.palette);
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(isSelected(option) ? rowTextColour(option) : came ? meaning.added : meaning.removed);
    painter->drawText(places.mark, Qt::AlignCenter, came ? QStringLiteral("+") : QString(QChar(0x2212)));
    if (!hit->found.excerpts.empty())
        paintExcerpt(*painter, places.first, hit->found.excerpts.front(), option);
    painter->setFont(secondLineFont(option.font));
    painter->setPen(isSelected(option) ? rowTextColour(option) : meaning.muted);
    const QString second =
        QStringList{FoundChanges::rowLine(*hit, model->now()), FoundChanges::placeText(hit->found)}.join(
            QStringLiteral(" · "));
    const Qt::Alignment start = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
    painter->drawText(places.second, static_cast<int>(start.toInt()) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(second, Qt::ElideRight, places.second.width()));
    painter->restore();
}

} // namespace stemma::ui
