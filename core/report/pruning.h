// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/history/retention.h"
#include "core/marks/mark_store.h"
#include "core/report/backup_census.h"
#include "core/report/report_operations.h"

/// Letting old backups go: what a policy (core/history/retention.h) would take is shown first, goes to the
/// report's own trash (core/history/pruned_backups.h), and comes back from there byte for byte.
namespace stemma::report {

/// One report of a preview.
struct ReportPruning {
    std::shared_ptr<const BackupCensus> census;
    std::vector<history::RetentionDecision> decisions; ///< of census->rows; of what isn't there: stays
    std::string marks;                                 ///< of what was pinned, named and noted

    [[nodiscard]] std::size_t going() const;
    [[nodiscard]] std::uint64_t goingBytes() const;
};

/// Exactly what would go, and why each other stays.
struct PrunePreview {
    history::RetentionPolicy policy;
    Timestamp now; ///< the moment by which ages were counted
    std::vector<ReportPruning> reports;
    history::RetentionPlan plan; ///< its sums
    std::string token;           ///< of all of it: the same text, the same files and decisions
};

/// The reports whose backups are looked at.
struct PruneScope {
    std::vector<ReportId> reports; ///< empty: all of the library, but for those in the trash
};

/// What a preview needs beside the library. Both may be null.
struct PruneSources {
    marks::MarkStore* marks = nullptr; ///< what it holds back never goes
    CensusCache* cache = nullptr;
};

/// The censuses of the reports, in the order of the library. ErrorCode::notFound for one that isn't there. Of
/// a whole library, one that can't be read is told in its census (`unread`), and one that went is left out.
[[nodiscard]] Result<std::vector<std::shared_ptr<const BackupCensus>>>
takeCensuses(io::Disk& disk, const std::string& root, const PruneScope& scope, CensusCache* cache,
             Timestamp now, const Progress& progress = {});

/// Whether all that was looked at is as it was: by stamps alone.
[[nodiscard]] bool areStillSo(io::Disk& disk, const std::string& root,
                              const std::vector<std::shared_ptr<const BackupCensus>>& censuses,
                              Timestamp now);

/// Plans on censuses that were taken. Reads marks, and nothing of the library. ErrorCode::damaged or io if
/// marks can't be used: what they pinned is not known then.
[[nodiscard]] Result<PrunePreview>
planPruning(const std::vector<std::shared_ptr<const BackupCensus>>& censuses,
            const history::RetentionPolicy& policy, marks::MarkStore* marks, Timestamp now);

/// Both in one. Writes nothing.
[[nodiscard]] Result<PrunePreview> previewPrune(io::Disk& disk, const std::string& root,
                                                const PruneScope& scope,
                                                const history::RetentionPolicy& policy,
                                                const PruneSources& sources, Timestamp now,
                                                const Progress& progress = {});

/// The moment that is in a token; nothing if it is none.
[[nodiscard]] std::optional<Timestamp> momentOfToken(const std::string& token);

/// What became of one report's backups.
struct PrunedReport {
    ReportId id;
    history::PrunedSet set;
    std::optional<Error> refused; ///< nothing of this report was moved, or the error says Committed::unknown
    std::vector<std::string> warnings;
};

/// Moves to the trash what the preview lists, each report as one unit (journal::pruneBackups). If anything is
/// no longer what was looked at (a file, a log, a mark), or the preview is from the future, it is
/// ErrorCode::conflict and nothing is moved; a report that changes only while this goes on is refused alone.
/// Reports of which nothing goes are left out.
[[nodiscard]] Result<std::vector<PrunedReport>> prune(const Workspace& workspace, const PrunePreview& preview,
                                                      marks::MarkStore* marks, const Progress& progress = {});

/// A set of backups in the trash of a report.
struct PrunedEntry {
    ReportId id;
    std::string title;
    history::PrunedSet set;
};
/// Hears of a report whose sets can't be read.
using TellUnread = std::function<void(const ReportId&, const Error&)>;
/// All sets of a library or some of its reports, also those that were removed for good; newest first. Of a
/// whole library, a report that went meanwhile is left out, and one that can't be read is told alone.
[[nodiscard]] Result<std::vector<PrunedEntry>> prunedEntries(io::Disk& disk, const std::string& root,
                                                             const PruneScope& scope,
                                                             const Progress& progress = {},
                                                             const TellUnread& unread = {});

/// Brings the backups of a set back, byte for byte: those that the answer has. Of each that is no longer what
/// was pruned it warns. Errors as journal::bringBackPruned() has them.
[[nodiscard]] Result<PrunedReport> bringBack(const Workspace& workspace, const ReportId& id,
                                             const std::string& set);
/// Removes the backups of a set for good; what they were stays on record.
[[nodiscard]] Result<PrunedReport> emptyPruned(const Workspace& workspace, const ReportId& id,
                                               const std::string& set);

} // namespace stemma::report
