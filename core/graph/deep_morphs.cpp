// SPDX-License-Identifier: MIT
// Morphs: what they list, which one is active, and which ones relations and attributes say they are in.
#include <algorithm>
#include <unordered_set>

#include "core/graph/deep_flaws.h"
#include "core/graph/edit_morph_lists.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr const char* hintKey = "morph_id";

/// Takes a text out of a list, and of lists in it.
void removeText(Value& list, const std::string& text) {
    for (std::size_t i = list.size(); list.isArray() && i-- > 0;) {
        const Value& item = list.items()[i];
        if (item.isString() && item.text() == text)
            list.removeItem(i);
        else if (item.isArray())
            removeText(list.editItem(i), text);
    }
}

void unlist(EditDraft& draft, const std::string& path, const std::string& morph, const char* key,
            const std::string& member) {
    Value* file = draft.edit(path);
    Value* morphs = file ? file->edit("morphs") : nullptr;
    for (std::size_t i = 0; morphs && i < morphs->size(); ++i)
        if (textAt(morphs->items()[i], {"morph_id"}) == std::optional(morph))
            if (Value* list = morphs->editItem(i).edit(key))
                removeText(*list, member);
}

void checkMembers(const DeepLook& look, const Node& node, const Morph& morph, Registry which,
                  FlawList& flaws) {
    std::unordered_set<std::string> told;
    for (const std::string& id : which == Registry::relations ? morph.relations : morph.attributes) {
        if (look.mayExist(which, id) || !told.insert(id).second)
            continue;
        const char* key = listKey(which);
        flaws.add({FindingKind::danglingMember, Severity::warning, node.id + '/' + morph.id + '/' + id,
                   node.known.path},
                  "The morph " + quotedId(morph.id) + " of " + quotedId(node.id) + " lists the " +
                      wordOf(which) + ' ' + quotedId(id) + ", which doesn't exist",
                  "Take it out of the morph.",
                  [path = node.known.path, morph = morph.id, key, id](EditDraft& draft) {
                      unlist(draft, path, morph, key, id);
                  });
    }
}

void checkActive(const Node& node, FlawList& flaws) {
    const auto isActive = [&](const Morph& morph) { return morph.id == *node.activeMorph; };
    if (!node.activeMorph || node.activeMorph->empty() || !node.known.readable ||
        std::any_of(node.morphs.begin(), node.morphs.end(), isActive))
        return;
    const Morph* shown = node.shownMorph();
    const std::optional<std::string> wanted =
        shown && !shown->implied ? std::optional(shown->id) : std::nullopt;
    flaws.add({FindingKind::danglingMorph, Severity::warning, node.known.path, node.known.path},
              "The active morph of " + quotedId(node.id) + " is " + quotedId(*node.activeMorph) +
                  ", which it doesn't have: nothing of it is drawn",
              wanted ? "Activate " + quotedId(*wanted) + '.' : "Set none, which means the basic one.",
              [path = node.known.path, wanted](EditDraft& draft) {
                  if (Value* file = draft.edit(path))
                      file->set("nbh", Value::stringOrNull(wanted));
              });
}

/// `morph_id` in a file or in an entry of a registry.
struct Hint {
    Registry which;
    const std::string& id;
    std::string what, path;
    bool registered; ///< in the registry
};

Value* editHint(EditDraft& draft, const Hint& hint) {
    Value* holder = hint.registered ? draft.editEntry(hint.which, hint.id) : draft.edit(hint.path);
    return holder && holder->find(hintKey) ? holder : nullptr;
}

std::vector<std::string> once(const std::vector<std::string>& texts) {
    std::vector<std::string> kept;
    for (const std::string& text : texts)
        if (std::find(kept.begin(), kept.end(), text) == kept.end())
            kept.push_back(text);
    return kept;
}

void checkNested(const Hint& hint, const Value& value, FlawList& flaws) {
    const auto isList = [](const Value& item) { return item.isArray(); };
    if (!std::any_of(value.items().begin(), value.items().end(), isList))
        return;
    flaws.add({FindingKind::nestedMorphId, Severity::info, hint.what, hint.path},
              "The morphs of the " + wordOf(hint.which) + ' ' + quotedId(hint.id) +
                  " are a list in a list in " + hint.path,
              "Make one list of them.", [hint](EditDraft& draft) {
                  if (Value* holder = editHint(draft, hint))
                      holder->set(hintKey, morphList(once(textsIn(holder->find(hintKey)))));
              });
}

/// Those that exist stay; where none does, the morphs that list it take their place.
void mendHint(EditDraft& draft, const Hint& hint, const std::vector<std::string>& gone,
              const std::vector<std::string>& users) {
    Value* holder = editHint(draft, hint);
    if (!holder)
        return;
    std::vector<std::string> kept = once(textsIn(holder->find(hintKey)));
    std::erase_if(kept, [&](const std::string& morph) {
        return std::find(gone.begin(), gone.end(), morph) != gone.end();
    });
    holder->set(hintKey, morphList(kept.empty() ? users : kept));
}

void checkHint(const DeepLook& look, const Hint& hint, const Value* value, FlawList& flaws) {
    if (!value)
        return;
    checkNested(hint, *value, flaws);
    std::vector<std::string> gone = once(textsIn(value));
    std::erase_if(gone, [&](const std::string& morph) { return look.morphIds.contains(morph); });
    if (gone.empty())
        return;
    flaws.add({FindingKind::danglingMorph, Severity::info, hint.what, hint.path},
              "The " + wordOf(hint.which) + ' ' + quotedId(hint.id) + " says in " + hint.path +
                  " that it is in the morph " + quotedId(gone.front()) + ", which doesn't exist",
              "Name the morphs that list it.",
              [hint, gone, users = morphsUsing(look, hint.which, hint.id)](EditDraft& draft) {
                  mendHint(draft, hint, gone, users);
              });
}

template <class Link>
void checkHints(const DeepLook& look, Registry which, const std::vector<Link>& links, FlawList& flaws) {
    const std::string& registry = look.registry(which).path;
    for (const Link& link : links) {
        const Node* source = look.store.node(link.source);
        if (!source || !source->known.hasFile) // nobody knows which morphs it has
            continue;
        if (const Value* file = look.file(link.known))
            checkHint(look, {which, link.id, link.known.path, link.known.path, false}, file->find(hintKey),
                      flaws);
        if (const Value* entry = look.entry(which, link.id))
            checkHint(look, {which, link.id, registry + '/' + link.id, registry, true}, entry->find(hintKey),
                      flaws);
    }
}

} // namespace

void checkMorphs(const DeepLook& look, FlawList& flaws) {
    for (const Node& node : look.store.nodes) {
        for (const Morph& morph : node.morphs)
            for (const Registry which : {Registry::relations, Registry::attributes})
                checkMembers(look, node, morph, which, flaws);
        checkActive(node, flaws);
    }
}

void checkMorphHints(const DeepLook& look, FlawList& flaws) {
    // Of a node that can't be read nobody knows the morphs.
    const auto isUnread = [](const Node& node) { return node.known.hasFile && !node.known.readable; };
    if (look.files.find("nodes") || std::any_of(look.store.nodes.begin(), look.store.nodes.end(), isUnread))
        return;
    checkHints(look, Registry::relations, look.store.relations, flaws);
    checkHints(look, Registry::attributes, look.store.attributes, flaws);
}

} // namespace stemma::graph
