// SPDX-License-Identifier: MIT
// Relations and attributes: what is registered beside what is on the disk.
#include <algorithm>

#include "core/graph/deep_flaws.h"
#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

/// What the checks ask of a relation and of an attribute alike.
struct Link {
    Registry which;
    const std::string& id;
    const std::string& source;
    const Known& known;
    std::optional<Value> rebuilt; ///< the file that it ought to have
    bool valueIsLost = false;     ///< of an attribute: no registry holds it

    [[nodiscard]] FindingKind kind(FindingKind relation, FindingKind attribute) const {
        return which == Registry::relations ? relation : attribute;
    }
    [[nodiscard]] std::string named() const { return wordOf(which) + ' ' + quotedId(id); }
};

Mend putFile(const Link& link, Value morphId) {
    Value file = *link.rebuilt;
    file.set("morph_id", std::move(morphId));
    return [path = link.known.path, file = std::move(file)](EditDraft& draft) { draft.put(path, file); };
}

/// Whether what the source's morphs name is known.
bool sourceIsRead(const DeepLook& look, const Link& link) {
    const Node* source = look.store.node(link.source);
    if (!source)
        return !look.mayExist(Registry::nodes, link.source) || link.source.empty();
    if (!source->known.hasFile)
        return !look.isOutOfSight(source->known.path) && !look.nodes.wholeFolderGone &&
               !look.isNamed(source->id);
    return source->known.readable;
}

void checkPhantomLink(const DeepLook& look, const Link& link, FlawList& flaws) {
    const RegistryView& registry = look.registry(link.which);
    if (look.isOutOfSight(link.known.path))
        return;
    const FlawList::About about{link.kind(FindingKind::phantomRelation, FindingKind::phantomAttribute),
                                Severity::error, link.id, registry.path};
    const std::string message = "The " + link.named() + " is registered, but it has no file";
    const auto morphs = morphsUsing(look, link.which, link.id);
    if (!morphs.empty() && link.rebuilt && !link.known.path.empty() && !link.valueIsLost) {
        flaws.add(about, message, "Make its file anew from what the registry and the id say.",
                  putFile(link, morphList(morphs)));
        return;
    }
    const std::string restore =
        ". Restore its file from the history, or delete the " + wordOf(link.which) + '.';
    if (!morphs.empty()) {
        flaws.add(about, message + (link.valueIsLost ? ", so its value is lost" : "") + restore);
    } else if (registry.wholeFolderGone) {
        flaws.add(about,
                  message + ", as none has: the folder " + folderOf(link.which) + " is lost. Restore it.");
    } else if (!sourceIsRead(look, link)) {
        flaws.add(about, message + ", and its node can't be read" + restore);
    } else {
        flaws.add(about, message + "; no morph names it", "Take it out of the registry.",
                  [which = link.which, id = link.id](EditDraft& draft) {
                      if (Value* entries = draft.edit(registryPath(which)))
                          entries->remove(id);
                  });
    }
}

/// The registry's entry of a file that is whole and whose node names it; nothing where there is doubt.
std::optional<Value> entryFor(const DeepLook& look, const Link& link, const Value& file) {
    const std::vector<std::string> morphs = morphsUsing(look, link.which, link.id);
    const auto graphs = look.graphsOf(link.source);
    const auto ofSource = [&](const MorphUse& use) { return use.node->id == link.source; };
    const auto& uses = look.uses(link.which, link.id);
    const bool whole = file.stringAt("id") == link.id && file.stringAt("name") &&
                       file.stringAt("source_id") &&
                       (link.which == Registry::attributes ? file.find("value") != nullptr
                                                           : file.stringAt("target_id").has_value());
    if (!whole || graphs.empty() || uses.empty() || !std::all_of(uses.begin(), uses.end(), ofSource) ||
        !look.files.find(look.registry(link.which).path))
        return std::nullopt;
    Value entry = Value::object();
    for (const char* key : {"id", "name", "source_id", "target_id"})
        if (const Value* value = file.find(key))
            entry.set(key, *value);
    entry.set("morph_id", morphList(morphs));
    entry.set("graphs", morphList(graphs));
    return entry;
}

void checkOrphanLink(const DeepLook& look, const Link& link, const Value& file, FlawList& flaws) {
    const FlawList::About about{link.kind(FindingKind::orphanRelation, FindingKind::orphanAttribute),
                                Severity::warning, link.id, link.known.path};
    const std::string message = "The file of the " + link.named() + " is in no registry";
    const auto entry = entryFor(look, link, file);
    if (!entry) {
        flaws.add(about, message + ", and it isn't certain where it belongs. Add it again, or delete it.");
        return;
    }
    flaws.add(about, message + ", but its node has it", "Register it in the graphs of its node.",
              [which = link.which, id = link.id, entry = *entry](EditDraft& draft) {
                  Value* entries = draft.edit(registryPath(which));
                  if (!entries || entries->find(id))
                      return;
                  entries->set(id, entry);
                  entries->edit(id)->set("created_at", draft.isoNow());
              });
}

void checkStub(const Link& link, const Value& file, FlawList& flaws) {
    const FlawList::About about{FindingKind::stub, Severity::error, link.known.path, link.known.path};
    const std::string message =
        "Of the " + link.named() + " only morph_id is left: composing stops with an error in the old program";
    if (!link.rebuilt) {
        flaws.add(about, message + ". Neither the registry nor the id tells what it was without doubt.");
        return;
    }
    flaws.add(about, message,
              link.valueIsLost ? "Put back what the registry says; its value is lost, and stays empty."
                               : "Put back what the registry and the id say.",
              putFile(link, *file.find("morph_id")));
}

void checkLinkInnerId(const Link& link, const Value& file, FlawList& flaws) {
    const std::string says = textAt(file, {"id"}).value_or(std::string());
    if (says == link.id)
        return;
    flaws.add({FindingKind::wrongInnerId, Severity::warning, link.known.path, link.known.path},
              "The file of the " + link.named() + " says " + (says.empty() ? "no id" : quotedId(says)),
              "Write the id of its name into it.", [path = link.known.path, id = link.id](EditDraft& draft) {
                  Value* edited = draft.edit(path);
                  if (edited && edited->find("id"))
                      edited->set("id", Value::string(id));
                  else if (edited)
                      edited->insertMember(0, "id", Value::string(id));
              });
}

void checkLink(const DeepLook& look, const Link& link, FlawList& flaws) {
    const bool usable = look.registry(link.which).usable;
    if (usable && !link.known.hasFile)
        return checkPhantomLink(look, link, flaws);
    const Value* file = look.file(link.known);
    if (!file)
        return;
    if (usable && !link.known.registered)
        checkOrphanLink(look, link, *file, flaws);
    if (link.known.stub)
        checkStub(link, *file, flaws);
    else
        checkLinkInnerId(link, *file, flaws);
}

} // namespace

void checkLinks(const DeepLook& look, FlawList& flaws) {
    for (const Relation& relation : look.store.relations) {
        Link link{Registry::relations, relation.id, relation.source, relation.known, {}};
        if (!relation.known.hasFile || relation.known.stub)
            link.rebuilt = rebuiltRelation(look, relation);
        checkLink(look, link, flaws);
    }
    for (const Attribute& attribute : look.store.attributes) {
        Link link{Registry::attributes, attribute.id, attribute.source, attribute.known, {}};
        if (!attribute.known.hasFile || attribute.known.stub)
            link.rebuilt = rebuiltAttribute(look, attribute);
        link.valueIsLost = link.rebuilt && link.rebuilt->find("value")->isNull();
        checkLink(look, link, flaws);
    }
}

} // namespace stemma::graph
