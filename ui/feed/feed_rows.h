// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "core/base/clock.h"
#include "core/report/store_feed.h"

namespace stemma::ui {

/// What is asked of the feed; what is empty doesn't matter.
struct FeedWish {
    QString text; ///< in the title, the id, the deed or the request, whatever its case
    report::FeedFilter filter = {};

    [[nodiscard]] bool any() const {
        return !text.trimmed().isEmpty() || !filter.actor.empty() || !filter.request.empty();
    }
};

/// The rows of a feed: its entries that are as asked, newest first, below the day that they belong to. Shared
/// and never changed.
struct FeedRows {
    struct Row {
        std::uint32_t entry = 0; ///< of a day: the first below it
        std::int32_t day = 0;    ///< Julian, in the local zone; 0: no time is known
        bool isDay = false;
    };
    std::shared_ptr<const report::Feed> feed;
    std::vector<Row> rows;
    std::size_t entries = 0; ///< how many are as asked

    [[nodiscard]] const report::FeedEntry& entryOf(const Row& row) const { return feed->entries[row.entry]; }
};
/// Work for the pool.
[[nodiscard]] FeedRows feedRows(std::shared_ptr<const report::Feed> feed, const FeedWish& wish);

/// What an entry is known by in the next feed.
[[nodiscard]] std::string feedKey(const report::FeedEntry& entry);
/// "Today", "Yesterday", "Tuesday, 11 March 2025".
[[nodiscard]] QString dayText(std::int32_t day, Timestamp now);
/// "agent edited"; of what no event tells, what it is.
[[nodiscard]] QString feedDeed(const report::FeedEntry& entry);
[[nodiscard]] QString feedTitle(const report::FeedEntry& entry);
/// The request, and that the report is in the trash; empty if there is neither.
[[nodiscard]] QString feedRemarks(const report::FeedEntry& entry);

} // namespace stemma::ui
