// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>

#include "core/json/json_value.h"

namespace stemma::graph {

/// The entries of a registry by id, looked up once, so that each of many is found and changed at once: of an
/// object the last member of a key, of a list the first item that has the id. As long as nobody else changes
/// what is registered.
class KnownEntries {
public:
    explicit KnownEntries(json::Value& registry);

    /// Transitions of a library of version one, which have no members of their own.
    [[nodiscard]] bool isList() const { return m_registry.isArray(); }
    /// Null pointer if it is not registered.
    [[nodiscard]] const json::Value* find(const std::string& id) const;
    /// To be changed; null pointer as above.
    [[nodiscard]] json::Value* edit(const std::string& id);
    /// One that is not registered yet, at the end.
    void add(const std::string& id, json::Value entry);

private:
    json::Value& m_registry;
    std::unordered_map<std::string, std::size_t> m_places;
};

} // namespace stemma::graph
