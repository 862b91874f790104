// SPDX-License-Identifier: MIT
// The shapes of the registries of transitions and functions, which composing dies on.
#include <algorithm>

#include "core/graph/deep_flaws.h"
#include "core/graph/edit_operations.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr const char* functionsPath = "function_registry.json";

bool isEmptyObject(const Value& value) {
    return value.isObject() && value.size() == 0;
}

Mend emptyList(const std::string& path) {
    return [path](EditDraft& draft) { draft.put(path, Value::array()); };
}

void removeEmpty(EditDraft& draft, const std::string& path) {
    Value* list = draft.edit(path);
    for (std::size_t i = list ? list->items().size() : 0; i-- > 0;)
        if (isEmptyObject(list->items()[i]))
            list->removeItem(i);
}

void checkList(const std::string& path, const Value& list, FlawList& flaws) {
    const auto& items = list.items();
    const auto empty = std::count_if(items.begin(), items.end(), isEmptyObject);
    if (empty > 0)
        flaws.add({FindingKind::emptyTransition, Severity::error, path, path},
                  path + " has " + std::to_string(empty) + (empty == 1 ? " empty entry" : " empty entries") +
                      ": each composing of this user's graphs stops with an error in the old program",
                  "Take what is empty out of the list.",
                  [path](EditDraft& draft) { removeEmpty(draft, path); });
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!isEmptyObject(items[i]) && !items[i].stringAt("id"))
            flaws.add({FindingKind::transitionShape, Severity::error, path + "/#" + std::to_string(i), path},
                      "Entry " + std::to_string(i + 1) + " of " + path +
                          " has no id: composing stops with an error in the old program. Give it one in a "
                          "text editor, or restore the registry.");
}

/// An imported entry holds neither its id nor what its file says.
void completeEntry(EditDraft& draft, const std::string& id, const std::string& path) {
    Value* entry = draft.editEntry(Registry::transitions, id);
    if (!entry || !entry->isObject())
        return;
    if (entry->find("id"))
        entry->set("id", Value::string(id));
    else
        entry->insertMember(0, "id", Value::string(id));
    const Value* file = path.empty() ? nullptr : draft.document(path);
    for (const char* key : {"name", "adjective", "tense", "inputs", "outputs", "description"}) {
        const Value* value = file && !entry->find(key) ? file->find(key) : nullptr;
        if (value)
            entry->set(key, *value);
    }
}

void checkEntries(const DeepLook& look, const std::string& registry, FlawList& flaws) {
    for (const Transition& transition : look.store.transitions) {
        const Value* entry = look.entry(Registry::transitions, transition.id);
        if (!entry || (entry->isObject() && entry->find("id") && !entry->find("id")->isNull()))
            continue;
        const FlawList::About about{FindingKind::transitionShape, Severity::error,
                                    registry + '/' + transition.id, registry};
        const std::string message = "The entry of the transition " + quotedId(transition.id);
        if (!entry->isObject())
            flaws.add(about, message + " is no object. Restore the registry from the history.");
        else
            flaws.add(about, message + " has no id: composing stops with an error in the old program",
                      "Put in its id, and what its file says.",
                      [id = transition.id, path = transition.known.path](EditDraft& draft) {
                          completeEntry(draft, id, path);
                      });
    }
}

void checkFunctions(const DeepLook& look, FlawList& flaws) {
    const Value* functions = look.files.document(functionsPath);
    if (!functions || !functions->isObject())
        return;
    const FlawList::About about{FindingKind::transitionShape, Severity::info, functionsPath, functionsPath};
    const std::string message =
        std::string(functionsPath) +
        " holds an object where the old program wants a list: it can't make a function";
    if (functions->size() == 0)
        flaws.add(about, message, "Make it an empty list.", emptyList(functionsPath));
    else
        flaws.add(about, message + ". Make a list of its entries in a text editor.");
}

} // namespace

void checkTransitions(const DeepLook& look, FlawList& flaws) {
    const std::string path = registryPath(Registry::transitions);
    const Value* registry = look.files.document(path);
    if (registry && registry->isArray())
        checkList(path, *registry, flaws);
    else if (registry && isEmptyObject(*registry) && isOfVersionOne(look.files))
        flaws.add({FindingKind::transitionShape, Severity::info, path, path},
                  path + " holds an object where this version of the old program wants a list: composing "
                         "stops with an error once there is a transition",
                  "Make it an empty list.", emptyList(path));
    else if (registry && registry->isObject())
        checkEntries(look, path, flaws);
    checkFunctions(look, flaws);
}

} // namespace stemma::graph
