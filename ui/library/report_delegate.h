// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

#include "core/base/clock.h"
#include "ui/library/list_row.h"

namespace stemma::ui {

/// Paints a row of the list in two lines: title with status and tags, then who changed it and when, and how
/// much there is in it; for a damaged report the reason. Every row has the same height, so that a long list
/// scrolls smoothly.
class ReportDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ReportDelegate(const Clock& clock, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Clock& m_clock;
};

} // namespace stemma::ui
