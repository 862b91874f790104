// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>

#include "ui/library/list_row.h"

namespace stemma::ui {

/// Which part of a library the list shows: what is chosen in the sidebar.
struct ListScope {
    enum class Kind { all, tag, attention, archived, trash };

    Kind kind = Kind::all;
    QString tag; ///< for Kind::tag

    [[nodiscard]] bool contains(const ListRow& row) const {
        if (row.place == ListRow::Place::trash)
            return kind == Kind::trash;
        switch (kind) {
        case Kind::all:
            return !row.archived();
        case Kind::tag:
            return !row.archived() && row.tags.contains(tag);
        case Kind::attention:
            return row.needsAttention();
        case Kind::archived:
            return row.archived();
        case Kind::trash:
            return false;
        }
        return false;
    }
    friend bool operator==(const ListScope&, const ListScope&) = default;
};

} // namespace stemma::ui

Q_DECLARE_METATYPE(stemma::ui::ListScope)
