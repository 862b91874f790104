// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/report_conflicts.h"
#include "core/io/atomic_write.h"
#include "core/io/strays.h"
#include "core/report/outline_merge.h"

namespace stemma::ctl {

namespace {

using json::Value;

struct MergeOptions {
    std::string base, ours, theirs;
    std::string output;
};

/// Conflicts go where the outline doesn't.
void printConflicts(Context& context, const MergeOptions& options,
                    const std::vector<report::MergeConflict>& conflicts) {
    for (const report::MergeConflict& conflict : conflicts) {
        for (const std::string& line : conflictLines(conflict)) {
            if (options.output.empty())
                context.out.note(line);
            else
                context.out.line(line);
        }
    }
}

Status writeMerged(Context& context, const MergeOptions& options, const report::OutlineMerge& merge) {
    if (options.output.empty())
        return {};
    if (context.stop().stop_requested())
        return fail(ErrorCode::cancelled, "write the merged outline", options.output, "cancelled");
    io::removeStrays(context.disk(), options.output);
    if (auto written =
            io::atomicWrite(context.disk(), options.output, merge.bytes, io::MissingFolders::refuse);
        !written)
        return written;
    context.out.markCommitted();
    return {};
}

void print(Context& context, const MergeOptions& options, const report::OutlineMerge& merge) {
    if (!context.out.json()) {
        if (options.output.empty())
            context.out.bytes(merge.bytes);
        printConflicts(context, options, merge.conflicts);
    } else if (options.output.empty()) {
        context.out.value(
            Value::object({{"conflicts", conflictsValue(merge.conflicts)}, {"outline", merge.document}}));
    } else {
        context.out.value(conflictsValue(merge.conflicts));
    }
}

int mergeFiles(Context& context, const MergeOptions& options) {
    std::vector<std::string> texts;
    for (const std::string* path : {&options.base, &options.ours, &options.theirs}) {
        auto text = readInput(context.disk(), *path, context.stop());
        if (!text)
            return context.out.failure(text.error());
        texts.push_back(std::move(*text));
    }
    // Git hands over an empty base where both sides added the file.
    if (texts[0].empty())
        texts[0] = "{}";
    const auto merge = report::mergeOutlines(texts[0], texts[1], texts[2], report::Prefer::ours, {},
                                             {options.base, options.ours, options.theirs});
    if (!merge)
        return context.out.failure(merge.error());
    if (auto written = writeMerged(context, options, *merge); !written)
        return context.out.failure(written.error());
    print(context, options, *merge);
    return merge->conflicts.empty() ? exitDone : exitNo;
}

} // namespace

void addReportMerge(const CommandSet& report) {
    addCommand<MergeOptions>(
        report,
        {"merge", "merges two outline files that were made from the same one; exit 1 with conflicts",
         "  stemmactl report merge base.json mine.json theirs.json --output merged.json\n"
         "  git config merge.stemma.driver \"stemmactl report merge %O %A %B --output %A\"\n"
         "  echo 'outline.json merge=stemma' >> .gitattributes\n"
         "  Sections, insights and citations are matched by their ids, fields one by one, prose by words.\n"
         "  Where both changed the same, the result has what OURS says, and the conflict is listed (--json:\n"
         "  the list, or without --output {conflicts,outline}). An empty BASE: both made the file anew.\n"},
        Writes::no,
        [](CLI::App& command, MergeOptions& options) {
            command.add_option("BASE", options.base, "the outline that both were made from")
                ->required()
                ->type_name("");
            command.add_option("OURS", options.ours, "one of the two")->required()->type_name("");
            command.add_option("THEIRS", options.theirs, "the other, whose layout the result has")
                ->required()
                ->type_name("");
            command.add_option("--output", options.output, "the file to write; else it is printed")
                ->type_name("F");
        },
        mergeFiles);
}

} // namespace stemma::ctl
