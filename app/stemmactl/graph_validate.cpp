// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_findings.h"
#include "app/stemmactl/graph_json.h"
#include "core/graph/graph_validation.h"
#include "core/io/folders.h"

namespace stemma::ctl {

namespace {

struct GraphValidateOptions {
    std::string user;
    bool deep = false;
};

json::Value validationValue(const graph::Validation& found) {
    std::vector<std::pair<std::string, json::Value>> statistics;
    for (const graph::Validation::Count& count : found.statistics)
        statistics.emplace_back(count.registry,
                                json::Value::integer(static_cast<std::int64_t>(count.entries)));
    return json::Value::object({{"user_id", json::Value::string(found.userId)},
                                {"timestamp", json::Value::string(found.timestamp)},
                                {"status", json::Value::string(found.status)},
                                {"issues", graphTextsValue(found.issues)},
                                {"statistics", json::Value::object(std::move(statistics))}});
}

/// What truly holds, beside the old program's verdict.
Result<std::vector<graph::Finding>> readFindings(const Context& context, const std::string& folder) {
    const auto files = graph::readUserFiles(context.disk(), folder, graph::ReadComposed::yes, nullptr,
                                            context.progress("reading file"));
    if (!files)
        return fail(files.error());
    if (files->mayBeMixed())
        context.out.note("note: a change is on its way to the disk, or was cut off there: `recover` ends it");
    return graph::deepFindings(*files, graph::readGraphStore(*files));
}

void printValidation(Output& out, const graph::Validation& found) {
    out.line(printable(found.userId) + ": " + found.status);
    for (const graph::Validation::Count& count : found.statistics)
        out.line("  " + count.registry + ": " + std::to_string(count.entries) + " entries");
    for (const std::string& issue : found.issues)
        out.line("  " + printable(issue));
}

int validateGraphs(Context& context, const GraphValidateOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const graph::Validation found = graph::validateUser(context.disk(), *folder, io::splitPath(*folder).name,
                                                        context.environment().clock);
    Result<std::vector<graph::Finding>> findings;
    if (options.deep)
        findings = readFindings(context, *folder);
    if (!findings)
        return context.out.failure(findings.error());
    if (context.out.json()) {
        json::Value value = validationValue(found);
        if (options.deep)
            value.set("findings", graphFindingsValue(*findings));
        context.out.value(value);
    } else {
        printValidation(context.out, found);
        if (options.deep)
            context.out.line(findings->empty() ? "The deep validation found nothing."
                                               : "The deep validation found:");
        printGraphFindings(context.out, *findings);
    }
    return found.status == "valid" && findings->empty() ? exitDone : exitNo;
}

} // namespace

void addGraphValidation(const CommandSet& graph) {
    addCommand<GraphValidateOptions>(
        graph,
        {"validate",
         "what the old program's own validation says of a user, which only counts; --deep looks closely",
         "  stemmactl --library graph_data graph validate 3f2a9c1e\n"
         "  stemmactl --library graph_data graph validate 3f2a9c1e --json | jq .status\n"
         "  stemmactl --library graph_data graph validate 3f2a9c1e --deep --json | jq '.findings[].id'\n"
         "  (anything but valid, and any finding, is exit 1)\n"},
        Writes::no,
        [](CLI::App& command, GraphValidateOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_flag("--deep", options.deep, "everything that is wrong, and what would repair it");
        },
        validateGraphs);
}

} // namespace stemma::ctl
