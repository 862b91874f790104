// SPDX-License-Identifier: MIT
// The graphs' own files, and who says to be in which graph.
#include <algorithm>

#include "core/graph/compose.h"
#include "core/graph/deep_flaws.h"
#include "core/graph/metadata_text.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

bool isBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n\f\v") == std::string::npos;
}

void leave(EditDraft& draft, Registry which, const std::string& id, const std::string& graph) {
    Value* entry = draft.editEntry(which, id);
    Value* graphs = entry ? entry->edit("graphs") : nullptr;
    for (std::size_t i = graphs ? graphs->items().size() : 0; i-- > 0;)
        if (graphs->items()[i].isString() && graphs->items()[i].text() == graph)
            graphs->removeItem(i);
}

void checkMembership(const DeepLook& look, Registry which, const std::string& id, const Value& entry,
                     FlawList& flaws) {
    const Value* list = entry.find("graphs");
    const std::vector<std::string> named = textsIn(list);
    std::vector<std::string> told;
    const bool inAnother =
        list && list->isArray() &&
        std::any_of(named.begin(), named.end(), [&](const auto& graph) { return look.hasGraph(graph); });
    for (const std::string& graph : named) {
        if (look.hasGraph(graph) || std::find(told.begin(), told.end(), graph) != told.end())
            continue;
        told.push_back(graph);
        const std::string& path = look.registry(which).path;
        const FlawList::About about{FindingKind::danglingGraph, Severity::warning,
                                    path + '/' + id + '/' + graph, path};
        const std::string message = "The " + wordOf(which) + ' ' + quotedId(id) +
                                    " says to be in the graph " + quotedId(graph) + ", which doesn't exist";
        // The old program deletes what is in no graph, with the next graph that it deletes.
        if (!inAnother)
            flaws.add(about, message + ", and it is in no other. Restore the graph, or add the " +
                                 wordOf(which) + " to another one.");
        else
            flaws.add(about, message, "Take it out of that graph.",
                      [which, id, graph](EditDraft& draft) { leave(draft, which, id, graph); });
    }
}

void checkMemberships(const DeepLook& look, FlawList& flaws) {
    for (const Registry which :
         {Registry::attributes, Registry::nodes, Registry::relations, Registry::transitions})
        for (const RegistryEntry& entry : registryEntries(look.files.document(look.registry(which).path)))
            checkMembership(look, which, entry.id, *entry.value, flaws);
}

void checkHidden(const DeepLook& look, const Graph& graph, FlawList& flaws) {
    const std::string folder = "graphs/" + graph.id;
    const std::string path = folder + "/metadata.yaml";
    if (graph.exists || look.files.find(folder))
        return;
    const FlawList::About about{FindingKind::hiddenGraph, Severity::error, graph.id, path};
    const std::string message =
        "The old program doesn't list the graph " + quotedId(graph.id) + ": its metadata.yaml ";
    const UserFilePtr file = look.files.find(path);
    if (!file || (file->problem.empty() && isBlank(file->bytes))) {
        const std::string lacking = message + (file ? "is empty" : "is missing");
        if (graph.nodes.empty() && graph.textPath.empty())
            flaws.add(about, lacking + ", and so is the graph. Give it a title, or remove its folder.");
        else
            flaws.add(about, lacking, "Write one, with the id as title.",
                      [path, id = graph.id](EditDraft& draft) {
                          draft.putText(path, newMetadata(id, {}, draft.isoNow().text()));
                      });
        return;
    }
    const Result<std::string> titled = file->problem.empty()
                                           ? changedMetadata(file->bytes, path, graph.id, std::nullopt)
                                           : fail(ErrorCode::damaged, "read", path, file->problem);
    if (!titled)
        flaws.add(about,
                  message + "can't be read. Restore it from the history, or mend it in a text editor.");
    else
        flaws.add(about, message + "has no title", "Give it the id as title.",
                  [path, text = *titled](EditDraft& draft) { draft.putText(path, text); });
}

void checkTexts(const DeepLook& look, const Graph& graph, FlawList& flaws) {
    const std::string folder = "graphs/" + graph.id + '/';
    const UserFilePtr upper = look.files.find(folder + "CNL.md");
    const UserFilePtr lower = look.files.find(folder + "cnl.md");
    if (!upper || !lower || !upper->problem.empty() || !lower->problem.empty() ||
        upper->bytes == lower->bytes)
        return;
    const FlawList::About about{FindingKind::twoTexts, Severity::warning, graph.id, folder + "CNL.md"};
    const std::string message = "cnl.md and CNL.md of the graph " + quotedId(graph.id) +
                                " differ, and each version of the old program reads one of them";
    const bool upperIsBlank = isBlank(upper->bytes);
    if (upperIsBlank == isBlank(lower->bytes)) {
        flaws.add(about, message + ". Put what is right into both, or remove one.");
        return;
    }
    flaws.add(
        about, message, "Copy the text over the one that is empty.",
        [path = folder + (upperIsBlank ? "CNL.md" : "cnl.md"),
         text = upperIsBlank ? lower->bytes : upper->bytes](EditDraft& draft) { draft.putText(path, text); });
}

/// What the composed files still show of nodes that can't be read may be the last of them.
bool showsTheLost(const DeepLook& look, const Graph& graph) {
    return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const std::string& id) {
        const Node* node = look.store.node(id);
        return node && node->known.hasFile && !node->known.readable;
    });
}

void checkComposed(const DeepLook& look, const Graph& graph, FlawList& flaws) {
    const ComposedState state = composedState(look.files, look.store, graph.id);
    if (state == ComposedState::fresh || state == ComposedState::unknown)
        return;
    const FlawList::About about{FindingKind::staleComposed, Severity::warning, graph.id,
                                "graphs/" + graph.id + "/composed.json"};
    const char* word = state == ComposedState::missing      ? " are missing"
                       : state == ComposedState::unreadable ? " can't be read"
                                                            : " show an older state";
    const std::string message = "The composed files of the graph " + quotedId(graph.id) + word;
    if (!canRecompose(look.files, graph.id))
        flaws.add(about, message + ": one of them is no file. Move it away first.");
    else if (state != ComposedState::missing && showsTheLost(look, graph))
        flaws.add(about, message + ", and may hold the last of a node whose file can't be read. Restore that "
                                   "first.");
    else
        flaws.add(about, message, "Compose them anew.", [](EditDraft&) {}).recomposes = graph.id;
}

} // namespace

bool canRecompose(const UserFiles& files, const std::string& graph) {
    const std::string folder = "graphs/" + graph;
    if (files.find(folder))
        return false;
    for (const char* name : {"/composed.json", "/composed.yaml", "/polymorphic_composed.json"}) {
        const UserFilePtr file = files.find(folder + name);
        if (file && !file->read && !file->problem.empty())
            return false;
    }
    return true;
}

void checkGraphs(const DeepLook& look, FlawList& flaws) {
    checkMemberships(look, flaws);
    for (const Graph& graph : look.store.graphs) {
        checkHidden(look, graph, flaws);
        checkTexts(look, graph, flaws);
        checkComposed(look, graph, flaws);
    }
}

} // namespace stemma::graph
