// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_json.h"
#include "core/graph/graph_ids.h"
#include "core/graph/graph_parts.h"

namespace stemma::ctl {

namespace {

struct GraphShowOptions {
    std::string user, graph, node;
};

bool names(const std::vector<std::string>& graphs, const std::string& graph) {
    return std::find(graphs.begin(), graphs.end(), graph) != graphs.end();
}

using graph::GraphParts;

template <class Part>
json::Value partsValue(const std::vector<const Part*>& parts, json::Value (*value)(const Part&)) {
    std::vector<json::Value> items;
    items.reserve(parts.size());
    for (const Part* part : parts)
        items.push_back(value(*part));
    return json::Value::array(std::move(items));
}

json::Value shownGraphValue(const graph::Graph& graph, const GraphParts& parts,
                            graph::ComposedState composed) {
    return json::Value::object({{"id", json::Value::string(graph.id)},
                                {"title", json::Value::string(graph.title)},
                                {"description", json::Value::stringOrNull(graph.description)},
                                {"created", json::Value::string(graph.created)},
                                {"modified", json::Value::string(graph.modified)},
                                {"exists", json::Value::boolean(graph.exists)},
                                {"composed", json::Value::string(composedStateWord(composed))},
                                {"text", json::Value::string(graph.text)},
                                {"nodes", partsValue(parts.nodes, graphNodeValue)},
                                {"relations", partsValue(parts.relations, graphRelationValue)},
                                {"attributes", partsValue(parts.attributes, graphAttributeValue)},
                                {"transitions", partsValue(parts.transitions, graphTransitionValue)},
                                {"problems", graphProblemsValue(graph.problems)}});
}

json::Value shownNodeValue(const graph::Node& node, const GraphParts& parts) {
    json::Value value = graphNodeValue(node);
    value.set("relations", partsValue(parts.relations, graphRelationValue));
    value.set("attributes", partsValue(parts.attributes, graphAttributeValue));
    return value;
}

std::string adverbAnd(const std::optional<std::string>& adverb, const std::string& word) {
    return adverb && !adverb->empty() ? *adverb + " " + word : word;
}

std::string modalityText(const std::optional<std::string>& modality) {
    return modality && !modality->empty() ? " [" + *modality + "]" : std::string();
}

std::string stateSuffix(const graph::Known& known) {
    const std::string word = knownWord(known);
    return word == "ok" ? std::string() : "   (" + word + ")";
}

void printParts(Output& out, const GraphParts& parts) {
    for (const graph::Relation* each : parts.relations)
        out.line("  " +
                 printable(each->source + " <" + adverbAnd(each->adverb, each->name) + "> " + each->target +
                           modalityText(each->modality)) +
                 stateSuffix(each->known));
    for (const graph::Attribute* each : parts.attributes) {
        const std::string value =
            adverbAnd(each->adverb, each->value.isNull() ? "?" : graph::pythonStr(each->value));
        const std::string unit = each->unit && !each->unit->empty() ? " " + *each->unit : std::string();
        out.line("  " +
                 printable(each->source + " has " + each->name + ": " + value + unit +
                           modalityText(each->modality)) +
                 stateSuffix(each->known));
    }
    for (const graph::Transition* each : parts.transitions)
        out.line("  transition " + printable(each->id) + stateSuffix(each->known));
}

void printNode(Output& out, const graph::Node& node, const GraphParts& parts) {
    out.line("# " + printable(node.label()));
    out.line("id " + printable(node.id) + (node.role ? ", " + printable(*node.role) : "") +
             stateSuffix(node.known));
    for (const graph::Morph& morph : node.morphs)
        out.line("morph " + printable(morph.name) + " (" + printable(morph.id) + ")" +
                 (&morph == node.shownMorph() ? " shown" : "") + (morph.implied ? ", implied" : ""));
    if (node.description && !node.description->empty())
        out.line(printableLines(*node.description));
    printParts(out, parts);
}

void printGraph(Output& out, const graph::Graph& graph, const GraphParts& parts,
                graph::ComposedState composed) {
    out.line("# " + printable(graph.title));
    out.line("id " + printable(graph.id) + ", composed files " + composedStateWord(composed) +
             (graph.exists ? "" : ", hidden"));
    if (graph.description && !graph.description->empty())
        out.line(printableLines(*graph.description));
    for (const Problem& problem : graph.problems)
        out.line(std::string(severityWord(problem.severity)) + ": " + printable(problem.message));
    Table table({"NODE", "NAME", "ROLE", "MORPHS", "STATE"});
    for (const graph::Node* node : parts.nodes)
        table.add({printable(node->id), printable(node->label()), printable(node->role.value_or("")),
                   std::to_string(node->morphs.size()), knownWord(node->known)});
    if (!parts.nodes.empty())
        table.print(out);
    printParts(out, parts);
}

int showNode(Context& context, const graph::GraphStore& store, const graph::Graph& graph,
             const std::string& id) {
    const graph::Node* node = store.node(id);
    if (!node || !names(node->graphs, graph.id))
        return context.out.failure(ErrorCode::notFound, "show the node", id, "the graph has no such node",
                                   "`graph show` without --node shows those that there are.");
    const GraphParts parts = graph::nodeParts(store, *node);
    if (context.out.json())
        context.out.value(shownNodeValue(*node, parts));
    else
        printNode(context.out, *node, parts);
    return exitDone;
}

int showGraph(Context& context, const GraphShowOptions& options) {
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return context.out.failure(folder.error());
    const auto files = graph::readUserFiles(context.disk(), *folder, graph::ReadComposed::yes, nullptr,
                                            context.progress("reading file"));
    if (!files)
        return context.out.failure(files.error());
    noteUserFiles(context, *files);
    const graph::GraphStore store = graph::readGraphStore(*files);
    const graph::Graph* found = store.graph(options.graph);
    if (!found)
        return context.out.failure(ErrorCode::notFound, "show the graph", options.graph,
                                   "the user has no such graph",
                                   "`graph list USER` shows those that there are.");
    if (!options.node.empty())
        return showNode(context, store, *found, options.node);
    const GraphParts parts = graph::graphParts(store, *found, graph::transitionScope(*files));
    const graph::ComposedState composed = graph::composedState(*files, store, found->id);
    if (context.out.json())
        context.out.value(shownGraphValue(*found, parts, composed));
    else
        printGraph(context.out, *found, parts, composed);
    return exitDone;
}

} // namespace

void addGraphShowing(const CommandSet& graph) {
    addCommand<GraphShowOptions>(
        graph,
        {"show", "one graph with its nodes, relations and attributes, or one node of it",
         "  stemmactl --library graph_data graph show 3f2a9c1e chemistry_basics\n"
         "  stemmactl --library graph_data graph show 3f2a9c1e chemistry_basics --node oxygen\n"
         "  stemmactl --library graph_data graph show 3f2a9c1e india --json | jq '.nodes[].id'\n"},
        Writes::no,
        [](CLI::App& command, GraphShowOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("GRAPH", options.graph, "the graph's id, which is its folder's name")
                ->required()
                ->type_name("");
            command
                .add_option("--node", options.node,
                            "this node alone, with its relations both ways, of all graphs")
                ->type_name("N");
        },
        showGraph);
}

} // namespace stemma::ctl
