// SPDX-License-Identifier: MIT
// Nodes: what is registered beside what is on the disk, and the ids that the files say.
#include <algorithm>

#include "core/graph/deep_flaws.h"
#include "core/graph/graph_ids.h"

namespace stemma::graph {

namespace {

using json::Value;

void checkPhantom(const DeepLook& look, const Node& node, FlawList& flaws) {
    if (look.isOutOfSight(node.known.path))
        return;
    const FlawList::About about{FindingKind::phantomNode, Severity::error, node.id, look.nodes.path};
    const std::string message = "The node " + quotedId(node.id) + " is registered, but it has no file";
    if (look.nodes.wholeFolderGone) {
        flaws.add(about, message + ", as no node has: the folder nodes is lost. Restore it.");
        return;
    }
    if (look.isNamed(node.id)) {
        flaws.add(about, message + ", and others lead to it. Restore its file from the history, or delete "
                                   "the node.");
        return;
    }
    flaws.add(about, message + "; nothing else names it", "Take it out of the registry.",
              [id = node.id](EditDraft& draft) {
                  if (Value* registry = draft.edit(registryPath(Registry::nodes)))
                      registry->remove(id);
              });
}

/// The graphs that registered parts of an unregistered node were made in: the only trace of where it was.
std::vector<std::string> graphsOfParts(const DeepLook& look, const std::string& node) {
    std::vector<std::string> graphs;
    const auto add = [&](const std::vector<std::string>& named) {
        for (const std::string& graph : named)
            if (look.store.graph(graph) && std::find(graphs.begin(), graphs.end(), graph) == graphs.end())
                graphs.push_back(graph);
    };
    for (const Relation& relation : look.store.relations)
        if (relation.known.registered && relation.source == node)
            add(relation.graphs);
    for (const Attribute& attribute : look.store.attributes)
        if (attribute.known.registered && attribute.source == node)
            add(attribute.graphs);
    return graphs;
}

Value registryEntryOf(const Node& node, const std::vector<std::string>& graphs, const Value& now) {
    return Value::object({{"name", Value::stringOrNull(node.name)},
                          {"role", Value::stringOrNull(node.role)},
                          {"graphs", morphList(graphs)},
                          {"created_at", now},
                          {"updated_at", now}});
}

void checkOrphan(const DeepLook& look, const Node& node, FlawList& flaws) {
    const FlawList::About about{FindingKind::orphanNode, Severity::warning, node.id, node.known.path};
    const std::string message =
        "The file of the node " + quotedId(node.id) + " is in no registry: the old program doesn't see it";
    const auto graphs = graphsOfParts(look, node.id);
    const bool certain = look.files.find(look.nodes.path) && !graphs.empty() &&
                         node.form == NodeForm::polyNode && node.innerId == node.id;
    if (!certain) {
        flaws.add(about, message + ". Nothing tells which graph it belongs to: add it to one, or delete it.");
        return;
    }
    flaws.add(about, message, "Register it in the graphs of its relations and attributes.",
              [&node, graphs](EditDraft& draft) {
                  Value* registry = draft.edit(registryPath(Registry::nodes));
                  if (registry && !registry->find(node.id))
                      registry->set(node.id, registryEntryOf(node, graphs, draft.secondsNow()));
              });
}

/// Gives the file the id that its name says, and with it the morph that is only implied.
void setInnerId(EditDraft& draft, const std::string& path, const std::string& id, const std::string& old) {
    Value* file = draft.edit(path);
    if (!file)
        return;
    const bool parsedForm = !file->find("id") && file->find("node_id");
    if (file->find("id") || parsedForm)
        file->set(parsedForm ? "node_id" : "id", Value::string(id));
    else
        file->insertMember(0, "id", Value::string(id));
    if (file->stringAt("nbh") == morphId("basic", old))
        file->set("nbh", Value::string(morphId("basic", id)));
}

/// Whether something counts on the id that the file says.
bool innerIdIsUsed(const DeepLook& look, const Node& node) {
    const Node* other = look.store.node(node.innerId);
    if (look.isNamed(node.innerId) && !(other && other->known.hasFile))
        return true;
    const std::string implied = morphId("basic", node.innerId);
    const auto hints = [&](const auto& link) {
        return std::find(link.morphIds.begin(), link.morphIds.end(), implied) != link.morphIds.end();
    };
    return std::any_of(look.store.relations.begin(), look.store.relations.end(), hints) ||
           std::any_of(look.store.attributes.begin(), look.store.attributes.end(), hints);
}

void checkInnerId(const DeepLook& look, const Node& node, FlawList& flaws) {
    if (!node.known.hasFile || !node.known.readable || node.innerId == node.id)
        return;
    const FlawList::About about{FindingKind::wrongInnerId, Severity::warning, node.known.path,
                                node.known.path};
    const std::string says = node.innerId.empty() ? std::string("no id") : quotedId(node.innerId);
    const std::string message = "The file of the node " + quotedId(node.id) + " says " + says;
    if (!node.innerId.empty() && innerIdIsUsed(look, node)) {
        flaws.add(about, message + ", and relations, attributes or transitions go by that. Rename one of "
                                   "the two.");
        return;
    }
    flaws.add(about, message + ": pictures and links go wrong by that", "Write the id of its name into it.",
              [path = node.known.path, id = node.id, old = node.innerId](EditDraft& draft) {
                  setInnerId(draft, path, id, old);
              });
}

} // namespace

void checkNodes(const DeepLook& look, FlawList& flaws) {
    for (const Node& node : look.store.nodes) {
        if (look.nodes.usable && !node.known.hasFile)
            checkPhantom(look, node, flaws);
        if (look.nodes.usable && !node.known.registered && node.known.readable)
            checkOrphan(look, node, flaws);
        checkInnerId(look, node, flaws);
    }
}

} // namespace stemma::graph
