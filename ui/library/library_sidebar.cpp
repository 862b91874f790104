// SPDX-License-Identifier: MIT
#include "ui/library/library_sidebar.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/library/sidebar_model.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {

constexpr int margin = 8;
constexpr int rowPadding = 4;

/// A row with its number at the end.
class PlaceDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString count = QLocale().toString(index.data(SidebarModel::CountRole).toInt());
        const int width = option.fontMetrics.horizontalAdvance(count);
        const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
        const QString name = option.text;
        option.text.clear();
        if (QuietSelection::standsBack(option.palette)) // the style would draw it for the strong ground
            option.icon = QIcon(option.icon.pixmap(option.decorationSize, QIcon::Normal));
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

        option.text = name;
        const QRect textRect = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        painter->save();
        const QRect inside = option.rect.adjusted(margin, 0, -margin, 0);
        const bool rightToLeft = option.direction == Qt::RightToLeft;
        const int counter = rightToLeft ? inside.left() : inside.right() + 1 - width;
        QRect place = textRect.adjusted(4, 0, 0, 0);
        if (rightToLeft)
            place.setLeft(counter + width + margin);
        else
            place.setRight(counter - margin);
        const auto side = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
        painter->setPen(text);
        painter->drawText(place, static_cast<int>(side),
                          option.fontMetrics.elidedText(name, Qt::ElideRight, place.width()));
        painter->setPen(selected ? text : quietText(option.palette));
        painter->drawText(QRect(counter, inside.top(), width, inside.height()), Qt::AlignCenter, count);
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(option.fontMetrics.height() + 2 * rowPadding + 2);
        return size;
    }
};

} // namespace

LibrarySidebar::LibrarySidebar(SidebarModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model) {
    setModel(&model);
    setItemDelegate(new PlaceDelegate(this));
    new QuietSelection(*this);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(16);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(true);
    setAccessibleName(tr("Places in the library"));
    setBackgroundRole(QPalette::Window);
    expand(model.tagsIndex());
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, &LibrarySidebar::follow);
    // A click on the group itself folds it: it has nothing else to do.
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (!index.data(SidebarModel::ScopeRole).isValid())
            setExpanded(index, !isExpanded(index));
    });
    setScope({});
}

void LibrarySidebar::setScope(const ListScope& scope) {
    const QModelIndex index = m_model.indexOf(scope);
    setCurrentIndex(index.isValid() ? index : m_model.indexOf({}));
}

ListScope LibrarySidebar::scope() const {
    const QVariant scope = currentIndex().data(SidebarModel::ScopeRole);
    return scope.isValid() ? scope.value<ListScope>() : ListScope{};
}

void LibrarySidebar::follow(const QModelIndex& current) {
    if (current.data(SidebarModel::ScopeRole).isValid())
        Q_EMIT scopeChanged(scope());
}

} // namespace stemma::ui
