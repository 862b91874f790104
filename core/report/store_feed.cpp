// SPDX-License-Identifier: MIT
#include "core/report/store_feed.h"

#include <algorithm>
#include <utility>

#include "core/history/timeline_build.h"
#include "core/report/inbox_rows.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

using history::RowKind;

constexpr const char* reading = "read what changed in the library";

FeedEntry entryFrom(const history::LoggedEvent& logged) {
    FeedEntry entry;
    entry.action = logged.event.action.text();
    entry.type = logged.event.type;
    entry.actor = logged.event.actor;
    entry.ts = logged.event.ts;
    entry.requestId = logged.event.requestId;
    entry.line = logged.line;
    return entry;
}

FeedEntry entryFrom(const json::LineProblem& problem) {
    FeedEntry entry;
    entry.kind = RowKind::unreadableLine;
    entry.line = problem.line;
    return entry;
}

/// In the order of the log, without what came from another report.
std::vector<FeedEntry> entriesOf(const InboxPlace& place, const history::RecentTimeline& recent) {
    std::vector<FeedEntry> entries;
    const std::string owner = ownerOf(place, recent.log);
    for (const history::LoggedEvent& logged : recent.log.events)
        if (logged.event.report.empty() || logged.event.report.text() == owner)
            entries.push_back(entryFrom(logged));
    for (const json::LineProblem& problem : recent.log.problems)
        entries.push_back(entryFrom(problem));
    std::stable_sort(entries.begin(), entries.end(),
                     [](const FeedEntry& one, const FeedEntry& other) { return one.line < other.line; });
    const auto& rows = recent.timeline.rows;
    if (!rows.empty() && rows.back().kind == RowKind::unrecordedChange) {
        entries.emplace_back();
        entries.back().kind = RowKind::unrecordedChange;
        entries.back().ts = rows.back().ts;
    }
    return entries;
}

void setMoments(std::vector<FeedEntry>& entries) {
    Timestamp latest;
    for (FeedEntry& entry : entries) {
        latest = std::max(latest, parseIso(entry.ts).value_or(Timestamp()));
        entry.moment = latest;
    }
}

} // namespace

/// What was read of a report, as long as its files stay.
struct StoreFeed::Kept {
    std::string stamps;
    std::vector<FeedEntry> entries; ///< the newest first
    std::vector<Problem> problems;
};

StoreFeed::StoreFeed(io::Disk& disk)
    : m_disk(disk) {}

StoreFeed::~StoreFeed() = default;

Status StoreFeed::readReport(const InboxPlace& place, Kept& kept, const Progress& progress) {
    kept = {};
    const auto recent = history::loadRecent(
        m_disk, place.directory, interpretOutline,
        [](const history::AuditLog& log) { return history::nearestState(log, log.events.size()); },
        history::Counts::leaveOut, {progress.stop, {}});
    if (!recent && recent.error().code == ErrorCode::cancelled)
        return fail(recent.error());
    if (!recent) {
        kept.problems.push_back({"history-unreadable", Severity::warning, describe(recent.error()), 0, {}});
        return {};
    }
    for (const history::RowProblem& problem : recent->timeline.problems)
        if (problem.rule.starts_with("log-"))
            kept.problems.push_back({problem.rule,
                                     Severity::warning,
                                     place.report.text() + ": " + problem.message,
                                     problem.line,
                                     {}});
    kept.entries = entriesOf(place, *recent);
    setMoments(kept.entries);
    std::reverse(kept.entries.begin(), kept.entries.end());
    kept.stamps = place.stamps;
    return {};
}

Result<std::shared_ptr<const Feed>> StoreFeed::read(const LibrarySnapshot& snapshot,
                                                    const Progress& progress) {
    const auto places = inboxPlaces(m_disk, snapshot, SystemClock().now().micros * 1000);
    auto feed = std::make_shared<Feed>();
    std::map<std::string, Kept> kept;
    std::size_t done = 0;
    for (const InboxPlace& place : places) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, reading, snapshot.root, "cancelled");
        progress.tell(done++, places.size());
        Kept& report = kept[place.directory];
        const auto before = m_kept.find(place.directory);
        if (before != m_kept.end() && !place.stamps.empty() && before->second.stamps == place.stamps)
            report = before->second; // a copy, so that a look that is cancelled loses nothing
        else if (Status read = readReport(place, report, progress); !read)
            return fail(std::move(read.error()));
        for (FeedEntry& entry : report.entries) {
            entry.report = place.report;
            entry.title = place.title;
            entry.directory = place.directory;
            entry.trashed = place.trashed;
        }
        feed->entries.insert(feed->entries.end(), report.entries.begin(), report.entries.end());
        feed->problems.insert(feed->problems.end(), report.problems.begin(), report.problems.end());
    }
    std::stable_sort(feed->entries.begin(), feed->entries.end(),
                     [](const FeedEntry& one, const FeedEntry& other) { return one.moment > other.moment; });
    m_kept = std::move(kept);
    progress.tell(places.size(), places.size());
    return std::shared_ptr<const Feed>(std::move(feed));
}

bool passes(const FeedEntry& entry, const FeedFilter& filter) {
    return (!filter.since || entry.moment >= *filter.since) &&
           (!filter.until || entry.moment <= *filter.until) &&
           (filter.actor.empty() || entry.actor == filter.actor) &&
           (filter.request.empty() || entry.requestId == filter.request) &&
           (filter.report.empty() || entry.report == filter.report);
}

FeedPage feedPage(const Feed& feed, const FeedFilter& filter, std::size_t first, std::size_t count) {
    FeedPage page;
    for (const FeedEntry& entry : feed.entries) {
        if (!passes(entry, filter))
            continue;
        if (page.total >= first && page.entries.size() < count)
            page.entries.push_back(entry);
        ++page.total;
    }
    return page;
}

} // namespace stemma::report
