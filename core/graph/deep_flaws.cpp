// SPDX-License-Identifier: MIT
#include "core/graph/deep_flaws.h"

#include <algorithm>
#include <utility>

#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

std::string findingId(FindingKind kind, const std::string& what) {
    return std::string(findingWord(kind)) + ':' + what;
}

void noteMorphs(const Node& node, DeepLook& look) {
    for (const Morph& morph : node.morphs) {
        look.morphIds.insert(morph.id);
        if (morph.implied)
            continue;
        for (const std::string& id : morph.relations)
            look.relationUses[id].push_back({&node, morph.id});
        for (const std::string& id : morph.attributes)
            look.attributeUses[id].push_back({&node, morph.id});
    }
}

} // namespace

const char* findingWord(FindingKind kind) {
    switch (kind) {
    case FindingKind::unreadableFile:
        return "unreadable-file";
    case FindingKind::unreadableRegistry:
        return "unreadable-registry";
    case FindingKind::phantomNode:
        return "phantom-node";
    case FindingKind::orphanNode:
        return "orphan-node";
    case FindingKind::phantomRelation:
        return "phantom-relation";
    case FindingKind::orphanRelation:
        return "orphan-relation";
    case FindingKind::phantomAttribute:
        return "phantom-attribute";
    case FindingKind::orphanAttribute:
        return "orphan-attribute";
    case FindingKind::danglingEnd:
        return "dangling-end";
    case FindingKind::danglingMember:
        return "dangling-member";
    case FindingKind::danglingMorph:
        return "dangling-morph";
    case FindingKind::danglingGraph:
        return "dangling-graph";
    case FindingKind::wrongInnerId:
        return "wrong-inner-id";
    case FindingKind::nestedMorphId:
        return "nested-morph-id";
    case FindingKind::stub:
        return "stub";
    case FindingKind::emptyTransition:
        return "empty-transition";
    case FindingKind::transitionShape:
        return "transition-shape";
    case FindingKind::staleComposed:
        return "stale-composed";
    case FindingKind::twoTexts:
        return "two-texts";
    case FindingKind::leftOver:
        return "left-over";
    case FindingKind::hiddenGraph:
        break;
    }
    return "hidden-graph";
}

DeepLook::DeepLook(const UserFiles& someFiles, const GraphStore& someStore)
    : files(someFiles)
    , store(someStore) {
    nodes = view(Registry::nodes);
    relations = view(Registry::relations);
    attributes = view(Registry::attributes);
    transitions = view(Registry::transitions);
    noteUses();
    noteNames();
}

RegistryView DeepLook::view(Registry which) const {
    RegistryView seen;
    seen.path = registryPath(which);
    const UserFilePtr file = files.find(seen.path);
    const Value* document = files.document(seen.path);
    const bool lists = document && document->isArray() && which == Registry::transitions;
    const std::vector<std::string> below = files.below(folderOf(which));
    if (document)
        for (const RegistryEntry& entry : registryEntries(document))
            seen.entries.emplace(entry.id, entry.value);
    // One that is missing while there are files was lost: then nothing is known of what it held.
    seen.usable = file ? document && (document->isObject() || lists) : below.empty();
    seen.wholeFolderGone = below.empty() && !seen.entries.empty();
    return seen;
}

void DeepLook::noteUses() {
    for (const Node& node : store.nodes) {
        noteMorphs(node, *this);
        if (!node.innerId.empty() && node.innerId != node.id)
            innerIds.insert(node.innerId);
    }
}

/// A relation that has no file and that no morph names is on its way out, and holds nothing.
void DeepLook::noteNames() {
    for (const Relation& relation : store.relations)
        if (relation.known.hasFile || relationUses.contains(relation.id)) {
            m_named.insert(relation.source);
            m_named.insert(relation.target);
        }
    for (const Attribute& attribute : store.attributes)
        if (attribute.known.hasFile || attributeUses.contains(attribute.id))
            m_named.insert(attribute.source);
    for (const Transition& transition : store.transitions)
        for (const auto* ends : {&transition.inputs, &transition.outputs})
            for (const TransitionEnd& end : *ends)
                m_named.insert(end.node);
}

