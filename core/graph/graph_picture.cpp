// SPDX-License-Identifier: MIT
#include "core/graph/graph_picture.h"

#include <algorithm>

#include "core/graph/graph_ids.h"

namespace stemma::graph {

namespace {

std::string joined(std::initializer_list<std::string> parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (part.empty())
            continue;
        if (!text.empty())
            text += ' ';
        text += part;
    }
    return text;
}

/// Puts a picture together, part by part.
class Painter {
public:
    Painter(const GraphStore& store, const std::string& graph, const PictureOptions& options)
        : m_store(store)
        , m_options(options)
        , m_graph(graph) {}

    Picture paint() {
        const Graph* graph = m_store.graph(m_graph);
        if (!graph)
            return {};
        for (const std::string& id : graph->nodes) {
            if (const Node* node = m_store.node(id))
                addNode(*node);
        }
        if (m_options.transitions == Show::yes)
            addTransitions();
        resolve();
        return std::move(m_picture);
    }

private:
    struct Pending {
        PictureEdge edge;
        std::string from, to; ///< ids of elements
    };

    std::uint32_t add(PictureElement element) {
        const auto index = static_cast<std::uint32_t>(m_picture.elements.size());
        m_picture.at.emplace(element.id, index);
        m_picture.elements.push_back(std::move(element));
        return index;
    }

    const Morph* morphOf(const Node& node) const {
        const auto wanted = m_options.morphs.find(node.id);
        if (wanted != m_options.morphs.end()) {
            for (const Morph& morph : node.morphs) {
                if (morph.id == wanted->second)
                    return &morph;
            }
        }
        return node.shownMorph();
    }

    void addNode(const Node& node) {
        add({node.id, ElementKind::node, node.label(), node.id});
        const Morph* morph = morphOf(node);
        if (!morph)
            return;
        for (const std::string& id : morph->relations) {
            if (const Relation* relation = m_store.relation(id))
                m_edges.push_back(
                    {{id, 0, 0, EdgeKind::relation, relation->name, id}, relation->source, relation->target});
        }
        if (m_options.attributes == Show::no)
            return;
        for (const std::string& id : morph->attributes) {
            if (const Attribute* attribute = m_store.attribute(id))
                addAttribute(*attribute);
        }
    }

    void addAttribute(const Attribute& attribute) {
        const std::string id = "attrval_" + attribute.id;
        if (m_picture.at.count(id) > 0)
            return;
        const std::string value = attribute.value.isNull() ? std::string() : pythonStr(attribute.value);
        add({id, ElementKind::attributeValue,
             joined({attribute.adverb.value_or(""), value, attribute.unit.value_or("")}), attribute.id});
        m_edges.push_back({{attribute.id, 0, 0, EdgeKind::attribute, "has " + attribute.name, attribute.id},
                           attribute.source,
                           id});
    }

    [[nodiscard]] bool belongs(const Transition& transition) const {
        return !transition.graphs || std::find(transition.graphs->begin(), transition.graphs->end(),
                                               m_graph) != transition.graphs->end();
    }

    void addTransitions() {
        for (const Transition& transition : m_store.transitions) {
            if (!belongs(transition))
                continue;
            const std::string id = "transition_" + transition.id;
            add({id, ElementKind::transition,
                 joined({transition.adjective.value_or(""), transition.name.value_or(transition.id)}),
                 transition.id});
            for (const TransitionEnd& end : transition.inputs)
                m_edges.push_back({{"input_" + transition.id + "_" + end.node, 0, 0,
                                    EdgeKind::transitionInput, "input", transition.id},
                                   end.node,
                                   id});
            for (const TransitionEnd& end : transition.outputs)
                m_edges.push_back({{"output_" + transition.id + "_" + end.node, 0, 0,
                                    EdgeKind::transitionOutput, "output", transition.id},
                                   id,
                                   end.node});
        }
    }

