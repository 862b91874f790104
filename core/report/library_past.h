// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/report/report_library.h"

namespace stemma::report {

struct InboxPlace;
struct PastLog;

/// Whether a report was there at a moment.
enum class PastState {
    notYet, ///< it was made later, or nothing is known of it so early
    there,
    lost, ///< it was there, but what it held can't be had any more
};

/// A report as it was at a moment, by its log: the state that the last change until then left. What nobody
/// recorded shows from that change on; only behind the last one its time is known.
struct PastReport {
    PastState state = PastState::notYet;
    bool trashed = false; ///< it lay in the trash then
    /// `now` or `backup:FILENAME`, as findVersion() (core/history/timeline.h) takes it; empty unless `there`.
    std::string version;
    std::string why;                      ///< why it is lost
    std::optional<LastChange> lastChange; ///< until then
    std::string action;                   ///< its id
};

/// A library as it was at any moment. Remembers what it read of each report, so that going from moment to
/// moment is quick; logs of reports that changed are read again. One call at a time; all block on the disk.
/// Writes nothing.
class LibraryPast {
public:
    /// `disk` outlives it.
    explicit LibraryPast(io::Disk& disk);
    ~LibraryPast();
    LibraryPast(const LibraryPast&) = delete;
    LibraryPast& operator=(const LibraryPast&) = delete;

    /// When anything changed, oldest first, each moment once: shared and immutable. Only cancellation is an
    /// error.
    [[nodiscard]] Result<std::shared_ptr<const std::vector<Timestamp>>>
    moments(const LibrarySnapshot& now, const Progress& progress = {});

    /// The library at that moment: reports that weren't there yet are left out, those whose content is lost
    /// are damaged and say why. Its stamps are of no use, and it can't be written to. Only cancellation is an
    /// error.
    [[nodiscard]] Result<std::shared_ptr<const LibrarySnapshot>>
    at(const LibrarySnapshot& now, Timestamp moment, const Progress& progress = {});

private:
    struct Kept;
    [[nodiscard]] Status readLogs(const LibrarySnapshot& now, const Progress& progress);
    [[nodiscard]] const ReportSummary* summaryAt(Kept& kept, const PastReport& past);

    io::Disk& m_disk;
    std::map<std::string, Kept> m_kept; ///< by the report's directory
};

/// One report, in its directory, at that moment. Reads its log and its outline.
[[nodiscard]] PastReport reportPastAt(io::Disk& disk, const std::string& directory, const ReportId& id,
                                      Timestamp moment);
/// A report that was there, as it was: read whole, as loadReport() does it. Errors as readPast() has them.
[[nodiscard]] Result<LoadedReport> loadPast(io::Disk& disk, const std::string& directory, const ReportId& id,
                                            const PastReport& past);
/// The bytes of a report that was there. Errors as history::readBackup() and io::readFile() have them.
[[nodiscard]] Result<std::string> readPast(io::Disk& disk, const std::string& directory,
                                           const PastReport& past);

} // namespace stemma::report
