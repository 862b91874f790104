// SPDX-License-Identifier: MIT
#include "core/graph/restore_parts.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "core/graph/compose.h"
#include "core/graph/store_fields.h"
#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

using json::Value;

bool isListed(const std::vector<std::string>& graphs, const std::string& graph) {
    return std::find(graphs.begin(), graphs.end(), graph) != graphs.end();
}

std::vector<std::string> graphsOf(const Value* entry) {
    return textsIn(entry ? entry->find("graphs") : nullptr);
}

void setGraphs(Value& entry, const std::vector<std::string>& graphs) {
    if (entry.find("graphs") && graphsOf(&entry) == graphs)
        return;
    std::vector<Value> items;
    for (const std::string& graph : graphs)
        items.push_back(Value::string(graph));
    entry.set("graphs", Value::array(std::move(items)));
}

std::set<std::string> otherGraphs(const std::vector<std::string>& graphs, const std::string& graph) {
    std::set<std::string> found(graphs.begin(), graphs.end());
    found.erase(graph);
    return found;
}

bool sameButTime(Value a, Value b) {
    a.remove("updated_at");
    b.remove("updated_at");
    return a == b;
}

/// Collects what differs.
class TouchedParts {
public:
    TouchedParts(const UserFiles& before, const GraphStore& beforeStore, const UserFiles& after,
                 const GraphStore& afterStore)
        : m_before(before)
        , m_after(after)
        , m_stores{&beforeStore, &afterStore} {}

    void addPath(const std::string& path) {
        if (const std::string graph = graphOfPath(path); !graph.empty() && !isComposedPath(path))
            m_graphs.insert(graph);
        for (const Registry which :
             {Registry::nodes, Registry::relations, Registry::attributes, Registry::transitions}) {
            if (path == registryPath(which))
                for (const std::string& id : differingIds(path))
                    addId(which, id);
            else if (const auto id = idOfPath(path, folderOf(which)))
                addId(which, *id);
        }
    }

    [[nodiscard]] Touched take() {
        Touched touched;
        touched.nodes.assign(m_nodes.begin(), m_nodes.end());
        for (const std::string& graph : m_after.graphFolders())
            if (m_allGraphs || m_graphs.contains(graph))
                touched.graphs.push_back(graph);
        return touched;
    }

private:
    [[nodiscard]] std::vector<std::string> differingIds(const std::string& path) const {
        const auto before = entriesById(m_before, path);
        const auto after = entriesById(m_after, path);
        std::vector<std::string> ids;
        for (const auto& [id, entry] : before)
            if (const auto now = after.find(id); now == after.end() || !(*now->second == *entry))
                ids.push_back(id);
        for (const auto& [id, entry] : after)
            if (!before.contains(id))
                ids.push_back(id);
        return ids;
    }

    void addId(Registry which, const std::string& id) {
        for (const GraphStore* store : m_stores) {
            if (which == Registry::nodes)
                addNode(id);
            else if (which == Registry::relations && store->relation(id))
                addNode(store->relation(id)->source);
            else if (which == Registry::attributes && store->attribute(id))
                addNode(store->attribute(id)->source);
            else if (which == Registry::transitions)
                addTransition(store->transition(id));
        }
    }

    void addNode(const std::string& id) {
        if (!m_nodes.insert(id).second)
            return;
        for (const GraphStore* store : m_stores)
            if (const Node* node = store->node(id))
                m_graphs.insert(node->graphs.begin(), node->graphs.end());
    }

    void addTransition(const Transition* transition) {
        if (transition == nullptr)
            return;
        if (transition->graphs)
            m_graphs.insert(transition->graphs->begin(), transition->graphs->end());
        const bool all = transitionScope(m_before) == TransitionScope::all ||
                         transitionScope(m_after) == TransitionScope::all;
        m_allGraphs = m_allGraphs || all;
    }

    const UserFiles& m_before;
    const UserFiles& m_after;
    std::array<const GraphStore*, 2> m_stores;
    std::set<std::string> m_nodes, m_graphs;
    bool m_allGraphs = false;
};

} // namespace

std::optional<std::string> idOfPath(const std::string& path, const std::string& folder) {
    constexpr std::string_view suffix = ".json";
    if (!path.starts_with(folder + '/') || !path.ends_with(suffix))
        return std::nullopt;
    return path.substr(folder.size() + 1, path.size() - folder.size() - 1 - suffix.size());
}

void insertAsIn(const Value& like, Value& object, const std::string& key, Value value) {
    const auto& order = like.members();
    auto at =
        std::find_if(order.begin(), order.end(), [&](const json::Member& each) { return each.key == key; });
    const auto& members = object.members();
    while (at != order.begin()) {
        --at;
        const auto before = std::find_if(members.begin(), members.end(),
                                         [&](const json::Member& each) { return each.key == at->key; });
        if (before == members.end())
            continue;
        const auto place = static_cast<std::size_t>(before - members.begin()) + 1;
        return object.insertMember(place, key, std::move(value));
    }
    object.insertMember(0, key, std::move(value));
}

