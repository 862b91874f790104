// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_json.h"
#include "app/stemmactl/library_access.h"

namespace stemma::ctl {

namespace {

struct GraphListOptions {
    std::string user;
};

constexpr std::size_t graphTitleColumns = 40;

void printUsers(Output& out, const graph::GraphLibrary& library) {
    Table table({"USER", "GRAPHS", "NODES", "RELATIONS", "ATTRIBUTES", "BACKUPS", "STATE"});
    for (const graph::UserSummary& user : library.users)
        table.add({printable(user.id), std::to_string(user.graphs.size()), std::to_string(user.nodes),
                   std::to_string(user.relations), std::to_string(user.attributes),
                   std::to_string(user.backups), user.problems.empty() ? "ok" : "problems"});
    table.print(out);
    for (const graph::UserSummary& user : library.users)
        for (const Problem& problem : user.problems)
            out.line("  " + printable(user.id) + ": " + printable(problem.message));
}

int listGraphUsers(Context& context) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto library = graph::scanGraphLibrary(context.disk(), *root, context.progress("reading user"));
    if (!library)
        return context.out.failure(library.error());
    noteGraphLibrary(context, *library);
    if (context.out.json())
        for (const graph::UserSummary& user : library->users)
            context.out.value(graphUserValue(user));
    else if (!library->users.empty())
        printUsers(context.out, *library);
    return exitDone;
}

/// One graph of a user, with the freshness of its composed files.
struct ListedGraph {
    graph::GraphSummary summary;
    graph::ComposedState composed = graph::ComposedState::unknown;
};

void printGraphs(Output& out, const std::vector<ListedGraph>& graphs) {
    Table table({"GRAPH", "TITLE", "NODES", "RELATIONS", "ATTRIBUTES", "TRANSITIONS", "COMPOSED", "STATE"});
    for (const ListedGraph& each : graphs)
        table.add({printable(each.summary.id), shortened(printable(each.summary.title), graphTitleColumns),
                   std::to_string(each.summary.nodes), std::to_string(each.summary.relations),
                   std::to_string(each.summary.attributes), std::to_string(each.summary.transitions),
                   composedStateWord(each.composed), graphStateWord(each.summary)});
    table.print(out);
    for (const ListedGraph& each : graphs)
        for (const Problem& problem : each.summary.problems)
            out.line("  " + printable(each.summary.id) + ": " + printable(problem.message));
}

int listGraphs(Context& context, const std::string& given) {
    const auto folder = findGraphUser(context, given);
    if (!folder)
        return context.out.failure(folder.error());
    const auto library = graph::scanGraphLibrary(context.disk(), *folder);
    const auto files = graph::readUserFiles(context.disk(), *folder, graph::ReadComposed::yes, nullptr,
                                            context.progress("reading file"));
    if (!library || !files)
        return context.out.failure(library ? files.error() : library.error());
    noteUserFiles(context, *files);
    const graph::GraphStore store = graph::readGraphStore(*files);
    std::vector<ListedGraph> graphs;
    for (const graph::UserSummary& user : library->users)
        for (const graph::GraphSummary& summary : user.graphs)
            graphs.push_back({summary, graph::composedState(*files, store, summary.id)});
    if (!context.out.json()) {
        if (!graphs.empty())
            printGraphs(context.out, graphs);
        return exitDone;
    }
    for (const ListedGraph& each : graphs) {
        json::Value value = graphSummaryValue(each.summary);
        value.set("composed", json::Value::string(composedStateWord(each.composed)));
        context.out.value(value);
    }
    return exitDone;
}

} // namespace

void addGraphListing(const CommandSet& graph) {
    addCommand<GraphListOptions>(
        graph,
        {"list", "the users of a graph library, or one user's graphs",
         "  stemmactl --library graph_data graph list\n"
         "  stemmactl --library graph_data graph list 3f2a9c1e\n"
         "  stemmactl --library graph_data graph list 3f2a9c1e --json | jq .title     (one object a line)\n"},
        Writes::no,
        [](CLI::App& command, GraphListOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->type_name("");
        },
        [](Context& context, const GraphListOptions& options) {
            return options.user.empty() ? listGraphUsers(context) : listGraphs(context, options.user);
        });
}

} // namespace stemma::ctl
