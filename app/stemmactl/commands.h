// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/stemmactl/arguments.h"
#include "app/stemmactl/context.h"

namespace stemma::ctl {

/// The place where the command groups put their commands.
struct CommandSet {
    CLI::App& parent;
    GlobalOptions& options; ///< for `--break-lock` of writing commands
    const Arguments& arguments;
    Action& chosen;
};

/// How a command is described: what it does in a line, and examples for its `--help`.
struct CommandText {
    const char* name;
    const char* description;
    const char* examples;
};

enum class Writes { no, yes };

/// Adds a command whose own options are an `Options`: `declare` binds them, `run` does the work.
/// A command that has commands of its own runs only where none of them is named.
template <class Options>
CLI::App* addCommand(const CommandSet& set, const CommandText& text, Writes writes,
                     const std::function<void(CLI::App&, Options&)>& declare,
                     std::function<int(Context&, const Options&)> run) {
    CLI::App* command = set.parent.add_subcommand(text.name, text.description);
    command->fallthrough();
    command->footer(std::string("\nExamples:\n") + text.examples);
    if (writes == Writes::yes)
        command->add_flag("--break-lock", set.options.breakLock,
                          "set a stale lock of an unknown owner aside (exit 5 says whose it is)");
    auto options = std::make_shared<Options>();
    declare(*command, *options);
    command->callback([command, &chosen = set.chosen, options, run = std::move(run)] {
        if (!command->get_subcommands().empty())
            return;
        chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return command;
}

/// A group of commands (`report …`), which needs one of them.
[[nodiscard]] inline CommandSet addGroup(const CommandSet& set, const char* name, const char* description) {
    CLI::App* group = set.parent.add_subcommand(name, description);
    group->require_subcommand(1);
    group->fallthrough();
    group->footer("\n`--help` after a command shows examples.\n");
    return {*group, set.options, set.arguments, set.chosen};
}

void addReportListing(const CommandSet& report);
void addReportShowing(const CommandSet& report);
void addReportHistory(const CommandSet& report);
void addReportDiff(const CommandSet& report);
void addReportMerge(const CommandSet& report);
void addReportMaking(const CommandSet& report);
void addReportWriting(const CommandSet& report);
void addReportEditing(const CommandSet& report);
void addReportRestore(const CommandSet& report);
void addReportUndo(const CommandSet& report);
void addReportVerification(const CommandSet& report);
void addReportMarks(const CommandSet& report);
void addReportExport(const CommandSet& report);
void addReportBlame(const CommandSet& report);
void addReportBackups(const CommandSet& report);
void addReportPruning(const CommandSet& report);
void addReportPruned(const CommandSet& report);
void addGraphListing(const CommandSet& graph);
void addGraphShowing(const CommandSet& graph);
void addGraphValidation(const CommandSet& graph);
void addGraphRepair(const CommandSet& graph);
void addGraphCleanup(const CommandSet& graph);
void addGraphEditing(const CommandSet& graph);
void addGraphExport(const CommandSet& graph);
void addGraphImport(const CommandSet& graph);
void addGraphLog(const CommandSet& graph);
void addGraphDiff(const CommandSet& graph);
void addGraphRestore(const CommandSet& graph);
void addIndexCommands(const CommandSet& index);
void addFileCommands(const CommandSet& file);
void addDoctor(const CommandSet& top);
void addFeed(const CommandSet& top);
void addInbox(const CommandSet& top);
void addRecover(const CommandSet& top);
void addSearch(const CommandSet& top);
void addWatch(const CommandSet& top);

} // namespace stemma::ctl
