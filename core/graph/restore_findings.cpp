// SPDX-License-Identifier: MIT
// What a restore would leave behind.
#include <map>
#include <utility>

#include "core/graph/restore_parts.h"

namespace stemma::graph {

namespace {

using FindingMap = std::map<std::string, Finding>;

void addFinding(FindingMap& found, FindingKind kind, const std::string& what, const std::string& path,
                std::string message) {
    Finding finding;
    finding.kind = kind;
    finding.what = what;
    finding.path = path;
    finding.message = std::move(message);
    finding.id = std::string(findingWord(kind)) + ':' + what;
    found.emplace(finding.id + ' ' + path + ' ' + finding.message, std::move(finding));
}

void addKnownFinding(FindingMap& found, const std::string& word, const std::string& id, const Known& known,
                     FindingKind orphan, FindingKind phantom) {
    if (known.hasFile && !known.registered)
        addFinding(found, orphan, id, known.path,
                   "The " + word + " ‘" + id + "’ has a file that no registry knows.");
    if (known.registered && !known.hasFile)
        addFinding(found, phantom, id, known.path,
                   "The " + word + " ‘" + id + "’ is registered and has no file.");
}

void addEndFinding(FindingMap& found, const GraphStore& store, const std::string& word, const std::string& id,
                   const std::string& path, const std::string& end) {
    if (!end.empty() && !store.node(end))
        addFinding(found, FindingKind::danglingEnd, id, path,
                   "The " + word + " ‘" + id + "’ names the node ‘" + end + "’, which isn't there.");
}

void addMemberFindings(FindingMap& found, const GraphStore& store, const Node& node) {
    const auto missing = [&](const std::string& word, const std::string& id) {
        addFinding(found, FindingKind::danglingMember, node.id, node.known.path,
                   "A morph of ‘" + node.id + "’ names the " + word + " ‘" + id + "’, which isn't there.");
    };
    for (const Morph& morph : node.morphs) {
        for (const std::string& id : morph.relations)
            if (!store.relation(id))
                missing("relation", id);
        for (const std::string& id : morph.attributes)
            if (!store.attribute(id))
                missing("attribute", id);
    }
}

FindingMap wrongIn(const GraphStore& store) {
    FindingMap found;
    for (const Node& node : store.nodes) {
        addKnownFinding(found, "node", node.id, node.known, FindingKind::orphanNode,
                        FindingKind::phantomNode);
        addMemberFindings(found, store, node);
    }
    for (const Relation& each : store.relations) {
        addKnownFinding(found, "relation", each.id, each.known, FindingKind::orphanRelation,
                        FindingKind::phantomRelation);
        addEndFinding(found, store, "relation", each.id, each.known.path, each.source);
        addEndFinding(found, store, "relation", each.id, each.known.path, each.target);
    }
    for (const Attribute& each : store.attributes) {
        addKnownFinding(found, "attribute", each.id, each.known, FindingKind::orphanAttribute,
                        FindingKind::phantomAttribute);
        addEndFinding(found, store, "attribute", each.id, each.known.path, each.source);
    }
    for (const Transition& each : store.transitions)
        for (const auto* ends : {&each.inputs, &each.outputs})
            for (const TransitionEnd& end : *ends)
                addEndFinding(found, store, "transition", each.id, each.known.path, end.node);
    return found;
}

} // namespace

std::vector<Finding> newlyWrong(const GraphStore& before, const GraphStore& after) {
    const FindingMap old = wrongIn(before);
    std::vector<Finding> found;
    for (auto& [key, finding] : wrongIn(after))
        if (!old.contains(key))
            found.push_back(finding);
    return found;
}

} // namespace stemma::graph
