// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/saved.h"

namespace stemma::ctl {

namespace {

struct SaveOptions {
    std::string id;
    std::string base;
    std::string file;
};

/// A report and one text: a title, a status, or nothing.
struct TargetOptions {
    std::string id;
    std::string text;
};

void declareId(CLI::App& command, std::string& id) {
    command.add_option("ID", id, "the report: its id or a unique beginning of it")->required()->type_name("");
}

int saveReport(Context& context, const SaveOptions& options) {
    const auto bytes = readInput(context.disk(), options.file, context.stop());
    if (!bytes)
        return context.out.failure(bytes.error());
    return writeReport(context, options.id, "Saved",
                       [&](const report::Workspace& workspace, const ReportId& id) {
                           return report::saveOutline(workspace, id, options.base, *bytes);
                       });
}

int tagReport(Context& context, const TargetOptions& options, const std::vector<std::string>& words) {
    std::vector<std::string> add;
    std::vector<std::string> remove;
    for (const std::string& word : words) {
        const char sign = word.empty() ? '\0' : word[0];
        if (word.size() < 2 || (sign != '+' && sign != '-'))
            return context.out.failure(ErrorCode::usage, "tag the report", {},
                                       "\"" + word + "\" is neither +tag nor -tag");
        (sign == '+' ? add : remove).push_back(word.substr(1));
    }
    if (words.empty())
        return context.out.failure(ErrorCode::usage, "tag the report", {}, "no tags were given",
                                   "Write +tag to add one and -tag to take one out.");
    return writeReport(context, options.id, "Tagged",
                       [&](const report::Workspace& workspace, const ReportId& id) {
                           return report::tagReport(workspace, id, add, remove);
                       });
}

using TextOperation = Result<report::Saved> (*)(const report::Workspace&, const ReportId&,
                                                const std::string&);
using Operation = Result<report::Saved> (*)(const report::Workspace&, const ReportId&);

struct TextCommand {
    const char* argument;
    const char* meaning;
    const char* done;
    TextOperation run;
};

/// A command of the shape `NAME ID TEXT`.
void addTextCommand(const CommandSet& report, const CommandText& text, const TextCommand& shape) {
    addCommand<TargetOptions>(
        report, text, Writes::yes,
        [shape](CLI::App& command, TargetOptions& options) {
            declareId(command, options.id);
            command.add_option(shape.argument, options.text, shape.meaning)->required()->type_name("");
        },
        [shape](Context& context, const TargetOptions& options) {
            return writeReport(context, options.id, shape.done,
                               [&](const report::Workspace& workspace, const ReportId& id) {
                                   return shape.run(workspace, id, options.text);
                               });
        });
}

/// A command of the shape `NAME ID`.
void addPlainCommand(const CommandSet& report, const CommandText& text, const char* done, Operation run) {
    addCommand<TargetOptions>(
        report, text, Writes::yes,
        [](CLI::App& command, TargetOptions& options) { declareId(command, options.id); },
        [done, run](Context& context, const TargetOptions& options) {
            return writeReport(context, options.id, done, run);
        });
}

void addSave(const CommandSet& report) {
    addCommand<SaveOptions>(
        report,
        {"save", "replace the whole outline, only if the one on disk is the one that was edited",
         "  base=$(stemmactl report show 1b9d6bcd --raw | tee outline.json | sha256sum | cut -d' ' -f1)\n"
         "  $EDITOR outline.json\n"
         "  stemmactl report save 1b9d6bcd --base \"$base\" --file outline.json     (exit 4: changed "
         "meanwhile)\n"},
        Writes::yes,
        [](CLI::App& command, SaveOptions& options) {
            declareId(command, options.id);
            command.add_option("--base", options.base, "the SHA-256 of the outline that was edited")
                ->required()
                ->type_name("SHA256");
            command.add_option("--file", options.file, "the new outline; default the standard input")
                ->type_name("F");
        },
        saveReport);
}

void addTag(const CommandSet& report) {
    addCommand<TargetOptions>(
        report,
        {"tag", "add tags (+tag) and take tags out (-tag), as one change",
         "  stemmactl report tag 1b9d6bcd +reviewed -draft\n"
         "  stemmactl report tag 1b9d6bcd -- +-x --y     (behind --, the first sign is the order, the rest "
         "the tag)\n"},
        Writes::yes, [](CLI::App& command, TargetOptions& options) { declareId(command, options.id); },
        [words = report.arguments.tags](Context& context, const TargetOptions& options) {
            return tagReport(context, options, words);
        });
}

} // namespace

void addReportWriting(const CommandSet& report) {
    addSave(report);
    addTextCommand(report,
                   {"rename", "give a report another title",
                    "  stemmactl report rename 1b9d6bcd 'Liquidity, revised'\n"},
                   {"TITLE", "the new title", "Renamed", report::renameReport});
    addTag(report);
    addTextCommand(report,
                   {"status", "set the status: active, archived or deleted",
                    "  stemmactl report status 1b9d6bcd archived\n"},
                   {"S", "active, archived or deleted", "Set the status of", report::setReportStatus});
    addPlainCommand(report, {"archive", "archive a report", "  stemmactl report archive 1b9d6bcd\n"},
                    "Archived", report::archiveReport);
    addPlainCommand(
        report,
        {"unarchive", "make an archived report active again", "  stemmactl report unarchive 1b9d6bcd\n"},
        "Made active again:", report::unarchiveReport);
    addTextCommand(report,
                   {"fork", "a new report with the same content and no history",
                    "  stemmactl report fork 1b9d6bcd 'Liquidity in April' --json | jq -r .id\n"},
                   {"TITLE", "the title of the new one", "Made", report::forkReport});
}

} // namespace stemma::ctl
