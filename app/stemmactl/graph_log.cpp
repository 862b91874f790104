// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/counts_text.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_history_json.h"
#include "core/history/backups.h"

namespace stemma::ctl {

namespace {

struct GraphLogOptions {
    std::string user, graph, node;
};

std::string rowVersionText(const graph::GraphRow& row) {
    if (row.kind == graph::GraphRowKind::oldBackup)
        return "backup:" + printable(row.backup);
    return printable(row.action.text());
}

std::string rowOperationText(const graph::GraphRow& row) {
    const std::string word = graph::graphRowKindWord(row.kind);
    if (row.kind == graph::GraphRowKind::transaction)
        return printable(row.operation.empty() ? word : row.operation);
    return row.operation.empty() ? word : "before " + printable(row.operation);
}

void printGraphRows(Output& out, const std::vector<const graph::GraphRow*>& rows) {
    Table table({"N", "WHEN", "BY", "WHAT", "GRAPH", "CHANGES", "FILES", "VERSION"});
    for (const graph::GraphRow* row : rows) {
        const std::string by = !row->actor.empty()                           ? printable(row->actor)
                               : row->kind == graph::GraphRowKind::oldBackup ? std::string("NDF Studio")
                                                                             : std::string();
        table.add({"@" + std::to_string(row->n), row->ts.empty() ? "?" : localTime(row->ts), by,
                   rowOperationText(*row), printable(row->graph), countsText(row->counts),
                   std::to_string(row->paths.size()), rowVersionText(*row)});
    }
    table.print(out);
    for (const graph::GraphRow* row : rows)
        for (const history::RowProblem& problem : row->problems)
            out.line("  @" + std::to_string(row->n) + ": " + printable(problem.message));
}

int logGraph(Context& context, const GraphLogOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const auto timeline = graph::loadGraphTimeline(
        context.disk(), *folder, options.graph, graph::oldLogFolder(context.disk(), *folder),
        context.progress("reading change"), graph::NodesOfBackups::named);
    if (!timeline)
        return context.out.failure(timeline.error());
    std::vector<const graph::GraphRow*> rows;
    for (const graph::GraphRow& row : timeline->rows)
        if (graph::rowConcerns(row, options.graph, options.node))
            rows.push_back(&row);
    if (context.out.json())
        for (const graph::GraphRow* row : rows)
            context.out.value(graphRowValue(*row));
    else if (!rows.empty())
        printGraphRows(context.out, rows);
    for (const history::RowProblem& problem : timeline->problems)
        context.out.note("note: " + printable(problem.message));
    return rows.empty() && !options.node.empty() ? exitNo : exitDone;
}

} // namespace

void addGraphLog(const CommandSet& graph) {
    addCommand<GraphLogOptions>(
        graph,
        {"log", "every change of a graph, oldest first, with the backups that NDF Studio made",
         "  stemmactl graph log 3f2a9c1e chemistry_basics\n"
         "  stemmactl graph log 3f2a9c1e                          (of all of the user's graphs)\n"
         "  stemmactl graph log 3f2a9c1e india --json | jq -r 'select(.kind==\"old-backup\").backup'\n"
         "  VERSION is what diff and restore take: before:ACTION, after:ACTION, @N, or backup:FOLDER.\n"},
        Writes::no,
        [](CLI::App& command, GraphLogOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("GRAPH", options.graph, "the graph's id; default all")->type_name("");
            command.add_option("--node", options.node, "only changes of this node and what belongs to it")
                ->type_name("N");
        },
        logGraph);
}

} // namespace stemma::ctl
