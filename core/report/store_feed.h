// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/report/report_library.h"

namespace stemma::report {

struct InboxPlace;

/// One change somewhere in a library.
struct FeedEntry {
    ReportId report;
    std::string title;     ///< of the report, now
    std::string directory; ///< of the report
    bool trashed = false;
    /// change; unreadableLine, which may have been one; or unrecordedChange, without action, type and actor
    history::RowKind kind = history::RowKind::change;
    std::string action;
    std::string type;
    std::string actor;
    std::string ts; ///< as the log has it; of an unrecorded change that of the file; "" if unknown
    std::optional<std::string> requestId;
    std::size_t line = 0; ///< of the log, 0 if none
    /// Where it stands in the feed: its time, or a later one above it in its log where a clock went back.
    Timestamp moment;
};

/// All changes of a library, newest first; those of one report in the order of its log. Shared and immutable:
/// a window may show any part of it while the next one is read.
struct Feed {
    std::vector<FeedEntry> entries;
    std::vector<Problem> problems; ///< histories that can't be read, logs that are missing or torn
};

/// What is asked of a feed; what is absent doesn't matter.
struct FeedFilter {
    std::optional<Timestamp> since, until; ///< both included
    std::string actor;                     ///< a word of the log
    std::string request;
    ReportId report;
};
[[nodiscard]] bool passes(const FeedEntry& entry, const FeedFilter& filter);

/// The entries from `first` on, at most `count`, of those that pass the filter, and how many pass in all.
/// Looks at every entry, copies only what it gives.
struct FeedPage {
    std::vector<FeedEntry> entries;
    std::size_t total = 0;
};
[[nodiscard]] FeedPage feedPage(const Feed& feed, const FeedFilter& filter, std::size_t first,
                                std::size_t count);

/// Reads the feed of a library from the logs of its reports, those in the trash too, and again only the logs
/// of reports that changed since. What a fork brought along stands with its source alone. That the content
/// changed without an event is seen at the end of a history, not between its events: the history of that
/// report shows those. One call at a time; blocks on the disk; writes nothing.
class StoreFeed {
public:
    /// `disk` outlives the feed.
    explicit StoreFeed(io::Disk& disk);
    ~StoreFeed();
    StoreFeed(const StoreFeed&) = delete;
    StoreFeed& operator=(const StoreFeed&) = delete;

    /// Only cancellation is an error.
    [[nodiscard]] Result<std::shared_ptr<const Feed>> read(const LibrarySnapshot& snapshot,
                                                           const Progress& progress = {});

private:
    struct Kept;
    [[nodiscard]] Status readReport(const InboxPlace& place, Kept& kept, const Progress& progress);

    io::Disk& m_disk;
    std::map<std::string, Kept> m_kept; ///< by the report's directory
};

} // namespace stemma::report
