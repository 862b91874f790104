// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/diff/tree_diff.h"
#include "core/history/audit_log.h"
#include "core/history/backups.h"
#include "core/history/pruned_backups.h"

namespace stemma::history {

/// What a version's bytes say, as the format that they are in reads them.
struct Content {
    bool readable = false; ///< it can be shown and restored
    std::string problem;   ///< why not
    std::string reportId;
    std::int64_t outlineVersion = 0;
    std::string updatedAt;
    std::string title;
    diff::Tree tree; ///< to count changes with; without what every save changes (updated_at, outline_version)
};

/// Reads bytes. The history itself knows no format: reports give theirs (core/report/outline.h), graphs will
/// theirs.
using Interpret = std::function<Content(std::string_view bytes)>;
/// The same for whoever looks at more than that in the bytes while they are at hand. Thread-safe.
using Examine = std::function<Content(std::string_view bytes, const std::string& sha256)>;

/// One content that the report had. Two versions with the same sha256 are the same bytes.
struct Version {
    std::string sha256; ///< empty if the file can't be read
    std::string file;   ///< backup's file name, or empty: it is the live outline.json
    std::size_t size = 0;
    bool live = false;
    bool readable = false; ///< it parses and is an outline (as far as can be shown)
    std::string problem;   ///< why not
    std::string reportId;  ///< the id inside
    std::int64_t outlineVersion = 0;
    std::string updatedAt;
    std::string title;
};

/// How many parts a change touched, computed from the files, never from the audit payload. One section or
/// insight added, removed, moved or edited counts 1; the report's own fields count 1 together.
struct ChangeCounts {
    std::size_t added = 0;
    std::size_t edited = 0;
    std::size_t moved = 0;
    std::size_t removed = 0;
    friend bool operator==(const ChangeCounts&, const ChangeCounts&) = default;
    [[nodiscard]] bool any() const { return added + edited + moved + removed > 0; }
};

enum class RowKind {
    change,           ///< an audit event
    unrecordedChange, ///< the content changed and no event says so
    unnamedBackup,    ///< a backup that no event names (fork, low-level save, an operation that died)
    unreadableLine,   ///< a line of the log that can't be read
    inherited,        ///< an event that a fork brought along from its source
};
[[nodiscard]] const char* rowKindWord(RowKind kind);

struct RowProblem {
    /// Of rows: "backup-missing", "backup-pruned", "backup-damaged", "backup-foreign", "backup-unsafe",
    /// "log-line-unreadable", "log-line-rejected", "log-line-altered", "lost-update", "unrecorded-change",
    /// "outline-unreadable". Of the log as a whole: "log-torn", "log-line-repeated", "log-missing",
    /// "log-unreadable", "backups-unreadable", "outline-missing".
    std::string rule;
    std::string message;
    std::size_t line = 0; ///< of the log, 0 if none
    /// Of "lost-update": the older outline that it is nearer to, in Timeline::versions, if that is what
    /// tells.
    std::optional<std::size_t> nearer = {};
};

/// One row of the history, oldest first. `before` and `after` are indices into Timeline::versions.
struct TimelineRow {
    std::size_t n = 0; ///< 1 = oldest
    RowKind kind = RowKind::change;
    std::optional<AuditEvent> event;
    std::string ts;    ///< the event's, the backup's time, or the file time of an unrecorded change
    std::string actor; ///< "" if unknown
    std::optional<std::size_t> before;
    std::optional<std::size_t> after;
    bool beforeIsHole = false;          ///< the event names a backup that is lost
    std::optional<ChangeCounts> counts; ///< none where before or after can't be read, or not yet computed
    std::string backup;                 ///< the name that the event gives
    BackupState backupState = BackupState::none;
    bool clockWentBack = false; ///< its time is before that of the change above; order is that of the log
    bool current = false; ///< its `after` is the live outline, and it is the last row of which that is so
    bool sameAsCurrent = false; ///< its `after` has the live content though later changes came
    std::vector<RowProblem> problems;
};

/// The whole history of one report, from its log, its backups and its live outline.
struct Timeline {
    std::vector<Version> versions;
    std::vector<TimelineRow> rows;
    std::optional<std::size_t> live;  ///< the live version; none if outline.json is missing
    std::vector<RowProblem> problems; ///< of the log as a whole (torn tail …)
    std::optional<Error> refusal;     ///< the first file that the system refused to read, if there is one
    PrunedPlaces pruned;              ///< of the backups that rows name and that were pruned
};

/// Whether the change began the history: there was nothing before it.
[[nodiscard]] bool beganFromNothing(const TimelineRow& row);

/// Two contents that were compared, by their hashes; `before` is empty, and so is its tree, where the later
/// one was compared with nothing at all. All of it goes with the call.
struct Comparison {
    const std::string& before;
    const std::string& after;
    const diff::Tree& beforeTree;
    const diff::Tree& afterTree;
    const diff::Changes& changes;
};
/// Sees every comparison that a history needs, and others, as soon as it is made: so that whoever asks more
/// of the versions than their counts needn't read them again. A pair may come again.
using SeeComparison = std::function<void(const Comparison&)>;

/// Reads a report's directory. Writes nothing, follows no name out of `backups/`. A damaged or missing log,
/// outline or backup is told in the rows and never an error; an error is only a directory that can't be read,
/// or cancellation. Counts are computed where `counts` says so (that compares every version with its
/// neighbours, which `see` is shown).
enum class Counts { compute, leaveOut };
[[nodiscard]] Result<Timeline> loadTimeline(io::Disk& disk, const std::string& reportDirectory,
                                            const Interpret& interpret, Counts counts,
                                            const Progress& progress = {}, const SeeComparison& see = {});

/// The end of a history, and the log that it was read from.
struct RecentTimeline {
    Timeline timeline;
    AuditLog log;         ///< whole
    std::string logBytes; ///< whole
};
/// Which event the rows are to begin with: an index in AuditLog::events, or beyond them: with the last.
using FirstEvent = std::function<std::size_t(const AuditLog&)>;
/// As loadTimeline(), but only the rows from an event on (their numbers begin there, too): no backup is read
/// that only earlier rows need. The first row can lack what is known from those before it. `first` must be
/// given.
[[nodiscard]] Result<RecentTimeline> loadRecent(io::Disk& disk, const std::string& reportDirectory,
                                                const Interpret& interpret, const FirstEvent& first,
                                                Counts counts, const Progress& progress = {});

/// The same without counts, by several threads where the history is long: `examine` sees every file once,
/// in no order, and all of them again where a writer was at work meanwhile.
[[nodiscard]] Result<Timeline> loadTimeline(io::Disk& disk, const std::string& reportDirectory,
                                            const Examine& examine, const Progress& progress = {});

/// The bytes of a version of that timeline.
[[nodiscard]] Result<std::string> readVersion(io::Disk& disk, const std::string& reportDirectory,
                                              const Version& version);

/// A version as the command line names it: `now`, `before:ACTION`, `after:ACTION` (an id or a unique prefix),
/// `backup:FILENAME`, `@N`. ErrorCode::usage, notFound, or unsafe, with the reason.
[[nodiscard]] Result<std::size_t> findVersion(const Timeline& timeline, const std::string& name);
/// The row of a change by its action id or a unique prefix. Errors as findVersion() has them.
[[nodiscard]] Result<std::size_t> findChange(const Timeline& timeline, const std::string& action);

} // namespace stemma::history
