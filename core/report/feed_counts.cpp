// SPDX-License-Identifier: MIT
#include "core/report/feed_counts.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/history/timeline_build.h"
#include "core/history/timeline_span.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

constexpr std::size_t nearby = 4; // changes that are as well read between two that are wanted

/// One that is wanted.
struct Wanted {
    std::size_t place = 0; ///< in the answer
    std::size_t entry = 0; ///< in the feed
};

/// Where the event of an entry stands in its log; the number of events if it isn't there any more.
std::size_t eventOf(const history::AuditLog& log, const FeedEntry& entry) {
    const auto isIt = [&](const history::LoggedEvent& logged) {
        return entry.action.empty() ? logged.line == entry.line : logged.event.action.text() == entry.action;
    };
    return static_cast<std::size_t>(std::find_if(log.events.begin(), log.events.end(), isIt) -
                                    log.events.begin());
}

/// Counts the entries of one report.
class ReportCounter {
public:
    ReportCounter(io::Disk& disk, const Feed& feed, std::vector<FeedCount>& counts, const Progress& progress)
        : m_disk(disk)
        , m_feed(feed)
        , m_counts(counts)
        , m_progress(progress) {}

    /// In the order of the feed. Only cancellation is an error.
    Status count(std::vector<Wanted> wanted) {
        while (!wanted.empty()) {
            const std::size_t left = wanted.size();
            if (Status some = countNewest(wanted); !some)
                return some;
            if (wanted.size() == left)
                break; // they are in no log any more
        }
        return {};
    }

private:
    /// The oldest of them, and those that come soon after it, which are then taken off the list.
    Status countNewest(std::vector<Wanted>& wanted) {
        std::map<std::size_t, Wanted> events; // of the span, by where they stand
        std::optional<Wanted> behind;         // the change that no event tells
        std::size_t first = 0;
        const history::ChooseSpan choose = [&](const history::AuditLog& log) {
            events.clear();
            behind.reset();
            const history::EventSpan span = spanOf(log, wanted, events, behind);
            first = span.first;
            return span;
        };
        const auto recent =
            history::loadSpan(m_disk, m_feed.entries[wanted.front().entry].directory, interpretOutline,
                              choose, history::Counts::compute, {m_progress.stop, {}});
        if (!recent)
            return recent.error().code == ErrorCode::cancelled ? Status(fail(recent.error()))
                                                               : giveUp(wanted);
        std::size_t at = first;
        for (const history::TimelineRow& row : recent->timeline.rows) {
            if (row.event) {
                if (const auto found = events.find(at++); found != events.end())
                    take(found->second, row, recent->timeline);
            } else if (behind && row.kind == history::RowKind::unrecordedChange) {
                take(*behind, row, recent->timeline);
            }
        }
        std::erase_if(wanted, [&](const Wanted& each) {
            return (behind && each.place == behind->place) ||
                   std::any_of(events.begin(), events.end(),
                               [&](const auto& event) { return event.second.place == each.place; });
        });
        return {};
    }

    history::EventSpan spanOf(const history::AuditLog& log, const std::vector<Wanted>& wanted,
                              std::map<std::size_t, Wanted>& events, std::optional<Wanted>& behind) const {
        std::map<std::size_t, Wanted> all;
        for (const Wanted& each : wanted) {
            const FeedEntry& entry = m_feed.entries[each.entry];
            if (entry.kind == history::RowKind::unrecordedChange)
                behind = each;
            else if (const std::size_t event = eventOf(log, entry); event < log.events.size())
                all.emplace(event, each);
        }
        const std::size_t size = log.events.size();
        std::size_t end = behind ? size : all.empty() ? 0 : all.rbegin()->first + 1;
        std::size_t first = end;
        for (auto event = all.rbegin(); event != all.rend() && event->first + nearby >= first; ++event) {
            first = event->first;
            events.insert(*event);
        }
        first = history::nearestState(log, first == 0 ? 0 : first - 1);
        return {first, end};
    }

    void take(const Wanted& wanted, const history::TimelineRow& row, const history::Timeline& timeline) {
        m_counts[wanted.place] = {row.counts, row.after && !timeline.versions[*row.after].live};
    }

    static Status giveUp(std::vector<Wanted>& wanted) {
        wanted.clear();
        return {};
    }

    io::Disk& m_disk;
    const Feed& m_feed;
    std::vector<FeedCount>& m_counts;
    const Progress& m_progress;
};

} // namespace

Result<std::vector<FeedCount>> countFeed(io::Disk& disk, const Feed& feed,
                                         const std::vector<std::size_t>& entries, const Progress& progress) {
    std::vector<FeedCount> counts(entries.size());
    std::map<std::string, std::vector<Wanted>> reports;
    for (std::size_t place = 0; place < entries.size(); ++place)
        if (const FeedEntry& entry = feed.entries[entries[place]];
            entry.kind != history::RowKind::unreadableLine)
            reports[entry.directory].push_back({place, entries[place]});
    std::size_t done = 0;
    for (auto& [directory, wanted] : reports) {
        progress.tell(done++, reports.size());
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "count what changed", directory, "cancelled");
        if (Status counted = ReportCounter(disk, feed, counts, progress).count(std::move(wanted)); !counted)
            return fail(std::move(counted.error()));
    }
    progress.tell(reports.size(), reports.size());
    return counts;
}

} // namespace stemma::report
