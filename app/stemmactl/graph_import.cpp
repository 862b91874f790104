// SPDX-License-Identifier: MIT
#include <array>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_saved.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/report_json.h"
#include "core/exchange/ndf_bundle.h"
#include "core/graph/graph_import.h"

namespace stemma::ctl {

namespace {

constexpr std::array<const char*, 6> importedKinds = {"metadata", "text",      "node",
                                                      "relation", "attribute", "transition"};
constexpr std::array<graph::ImportFate, 6> importFates = {
    graph::ImportFate::add,  graph::ImportFate::same, graph::ImportFate::clash,
    graph::ImportFate::keep, graph::ImportFate::take, graph::ImportFate::leaveOut};

struct GraphImportWords {
    std::string user, file;
    std::string graph;
    std::string onClash;
    std::string note;
    bool dryRun = false;
};

graph::ImportChoices importChoices(const GraphImportWords& words) {
    graph::ImportChoices choices;
    choices.graph = words.graph;
    if (!words.onClash.empty())
        choices.clash = words.onClash == "ours" ? graph::Clash::keepOurs : graph::Clash::takeTheirs;
    return choices;
}

json::Value importCountsValue(const graph::ImportPreview& preview) {
    json::Value counts = json::Value::object();
    for (const char* what : importedKinds) {
        json::Value fates = json::Value::object();
        for (const graph::ImportFate fate : importFates)
            if (const std::size_t count = preview.count(what, fate); count > 0)
                fates.set(graph::importFateWord(fate),
                          json::Value::integer(static_cast<std::int64_t>(count)));
        counts.set(what, std::move(fates));
    }
    return counts;
}

json::Value importPreviewValue(const graph::ImportPreview& preview, const exchange::Bundle& bundle) {
    std::vector<json::Value> items;
    for (const graph::ImportItem& item : preview.items)
        items.push_back(
            json::Value::object({{"what", json::Value::string(item.what)},
                                 {"id", json::Value::string(item.id)},
                                 {"label", json::Value::string(item.label)},
                                 {"fate", json::Value::string(graph::importFateWord(item.fate))}}));
    std::vector<std::string> notes = bundle.notes;
    notes.insert(notes.end(), preview.notes.begin(), preview.notes.end());
    return json::Value::object({{"graph", json::Value::string(preview.graph)},
                                {"graph_is_there", json::Value::boolean(preview.graphIsThere)},
                                {"free_id", json::Value::string(preview.freeId)},
                                {"title", json::Value::string(preview.title)},
                                {"exported_by", json::Value::string(bundle.exportedBy)},
                                {"exported_at", json::Value::string(bundle.exportedAt)},
                                {"counts", importCountsValue(preview)},
                                {"items", json::Value::array(std::move(items))},
                                {"notes", textList(notes)}});
}

void printImportPreview(Output& out, const graph::ImportPreview& preview, const exchange::Bundle& bundle) {
    out.line("# " + printable(preview.title));
    out.line(std::string(preview.graphIsThere ? "joins the graph " : "becomes the new graph ") +
             printable(preview.graph) +
             (bundle.exportedBy.empty() ? "" : ", exported by " + printable(bundle.exportedBy)) +
             (bundle.exportedAt.empty() ? "" : " at " + printable(bundle.exportedAt)));
    Table table({"", "ADD", "SAME", "CLASH", "KEEP", "TAKE", "LEAVE OUT"});
    for (const char* what : importedKinds) {
        std::vector<std::string> row = {what};
        for (const graph::ImportFate fate : importFates)
            row.push_back(std::to_string(preview.count(what, fate)));
        table.add(std::move(row));
    }
    table.print(out);
    for (const graph::ImportItem& item : preview.items)
        if (item.fate != graph::ImportFate::add && item.fate != graph::ImportFate::same)
            out.line("  " + std::string(graph::importFateWord(item.fate)) + ' ' + item.what + ' ' +
                     printable(item.id));
    for (const std::string& note : preview.notes)
        out.note("note: " + printable(note));
}

int showImport(Context& context, const graph::GraphWorkspace& workspace, const exchange::Bundle& bundle,
               const graph::ImportChoices& choices) {
    const auto preview = graph::previewImport(context.disk(), workspace.userFolder, bundle.graph, choices,
                                              nullptr, context.progress("reading file"));
    if (!preview)
        return context.out.failure(preview.error());
    if (context.out.json())
        context.out.value(importPreviewValue(*preview, bundle));
    else
        printImportPreview(context.out, *preview, bundle);
    return preview->count(graph::ImportFate::clash) > 0 ? exitNo : exitDone;
}

int importGraph(Context& context, const GraphImportWords& words) {
    const auto bytes = readInput(context.disk(), words.file, context.stop());
    if (!bytes)
        return context.out.failure(bytes.error());
    const auto bundle = exchange::readBundle(*bytes, words.file, {}, context.progress("unpacking file"));
    if (!bundle)
        return context.out.failure(bundle.error());
    const auto workspace = graphWorkspace(context, words.user, words.note);
    if (!workspace)
        return context.out.failure(workspace.error());
    for (const std::string& note : bundle->notes)
        context.out.note("note: " + printable(note));
    const graph::ImportChoices choices = importChoices(words);
    if (words.dryRun)
        return showImport(context, *workspace, *bundle, choices);
    return printSavedGraph(context, "Imported", choices.graph.empty() ? bundle->graph.id : choices.graph,
                           graph::importGraph(*workspace, bundle->graph, choices));
}

void declareImport(CLI::App& command, GraphImportWords& words) {
    command.add_option("USER", words.user, "whose data: the id or a unique beginning of it")
        ->required()
        ->type_name("");
    command.add_option("FILE", words.file, "the .ndf file; - is the standard input")
        ->required()
        ->type_name("");
    command.add_option("--as", words.graph, "the id that the graph gets here; default: its own")
        ->type_name("ID");
    command
        .add_option("--on-clash", words.onClash,
                    "whose stays where something is here already and says something else; default: nothing "
                    "is imported then (exit 4)")
        ->check(CLI::IsMember({"ours", "theirs"}))
        ->option_text("ours|theirs");
    command.add_flag("--dry-run", words.dryRun,
                     "tell what would be made, and write nothing; exit 1 if there are clashes");
    command.add_option("--note", words.note, "why: it is kept with the change")->type_name("WHY");
}

} // namespace

void addGraphImport(const CommandSet& graph) {
    addCommand<GraphImportWords>(graph,
                                 {"import", "a graph that was exported as .ndf, as one transaction",
                                  "  stemmactl graph import me chemistry.ndf --dry-run\n"
                                  "  stemmactl graph import me chemistry.ndf --as chemistry_2\n"
                                  "  stemmactl graph import me chemistry.ndf --on-clash theirs\n"},
                                 Writes::yes, declareImport, importGraph);
}

} // namespace stemma::ctl
