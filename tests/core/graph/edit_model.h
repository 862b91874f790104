// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/graph/graph_edit.h"

namespace stemma::tests {

/// What a user's graphs are, as plainly as can be: maps by id, nothing of files. Edits are done to it in a
/// few lines each, without the code that they are to be compared with (but for the making of ids). Texts that
/// are null are empty here.
class EditModel {
public:
    explicit EditModel(std::string graph)
        : m_graph(std::move(graph)) {}

    /// Whether the edit is allowed; if not, nothing changes.
    [[nodiscard]] bool apply(const graph::GraphEdit& edit);
    /// Everything, in lines to be compared.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] std::vector<std::string> nodes() const;
    [[nodiscard]] std::vector<std::string> morphs() const; ///< of all nodes
    [[nodiscard]] std::vector<std::string> relations() const;
    [[nodiscard]] std::vector<std::string> attributes() const;

    bool operator()(const graph::AddNode& edit);
    bool operator()(const graph::EditNode& edit);
    bool operator()(const graph::DeleteNode& edit);
    bool operator()(const graph::AddMorph& edit);
    bool operator()(const graph::EditMorph& edit);
    bool operator()(const graph::DeleteMorph& edit);
    bool operator()(const graph::ActivateMorph& edit);
    bool operator()(const graph::AddRelation& edit);
    bool operator()(const graph::AddAttribute& edit);
    bool operator()(const graph::EditRelation& edit);
    bool operator()(const graph::EditAttribute& edit);
    bool operator()(const graph::DeleteRelation& edit);
    bool operator()(const graph::DeleteAttribute& edit);
    bool operator()(const graph::AssignMorph& edit);
    bool operator()(const graph::AddToGraph& edit);
    bool operator()(const graph::RemoveFromGraph& edit);
    bool operator()(const graph::AddTransition&) { return false; }
    bool operator()(const graph::EditTransition&) { return false; }
    bool operator()(const graph::DeleteTransition&) { return false; }
    bool operator()(const graph::SetGraph&) { return false; }
    bool operator()(const graph::SetText&) { return false; }

private:
    struct ModelMorph {
        std::string id, name;
        std::vector<std::string> relations, attributes;
    };
    struct ModelNode {
        std::string name, role, description, active;
        std::set<std::string> graphs;
        std::vector<ModelMorph> morphs;
    };
    struct ModelRelation {
        std::string source, adverb, name, target, modality;
    };
    struct ModelAttribute {
        std::string source, name, value, unit, adverb, modality;
        json::Value given;
    };
    using List = std::vector<std::string> ModelMorph::*;

    ModelMorph* morphOf(const std::string& node, const std::string& id);
    /// The morph that something is added to; made where the node has none.
    ModelMorph& shown(const std::string& node);
    void forget(List list, const std::string& id);
    [[nodiscard]] bool isListed(List list, const std::string& id) const;
    void replace(List list, const std::string& from, const std::string& to);
    void deleteRelation(const std::string& id);
    void deleteAttribute(const std::string& id);
    void assign(List list, ModelMorph& morph, const std::vector<std::string>& ids,
                graph::AssignMorph::Mode mode);
    [[nodiscard]] std::string holders(List list, const std::string& id) const;

    std::string m_graph;
    std::map<std::string, ModelNode> m_nodes;
    std::map<std::string, ModelRelation> m_relations;
    std::map<std::string, ModelAttribute> m_attributes;
};

/// The same lines, of what was read.
[[nodiscard]] std::string modelText(const graph::GraphStore& store);

} // namespace stemma::tests
