// SPDX-License-Identifier: MIT
// What can't be read, and what other programs left lying about.
#include <array>
#include <string_view>

#include "core/graph/deep_flaws.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

constexpr std::array<std::string_view, 5> elementFolders = {"attributeNodes", "functions", "nodes",
                                                            "relationNodes", "transitions"};

bool isElement(const std::string& path) {
    for (const std::string_view folder : elementFolders)
        if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/')
            return true;
    return false;
}

bool isRegistry(const std::string& path) {
    return path.find('/') == std::string::npos && path.ends_with("_registry.json") &&
           !path.ends_with("_types_registry.json");
}

/// Told with the graph: they are made anew, not restored.
bool isDerived(const std::string& path) {
    return path.starts_with("graphs/") &&
           (path.ends_with("/composed.json") || path.ends_with("/composed.yaml") ||
            path.ends_with("/polymorphic_composed.json") || path.ends_with("/metadata.yaml"));
}

/// What is wrong with a file as a whole; empty: nothing.
std::string flawOf(const std::string& path, const UserFile& file) {
    if (!file.problem.empty())
        return "can't be read: " + file.problem;
    if (!isElement(path) || !path.ends_with(".json"))
        return {};
    if (!file.document || !file.document->isObject())
        return "holds no JSON object";
    const json::Value* morphs = path.starts_with("nodes/") ? file.document->find("morphs") : nullptr;
    if (!morphs || morphs->isNull())
        return {};
    if (!morphs->isArray())
        return "has morphs that are no list";
    for (const json::Value& morph : morphs->items())
        if (!morph.isObject())
            return "has a morph that is no object";
    return {};
}

std::string registryFlaw(const DeepLook& look, const RegistryView& registry) {
    const UserFilePtr file = look.files.find(registry.path);
    if (registry.usable)
        return {};
    if (!file)
        return registry.path + " is missing, but there are files that it ought to list: for the old program "
                               "there is nothing, and its next save makes that final";
    if (!file->problem.empty())
        return registry.path + " can't be read: " + file->problem;
    return registry.path + " holds no object with an entry for each id";
}

bool isStrayToTell(const std::string& path) {
    return path.ends_with(".tmp") || path.ends_with(".backup");
}

void checkStray(const DeepLook& look, const std::string& path, FlawList& flaws) {
    const std::string target = path.substr(0, path.rfind('.'));
    const FlawList::About about{FindingKind::leftOver, Severity::info, path, path};
    const std::string message = path + " was left by a program that was interrupted";
    const UserFilePtr file = look.files.find(target);
    if (!file || !file->problem.empty()) {
        flaws.add(about, message + "; it may be all that is left of " + target);
        return;
    }
    flaws.add(about, message, "Remove it; the history keeps it.", [](EditDraft&) {}).leftOver = path;
}

} // namespace

void checkRegistries(const DeepLook& look, FlawList& flaws) {
    for (const RegistryView* registry : {&look.nodes, &look.relations, &look.attributes, &look.transitions})
        if (const std::string flaw = registryFlaw(look, *registry); !flaw.empty())
            flaws.add({FindingKind::unreadableRegistry, Severity::error, registry->path, registry->path},
                      flaw + ". Restore it from the history or from a backup.");
    const std::string functions = "function_registry.json";
    const UserFilePtr file = look.files.find(functions);
    if (file && (!file->document || !(file->document->isArray() || file->document->isObject())))
        flaws.add({FindingKind::unreadableRegistry, Severity::error, functions, functions},
                  functions +
                      (file->problem.empty() ? " holds no list" : " can't be read: " + file->problem) +
                      ". Restore it from the history.");
}

void checkFiles(const DeepLook& look, FlawList& flaws) {
    for (const auto& [path, file] : look.files.all()) {
        if (isRegistry(path) || isDerived(path))
            continue;
        if (const std::string flaw = flawOf(path, *file); !flaw.empty())
            flaws.add({FindingKind::unreadableFile, Severity::error, path, path},
                      path + ' ' + flaw + ". Restore it from the history, or mend it in a text editor.");
    }
    for (const std::string& path : look.files.strays())
        if (isStrayToTell(path))
            checkStray(look, path, flaws);
}

} // namespace stemma::graph
