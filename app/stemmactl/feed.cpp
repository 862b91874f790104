// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>
#include <numeric>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/counts_text.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/moment_option.h"
#include "app/stemmactl/report_json.h"
#include "core/report/feed_counts.h"
#include "core/report/store_feed.h"

namespace stemma::ctl {

namespace {

struct FeedOptions {
    std::string since;
    std::string until;
    std::string actor;
    std::string request;
    std::string report;
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    bool counts = false;

    [[nodiscard]] bool filtered() const {
        return !since.empty() || !until.empty() || !actor.empty() || !request.empty() || !report.empty();
    }
};

Result<report::FeedFilter> feedFilter(const Context& context, const std::string& root,
                                      const FeedOptions& options) {
    report::FeedFilter filter;
    auto since = momentOption(options.since, DayEnd::first);
    auto until = momentOption(options.until, DayEnd::last);
    for (const auto* time : {&since, &until})
        if (!*time)
            return fail(time->error());
    filter.since = *since;
    filter.until = *until;
    filter.actor = options.actor;
    filter.request = options.request;
    if (options.report.empty())
        return filter;
    auto found = findReportAnywhere(context, root, options.report);
    if (!found)
        return fail(std::move(found.error()));
    filter.report = std::move(found->id);
    return filter;
}

/// Counts of the entries, in their order; empty: they weren't asked for.
using Counted = std::vector<report::FeedCount>;

void printEntries(Output& out, const std::vector<report::FeedEntry>& entries, const Counted& counted) {
    constexpr std::size_t titleWidth = 40;
    std::vector<std::string> head{"WHEN", "BY", "WHAT", "REPORT", "TITLE", "ACTION", "REQUEST"};
    if (!counted.empty())
        head.insert(head.begin() + 3, "CHANGES");
    Table table(head);
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const report::FeedEntry& entry = entries[at];
        std::vector<std::string> row{
            localTime(entry.ts),
            entry.actor.empty() ? "?" : printable(entry.actor),
            printable(entry.type.empty() ? history::rowKindWord(entry.kind) : entry.type),
            printable(entry.report.text()).substr(0, 8) + (entry.trashed ? " (trash)" : ""),
            shortened(printable(entry.title), titleWidth),
            printable(entry.action),
            printable(entry.requestId.value_or(""))};
        if (!counted.empty())
            row.insert(row.begin() + 3, countsText(counted[at].counts));
        table.add(std::move(row));
    }
    if (!entries.empty())
        table.print(out);
}

json::Value countedValue(const report::FeedEntry& entry, const report::FeedCount& count) {
    json::Value value = feedEntryValue(entry);
    value.set("counts", countsValue(count.counts));
    return value;
}

void printPage(Output& out, const report::FeedPage& page, const Counted& counted) {
    if (!out.json())
        return printEntries(out, page.entries, counted);
    for (std::size_t at = 0; at < page.entries.size(); ++at)
        out.value(counted.empty() ? feedEntryValue(page.entries[at])
                                  : countedValue(page.entries[at], counted[at]));
}

Result<Counted> countPage(const Context& context, const report::FeedPage& page) {
    report::Feed shown;
    shown.entries = page.entries;
    std::vector<std::size_t> all(page.entries.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return report::countFeed(context.disk(), shown, all, context.progress("counting report"));
}

int showFeed(Context& context, const FeedOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto filter = feedFilter(context, *root, options);
    if (!filter)
        return context.out.failure(filter.error());
    const auto snapshot =
        report::scanLibrary(context.disk(), *root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return context.out.failure(snapshot.error());
    noteLibrary(context, **snapshot);
    report::StoreFeed store(context.disk());
    const auto feed = store.read(**snapshot, context.progress("reading history"));
    if (!feed)
        return context.out.failure(feed.error());
    const report::FeedPage page = report::feedPage(**feed, *filter, 0, options.limit);
    const auto counted = options.counts ? countPage(context, page) : Result<Counted>(Counted());
    if (!counted)
        return context.out.failure(counted.error());
    printPage(context.out, page, *counted);
    if (page.entries.size() < page.total)
        context.out.note("note: " + std::to_string(page.total - page.entries.size()) +
                         " older changes are left out");
    for (const report::Problem& problem : (*feed)->problems)
        context.out.note("note: " + printable(problem.message));
    return page.total == 0 && options.filtered() ? exitNo : exitDone;
}

} // namespace

void addFeed(const CommandSet& top) {
    addCommand<FeedOptions>(
        top,
        {"feed", "everything that changed in the library, newest first",
         "  stemmactl feed --limit 20\n"
         "  stemmactl feed --since 2025-03-11 --until 2025-03-12 --actor agent     (days in UTC)\n"
         "  stemmactl feed --request nightly-17 --json     (one object a line)\n"
         "  stemmactl feed --limit 20 --counts     (CHANGES as in `report log`)\n"
         "  Exit 1 where nothing is as asked. Reports in the trash are in it, too.\n"},
        Writes::no,
        [](CLI::App& command, FeedOptions& options) {
            command.add_option("--since", options.since, "only changes then or later: a day, or a time")
                ->type_name("T");
            command.add_option("--until", options.until, "only changes then or before")->type_name("T");
            command.add_option("--actor", options.actor, "only changes by human, cli or agent")
                ->type_name("A");
            command.add_option("--request", options.request, "only changes of that request")->type_name("R");
            command.add_option("--report", options.report, "only changes of that report")->type_name("ID");
            command.add_option("--limit", options.limit, "at most so many")->type_name("N");
            command.add_flag("--counts", options.counts,
                             "how many parts each changed: reads the backups around it");
        },
        showFeed);
}

} // namespace stemma::ctl
