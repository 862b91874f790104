// SPDX-License-Identifier: MIT
#include "core/report/inbox_rows.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/timeline_build.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

using history::RowKind;
using history::TimelineRow;

std::string stampText(const Result<io::FileStamp>& stamp, std::int64_t nowNs, bool& settled) {
    if (!stamp)
        return "-";
    if (io::isFresh(*stamp, nowNs) || stamp->type == io::NodeType::symlink)
        settled = false;
    return std::to_string(stamp->device) + ':' + std::to_string(stamp->inode) + ':' +
           std::to_string(stamp->size) + ':' + std::to_string(stamp->mtimeNs) + ':' +
           std::to_string(stamp->ctimeNs);
}

/// Before anything is read: what is written meanwhile is found by the next look.
std::string stampsOf(io::Disk& disk, const io::Open& parent, const std::string& name, std::int64_t nowNs) {
    bool settled = true;
    std::string text;
    for (const char* file : {"outline.json", "audit.jsonl"})
        text += stampText(disk.statBelow(parent.get(), name, file), nowNs, settled) + ' ';
    return settled ? text : std::string();
}

void addPlaces(io::Disk& disk, const std::string& parent, std::vector<InboxPlace>& places, std::size_t from,
               std::int64_t nowNs) {
    const auto opened = io::openDirectory(disk, parent);
    for (std::size_t at = from; at < places.size(); ++at) {
        const std::string name = places[at].directory;
        places[at].directory = io::joinPath(parent, name);
        if (opened)
            places[at].stamps = stampsOf(disk, *opened, name, nowNs);
    }
}

/// igloo-mcp notes with it that it read something.
bool changesNothing(const history::AuditEvent& event) {
    return event.type == "render";
}

std::string keyOfEvent(const history::AuditEvent& event) {
    return event.action.empty() ? "event:" + sha256(history::auditLine(event)) : event.action.text();
}

/// Goes through the rows of a history's end.
class Sorter {
public:
    Sorter(const history::RecentTimeline& recent, std::size_t known, std::size_t first,
           const marks::Baseline* baseline)
        : m_timeline(recent.timeline)
        , m_known(known)
        , m_events(first) {
        if (baseline)
            m_also.insert(baseline->also.begin(), baseline->also.end());
        for (const json::LineProblem& problem : recent.log.problems)
            m_lines[problem.line] =
                "line:" + sha256(std::string_view(recent.logBytes).substr(problem.offset, problem.length));
    }

    NewRows run() {
        NewRows found;
        std::size_t others = 0;
        for (const TimelineRow& row : m_timeline.rows) {
            const std::size_t above = m_events;
            if (row.event)
                ++m_events;
            const std::string key = keyOf(row);
            if (row.event)
                found.behind.clear();
            else if (!key.empty())
                found.behind.push_back(key);
            if (isNew(row, key, above))
                found.rows.push_back(newRow(row, key, above, others));
            else if (row.before != row.after)
                ++others;
        }
        if (m_timeline.live && !m_timeline.versions[*m_timeline.live].sha256.empty())
            found.behind.push_back(m_timeline.versions[*m_timeline.live].sha256);
        return found;
    }

private:
    /// Empty for rows that are no change by anyone.
    [[nodiscard]] std::string keyOf(const TimelineRow& row) const {
        switch (row.kind) {
        case RowKind::change:
            return changesNothing(*row.event) ? std::string() : keyOfEvent(*row.event);
        case RowKind::unnamedBackup:
            if (std::none_of(row.problems.begin(), row.problems.end(),
                             [](const auto& problem) { return problem.rule == "unrecorded-change"; }))
                return {};
            [[fallthrough]];
        case RowKind::unrecordedChange:
            return row.after ? m_timeline.versions[*row.after].sha256 : std::string();
        case RowKind::unreadableLine: {
            const auto line = m_lines.find(row.problems.empty() ? 0 : row.problems.front().line);
            return line == m_lines.end() ? std::string() : line->second;
        }
        case RowKind::inherited:
            break;
        }
        return {};
    }

