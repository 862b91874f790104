// SPDX-License-Identifier: MIT
#include "core/report/history_search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/report/report_library.h"
#include "core/report/searched_reports.h"
#include "core/report/version_texts.h"

namespace stemma::report {

namespace {

using Fields = VersionTexts::Fields;

std::string fileOf(const history::Version& version) {
    return version.file.empty() ? "outline.json" : "backups/" + version.file;
}

/// The excerpts of `of` that `other` hasn't; all, if it has them all.
std::vector<Excerpt> newExcerpts(const FoundText& of, const FoundText* other) {
    std::vector<Excerpt> excerpts;
    for (const Excerpt& excerpt : of.excerpts) {
        if (other == nullptr ||
            std::find(other->excerpts.begin(), other->excerpts.end(), excerpt) == other->excerpts.end())
            excerpts.push_back(excerpt);
    }
    return excerpts.empty() ? of.excerpts : excerpts;
}

/// Follows a text through the rows of one timeline.
class Follower {
public:
    Follower(const ReportId& id, const history::Timeline& timeline, const VersionTexts& texts)
        : m_id(id)
        , m_timeline(timeline)
        , m_texts(texts) {}

    HistorySearch follow() {
        noteGaps();
        for (std::size_t at = 0; at < m_timeline.rows.size(); ++at)
            followRow(at);
        // Where nothing of the history is left, the report itself is all that is known.
        if (m_timeline.live && m_timeline.rows.empty())
            see(*m_timeline.live, history::TimelineRow(), false, 0);
        m_search.versions = m_texts.searched();
        return std::move(m_search);
    }

private:
    void noteGaps() {
        for (const history::RowProblem& problem : m_timeline.problems) {
            // A folder in which there is nothing at all is what reading a wrong id makes.
            const bool nothing = m_timeline.rows.empty() && m_timeline.versions.empty();
            if (problem.rule == "log-unreadable" || problem.rule == "backups-unreadable" ||
                (problem.rule == "outline-missing" && !nothing))
                m_search.gaps.push_back({m_id, fileOfProblem(problem.rule), false, problem.message});
        }
        for (const history::Version& version : m_timeline.versions) {
            const bool searched = m_texts.fieldsOf(version).has_value();
            if (!searched || !version.readable)
                m_search.gaps.push_back({m_id, fileOf(version), searched, version.problem});
            if (!version.title.empty())
                m_title = version.title;
        }
        if (m_timeline.live && !m_timeline.versions[*m_timeline.live].title.empty())
            m_title = m_timeline.versions[*m_timeline.live].title;
        for (const history::TimelineRow& row : m_timeline.rows) {
            if (row.beforeIsHole && row.backupState == history::BackupState::missing)
                m_search.gaps.push_back({m_id, "backups/" + row.backup, false, "it is missing"});
            if (row.beforeIsHole && row.backupState == history::BackupState::pruned)
                m_search.gaps.push_back({m_id, "backups/" + row.backup, false, prunedText(row.backup)});
        }
    }
    [[nodiscard]] std::string prunedText(const std::string& backup) const {
        const auto place = m_timeline.pruned.find(backup);
        const bool gone = place != m_timeline.pruned.end() && history::isGoneForGood(place->second.state);
        return gone ? "it was pruned, and then removed for good"
                    : "it was pruned, and can be brought back from the trash of the backups";
    }
    static const char* fileOfProblem(const std::string& rule) {
        return rule == "log-unreadable"    ? "audit.jsonl"
               : rule == "outline-missing" ? "outline.json"
                                           : "backups";
    }

    void followRow(std::size_t at) {
        const history::TimelineRow& row = m_timeline.rows[at];
        const bool fromNothing =
            row.n == 1 && row.event && (row.event->type == "create" || row.event->type == "fork");
        bool known = fromNothing && !row.before;
        if (row.before) {
            // What is other already before this row came with one of those whose result isn't known.
            const bool isGap = at > 0 && row.n > m_lastRow + 1;
            known = see(*row.before, isGap ? m_timeline.rows[at - 1] : row, false, row.n - 1);
        }
        if (row.after)
            see(*row.after, row, known, row.n);
    }

    /// Tells what is other than when the report was last seen; false if this version can't be searched. The
    /// version is that after row `n`.
    bool see(std::size_t version, const history::TimelineRow& row, bool exact, std::size_t n) {
        const auto fields = m_texts.fieldsOf(m_timeline.versions[version]);
        if (!fields)
            return false;
        compare(*fields, row, exact);
        m_last = *fields;
        m_lastRow = n;
        return true;
    }

