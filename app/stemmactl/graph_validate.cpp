// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_json.h"
#include "core/graph/graph_validation.h"
#include "core/io/folders.h"

namespace stemma::ctl {

namespace {

struct GraphValidateOptions {
    std::string user;
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

int validateGraphs(Context& context, const GraphValidateOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const graph::Validation found = graph::validateUser(context.disk(), *folder, io::splitPath(*folder).name,
                                                        context.environment().clock);
    if (context.out.json()) {
        context.out.value(validationValue(found));
    } else {
        context.out.line(printable(found.userId) + ": " + found.status);
        for (const graph::Validation::Count& count : found.statistics)
            context.out.line("  " + count.registry + ": " + std::to_string(count.entries) + " entries");
        for (const std::string& issue : found.issues)
            context.out.line("  " + printable(issue));
    }
    return found.status == "valid" ? exitDone : exitNo;
}

} // namespace

void addGraphValidation(const CommandSet& graph) {
    addCommand<GraphValidateOptions>(
        graph,
        {"validate", "what the old program's own validation says of a user: it only counts",
         "  stemmactl --library graph_data graph validate 3f2a9c1e\n"
         "  stemmactl --library graph_data graph validate 3f2a9c1e --json | jq .status\n"
         "  (anything but valid is exit 1)\n"},
        Writes::no,
        [](CLI::App& command, GraphValidateOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
        },
        validateGraphs);
}

} // namespace stemma::ctl
