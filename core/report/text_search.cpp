// SPDX-License-Identifier: MIT
#include "core/report/text_search.h"

#include <algorithm>
#include <utility>

#include "core/report/outline_texts.h"
#include "core/report/report_library.h"
#include "core/report/search_crew.h"
#include "core/report/searched_reports.h"

namespace stemma::report {

namespace {

constexpr const char* outlineFile = "outline.json";

/// What the first problem that makes it damaged says.
std::string whyDamaged(const LoadedReport& report) {
    for (const Problem& problem : report.problems) {
        if (problem.severity == Severity::error)
            return problem.message;
    }
    return report.state == ReportState::missing ? "there is no outline.json" : "it is damaged";
}

class Searcher {
public:
    Searcher(io::Disk& disk, const std::string& root, const TextMatcher& matcher)
        : m_disk(disk)
        , m_root(root)
        , m_matcher(matcher) {}

    TextSearch search(const ReportId& id) {
        TextGatherer gatherer(m_matcher);
        const TextSink sink = [&](std::string_view what, std::string_view part, std::string_view field,
                                  std::string_view text) { gatherer.look(what, part, field, text); };
        const auto content = io::readFile(
            m_disk, io::joinPath(io::joinPath(io::joinPath(m_root, "by_id"), id.text()), outlineFile));
        const auto quick =
            content
                ? m_readers.with([&](QuickReader& reader) { return reader.outline(content->bytes, sink); })
                : std::nullopt;
        TextSearch found;
        if (quick)
            addHits(found, id, quick->title, gatherer.take());
        else
            searchOdd(found, id);
        return found;
    }

private:
    static void addHits(TextSearch& search, const ReportId& id, const std::string& title,
                        std::vector<FoundText> texts) {
        for (FoundText& text : texts)
            search.hits.push_back({id, title, std::move(text)});
    }

    /// One that isn't as igloo-mcp writes it, or can't be read.
    void searchOdd(TextSearch& found, const ReportId& id) const {
        const auto loaded = loadReport(m_disk, m_root, id);
        if (!loaded) {
            if (loaded.error().code != ErrorCode::notFound)
                found.gaps.push_back({id, outlineFile, false, describe(loaded.error())});
            return;
        }
        if (loaded->state == ReportState::stub)
            return;
        if (loaded->state != ReportState::ok)
            found.gaps.push_back({id, outlineFile, loaded->document.isObject(), whyDamaged(*loaded)});
        TextGatherer gatherer(m_matcher);
        forEachText(loaded->document,
                    [&](std::string_view what, std::string_view part, std::string_view field,
                        std::string_view text) { gatherer.look(what, part, field, text); });
        addHits(found, id, loaded->outline.title, gatherer.take());
    }

    io::Disk& m_disk;
    const std::string& m_root;
    const TextMatcher& m_matcher;
    QuickReaders m_readers;
};

} // namespace

Result<TextSearch> searchTexts(io::Disk& disk, const std::string& root, const TextQuery& query,
                               const SearchScope& scope, const Progress& progress) {
    const auto matcher = TextMatcher::of(query);
    if (!matcher)
        return fail(matcher.error());
    const auto ids = searchedReports(disk, root, scope);
    if (!ids)
        return fail(ids.error());
    Searcher searcher(disk, root, *matcher);
    OrderedSearch<TextSearch> ordered(
        ids->size(), enoughFor(scope), [&](std::size_t at) { return searcher.search((*ids)[at]); }, progress);
    std::vector<TextSearch> found = ordered.run();
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, "search for a text", root, "cancelled");
    progress.tell(ids->size(), ids->size());
    TextSearch all;
    all.more = gatherHits(found, scope.limit, all);
    return all;
}

} // namespace stemma::report
