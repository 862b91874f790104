// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>

#include <QIcon>
#include <QStyledItemDelegate>

#include "core/history/timeline.h"

namespace stemma::ui {

/// What one row of changes says.
struct ChangeLines {
    QString title;
    QString when;
    QString deed; ///< who did what
    std::optional<history::ChangeCounts> counts = {};
    QString remarks = {}; ///< the third line, where there is one
    bool odd = false;     ///< something is wrong with it: the remarks say what
    bool fresh = false;   ///< it has just come: a bar at its side
    QIcon icon = {};      ///< before the title
};

/// Paints changes in two lines or three: what was changed and when; who did what, with the counts; the rest.
class ChangeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using Tell = std::function<ChangeLines(const QModelIndex&)>;
    enum class Lines { two = 2, three = 3 };
    ChangeDelegate(Lines lines, Tell tell, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Lines m_lines;
    Tell m_tell;
};

} // namespace stemma::ui
