// SPDX-License-Identifier: MIT
#include "core/exporting/graph_export.h"
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/report_json.h"
#include "core/io/folders.h"
#include "core/io/write_together.h"

namespace stemma::ctl {

namespace {

struct GraphExportWords {
    std::string user, graph;
    std::string format;
    std::string output;
    std::string table;
    bool replace = false;
    bool keepFormulas = false;
};

/// What is to be written, and what the person should know of it.
struct ReadyExport {
    std::vector<exporting::ExportedFile> files;
    std::vector<std::string> warnings;
};

Result<ReadyExport> makeExport(Context& context, const GraphExportWords& words) {
    const auto folder = findGraphUser(context, words.user);
    if (!folder)
        return fail(folder.error());
    const auto files = graph::readUserFiles(context.disk(), *folder, graph::ReadComposed::yes, nullptr,
                                            context.progress("reading file"));
    if (!files)
        return fail(files.error());
    if (files->mayBeMixed())
        context.out.note("note: a change is on its way to the disk, or was cut off there: `recover` ends it");
    const graph::GraphStore store = graph::readGraphStore(*files);
    exporting::GraphExportOptions options;
    options.user = io::splitPath(*folder).name;
    options.now = context.environment().clock.now();
    if (words.keepFormulas)
        options.formulas = exporting::Formulas::asTheyAre;
    const exporting::GraphFormat format = *exporting::graphFormatFrom(words.format);
    auto made = exporting::exportGraph(*files, store, words.graph, format, options);
    if (!made)
        return fail(made.error());
    if (!words.table.empty())
        std::erase_if(*made, [&](const auto& file) { return file.part != words.table; });
    return ReadyExport{std::move(*made), exporting::exportWarnings(*files, store, words.graph, format)};
}

Status checkExportWords(const GraphExportWords& words) {
    if (words.format != "csv") {
        if (!words.table.empty() || words.keepFormulas)
            return fail(ErrorCode::usage, "export the graph", {},
                        "--table and --formulas are of --format csv");
        return {};
    }
    if (words.output.empty() && words.table.empty())
        return fail(ErrorCode::usage, "export the graph", {},
                    "as csv it is three tables, and the standard output can have one",
                    "Say which by --table nodes, relations or attributes, or give --output.");
    return {};
}

/// The place of each file; nothing is written if one of them is taken.
Result<std::vector<std::string>> exportPaths(const Context& context, const GraphExportWords& words,
                                             const ReadyExport& ready) {
    std::vector<std::string> paths;
    for (const exporting::ExportedFile& file : ready.files) {
        paths.push_back(words.table.empty() ? exporting::exportedPath(words.output, file) : words.output);
        const auto existing = words.replace ? io::Existing::replace : io::Existing::keep;
        if (auto free = io::checkPlace(context.disk(), paths.back(), existing); !free)
            return fail(free.error());
    }
    return paths;
}

json::Value exportedValue(const GraphExportWords& words, const ReadyExport& ready,
                          const std::vector<std::string>& paths) {
    std::vector<json::Value> files;
    for (std::size_t i = 0; i < paths.size(); ++i)
        files.push_back(json::Value::object(
            {{"path", json::Value::string(paths[i])},
             {"bytes", json::Value::integer(static_cast<std::int64_t>(ready.files[i].bytes.size()))}}));
    json::Value value = json::Value::object({{"graph", json::Value::string(words.graph)},
                                             {"format", json::Value::string(words.format)},
                                             {"files", json::Value::array(std::move(files))}});
    if (!ready.warnings.empty())
        value.set("warnings", textList(ready.warnings));
    return value;
}

int writeExported(Context& context, const GraphExportWords& words, const ReadyExport& ready) {
    const auto paths = exportPaths(context, words, ready);
    if (!paths)
        return context.out.failure(paths.error());
    std::vector<io::FileToWrite> outputs;
    for (std::size_t i = 0; i < paths->size(); ++i)
        outputs.push_back({(*paths)[i], ready.files[i].bytes});
    const auto existing = words.replace ? io::Existing::replace : io::Existing::keep;
    if (Status written = io::writeTogether(context.disk(), outputs, existing); !written)
        return context.out.failure(written.error());
    context.out.markCommitted();
    if (context.out.json()) {
        context.out.value(exportedValue(words, ready, *paths));
        return exitDone;
    }
    for (std::size_t i = 0; i < paths->size(); ++i)
        context.out.line("Wrote " + printable((*paths)[i]) + ", " +
                         std::to_string(ready.files[i].bytes.size()) + " bytes.");
    return exitDone;
}

int exportGraph(Context& context, const GraphExportWords& words) {
    if (auto checked = checkExportWords(words); !checked)
        return context.out.failure(checked.error());
    const auto ready = makeExport(context, words);
    if (!ready)
        return context.out.failure(ready.error());
    for (const std::string& warning : ready->warnings)
        context.out.warning(printable(warning));
    if (!words.output.empty())
        return writeExported(context, words, *ready);
    context.out.bytes(ready->files.front().bytes);
    return exitDone;
}

void declareExport(CLI::App& command, GraphExportWords& words) {
    command.add_option("USER", words.user, "the user: the id or a unique beginning of it")
        ->required()
        ->type_name("");
    command.add_option("GRAPH", words.graph, "the graph's id, which is its folder's name")
        ->required()
        ->type_name("");
    command.add_option("--format", words.format, "as what")
        ->required()
        ->check(CLI::IsMember({"graphml", "dot", "json", "csv", "ndf"}))
        ->option_text("graphml|dot|json|csv|ndf");
    command.add_option("--output", words.output, "the file; default the standard output")->type_name("F");
    command.add_flag("--replace", words.replace, "replace a file that is there already");
    command.add_option("--table", words.table, "of csv: this table alone")
        ->check(CLI::IsMember({"nodes", "relations", "attributes"}))
        ->option_text("nodes|relations|attributes");
    command.add_flag("--formulas", words.keepFormulas,
                     "of csv: leave texts that a spreadsheet would run as a formula as they are");
}

} // namespace

void addGraphExport(const CommandSet& graph) {
    addCommand<GraphExportWords>(
        graph,
        {"export", "a graph as a file that other programs read",
         "  stemmactl graph export me chemistry --format graphml --output chemistry.graphml\n"
         "  stemmactl graph export me chemistry --format dot | dot -Tsvg > chemistry.svg\n"
         "  stemmactl graph export me chemistry --format ndf --output chemistry.ndf   (for graph import)\n"
         "  stemmactl graph export me chemistry --format csv --output chemistry.csv\n"
         "      (chemistry-nodes.csv, chemistry-relations.csv, chemistry-attributes.csv)\n"},
        Writes::no, declareExport, exportGraph);
}

} // namespace stemma::ctl
