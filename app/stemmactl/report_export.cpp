// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "app/stemmactl/report_versions.h"
#include "app/stemmactl/saved.h"
#include "core/exchange/report_bundle.h"
#include "core/exporting/html.h"
#include "core/exporting/markdown.h"
#include "core/io/write_together.h"

namespace stemma::ctl {

namespace {

struct ReportExportWords {
    std::string id, format, version, output;
    bool replace = false;
};

struct ReportImportWords {
    std::string file, copyTitle;
    bool copy = false;
    bool dryRun = false;
};

/// What is to be written, and what the person should know of it.
struct ReadyReport {
    std::string bytes;
    std::vector<std::string> warnings;
};

Result<ReadyReport> readyBundle(Context& context, const std::string& root, const ReportId& id) {
    auto made = exchange::makeReportBundle(context.disk(), root, id, context.environment().clock.now(),
                                           context.progress("packing file"));
    if (!made)
        return fail(std::move(made.error()));
    ReadyReport ready{std::move(made->bytes), {}};
    for (const std::string& name : made->leftOut)
        ready.warnings.push_back("not in the bundle: " + name);
    return ready;
}

Result<ReadyReport> readyOutline(const Context& context, const std::string& directory,
                                 const ReportExportWords& words) {
    ReportVersions versions(context, directory);
    auto bytes = versions.bytes(words.version.empty() ? "now" : words.version);
    if (!bytes)
        return fail(std::move(bytes.error()));
    if (words.format == "json")
        return ReadyReport{std::move(*bytes), {}};
    const auto outline = report::readOutline(*bytes, io::joinPath(directory, "outline.json"));
    if (!outline)
        return fail(outline.error());
    return ReadyReport{
        words.format == "md" ? exporting::reportMarkdown(*outline) : exporting::htmlPage(*outline), {}};
}

Result<ReadyReport> makeReportExport(Context& context, const ReportExportWords& words) {
    if (words.format == "bundle" && !words.version.empty())
        return fail(ErrorCode::usage, "export the report", {}, "a bundle has all versions",
                    "Leave --version out.");
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    const auto id = findReport(context, *root, words.id);
    if (!id)
        return fail(id.error());
    if (words.format == "bundle")
        return readyBundle(context, *root, *id);
    const auto directory = report::reportDirectory(context.disk(), *root, *id);
    return directory ? readyOutline(context, *directory, words) : fail(directory.error());
}

int writeReportExport(Context& context, const ReportExportWords& words, const ReadyReport& ready) {
    const auto existing = words.replace ? io::Existing::replace : io::Existing::keep;
    if (Status free = io::checkPlace(context.disk(), words.output, existing); !free)
        return context.out.failure(free.error());
    if (Status written = io::writeTogether(context.disk(), {{words.output, ready.bytes}}, existing); !written)
        return context.out.failure(written.error());
    context.out.markCommitted();
    if (context.out.json())
        context.out.value(json::Value::object({{"path", json::Value::string(words.output)},
                                               {"bytes", numberValue(ready.bytes.size())},
                                               {"format", json::Value::string(words.format)}}));
    else
        context.out.line("Wrote " + printable(words.output) + ", " + std::to_string(ready.bytes.size()) +
                         " bytes.");
    return exitDone;
}

int exportReport(Context& context, const ReportExportWords& words) {
    const auto ready = makeReportExport(context, words);
    if (!ready)
        return context.out.failure(ready.error());
    for (const std::string& warning : ready->warnings)
        context.out.warning(printable(warning));
    if (!words.output.empty())
        return writeReportExport(context, words, *ready);
    context.out.bytes(ready->bytes);
    return exitDone;
}

json::Value bundleValue(const exchange::ReportBundle& bundle, bool isThere) {
    return json::Value::object({{"id", json::Value::string(bundle.manifest.report.text())},
                                {"title", json::Value::string(bundle.manifest.title)},
                                {"made", json::Value::string(bundle.manifest.made)},
                                {"files", numberValue(bundle.files.size())},
                                {"bytes", numberValue(bundle.manifest.size())},
                                {"backups", numberValue(bundle.backups)},
                                {"events", numberValue(bundle.events)},
                                {"damaged", json::Value::boolean(!bundle.verdict.peerReads)},
                                {"is_there", json::Value::boolean(isThere)}});
}

int showBundle(Context& context, const report::Workspace& workspace, const exchange::ReportBundle& bundle) {
    const bool isThere =
        report::reportDirectory(context.disk(), workspace.root, bundle.manifest.report).has_value();
    if (context.out.json()) {
        context.out.value(bundleValue(bundle, isThere));
        return exitDone;
    }
    context.out.line("# " + printable(bundle.manifest.title));
    context.out.line(printable(bundle.manifest.report.text()) + ", exported " +
                     localTime(bundle.manifest.made) + ": " + std::to_string(bundle.files.size()) +
                     " files, " + std::to_string(bundle.backups) + " backups, " +
                     std::to_string(bundle.events) + " events. All are as they were exported.");
    if (!bundle.verdict.peerReads)
        context.out.note("note: its outline is damaged, and stays so");
    if (isThere)
        context.out.note(
            "note: the library has that report already: --copy TITLE imports it beside that one");
    return exitDone;
}

int importReport(Context& context, const ReportImportWords& words) {
    const auto bytes = readInput(context.disk(), words.file, context.stop());
    if (!bytes)
        return context.out.failure(bytes.error());
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto bundle = exchange::readReportBundle(*bytes, words.file, context.progress("checking file"));
    if (!bundle)
        return context.out.failure(bundle.error());
    if (words.dryRun)
        return showBundle(context, *workspace, *bundle);
    return printSaved(context, "Imported",
                      exchange::importReportBundle(
                          *workspace, *bundle, words.copy ? std::optional(words.copyTitle) : std::nullopt));
}

void declareReportExport(CLI::App& command, ReportExportWords& words) {
    command.add_option("ID", words.id, "the report")->required()->type_name("");
    command.add_option("--format", words.format, "as what; a bundle has the whole history")
        ->required()
        ->check(CLI::IsMember({"md", "html", "json", "bundle"}))
        ->option_text("md|html|json|bundle");
    command.add_option("--version", words.version, "which version; default: now")->type_name("V");
    command.add_option("--output", words.output, "a new file; default: standard output")->type_name("F");
    command.add_flag("--replace", words.replace, "replace the file if it is there");
}

} // namespace

void addReportExport(const CommandSet& report) {
    addCommand<ReportExportWords>(
        report,
        {"export", "a report for reading, or with its whole history",
         "  stemmactl report export 1b9d6bcd --format md\n"
         "  stemmactl report export 1b9d6bcd --format html --version @3 --output old.html\n"
         "  stemmactl report export 1b9d6bcd --format bundle --output q3.stemma-report\n"},
        Writes::no, declareReportExport, exportReport);
    addCommand<ReportImportWords>(
        report,
        {"import", "a report with its whole history, from a bundle that is checked first",
         "  stemmactl report import q3.stemma-report --dry-run\n"
         "  stemmactl report import q3.stemma-report\n"
         "  stemmactl report import q3.stemma-report --copy \"Q3, as it was\"     (beside the report that is "
         "there)\n"},
        Writes::yes,
        [](CLI::App& command, ReportImportWords& words) {
            command.add_option("FILE", words.file, "the bundle; - is the standard input")
                ->required()
                ->type_name("");
            CLI::Option* copy = command.add_option("--copy", words.copyTitle,
                                                   "as a new report of that title, with its history");
            copy->type_name("TITLE");
            copy->each([&words](const std::string&) { words.copy = true; });
            command.add_flag("--dry-run", words.dryRun, "check it and tell what is in it; write nothing");
        },
        importReport);
}

} // namespace stemma::ctl
