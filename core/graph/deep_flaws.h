// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/graph/edit_draft.h"
#include "core/graph/graph_validation.h"

// The deep validation: each check finds flaws, and says with each how it is mended, so that what is offered
// is what is done. Only for the files that implement deepFindings() and repairFindings().

namespace stemma::graph {

/// Where a morph names a relation or an attribute.
struct MorphUse {
    const Node* node = nullptr;
    std::string morph; ///< its id
};

/// A registry as the checks see it.
struct RegistryView {
    std::string path;
    bool usable = false;          ///< it says what is registered: readable, an object, or rightly not there
    bool wholeFolderGone = false; ///< there are entries, but not one file
    std::unordered_map<std::string, const json::Value*> entries;
};

/// What every check asks, worked out once.
class DeepLook {
public:
    DeepLook(const UserFiles& files, const GraphStore& store);

    const UserFiles& files;
    const GraphStore& store;
    RegistryView nodes, relations, attributes, transitions;
    std::unordered_map<std::string, std::vector<MorphUse>> relationUses, attributeUses;
    std::unordered_set<std::string> morphIds; ///< of all nodes, with those that are only implied
    std::unordered_set<std::string> innerIds; ///< that differ from their file's name

    [[nodiscard]] const RegistryView& registry(Registry which) const;
    /// The entry of an id; null pointer if there is none.
    [[nodiscard]] const json::Value* entry(Registry which, const std::string& id) const;
    /// What the file holds; null pointer if it is no object.
    [[nodiscard]] const json::Value* file(const Known& known) const;
    [[nodiscard]] const std::vector<MorphUse>& uses(Registry which, const std::string& id) const;
    /// Whether something of that id is there, or may be (its folder or registry can't be read).
    [[nodiscard]] bool mayExist(Registry which, const std::string& id) const;
    /// Whether the file of that path may be there all the same, as a folder above it can't be read.
    [[nodiscard]] bool isOutOfSight(const std::string& path) const;
    /// Whether a relation, an attribute or a transition that is there for good leads to or from that name.
    [[nodiscard]] bool isNamed(const std::string& node) const { return m_named.contains(node); }
    [[nodiscard]] bool hasGraph(const std::string& graph) const;
    /// Those of a node's graphs that have a folder.
    [[nodiscard]] std::vector<std::string> graphsOf(const std::string& node) const;

private:
    [[nodiscard]] RegistryView view(Registry which) const;
    void noteUses();
    void noteNames();

    std::unordered_set<std::string> m_named;
    std::vector<MorphUse> m_noUses;
};

/// Changes the draft. Lives no longer than the store that it was found in.
using Mend = std::function<void(EditDraft&)>;

/// A finding, and what mends it.
struct Flaw {
    Finding finding;
    Mend mend;              ///< empty: nothing that can be done without a person
    std::string recomposes; ///< a graph whose composed files are to be made anew
    std::string leftOver;   ///< a left-over that is to go
};

/// Collects flaws.
class FlawList {
public:
    struct About {
        FindingKind kind;
        Severity severity;
        std::string what, path;
    };
    /// `repair` says what the mend does; both are empty, or neither.
    Flaw& add(About about, std::string message, std::string repair = {}, Mend mend = {});
    [[nodiscard]] std::vector<Flaw> take() { return std::move(m_flaws); }

private:
    std::vector<Flaw> m_flaws;
};

void checkFiles(const DeepLook& look, FlawList& flaws);
void checkRegistries(const DeepLook& look, FlawList& flaws);
void checkNodes(const DeepLook& look, FlawList& flaws);
void checkLinks(const DeepLook& look, FlawList& flaws);
void checkEnds(const DeepLook& look, FlawList& flaws);
void checkMorphs(const DeepLook& look, FlawList& flaws);
void checkMorphHints(const DeepLook& look, FlawList& flaws);
void checkTransitions(const DeepLook& look, FlawList& flaws);
void checkGraphs(const DeepLook& look, FlawList& flaws);

/// All of it, in the order of the files.
[[nodiscard]] std::vector<Flaw> deepFlaws(const UserFiles& files, const GraphStore& store);

/// Whether the composed files of a graph may be replaced: none of them is something else than a file.
[[nodiscard]] bool canRecompose(const UserFiles& files, const std::string& graph);

/// `morph_id` as the old program writes it: a list of names.
[[nodiscard]] json::Value morphList(const std::vector<std::string>& morphs);
/// The ids of the morphs that name it, each once.
[[nodiscard]] std::vector<std::string> morphsUsing(const DeepLook& look, Registry which,
                                                   const std::string& id);

/// What a relation or attribute is, as far as that is told without doubt by its registry entry, and else by
/// its id: the file that it ought to have, with its id and without `morph_id`. Nothing where there is doubt.
[[nodiscard]] std::optional<json::Value> rebuiltRelation(const DeepLook& look, const Relation& relation);
[[nodiscard]] std::optional<json::Value> rebuiltAttribute(const DeepLook& look, const Attribute& attribute);

} // namespace stemma::graph
