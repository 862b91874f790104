// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/moment_option.h"
#include "app/stemmactl/report_json.h"
#include "app/stemmactl/unicode_text.h"
#include "core/report/library_past.h"

namespace stemma::ctl {

namespace {

using report::ReportState;
using report::ReportSummary;

constexpr std::size_t titleColumns = 48;

struct ListOptions {
    std::string status;
    std::vector<std::string> tags;
    std::string sort = "updated_at";
    std::string query;
    std::string at;
    bool trash = false;

    [[nodiscard]] bool filtered() const { return !status.empty() || !tags.empty() || !query.empty(); }
};

bool matches(const ReportSummary& summary, const ListOptions& options) {
    if (!options.status.empty() && summary.status != options.status)
        return false;
    for (const std::string& tag : options.tags)
        if (std::find(summary.tags.begin(), summary.tags.end(), tag) == summary.tags.end())
            return false;
    if (options.query.empty())
        return true;
    const auto has = [&](const std::string& text) { return containsText(text, options.query); };
    return has(summary.title) || has(summary.id.text()) ||
           std::any_of(summary.tags.begin(), summary.tags.end(), has);
}

std::string lastChangeTime(const ReportSummary& summary) {
    return summary.lastChange ? summary.lastChange->ts : summary.updatedAt;
}

/// Times and numbers: the newest and largest first. Texts: in their order.
bool standsBefore(const ReportSummary& a, const ReportSummary& b, const std::string& field) {
    if (field == "title")
        return foldCase(a.title) < foldCase(b.title);
    if (field == "status")
        return a.status < b.status;
    if (field == "state")
        return std::string_view(report::reportStateWord(a.state)) < report::reportStateWord(b.state);
    if (field == "created_at")
        return a.createdAt > b.createdAt;
    if (field == "updated_at")
        return a.updatedAt > b.updatedAt;
    if (field == "last_change")
        return lastChangeTime(a) > lastChangeTime(b);
    if (field == "outline_version")
        return a.outlineVersion > b.outlineVersion;
    if (field == "sections")
        return a.sections > b.sections;
    if (field == "insights")
        return a.insights > b.insights;
    return a.id < b.id;
}

std::string joinedTags(const std::vector<std::string>& tags) {
    std::string text;
    for (const std::string& tag : tags)
        text += (text.empty() ? "" : ", ") + printable(tag);
    return text;
}

std::string stateText(const ReportSummary& summary) {
    if (summary.state != ReportState::ok || summary.problems.empty())
        return report::reportStateWord(summary.state);
    return "ok, " + std::to_string(summary.problems.size()) +
           (summary.problems.size() == 1 ? " problem" : " problems");
}

void printTable(Output& out, const std::vector<ReportSummary>& reports) {
    Table table({"ID", "TITLE", "CHANGED", "BY", "SECTIONS", "INSIGHTS", "STATUS", "STATE", "TAGS"});
    for (const ReportSummary& each : reports)
        table.add({printable(each.id.text()), shortened(printable(each.title), titleColumns),
                   localTime(lastChangeTime(each)), each.lastChange ? printable(each.lastChange->actor) : "",
                   std::to_string(each.sections), std::to_string(each.insights), printable(each.status),
                   stateText(each), joinedTags(each.tags)});
    table.print(out);
    for (const ReportSummary& each : reports)
        for (const report::Problem& problem : each.problems)
            if (each.state != ReportState::ok || problem.severity == report::Severity::error)
                out.line("  " + printable(each.id.text()) + ": " + printable(problem.message) +
                         (problem.fix.empty() ? "" : ". " + printable(problem.fix)));
}

int printReports(Context& context, const report::LibrarySnapshot& snapshot, const ListOptions& options) {
    std::vector<ReportSummary> reports;
    std::size_t stubs = 0;
    for (const ReportSummary& summary : snapshot.reports) {
        if (!matches(summary, options))
            continue;
        const bool hidden = summary.state == ReportState::stub && !context.out.json();
        stubs += hidden ? 1 : 0;
        if (!hidden)
            reports.push_back(summary);
    }
    std::stable_sort(reports.begin(), reports.end(), [&](const ReportSummary& a, const ReportSummary& b) {
        return standsBefore(a, b, options.sort);
    });
    if (context.out.json())
        for (const ReportSummary& each : reports)
            context.out.value(summaryValue(each));
    else if (!reports.empty())
        printTable(context.out, reports);
    if (stubs > 0)
        context.out.note(
            "note: " + std::to_string(stubs) +
            " folders hold nothing but an empty backups/ (a wrong id was read); they are left out");
    return reports.empty() && options.filtered() ? exitNo : exitDone;
}

int printTrash(Context& context, const report::LibrarySnapshot& snapshot) {
    if (context.out.json()) {
        for (const report::TrashedReport& each : snapshot.trash)
            context.out.value(trashedValue(each));
        return exitDone;
    }
    if (snapshot.trash.empty())
        return exitDone;
    Table table({"NAME", "TITLE", "TRASHED", "STATE"});
    for (const report::TrashedReport& each : snapshot.trash)
        table.add({printable(each.name), shortened(printable(each.title), titleColumns),
                   localTime(each.trashedAt), report::reportStateWord(each.state)});
    table.print(context.out);
    return exitDone;
}

/// The library as it was; the one that is given where no moment is asked for.
Result<std::shared_ptr<const report::LibrarySnapshot>>
asItWas(const Context& context, std::shared_ptr<const report::LibrarySnapshot> now,
        const ListOptions& options) {
    const auto moment = momentOption(options.at, DayEnd::last);
    if (!moment)
        return fail(moment.error());
    if (!*moment)
        return now;
    report::LibraryPast past(context.disk());
    return past.at(*now, **moment, context.progress("reading history"));
}

int listReports(Context& context, const ListOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto now = report::scanLibrary(context.disk(), *root, nullptr, context.progress("reading report"));
    if (!now)
        return context.out.failure(now.error());
    noteLibrary(context, **now);
    const auto snapshot = asItWas(context, *now, options);
    if (!snapshot)
        return context.out.failure(snapshot.error());
    for (const report::Problem& problem : (*snapshot)->problems)
        context.out.note(std::string(severityWord(problem.severity)) + ": " + printable(problem.message));
    return options.trash ? printTrash(context, **snapshot) : printReports(context, **snapshot, options);
}

} // namespace

void addReportListing(const CommandSet& report) {
    addCommand<ListOptions>(
        report,
        {"list", "all reports of the library, damaged ones too",
         "  stemmactl report list\n"
         "  stemmactl report list --status active --tag defi --sort title\n"
         "  stemmactl report list --query solana --json | jq -r .id     (one object a line)\n"
         "  stemmactl report list --at 2025-03-11T10:12:02+00:00     (as it was then; a day: at its end, in "
         "UTC)\n"
         "  (a filter that nothing matches is exit 1)\n"},
        Writes::no,
        [](CLI::App& command, ListOptions& options) {
            command.add_option("--status", options.status, "only those with this status")->type_name("S");
            command
                .add_option("--tag", options.tags,
                            "only those with this tag (more than once: with all of them)")
                ->type_name("T")
                ->allow_extra_args(false);
            command
                .add_option("--sort", options.sort, "times and numbers: largest first; default updated_at")
                ->check(CLI::IsMember({"id", "title", "status", "state", "created_at", "updated_at",
                                       "last_change", "outline_version", "sections", "insights"}))
                ->type_name("FIELD");
            command.add_option("--query", options.query, "only those with this text in title, id or a tag")
                ->type_name("Q");
            command.add_option("--at", options.at, "as the library was at that moment")->type_name("TIME");
            command.add_flag("--trash", options.trash,
                             "the reports in the trash, with the names that untrash takes");
        },
        listReports);
}

} // namespace stemma::ctl
