// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/history/timeline.h"
#include "core/report/report_change.h"

namespace stemma::report {

/// Whose outlines a report may take up: its own, and those that came with it when it was forked.
struct Ancestry {
    std::string own;
    std::set<std::string> inherited;
};
[[nodiscard]] Ancestry ancestryOf(const LiveOutline& live, const history::Timeline& timeline,
                                  const ReportId& directory);

/// An old version that was chosen to become the live one.
struct RestoreTarget {
    std::string name; ///< of the backup or file
    std::string bytes;
    json::Value document; ///< its id rewritten, if it had to be
    std::vector<std::string> notes;
    std::optional<history::AuditEvent> undone; ///< the change before which the report was in that state
    std::size_t firstLost = 0;                 ///< the first row of the timeline whose change is taken back
};

/// The first row whose change came after the report was in that version, which is so named, for the last
/// time.
[[nodiscard]] std::size_t firstRowSince(const history::Timeline& timeline, const std::string& name,
                                        std::size_t version);

/// Finds a version, or reads a file, and checks that it can become the live outline: that igloo-mcp would
/// read it, and that it is this report's. Errors as restoreVersion() has them.
[[nodiscard]] Result<RestoreTarget> findRestoreTarget(io::Disk& disk, const std::string& directory,
                                                      const history::Timeline& timeline,
                                                      const Ancestry& ancestry, const std::string& version);

/// The same for parts that are to be taken out of it: it may be another report's, and its id stays; that
/// igloo-mcp could read it is enough.
[[nodiscard]] Result<RestoreTarget> findPartsSource(io::Disk& disk, const std::string& directory,
                                                    const history::Timeline& timeline,
                                                    const std::string& version);

} // namespace stemma::report
