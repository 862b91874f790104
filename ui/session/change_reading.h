// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <QString>

#include "core/base/progress.h"
#include "core/report/inbox.h"
#include "core/report/store_feed.h"

namespace stemma::ui {

/// What stood in a report before and after a change.
struct ReadChange {
    std::string before; ///< outlines; an empty object where the report was made
    std::string after;
    QString why;      ///< why there is nothing to compare: a whole sentence; empty if there is
    std::string part; ///< the first part that it touched, as the outline's rows are known; empty: none
};

/// Reads the change of a card. Work for the pool.
[[nodiscard]] ReadChange readChange(io::Disk& disk, const report::InboxCard& card);
/// Reads the change of an entry of the feed, from the end of its report's history that begins with it. Work
/// for the pool; a long history takes its time.
[[nodiscard]] ReadChange readChange(io::Disk& disk, const report::FeedEntry& entry, const Progress& progress);

} // namespace stemma::ui
