// SPDX-License-Identifier: MIT
#include "ui/report/blame_delegate.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>

#include "ui/report/blame_book.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_tree.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {
constexpr int barWidth = 4;
constexpr int gap = 5;
} // namespace

void addBlameColumn(OutlineTree& tree) {
    QHeaderView& header = *tree.header();
    tree.setItemDelegateForColumn(OutlineModel::BlameColumn, new BlameDelegate(&tree));
    tree.setTreePosition(OutlineModel::TextColumn);
    header.moveSection(header.visualIndex(OutlineModel::BlameColumn), 0);
    tree.setColumnHidden(OutlineModel::BlameColumn, true);
}

QColor blameColour(const BlameMark& mark, const QPalette& palette) {
    if (mark.state == BlameMark::State::unsaved)
        return toneColor(Tone::warning, palette);
    if (mark.actor == "agent")
        return toneColor(Tone::accent, palette);
    if (mark.actor == "human")
        return toneColor(Tone::good, palette);
    return quietText(palette);
}

void BlameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    item.text.clear();
    QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    const auto* model = qobject_cast<const OutlineModel*>(index.model());
    const BlameMark* mark = model == nullptr ? nullptr : model->blameOf(index);
    if (mark == nullptr)
        return;
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group =
        option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor ground = option.palette.color(group, QPalette::HighlightedText);
    painter->save();
    QRect bar = option.rect.adjusted(1, 2, 0, -2);
    bar.setWidth(barWidth);
    QRect words = option.rect.adjusted(barWidth + gap, 0, -2, 0);
    if (option.direction == Qt::RightToLeft) {
        bar.moveRight(option.rect.right() - 1);
        words = option.rect.adjusted(2, 0, -barWidth - gap, 0);
    }
    const bool bySomeone = mark->state != BlameMark::State::unknown;
    if (bySomeone)
        painter->fillRect(bar, chosen ? ground : blameColour(*mark, QGuiApplication::palette()));
    painter->setPen(chosen ? ground : quietText(option.palette, group));
    const Qt::Alignment side = option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    painter->drawText(words, static_cast<int>((side | Qt::AlignVCenter).toInt()) | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, words.width()));
    painter->restore();
}

} // namespace stemma::ui
