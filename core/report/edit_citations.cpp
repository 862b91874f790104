// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

constexpr std::array<std::string_view, 15> citationKeys = {
    "source",     "provider",       "description", "execution_id", "query_id",
    "sql_sha256", "cache_manifest", "url",         "title",        "accessed_at",
    "endpoint",   "response_hash",  "path",        "page",         "observed_at"};
constexpr std::array<std::string_view, 5> sources = {"query", "api", "url", "observation", "document"};

/// A citation with all of the format's keys, in its order.
Result<json::Value> wholeCitation(const json::Value& given) {
    for (const json::Member& member : given.members()) {
        if (std::find(citationKeys.begin(), citationKeys.end(), member.key) == citationKeys.end())
            return editUsage("a citation has no field \"" + member.key + '"');
        if (!member.value.isNull() && !member.value.isString())
            return editUsage("the citation's \"" + member.key + "\" must be a string or null");
    }
    const std::string source = given.stringAt("source").value_or("");
    if (std::find(sources.begin(), sources.end(), source) == sources.end())
        return editUsage("a citation's source is one of query, api, url, observation, document");
    json::Value citation = json::Value::object();
    for (const std::string_view key : citationKeys) {
        const json::Value* value = given.find(key);
        citation.set(key, value == nullptr ? json::Value() : *value);
    }
    return citation;
}

/// The deprecated twin of a citation (reports-format.md, 4.7), if it has one.
std::optional<json::Value> twinOf(const json::Value& citation) {
    const auto execution = citation.stringAt("execution_id");
    const auto sql = citation.stringAt("sql_sha256");
    if (citation.stringAt("source") != "query" || (!execution && !sql))
        return std::nullopt;
    return json::Value::object(
        {{"execution_id", json::Value::stringOrNull(execution)},
         {"sql_sha256", json::Value::stringOrNull(sql)},
         {"cache_manifest", json::Value::stringOrNull(citation.stringAt("cache_manifest"))},
         {"cache_only", json::Value::boolean(false)},
         {"profile", {}},
         {"warehouse", {}},
         {"database", {}},
         {"schema", {}},
         {"role", {}}});
}

bool sameQuery(const json::Value& a, const json::Value& b) {
    return a.stringAt("execution_id") == b.stringAt("execution_id") &&
           a.stringAt("sql_sha256") == b.stringAt("sql_sha256");
}

void removeTwin(json::Value& queries, const json::Value& citation) {
    for (std::size_t i = 0; i < queries.items().size(); ++i) {
        if (sameQuery(queries.items()[i], citation)) {
            queries.removeItem(i);
            return;
        }
    }
}

/// The insight that the edit names, with both lists of its sources there.
Result<json::Value*> insightOf(EditContext& context) {
    const auto id = requiredString(context.edit, "insight_id");
    if (!id)
        return fail(id.error());
    auto insights = documentArray(context.document, "insights");
    if (!insights)
        return fail(insights.error());
    const auto index = findPart(**insights, "insight_id", *id);
    if (!index)
        return fail(index.error());
    json::Value& insight = (*insights)->editItem(*index);
    for (const char* key : {"supporting_queries", "citations"}) {
        const json::Value* list = insight.find(key);
        if (list == nullptr || !list->isArray())
            insight.set(key, json::Value::array());
    }
    insight.set("updated_at", json::Value::string(context.now));
    return &insight;
}

/// `at` as the index of a citation that is there.
Result<std::size_t> citationIndex(const EditContext& context, const json::Value& insight) {
    const auto at = position(context.edit);
    if (!at)
        return fail(at.error());
    const std::size_t count = insight.find("citations")->items().size();
    if (count == 0 || at->value_or(count - 1) >= count)
        return editUsage("there is no citation at that position");
    return at->value_or(count - 1);
}

} // namespace

Status addCitation(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "citation", "at"}); !ok)
        return ok;
    const json::Value* given = context.edit.find("citation");
    if (given == nullptr || !given->isObject())
        return editUsage("\"citation\" must be an object");
    auto citation = wholeCitation(*given);
    const auto at = position(context.edit);
    auto insight = insightOf(context);
    if (!citation || !at)
        return fail(citation ? at.error() : citation.error());
    if (!insight)
        return fail(insight.error());
    json::Value* citations = (*insight)->edit("citations");
    const std::size_t count = citations->items().size();
    if (auto twin = twinOf(*citation))
        (*insight)->edit("supporting_queries")->appendItem(std::move(*twin));
    citations->insertItem(std::min(at->value_or(count), count), std::move(*citation));
    return {};
}

Status editCitation(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "fields", "at"}); !ok)
        return ok;
    const json::Value* fields = context.edit.find("fields");
    if (fields == nullptr || !fields->isObject())
        return editUsage("\"fields\" must be an object");
    auto insight = insightOf(context);
    if (!insight)
        return fail(insight.error());
    const auto index = citationIndex(context, **insight);
    if (!index)
        return fail(index.error());
    const json::Value old = (*insight)->find("citations")->items()[*index];
    json::Value merged = old;
    for (const json::Member& member : fields->members())
        merged.set(member.key, member.value);
    if (auto whole = wholeCitation(merged); !whole)
        return fail(whole.error());
    json::Value* queries = (*insight)->edit("supporting_queries");
    if (!sameQuery(old, merged) || old.stringAt("source") != merged.stringAt("source")) {
        removeTwin(*queries, old);
        if (auto twin = twinOf(merged))
            queries->appendItem(std::move(*twin));
    }
    json::Value& citation = (*insight)->edit("citations")->editItem(*index);
    for (const json::Member& member : fields->members())
        citation.set(member.key, member.value);
    return {};
}

Status deleteCitation(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "at"}); !ok)
        return ok;
    auto insight = insightOf(context);
    if (!insight)
        return fail(insight.error());
    const auto index = citationIndex(context, **insight);
    if (!index)
        return fail(index.error());
    const json::Value old = (*insight)->find("citations")->items()[*index];
    (*insight)->edit("citations")->removeItem(*index);
    json::Value* queries = (*insight)->edit("supporting_queries");
    removeTwin(*queries, old);
    // An empty list beside a full one would bring the deleted citation back (reports-format.md, 4.7).
    if ((*insight)->find("citations")->items().empty())
        (*insight)->set("supporting_queries", json::Value::array());
    return {};
}

} // namespace stemma::report
