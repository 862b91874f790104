// SPDX-License-Identifier: MIT
// Who made a report what it is, told anew after it was changed: only what came since is read.
#include <algorithm>
#include <utility>

#include "core/report/blame_search.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

using history::RecentTimeline;
using history::RowKind;
using history::Timeline;
using history::TimelineRow;

/// The last change of what is known, if it made what was current.
const TimelineRow* lastChange(const Blame& known) {
    const Timeline& timeline = known.timeline;
    if (!known.memory || timeline.rows.empty() || timeline.live != known.version)
        return nullptr;
    const TimelineRow& last = timeline.rows.back();
    const bool made = last.kind == RowKind::change && last.event && last.after &&
                      timeline.versions[*last.after].sha256 == timeline.versions[known.version].sha256;
    return made ? &last : nullptr;
}

std::size_t eventsIn(const Timeline& timeline) {
    return static_cast<std::size_t>(
        std::count_if(timeline.rows.begin(), timeline.rows.end(),
                      [](const TimelineRow& row) { return row.event.has_value(); }));
}

/// Whether a row is a change between two contents that are known, the first of which is that one.
bool goesOn(const Timeline& timeline, const TimelineRow& row, const std::string& from) {
    return row.kind == RowKind::change && row.event && row.before && row.after && !row.beforeIsHole &&
           row.problems.empty() && timeline.versions[*row.before].readable &&
           timeline.versions[*row.after].readable && timeline.versions[*row.before].sha256 == from;
}

/// Whether the history is what was known, with some changes behind it that lead to what is current.
bool merelyGrew(const RecentTimeline& recent, const Blame& known, const TimelineRow& last) {
    const Timeline& timeline = recent.timeline;
    if (timeline.rows.empty() || !timeline.rows.front().event || !timeline.live ||
        timeline.rows.front().event->action != last.event->action || !timeline.problems.empty() ||
        recent.log.events.size() != eventsIn(known.timeline) + timeline.rows.size() - 1)
        return false;
    std::string from = known.timeline.versions[known.version].sha256;
    for (std::size_t i = 1; i < timeline.rows.size(); ++i) {
        if (!goesOn(timeline, timeline.rows[i], from))
            return false;
        from = timeline.versions[*timeline.rows[i].after].sha256;
    }
    return timeline.versions[*timeline.live].sha256 == from;
}

/// What is known with the new rows behind it, and their versions.
Timeline joined(const Timeline& known, const Timeline& recent) {
    Timeline timeline = known;
    const std::size_t offset = timeline.versions.size();
    for (history::Version& version : timeline.versions)
        version.live = false;
    for (TimelineRow& row : timeline.rows)
        row.current = false;
    timeline.versions.insert(timeline.versions.end(), recent.versions.begin(), recent.versions.end());
    for (std::size_t i = 1; i < recent.rows.size(); ++i) {
        TimelineRow row = recent.rows[i];
        row.n = timeline.rows.size() + 1;
        row.before = *row.before + offset;
        row.after = *row.after + offset;
        timeline.rows.push_back(std::move(row));
    }
    if (recent.rows.size() == 1)
        timeline.rows.back().current = true;
    timeline.live = *recent.live + offset;
    return timeline;
}

/// Goes back through the rows from `first` on.
Status searchNew(io::Disk& disk, const std::string& directory, const Timeline& timeline, std::size_t first,
                 BlameSearch& search, PartNumbers& numbers) {
    for (std::size_t at = timeline.rows.size(); at-- > first;) {
        const TimelineRow& row = timeline.rows[at];
        const history::Version& before = timeline.versions[*row.before];
        const history::Version& after = timeline.versions[*row.after];
        const auto old = readParts(disk, directory, before);
        const auto young = readParts(disk, directory, after);
        if (!old || !young)
            return fail(old ? young.error() : old.error());
        if (!*old || !*young)
            return fail(ErrorCode::damaged, "tell who wrote the report", directory, "a version can't be read",
                        "Choose another version.");
        const diff::Changes changes = diff::difference(**old, **young);
        VersionLink link;
        link.rows = {at};
        search.add(link, Touches({before.sha256, after.sha256, **old, **young, changes}, numbers));
    }
    return {};
}

} // namespace

Result<Blame> renewBlame(io::Disk& disk, const std::string& reportDirectory, const Blame& known,
                         const Progress& progress) {
    const TimelineRow* last = lastChange(known);
    if (last == nullptr)
        return loadBlame(disk, reportDirectory, "now", progress);
    const auto recent = history::loadRecent(
        disk, reportDirectory, interpretOutline,
        [last](const history::AuditLog& log) {
            for (std::size_t at = log.events.size(); at-- > 0;)
                if (log.events[at].event.action == last->event->action)
                    return at;
            return log.events.size();
        },
        history::Counts::leaveOut, progress);
    if (!recent)
        return fail(recent.error());
    if (!merelyGrew(*recent, known, *last))
        return loadBlame(disk, reportDirectory, "now", progress);
    Timeline timeline = joined(known.timeline, recent->timeline);
    auto memory = std::make_shared<BlameMemory>(*known.memory);
    const auto parts = partsOf(disk, reportDirectory, timeline.versions[*timeline.live]);
    if (!parts)
        return fail(parts.error());
    BlameSearch search(timeline, memory->numbers);
    if (const Status found =
            searchNew(disk, reportDirectory, timeline, known.timeline.rows.size(), search, memory->numbers);
        !found)
        return fail(found.error());
    search.add(memory->facts);
    std::vector<PartBlame> blamed = search.blame(*parts, memory->since);
    memory->facts = search.takeFacts();
    const std::size_t version = *timeline.live;
    return Blame{std::move(timeline), version, std::move(blamed), std::move(memory)};
}

} // namespace stemma::report
