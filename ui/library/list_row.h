// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "core/report/report_library.h"

namespace stemma::ui {

/// One row of the list: a report, or a report in the trash. A value made from a snapshot.
struct ListRow {
    enum class Place { library, trash };

    QString key; ///< unique and stable: what the row is known by between snapshots
    Place place = Place::library;
    ReportId id;
    QString trashName; ///< the folder in the trash, for a row of the trash
    QString title;     ///< never empty: the id stands in for a missing title
    QString status;    ///< "active", "archived", "deleted", or what the file says
    QStringList tags;
    std::string changedAt; ///< ISO text as the file has it; for the trash the moment of trashing
    std::string createdAt;
    std::string actor;
    std::string actionType;
    std::int64_t sortMoment = 0; ///< changedAt as microseconds, 0 if it is no time
    std::int64_t sortCreated = 0;
    std::int64_t outlineVersion = 0;
    std::size_t sections = 0, insights = 0;
    report::ReportState state = report::ReportState::ok;
    report::Severity worst = report::Severity::info; ///< of the problems
    QStringList problems;                            ///< what is wrong, the worst first
    QString haystack; ///< folded title, tags, ids and status: what the filter looks in

    [[nodiscard]] bool archived() const { return status == QLatin1String("archived"); }
    /// It can't be read, or something in it harms the other program: the reason is in `problems`.
    [[nodiscard]] bool needsAttention() const {
        return state != report::ReportState::ok || worst == report::Severity::error;
    }
    friend bool operator==(const ListRow&, const ListRow&) = default;
};

/// The rows of a snapshot, ordered by key; stubs are left out.
[[nodiscard]] std::vector<ListRow> rowsOf(const report::LibrarySnapshot& snapshot);

/// Text as the filter compares it: case and accents away.
[[nodiscard]] QString foldedForSearch(const QString& text);

} // namespace stemma::ui
