// SPDX-License-Identifier: MIT
#include "ui/history/timeline_delegate.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>

#include "ui/history/timeline_model.h"
#include "ui/shell/theme.h"
#include "ui/text/contrast.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

constexpr int padding = 5;
constexpr int gap = 8;
constexpr int longestName = 200; // characters
constexpr const char* begunProperty = "stemma_begun";

bool selected(const QStyleOptionViewItem& option) {
    return option.state.testFlag(QStyle::State_Selected);
}

QColor textColour(const QStyleOptionViewItem& option) {
    const QPalette::ColorGroup group =
        option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(group, selected(option) ? QPalette::HighlightedText : QPalette::Text);
}

QColor mutedColour(const QStyleOptionViewItem& option) {
    return selected(option) ? textColour(option) : meaningColours(option.palette).muted;
}

QFont smallFont(const QFont& font) {
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.9);
    return small;
}

/// Cuts a piece off the line's beginning (in reading direction) and returns it.
QRect takePiece(QRect& line, int width, Qt::LayoutDirection direction) {
    QRect piece = line;
    width = qMin(width, line.width());
    if (direction == Qt::RightToLeft) {
        piece.setLeft(line.right() - width + 1);
        line.setRight(piece.left() - gap);
    } else {
        piece.setRight(line.left() + width - 1);
        line.setLeft(piece.right() + gap);
    }
    return piece;
}

} // namespace

QSize TimelineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int first = QFontMetrics(option.font).height();
    const int second = QFontMetrics(smallFont(option.font)).height();
    return {QStyledItemDelegate::sizeHint(option, index).width(), first + second + 2 * padding + 1};
}

QWidget* TimelineDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                        const QModelIndex&) const {
    auto* editor = new QLineEdit(parent);
    editor->setPlaceholderText(tr("Name of this version"));
    editor->setAccessibleName(editor->placeholderText());
    editor->setMaxLength(longestName);
    return editor;
}

void TimelineDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    if (editor->property(begunProperty).toBool())
        return;
    editor->setProperty(begunProperty, true);
    QStyledItemDelegate::setEditorData(editor, index);
}

void TimelineDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                            const QModelIndex&) const {
    const int mark = option.fontMetrics.height() + gap;
    const bool mirrored = option.direction == Qt::RightToLeft;
    const QRect place = option.rect.adjusted(mirrored ? 0 : mark, 0, mirrored ? -mark : 0, 0);
    editor->setGeometry(place);
}

void TimelineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const auto* model = qobject_cast<const TimelineModel*>(index.model());
    const TimelineEntry* entry = model == nullptr ? nullptr : model->rowData(index);
    if (entry == nullptr)
        return;
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);

    painter->save();
    painter->setLayoutDirection(option.direction);
    const Qt::Alignment start =
        Qt::AlignVCenter | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    const QColor text = textColour(option);
    QRect area = option.rect.adjusted(4, padding, -6, -padding);
    const QFontMetrics metrics(option.font);
    QRect line(area.left(), area.top(), area.width(), metrics.height());
    const QRect mark = takePiece(line, metrics.height(), option.direction);
    paintMark(*painter, QRectF(mark).adjusted(2, 2, -2, -2), *entry, text);

    QRect second(line.left(), line.bottom() + 2, line.width(), area.bottom() - line.bottom() - 1);
    if (entry->kind != EntryKind::now && !entry->ts.empty()) {
        const QString when = relativeTime(entry->ts, model->now());
        painter->setFont(smallFont(option.font));
        const int width = painter->fontMetrics().horizontalAdvance(when);
        QRect time = line;
        if (option.direction == Qt::RightToLeft) {
            time.setRight(line.left() + width);
            line.setLeft(time.right() + gap);
        } else {
            time.setLeft(line.right() - width);
            line.setRight(time.left() - gap);
        }
        painter->setPen(mutedColour(option));
        painter->drawText(time, static_cast<int>((Qt::AlignVCenter | Qt::AlignRight).toInt()), when);
    }
    QFont font = option.font;
    font.setBold(entry->kind == EntryKind::now || entry->actor == "human");
    painter->setFont(font);
    painter->setPen(text);
    painter->drawText(
        line, static_cast<int>(start.toInt()) | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(TimelineModel::headline(*entry), Qt::ElideRight, line.width()));
    paintSecondLine(*painter, second, *entry, option, text);
    painter->restore();
}

