// SPDX-License-Identifier: MIT
// A graph as it was, in the midst of what is: which parts are its own, and what becomes of them.
#include "core/graph/restore_graph.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/graph/compose.h"
#include "core/graph/edit_draft.h"
#include "core/graph/user_history.h"
#include "core/history/version_reader.h"

namespace stemma::graph {

namespace {

using json::Value;
using NodeIds = std::set<std::string>;
using EntryMap = std::map<std::string, const Value*>;

constexpr std::array<Registry, 4> allRegistries = {Registry::nodes, Registry::relations, Registry::attributes,
                                                   Registry::transitions};

bool listHas(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

const Value* entryIn(const EntryMap& entries, const std::string& id) {
    const auto found = entries.find(id);
    return found == entries.end() ? nullptr : found->second;
}

NodeIds nodesOfGraph(const GraphStore& store, const std::string& graph) {
    const Graph* found = store.graph(graph);
    return found ? NodeIds(found->nodes.begin(), found->nodes.end()) : NodeIds();
}

/// Relations or attributes that belong to nodes: by their source, and by the nodes' morphs.
template <class Part>
void addLinksOf(const GraphStore& store, const std::vector<Part>& parts,
                std::vector<std::string> Morph::*members, const NodeIds& nodes, NodeIds& links) {
    for (const Part& part : parts)
        if (nodes.contains(part.source))
            links.insert(part.id);
    for (const std::string& id : nodes)
        if (const Node* node = store.node(id))
            for (const Morph& morph : node->morphs)
                links.insert((morph.*members).begin(), (morph.*members).end());
}

/// Those that are registered for the graph, and whose node doesn't exist: nothing else leads to them.
template <class Part>
void addOwnLinks(const GraphStore& store, const std::vector<Part>& parts, const std::string& graph,
                 NodeIds& links) {
    for (const Part& part : parts)
        if (listHas(part.graphs, graph) && !store.node(part.source))
            links.insert(part.id);
}

class GraphRestore {
public:
    GraphRestore(const UserFiles& now, const UserFiles& then, const std::string& graph)
        : m_now(now)
        , m_then(then)
        , m_graph(graph)
        , m_nowStore(readGraphStore(now))
        , m_thenStore(readGraphStore(then))
        , m_after(now) {
        for (const Registry which : allRegistries) {
            m_nowEntries[which] = entriesById(now, registryPath(which));
            m_thenEntries[which] = entriesById(then, registryPath(which));
        }
    }

    Status choose(const std::vector<std::string>& nodes);
    void restoreNodes();
    void restoreOwnLinks();
    void restoreLostLinks();
    void restoreTransitions();
    void restoreFolder();
    /// Only which nodes, relations and attributes are in the graph.
    void restoreMembership(const std::vector<std::string>& nodes);
    UserFiles take();

private:
    void dropNewNodes();
    void restoreElement(Registry which, const std::string& id);
    void leave(Registry which, const std::string& id);
    void memberOrNot(Registry which, const std::string& id);
    [[nodiscard]] bool existed(Registry which, const std::string& id) const;

    const UserFiles& m_now;
    const UserFiles& m_then;
    const std::string& m_graph;
    GraphStore m_nowStore, m_thenStore;
    UserFiles m_after;
    std::map<Registry, EntryMap> m_nowEntries, m_thenEntries;
    std::map<Registry, WantedEntries> m_wanted;
    NodeIds m_restored; ///< nodes that were in the graph
    NodeIds m_gone;     ///< nodes that weren't there at all, and go
    NodeIds m_left;     ///< nodes that stay in the store and leave the graph
};

bool GraphRestore::existed(Registry which, const std::string& id) const {
    const auto path = pathOfId(folderOf(which), id);
    return entryIn(m_thenEntries.at(which), id) != nullptr || (path && m_then.find(*path));
}

Status GraphRestore::choose(const std::vector<std::string>& nodes) {
    NodeIds then = nodesOfGraph(m_thenStore, m_graph);
    NodeIds now = nodesOfGraph(m_nowStore, m_graph);
    if (!nodes.empty()) {
        const NodeIds wanted(nodes.begin(), nodes.end());
        for (const std::string& id : wanted)
            if (!then.contains(id) && !now.contains(id))
                return fail(ErrorCode::notFound, "restore the node", id,
                            "it is not in the graph, and wasn't then");
        std::erase_if(then, [&](const std::string& id) { return !wanted.contains(id); });
        std::erase_if(now, [&](const std::string& id) { return !wanted.contains(id); });
    }
    m_restored = then;
    for (const std::string& id : now) {
        if (then.contains(id))
            continue;
        const bool inOthers = m_nowStore.node(id)->graphs.size() > 1;
        (existed(Registry::nodes, id) || inOthers ? m_left : m_gone).insert(id);
    }
    dropNewNodes();
    return {};
}

/// A node that what stays refers to stays too.
void GraphRestore::dropNewNodes() {
    for (bool changed = true; changed;) {
        changed = false;
        for (const Relation& relation : m_nowStore.relations) {
            const bool stays = !m_gone.contains(relation.source) && !m_restored.contains(relation.source);
            if (stays && m_gone.erase(relation.target) > 0) {
                m_left.insert(relation.target);
                changed = true;
            }
        }
    }
}

void GraphRestore::restoreElement(Registry which, const std::string& id) {
    const auto path = pathOfId(folderOf(which), id);
    if (!path)
        return; // an id that leaves its folder has no file of ours to restore
    const Value* entry = entryIn(m_thenEntries[which], id);
    const UserFilePtr file = m_then.find(*path);
    if (file)
        m_after.put(*path, file);
    else if (!entry)
        m_after.remove(*path);
    m_wanted[which][id] =
        entry ? std::optional(entryOfGraph(entryIn(m_nowEntries[which], id), *entry, m_graph)) : std::nullopt;
}

void GraphRestore::leave(Registry which, const std::string& id) {
    if (const Value* entry = entryIn(m_nowEntries[which], id))
        m_wanted[which][id] = entryWithoutGraph(*entry, entryIn(m_thenEntries[which], id), m_graph);
}

void GraphRestore::restoreNodes() {
    NodeIds nodes = m_restored;
    nodes.insert(m_gone.begin(), m_gone.end());
    NodeIds relations, attributes;
    for (const GraphStore* store : {&m_nowStore, &m_thenStore}) {
        addLinksOf(*store, store->relations, &Morph::relations, nodes, relations);
        addLinksOf(*store, store->attributes, &Morph::attributes, nodes, attributes);
    }
    for (const std::string& id : nodes)
        restoreElement(Registry::nodes, id);
    for (const std::string& id : relations)
        restoreElement(Registry::relations, id);
    for (const std::string& id : attributes)
        restoreElement(Registry::attributes, id);
    for (const std::string& id : m_left)
        leave(Registry::nodes, id);
}

void GraphRestore::restoreOwnLinks() {
    NodeIds relations, attributes;
    for (const GraphStore* store : {&m_nowStore, &m_thenStore}) {
        addOwnLinks(*store, store->relations, m_graph, relations);
        addOwnLinks(*store, store->attributes, m_graph, attributes);
    }
    for (const std::string& id : relations)
        restoreElement(Registry::relations, id);
    for (const std::string& id : attributes)
        restoreElement(Registry::attributes, id);
}

/// Deleting a node deletes what led to it, in other graphs too.
void GraphRestore::restoreLostLinks() {
    NodeIds returning;
    for (const std::string& id : m_restored)
        if (const Node* node = m_nowStore.node(id); !node || !(node->known.hasFile || node->known.registered))
            returning.insert(id);
    for (const Relation* relation : lostRelations(m_nowStore, m_thenStore, returning)) {
        if (m_restored.contains(relation->source))
            continue;
        const std::string& path = m_nowStore.node(relation->source)->known.path;
        const UserFilePtr source =
            listedAgain(path, m_after.find(path), m_then.find(path), Registry::relations, relation->id);
        if (!source)
            continue;
        m_after.put(path, source);
        restoreElement(Registry::relations, relation->id);
    }
}

/// Where they are a list, all of them are every graph's.
void GraphRestore::restoreTransitions() {
    const bool all =
        transitionScope(m_now) == TransitionScope::all || transitionScope(m_then) == TransitionScope::all;
    const auto isOurs = [&](const Transition& transition) {
        return all || (transition.graphs && listHas(*transition.graphs, m_graph));
    };
    NodeIds then, now;
    for (const Transition& transition : m_thenStore.transitions)
        if (isOurs(transition))
            then.insert(transition.id);
    for (const Transition& transition : m_nowStore.transitions)
        if (isOurs(transition) && !then.contains(transition.id))
            now.insert(transition.id);
    for (const std::string& id : then)
        restoreElement(Registry::transitions, id);
    for (const std::string& id : now) {
        const Transition* transition = m_nowStore.transition(id);
        const bool inOthers = transition->graphs && transition->graphs->size() > 1;
        if (all || (!inOthers && !existed(Registry::transitions, id)))
            restoreElement(Registry::transitions, id);
        else
            leave(Registry::transitions, id);
    }
    const std::string path = registryPath(Registry::transitions);
    if (const UserFilePtr file = m_then.find(path); all && file) {
        m_after.put(path, file);
        m_wanted.erase(Registry::transitions);
    }
}

void GraphRestore::restoreFolder() {
    const std::string folder = "graphs/" + m_graph;
    m_after.addGraphFolder(m_graph);
    for (const std::string& path : m_now.below(folder))
        if (!isComposedPath(path) && !m_then.find(path))
            m_after.remove(path);
    for (const std::string& path : m_then.below(folder))
        if (!isComposedPath(path))
            m_after.put(path, m_then.find(path));
}

void GraphRestore::memberOrNot(Registry which, const std::string& id) {
    const Value* now = entryIn(m_nowEntries[which], id);
    const Value* then = entryIn(m_thenEntries[which], id);
    const auto isIn = [&](const Value* entry) {
        const Value* graphs = entry ? entry->find("graphs") : nullptr;
        return graphs && std::any_of(graphs->items().begin(), graphs->items().end(), [&](const Value& item) {
                   return item.isString() && item.text() == m_graph;
               });
    };
    if (isIn(now) == isIn(then))
        return;
    if (isIn(now))
        return leave(which, id);
    m_wanted[which][id] = entryWithGraph(now, *then, m_graph);
}

void GraphRestore::restoreMembership(const std::vector<std::string>& nodes) {
    const NodeIds wanted(nodes.begin(), nodes.end());
    const auto isWanted = [&](const std::string& node) { return wanted.empty() || wanted.contains(node); };
    const auto sourceOf = [&](Registry which, const std::string& id) -> std::string {
        for (const GraphStore* store : {&m_nowStore, &m_thenStore}) {
            if (which == Registry::relations && store->relation(id))
                return store->relation(id)->source;
            if (which == Registry::attributes && store->attribute(id))
                return store->attribute(id)->source;
        }
        return id;
    };
    for (const Registry which : {Registry::nodes, Registry::relations, Registry::attributes}) {
        NodeIds ids;
        for (const EntryMap* entries : {&m_nowEntries[which], &m_thenEntries[which]})
            for (const auto& [id, entry] : *entries)
                if (isWanted(sourceOf(which, id)))
                    ids.insert(id);
        for (const std::string& id : ids)
            memberOrNot(which, id);
    }
}

UserFiles GraphRestore::take() {
    for (const auto& [which, wanted] : m_wanted) {
        const std::string path = registryPath(which);
        const UserFilePtr now = m_now.find(path);
        const UserFilePtr file = withEntries(path, now, m_then.find(path), wanted);
        if (file && file != now)
            m_after.put(path, file);
        else if (!file)
            m_after.remove(path);
    }
    return std::move(m_after);
}

/// A registry that couldn't be read then would empty the graph.
Status checkRegistriesReadable(const UserFiles& then) {
    for (const Registry which : allRegistries)
        if (const UserFilePtr file = then.find(registryPath(which)); file && !file->document)
            return fail(ErrorCode::damaged, "restore the version", registryPath(which),
                        "it could not be read then: " + file->problem, "Choose another version.");
    return {};
}

/// Everything as it was, but for composed files: those are made anew.
UserFiles wholeUserFiles(const UserFiles& now, const UserFiles& then) {
    UserFiles after = then;
    for (const std::string& stray : now.strays())
        after.addStray(stray);
    return after;
}

} // namespace

Result<UserFiles> restoredFiles(const UserFiles& now, const UserFiles& then, const std::string& graph,
                                const RestoreScope& scope, VersionDepth depth) {
    if (auto readable = checkRegistriesReadable(then); !readable)
        return fail(readable.error());
    if (scope.wholeUser)
        return wholeUserFiles(now, then);
    if (!listHas(then.graphFolders(), graph))
        return fail(ErrorCode::notFound, "restore the graph", graph,
                    listHas(now.graphFolders(), graph) ? "the graph was not there then"
                                                       : "there is no graph of that name");
    GraphRestore restore(now, then, graph);
    if (auto chosen = restore.choose(scope.nodes); !chosen)
        return fail(chosen.error());
    if (depth == VersionDepth::registries) {
        restore.restoreMembership(scope.nodes);
        return restore.take();
    }
    restore.restoreNodes();
    restore.restoreLostLinks();
    if (scope.nodes.empty()) {
        restore.restoreOwnLinks();
        restore.restoreTransitions();
        restore.restoreFolder();
    }
    return restore.take();
}

GraphChange changeTo(const UserFiles& before, const GraphStore& beforeStore, UserFiles after,
                     const GraphStore& afterStore, const UserFiles& then, const std::string& graph) {
    Touched touched = touchedBetween(before, beforeStore, after, afterStore);
    for (const std::string& each : touched.graphs)
        for (const char* name : {"composed.json", "composed.yaml", "polymorphic_composed.json"}) {
            const std::string path = "graphs/" + each + '/' + name;
            if (const UserFilePtr file = then.find(path); file && file->read)
                after.put(path, file);
        }
    GraphChange change;
    change.nodes = std::move(touched.nodes);
    change.graphs = std::move(touched.graphs);
    change.goneFolders = emptiedFolders(before, after);
    change.counts =
        history::countChanges(diff::difference(graphTree(beforeStore, graph), graphTree(afterStore, graph)));
    change.after = std::move(after);
    return change;
}

} // namespace stemma::graph