    [[nodiscard]] bool isNew(const TimelineRow& row, const std::string& key, std::size_t above) const {
        if (key.empty() || above < m_known)
            return false;
        if (row.kind == RowKind::change)
            return row.actor != history::actorWord(history::Actor::human);
        return !m_also.contains(key);
    }

    [[nodiscard]] NewRow newRow(const TimelineRow& row, const std::string& key, std::size_t above,
                                std::size_t others) const {
        NewRow made;
        made.change = {key, row.kind, {}, {}, row.actor, row.ts};
        if (row.event) {
            made.change.action = row.event->action.text();
            made.change.type = row.event->type;
            made.requestId = row.event->requestId;
        }
        if (row.before)
            made.before = m_timeline.versions[*row.before];
        if (row.after)
            made.after = m_timeline.versions[*row.after];
        made.counts = row.counts;
        made.backupState = row.backupState;
        made.problems = row.problems;
        made.eventsBefore = above;
        made.othersBefore = others;
        return made;
    }

    const history::Timeline& m_timeline;
    const std::size_t m_known;
    std::size_t m_events;
    std::unordered_set<std::string> m_also;
    std::unordered_map<std::size_t, std::string> m_lines;
};

/// Where the log says nothing new, but the content is another than was seen: whoever wrote it by hand can
/// have left its time as it was, and then the history takes it for what the last event made.
void addUnnoticed(io::Disk& disk, const InboxPlace& place, const history::RecentTimeline& recent,
                  const marks::Baseline& baseline, NewRows& found) {
    const history::Timeline& timeline = recent.timeline;
    const std::string live = timeline.live ? timeline.versions[*timeline.live].sha256 : std::string();
    const auto& seen = baseline.also;
    const bool isSeen = std::find(seen.begin(), seen.end(), live) != seen.end();
    const bool isTold = std::any_of(found.rows.begin(), found.rows.end(),
                                    [&](const NewRow& row) { return row.change.key == live; });
    if (live.empty() || seen.empty() || isSeen || isTold)
        return;
    NewRow row;
    row.change = {live, RowKind::unrecordedChange, {}, {}, {}, {}};
    const auto directory = io::openDirectory(disk, place.directory);
    if (const auto stamp = directory ? disk.statAt(directory->get(), "outline.json")
                                     : Result<io::FileStamp>(fail(directory.error())))
        row.change.ts = isoText({stamp->mtimeNs / 1000});
    row.after = timeline.versions[*timeline.live];
    row.eventsBefore = recent.log.events.size();
    found.rows.push_back(std::move(row));
}

std::vector<std::string> lastOf(const std::vector<std::string>& actions, std::size_t end) {
    std::vector<std::string> last;
    for (std::size_t i = std::min(end, actions.size()); i > 0 && last.size() < marks::Baseline::mostLast; --i)
        if (!actions[i - 1].empty())
            last.push_back(actions[i - 1]);
    return last;
}

} // namespace

std::vector<InboxPlace> inboxPlaces(io::Disk& disk, const LibrarySnapshot& snapshot, std::int64_t nowNs) {
    std::vector<InboxPlace> places;
    for (const ReportSummary& report : snapshot.reports)
        if (report.state != ReportState::stub)
            places.push_back({report.id, report.id.text(), report.id.text(), report.title, false, {}});
    addPlaces(disk, io::joinPath(snapshot.root, "by_id"), places, 0, nowNs);
    const std::size_t trash = places.size();
    for (const TrashedReport& report : snapshot.trash)
        if (report.state != ReportState::stub)
            places.push_back({report.id, "trash/" + report.name, report.name, report.title, true, {}});
    addPlaces(disk, io::joinPath(snapshot.root, ".trash"), places, trash, nowNs);
    return places;
}

std::string ownerOf(const InboxPlace& place, const history::AuditLog& log) {
    const bool known = std::any_of(log.events.begin(), log.events.end(),
                                   [&](const auto& logged) { return logged.event.report == place.report; });
    return known || log.events.empty() || isUuid(place.report.text()) ? place.report.text()
                                                                      : log.events.back().event.report.text();
}

std::vector<std::string> actionsOf(const history::AuditLog& log) {
    std::vector<std::string> actions;
    for (const history::LoggedEvent& logged : log.events)
        actions.push_back(logged.event.action.text());
    return actions;
}

