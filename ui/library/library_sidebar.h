// SPDX-License-Identifier: MIT
#pragma once

#include <QTreeView>

#include "ui/library/list_scope.h"

namespace stemma::ui {

class SidebarModel;

/// The places of the open library, with counts.
class LibrarySidebar : public QTreeView {
    Q_OBJECT
public:
    explicit LibrarySidebar(SidebarModel& model, QWidget* parent = nullptr);

    void setScope(const ListScope& scope);
    [[nodiscard]] ListScope scope() const;

Q_SIGNALS:
    void scopeChanged(const stemma::ui::ListScope& scope);

private:
    void follow(const QModelIndex& current);

    SidebarModel& m_model;
};

} // namespace stemma::ui