    /// Gives the edges their ends, and makes those that lie outside the graph.
    void resolve() {
        for (Pending& pending : m_edges) {
            const auto from = end(pending.from);
            const auto to = end(pending.to);
            if (!from || !to)
                continue;
            pending.edge.from = *from;
            pending.edge.to = *to;
            m_picture.edges.push_back(std::move(pending.edge));
        }
    }

    std::optional<std::uint32_t> end(const std::string& id) {
        if (const auto found = m_picture.find(id))
            return found;
        if (m_options.foreign == Show::no || id.empty())
            return std::nullopt;
        const Node* node = m_store.node(id);
        PictureElement element{id, ElementKind::node, node ? node->label() : id, id, true, node == nullptr};
        return add(std::move(element));
    }

    const GraphStore& m_store;
    const PictureOptions& m_options;
    const std::string& m_graph;
    Picture m_picture;
    std::vector<Pending> m_edges;
};

bool passes(const PictureEdge& edge, const EdgeFilter& filter) {
    if (!filter.kinds.empty() && filter.kinds.count(edge.kind) == 0)
        return false;
    return filter.relations.empty() || edge.kind != EdgeKind::relation ||
           filter.relations.count(edge.label) > 0;
}

/// The edges that may be walked from each element, as the other end and the edge.
class Ways {
public:
    Ways(const Picture& picture, const EdgeFilter& filter)
        : m_from(picture.elements.size()) {
        for (std::uint32_t n = 0; n < picture.edges.size(); ++n) {
            const PictureEdge& edge = picture.edges[n];
            if (!passes(edge, filter))
                continue;
            if (filter.direction != Direction::in)
                m_from[edge.from].push_back({edge.to, n});
            if (filter.direction != Direction::out)
                m_from[edge.to].push_back({edge.from, n});
        }
    }
    struct Step {
        std::uint32_t to;
        std::uint32_t edge;
    };
    [[nodiscard]] const std::vector<Step>& from(std::uint32_t element) const { return m_from[element]; }

private:
    std::vector<std::vector<Step>> m_from;
};

Picture onlyThese(const Picture& picture, const std::vector<bool>& kept, const EdgeFilter& filter) {
    Picture part;
    std::vector<std::uint32_t> newIndex(picture.elements.size());
    for (std::uint32_t n = 0; n < picture.elements.size(); ++n) {
        if (!kept[n])
            continue;
        newIndex[n] = static_cast<std::uint32_t>(part.elements.size());
        part.at.emplace(picture.elements[n].id, newIndex[n]);
        part.elements.push_back(picture.elements[n]);
    }
    for (const PictureEdge& edge : picture.edges) {
        if (!kept[edge.from] || !kept[edge.to] || !passes(edge, filter))
            continue;
        part.edges.push_back(edge);
        part.edges.back().from = newIndex[edge.from];
        part.edges.back().to = newIndex[edge.to];
    }
    return part;
}

} // namespace

const char* edgeKindWord(EdgeKind kind) {
    switch (kind) {
    case EdgeKind::relation:
        return "relation";
    case EdgeKind::attribute:
        return "attribute";
    case EdgeKind::transitionInput:
        return "transition_input";
    case EdgeKind::transitionOutput:
        return "transition_output";
    }
    return "";
}

std::optional<std::uint32_t> Picture::find(const std::string& id) const {
    const auto found = at.find(id);
    return found == at.end() ? std::nullopt : std::optional(found->second);
}

Picture pictureOf(const GraphStore& store, const std::string& graph, const PictureOptions& options) {
    return Painter(store, graph, options).paint();
}

Picture focusOn(const Picture& picture, const std::vector<std::string>& from, unsigned depth,
                const EdgeFilter& filter, std::size_t most) {
    const Ways ways(picture, filter);
    std::size_t count = 0;
    std::vector<bool> kept(picture.elements.size(), false);
    std::vector<std::uint32_t> rim;
    for (const std::string& id : from) {
        const auto found = picture.find(id);
        if (found && !kept[*found] && count < most) {
            kept[*found] = true;
            rim.push_back(*found);
            ++count;
        }
    }
    for (unsigned step = 0; step < depth && !rim.empty(); ++step) {
        std::vector<std::uint32_t> next;
        for (const std::uint32_t element : rim) {
            for (const Ways::Step& way : ways.from(element)) {
                if (kept[way.to] || count >= most)
                    continue;
                kept[way.to] = true;
                next.push_back(way.to);
                ++count;
            }
        }
        rim = std::move(next);
    }
    return onlyThese(picture, kept, filter);
}