std::size_t eventsKnown(const std::vector<std::string>& actions, const marks::Baseline* baseline) {
    if (!baseline)
        return 0;
    for (const std::string& action : baseline->last)
        for (std::size_t i = actions.size(); i > 0; --i)
            if (actions[i - 1] == action)
                return i;
    return 0;
}

namespace {

/// How a history is gone through, from which of its events on.
struct Passage {
    std::function<std::size_t(const std::vector<std::string>& actions)> known;
    const marks::Baseline* baseline = nullptr;
    history::Counts counts = history::Counts::compute;
    /// Content that nothing tells of is looked for behind what is known, or only where it has one of these
    /// keys.
    const std::set<std::string>* unnoticed = nullptr;
};

bool looksForUnnoticed(const Passage& passage, const history::RecentTimeline& recent, std::size_t known) {
    if (!passage.unnoticed)
        return passage.counts == history::Counts::compute && known == recent.log.events.size();
    const history::Timeline& timeline = recent.timeline;
    return timeline.live && passage.unnoticed->contains(timeline.versions[*timeline.live].sha256);
}

Result<NewRows> readPassage(io::Disk& disk, const InboxPlace& place, const Passage& passage,
                            const Progress& progress) {
    std::size_t known = 0;
    std::size_t first = 0;
    std::vector<std::string> actions;
    // With the one whose result is the state before the first that is new.
    const history::FirstEvent choose = [&](const history::AuditLog& log) {
        actions = actionsOf(log);
        known = passage.known(actions);
        first = history::nearestState(log, known == 0 ? 0 : known - 1);
        return first;
    };
    const auto recent = history::loadRecent(disk, place.directory, interpretOutline, choose, passage.counts,
                                            {progress.stop, {}});
    if (!recent)
        return fail(recent.error());
    for (const history::RowProblem& problem : recent->timeline.problems)
        if (problem.rule == "log-unreadable") // there may be anything in it
            return fail(ErrorCode::damaged, "read the history", io::joinPath(place.directory, "audit.jsonl"),
                        problem.message);
    NewRows found = Sorter(*recent, known, first, passage.baseline).run();
    if (passage.baseline && looksForUnnoticed(passage, *recent, known))
        addUnnoticed(disk, place, *recent, *passage.baseline, found);
    found.actions = std::move(actions);
    found.complete = !recent->timeline.refusal;
    return found;
}

} // namespace

Result<NewRows> readNewRows(io::Disk& disk, const InboxPlace& place, const marks::Baseline* baseline,
                            Reading reading, const Progress& progress) {
    if (reading == Reading::theEnd)
        return readPassage(
            disk, place,
            {[](const auto& actions) { return actions.size(); }, baseline, history::Counts::leaveOut},
            progress);
    return readPassage(disk, place,
                       {[baseline](const auto& actions) { return eventsKnown(actions, baseline); }, baseline},
                       progress);
}

Result<NewRows> readRowsFrom(io::Disk& disk, const InboxPlace& place, const std::set<std::string>& keys,
                             const Progress& progress) {
    const auto before = [&keys](const std::vector<std::string>& actions) -> std::size_t {
        const auto hasKey = [&keys](const std::string& action) { return keys.contains(action); };
        const auto there = std::count_if(actions.begin(), actions.end(), hasKey);
        // Where one has no event, it may stand anywhere.
        return static_cast<std::size_t>(there) < keys.size()
                   ? 0
                   : static_cast<std::size_t>(std::find_if(actions.begin(), actions.end(), hasKey) -
                                              actions.begin());
    };
    const marks::Baseline nothing{{}, {marks::Baseline::somethingElse}, {}};
    return readPassage(disk, place, {before, &nothing, history::Counts::leaveOut, &keys}, progress);
}

marks::Baseline baselineAfter(const NewRows& rows, const std::string& stamps) {
    return {lastOf(rows.actions, rows.actions.size()), rows.behind, stamps};
}

marks::Baseline baselineBefore(const NewRows& rows, const NewRow& row, const std::vector<std::string>& also) {
    return {lastOf(rows.actions, row.eventsBefore), also, {}};
}

} // namespace stemma::report
