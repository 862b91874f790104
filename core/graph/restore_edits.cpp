// SPDX-License-Identifier: MIT
// Parts of a graph as they were, as edits: so ids, registries and morphs follow as they do for a person's.
#include "core/graph/restore_edits.h"

#include <algorithm>
#include <utility>

namespace stemma::graph {

namespace {

using json::Value;
using Texts = std::vector<std::string>;

bool listsId(const Texts& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

bool listsPart(const std::vector<RestorePart>& parts, const RestorePart& part) {
    return std::find(parts.begin(), parts.end(), part) != parts.end();
}

const Node* memberNode(const GraphStore& store, const std::string& graph, const std::string& id) {
    const Node* node = store.node(id);
    return node && listsId(node->graphs, graph) ? node : nullptr;
}

const Attribute* attributeOf(const GraphStore& store, const std::string& identity) {
    const auto found =
        std::find_if(store.attributes.begin(), store.attributes.end(),
                     [&](const Attribute& attribute) { return identityOf(attribute) == identity; });
    return found == store.attributes.end() ? nullptr : &*found;
}

const Morph* morphOf(const GraphStore& store, const std::string& node, const std::string& id) {
    const Node* found = store.node(node);
    if (!found)
        return nullptr;
    const auto at = std::find_if(found->morphs.begin(), found->morphs.end(),
                                 [&](const Morph& morph) { return morph.id == id && !morph.implied; });
    return at == found->morphs.end() ? nullptr : &*at;
}

Field fieldBack(const std::optional<std::string>& now, const std::optional<std::string>& then) {
    if (now == then)
        return std::nullopt;
    return Value::stringOrNull(then);
}

std::string textOr(const std::optional<std::string>& text) {
    return text.value_or(std::string());
}

/// The morphs of a node that list something, by their ids.
Texts morphsListing(const GraphStore& store, const std::string& node, Texts Morph::*members,
                    const std::string& id) {
    Texts found;
    if (const Node* owner = store.node(node))
        for (const Morph& morph : owner->morphs)
            if (listsId(morph.*members, id))
                found.push_back(morph.id);
    return found;
}

class BackEdits {
public:
    BackEdits(const GraphStore& now, const GraphStore& then, const std::string& graph)
        : m_now(now)
        , m_then(then)
        , m_graph(graph) {}

    Status add(const RestorePart& part) {
        if (part.what == "node")
            return addNode(part.id);
        if (part.what == "morph")
            return addMorph(part);
        if (part.what == "relation")
            return addRelation(part.id);
        if (part.what == "attribute")
            return addAttribute(part.id);
        if (part.what == "transition")
            return addTransition(part.id);
        if (part.what == "graph")
            return addGraph();
        return missing(part.what, part.id);
    }
    std::vector<GraphEdit> take() { return std::move(m_edits); }

private:
    static Status missing(const std::string& what, const std::string& id) {
        return fail(ErrorCode::notFound, "restore the " + what, id,
                    "it is in neither of the two versions, or the part is not of that kind");
    }

    Status addNode(const std::string& id) {
        const Node* now = memberNode(m_now, m_graph, id);
        const Node* then = memberNode(m_then, m_graph, id);
        if (!now || !then)
            return now || then ? Status() : missing("node", id);
        EditNode edit;
        edit.id = id;
        edit.name = fieldBack(now->name, then->name);
        edit.role = fieldBack(now->role, then->role);
        edit.description = fieldBack(now->description, then->description);
        edit.baseName = fieldBack(now->baseName, then->baseName);
        edit.adjective = fieldBack(now->adjective, then->adjective);
        edit.quantifier = fieldBack(now->quantifier, then->quantifier);
        if (edit.name || edit.role || edit.description || edit.baseName || edit.adjective || edit.quantifier)
            m_edits.emplace_back(std::move(edit));
        if (now->activeMorph != then->activeMorph && then->activeMorph &&
            (morphOf(m_now, id, *then->activeMorph) || isAdded(*then->activeMorph)))
            m_edits.emplace_back(ActivateMorph{id, *then->activeMorph});
        return {};
    }

    Status addMorph(const RestorePart& part) {
        for (const GraphStore* store : {&m_then, &m_now}) {
            for (const Node& node : store->nodes) {
                const Morph* then = morphOf(m_then, node.id, part.id);
                const Morph* now = morphOf(m_now, node.id, part.id);
                if (!then && !now)
                    continue;
                if (!then && now->name != "basic") // that one goes when it is empty (takeOutBasic)
                    m_edits.emplace_back(DeleteMorph{node.id, part.id});
                else if (!then)
                    return {};
                else if (!now)
                    m_edits.emplace_back(AddMorph{node.id, then->name, part.id});
                else if (now->name != then->name)
                    m_edits.emplace_back(EditMorph{node.id, part.id, then->name});
                return {};
            }
        }
        return missing("morph", part.id);
    }

    /// Brings the morphs that list something to those that did, where these are there.
    void assign(const std::string& node, Texts Morph::*members, const std::string& nowId,
                const std::string& thenId, const Texts& listed) {
        const Texts then = morphsListing(m_then, node, members, thenId);
        const auto add = [&](const std::string& morph, AssignMorph::Mode mode) {
            AssignMorph edit;
            edit.morph = morph;
            edit.mode = mode;
            (members == &Morph::relations ? edit.relations : edit.attributes) = {nowId};
            m_edits.emplace_back(std::move(edit));
        };
        for (const std::string& morph : then)
            if (!listsId(listed, morph) && (morphOf(m_now, node, morph) || isAdded(morph)))
                add(morph, AssignMorph::Mode::copy);
        for (const std::string& morph : listed)
            if (!listsId(then, morph) && !then.empty())
                add(morph, AssignMorph::Mode::unlist);
    }
    [[nodiscard]] bool isAdded(const std::string& morph) const {
        return std::any_of(m_edits.begin(), m_edits.end(), [&](const GraphEdit& edit) {
            const auto* added = std::get_if<AddMorph>(&edit);
            return added && added->id == morph;
        });
    }
    /// Where something that is made again goes first.
    [[nodiscard]] std::optional<std::string> firstMorph(const std::string& node, const Texts& morphs) const {
        for (const std::string& morph : morphs)
            if (morphOf(m_now, node, morph) || isAdded(morph))
                return morph;
        return std::nullopt;
    }

    Status addRelation(const std::string& id) {
        const Relation* now = m_now.relation(id);
        const Relation* then = m_then.relation(id);
        if (!now && !then)
            return missing("relation", id);
        if (!then) {
            m_edits.emplace_back(DeleteRelation{id});
            return {};
        }
        const Texts morphs = morphsListing(m_then, then->source, &Morph::relations, id);
        if (!now) {
            const auto first = firstMorph(then->source, morphs);
            m_edits.emplace_back(AddRelation{then->source, then->name, then->target, textOr(then->adverb),
                                             textOr(then->modality), first});
            assign(then->source, &Morph::relations, id, id, first ? Texts{*first} : Texts());
            return {};
        }
        EditRelation edit;
        edit.id = id;
        edit.modality = fieldBack(now->modality, then->modality);
        if (edit.modality)
            m_edits.emplace_back(std::move(edit));
        assign(then->source, &Morph::relations, id, id,
               morphsListing(m_now, now->source, &Morph::relations, id));
        return {};
    }

    Status addAttribute(const std::string& identity) {
        const Attribute* now = attributeOf(m_now, identity);
        const Attribute* then = attributeOf(m_then, identity);
        if (!now && !then)
            return missing("attribute", identity);
        if (!then) {
            m_edits.emplace_back(DeleteAttribute{now->id});
            return {};
        }
        const Texts morphs = morphsListing(m_then, then->source, &Morph::attributes, then->id);
        if (!now) {
            const auto first = firstMorph(then->source, morphs);
            m_edits.emplace_back(AddAttribute{then->source, then->name, then->value, textOr(then->unit),
                                              textOr(then->adverb), textOr(then->modality), first});
            assign(then->source, &Morph::attributes, then->id, then->id, first ? Texts{*first} : Texts());
            return {};
        }
        // Its id follows its value: the morphs are told by the id that it has now, before that changes.
        assign(then->source, &Morph::attributes, now->id, then->id,
               morphsListing(m_now, now->source, &Morph::attributes, now->id));
        EditAttribute edit;
        edit.id = now->id;
        if (!(now->value == then->value))
            edit.value = then->value;
        edit.unit = fieldBack(now->unit, then->unit);
        edit.modality = fieldBack(now->modality, then->modality);
        if (edit.value || edit.unit || edit.modality)
            m_edits.emplace_back(std::move(edit));
        return {};
    }

    static Value fieldsOf(const Transition& transition) {
        return Value::object({{"name", Value::stringOrNull(transition.name)},
                              {"adjective", Value::stringOrNull(transition.adjective)},
                              {"tense", Value::stringOrNull(transition.tense)},
                              {"inputs", valueOfEnds(transition.inputs)},
                              {"outputs", valueOfEnds(transition.outputs)},
                              {"description", Value::stringOrNull(transition.description)}});
    }
    Status addTransition(const std::string& id) {
        const Transition* now = m_now.transition(id);
        const Transition* then = m_then.transition(id);
        if (!now && !then)
            return missing("transition", id);
        if (!then) {
            m_edits.emplace_back(DeleteTransition{id});
        } else if (!now) {
            m_edits.emplace_back(AddTransition{id, fieldsOf(*then)});
        } else {
            Value changed = Value::object();
            const Value old = fieldsOf(*now);
            const Value wanted = fieldsOf(*then);
            for (const auto& member : wanted.members())
                if (!(*old.find(member.key) == member.value))
                    changed.set(member.key, member.value);
            if (changed.size() > 0)
                m_edits.emplace_back(EditTransition{id, std::move(changed)});
        }
        return {};
    }

    Status addGraph() {
        const Graph* now = m_now.graph(m_graph);
        const Graph* then = m_then.graph(m_graph);
        if (!now || !then)
            return missing("graph", m_graph);
        SetGraph edit;
        if (now->title != then->title)
            edit.title = then->title;
        if (now->description != then->description)
            edit.description = textOr(then->description);
        if (edit.title || edit.description)
            m_edits.emplace_back(std::move(edit));
        if (now->text != then->text)
            m_edits.emplace_back(SetText{then->text});
        return {};
    }

    const GraphStore& m_now;
    const GraphStore& m_then;
    const std::string& m_graph;
    std::vector<GraphEdit> m_edits;
};

bool hasMorphCalled(const GraphStore& store, const std::string& id) {
    return std::any_of(store.nodes.begin(), store.nodes.end(),
                       [&](const Node& node) { return morphOf(store, node.id, id) != nullptr; });
}

/// Morphs before what is put into them; those that go after what is taken out: it would go with them.
int rankOf(const GraphStore& then, const RestorePart& part) {
    if (part.what == "morph")
        return hasMorphCalled(then, part.id) ? 0 : 3;
    return part.what == "node" ? 1 : 2;
}

bool endsAreThere(const GraphStore& store, const Transition& transition) {
    return std::all_of(transition.inputs.begin(), transition.inputs.end(),
                       [&](const TransitionEnd& end) { return store.node(end.node); }) &&
           std::all_of(transition.outputs.begin(), transition.outputs.end(),
                       [&](const TransitionEnd& end) { return store.node(end.node); });
}

} // namespace

std::vector<std::string> wholeNodesOf(const GraphStore& now, const GraphStore& then, const std::string& graph,
                                      const std::vector<RestorePart>& parts) {
    std::vector<std::string> nodes;
    for (const RestorePart& part : parts)
        if (part.what == "node" &&
            (memberNode(now, graph, part.id) == nullptr) != (memberNode(then, graph, part.id) == nullptr))
            nodes.push_back(part.id);
    return nodes;
}

std::set<ElementId> wholeElementsOf(const GraphStore& now, const GraphStore& then,
                                    const std::vector<RestorePart>& parts) {
    std::set<ElementId> found;
    for (const RestorePart& part : parts) {
        if (const Transition* transition = part.what == "transition" ? then.transition(part.id) : nullptr)
            if (!now.transition(part.id) || !endsAreThere(now, *transition))
                found.insert({Registry::transitions, part.id});
        const Attribute* attribute = part.what == "attribute" ? attributeOf(then, part.id) : nullptr;
        if (!attribute || !attribute->value.isNull())
            continue;
        found.insert({Registry::attributes, attribute->id});
        if (const Attribute* other = attributeOf(now, part.id))
            found.insert({Registry::attributes, other->id});
    }
    return found;
}

void showNoMorph(UserFiles& files, const GraphStore& then, const std::vector<RestorePart>& parts) {
    const GraphStore store = readGraphStore(files);
    for (const RestorePart& part : parts) {
        const Node* is = part.what == "node" ? store.node(part.id) : nullptr;
        const Node* was = then.node(part.id);
        const Value* document = is && was ? files.document(is->known.path) : nullptr;
        if (!document || !document->isObject() || was->activeMorph || !is->activeMorph)
            continue;
        Value changed = *document;
        changed.set("nbh", Value());
        files.setDocument(is->known.path, changed);
    }
}

void takeOutBasic(UserFiles& files, const GraphStore& then, const std::vector<RestorePart>& parts) {
    const GraphStore store = readGraphStore(files);
    for (const Node& node : store.nodes) {
        for (const Morph& morph : node.morphs) {
            const bool asked = listsPart(parts, {"morph", morph.id}) && !hasMorphCalled(then, morph.id);
            if (!asked || morph.implied || !morph.relations.empty() || !morph.attributes.empty())
                continue;
            const Value* document = files.document(node.known.path);
            const Value* morphs = document ? document->find("morphs") : nullptr;
            if (!morphs || !morphs->isArray())
                continue;
            Value changed = *document;
            for (std::size_t at = morphs->items().size(); at-- > 0;)
                if (morphs->items()[at].stringAt("morph_id") == morph.id)
                    changed.edit("morphs")->removeItem(at);
            const Node* was = then.node(node.id);
            if (node.activeMorph == morph.id)
                changed.set("nbh", Value::stringOrNull(was ? was->activeMorph : std::nullopt));
            files.setDocument(node.known.path, changed);
        }
    }
}

Result<std::vector<GraphEdit>> editsBackTo(const GraphStore& now, const GraphStore& then,
                                           const std::string& graph, const std::vector<RestorePart>& parts) {
    std::vector<RestorePart> ordered = parts;
    std::stable_sort(ordered.begin(), ordered.end(), [&](const RestorePart& a, const RestorePart& b) {
        return rankOf(then, a) < rankOf(then, b);
    });
    BackEdits edits(now, then, graph);
    for (const RestorePart& part : ordered)
        if (auto added = edits.add(part); !added)
            return fail(added.error());
    return edits.take();
}

} // namespace stemma::graph
