// SPDX-License-Identifier: MIT
// Two sides differ about whether something is there at all: nothing of the other side may be left hanging.
#include "core/graph/merge_elements.h"

#include <array>
#include <map>
#include <utility>

#include "core/graph/edit_links.h"
#include "core/graph/edit_operations.h"
#include "core/graph/graph_ids.h"
#include "core/graph/restore_parts.h"
#include "core/graph/store_fields.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr std::array allRegistries = {Registry::nodes, Registry::relations, Registry::attributes,
                                      Registry::transitions};

/// A list of entries with those that are wanted.
UserFilePtr listWithEntries(const std::string& path, const Value& list, const WantedEntries& wanted) {
    Value changed = list;
    for (const auto& [id, entry] : wanted) {
        std::size_t at = 0;
        while (at < changed.items().size() && changed.items()[at].stringAt("id") != id)
            ++at;
        const bool there = at < changed.items().size();
        if (there && entry)
            changed.editItem(at) = *entry;
        else if (there)
            changed.removeItem(at);
        else if (entry)
            changed.appendItem(*entry);
    }
    return UserFile::ofBytes(path, json::bytesOf(changed));
}

/// The nodes whose file one side removed.
std::set<std::string> goneNodes(const UserFiles& base, const UserFiles& side) {
    std::set<std::string> gone;
    const auto registered = entriesById(side, registryPath(Registry::nodes));
    for (const FileDifference& each : differences(base, side))
        if (const auto element = elementOfPath(each.path); element && !each.after)
            if (element->which == Registry::nodes && !registered.contains(element->id))
                gone.insert(element->id);
    return gone;
}

void addLinksOfGone(const UserFiles& base, const UserFiles& side, const std::set<std::string>& gone,
                    std::vector<LinkOfGone>& found) {
    if (gone.empty())
        return;
    const GraphStore store = readGraphStore(side);
    for (const FileDifference& each : differences(base, side)) {
        const auto element = elementOfPath(each.path);
        if (!element || !each.after)
            continue;
        const bool isRelation = element->which == Registry::relations;
        if (const Relation* relation = isRelation ? store.relation(element->id) : nullptr)
            for (const std::string& end : {relation->source, relation->target})
                if (gone.contains(end))
                    found.push_back({each.path, end});
        const bool isAttribute = element->which == Registry::attributes;
        if (const Attribute* attribute = isAttribute ? store.attribute(element->id) : nullptr)
            if (gone.contains(attribute->source))
                found.push_back({each.path, attribute->source});
    }
}

class Deciding {
public:
    Deciding(UserFiles& merged, const UserFiles& side)
        : m_merged(merged)
        , m_side(side)
        , m_sideStore(readGraphStore(side)) {
        for (const Registry which : allRegistries)
            m_sideEntries[which] = entriesById(side, registryPath(which));
    }

    void remove(const std::set<ElementId>& elements) {
        std::map<Registry, IdSet> going;
        for (const ElementId& each : elements)
            if (!isOnSide(each.which, each.id))
                going[each.which].insert(each.id);
        takeAway(going);
    }

    void take(const std::set<ElementId>& elements) {
        m_store = readGraphStore(m_merged);
        for (const ElementId& each : elements)
            if (isOnSide(each.which, each.id))
                takeElement(each);
        takeLostRelations();
        putEntries();
        takeAway(m_leftOver);
    }

private:
    [[nodiscard]] bool isOnSide(Registry which, const std::string& id) const {
        const auto path = pathOfId(folderOf(which), id);
        return (path && m_side.find(*path)) || m_sideEntries.at(which).contains(id);
    }
    [[nodiscard]] bool isNodeThere(const std::string& id) const {
        return m_store.node(id) != nullptr || m_taken.contains(id);
    }

    void takeElement(const ElementId& each) {
        if (each.which == Registry::nodes)
            return takeNode(each.id);
        put(each.which, each.id);
        if (const Relation* relation = m_sideStore.relation(each.id);
            relation && each.which == Registry::relations) {
            takeMissingNode(relation->source);
            takeMissingNode(relation->target);
            list(each, relation->source);
        } else if (const Attribute* attribute = m_sideStore.attribute(each.id);
                   attribute && each.which == Registry::attributes) {
            takeMissingNode(attribute->source);
            list(each, attribute->source);
        }
    }

    void takeMissingNode(const std::string& id) {
        if (!isNodeThere(id) && m_sideStore.node(id))
            takeNode(id);
    }

    void takeNode(const std::string& id) {
        if (!m_taken.insert(id).second)
            return;
        put(Registry::nodes, id);
        for (const Relation& each : m_store.relations)
            if (each.source == id && !m_sideStore.relation(each.id))
                m_leftOver[Registry::relations].insert(each.id);
        for (const Attribute& each : m_store.attributes)
            if (each.source == id && !m_sideStore.attribute(each.id))
                m_leftOver[Registry::attributes].insert(each.id);
        for (const Attribute& each : m_sideStore.attributes)
            if (each.source == id)
                put(Registry::attributes, each.id);
        for (const Relation& each : m_sideStore.relations)
            if (each.source == id)
                m_ownRelations.push_back(&each);
    }

