// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/report/history_search.h"
#include "core/report/text_search.h"

namespace stemma::ctl {

namespace {

struct SearchOptions {
    std::string query;
    std::vector<std::string> reports;
    std::size_t limit = 200;
    bool history = false;
    bool letterCase = false;
};

struct SearchedLibrary {
    std::string root;
    report::TextQuery query;
    report::SearchScope scope;
};

Result<SearchedLibrary> searchedLibrary(Context& context, const SearchOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    SearchedLibrary library{
        *root,
        {options.query, options.letterCase ? report::LetterCase::counts : report::LetterCase::ignored},
        {{}, options.limit}};
    for (const std::string& given : options.reports) {
        const auto id = findReport(context, *root, given);
        if (!id)
            return fail(id.error());
        library.scope.reports.push_back(*id);
    }
    return library;
}

json::Value excerptValue(const report::FoundText& found) {
    const report::Excerpt excerpt = found.excerpts.empty() ? report::Excerpt() : found.excerpts.front();
    return json::Value::object({{"before", json::Value::string(excerpt.before)},
                                {"match", json::Value::string(excerpt.match)},
                                {"after", json::Value::string(excerpt.after)}});
}

/// `insight 3f… summary: … the «churn» of …`
std::string placeText(const report::FoundText& found) {
    std::string text = printable(found.what);
    if (!found.id.empty())
        text += ' ' + printable(found.id);
    text += ", " + printable(found.field) + ": ";
    if (found.excerpts.empty())
        return text;
    const report::Excerpt& excerpt = found.excerpts.front();
    return text + (excerpt.cutBefore ? "…" : "") + printable(excerpt.before) + "«" +
           printable(excerpt.match) + "»" + printable(excerpt.after) + (excerpt.cutAfter ? "…" : "");
}

json::Value hitValue(const report::TextHit& hit) {
    return json::Value::object({{"report", json::Value::string(hit.report.text())},
                                {"title", json::Value::string(hit.reportTitle)},
                                {"what", json::Value::string(hit.found.what)},
                                {"id", textOrNull(hit.found.id)},
                                {"field", json::Value::string(hit.found.field)},
                                {"matches", numberValue(hit.found.matches)},
                                {"excerpt", excerptValue(hit.found)}});
}

json::Value hitValue(const report::HistoryHit& hit) {
    return json::Value::object({{"report", json::Value::string(hit.report.text())},
                                {"title", json::Value::string(hit.reportTitle)},
                                {"n", numberValue(hit.n)},
                                {"action_id", textOrNull(hit.action)},
                                {"action_type", textOrNull(hit.actionType)},
                                {"ts", textOrNull(hit.ts)},
                                {"actor", textOrNull(hit.actor)},
                                {"change", json::Value::string(report::textChangeWord(hit.change))},
                                {"what", json::Value::string(hit.found.what)},
                                {"id", textOrNull(hit.found.id)},
                                {"field", json::Value::string(hit.found.field)},
                                {"matches_before", numberValue(hit.matchesBefore)},
                                {"matches_after", numberValue(hit.matchesAfter)},
                                {"exact", json::Value::boolean(hit.exact)},
                                {"since", hit.exact ? json::Value() : numberValue(hit.since)},
                                {"excerpt", excerptValue(hit.found)}});
}

std::string hitText(const report::TextHit& hit) {
    return placeText(hit.found) +
           (hit.found.matches > 1 ? "  (" + std::to_string(hit.found.matches) + " times)" : "");
}

std::string hitText(const report::HistoryHit& hit) {
    std::string text = '@' + std::to_string(hit.n) + "  " + localTime(hit.ts) + "  " +
                       (hit.actor.empty() ? "unknown" : printable(hit.actor)) + "  " +
                       report::textChangeWord(hit.change) + "  " + placeText(hit.found);
    if (!hit.exact)
        text += hit.since == 0 ? "  (or before)" : "  (or after @" + std::to_string(hit.since) + ")";
    return hit.action.empty() ? text : text + "  " + printable(hit.action);
}

/// What a person must know who takes the answer for the whole truth.
void tellGaps(const Context& context, const std::vector<report::SearchGap>& gaps) {
    constexpr std::size_t most = 20;
    for (std::size_t at = 0; at < std::min(most, gaps.size()); ++at) {
        const report::SearchGap& gap = gaps[at];
        context.out.warning(printable(gap.report.text()) +
                            (gap.file.empty() ? "" : "/" + printable(gap.file)) +
                            (gap.partly ? " is damaged and was searched as far as it can be shown: "
                                        : " could not be searched: ") +
                            printable(gap.why));
    }
    if (gaps.size() > most)
        context.out.warning(std::to_string(gaps.size() - most) + " more files could not be searched");
}

template <class Search>
int printHits(Context& context, const Search& search) {
    ReportId last;
    for (const auto& hit : search.hits) {
        if (context.out.json()) {
            context.out.value(hitValue(hit));
            continue;
        }
        if (hit.report != last)
            context.out.line(printable(hit.report.text()) + "  " + printable(hit.reportTitle));
        last = hit.report;
        context.out.line("  " + hitText(hit));
    }
    tellGaps(context, search.gaps);
    if (search.more)
        context.out.warning("there are more hits than " + std::to_string(search.hits.size()) +
                            ": --limit shows more");
    return search.hits.empty() ? exitNo : exitDone;
}

int searchLibrary(Context& context, const SearchOptions& options) {
    const auto library = searchedLibrary(context, options);
    if (!library)
        return context.out.failure(library.error());
    if (options.history) {
        const auto found = report::searchHistory(context.disk(), library->root, library->query,
                                                 library->scope, context.progress("searching"));
        return found ? printHits(context, *found) : context.out.failure(found.error());
    }
    const auto found = report::searchTexts(context.disk(), library->root, library->query, library->scope,
                                           context.progress("searching report"));
    return found ? printHits(context, *found) : context.out.failure(found.error());
}

} // namespace

void addSearch(const CommandSet& top) {
    addCommand<SearchOptions>(
        top,
        {"search", "find a text in reports, or when it came and went; exit 1 if there is none",
         "  stemmactl search 'net revenue'\n"
         "  stemmactl search churn --report 1b9d6bcd --history       (the changes with which it came and "
         "went)\n"
         "  stemmactl search Q3 --case --json | jq -r .report | uniq\n"
         "  Searched are titles, sections, insights, what they cite, tags and other texts; not ids and "
         "times.\n"
         "  With --history, `exact` is false where versions are lost: it was that row, or one after "
         "`since`.\n"},
        Writes::no,
        [](CLI::App& command, SearchOptions& options) {
            command.add_option("QUERY", options.query, "the text, as it stands there")
                ->required()
                ->type_name("");
            command.add_flag("--history", options.history,
                             "search all versions: the changes that brought the text or took it away");
            command.add_option("--report", options.reports, "only this report; may be given again")
                ->type_name("ID")
                ->take_all()
                ->allow_extra_args(false);
            command.add_flag("--case", options.letterCase, "capitals and small letters differ");
            command.add_option("--limit", options.limit, "the most hits to print; default 200")
                ->check(CLI::PositiveNumber)
                ->type_name("N");
        },
        searchLibrary);
}

} // namespace stemma::ctl
