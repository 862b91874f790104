// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

#include "ui/history/timeline_entries.h"

namespace stemma::ui {

/// Paints a row of the history in two lines: who did what and when; what it touched, and its marks. Marks are
/// words, not colours alone; the shape at the side tells who: a disc for an agent, a ring for a human, a
/// square for the command line, a crossed ring where a version is lost, a triangle where something can't be
/// trusted.
class TimelineDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// For the name of a version.
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    /// What is being typed stays while the row changes.
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintMark(QPainter& painter, const QRectF& area, const TimelineEntry& entry,
                   const QColor& colour) const;
    void paintSecondLine(QPainter& painter, const QRect& line, const TimelineEntry& entry,
                         const QStyleOptionViewItem& option, const QColor& text) const;
};

} // namespace stemma::ui
