// SPDX-License-Identifier: MIT
#include "core/exporting/graph_export.h"

#include "core/exchange/ndf_export.h"
#include "core/exporting/dot.h"
#include "core/exporting/graphml.h"
#include "core/exporting/html_text.h"
#include "core/json/python_format.h"

namespace stemma::exporting {

namespace {

constexpr std::size_t longestName = 120; ///< in bytes: room for what is added

constexpr GraphFormat allFormats[] = {GraphFormat::graphml, GraphFormat::dot, GraphFormat::json,
                                      GraphFormat::csv, GraphFormat::ndf};

template <class Part>
void addWarnings(const std::vector<const Part*>& parts, const char* word,
                 std::vector<std::string>& warnings) {
    for (const Part* part : parts) {
        const graph::Known& known = part->known;
        const std::string what = std::string(word) + " ‘" + part->id + "’: ";
        if (!known.hasFile)
            warnings.push_back(what + "it is registered, but its file is missing");
        else if (!known.readable)
            warnings.push_back(what + "its file " + known.path + " can't be read");
        else if (known.stub)
            warnings.push_back(what + "its file " + known.path + " holds only a part of it");
    }
}

} // namespace

const char* graphFormatWord(GraphFormat format) {
    switch (format) {
    case GraphFormat::graphml:
        return "graphml";
    case GraphFormat::dot:
        return "dot";
    case GraphFormat::json:
        return "json";
    case GraphFormat::csv:
        return "csv";
    case GraphFormat::ndf:
        break;
    }
    return "ndf";
}

std::optional<GraphFormat> graphFormatFrom(std::string_view word) {
    for (const GraphFormat format : allFormats)
        if (word == graphFormatWord(format))
            return format;
    return std::nullopt;
}

Result<std::vector<ExportedFile>> exportGraph(const graph::UserFiles& files, const graph::GraphStore& store,
                                              const std::string& graph, GraphFormat format,
                                              const GraphExportOptions& options) {
    const graph::Graph* found = store.graph(graph);
    if (found == nullptr)
        return fail(ErrorCode::notFound, "export the graph", graph, "there is no graph of that name");
    const std::string ending = std::string(".") + graphFormatWord(format);
    if (format == GraphFormat::dot)
        return std::vector<ExportedFile>{{"", ending, dotText(*found, graph::pictureOf(store, graph))}};
    if (format == GraphFormat::json)
        return std::vector<ExportedFile>{
            {"", ending, json::pythonText(graph::composeGraph(files, store, graph).polymorphic)}};
    if (format == GraphFormat::ndf) {
        auto bytes = exchange::ndfBytes(files, store, graph, {options.user, options.now});
        if (!bytes)
            return fail(bytes.error());
        return std::vector<ExportedFile>{{"", ending, std::move(*bytes)}};
    }
    const FlatGraph flat = flatGraph(store, *found, graph::transitionScope(files));
    if (format == GraphFormat::graphml)
        return std::vector<ExportedFile>{{"", ending, graphmlText(flat)}};
    CsvTables tables = csvTables(flat, options.formulas);
    return std::vector<ExportedFile>{{"nodes", ending, std::move(tables.nodes)},
                                     {"relations", ending, std::move(tables.relations)},
                                     {"attributes", ending, std::move(tables.attributes)}};
}

std::string exportName(const std::string& title, const std::string& id) {
    std::string name;
    for (const char byte : cleanText(title.empty() ? id : title)) {
        const bool barred = static_cast<unsigned char>(byte) < 0x20 ||
                            std::string_view("/\\:*?\"<>|").find(byte) != std::string_view::npos;
        name += barred ? '_' : byte;
    }
    if (name.size() > longestName) {
        name.resize(longestName);
        while (!name.empty() && cleanText(name) != name)
            name.pop_back();
    }
    const std::size_t begin = name.find_first_not_of(" .");
    const std::size_t end = name.find_last_not_of(" .");
    return begin == std::string::npos ? "graph" : name.substr(begin, end - begin + 1);
}

std::string exportedPath(const std::string& path, const ExportedFile& file) {
    if (file.part.empty())
        return path;
    const bool hasEnding = path.size() > file.ending.size() && path.ends_with(file.ending);
    const std::string stem = hasEnding ? path.substr(0, path.size() - file.ending.size()) : path;
    return stem + '-' + file.part + file.ending;
}

std::vector<std::string> exportWarnings(const graph::UserFiles& files, const graph::GraphStore& store,
                                        const std::string& graph, GraphFormat format) {
    std::vector<std::string> warnings;
    const graph::Graph* found = store.graph(graph);
    if (found == nullptr)
        return warnings;
    const graph::GraphParts parts = graph::graphParts(store, *found, graph::transitionScope(files));
    addWarnings(parts.nodes, "node", warnings);
    addWarnings(parts.relations, "relation", warnings);
    addWarnings(parts.attributes, "attribute", warnings);
    for (const graph::Transition* transition : parts.transitions)
        if (transition->known.hasFile && !transition->known.readable)
            warnings.push_back("transition ‘" + transition->id + "’: its file " + transition->known.path +
                               " can't be read");
    if (format == GraphFormat::ndf) {
        for (std::string& left : exchange::leftOutOfNdf(files, graph))
            warnings.push_back(std::move(left));
        return warnings;
    }
    for (const char* name : {"metadata.yaml", "CNL.md", "cnl.md"})
        if (const auto file = files.find("graphs/" + graph + "/" + name); file && !file->read)
            warnings.push_back("graphs/" + graph + "/" + name + ": it can't be read");
    return warnings;
}

} // namespace stemma::exporting
