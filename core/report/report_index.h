// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/json/jsonl.h"
#include "core/report/outline.h"

namespace stemma::report {

/// In the library's folder.
inline constexpr const char* indexName = "index.jsonl";

/// One line of index.jsonl (reports-format.md, section 9). The index is a cache for the other program:
/// nothing in Stemma is decided by it.
struct IndexEntry {
    std::string reportId;
    std::string currentTitle;
    std::string createdAt;
    std::string updatedAt;
    std::vector<std::string> tags;
    std::string status = "active";
    std::string path; ///< `by_id/<directory>`
    friend bool operator==(const IndexEntry&, const IndexEntry&) = default;
};

struct Index {
    bool exists = false;
    std::vector<IndexEntry> entries;         ///< the last line of each report counts
    std::vector<json::LineProblem> problems; ///< lines for which igloo-mcp would set the whole index aside
    /// Lines that replace a newer entry of the same report (`message` is its id). That a report has several
    /// lines is nothing: each save adds one.
    std::vector<json::LineProblem> setBack;
};

/// The index that a file of these bytes is.
[[nodiscard]] Index indexFrom(std::string_view bytes);
[[nodiscard]] Result<Index> readIndex(io::Disk& disk, const std::string& root);
[[nodiscard]] std::string indexLine(const IndexEntry& entry);

/// The entry that igloo-mcp would make of an outline; nothing where igloo-mcp could not read it, or where the
/// entry would disable its whole store (W1).
[[nodiscard]] std::optional<IndexEntry> indexEntryOf(const json::Value& document,
                                                     const std::string& directoryName);

struct IndexFinding {
    std::string kind; ///< "missing", "unreadable-line", "missing-entry", "ghost-entry", "stale-entry",
                      ///< "duplicate-entry"
    std::string reportId;
    std::string message;
    std::size_t line = 0;
};

/// One report as the index should have it.
struct IndexedReport {
    std::string directory;
    std::optional<IndexEntry> entry; ///< none for an outline that igloo-mcp can't list
};

/// Compares an index with what is on disk.
[[nodiscard]] std::vector<IndexFinding> compareIndex(const Index& index,
                                                     const std::vector<IndexedReport>& reports);

struct IndexCheck {
    std::vector<IndexFinding> findings;
    std::size_t reports = 0; ///< readable outlines on disk
    std::size_t damaged = 0;
    std::size_t added = 0, removed = 0, changed = 0; ///< what a rebuild would do
};

/// Compares index.jsonl with the outlines. Writes nothing.
[[nodiscard]] Result<IndexCheck> checkIndex(io::Disk& disk, const std::string& root,
                                            const Progress& progress = {});

enum class DryRun { no, yes };

/// Writes the index anew from all outlines, through a temporary file of our own; a cancelled rebuild leaves
/// the old one. Damaged outlines are left out, as igloo-mcp can't list them, and counted.
[[nodiscard]] Result<IndexCheck> rebuildIndex(io::Disk& disk, const std::string& root, DryRun dryRun,
                                              const Progress& progress = {});

/// Adds a line after a save, best-effort: an index that is absent is left absent; a torn tail gets its
/// newline first.
Status appendIndexEntry(io::Disk& disk, const std::string& root, const IndexEntry& entry);

/// Takes a report's lines out (it went to the trash), best-effort, by a rewrite that re-reads first.
Status removeIndexEntry(io::Disk& disk, const std::string& root, const std::string& reportId);

} // namespace stemma::report
