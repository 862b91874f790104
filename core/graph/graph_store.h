// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/problem.h"
#include "core/graph/user_files.h"
#include "core/json/json_value.h"

namespace stemma::graph {

/// Where something is known from. A relation that is only registered is a phantom, one that has only a file
/// an orphan.
struct Known {
    bool registered = false;
    bool hasFile = false;
    bool readable = true; ///< its file, if it has one
    bool stub = false;    ///< a file of version 3 that holds nothing but morph_id
    std::string path;     ///< of its file, also where there is none
};

struct Morph {
    std::string id;
    std::string name;
    std::vector<std::string> relations; ///< relation ids: the truth of what belongs to the morph
    std::vector<std::string> attributes;
    bool implied = false; ///< `basic`, which reading adds where no morph is called so; not on disk
};

/// The forms that node files have had (graphs-format.md, 4.6).
enum class NodeForm { polyNode, parsed, older, none };

struct Node {
    std::string id;      ///< the registry's key, or the file's name: the identity
    std::string innerId; ///< what the file says; where it differs that is a problem
    std::optional<std::string> name, baseName, adjective, quantifier, role, description;
    std::vector<Morph> morphs;
    std::optional<std::string> activeMorph; ///< nbh, as it stands; may be dangling
    std::vector<std::string> graphs;        ///< of the registry: the only record of membership
    NodeForm form = NodeForm::none;
    Known known;

    /// The morph that is shown: nbh's, else `basic`, else the first; null if there is none.
    [[nodiscard]] const Morph* shownMorph() const;
    /// The name to show: name, else base name, else id.
    [[nodiscard]] const std::string& label() const;
};

struct Relation {
    std::string id;
    std::string name, source, target; ///< of the file, else the registry, else taken from the id
    std::optional<std::string> adverb, modality;
    std::vector<std::string> morphIds; ///< the hint in the file, flattened
    std::vector<std::string> graphs;
    bool guessed = false; ///< parts were taken from the id
    Known known;
};

struct Attribute {
    std::string id;
    std::string name, source;
    json::Value value; ///< null if it is not known
    std::optional<std::string> unit, adverb, modality;
    std::vector<std::string> morphIds;
    std::vector<std::string> graphs;
    bool guessed = false;
    Known known;
};

/// One end of a transition: a node, and the morph that it has (`nbh`).
struct TransitionEnd {
    std::string node;
    std::optional<std::string> morph;
};

struct Transition {
    std::string id;
    std::optional<std::string> name, adjective, tense, description;
    std::vector<TransitionEnd> inputs, outputs;
    std::optional<std::vector<std::string>> graphs; ///< none: the entry has no such key (all graphs in V1)
    Known known;
};

struct Function {
    std::string id;
    std::optional<std::string> name, description;
    std::vector<std::string> inputs, outputs;
    Known known;
};

/// How fresh a graph's composed files are.
enum class ComposedState { fresh, stale, missing, unreadable, unknown };

struct Graph {
    std::string id; ///< the folder's name
    std::string title;
    std::optional<std::string> description;
    std::string created, modified;
    bool exists = true; ///< metadata.yaml is a mapping with a title or name: else the old program hides it
    std::string text;   ///< of CNL.md, else cnl.md
    std::string textPath;
    std::vector<std::string> nodes; ///< in registry order
    std::vector<Problem> problems;
};

/// One user's data, typed, to read. It is made of files and never written back: edits go to the files
/// (graph_edit.h), so that nothing is lost. Fields that are missing or of a wrong kind take their default.
struct GraphStore {
    std::vector<Node> nodes; ///< in registry order; then those that only have a file
    std::vector<Relation> relations;
    std::vector<Attribute> attributes;
    std::vector<Transition> transitions;
    std::vector<Function> functions;
    std::vector<Graph> graphs;
    std::vector<Problem> problems; ///< registries that can't be read …

    [[nodiscard]] const Node* node(const std::string& id) const;
    [[nodiscard]] const Relation* relation(const std::string& id) const;
    [[nodiscard]] const Attribute* attribute(const std::string& id) const;
    [[nodiscard]] const Transition* transition(const std::string& id) const;
    [[nodiscard]] const Graph* graph(const std::string& id) const;

    std::unordered_map<std::string, std::size_t> nodeAt, relationAt, attributeAt, transitionAt, graphAt;
};

/// Reads every form of graphs-format.md, section 4, in the order of truth of its section 8. Linear in what it
/// reads.
[[nodiscard]] GraphStore readGraphStore(const UserFiles& files);

} // namespace stemma::graph
