// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/report/inbox.h"

/// What is new in the history of one report. Private to the inbox.
namespace stemma::report {

/// A report's folder as the inbox looks at it.
struct InboxPlace {
    ReportId report;
    std::string key; ///< in the baselines: the id, or `trash/<name of the folder>`
    std::string directory;
    std::string title;
    bool trashed = false;
    std::string stamps; ///< of its files; empty where they can't tell every later change
};
/// All reports of a library, those in the trash too. `nowNs`: nanoseconds since 1970.
[[nodiscard]] std::vector<InboxPlace> inboxPlaces(io::Disk& disk, const LibrarySnapshot& snapshot,
                                                  std::int64_t nowNs);

/// The report that a log belongs to: its folder's name where the log knows it, else (the folder was renamed)
/// that of the last event.
[[nodiscard]] std::string ownerOf(const InboxPlace& place, const history::AuditLog& log);

/// A row by others, behind the baseline.
struct NewRow {
    InboxChange change;
    std::optional<std::string> requestId;
    std::optional<history::Version> before, after;
    std::optional<history::ChangeCounts> counts;
    history::BackupState backupState = history::BackupState::none;
    std::vector<history::RowProblem> problems;
    std::size_t eventsBefore = 0; ///< events of the log above it
    std::size_t othersBefore = 0; ///< rows above it that changed the content and aren't new
};

struct NewRows {
    std::vector<NewRow> rows;         ///< in the order of the log
    std::vector<std::string> actions; ///< of all events of the log, in its order
    std::vector<std::string> behind;  ///< keys of what stands behind the last event, and the live content's
    bool complete = true;             ///< false: a file was refused; what is new can't be said for sure
};
/// How much of a history is read: what is behind the baseline, or only where it ends.
enum class Reading { whatIsNew, theEnd };
/// The rows behind the baseline (none: all of them). An error is a folder that can't be read, or
/// cancellation.
[[nodiscard]] Result<NewRows> readNewRows(io::Disk& disk, const InboxPlace& place,
                                          const marks::Baseline* baseline, Reading reading,
                                          const Progress& progress);

/// The rows by others from the first on whose key is among `keys`, whatever any baseline says. Without
/// counts. Errors as readNewRows() has them.
[[nodiscard]] Result<NewRows> readRowsFrom(io::Disk& disk, const InboxPlace& place,
                                           const std::set<std::string>& keys, const Progress& progress);
/// Of all its events, in their order.
[[nodiscard]] std::vector<std::string> actionsOf(const history::AuditLog& log);
/// How many of these events, oldest first, are known: up to the newest that the baseline names.
[[nodiscard]] std::size_t eventsKnown(const std::vector<std::string>& actions,
                                      const marks::Baseline* baseline);

/// The baseline for which nothing of this is new.
[[nodiscard]] marks::Baseline baselineAfter(const NewRows& rows, const std::string& stamps);
/// The one that lies just before a row, so that less has to be read; `also` is the former one's.
[[nodiscard]] marks::Baseline baselineBefore(const NewRows& rows, const NewRow& row,
                                             const std::vector<std::string>& also);

} // namespace stemma::report
