// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>

#include "core/history/timeline.h"

namespace stemma::history {

/// Which events the rows are of: from one on, up to and without another, as indices in AuditLog::events.
struct EventSpan {
    std::size_t first = 0;
    std::size_t end = 0;
};
using ChooseSpan = std::function<EventSpan(const AuditLog&)>;
/// As loadRecent(), but the rows end before an event of the log: beside their own only the next backup is
/// read that shows what they led to. Which row is the current one isn't told.
[[nodiscard]] Result<RecentTimeline> loadSpan(io::Disk& disk, const std::string& reportDirectory,
                                              const Interpret& interpret, const ChooseSpan& choose,
                                              Counts counts, const Progress& progress = {});

} // namespace stemma::history
