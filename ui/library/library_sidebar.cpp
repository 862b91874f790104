// SPDX-License-Identifier: MIT
#include "ui/library/library_sidebar.h"

#include <QHeaderView>

#include "ui/library/place_delegate.h"
#include "ui/library/sidebar_model.h"
#include "ui/shell/quiet_selection.h"

namespace stemma::ui {

LibrarySidebar::LibrarySidebar(SidebarModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model) {
    setModel(&model);
    setItemDelegate(new PlaceDelegate(SidebarModel::CountRole, this));
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
