// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/history/pruned_backups.h"
#include "core/history/timeline.h"
#include "core/report/restore_target.h"

namespace stemma::report {

/// What a backup is worth, when all of it is looked at.
enum class BackupHealth {
    restorable, ///< it parses, igloo-mcp would read it, and it is the bytes that its event recorded
    damaged,    ///< it can't be read, or is no outline that could be restored
    mismatch,   ///< its bytes are not those that its event recorded
    foreign,    ///< another report's
    missing,    ///< an event names it, and it is not there
    unsafe,     ///< an event names it, and the name leads out of backups/
    pruned,     ///< a person let it go
};
/// "restorable"; as VerifyRow::state has it.
[[nodiscard]] const char* backupHealthWord(BackupHealth health);

struct JudgedBackup {
    BackupHealth health = BackupHealth::missing;
    std::string message; ///< why, or a remark
    std::string sha256;  ///< empty if it can't be read
    /// Of a damaged one: its event recorded these very bytes, so it is the damage that the change replaced.
    bool keptDamage = false;
};
/// Judges the backup of a row by parse, schema and hash.
[[nodiscard]] JudgedBackup judgeBackup(io::Disk& disk, const std::string& directory,
                                       const history::Timeline& timeline, const Ancestry& ancestry,
                                       const history::TimelineRow& row);

/// One backup of a report.
struct CensusRow {
    std::string name;
    std::optional<Timestamp> made; ///< from its name
    std::uint64_t bytes = 0;       ///< 0 of one that isn't there
    BackupHealth health = BackupHealth::missing;
    std::string message;
    std::string sha256;
    std::string action;  ///< of the event that names it; empty: none does
    bool shared = false; ///< an older backup, or the outline, has the same content
    // For history::RetentionItem
    bool beforeAgent = false;
    bool replaced = false;
    bool overwritten = false;

    /// There is a file of that name.
    [[nodiscard]] bool isThere() const;
};

/// All backups of one report, as they were at one moment.
struct BackupCensus {
    ReportId id;
    std::string title;
    bool damaged = false;        ///< the report itself can't be read
    std::optional<Error> unread; ///< nothing is known of its backups
    std::vector<CensusRow> rows; ///< in the order of the history
    std::vector<history::PrunedSet> pruned;
    std::string stamps; ///< of all that it was made of

    [[nodiscard]] std::size_t count() const; ///< of the files that are there
    [[nodiscard]] std::uint64_t bytes() const;
    /// Of those whose content another file of the report has as well (CensusRow::shared).
    [[nodiscard]] std::uint64_t sharedBytes() const;
    [[nodiscard]] std::size_t countOf(BackupHealth health) const;
};

/// What is there of a report's history, from names and stamps alone: equal texts mean equal files.
struct BackupFolder {
    std::vector<history::BackupFile> files;
    std::string stamps;
    bool fresh = false; ///< something was written a moment ago, and may be again without a new stamp

    [[nodiscard]] std::uint64_t bytes() const;
};
[[nodiscard]] Result<BackupFolder> lookAtBackups(io::Disk& disk, const std::string& directory, Timestamp now);

/// Remembers censuses, for as long as the files are as they were. Thread-safe.
class CensusCache {
public:
    [[nodiscard]] std::shared_ptr<const BackupCensus> find(const std::string& directory,
                                                           const std::string& stamps) const;
    void keep(const std::string& directory, std::shared_ptr<const BackupCensus> census);

private:
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const BackupCensus>> m_known;
};

/// Reads and judges every backup of a report. Writes nothing. `cache` may be null. An error is a report that
/// the system refuses to read, cancellation, or ErrorCode::conflict: it kept changing.
[[nodiscard]] Result<std::shared_ptr<const BackupCensus>> takeCensus(io::Disk& disk, const std::string& root,
                                                                     const ReportId& id, CensusCache* cache,
                                                                     Timestamp now,
                                                                     const Progress& progress = {});

} // namespace stemma::report
