// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_saved.h"
#include "app/stemmactl/input.h"
#include "core/json/json_document.h"

namespace stemma::ctl {

namespace {

struct GraphEditOptions {
    std::string user, graph;
    std::string file;
    std::string operation;
    std::string note;
};

struct GraphChangeOptions {
    std::string user, graph;
    std::string note;
};

struct NewGraphOptions {
    std::string user, title;
    std::string id, description;
    std::string note;
};

Result<std::vector<graph::GraphEdit>> readGraphEdits(Context& context, const std::string& file) {
    const auto bytes = readInput(context.disk(), file, context.stop());
    if (!bytes)
        return fail(bytes.error());
    const auto list = json::parse(*bytes);
    if (!list)
        return fail(ErrorCode::usage, "read the list of edits", file,
                    "line " + std::to_string(list.error().line) + ", column " +
                        std::to_string(list.error().column) + ": " + list.error().message);
    return graph::graphEditsFrom(*list);
}

int editGraph(Context& context, const GraphEditOptions& options) {
    const auto edits = readGraphEdits(context, options.file);
    if (!edits)
        return context.out.failure(edits.error());
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    return printSavedGraph(context, "Edited", options.graph,
                           graph::editGraph(*workspace, options.graph, *edits, options.operation));
}

int composeGraph(Context& context, const GraphChangeOptions& options) {
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    return printSavedGraph(context, "Composed", options.graph,
                           graph::composeFiles(*workspace, options.graph));
}

int deleteGraph(Context& context, const GraphChangeOptions& options) {
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    return printSavedGraph(context, "Deleted", options.graph, graph::deleteGraph(*workspace, options.graph));
}

int newGraph(Context& context, const NewGraphOptions& options) {
    const auto workspace = graphWorkspace(context, options.user, options.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto made = graph::newGraph(*workspace, options.id, options.title, options.description);
    return printSavedGraph(context, "Made", made && !made->newIds.empty() ? made->newIds.front() : options.id,
                           made);
}

void declareUser(CLI::App& command, std::string& user) {
    command.add_option("USER", user, "whose data: the name of the user's folder")->required()->type_name("");
}

void declareNote(CLI::App& command, std::string& note) {
    command.add_option("--note", note, "why: it is kept with the change")->type_name("WHY");
}

void declareGraph(CLI::App& command, GraphChangeOptions& options) {
    declareUser(command, options.user);
    command.add_option("GRAPH", options.graph, "the graph: the name of its folder")
        ->required()
        ->type_name("");
    declareNote(command, options.note);
}

void declareEdit(CLI::App& command, GraphEditOptions& options) {
    declareUser(command, options.user);
    command.add_option("GRAPH", options.graph, "the graph: the name of its folder")
        ->required()
        ->type_name("");
    command.add_option("--file", options.file, "the edits, a JSON array; default the standard input")
        ->type_name("OPS");
    command
        .add_option("--operation", options.operation,
                    "what the change is called in the history (edit_node …)")
        ->required()
        ->type_name("NAME");
    declareNote(command, options.note);
}

void declareNew(CLI::App& command, NewGraphOptions& options) {
    declareUser(command, options.user);
    command.add_option("TITLE", options.title, "its title")->required()->type_name("");
    command.add_option("--id", options.id, "the name of its folder; default: the title")->type_name("ID");
    command.add_option("--description", options.description, "what it is about")->type_name("TEXT");
    declareNote(command, options.note);
}

/// The names of all edits, in lines that fit a terminal.
std::string graphEditList() {
    std::string text = "The edits, each {\"op\": NAME, …}; a list is applied in order as one change, all or "
                       "none:\n";
    std::string line = " ";
    for (const std::string& name : graph::graphEditNames()) {
        if (line.size() + name.size() > 76) {
            text += line + '\n';
            line = " ";
        }
        line += ' ' + name;
    }
    return text + line + '\n';
}

} // namespace

void addGraphEditing(const CommandSet& graph) {
    const std::string examples =
        "  echo '[{\"op\": \"edit-node\", \"id\": \"water\", \"fields\": {\"role\": \"class\"}}]' |\n"
        "      stemmactl graph edit me chemistry --operation edit_node\n"
        "  stemmactl graph edit me chemistry --file edits.json --operation import --json | jq .new_ids\n\n" +
        graphEditList();
    addCommand<GraphEditOptions>(graph,
                                 {"edit", "apply a list of edits as one transaction", examples.c_str()},
                                 Writes::yes, declareEdit, editGraph);
    addCommand<GraphChangeOptions>(graph,
                                   {"compose", "make the composed files anew where they are stale",
                                    "  stemmactl graph compose me chemistry\n"},
                                   Writes::yes, declareGraph, composeGraph);
    addCommand<NewGraphOptions>(
        graph,
        {"new", "a new graph", "  stemmactl graph new me 'Water cycle' --description 'from cloud to sea'\n"},
        Writes::yes, declareNew, newGraph);
    addCommand<GraphChangeOptions>(
        graph,
        {"delete", "a graph goes, with the nodes that are in no other; one undo brings all back",
         "  stemmactl graph delete me chemistry --note 'moved to chem2'\n"},
        Writes::yes, declareGraph, deleteGraph);
}

} // namespace stemma::ctl
