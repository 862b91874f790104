// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QCollatorSortKey>
#include <QString>
#include <QStringList>

#include "core/report/report_library.h"

namespace stemma::ui {

/// Where a title stands among others in the person's language. Follows from the title: of two rows with the
/// same title it is the same.
struct TitleOrder {
    std::optional<QCollatorSortKey> key;

    [[nodiscard]] int compare(const TitleOrder& other) const {
        return key && other.key ? key->compare(*other.key)
                                : int(key.has_value()) - int(other.key.has_value());
    }
    friend bool operator==(const TitleOrder&, const TitleOrder&) { return true; }
};

/// One row of the list: a report, or a report in the trash. A value made from a snapshot.
struct ListRow {
    enum class Place { library, trash };

    QString key; ///< unique and stable: what the row is known by between snapshots
    Place place = Place::library;
    ReportId id;
    QString trashName; ///< the folder in the trash, for a row of the trash
    QString title;     ///< never empty: the id stands in for a missing title
    TitleOrder titleOrder;
    QString status; ///< "active", "archived", "deleted", or what the file says
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

/// The rows of a library, ordered by key. Shared and never changed: threads may keep them.
using ListRows = std::vector<std::shared_ptr<const ListRow>>;

/// The rows of a snapshot; stubs are left out. A row that is as it was in `before` is taken from there, so
/// that what changed is told by comparing pointers. Takes its time for a big library: work for the pool.
[[nodiscard]] ListRows rowsOf(const report::LibrarySnapshot& snapshot, const ListRows& before = {});

/// The order of ListRows.
[[nodiscard]] bool keyLess(const std::shared_ptr<const ListRow>& left,
                           const std::shared_ptr<const ListRow>& right);
/// The row with that key, or null.
[[nodiscard]] std::shared_ptr<const ListRow> findRow(const ListRows& rows, const QString& key);

/// Text as the filter compares it: case and accents away.
[[nodiscard]] QString foldedForSearch(const QString& text);

} // namespace stemma::ui
