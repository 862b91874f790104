// SPDX-License-Identifier: MIT
#include "core/graph/known_entries.h"

#include <utility>

namespace stemma::graph {

using json::Value;

KnownEntries::KnownEntries(Value& registry)
    : m_registry(registry) {
    const auto& members = registry.members();
    for (std::size_t at = 0; at < members.size(); ++at)
        m_places.insert_or_assign(members[at].key, at);
    const auto& items = registry.items();
    for (std::size_t at = 0; at < items.size(); ++at)
        if (auto id = items[at].stringAt("id"))
            m_places.emplace(std::move(*id), at);
}

const Value* KnownEntries::find(const std::string& id) const {
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return nullptr;
    return isList() ? &m_registry.items()[place->second] : &m_registry.members()[place->second].value;
}

Value* KnownEntries::edit(const std::string& id) {
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return nullptr;
    return isList() ? &m_registry.editItem(place->second) : &m_registry.editMember(place->second);
}

void KnownEntries::add(const std::string& id, Value entry) {
    const std::size_t at = m_registry.size();
    if (isList())
        m_registry.appendItem(std::move(entry));
    else
        m_registry.insertMember(at, id, std::move(entry));
    m_places.emplace(id, at);
}

} // namespace stemma::graph
