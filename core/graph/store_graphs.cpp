// SPDX-License-Identifier: MIT
#include "core/graph/graph_metadata.h"
#include "core/graph/store_fields.h"
#include "core/yaml/yaml_text.h"

namespace stemma::graph {

namespace {

void hide(Graph& graph, const std::string& why) {
    graph.exists = false;
    graph.problems.push_back({"metadata-unreadable", Severity::error,
                              "The old program doesn't list this graph: " + why, 0,
                              "Repair the user's data, or restore metadata.yaml."});
}

/// The text of a graph has had two names; where both are there the newer one is read.
void readText(const UserFiles& files, const std::string& folder, Graph& graph) {
    const UserFilePtr upper = files.find(folder + "CNL.md");
    const UserFilePtr lower = files.find(folder + "cnl.md");
    const UserFilePtr& text = upper ? upper : lower;
    if (!text)
        return;
    graph.text = text->bytes;
    graph.textPath = folder + (upper ? "CNL.md" : "cnl.md");
    if (!text->problem.empty())
        graph.problems.push_back(
            {"text-unreadable", Severity::error, graph.textPath + " can't be read: " + text->problem, 0, {}});
    if (upper && lower && upper->bytes != lower->bytes)
        graph.problems.push_back(
            {"two-texts", Severity::warning,
             "cnl.md and CNL.md differ; the old program's versions each read one of them", 0,
             "Repair the user's data, or remove one of them."});
}

} // namespace

void readMetadata(const UserFile* file, const std::string& path, Graph& graph) {
    graph.title = graph.id;
    if (!file)
        return hide(graph, "metadata.yaml is missing");
    if (!file->problem.empty())
        return hide(graph, "metadata.yaml can't be read: " + file->problem);
    const auto metadata = yaml::parse(file->bytes, path);
    if (!metadata)
        return hide(graph, "metadata.yaml can't be read: " + metadata.error().detail);
    if (!metadata->find("title") && !metadata->find("name"))
        hide(graph, "metadata.yaml has no title");
    const std::string title = textAt(*metadata, {"title", "name"}).value_or(std::string());
    graph.title = title.empty() ? graph.id : title;
    graph.description = textAt(*metadata, {"description"});
    graph.created = textAt(*metadata, {"created", "created_at"}).value_or(std::string());
    graph.modified = textAt(*metadata, {"modified", "modified_at"}).value_or(std::string());
}

void readGraphs(const UserFiles& files, GraphStore& store) {
    if (const UserFilePtr file = files.find("graphs"))
        store.problems.push_back({"folder-unreadable",
                                  Severity::error,
                                  "The folder graphs can't be read: " + file->problem,
                                  0,
                                  {}});
    for (const std::string& name : files.graphFolders()) {
        const std::string folder = "graphs/" + name + "/";
        Graph graph;
        graph.id = name;
        const UserFilePtr metadata = files.find(folder + "metadata.yaml");
        readMetadata(metadata.get(), folder + "metadata.yaml", graph);
        readText(files, folder, graph);
        if (const UserFilePtr whole = files.find("graphs/" + name))
            graph.problems.push_back({"folder-unreadable",
                                      Severity::error,
                                      "The graph's folder can't be read: " + whole->problem,
                                      0,
                                      {}});
        store.graphAt.emplace(name, store.graphs.size());
        store.graphs.push_back(std::move(graph));
    }
    for (const Node& node : store.nodes)
        for (const std::string& name : node.graphs)
            if (const auto found = store.graphAt.find(name); found != store.graphAt.end()) {
                std::vector<std::string>& nodes = store.graphs[found->second].nodes;
                if (nodes.empty() || nodes.back() != node.id) // a name that is doubled in its list
                    nodes.push_back(node.id);
            }
}

} // namespace stemma::graph