void TimelineDelegate::paintSecondLine(QPainter& painter, const QRect& line, const TimelineEntry& entry,
                                       const QStyleOptionViewItem& option, const QColor& text) const {
    QRect rest = line;
    painter.setFont(smallFont(option.font));
    const QFontMetrics metrics = painter.fontMetrics();
    const MeaningColours meaning = meaningColours(option.palette);
    const int start = static_cast<int>(
        (Qt::AlignVCenter | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft)).toInt());
    if (entry.counts) {
        const std::tuple<QChar, std::size_t, QColor> counts[] = {
            {u'+', entry.counts->added, meaning.added},
            {u'~', entry.counts->edited, meaning.warning},
            {QChar(0x2195), entry.counts->moved, meaning.moved},
            {QChar(0x2212), entry.counts->removed, meaning.removed}};
        for (const auto& [sign, count, colour] : counts) {
            if (count == 0)
                continue;
            const QString word = sign + QString::number(count);
            painter.setPen(selected(option) ? text : colour);
            painter.drawText(takePiece(rest, metrics.horizontalAdvance(word), option.direction), start, word);
        }
    }
    if (const QString name = TimelineModel::nameText(entry); !name.isEmpty()) {
        QFont bold = painter.font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(selected(option) ? text : toneColor(Tone::accent, option.palette));
        const QFontMetrics boldMetrics(bold);
        const QString shown = boldMetrics.elidedText(name, Qt::ElideRight, rest.width());
        painter.drawText(takePiece(rest, boldMetrics.horizontalAdvance(shown) + 1, option.direction), start,
                         shown);
        painter.setFont(smallFont(option.font));
    }
    painter.setPen(mutedColour(option));
    const QString marks = TimelineModel::marks(entry).join(QStringLiteral(" · "));
    painter.drawText(rest, start | Qt::TextSingleLine,
                     metrics.elidedText(marks, Qt::ElideRight, rest.width()));
}

void TimelineDelegate::paintMark(QPainter& painter, const QRectF& area, const TimelineEntry& entry,
                                 const QColor& colour) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal size = qMin(area.width(), area.height()) * 0.72;
    const QRectF box(area.center().x() - size / 2, area.center().y() - size / 2, size, size);
    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(Qt::NoBrush);
    const bool odd =
        entry.kind == EntryKind::unreadable || entry.kind == EntryKind::unrecorded || entry.damagedBackup;
    if (odd) {
        painter.drawPolygon(QPolygonF{{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()});
        painter.drawLine(QPointF(box.center().x(), box.top() + size * 0.4),
                         QPointF(box.center().x(), box.top() + size * 0.65));
        painter.drawPoint(QPointF(box.center().x(), box.top() + size * 0.84));
    } else if (entry.hole) {
        painter.drawEllipse(box);
        painter.drawLine(box.bottomLeft(), box.topRight());
    } else if (entry.kind == EntryKind::now) {
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF{box.topLeft(), {box.right(), box.center().y()}, box.bottomLeft()});
    } else if (entry.kind == EntryKind::backup || entry.registryOnly) {
        painter.drawRect(box);
    } else if (entry.actor == "agent") {
        painter.setBrush(colour);
        painter.drawEllipse(box);
    } else if (entry.actor == "human") {
        painter.drawEllipse(box);
    } else {
        painter.setBrush(colour);
        painter.drawRect(box.adjusted(1, 1, -1, -1));
    }
    painter.restore();
}

} // namespace stemma::ui
