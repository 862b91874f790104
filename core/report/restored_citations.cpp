// SPDX-License-Identifier: MIT
#include "core/report/restored_citations.h"

#include <algorithm>
#include <utility>

#include "core/report/citation_shim.h"
#include "core/report/citation_twins.h"
#include "core/report/outline_schema.h"
#include "core/report/value_assign.h"

namespace stemma::report {

namespace {

using json::Value;

std::size_t indexOf(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

const Value* queriesOf(const diff::Part* insight) {
    if (insight != nullptr)
        for (const auto& [name, value] : insight->fields)
            if (name == "supporting_queries")
                return &value;
    return nullptr;
}

} // namespace

void RestoredCitations::run() {
    for (const diff::Part& part : m_now.tree())
        if (part.what == "citation" && m_selection.removed.contains(partKey(part.what, part.id)) &&
            !cameOrWent(part.parent))
            remove(part);
    for (const diff::Part& part : m_version.tree()) {
        if (part.what != "citation" || cameOrWent(part.parent))
            continue;
        const std::string key = partKey(part.what, part.id);
        if (m_selection.added.contains(key))
            bring(part);
        else if (m_selection.moved.contains(key))
            place(part);
        if (const auto fields = m_selection.fields.find(key); fields != m_selection.fields.end())
            edit(part, fields->second);
    }
    for (const auto& [insight, names] : m_names)
        settleQueries(insight);
}

/// With all that it cites.
bool RestoredCitations::cameOrWent(const std::string& insight) const {
    const std::string key = partKey("insight", insight);
    return m_selection.removed.contains(key) ||
           (m_selection.added.contains(key) && !m_selection.bare.contains(key));
}

std::vector<std::string>& RestoredCitations::namesIn(const std::string& insight) {
    return m_names.try_emplace(insight, m_now.in("citation", insight)).first->second;
}

void RestoredCitations::remove(const diff::Part& citation) {
    auto& names = namesIn(citation.parent);
    const std::size_t at = indexOf(names, citation.id);
    static_cast<void>(CitationTwins(m_result.insight(citation.parent)).take(at));
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
}

void RestoredCitations::bring(const diff::Part& citation) {
    Value old = *m_version.insight(citation.parent);
    const auto& order = m_version.in("citation", citation.parent);
    CitedPair pair = CitationTwins(old).take(indexOf(order, citation.id));
    auto& names = namesIn(citation.parent);
    const std::size_t at = placeAmong(order, citation.id, names, [this](const std::string& other) {
        return !m_selection.displaced.contains(partKey("citation", other));
    });
    CitationTwins(m_result.insight(citation.parent)).insert(at, std::move(pair));
    names.insert(names.begin() + static_cast<std::ptrdiff_t>(at), citation.id);
}

void RestoredCitations::place(const diff::Part& citation) {
    auto& names = namesIn(citation.parent);
    const auto& order = m_version.in("citation", citation.parent);
    CitationTwins twins(m_result.insight(citation.parent));
    const std::size_t from = indexOf(names, citation.id);
    CitedPair pair = twins.take(from);
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(from));
    const std::size_t own = indexOf(order, citation.id);
    const std::size_t at = placeAmong(order, citation.id, names, [&](const std::string& other) {
        const std::string key = partKey("citation", other);
        return !m_selection.displaced.contains(key) ||
               (m_selection.moved.contains(key) && indexOf(order, other) < own);
    });
    twins.insert(at, std::move(pair));
    names.insert(names.begin() + static_cast<std::ptrdiff_t>(at), citation.id);
}

void RestoredCitations::edit(const diff::Part& citation, const std::vector<diff::FieldChange>& fields) {
    Value old = *m_version.insight(citation.parent);
    const std::size_t oldAt = indexOf(m_version.in("citation", citation.parent), citation.id);
    const Value wanted = CitationTwins(old).citations()[oldAt];
    const std::size_t at = indexOf(namesIn(citation.parent), citation.id);
    Value set = Value::object();
    for (const diff::FieldChange& field : fields) {
        const Value* value = wanted.find(field.name);
        set.set(field.name, value == nullptr ? Value() : *value);
    }
    Value& insight = m_result.insight(citation.parent);
    CitationTwins(insight).edit(at, set);
    for (const diff::FieldChange& field : fields) // null is no absence of what no model knows
        if (wanted.find(field.name) == nullptr && findField(citationFields(), field.name) == nullptr)
            insight.edit("citations")->editItem(at).remove(field.name);
}

/// Where what the queries say besides the citations is no difference, it becomes none by their order either.
void RestoredCitations::settleQueries(const std::string& insight) {
    const Value* now = queriesOf(m_now.find("insight", insight));
    const Value* then = queriesOf(m_version.find("insight", insight));
    if (m_version.insight(insight) == nullptr || (now == nullptr) != (then == nullptr) ||
        (now != nullptr && !(*now == *then)))
        return;
    Value& part = m_result.insight(insight);
    const auto citations = citedSources(part).citations;
    if (now == nullptr)
        assignMember(part, "supporting_queries", Value::array(queriesFromCitations(citations)));
    else if (citations == citedSources(*m_version.insight(insight)).citations)
        assignMember(part, "supporting_queries", *then);
}

} // namespace stemma::report
