// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/report/store_feed.h"

namespace stemma::report {

/// How much an entry of the feed changed.
struct FeedCount {
    std::optional<history::ChangeCounts> counts; ///< none where a version around it can't be read
    /// Later changes of the report leave it as it is. The newest change of a report isn't: what it made is
    /// told from the live outline, which others may write.
    bool settled = false;
};

/// The counts of some entries (indices in Feed::entries), in their order, computed from the files: of each
/// report its log is read, and the backups around these entries, never the whole history. What can't be told
/// has no counts; only cancellation is an error. Thread-safe; writes nothing.
[[nodiscard]] Result<std::vector<FeedCount>> countFeed(io::Disk& disk, const Feed& feed,
                                                       const std::vector<std::size_t>& entries,
                                                       const Progress& progress = {});

} // namespace stemma::report
