// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/graph/graph_edit.h"
#include "core/json/utf8.h"

namespace stemma::graph {

namespace {

constexpr std::size_t longest = 60; // characters of a name

/// In quotation marks, one line, cut where it is long.
std::string shown(const std::string& text) {
    std::string line = text.substr(0, longest * 8);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    std::size_t at = 0;
    for (std::size_t count = 0; count < longest && at < line.size(); ++count)
        at += std::max<std::size_t>(json::sequenceLength(line, at, json::Surrogates::accepted), 1);
    return "‘" + (at >= text.size() ? line : line.substr(0, at) + "…") + "’";
}

std::string countOf(std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// Makes the label of each kind of edit.
class Labels {
public:
    explicit Labels(const GraphStore& store)
        : m_store(store) {}

    std::string operator()(const AddNode& edit) const { return "Add node " + shown(edit.baseName); }
    std::string operator()(const EditNode& edit) const;
    std::string operator()(const DeleteNode& edit) const;
    std::string operator()(const AddMorph& edit) const {
        return "Add morph " + shown(edit.name) + " to " + node(edit.node);
    }
    std::string operator()(const EditMorph& edit) const {
        return "Rename morph " + morph(edit.node, edit.id) + " to " + shown(edit.name);
    }
    std::string operator()(const DeleteMorph& edit) const {
        return "Delete morph " + morph(edit.node, edit.id) + " of " + node(edit.node);
    }
    std::string operator()(const ActivateMorph& edit) const {
        return "Show " + node(edit.node) + " as " + morph(edit.node, edit.id);
    }
    std::string operator()(const AddRelation& edit) const {
        return "Add relation " + shown(edit.name) + " from " + node(edit.source) + " to " + node(edit.target);
    }
    std::string operator()(const AddAttribute& edit) const {
        return "Add attribute " + shown(edit.name) + " to " + node(edit.source);
    }
    std::string operator()(const EditRelation& edit) const;
    std::string operator()(const EditAttribute& edit) const;
    std::string operator()(const DeleteRelation& edit) const {
        return "Delete relation " + relation(edit.id);
    }
    std::string operator()(const DeleteAttribute& edit) const {
        return "Delete attribute " + attribute(edit.id);
    }
    std::string operator()(const AssignMorph& edit) const;
    std::string operator()(const AddToGraph& edit) const {
        return "Add " + node(edit.node) + " to the graph";
    }
    std::string operator()(const RemoveFromGraph& edit) const {
        return "Take " + node(edit.node) + " from the graph";
    }
    std::string operator()(const AddTransition& edit) const {
        return "Add transition " + shown(edit.fields.stringAt("name").value_or(edit.id));
    }
    std::string operator()(const EditTransition& edit) const {
        return "Edit transition " + transition(edit.id);
    }
    std::string operator()(const DeleteTransition& edit) const {
        return "Delete transition " + transition(edit.id);
    }
    std::string operator()(const SetGraph& edit) const {
        return edit.title ? "Rename the graph to " + shown(*edit.title) : "Edit the description of the graph";
    }
    std::string operator()(const SetText&) const { return "Edit the text of the graph"; }

private:
    [[nodiscard]] std::string node(const std::string& id) const {
        const Node* found = m_store.node(id);
        return shown(found == nullptr ? id : found->label());
    }
    [[nodiscard]] std::string morph(const std::string& nodeId, const std::string& id) const;
    [[nodiscard]] std::string relation(const std::string& id) const;
    [[nodiscard]] std::string attribute(const std::string& id) const;
    [[nodiscard]] std::string transition(const std::string& id) const;

    const GraphStore& m_store;
};

std::string Labels::morph(const std::string& nodeId, const std::string& id) const {
    if (const Node* found = m_store.node(nodeId))
        for (const Morph& each : found->morphs)
            if (each.id == id && !each.name.empty())
                return shown(each.name);
    return shown(id);
}

std::string Labels::relation(const std::string& id) const {
    const Relation* found = m_store.relation(id);
    if (found == nullptr)
        return shown(id);
    return shown(found->name) + " from " + node(found->source) + " to " + node(found->target);
}

std::string Labels::attribute(const std::string& id) const {
    const Attribute* found = m_store.attribute(id);
    return found == nullptr ? shown(id) : shown(found->name) + " of " + node(found->source);
}

std::string Labels::transition(const std::string& id) const {
    const Transition* found = m_store.transition(id);
    return shown(found == nullptr ? id : found->name.value_or(id));
}

std::string Labels::operator()(const EditNode& edit) const {
    const std::pair<const Field*, const char*> fields[] = {
        {&edit.name, "Rename node "},
        {&edit.role, "Change the role of node "},
        {&edit.description, "Edit the description of node "},
        {&edit.baseName, "Edit node "},
        {&edit.adjective, "Edit node "},
        {&edit.quantifier, "Edit node "}};
    const char* words = nullptr;
    for (const auto& [field, says] : fields)
        if (*field)
            words = words == nullptr ? says : "Edit node ";
    return (words == nullptr ? "Edit node " : words) + node(edit.id);
}

std::string Labels::operator()(const DeleteNode& edit) const {
    const auto relations =
        std::count_if(m_store.relations.begin(), m_store.relations.end(),
                      [&](const auto& each) { return each.source == edit.id || each.target == edit.id; });
    const auto attributes = std::count_if(m_store.attributes.begin(), m_store.attributes.end(),
                                          [&](const auto& each) { return each.source == edit.id; });
    std::string with;
    if (relations > 0)
        with = " with " + countOf(static_cast<std::size_t>(relations), "relation");
    if (attributes > 0)
        with +=
            (with.empty() ? " with " : " and ") + countOf(static_cast<std::size_t>(attributes), "attribute");
    return "Delete node " + node(edit.id) + with;
}

std::string Labels::operator()(const EditRelation& edit) const {
    const bool only = edit.name && !edit.target && !edit.adverb && !edit.modality;
    return (only ? "Rename relation " : "Edit relation ") + relation(edit.id);
}

std::string Labels::operator()(const EditAttribute& edit) const {
    const bool only = edit.value && !edit.name && !edit.unit && !edit.adverb && !edit.modality;
    return (only ? "Change the value of " : "Edit attribute ") + attribute(edit.id);
}

std::string Labels::operator()(const AssignMorph& edit) const {
    std::string members;
    if (!edit.relations.empty())
        members = countOf(edit.relations.size(), "relation");
    if (!edit.attributes.empty())
        members += (members.empty() ? "" : " and ") + countOf(edit.attributes.size(), "attribute");
    std::string name = edit.morph;
    for (const Node& each : m_store.nodes)
        for (const Morph& own : each.morphs)
            if (own.id == edit.morph && !own.name.empty())
                name = own.name;
    switch (edit.mode) {
    case AssignMorph::Mode::copy:
        return "Copy " + members + " to morph " + shown(name);
    case AssignMorph::Mode::move:
        return "Move " + members + " to morph " + shown(name);
    case AssignMorph::Mode::unlist:
        break;
    }
    return "Take " + members + " out of morph " + shown(name);
}

} // namespace

std::string editLabel(const GraphEdit& edit, const GraphStore& before) {
    return std::visit(Labels(before), edit);
}

} // namespace stemma::graph