    void compare(const Fields& now, const history::TimelineRow& row, bool exact) {
        const auto place = [](const FoundText* found) {
            return std::tie(found->what, found->id, found->field);
        };
        auto before = m_last.begin();
        auto after = now.begin();
        while (before != m_last.end() || after != now.end()) {
            const FoundText* old = nullptr;
            const FoundText* fresh = nullptr;
            if (after == now.end() || (before != m_last.end() && place(*before) <= place(*after)))
                old = *before;
            if (before == m_last.end() || (after != now.end() && place(*after) <= place(*before)))
                fresh = *after;
            before += old != nullptr ? 1 : 0;
            after += fresh != nullptr ? 1 : 0;
            if (old != fresh)
                tell(old, fresh, row, exact);
        }
    }

    void tell(const FoundText* before, const FoundText* after, const history::TimelineRow& row, bool exact) {
        const std::size_t had = before != nullptr ? before->matches : 0;
        const std::size_t has = after != nullptr ? after->matches : 0;
        if (had == has)
            return;
        HistoryHit hit;
        hit.report = m_id;
        hit.reportTitle = m_title;
        hit.n = row.n;
        hit.action = row.event ? row.event->action.text() : std::string();
        hit.actionType = row.event ? row.event->type : std::string();
        hit.ts = row.ts;
        hit.actor = row.actor;
        hit.change = has > had ? TextChange::came : TextChange::went;
        const FoundText& found = has > had ? *after : *before;
        hit.found = found;
        hit.found.excerpts = newExcerpts(found, has > had ? before : after);
        hit.matchesBefore = had;
        hit.matchesAfter = has;
        hit.exact = exact;
        hit.since = exact ? row.n : m_lastRow;
        m_search.hits.push_back(std::move(hit));
    }

    const ReportId& m_id;
    const history::Timeline& m_timeline;
    const VersionTexts& m_texts;
    HistorySearch m_search;
    std::string m_title;
    Fields m_last;             ///< where the text was when the report was last seen
    std::size_t m_lastRow = 0; ///< and after which row that was
};

class HistorySearcher {
public:
    HistorySearcher(io::Disk& disk, const std::string& root, const TextMatcher& matcher)
        : m_disk(disk)
        , m_root(root)
        , m_matcher(matcher) {}

    HistorySearch search(const ReportId& id, const Progress& progress) {
        HistorySearch none;
        const auto directory = reportDirectory(m_disk, m_root, id);
        if (!directory) {
            if (directory.error().code != ErrorCode::notFound)
                none.gaps.push_back({id, {}, false, describe(directory.error())});
            return none;
        }
        VersionTexts texts(m_matcher, m_readers);
        const auto timeline = history::loadTimeline(
            m_disk, *directory, history::Examine([&](std::string_view bytes, const std::string& sha256) {
                return texts.examine(bytes, sha256);
            }),
            progress);
        if (timeline)
            return Follower(id, *timeline, texts).follow();
        if (timeline.error().code != ErrorCode::notFound && timeline.error().code != ErrorCode::cancelled)
            none.gaps.push_back({id, {}, false, describe(timeline.error())});
        return none;
    }

private:
    io::Disk& m_disk;
    const std::string& m_root;
    const TextMatcher& m_matcher;
    QuickReaders m_readers;
};

} // namespace

const char* textChangeWord(TextChange change) {
    return change == TextChange::came ? "came" : "went";
}

Result<HistorySearch> searchHistory(io::Disk& disk, const std::string& root, const TextQuery& query,
                                    const SearchScope& scope, const Progress& progress) {
    const auto matcher = TextMatcher::of(query);
    if (!matcher)
        return fail(matcher.error());
    const auto ids = searchedReports(disk, root, scope);
    if (!ids)
        return fail(ids.error());
    HistorySearcher searcher(disk, root, *matcher);
    // Of one report it is told how many versions are done, of many how many reports.
    const Progress inner = ids->size() == 1 ? progress : Progress{progress.stop, {}};
    const Progress outer = ids->size() == 1 ? Progress{progress.stop, {}} : progress;
    OrderedSearch<HistorySearch> ordered(
        ids->size(), enoughFor(scope), [&](std::size_t at) { return searcher.search((*ids)[at], inner); },
        outer);
    std::vector<HistorySearch> found = ordered.run();
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, "search the history", root, "cancelled");
    outer.tell(ids->size(), ids->size());
    HistorySearch all;
    for (const HistorySearch& one : found)
        all.versions += one.versions;
    all.more = gatherHits(found, scope.limit, all);
    return all;
}

} // namespace stemma::report