bool sameInOrder(const Value& a, const Value& b) {
    return std::equal(a.members().begin(), a.members().end(), b.members().begin(), b.members().end(),
                      [](const json::Member& x, const json::Member& y) { return x.key == y.key; }) &&
           a == b;
}

UserFilePtr withEntries(const std::string& path, const UserFilePtr& now, const UserFilePtr& then,
                        const WantedEntries& wanted) {
    const auto isObject = [](const UserFilePtr& file) {
        return file && file->document && file->document->isObject();
    };
    if (!isObject(now) || wanted.empty())
        return wanted.empty() ? now : then;
    const Value none = Value::object();
    const Value& like = isObject(then) ? *then->document : none;
    Value merged = *now->document;
    std::map<std::string, const Value*> known;
    for (const json::Member& member : now->document->members())
        known[member.key] = &member.value;
    for (const auto& [id, entry] : wanted) {
        const auto old = known.find(id);
        if (!entry && old != known.end())
            merged.remove(id);
        else if (entry && old != known.end() && !(*old->second == *entry))
            *merged.edit(id) = *entry;
    }
    for (const json::Member& member : like.members())
        if (const auto entry = wanted.find(member.key);
            entry != wanted.end() && entry->second && !known.contains(member.key))
            insertAsIn(like, merged, member.key, *entry->second);
    if (isObject(then) && sameInOrder(merged, *then->document))
        return then;
    if (sameInOrder(merged, *now->document))
        return now;
    return UserFile::ofBytes(path, json::bytesOf(merged));
}

Value entryOfGraph(const Value* now, const Value& then, const std::string& graph) {
    if (now == nullptr)
        return then;
    const auto thenGraphs = graphsOf(&then);
    const auto nowGraphs = graphsOf(now);
    if (otherGraphs(thenGraphs, graph) == otherGraphs(nowGraphs, graph))
        return then;
    std::vector<std::string> graphs;
    for (const std::string& each : thenGraphs)
        if (each == graph || isListed(nowGraphs, each))
            graphs.push_back(each);
    for (const std::string& each : nowGraphs)
        if (each != graph && !isListed(graphs, each))
            graphs.push_back(each);
    Value entry = then;
    setGraphs(entry, graphs);
    return entry;
}

Value entryWithoutGraph(const Value& now, const Value* then, const std::string& graph) {
    Value entry = now;
    auto graphs = graphsOf(&now);
    std::erase(graphs, graph);
    setGraphs(entry, graphs);
    return then && sameButTime(entry, *then) ? *then : entry;
}

Value entryWithGraph(const Value* now, const Value& then, const std::string& graph) {
    Value entry = now ? *now : then;
    auto graphs = now ? graphsOf(now) : std::vector<std::string>();
    if (now && otherGraphs(graphs, graph) == otherGraphs(graphsOf(&then), graph))
        graphs = graphsOf(&then);
    else
        graphs.push_back(graph);
    setGraphs(entry, graphs);
    return now && sameButTime(entry, then) ? then : entry;
}

std::map<std::string, const Value*> entriesById(const UserFiles& files, const std::string& path) {
    std::map<std::string, const Value*> entries;
    for (const RegistryEntry& entry : registryEntries(files.document(path)))
        entries.emplace(entry.id, entry.value);
    return entries;
}

bool isComposedPath(const std::string& path) {
    if (graphOfPath(path).empty())
        return false;
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    return name == "composed.json" || name == "composed.yaml" || name == "polymorphic_composed.json";
}

Touched touchedBetween(const UserFiles& before, const GraphStore& beforeStore, const UserFiles& after,
                       const GraphStore& afterStore) {
    TouchedParts parts(before, beforeStore, after, afterStore);
    for (const FileDifference& each : differences(before, after))
        parts.addPath(each.path);
    return parts.take();
}

std::vector<std::string> emptiedFolders(const UserFiles& before, const UserFiles& after) {
    std::set<std::string> folders;
    for (const FileDifference& each : differences(before, after)) {
        if (each.after)
            continue;
        const std::string& path = each.path;
        for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
             slash = path.rfind('/', slash - 1)) {
            const std::string folder = path.substr(0, slash);
            if (folder.find('/') == std::string::npos || !after.below(folder).empty())
                break;
            if (folder != "graphs/" + graphOfPath(path) || !isListed(after.graphFolders(), graphOfPath(path)))
                folders.insert(folder);
        }
    }
    for (const std::string& graph : before.graphFolders())
        if (!isListed(after.graphFolders(), graph))
            folders.insert("graphs/" + graph);
    // Longer isListed of the same beginning come later: backwards, what is inside comes first.
    return {folders.rbegin(), folders.rend()};
}

} // namespace stemma::graph