Picture withoutOthers(const Picture& picture, const EdgeFilter& filter) {
    std::vector<bool> kept;
    kept.reserve(picture.elements.size());
    for (const PictureElement& element : picture.elements)
        kept.push_back(!element.foreign);
    for (const PictureEdge& edge : picture.edges) {
        if (passes(edge, filter))
            kept[edge.from] = kept[edge.to] = true;
    }
    return onlyThese(picture, kept, filter);
}

std::string mostConnected(const Picture& picture) {
    std::vector<std::size_t> edges(picture.elements.size());
    for (const PictureEdge& edge : picture.edges) {
        ++edges[edge.from];
        ++edges[edge.to];
    }
    std::optional<std::size_t> best;
    for (std::size_t n = 0; n < edges.size(); ++n) {
        if (picture.elements[n].kind == ElementKind::node && (!best || edges[n] > edges[*best]))
            best = n;
    }
    return best ? picture.elements[*best].id : std::string();
}

std::vector<std::uint32_t> pathBetween(const Picture& picture, const std::string& from, const std::string& to,
                                       const EdgeFilter& filter) {
    const auto start = picture.find(from);
    const auto goal = picture.find(to);
    if (!start || !goal || *start == *goal)
        return {};
    constexpr std::uint32_t none = UINT32_MAX;
    struct Came {
        std::uint32_t from = none, edge = none;
    };
    const Ways ways(picture, filter);
    std::vector<Came> came(picture.elements.size());
    came[*start].from = *start;
    std::vector<std::uint32_t> queue{*start};
    for (std::size_t n = 0; n < queue.size() && came[*goal].from == none; ++n) {
        for (const Ways::Step& way : ways.from(queue[n])) {
            if (came[way.to].from != none)
                continue;
            came[way.to] = {queue[n], way.edge};
            queue.push_back(way.to);
        }
    }
    std::vector<std::uint32_t> path;
    for (std::uint32_t at = *goal; came[at].from != none && at != *start; at = came[at].from)
        path.push_back(came[at].edge);
    std::reverse(path.begin(), path.end());
    return path;
}

std::map<std::string, std::size_t> relationNames(const Picture& picture) {
    std::map<std::string, std::size_t> names;
    for (const PictureEdge& edge : picture.edges) {
        if (edge.kind == EdgeKind::relation)
            ++names[edge.label];
    }
    return names;
}

Result<std::map<std::string, std::string>> afterTransition(const GraphStore& store,
                                                           const std::string& transition,
                                                           std::map<std::string, std::string> morphs) {
    const char* const action = "try the transition";
    const Transition* found = store.transition(transition);
    if (!found)
        return fail(ErrorCode::notFound, action, "", "there is no transition " + transition);
    const auto morphOf = [&](const Node& node) {
        const auto now = morphs.find(node.id);
        if (now != morphs.end())
            return now->second;
        return node.shownMorph() ? node.shownMorph()->id : std::string();
    };
    std::string off;
    for (const TransitionEnd& input : found->inputs) {
        const Node* node = store.node(input.node);
        if (node && (!input.morph || *input.morph == morphOf(*node)))
            continue;
        off += (off.empty() ? "" : ", ") + (node ? node->label() : input.node);
    }
    if (!off.empty())
        return fail(ErrorCode::usage, action, "", "these don't have the morph that it begins with: " + off,
                    "Switch their morph first, or reset what was tried.");
    for (const TransitionEnd& output : found->outputs) {
        if (output.morph)
            morphs[output.node] = *output.morph;
    }
    return morphs;
}

} // namespace stemma::graph
