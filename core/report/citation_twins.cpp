// SPDX-License-Identifier: MIT
#include "core/report/citation_twins.h"

#include <algorithm>
#include <utility>

#include "core/report/citation_shim.h"
#include "core/report/outline_schema.h"
#include "core/report/value_assign.h"

namespace stemma::report {

namespace {

using json::Value;

/// What a citation and its twin both say.
constexpr const char* sharedKeys[] = {"execution_id", "sql_sha256", "cache_manifest"};

std::optional<Value> queryOf(const Value& citation) {
    std::vector<Value> made = queriesFromCitations({citation});
    return made.empty() ? std::nullopt : std::optional(std::move(made.front()));
}

bool isSameQuery(const Value& a, const Value& b) {
    return a.stringAt("execution_id") == b.stringAt("execution_id") &&
           a.stringAt("sql_sha256") == b.stringAt("sql_sha256");
}

Value valueAt(const Value& object, const char* key) {
    const Value* found = object.find(key);
    return found == nullptr ? Value() : *found;
}

} // namespace

CitationTwins::CitationTwins(Value& insight)
    : m_insight(insight) {
    for (const char* key : {"supporting_queries", "citations"}) {
        const Value* list = insight.find(key);
        if (list == nullptr || !list->isArray())
            insight.set(key, Value::array());
    }
    applyCitationShim(insight);
}

const std::vector<Value>& CitationTwins::citations() const {
    return itemsAt(m_insight, "citations");
}

const std::vector<Value>& CitationTwins::queries() const {
    return itemsAt(m_insight, "supporting_queries");
}

Value& CitationTwins::editList(const char* key) {
    return *m_insight.edit(key);
}

/// For each citation which query is its twin: each query is one's only.
std::vector<std::optional<std::size_t>> CitationTwins::matches() const {
    std::vector<bool> taken(queries().size(), false);
    std::vector<std::optional<std::size_t>> found(citations().size());
    for (std::size_t at = 0; at < found.size(); ++at) {
        if (!queryOf(citations()[at]))
            continue;
        for (std::size_t query = 0; query < taken.size() && !found[at]; ++query) {
            if (!taken[query] && isSameQuery(queries()[query], citations()[at]))
                found[at] = query;
        }
        if (found[at])
            taken[*found[at]] = true;
    }
    return found;
}

/// Where the twin of a citation belongs that comes to stand at `at`: behind that of the one before it.
std::size_t CitationTwins::queryPlace(std::size_t at) const {
    const auto found = matches();
    for (std::size_t before = std::min(at, found.size()); before-- > 0;) {
        if (found[before])
            return *found[before] + 1;
    }
    for (std::size_t after = at; after < found.size(); ++after) {
        if (found[after])
            return *found[after];
    }
    return queries().size();
}

void CitationTwins::insert(std::size_t at, CitedPair pair) {
    at = std::min(at, count());
    if (!pair.query)
        pair.query = queryOf(pair.citation);
    if (pair.query)
        editList("supporting_queries").insertItem(queryPlace(at), std::move(*pair.query));
    editList("citations").insertItem(at, std::move(pair.citation));
}

void CitationTwins::edit(std::size_t at, const Value& fields) {
    const auto twin = matches()[at];
    const Value old = citations()[at];
    Value& citation = editList("citations").editItem(at);
    for (const json::Member& member : fields.members()) {
        if (!member.value.isNull() || citation.find(member.key) != nullptr)
            assignMember(citation, member.key, member.value);
    }
    auto query = queryOf(citation);
    if (twin && !query) {
        editList("supporting_queries").removeItem(*twin);
    } else if (twin) {
        for (const char* key : sharedKeys) {
            if (valueAt(old, key) != valueAt(citation, key))
                assignMember(editList("supporting_queries").editItem(*twin), key, valueAt(citation, key));
        }
    } else if (query && !queryOf(old)) {
        editList("supporting_queries").insertItem(queryPlace(at), std::move(*query));
    }
}

CitedPair CitationTwins::take(std::size_t at) {
    const auto twin = matches()[at];
    CitedPair pair{citations()[at], {}};
    if (twin) {
        pair.query = queries()[*twin];
        editList("supporting_queries").removeItem(*twin);
    }
    editList("citations").removeItem(at);
    // A list that is left beside an empty one would bring citations back (reports-format.md, 4.7).
    if (citations().empty() && !queries().empty())
        m_insight.set("supporting_queries", Value::array());
    return pair;
}

Result<Value> wholeCitation(const EditContext& context, const Value& given) {
    if (!given.isObject())
        return editUsage("a citation must be an object");
    if (auto ok = checkFields(context, "citation", given); !ok)
        return fail(ok.error());
    if (!given.stringAt("source"))
        return editUsage("a citation's source is one of query, api, url, observation, document");
    Value citation = Value::object();
    for (const FieldRule& rule : citationFields()) {
        const Value* value = given.find(rule.name);
        citation.set(rule.name, value == nullptr ? Value() : *value);
    }
    return citation;
}

} // namespace stemma::report
