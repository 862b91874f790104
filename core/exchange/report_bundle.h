// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange/tar.h"
#include "core/report/report_making.h"

namespace stemma::exchange {

/// A report with its whole history as one file: a tar archive packed by gzip, `manifest.json` first, then
/// every file of the report's directory (outline.json, audit.jsonl, backups/…, report_files/… and what else
/// lies there) byte for byte. Backups that were pruned and can be brought back are `backups/…` in it. The
/// manifest is `{"format": "stemma-report-bundle", "version": 1, "made",
/// "report": {"id", "title"}, "files": [{"name", "size", "sha256"}]}`.
inline constexpr const char* bundleFormat = "stemma-report-bundle";
inline constexpr const char* bundleManifestName = "manifest.json";
/// What its files end in, without the dot, and what they are to the desktop (packaging/…mime.xml).
inline constexpr const char* bundleEnding = "stemma-report";
inline constexpr const char* bundleMimeType = "application/x-stemma-report+gzip";

struct BundleFile {
    std::string name; ///< `outline.json`, `backups/…`
    std::uint64_t size = 0;
    std::string sha256;
};

struct BundleManifest {
    ReportId report;
    std::string title; ///< as the outline has it; empty if it can't be read
    std::string made;  ///< ISO time
    std::vector<BundleFile> files;

    [[nodiscard]] std::uint64_t size() const; ///< of all files
};

struct MadeBundle {
    BundleManifest manifest;
    std::string bytes;
    std::vector<std::string> leftOut; ///< what isn't a file, lies too deep or is a link: its name and why
};

/// Makes the bundle of a report, also of a damaged one. Locks and temporary files are left out. Reads without
/// a lock: if a program writes meanwhile it begins again, and if it goes on so, ErrorCode::conflict.
/// ErrorCode::unsafe where it would be larger than readReportBundle() takes. Writes nothing.
[[nodiscard]] Result<MadeBundle> makeReportBundle(io::Disk& disk, const std::string& root, const ReportId& id,
                                                  Timestamp now, const Progress& progress = {});

struct ReportBundle {
    BundleManifest manifest;
    std::vector<journal::NewFile> files; ///< in the manifest's order
    report::Verdict verdict;             ///< on its outline
    std::size_t backups = 0;
    std::size_t events = 0; ///< that can be read in its log

    [[nodiscard]] const std::string* find(const std::string& name) const;
};

/// Reads one and checks all of it: the archive as readTar() does, every file against the manifest (none
/// missing, none beside it), the id, the names that a report's directory can have. ErrorCode::damaged for
/// what is broken, of a later version or no bundle, unsafe for what is hostile. A damaged outline is told by
/// the verdict: a damaged report travels as it is.
[[nodiscard]] Result<ReportBundle> readReportBundle(std::string_view bytes, const std::string& path,
                                                    const Progress& progress = {});

/// Puts it into a library as the report that it was, byte for byte, as one unit; ErrorCode::conflict if the
/// library has that report. With a title: as a new report of that title, forked from that one, with its
/// history; for that the outline must be whole (ErrorCode::damaged).
[[nodiscard]] Result<report::Saved> importReportBundle(const report::Workspace& workspace,
                                                       const ReportBundle& bundle,
                                                       const std::optional<std::string>& copyTitle = {});

} // namespace stemma::exchange