const RegistryView& DeepLook::registry(Registry which) const {
    switch (which) {
    case Registry::nodes:
        return nodes;
    case Registry::relations:
        return relations;
    case Registry::attributes:
        return attributes;
    case Registry::transitions:
        break;
    }
    return transitions;
}

const Value* DeepLook::entry(Registry which, const std::string& id) const {
    const RegistryView& seen = registry(which);
    const auto found = seen.entries.find(id);
    return found == seen.entries.end() ? nullptr : found->second;
}

const Value* DeepLook::file(const Known& known) const {
    const Value* document = known.hasFile ? files.document(known.path) : nullptr;
    return document && document->isObject() ? document : nullptr;
}

const std::vector<MorphUse>& DeepLook::uses(Registry which, const std::string& id) const {
    const auto& all = which == Registry::relations ? relationUses : attributeUses;
    const auto found = all.find(id);
    return found == all.end() ? m_noUses : found->second;
}

bool DeepLook::mayExist(Registry which, const std::string& id) const {
    if (!registry(which).usable || entry(which, id))
        return true;
    const auto path = pathOfId(folderOf(which), id);
    return path && (files.find(*path) || isOutOfSight(*path));
}

bool DeepLook::isOutOfSight(const std::string& path) const {
    for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', at + 1))
        if (files.find(path.substr(0, at)))
            return true;
    return false;
}

bool DeepLook::hasGraph(const std::string& graph) const {
    return store.graph(graph) != nullptr || files.find("graphs") != nullptr;
}

std::vector<std::string> DeepLook::graphsOf(const std::string& node) const {
    std::vector<std::string> graphs;
    if (const Node* found = store.node(node); found && found->known.registered)
        for (const std::string& graph : found->graphs)
            if (store.graph(graph) && std::find(graphs.begin(), graphs.end(), graph) == graphs.end())
                graphs.push_back(graph);
    return graphs;
}

Flaw& FlawList::add(About about, std::string message, std::string repair, Mend mend) {
    Flaw flaw;
    flaw.finding = {about.kind,
                    about.severity,
                    about.what,
                    std::move(about.path),
                    std::move(message),
                    std::move(repair),
                    findingId(about.kind, about.what)};
    flaw.mend = std::move(mend);
    m_flaws.push_back(std::move(flaw));
    return m_flaws.back();
}

std::vector<Flaw> deepFlaws(const UserFiles& files, const GraphStore& store) {
    const DeepLook look(files, store);
    FlawList found;
    for (const auto check : {checkRegistries, checkFiles, checkNodes, checkLinks, checkEnds, checkMorphs,
                             checkMorphHints, checkTransitions, checkGraphs})
        check(look, found);
    std::vector<Flaw> flaws = found.take();
    std::stable_sort(flaws.begin(), flaws.end(),
                     [](const Flaw& a, const Flaw& b) { return a.finding.path < b.finding.path; });
    return flaws;
}

Value morphList(const std::vector<std::string>& morphs) {
    std::vector<Value> items;
    items.reserve(morphs.size());
    for (const std::string& morph : morphs)
        items.push_back(Value::string(morph));
    return Value::array(std::move(items));
}

std::vector<std::string> morphsUsing(const DeepLook& look, Registry which, const std::string& id) {
    std::vector<std::string> morphs;
    for (const MorphUse& use : look.uses(which, id))
        if (std::find(morphs.begin(), morphs.end(), use.morph) == morphs.end())
            morphs.push_back(use.morph);
    return morphs;
}

std::vector<Finding> deepFindings(const UserFiles& files, const GraphStore& store) {
    std::vector<Finding> findings;
    for (Flaw& flaw : deepFlaws(files, store))
        findings.push_back(std::move(flaw.finding));
    return findings;
}

} // namespace stemma::graph
