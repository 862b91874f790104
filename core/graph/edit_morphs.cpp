// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/graph/edit_morph_lists.h"
#include "core/graph/edit_operations.h"

namespace stemma::graph {

namespace {

using json::Value;

Status checkMorphName(const EditDraft& draft, const std::string& node, const std::string& name) {
    if (name.find_first_not_of(" \t\r\n") == std::string::npos)
        return graphUsage("the name of a morph can't be empty");
    if (auto checked = checkText(name, "name"); !checked)
        return checked;
    const auto document = nodeDocument(draft, node);
    if (!document)
        return fail(document.error());
    const auto& morphs = morphsOf(**document);
    const bool second = name == "basic" && std::any_of(morphs.begin(), morphs.end(), [](const Value& morph) {
                            return morph.stringAt("name") == "basic";
                        });
    if (second)
        return graphUsage("node " + quotedId(node) + " has a morph called ‘basic’ already");
    return {};
}

/// A morph that may be changed or go: not the basic one, which the format's own program would make anew.
Result<MorphPlace> changeableMorph(EditDraft& draft, const std::string& node, const std::string& id) {
    const auto index = morphFor(draft, node, id);
    if (!index)
        return fail(index.error());
    const auto document = nodeDocument(draft, node);
    if (morphsOf(**document)[*index].stringAt("name") == "basic")
        return graphUsage("the basic morph of a node can neither be renamed nor deleted",
                          "Edit its members, or add another morph.");
    return MorphPlace{node, *index, id};
}

std::vector<std::string> membersOf(const Value& morph, const char* key) {
    std::vector<std::string> ids;
    if (const Value* list = morph.find(key))
        for (const Value& item : list->items())
            if (item.isString())
                ids.push_back(item.text());
    return ids;
}

/// What the deleted morph listed goes, unless another morph has it.
Status leaveMembers(EditDraft& draft, Registry which, const std::vector<std::string>& ids) {
    IdSet gone;
    for (const std::string& id : ids)
        if (morphsHolding(draft, which, id).empty())
            gone.insert(id);
        else
            refreshHints(draft, which, id);
    return removeLinks(draft, which, gone);
}

std::string nodeOf(const EditDraft& draft, Registry which, const std::string& id) {
    return which == Registry::relations ? endsOf(draft, id).source : sourceOf(draft, id);
}

/// The nodes that have a morph of that id, in the order of their files' names.
std::vector<std::string> nodesWithMorph(const EditDraft& draft, const std::string& morph) {
    std::vector<std::string> nodes;
    for (const std::string& path : draft.below("nodes")) {
        const Value* node = draft.document(path);
        if (node != nullptr && hasMorph(*node, idOfNodePath(path), morph))
            nodes.push_back(idOfNodePath(path));
    }
    return nodes;
}

/// The node whose morph is meant: where several have one of that id, the one that the members belong to.
Result<std::string> nodeOfMorph(const EditDraft& draft, const AssignMorph& edit) {
    const auto nodes = nodesWithMorph(draft, edit.morph);
    if (nodes.empty())
        return graphUsage("there is no morph " + quotedId(edit.morph));
    if (nodes.size() == 1)
        return nodes.front();
    const std::string owner = edit.relations.empty()
                                  ? nodeOf(draft, Registry::attributes, edit.attributes.front())
                                  : nodeOf(draft, Registry::relations, edit.relations.front());
    if (std::find(nodes.begin(), nodes.end(), owner) != nodes.end())
        return owner;
    return graphUsage("several nodes have a morph " + quotedId(edit.morph) +
                      ", and none of them has what is to be assigned");
}

Status checkMember(const EditDraft& draft, Registry which, const std::string& id, const MorphPlace& place,
                   const std::vector<MorphPlace>& holding) {
    const bool listed = std::any_of(holding.begin(), holding.end(),
                                    [&](const MorphPlace& other) { return other.node == place.node; });
    if (!draft.known(which, id) && !listed)
        return graphUsage("there is no " + wordOf(which) + " " + quotedId(id));
    if (!listed && nodeOf(draft, which, id) != place.node)
        return graphUsage(wordOf(which) + " " + quotedId(id) + " doesn't belong to node " +
                          quotedId(place.node));
    return {};
}

Status assign(EditDraft& draft, Registry which, const std::vector<std::string>& ids, const MorphPlace& place,
              AssignMorph::Mode mode) {
    for (const std::string& id : ids) {
        const auto holding = morphsHolding(draft, which, id);
        if (auto checked = checkMember(draft, which, id, place, holding); !checked)
            return checked;
        if (mode == AssignMorph::Mode::move)
            for (const MorphPlace& other : holding)
                if (other.node != place.node || other.index != place.index)
                    removeMember(draft, which, other, id);
        if (mode == AssignMorph::Mode::unlist)
            removeMember(draft, which, place, id);
        else
            addMember(draft, which, place, id);
        refreshHints(draft, which, id);
    }
    return {};
}

} // namespace

Status applyTo(EditDraft& draft, const AddMorph& edit) {
    if (auto checked = checkMorphName(draft, edit.node, edit.name); !checked)
        return checked;
    const auto document = editNodeDocument(draft, edit.node);
    if (!document)
        return fail(document.error());
    const std::string implied = impliedMorph(**document, edit.node);
    const bool isBasic = edit.name == "basic";
    const std::string id = edit.id.value_or(isBasic ? implied : morphId(edit.name, edit.node));
    if (auto checked = checkNewId(id, "morph"); !checked)
        return checked;
    if (!(isBasic && id == implied) && hasMorph(draft, edit.node, id))
        return graphUsage("node " + quotedId(edit.node) + " has a morph " + quotedId(id) + " already");
    // A first morph must not take the place of the basic one, which the format's program has in memory.
    if (morphsOf(**document).empty() && !isBasic)
        if (auto basic = morphFor(draft, edit.node, implied); !basic)
            return fail(basic.error());
    if (Value* morphs = (*document)->edit("morphs"); morphs == nullptr || !morphs->isArray())
        (*document)->set("morphs", Value::array());
    (*document)->edit("morphs")->insertItem(isBasic ? 0 : morphsOf(**document).size(),
                                            newMorph(id, edit.node, edit.name));
    draft.edited.newIds.push_back(id);
    return {};
}

Status applyTo(EditDraft& draft, const EditMorph& edit) {
    if (auto checked = checkMorphName(draft, edit.node, edit.name); !checked)
        return checked;
    const auto place = changeableMorph(draft, edit.node, edit.id);
    if (!place)
        return fail(place.error());
    const auto document = editNodeDocument(draft, edit.node);
    if (!document)
        return fail(document.error());
    setMember((*document)->edit("morphs")->editItem(place->index), "name", Value::string(edit.name));
    return {};
}

Status applyTo(EditDraft& draft, const DeleteMorph& edit) {
    const auto place = changeableMorph(draft, edit.node, edit.id);
    if (!place)
        return fail(place.error());
    const auto document = editNodeDocument(draft, edit.node);
    if (!document)
        return fail(document.error());
    const Value morph = morphsOf(**document)[place->index];
    (*document)->edit("morphs")->removeItem(place->index);
    draft.edited.removedIds.push_back(edit.id);
    if ((*document)->stringAt("nbh") == edit.id) {
        (*document)->set("nbh", Value());
        const auto shown = morphFor(draft, edit.node, std::nullopt);
        if (!shown)
            return fail(shown.error());
        (*document)->set("nbh", *morphsOf(**document)[*shown].find("morph_id"));
    }
    if (auto left = leaveMembers(draft, Registry::relations, membersOf(morph, "relationNode_ids")); !left)
        return left;
    return leaveMembers(draft, Registry::attributes, membersOf(morph, "attributeNode_ids"));
}

Status applyTo(EditDraft& draft, const ActivateMorph& edit) {
    if (auto index = morphFor(draft, edit.node, edit.id); !index)
        return fail(index.error());
    const auto document = editNodeDocument(draft, edit.node);
    if (!document)
        return fail(document.error());
    setMember(**document, "nbh", Value::string(edit.id));
    return {};
}

Status applyTo(EditDraft& draft, const AssignMorph& edit) {
    if (edit.relations.empty() && edit.attributes.empty())
        return graphUsage("neither relations nor attributes are named");
    const auto node = nodeOfMorph(draft, edit);
    if (!node)
        return fail(node.error());
    const auto index = morphFor(draft, *node, edit.morph);
    if (!index)
        return fail(index.error());
    const MorphPlace place{*node, *index, edit.morph};
    if (auto done = assign(draft, Registry::relations, edit.relations, place, edit.mode); !done)
        return done;
    return assign(draft, Registry::attributes, edit.attributes, place, edit.mode);
}

} // namespace stemma::graph
