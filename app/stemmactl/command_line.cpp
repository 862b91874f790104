// SPDX-License-Identifier: MIT
#include "app/stemmactl/command_line.h"

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <optional>

#include "app/stemmactl/commands.h"

namespace stemma::ctl {

namespace {

constexpr const char* exitCodes =
    "\nExit codes:\n"
    "  0 done        1 the answer is no (differences, findings, no match)   2 usage\n"
    "  3 not found   4 conflict: changed meanwhile, nothing was written     5 locked\n"
    "  6 damaged     7 the system refused (disk full, permission …)         8 unsafe\n"
    "  130 cancelled\n"
    "\nExamples:\n"
    "  stemmactl --library ~/.igloo_mcp/reports report list\n"
    "  stemmactl report log 1b9d6bcd --json | jq .action_type\n"
    "  stemmactl report restore 1b9d6bcd before:4f0c --dry-run\n"
    "  stemmactl file update settings.json --merge-patch change.json --default '{}'\n"
    "\n`stemmactl COMMAND --help` tells more about each command.\n";

void declareOptions(CLI::App& app, GlobalOptions& options) {
    app.add_option("--library", options.library,
                   "the reports root, a graph_data folder or one user's in it; default $STEMMA_LIBRARY, else "
                   "the place "
                   "where igloo-mcp keeps its reports")
        ->type_name("DIR");
    app.add_flag("--json", options.json,
                 "print JSON: one value, or one object a line where a list may be long");
    app.add_option_function<std::string>(
           "--actor", [&options](const std::string& word) { options.actor = *history::actorFromWord(word); },
           "who the history says did it; default human")
        ->check(CLI::IsMember({"human", "cli", "agent"}))
        ->option_text("human|cli|agent");
    app.add_option_function<std::string>(
           "--request-id", [&options](const std::string& id) { options.requestId = id; },
           "an id that the history keeps with the change; those with the same id belong together")
        ->type_name("ID");
    app.add_option("--timeout", options.timeout, "how long to wait for a lock; default 30")
        ->check(CLI::Range(0.0, 1e6))
        ->option_text("SECONDS");
    app.add_flag("--quiet", options.quiet, "no remarks and no progress on standard error");
    app.add_option_function<std::string>(
           "--log-level",
           [&options](const std::string& word) { options.logLevel = *logging::levelFromWord(word); },
           "what goes to $XDG_STATE_HOME/stemma/log/stemmactl.log: trace, debug, info (default), warning, "
           "error, off")
        ->check(CLI::IsMember({"trace", "debug", "info", "warning", "warn", "error", "off"}))
        ->option_text("LEVEL");
}

void declareCommands(const CommandSet& top) {
    const CommandSet report = addGroup(top, "report", "list, read, change and restore reports");
    addReportListing(report);
    addReportShowing(report);
    addReportHistory(report);
    addReportVerification(report);
    addReportDiff(report);
    addReportMerge(report);
    addReportMaking(report);
    addReportWriting(report);
    addReportEditing(report);
    addReportRestore(report);
    addReportUndo(report);
    addReportMarks(report);
    addReportExport(report);
    addReportBlame(report);
    addReportBackups(report);
    addReportPruning(report);
    addReportPruned(report);
    const CommandSet graph = addGroup(top, "graph", "list, read, check, change, export and import graphs");
    addGraphListing(graph);
    addGraphShowing(graph);
    addGraphValidation(graph);
    addGraphRepair(graph);
    addGraphCleanup(graph);
    addGraphEditing(graph);
    addGraphExport(graph);
    addGraphImport(graph);
    addGraphLog(graph);
    addGraphDiff(graph);
    addGraphRestore(graph);
    addIndexCommands(addGroup(top, "index", "the list that igloo-mcp keeps of a library"));
    addFileCommands(addGroup(top, "file", "read, replace, change and lock any file, atomically and durably"));
    addInbox(top);
    addFeed(top);
    addDoctor(top);
    addRecover(top);
    addSearch(top);
    addWatch(top);
}

/// The exit code, if the words asked for help or were off; nothing if they were understood.
std::optional<int> parse(CLI::App& app, const Arguments& arguments, Output& out) {
    // CLI11 takes the words from the end.
    std::vector<std::string> words(arguments.words.rbegin(), arguments.words.rend());
    try {
        app.parse(words);
        return std::nullopt;
    } catch (const CLI::Success& success) {
        app.exit(success, std::cout, std::cerr);
        return exitDone;
    } catch (const CLI::RequiredError& error) {
        // A command that doesn't exist is told as such, not as one that is missing.
        const std::vector<std::string> unknown = app.remaining(true);
        return out.failure(ErrorCode::usage, "understand the command line", {},
                           unknown.empty() ? error.what()
                                           : "there is no command or option " + unknown.front(),
                           "See stemmactl --help, or --help after a command.");
    } catch (const CLI::ParseError& error) {
        return out.failure(ErrorCode::usage, "understand the command line", {}, error.what(),
                           "See stemmactl --help, or --help after a command.");
    }
}

/// Everything printed is with the system before the locks' linger is waited for.
int finish(Context& context, int code) {
    const int lost = context.out.flush();
    if (lost == 0 || lost == EPIPE)
        return code;
    const Error error = systemError(lost, "write the result to the standard output", {});
    if (context.out.committed()) {
        context.out.warning(describe(error));
        return code;
    }
    const int failed = context.out.failure(error);
    return code == exitDone || code == exitNo ? failed : code;
}

int runAction(const GlobalOptions& options, const Action& action, Signals& signals) {
    Context context(options, signals);
    int code = 0;
    // What may still be thrown here is a failed allocation; whatever was being written is old or new on the
    // disk.
    try {
        code = action(context);
    } catch (const std::bad_alloc&) {
        throw; // told by main(), in words that need no memory
    } catch (const std::exception& error) {
        code = context.out.failure(ErrorCode::io, "finish the command", {}, error.what());
    }
    if (code != exitDone && code != exitNo)
        context.log().write(logging::Level::error, "failed", {{"exit", std::to_string(code)}});
    return finish(context, code);
}

} // namespace

int runCommandLine(std::vector<std::string> words, Signals& signals) {
    const Arguments arguments = splitArguments(std::move(words));
    GlobalOptions options;
    Action action;
    CLI::App app("Everything the window of Stemma can do to a library, without a display.", "stemmactl");
    app.set_version_flag("--version", std::string("stemmactl ") + STEMMA_VERSION);
    app.footer(exitCodes);
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    declareOptions(app, options);
    declareCommands({app, options, arguments, action});
    Output early({arguments.json, false});
    if (const auto code = parse(app, arguments, early))
        return *code;
    return runAction(options, action, signals);
}

} // namespace stemma::ctl
