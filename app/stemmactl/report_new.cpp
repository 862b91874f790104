// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/saved.h"
#include "core/json/python_format.h"
#include "core/report/markdown_import.h"
#include "core/report/templates.h"

namespace stemma::ctl {

namespace {

struct NewOptions {
    std::string title;
    std::vector<std::string> tags;
    std::string shape; ///< of the template
    std::string file;
    std::string markdown;
};

struct SynthesisOptions {
    std::string title;
    std::vector<std::string> ids;
};

/// What a new report begins with; nothing: empty.
struct Beginning {
    std::vector<std::string> tags;
    std::optional<std::string> outline;
};

Result<Beginning> fromMarkdown(Context& context, const NewOptions& options) {
    const auto text = readInput(context.disk(), options.markdown, context.stop());
    if (!text)
        return fail(text.error());
    auto read = report::importMarkdown(*text, options.title);
    if (!read) {
        read.error().path = options.markdown == "-" ? "standard input" : options.markdown;
        return fail(read.error());
    }
    for (const std::string& note : read->notes)
        context.out.note("note: " + printable(note));
    Beginning beginning;
    beginning.outline = json::pythonText(read->outline);
    if (!options.tags.empty())
        beginning.tags = read->tags;
    beginning.tags.insert(beginning.tags.end(), options.tags.begin(), options.tags.end());
    return beginning;
}

Result<Beginning> beginningOf(Context& context, const NewOptions& options) {
    if (!options.markdown.empty())
        return fromMarkdown(context, options);
    if (!options.file.empty()) {
        auto bytes = readInput(context.disk(), options.file, context.stop());
        if (!bytes)
            return fail(bytes.error());
        return Beginning{options.tags, std::move(*bytes)};
    }
    if (const auto shape = report::templateFromWord(options.shape))
        return Beginning{{}, json::pythonText(report::templateOutline(*shape, options.tags))};
    return Beginning{options.tags, {}};
}

int newReport(Context& context, const NewOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto beginning = beginningOf(context, options);
    if (!beginning)
        return context.out.failure(beginning.error());
    return printSaved(context, "Made",
                      report::newReport(*workspace, options.title, beginning->tags, beginning->outline));
}

int synthesize(Context& context, const SynthesisOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    std::vector<ReportId> sources;
    for (const std::string& given : options.ids) {
        auto id = findReport(context, workspace->root, given);
        if (!id)
            return context.out.failure(id.error());
        sources.push_back(std::move(*id));
    }
    return printSaved(context, "Made", report::synthesizeReports(*workspace, options.title, sources));
}

std::vector<std::string> templateWords() {
    std::vector<std::string> words;
    for (const report::Template each : report::allTemplates())
        words.emplace_back(report::templateWord(each));
    return words;
}

void declareNew(CLI::App& command, NewOptions& options) {
    command.add_option("TITLE", options.title, "its title")->required()->type_name("");
    command.add_option("--tag", options.tags, "a tag; may be given more than once")
        ->type_name("T")
        ->allow_extra_args(false);
    auto* shape = command
                      .add_option("--template", options.shape,
                                  "the sections to begin with: default, deep_dive, analyst_v1 or empty "
                                  "(default: empty)")
                      ->type_name("NAME")
                      ->check(CLI::IsMember(templateWords()));
    auto* file =
        command
            .add_option("--file", options.file,
                        "its content, in the format (ids and dates that are missing are made); - is the "
                        "standard input")
            ->type_name("OUTLINE");
    auto* markdown = command
                         .add_option("--markdown", options.markdown,
                                     "its content as Markdown: headings become sections, bullets insights, "
                                     "their links citations; - is the standard input")
                         ->type_name("F");
    shape->excludes(file)->excludes(markdown);
    file->excludes(markdown);
}

} // namespace

void addReportMaking(const CommandSet& report) {
    addCommand<NewOptions>(
        report,
        {"new", "a new report",
         "  stemmactl report new 'Liquidity in March' --tag defi --tag q1 --template deep_dive\n"
         "  stemmactl report new 'From my notes' --markdown notes.md\n"
         "  stemmactl report new 'Moved here' --file outline.json --json | jq -r .id\n"},
        Writes::yes, declareNew, newReport);
    addCommand<SynthesisOptions>(
        report,
        {"synthesize", "a new report of the sections and insights of several",
         "  stemmactl report synthesize 'The first half-year' 1b9d6bcd 7c9e6679\n"
         "  (the reports stay as they are; where both have an id, the copy gets a new one)\n"},
        Writes::yes,
        [](CLI::App& command, SynthesisOptions& options) {
            command.add_option("TITLE", options.title, "its title")->required()->type_name("");
            command.add_option("ID", options.ids, "two reports or more, in the order of their sections")
                ->required()
                ->type_name("");
        },
        synthesize);
}

} // namespace stemma::ctl
