// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_changes.h"
#include "app/stemmactl/report_json.h"
#include "core/graph/graph_history.h"

namespace stemma::ctl {

namespace {

struct GraphDiffOptions {
    std::string user, graph, before, after, format;
};

bool graphIsIn(const graph::UserFiles& files, const std::string& id) {
    const auto& graphs = files.graphFolders();
    return std::find(graphs.begin(), graphs.end(), id) != graphs.end();
}

int diffGraph(Context& context, const GraphDiffOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const auto timeline = graph::loadGraphTimeline(context.disk(), *folder, options.graph,
                                                   graph::oldLogFolder(context.disk(), *folder));
    if (!timeline)
        return context.out.failure(timeline.error());
    const auto read = [&](const std::string& version) {
        return graph::filesAt(context.disk(), *folder, *timeline, version, context.progress("reading file"));
    };
    const auto before = read(options.before);
    if (!before)
        return context.out.failure(before.error());
    const auto after = read(options.after);
    if (!after)
        return context.out.failure(after.error());
    if (!graphIsIn(*before, options.graph) && !graphIsIn(*after, options.graph))
        return context.out.failure(ErrorCode::notFound, "compare the versions", options.graph,
                                   "neither has such a graph",
                                   "`graph list USER` shows those that there are.");
    const diff::Changes changes = graph::graphDifference(*before, *after, options.graph);
    if (options.format == "json" || (options.format.empty() && context.out.json()))
        context.out.value(changesValue(changes));
    else
        printGraphChanges(context.out, changes);
    return changes.empty() ? exitDone : exitNo;
}

} // namespace

void addGraphDiff(const CommandSet& graph) {
    addCommand<GraphDiffOptions>(
        graph,
        {"diff", "what differs between two versions of a graph, by ids; exit 0 same, 1 differs",
         "  stemmactl graph diff 3f2a9c1e chemistry_basics before:4f0c now\n"
         "  stemmactl graph diff 3f2a9c1e chemistry_basics @1 @4 --format json\n"
         "  stemmactl graph diff 3f2a9c1e india backup:india_20250628_100158_0b3510b0 now\n"
         "  Composed files, times and the order of keys are no difference.\n"},
        Writes::no,
        [](CLI::App& command, GraphDiffOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("GRAPH", options.graph, "the graph's id")->required()->type_name("");
            command
                .add_option("A", options.before,
                            "a version: now, before:ACTION, after:ACTION, backup:FOLDER, @N")
                ->required()
                ->type_name("");
            command.add_option("B", options.after, "another")->required()->type_name("");
            command.add_option("--format", options.format, "text (default): words marked; json")
                ->check(CLI::IsMember({"text", "json"}))
                ->option_text("text|json");
        },
        diffGraph);
}

} // namespace stemma::ctl
