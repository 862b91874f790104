// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>

#include "ui/library/list_row.h"

namespace stemma::ui {

/// What is chosen in the sidebar: a part of the library's reports, or a place with a list of its own.
struct ListScope {
    enum class Kind { all, tag, attention, archived, trash, inbox, feed, health };

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
        case Kind::inbox: // places of their own, which list no reports
        case Kind::feed:
        case Kind::health:
            return false;
        }
        return false;
    }
    /// Whether it is a part of the list of reports.
    [[nodiscard]] bool listsReports() const {
        return kind != Kind::inbox && kind != Kind::feed && kind != Kind::health;
    }
    friend bool operator==(const ListScope&, const ListScope&) = default;
};

} // namespace stemma::ui

Q_DECLARE_METATYPE(stemma::ui::ListScope)
