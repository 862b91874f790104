// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/journal/directory_unit.h"
#include "core/report/report_change.h"

namespace stemma::report {

/// What errors say that could not be done.
inline constexpr const char* makingReport = "make the report";

/// A report that is to be made whole: its outline, its log, and what lies beside them.
struct NewReport {
    std::string id;
    json::Value document;
    Style style = Style::format;
    std::string eventType;
    json::Value payload;
    /// Events that come before, whole lines without their newline.
    std::vector<std::string> earlierEvents;
    std::string backupName;     ///< of the outline before its event, which is among `files`; empty: none
    std::string replacedSha256; ///< of that outline
    std::int64_t version = 1;   ///< the outline's
    std::vector<journal::NewFile> files; ///< beside the outline and the log
    std::vector<std::string> warnings;
};

/// Makes it as one unit, and its line in the index. `now`: the moment of its event.
[[nodiscard]] Result<Saved> makeReport(const Workspace& workspace, NewReport& report, Timestamp now);

/// Makes an outline that of a fork of it, which begins its own life: new id, title and dates, that version,
/// and not in the archive.
void makeForkOf(json::Value& document, const std::string& id, const std::string& title, Timestamp now,
                const std::string& version);
/// Gives a report that was made its line in the index; a library that is being begun gets one, as igloo-mcp
/// lists nothing without. What fails is a warning.
void indexNewReport(const Workspace& workspace, const json::Value& document, const std::string& id,
                    Saved& saved);

/// Adds the charts and data files of another report's directory; what can't be read is told as a warning.
void copyData(io::Disk& disk, const std::string& directory, NewReport& report);

} // namespace stemma::report
