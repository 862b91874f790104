// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/io/lock_holder.h"
#include "core/report/outline.h"

namespace stemma::report {

enum class ReportState {
    ok,      ///< igloo-mcp reads it (perhaps with problems)
    damaged, ///< there, but igloo-mcp can't read it
    missing, ///< a directory with history or other content, but without outline.json
    stub,    ///< a directory that reading a wrong id made: nothing in it but an empty `backups/` (hidden in
             ///< lists)
};
[[nodiscard]] const char* reportStateWord(ReportState state);

struct LastChange {
    std::string ts;
    std::string actor;
    std::string actionType;
    std::optional<std::string> requestId;
};

/// What a list shows of one report.
struct ReportSummary {
    ReportId id;         ///< the directory's name: what every command takes
    std::string innerId; ///< report_id inside the outline, where it differs that is a problem
    ReportState state = ReportState::ok;
    std::string title; ///< from the outline, or the best that is known of a damaged one
    std::string status = "active";
    std::vector<std::string> tags;
    std::string createdAt, updatedAt;
    std::int64_t outlineVersion = 0;
    std::optional<LastChange> lastChange; ///< of the log, or of the outline's updated_at with an empty actor
    std::size_t sections = 0, insights = 0;
    std::vector<Problem> problems;
    io::FileStamp outlineStamp, auditStamp, directoryStamp; ///< to tell what changed since
    bool settled =
        false; ///< stamps tell every later change: nothing was written a moment before, nobody holds a lock
    bool refused =
        false; ///< the system refused to read it: `damaged` for now, but nobody knows what it holds
};

struct TrashedReport {
    std::string name; ///< the folder in .trash
    ReportId id;
    std::string trashedAt; ///< ISO, from the name
    std::string title;
    std::string status;
    std::vector<std::string> tags;
    ReportState state = ReportState::ok;
    std::vector<Problem> problems;
};

/// One look at a whole library. Shared and immutable: threads may keep it.
struct LibrarySnapshot {
    std::string root;
    std::vector<ReportSummary> reports; ///< by directory name; stubs included (lists hide them)
    std::vector<TrashedReport> trash;
    std::vector<Problem> problems; ///< of the library: index, stray files
    bool looksLikeLibrary = true;  ///< false: neither by_id/ nor index.jsonl, an empty list
    bool writable = true;
    std::string readOnlyReason;

    // To tell what changed since.
    std::vector<ReportSummary> trashSummaries;
    io::FileStamp rootStamp, reportsStamp, trashStamp, indexStamp; ///< all zero where there is none
    bool settled = false;                                          ///< the stamps tell every later change
};

/// Scans `by_id` and `.trash`. Truth is the outlines; the index decides nothing. Writes nothing. `previous`:
/// reports whose stamps haven't changed are taken over from it; where nothing at all has changed it is itself
/// the answer. ErrorCode::notFound if the folder is missing.
[[nodiscard]] Result<std::shared_ptr<const LibrarySnapshot>>
scanLibrary(io::Disk& disk, const std::string& root,
            const std::shared_ptr<const LibrarySnapshot>& previous = nullptr, const Progress& progress = {});

/// The path of a report's directory, checked: ErrorCode::unsafe for an id that is no plain name, notFound
/// otherwise.
[[nodiscard]] Result<std::string> reportDirectory(io::Disk& disk, const std::string& root,
                                                  const ReportId& id);

/// One report, read whole.
struct LoadedReport {
    ReportId id;
    std::string directory;
    std::string bytes; ///< outline.json, exactly
    std::string sha256;
    json::Value document; ///< null if the bytes are no JSON
    Outline outline;      ///< as much as could be read
    std::vector<Problem> problems;
    ReportState state = ReportState::ok;
    io::FileStamp stamp;
    std::optional<io::LockHolder> lockedBy; ///< the other program that holds `.lock` now
};

/// Reads a report; a damaged or missing outline is told in `state` and `problems`, not an error.
[[nodiscard]] Result<LoadedReport> loadReport(io::Disk& disk, const std::string& root, const ReportId& id);

/// The places where igloo-mcp keeps libraries (reports-format.md, section 1).
struct LibraryPlace {
    std::string path;
    std::string origin; ///< "IGLOO_MCP_REPORTS_ROOT", "default place" …
};
/// The root that igloo-mcp itself would use with this environment; `environment` looks a variable up.
[[nodiscard]] std::string defaultLibraryRoot();
/// All places on this machine where a library is found, the default root first. Looks only, makes nothing.
[[nodiscard]] std::vector<LibraryPlace> findLibraries(io::Disk& disk);

} // namespace stemma::report