    /// Relations of nodes that were taken, as far as they lead somewhere; and those that led there.
    void takeLostRelations() {
        for (const Relation* each : m_ownRelations) {
            if (isNodeThere(each->target) || !m_sideStore.node(each->target))
                put(Registry::relations, each->id);
            else
                m_leftOver[Registry::relations].insert(each->id);
        }
        for (const Relation* each : lostRelations(m_store, m_sideStore, m_taken)) {
            put(Registry::relations, each->id);
            list({Registry::relations, each->id}, each->source);
        }
    }

    void list(const ElementId& link, const std::string& node) {
        const auto path = pathOfId(folderOf(Registry::nodes), node);
        if (!path || m_taken.contains(node))
            return; // its file is that of the side
        if (UserFilePtr file =
                listedAgain(*path, m_merged.find(*path), m_side.find(*path), link.which, link.id))
            m_merged.put(*path, std::move(file));
    }

    void put(Registry which, const std::string& id) {
        const auto path = pathOfId(folderOf(which), id);
        const UserFilePtr file = path ? m_side.find(*path) : nullptr;
        if (file)
            m_merged.put(*path, file);
        else if (path)
            m_merged.remove(*path);
        const auto& entries = m_sideEntries.at(which);
        const auto entry = entries.find(id);
        m_wanted[which][id] = entry == entries.end() ? std::nullopt : std::optional(*entry->second);
    }

    void putEntries() {
        for (const auto& [which, wanted] : m_wanted) {
            const std::string path = registryPath(which);
            const UserFilePtr now = m_merged.find(path);
            const bool isList = now && now->document && now->document->isArray();
            UserFilePtr file = isList ? listWithEntries(path, *now->document, wanted)
                                      : withEntries(path, now, m_side.find(path), wanted);
            if (file)
                m_merged.put(path, std::move(file));
        }
    }

    /// With the lists that name them.
    void takeAway(const std::map<Registry, IdSet>& going) {
        for (const Registry which : allRegistries) {
            const auto ids = going.find(which);
            if (ids == going.end() || ids->second.empty())
                continue;
            EditDraft draft(m_merged, {}, {});
            if (removeAll(draft, which, ids->second))
                draft.apply(m_merged);
        }
    }
    static Status removeAll(EditDraft& draft, Registry which, const IdSet& ids) {
        if (which == Registry::nodes)
            return deleteNodes(draft, ids);
        if (which != Registry::transitions)
            return removeLinks(draft, which, ids);
        for (const std::string& id : ids)
            if (auto removed = applyTo(draft, DeleteTransition{id}); !removed)
                return removed;
        return {};
    }

    UserFiles& m_merged;
    const UserFiles& m_side;
    GraphStore m_sideStore, m_store;
    std::map<Registry, std::map<std::string, const Value*>> m_sideEntries;
    std::set<std::string> m_taken;
    std::vector<const Relation*> m_ownRelations;
    std::map<Registry, WantedEntries> m_wanted;
    std::map<Registry, IdSet> m_leftOver; ///< of the other side, or leading nowhere
};

} // namespace

std::optional<ElementId> elementOfPath(const std::string& path) {
    for (const Registry which : allRegistries)
        if (auto id = idOfPath(path, folderOf(which)))
            return ElementId{which, std::move(*id)};
    return std::nullopt;
}

std::vector<ElementId> entriesOnOneSide(const std::string& registry, const UserFile& base,
                                        const UserFile& ours, const UserFile& theirs) {
    const auto entriesOf = [](const UserFile& file) {
        std::map<std::string, const Value*> entries;
        for (const RegistryEntry& entry : registryEntries(file.document ? &*file.document : nullptr))
            entries.emplace(entry.id, entry.value);
        return entries;
    };
    const auto oursNow = entriesOf(ours), theirsNow = entriesOf(theirs);
    const auto isChanged = [](const auto& entries, const auto& was) {
        const auto now = entries.find(was.first);
        return now != entries.end() && !(*now->second == *was.second);
    };
    std::vector<ElementId> found;
    for (const Registry which : allRegistries)
        if (registry == registryPath(which))
            for (const auto& was : entriesOf(base))
                if ((!oursNow.contains(was.first) && isChanged(theirsNow, was)) ||
                    (!theirsNow.contains(was.first) && isChanged(oursNow, was)))
                    found.push_back({which, was.first});
    return found;
}

std::vector<LinkOfGone> linksOfGone(const UserFiles& base, const UserFiles& ours, const UserFiles& theirs) {
    std::vector<LinkOfGone> found;
    addLinksOfGone(base, theirs, goneNodes(base, ours), found);
    addLinksOfGone(base, ours, goneNodes(base, theirs), found);
    return found;
}

void decideElements(UserFiles& merged, const UserFiles& side, const std::set<ElementId>& elements) {
    if (elements.empty())
        return;
    Deciding deciding(merged, side);
    deciding.remove(elements);
    deciding.take(elements);
}

} // namespace stemma::graph
