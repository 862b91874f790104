// SPDX-License-Identifier: MIT
#include "core/graph/user_summary.h"

#include <algorithm>
#include <unordered_map>

#include "core/graph/compose.h"
#include "core/graph/graph_metadata.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

constexpr std::uint64_t metadataLimit = std::uint64_t{1} << 20;

/// The registries alone; the graphs' folders by name.
class Registries {
public:
    Registries(io::Disk& disk, const io::Open& user, UserSummary& summary)
        : m_disk(disk)
        , m_user(user)
        , m_summary(summary) {}

    void read();

private:
    using Count = std::size_t GraphSummary::*;

    void count(const char* name, std::size_t& total, Count member);
    void readRegistry(const char* name);
    void listGraphs();
    GraphSummary summariseGraph(const io::Open& graphs, const std::string& name);
    void measure(const io::Open& folder, GraphSummary& graph, int depth);

    io::Disk& m_disk;
    const io::Open& m_user;
    UserSummary& m_summary;
    UserFiles m_files;
    std::unordered_map<std::string, std::size_t> m_graphAt;
};

void Registries::readRegistry(const char* name) {
    auto content = io::readFile(m_disk, m_user, name);
    std::string why;
    if (content) {
        const UserFilePtr file = UserFile::ofBytes(name, std::move(content->bytes));
        m_files.put(name, file);
        why = file->problem;
    } else if (content.error().code != ErrorCode::notFound) {
        why = content.error().detail;
    }
    if (!why.empty())
        m_summary.problems.push_back({"registry-unreadable", Severity::error,
                                      std::string(name) + " can't be read: " + why, 0,
                                      "Restore it from the history or mend it in a text editor."});
}

/// The total, and in each graph those that name it.
void Registries::count(const char* name, std::size_t& total, Count member) {
    const std::vector<RegistryEntry> entries = registryEntries(m_files.document(name));
    total = entries.size();
    for (const RegistryEntry& entry : entries)
        for (const std::string& graph : textsIn(entry.value->find("graphs")))
            if (const auto found = m_graphAt.find(graph); found != m_graphAt.end())
                ++(m_summary.graphs[found->second].*member);
}

void Registries::read() {
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json",
                             "transition_registry.json", "function_registry.json"})
        readRegistry(name);
    listGraphs();
    count("node_registry.json", m_summary.nodes, &GraphSummary::nodes);
    count("relation_registry.json", m_summary.relations, &GraphSummary::relations);
    count("attribute_registry.json", m_summary.attributes, &GraphSummary::attributes);
    count("transition_registry.json", m_summary.transitions, &GraphSummary::transitions);
    m_summary.functions = registryEntries(m_files.document("function_registry.json")).size();
    if (transitionScope(m_files) == TransitionScope::all)
        for (GraphSummary& graph : m_summary.graphs)
            graph.transitions = m_summary.transitions;
}

void Registries::listGraphs() {
    const auto graphs = io::openRealDirectoryAt(m_disk, m_user, "graphs");
    if (!graphs) {
        if (graphs.error().code != ErrorCode::notFound)
            m_summary.problems.push_back({"folder-unreadable",
                                          Severity::error,
                                          "The folder graphs can't be read: " + graphs.error().detail,
                                          0,
                                          {}});
        return;
    }
    auto entries = m_disk.list(graphs->get());
    if (!entries)
        return;
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    for (const io::DirEntry& entry : *entries) {
        if (entry.type != io::NodeType::directory)
            continue;
        m_graphAt.emplace(entry.name, m_summary.graphs.size());
        m_summary.graphs.push_back(summariseGraph(*graphs, entry.name));
    }
}

GraphSummary Registries::summariseGraph(const io::Open& graphs, const std::string& name) {
    GraphSummary summary;
    summary.id = name;
    Graph graph;
    graph.id = name;
    const auto folder = io::openRealDirectoryAt(m_disk, graphs, name);
    if (folder) {
        measure(*folder, summary, 0);
        const auto content = io::readFile(m_disk, *folder, "metadata.yaml", metadataLimit);
        UserFile file;
        if (content)
            file.bytes = content->bytes;
        else
            file.problem = content.error().detail;
        const bool missing = !content && content.error().code == ErrorCode::notFound;
        readMetadata(missing ? nullptr : &file, "metadata.yaml", graph);
    } else {
        summary.problems.push_back({"folder-unreadable",
                                    Severity::error,
                                    "The graph's folder can't be read: " + folder.error().detail,
                                    0,
                                    {}});
    }
    summary.title = graph.title.empty() ? name : graph.title;
    summary.description = graph.description.value_or(std::string());
    summary.modified = graph.modified;
    summary.exists = folder && graph.exists;
    summary.problems.insert(summary.problems.end(), graph.problems.begin(), graph.problems.end());
    return summary;
}

void Registries::measure(const io::Open& folder, GraphSummary& graph, int depth) {
    constexpr int deepest = 8;
    const auto entries = m_disk.list(folder.get());
    if (!entries)
        return;
    for (const io::DirEntry& entry : *entries) {
        if (entry.type == io::NodeType::file) {
            const auto stamp = m_disk.statAt(folder.get(), entry.name);
            graph.bytes += stamp ? stamp->size : 0;
        } else if (entry.type == io::NodeType::directory && depth < deepest) {
            if (const auto inner = io::openRealDirectoryAt(m_disk, folder, entry.name))
                measure(*inner, graph, depth + 1);
        }
    }
}

std::size_t countBackups(io::Disk& disk, const io::Open& user) {
    const auto folder = io::openRealDirectoryAt(disk, user, "backups");
    const auto entries = folder ? disk.list(folder->get()) : Result<std::vector<io::DirEntry>>();
    if (!entries)
        return 0;
    return static_cast<std::size_t>(
        std::count_if(entries->begin(), entries->end(),
                      [](const io::DirEntry& entry) { return entry.type == io::NodeType::directory; }));
}

} // namespace

UserSummary summariseUser(io::Disk& disk, const std::string& folder, const std::string& id) {
    UserSummary summary;
    summary.id = id;
    summary.name = id;
    summary.folder = folder;
    const auto user = io::openDirectory(disk, folder);
    if (!user) {
        summary.problems.push_back({"user-unreadable",
                                    Severity::error,
                                    "The user's folder can't be read: " + user.error().detail,
                                    0,
                                    {}});
        return summary;
    }
    Registries(disk, *user, summary).read();
    summary.backups = countBackups(disk, *user);
    return summary;
}

} // namespace stemma::graph
