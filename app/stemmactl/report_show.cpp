// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/moment_option.h"
#include "app/stemmactl/report_versions.h"
#include "core/report/library_past.h"
#include "core/report/outline_rules.h"

namespace stemma::ctl {

namespace {

struct ShowOptions {
    std::string id;
    std::string version;
    std::string at;
    bool raw = false;
};

void printCitation(Output& out, const report::Citation& citation) {
    std::string text = citation.source;
    for (const auto* part : {&citation.title, &citation.description, &citation.url, &citation.endpoint,
                             &citation.path, &citation.executionId, &citation.queryId})
        if (*part && !(*part)->empty())
            text += ", " + **part;
    out.line("      source: " + printable(text));
}

void printInsight(Output& out, const report::Insight& insight) {
    const std::string status = insight.status == "active" ? "" : ", " + insight.status;
    out.line("  * [importance " + std::to_string(insight.importance) + printable(status) + "] " +
             printable(insight.summary));
    for (const report::Citation& citation : insight.citations)
        printCitation(out, citation);
}

void printSection(Output& out, const report::Outline& outline, const report::Section& section) {
    out.line("");
    out.line("## " + printable(section.title));
    const bool blank = !section.content || section.content->find_first_not_of(" \t\r\n") == std::string::npos;
    const auto& text = blank ? section.notes : section.content;
    if (text && !text->empty())
        out.line(printableLines(*text));
    for (const InsightId& id : section.insightIds) {
        if (const report::Insight* insight = outline.insight(id))
            printInsight(out, *insight);
        else
            out.line("  * (insight " + printable(id.text()) + " is not in the report)");
    }
}

void printOutline(Output& out, const report::Outline& outline) {
    out.line("# " + printable(outline.title));
    std::string tags;
    for (const std::string& tag : outline.tags)
        tags += (tags.empty() ? "" : ", ") + tag;
    out.line("id " + printable(outline.id.text()) + ", version " + std::to_string(outline.outlineVersion) +
             ", " + printable(outline.status) + (tags.empty() ? "" : ", tags: " + printable(tags)));
    out.line("created " + localTime(outline.createdAt) + ", updated " + localTime(outline.updatedAt));
    if (outline.description)
        out.line(printableLines(*outline.description));
    for (const report::Section& section : outline.sections)
        printSection(out, outline, section);
    const auto orphans = outline.orphans();
    if (orphans.empty())
        return;
    out.line("");
    out.line("## (insights that no section names)");
    for (const report::Insight* insight : orphans)
        printInsight(out, *insight);
}

/// The version that was current at that moment.
Result<std::string> versionAt(const Context& context, const FoundReport& report, Timestamp moment) {
    constexpr const char* showing = "show the report as it was";
    const auto past = report::reportPastAt(context.disk(), report.directory, report.id, moment);
    if (past.state == report::PastState::notYet)
        return fail(ErrorCode::notFound, showing, report.id.text(), "it wasn't there yet",
                    "“report log” shows when it was made.");
    if (past.state == report::PastState::lost)
        return fail(ErrorCode::notFound, showing, report.id.text(), past.why,
                    "“report log” shows what is left.");
    return past.version;
}

/// The version that the options name.
Result<std::string> versionOf(const Context& context, const FoundReport& report, const ShowOptions& options) {
    const auto moment = momentOption(options.at, DayEnd::last);
    if (!moment)
        return fail(moment.error());
    if (!*moment)
        return options.version.empty() ? "now" : options.version;
    if (!options.version.empty())
        return fail(ErrorCode::usage, "show the report", {}, "it takes --version or --at, not both");
    return versionAt(context, report, **moment);
}

/// As it was, it can be shown from the trash too.
Result<FoundReport> reportToShow(const Context& context, const ShowOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    if (!options.at.empty())
        return findReportAnywhere(context, *root, options.id);
    auto id = findReport(context, *root, options.id);
    auto directory = id ? report::reportDirectory(context.disk(), *root, *id) : fail(std::move(id.error()));
    if (!directory)
        return fail(std::move(directory.error()));
    return FoundReport{std::move(*id), std::move(*directory)};
}

int showReport(Context& context, const ShowOptions& options) {
    const auto report = reportToShow(context, options);
    if (!report)
        return context.out.failure(report.error());
    const auto version = versionOf(context, *report, options);
    if (!version)
        return context.out.failure(version.error());
    ReportVersions versions(context, report->directory);
    if (options.raw) {
        const auto bytes = versions.bytes(*version);
        if (!bytes)
            return context.out.failure(bytes.error());
        context.out.bytes(*bytes);
        return exitDone;
    }
    const auto document = versions.document(*version);
    if (!document)
        return context.out.failure(document.error());
    const auto verdict = report::judgeOutline(*document);
    for (const report::Problem& problem : verdict.problems)
        context.out.note(std::string(severityWord(problem.severity)) + ": " + printable(problem.message));
    if (!verdict.peerReads)
        context.out.note("note: igloo-mcp can't read this outline; shown is what can be read of it");
    if (context.out.json())
        context.out.value(*document);
    else
        printOutline(context.out, report::outlineFrom(*document));
    return exitDone;
}

} // namespace

void addReportShowing(const CommandSet& report) {
    addCommand<ShowOptions>(
        report,
        {"show", "one report, or a version of it",
         "  stemmactl report show 1b9d6bcd\n"
         "  stemmactl report show 1b9d6bcd --version @3 --json | jq .title\n"
         "  stemmactl report show 1b9d6bcd --at 2025-03-11T10:12:02+00:00     (a day: at its end, in UTC)\n"
         "  stemmactl report show 1b9d6bcd --raw > outline.json     (the file's bytes)\n"
         "  Versions: now, before:ACTION, after:ACTION (an id or its beginning), backup:FILENAME,\n"
         "  @N (after row N of `report log`), or a path to a file.\n"},
        Writes::no,
        [](CLI::App& command, ShowOptions& options) {
            command.add_option("ID", options.id, "the report: its id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("--version", options.version, "default now")->type_name("V");
            command.add_option("--at", options.at, "as it was at that moment")->type_name("TIME");
            command.add_flag("--raw", options.raw, "the bytes of the file as they are");
        },
        showReport);
}

} // namespace stemma::ctl
