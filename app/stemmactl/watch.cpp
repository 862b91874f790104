// SPDX-License-Identifier: MIT
#include <limits>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/report/change_watch.h"

namespace stemma::ctl {

namespace {

struct WatchOptions {
    std::string actor;
    std::string request;
    std::string report;
    std::size_t limit = std::numeric_limits<std::size_t>::max();
};

Result<report::FeedFilter> watchFilter(const Context& context, const std::string& root,
                                       const WatchOptions& options) {
    report::FeedFilter filter;
    filter.actor = options.actor;
    filter.request = options.request;
    if (options.report.empty())
        return filter;
    auto id = findReport(context, root, options.report);
    if (!id)
        return fail(std::move(id.error()));
    filter.report = std::move(*id);
    return filter;
}

std::string watchLine(const report::FeedEntry& entry) {
    std::string line = localTime(entry.ts) + "  " + (entry.actor.empty() ? "?" : printable(entry.actor)) +
                       "  " + printable(entry.type.empty() ? history::rowKindWord(entry.kind) : entry.type) +
                       "  " + printable(entry.report.text()).substr(0, 8) +
                       (entry.trashed ? " (trash)" : "") + "  " + printable(entry.title);
    if (!entry.action.empty())
        line += "  " + printable(entry.action);
    if (entry.requestId)
        line += "  " + printable(*entry.requestId);
    return line;
}

/// Says how well the library is watched, once and when that changes.
class WatchNotes {
public:
    void tell(const Output& out, const report::ChangeWatch& watch) {
        if (watch.polling() == m_polling)
            return;
        m_polling = watch.polling();
        out.note(m_polling ? "note: not every folder gives notices: looking every two seconds"
                           : "note: every folder gives notices again");
    }

private:
    bool m_polling = false;
};

int watchLibrary(Context& context, const WatchOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto filter = watchFilter(context, *root, options);
    if (!filter)
        return context.out.failure(filter.error());
    report::ChangeWatch watch(context.disk(), *root);
    if (const Status begun = watch.begin(context.progress("reading history")); !begun)
        return context.out.failure(begun.error());
    noteLibrary(context, watch.library());
    context.out.note("Watching " + printable(*root) + "; Ctrl-C ends it.");
    WatchNotes notes;
    std::size_t told = 0;
    while (told < options.limit) {
        const auto news = watch.next(context.stop());
        if (!news)
            return context.out.failure(news.error());
        notes.tell(context.out, watch);
        for (const report::Problem& problem : news->problems)
            context.out.note("note: " + printable(problem.message));
        for (const report::FeedEntry& entry : news->entries) {
            if (told == options.limit || !report::passes(entry, *filter))
                continue;
            ++told;
            if (context.out.json())
                context.out.value(feedEntryValue(entry));
            else
                context.out.line(watchLine(entry));
        }
        if (context.out.flush() != 0)
            break; // nobody reads any more; told when the command ends, where it isn't a closed pipe
    }
    return exitDone;
}

} // namespace

void addWatch(const CommandSet& top) {
    addCommand<WatchOptions>(
        top,
        {"watch", "one line a change, as it happens",
         "  stemmactl watch\n"
         "  stemmactl watch --json --actor agent | while read -r change; do …; done     (as `feed` has "
         "them)\n"
         "  stemmactl watch --report 1b9d6bcd --limit 1     (waits for the next change of a report)\n"
         "  What happened before it began is told by `feed`. A change that has no event is told when it has "
         "stayed\n"
         "  without one for two seconds. Ctrl-C ends it with exit 130.\n"},
        Writes::no,
        [](CLI::App& command, WatchOptions& options) {
            command.add_option("--actor", options.actor, "only changes by human, cli or agent")
                ->type_name("A");
            command.add_option("--request", options.request, "only changes of that request")->type_name("R");
            command.add_option("--report", options.report, "only changes of that report")->type_name("ID");
            command.add_option("--limit", options.limit, "end after so many")
                ->check(CLI::PositiveNumber)
                ->option_text("N");
        },
        watchLibrary);
}

} // namespace stemma::ctl
